package erase

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"luister/cluster/registry"
	"luister/export/index"
	"luister/export/snapshot"
	"luister/export/table"
)

// The folders of a snapshot.
const (
	tablesDir = "tables"
	indexDir  = "index"
	stateDir  = "state"
	packsDir  = "packs"
)

// Covered gives the feedback in a directory of tables that was erased.
func (t *Tombstones) Covered(tables *table.Tables) ([]string, error) {
	columns, err := tables.Columns("feedback", nil, "feedback_id", "customer_id", "contact_id")
	if err != nil {
		return nil, err
	}
	var ids []string
	for i, id := range columns.Strings("feedback_id") {
		if t.Covers(id, columns.Strings("customer_id")[i], columns.Strings("contact_id")[i]) {
			ids = append(ids, id)
		}
	}
	return ids, nil
}

// Everywhere gives the feedback in any published snapshot that was erased.
func (t *Tombstones) Everywhere() ([]string, error) {
	names, err := snapshot.List(t.ws)
	if err != nil {
		return nil, err
	}
	var all []string
	for _, name := range names {
		tables, err := table.Open(filepath.Join(t.ws, "snapshots", name, tablesDir))
		if err != nil {
			return nil, err
		}
		ids, err := t.Covered(tables)
		if err = errors.Join(err, tables.Close()); err != nil {
			return nil, err
		}
		all = append(all, ids...)
	}
	slices.Sort(all)
	return slices.Compact(all), nil
}

// Packs makes the packs of tables in a folder.
type Packs func(dir string, tables *table.Tables) error

// Snapshot rewrites one published snapshot without the given feedback, unless it
// holds nothing of them. run names the files that are made. Everything else is
// shared with what was there; the counts that the snapshot tells stay.
func Snapshot(ws, name, run string, ids []string, packs Packs) (rewritten bool, err error) {
	draft, err := snapshot.Rewrite(ws, name)
	if err != nil {
		return false, err
	}
	defer func() {
		if !rewritten {
			err = errors.Join(err, draft.Discard())
		}
	}()
	r := rewriting{old: draft.Old(), dir: draft.Dir(), run: run, ids: ids}
	if held, err := r.held(); err != nil || !held {
		return false, err
	}
	for _, part := range []func() error{r.state, r.tables, r.index, func() error { return r.packs(packs) }, r.others} {
		if err := part(); err != nil {
			return false, fmt.Errorf("erasing from snapshot %s: %w", name, err)
		}
	}
	if err := draft.Replace(); err != nil {
		return false, err
	}
	return true, nil
}

// rewriting is a snapshot while it is rewritten.
type rewriting struct {
	old, dir, run string
	ids           []string
	instead       map[string]string // names and phrases that go, made by state
}

// held says whether the snapshot has anything of the feedback.
func (r *rewriting) held() (bool, error) {
	tables, err := table.Open(filepath.Join(r.old, tablesDir))
	if err != nil {
		return false, err
	}
	months, err := tables.Months(r.ids...)
	if err = errors.Join(err, tables.Close()); err != nil || len(months) > 0 {
		return true, err
	}
	state, err := registry.Load(filepath.Join(r.old, stateDir))
	if err != nil || state.Forget(r.gone()) {
		return true, err
	}
	return index.Holds(filepath.Join(r.old, indexDir), r.ids...)
}

func (r *rewriting) gone() map[string]bool {
	gone := make(map[string]bool, len(r.ids))
	for _, id := range r.ids {
		gone[id] = true
	}
	return gone
}

func (r *rewriting) tables() error {
	old, err := table.Open(filepath.Join(r.old, tablesDir))
	if err != nil {
		return err
	}
	defer old.Close()
	w, err := table.NewWriter(filepath.Join(r.dir, tablesDir), r.run, old)
	if err != nil {
		return err
	}
	if err := w.Erase(r.ids, r.instead); err != nil {
		return errors.Join(err, w.Abort())
	}
	return w.Close()
}

func (r *rewriting) index() error {
	w, err := index.NewWriter(filepath.Join(r.dir, indexDir), filepath.Join(r.old, indexDir))
	if err != nil {
		return err
	}
	if w.Fresh() {
		return nil // of another version, or damaged: nobody can read it, so it goes
	}
	if err := w.Erase(r.ids...); err != nil {
		return err
	}
	return w.Close()
}

func (r *rewriting) state() error {
	state, err := registry.Load(filepath.Join(r.old, stateDir))
	if err != nil {
		return err
	}
	tables, err := table.Open(filepath.Join(r.old, tablesDir))
	if err != nil {
		return err
	}
	r.instead, err = Clean(state, tables, r.ids)
	if err = errors.Join(err, tables.Close()); err != nil {
		return err
	}
	return state.Save(filepath.Join(r.dir, stateDir))
}

func (r *rewriting) packs(write Packs) error {
	if _, err := os.Stat(filepath.Join(r.old, packsDir)); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	tables, err := table.Open(filepath.Join(r.dir, tablesDir))
	if err != nil {
		return err
	}
	return errors.Join(write(filepath.Join(r.dir, packsDir), tables), tables.Close())
}

// others shares every file that the parts above did not make, unless it names
// one of the feedback.
func (r *rewriting) others() error {
	return filepath.WalkDir(r.old, func(path string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, _ := filepath.Rel(r.old, path)
		to := filepath.Join(r.dir, rel)
		switch rel {
		case tablesDir, indexDir, packsDir:
			return filepath.SkipDir
		}
		if e.IsDir() {
			return os.MkdirAll(to, 0o755)
		}
		if _, err := os.Stat(to); err == nil {
			return nil
		}
		b, err := os.ReadFile(path)
		if err != nil || names(b, r.ids) || os.Link(path, to) == nil {
			return err
		}
		return os.WriteFile(to, b, 0o644)
	})
}
