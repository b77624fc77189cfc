package snapshot

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// asidePrefix begins the name of a snapshot that is being replaced.
const asidePrefix = ".draft-aside-"

// Rewrite begins a draft that is to take the place of snapshot run: for erasure,
// the one thing for which a snapshot changes.
func Rewrite(ws, run string) (*Draft, error) {
	d := &Draft{ws, run}
	if _, err := os.Stat(d.final()); err != nil {
		return nil, fmt.Errorf("snapshot: %w", err)
	}
	if err := os.RemoveAll(d.Dir()); err != nil {
		return nil, fmt.Errorf("snapshot: %w", err)
	}
	if err := os.MkdirAll(d.Dir(), 0o755); err != nil {
		return nil, fmt.Errorf("snapshot: %w", err)
	}
	return d, nil
}

// Old is the folder of the snapshot that a draft made by Rewrite replaces.
func (d *Draft) Old() string { return d.final() }

// Replace puts the draft in the place of its snapshot, with the same age, and
// removes what was there. Readers that have the old files open can finish. If it
// is killed between its two renames, Clean puts the old snapshot back.
func (d *Draft) Replace() error {
	info, err := os.Stat(d.final())
	if err != nil {
		return fmt.Errorf("snapshot: %w", err)
	}
	if err := syncTree(d.Dir()); err != nil {
		return fmt.Errorf("snapshot: writing to disk: %w", err)
	}
	if err := os.Chtimes(d.Dir(), info.ModTime(), info.ModTime()); err != nil {
		return fmt.Errorf("snapshot: %w", err)
	}
	aside := filepath.Join(filepath.Dir(d.final()), asidePrefix+d.run)
	if err := os.RemoveAll(aside); err != nil {
		return fmt.Errorf("snapshot: %w", err)
	}
	if err := os.Rename(d.final(), aside); err != nil {
		return fmt.Errorf("snapshot: %w", err)
	}
	if err := os.Rename(d.Dir(), d.final()); err != nil {
		return errors.Join(fmt.Errorf("snapshot: %w", err), os.Rename(aside, d.final()))
	}
	if err := syncPath(filepath.Dir(d.final())); err != nil {
		return fmt.Errorf("snapshot: writing to disk: %w", err)
	}
	return os.RemoveAll(aside)
}

// putBack gives a snapshot its name again that was put aside when a replacement
// was killed. It says whether it did.
func putBack(ws, name string) (bool, error) {
	run, aside := strings.CutPrefix(name, asidePrefix)
	if !aside {
		return false, nil
	}
	final := filepath.Join(ws, "snapshots", run)
	if _, err := os.Stat(final); !errors.Is(err, fs.ErrNotExist) {
		return false, err
	}
	if err := os.Rename(filepath.Join(ws, "snapshots", name), final); err != nil {
		return false, fmt.Errorf("snapshot: %w", err)
	}
	return true, nil
}
