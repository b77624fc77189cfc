package table

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"iter"
	"maps"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"sync"

	"golang.org/x/sync/errgroup"
)

// A Writer makes the next directory of tables out of the previous one and what
// is new. The order in which rows are put does not matter, but that of two rows
// of the same thing the later one counts. Put and Clear may be called from
// several places at once, for different tables.
type Writer struct {
	mu   sync.Mutex
	dir  string
	run  string
	old  *Tables
	new  map[string]spiller
	drop map[string]map[string]bool // table, feedback
	all  map[string]bool            // feedback dropped from every table
	gone map[string]bool            // tables that start empty

	small int64 // rows of a part that does not stay by itself

	amend bool // of old itself; see Amend
}

// NewWriter makes a Writer of the directory dir, which must not hold tables
// yet. The files it writes are named after the run. old may be nil.
func NewWriter(dir, run string, old *Tables) (*Writer, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, fmt.Errorf("tables: %w", err)
	}
	return &Writer{dir: dir, run: run, old: old, small: smallRows, new: map[string]spiller{},
		drop: map[string]map[string]bool{}, all: map[string]bool{}, gone: map[string]bool{}}, nil
}

// Put adds rows. The month is the partition of the feedback the rows are about
// (NoMonth without a date), and "" for a small table. A row replaces the row of
// the same thing. The strings of rows are made valid UTF-8 in place.
func Put[T any, P ptr[T]](w *Writer, month string, rows ...T) error {
	for i := range rows {
		makeValid(&rows[i])
	}
	return w.put(tableOf[T, P](), month, func(s spiller) error { return s.(*spill[T]).put(month, rows) })
}

