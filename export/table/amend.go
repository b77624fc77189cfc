package table

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// Amend makes a Writer that adds to a directory of tables that was just made and
// that nobody reads yet: what is computed from tables goes beside them. Only
// small tables can be put, and what is put is all that the table holds.
func Amend(t *Tables, run string) *Writer {
	return &Writer{dir: t.dir, run: run, old: t, new: map[string]spiller{}, amend: true,
		drop: map[string]map[string]bool{}, all: map[string]bool{}, gone: map[string]bool{}}
}

// replace takes the place of the list of files, and removes the files that no
// longer count.
func (l fileList) replace(dir string, was fileList) error {
	tmp := filepath.Join(dir, listName+".new")
	if err := os.Mkdir(tmp, 0o755); err != nil {
		return err
	}
	if err := l.write(tmp); err != nil {
		return err
	}
	if err := os.Rename(filepath.Join(tmp, listName), filepath.Join(dir, listName)); err != nil {
		return err
	}
	err := os.Remove(tmp)
	for rel := range was.Files {
		if _, stays := l.Files[rel]; !stays {
			err = errors.Join(err, os.Remove(filepath.Join(dir, filepath.FromSlash(rel))))
		}
	}
	return err
}

// ready says that a Writer that amends may take rows of a table.
func (w *Writer) ready(k kind) error {
	if !w.amend {
		return nil
	}
	if k.monthly() {
		return fmt.Errorf("table %s is about feedback and was written already", k.name())
	}
	w.gone[k.name()] = true
	return nil
}
