package main

import (
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"luister/export/label"
	"luister/export/table"
	"luister/ingest/source"
)

// deliveredLines are the lines of one delivered file that hold what is erased.
type deliveredLines struct {
	name, hash string
	lines      []lineOfPart
}

// lineOfPart is a line of a file, or of one file of an archive.
type lineOfPart struct{ part, line int }

// numbers writes the lines.
func (d *deliveredLines) numbers() string {
	var b strings.Builder
	for i, l := range d.lines {
		if i > 0 {
			b.WriteString(", ")
		}
		fmt.Fprint(&b, l.line)
		if l.part > 0 {
			fmt.Fprintf(&b, " van deel %d", l.part)
		}
	}
	return b.String()
}

// lookForPeople finds out what is asked, and goes through every delivered file
// that is still there for lines of it: also versions that were replaced long ago.
func (n *night) lookForPeople() error {
	if err := n.subjects(); err != nil {
		return err
	}
	f := n.forgetting
	if len(f.customers)+len(f.feedback) == 0 {
		return nil
	}
	paths, err := n.list()
	if err != nil {
		return err
	}
	moved, err := source.Files(filepath.Join(n.ws, "delivered"))
	if err != nil {
		moved = nil // there is no such folder
	}
	paths = append(paths, moved...)
	there := map[string]bool{}
	n.progress.total(int64(len(paths)))
	for _, path := range paths {
		if n.ctx.Err() != nil {
			return errInterrupted
		}
		hash, err := n.searchFile(path)
		if err != nil {
			slog.Warn("a delivered file could not be searched", "name", n.masker.Title(n.relative(path)))
		}
		there[hash] = true
		n.progress.step(1)
	}
	return errors.Join(n.searchKept(), n.filesGone(there))
}

// searchKept notes which files that people keep in the workspace name what is
// erased: batches to code, which hold texts, and registers written by hand.
func (n *night) searchKept() error {
	f := n.forgetting
	ids := append(f.ids(), f.feedback...)
	for _, folder := range []string{".", labelDir} {
		entries, err := os.ReadDir(filepath.Join(n.ws, folder))
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return wrap("looking for what is erased", err)
		}
		for _, e := range entries {
			if e.IsDir() || folder == "." && filepath.Ext(e.Name()) != ".yaml" {
				continue
			}
			text, err := textOf(filepath.Join(n.ws, folder, e.Name()))
			if err != nil {
				slog.Warn("a file of the workspace could not be searched", "name", filepath.Join(folder, e.Name()))
			}
			if !slices.ContainsFunc(ids, func(id string) bool { return strings.Contains(text, id) }) {
				continue
			}
			if name := filepath.ToSlash(filepath.Join(folder, e.Name())); folder == labelDir {
				f.coded = append(f.coded, name)
			} else {
				f.kept = append(f.kept, name)
			}
		}
	}
	return nil
}

// textOf gives a file as text, the cells of a workbook too.
func textOf(path string) (string, error) {
	if filepath.Ext(path) != ".xlsx" {
		b, err := os.ReadFile(path)
		return string(b), err
	}
	_, rows, err := readTable(path, label.Sheet)
	var b strings.Builder
	for _, row := range rows {
		b.WriteString(strings.Join(row, "\n") + "\n")
	}
	return b.String(), err
}

// searchFile notes the lines of one delivered file that hold what is erased.
func (n *night) searchFile(path string) (hash string, err error) {
	cfg := n.configFor(path)
	if rest, err := filepath.Rel(filepath.Join(n.ws, "delivered"), path); err == nil && filepath.IsLocal(rest) {
		name, _, _ := strings.Cut(filepath.ToSlash(rest), "/")
		cfg = n.configNamed(name)
	}
	d, err := n.openDelivery(path, cfg)
	if err != nil {
		return "", err
	}
	f := n.forgetting
	ids := map[string]bool{}
	for _, id := range append(f.ids(), f.feedback...) {
		ids[id] = true
	}
	found := deliveredLines{name: n.relative(path), hash: d.Hash}
	from := &delivery{Delivery: d, source: n.sourceOfFile(d, cfg)}
	seen := map[string]int{}
	for row, err := range d.Rows() {
		if err != nil {
			return d.Hash, err
		}
		held := false
		for a := range n.answers(from, row, seen) {
			held = held || ids[a.id] || f.asked(n.masker.Hash("klant", a.Customer), n.masker.Hash("klant", a.Contact))
		}
		if held {
			found.lines = append(found.lines, lineOfPart{row.Part, row.Line})
		}
	}
	if len(found.lines) > 0 {
		f.lines = append(f.lines, found)
	}
	return d.Hash, nil
}

// configNamed gives a source of the configuration by name.
func (n *night) configNamed(name string) source.Source {
	for _, s := range n.cfg.Sources {
		if s.Name == name {
			return s
		}
	}
	return source.Source{}
}

// sourceOfFile names the source that a file was read as.
func (n *night) sourceOfFile(d *source.Delivery, cfg source.Source) string {
	if cfg.Name != "" {
		return cfg.Name
	}
	return n.similar(d)
}

// filesGone notes the files that published feedback came from and that are not
// there any more.
func (n *night) filesGone(there map[string]bool) error {
	if n.old == nil {
		return nil
	}
	rows, err := table.Get[table.Feedback](n.old, n.forgetting.ids()...)
	if err != nil {
		return err
	}
	wanted := map[string]bool{}
	for _, row := range rows {
		wanted[row.FileID] = !there[row.FileID]
	}
	files, err := table.All[table.File](n.old)
	for _, file := range files {
		if wanted[file.FileID] {
			wanted[file.FileID] = false
			n.forgetting.gone = append(n.forgetting.gone, file)
		}
	}
	return err
}