// put lets add put rows into the new part of a table, which it makes ready.
func (w *Writer) put(name, month string, add func(spiller) error) error {
	k, _ := kindNamed(name)
	if k.monthly() != (month != "") {
		panic("table: month " + month + " for " + name)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.new[name] == nil {
		if err := w.ready(k); err != nil {
			return err
		}
		w.new[name] = k.newSpill(w.dir)
	}
	if err := add(w.new[name]); err != nil {
		return fmt.Errorf("table %s: %w", name, err)
	}
	return nil
}

// Drop leaves out every row about these feedback that the old tables hold: they
// are replaced by what is put, or erased.
func (w *Writer) Drop(ids ...string) {
	for _, id := range ids {
		w.all[id] = true
	}
}

// DropFrom is Drop for one table: to put other codes or drivers for feedback
// that stays as it is.
func (w *Writer) DropFrom(table string, ids ...string) {
	if w.drop[table] == nil {
		w.drop[table] = map[string]bool{}
	}
	for _, id := range ids {
		w.drop[table][id] = true
	}
}

// Clear leaves out all old rows of a table: what is put is all there is.
func (w *Writer) Clear(table string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.gone[table] = true
}

// Close writes every file that has something new, links the others, and writes
// the list of files. Until then the directory is not a directory of tables.
func (w *Writer) Close() error {
	err := w.write()
	for _, s := range w.new {
		err = errors.Join(err, s.close())
	}
	if err != nil {
		return fmt.Errorf("writing tables: %w", err)
	}
	return nil
}

// Abort gives up; the directory is left for the caller to remove.
func (w *Writer) Abort() error {
	var err error
	for _, s := range w.new {
		err = errors.Join(err, s.close())
	}
	return err
}

// A mergeJob is one file to be made: new rows, and the rows that stay of those
// old parts that must be written again.
type mergeJob struct {
	kind  kind
	month string
	from  *Tables
	old   []string // parts of the month
	new   spiller
	path  string // of the new file
	drop  []map[string]bool
	gone  []string // ids that the month holds and that something is dropped of
	small int64
}

// A merged is what came of a job.
type merged struct {
	made fileInfo // zero if there are no rows
	stay []string // old parts that are as they were
}

func (w *Writer) write() error {
	jobs, kept, err := w.plan()
	if err != nil {
		return err
	}
	for _, s := range w.new {
		if err := s.seal(); err != nil {
			return err
		}
	}
	done := make([]merged, len(jobs))
	var group errgroup.Group
	group.SetLimit(runtime.GOMAXPROCS(0))
	for i, job := range jobs {
		group.Go(func() (err error) {
			done[i], err = job.kind.write(job)
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return err
	}
	list := fileList{Schema: SchemaVersion, Files: map[string]fileInfo{}}
	for i, job := range jobs {
		kept = append(kept, done[i].stay...)
		if done[i].made.SHA256 != "" {
			rel, _ := filepath.Rel(w.dir, job.path)
			list.Files[filepath.ToSlash(rel)] = done[i].made
		}
	}
	for _, rel := range kept {
		if list.Files[rel] = w.old.list.Files[rel]; w.amend {
			continue
		}
		if err := share(w.old.path(rel), filepath.Join(w.dir, rel)); err != nil {
			return err
		}
	}
	if w.amend {
		return list.replace(w.dir, w.old.list)
	}
	return list.write(w.dir)
}

// plan says which months must be looked at, the dearest first, and which files
// are of other months and kept.
func (w *Writer) plan() (jobs []mergeJob, kept []string, err error) {
	months, err := w.droppedMonths()
	if err != nil {
		return nil, nil, err
	}
	for _, k := range kinds() {
		touched := map[string]bool{}
		if w.new[k.name()] != nil {
			for _, month := range w.new[k.name()].months() {
				touched[month] = true
			}
		}
		if k.monthly() {
			for month, ids := range months {
				if len(w.dropped(k.name(), ids)) > 0 {
					touched[month] = true
				}
			}
		}
		old := w.oldFiles(k.name())
		for month, rels := range old {
			if !touched[month] && (!w.gone[k.name()] || w.old.Rows(k.name(), month) == 0) {
				kept = append(kept, rels...)
				touched[month] = false
			}
		}
		if _, done := touched[""]; !done && !k.monthly() {
			jobs = append(jobs, w.emptyJob(k))
		}
		for _, month := range sortedKeys(touched) {
			if touched[month] {
				job := w.job(k, month, old[month])
				job.gone = w.dropped(k.name(), months[month])
				jobs = append(jobs, job)
			}
		}
	}
	slices.SortStableFunc(jobs, func(a, b mergeJob) int { return cmp.Compare(b.month, a.month) })
	return jobs, kept, nil
}

func (w *Writer) job(k kind, month string, old []string) mergeJob {
	job := mergeJob{kind: k, month: month, from: w.old, new: w.new[k.name()], drop: []map[string]bool{w.all, w.drop[k.name()]}, small: w.small}
	if !w.gone[k.name()] {
		job.old = old
	}
	job.path = filepath.Join(w.dir, k.name(), w.run+".parquet")
	if w.amend && slices.Contains(old, path.Join(k.name(), w.run+".parquet")) { // the run wrote it before
		job.path = filepath.Join(w.dir, k.name(), w.run+"-2.parquet")
	}
	if month != "" {
		job.path = filepath.Join(w.dir, k.name(), monthDir(month), w.run+".parquet")
	}
	return job
}

// emptyJob makes the file of a small table without rows: who reads it by name
// finds its columns. Its name is no run's, which an amendment may need.
func (w *Writer) emptyJob(k kind) mergeJob {
	return mergeJob{kind: k, path: filepath.Join(w.dir, k.name(), "empty.parquet")}
}

// droppedMonths says in which months the old tables hold what is dropped.
func (w *Writer) droppedMonths() (map[string][]string, error) {
	ids := maps.Clone(w.all)
	for _, more := range w.drop {
		maps.Copy(ids, more)
	}
	if w.old == nil || len(ids) == 0 {
		return nil, nil
	}
	return w.old.Months(sortedKeys(ids)...)
}

// dropped gives those of ids of which a table drops its rows.
func (w *Writer) dropped(table string, ids []string) (gone []string) {
	for _, id := range ids {
		if w.all[id] || w.drop[table][id] {
			gone = append(gone, id)
		}
	}
	return gone
}

// oldFiles gives the old files of a table by month.
func (w *Writer) oldFiles(table string) map[string][]string {
	if w.old == nil {
		return nil
	}
	return w.old.files[table]
}

// write makes the file of a job: sorted streams become one. A month without any
// rows has no file.
func (k *kindOf[T, P]) write(job mergeJob) (done merged, err error) {
	fresh, err := k.sortedNew(job)
	if err != nil {
		return done, err
	}
	about := job.gone
	for i := range fresh {
		about = append(about, P(fresh[i]).owner())
	}
	into, stay, err := job.choose(int64(len(fresh)), about)
	if err != nil {
		return done, err
	}
	done.stay = stay
	if k.months && len(into)+len(fresh) == 0 {
		return done, nil
	}
	stays := func(row *T) bool {
		owner := P(row).owner()
		return !slices.ContainsFunc(job.drop, func(drop map[string]bool) bool { return drop[owner] })
	}
	old := readParts[T, P](job.from.paths(into))
	rows := mergeRows[T, P](old, fresh, stays)
	write := func(f io.Writer) (int64, error) { return writeRows(f, rows, writerOptions(k.sorted, k.blooms)) }
	if done.made, err = writeFile(job.path, write); err != nil {
		return done, err
	}
	if k.months && done.made.Rows == 0 {
		err = os.Remove(job.path)
		os.Remove(filepath.Dir(job.path)) // only if nothing else is in it
		done.made = fileInfo{}
	}
	return done, err
}

// sortedNew gives the new rows of a month in order, the last one of each thing.
// It sorts pointers: rows are large.
func (k *kindOf[T, P]) sortedNew(job mergeJob) ([]*T, error) {
	if job.new == nil {
		return nil, nil
	}
	rows, err := job.new.(*spill[T]).rows(job.month)
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(rows, func(a, b *T) int { return P(a).compare(b) })
	last := rows[:0]
	for i := range rows {
		if i+1 < len(rows) && P(rows[i]).compare(rows[i+1]) == 0 {
			continue
		}
		last = append(last, rows[i])
	}
	return last, nil
}

// mergeRows gives old rows that stay and new rows in one order; where both hold
// the same thing, the new one.
func mergeRows[T any, P ptr[T]](old iter.Seq2[*T, error], fresh []*T, stays func(*T) bool) iter.Seq2[*T, error] {
	return func(yield func(*T, error) bool) {
		for row, err := range old {
			if err != nil {
				yield(nil, err)
				return
			}
			for len(fresh) > 0 && P(fresh[0]).compare(row) < 0 {
				if !yield(fresh[0], nil) {
					return
				}
				fresh = fresh[1:]
			}
			replaced := len(fresh) > 0 && P(fresh[0]).compare(row) == 0
			if !replaced && stays(row) && !yield(row, nil) {
				return
			}
		}
		for i := range fresh {
			if !yield(fresh[i], nil) {
				return
			}
		}
	}
}
