package index

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"github.com/blevesearch/bleve/v2/index/scorch"
	bleve "github.com/blevesearch/bleve_index_api"
	"golang.org/x/sync/errgroup"
)

const (
	batchSize = 500 // documents of a segment: larger is faster and takes more memory
	mergeMax  = 400 // segments merged at a time when a shard is built
)

// A Writer makes the next directory of the index out of the previous one and
// what is new. It is not safe for concurrent use; shards are built in the
// background, one month on one processor at a time.
type Writer struct {
	dir    string
	old    string
	list   list // of the old directory
	months map[string]*month
	group  errgroup.Group
}

// month is what is new in one shard.
type month struct {
	waiting []Entry
	added   map[string]bool
	drop    map[string]bool
	purge   bool            // what is dropped leaves the files too
	builder *scorch.Builder // of a shard that is new
	index   bleve.Index     // of a shard that existed
	order   orderWriter
	turn    chan struct{} // held by the one who works on the shard
}

// NewWriter makes a Writer of the directory dir, which must not hold an index
// yet. old is the previous directory, "" if there is none; one of another
// version, or damaged, is left aside, and Fresh says so: then every document
// must be added.
func NewWriter(dir, old string) (*Writer, error) {
	w := &Writer{dir: dir, months: map[string]*month{}}
	w.group.SetLimit(runtime.GOMAXPROCS(0))
	if old != "" {
		l, err := readList(old)
		if err == nil && Check(old) == nil {
			w.old, w.list = old, l
		}
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, fmt.Errorf("index: %w", err)
	}
	return w, nil
}

// Fresh says that nothing is taken over from an old directory.
func (w *Writer) Fresh() bool { return w.old == "" }

// Add puts an entry in the shard of a month; an entry with the same id that the
// shard has is replaced. An id is added once.
func (w *Writer) Add(monthName string, e Entry) {
	m := w.month(monthName)
	m.waiting = append(m.waiting, e)
	m.added[e.ID] = true
	if len(m.waiting) == batchSize {
		w.hand(monthName, m)
	}
}

// Drop takes entries out of the shard of a month, unless they are added.
func (w *Writer) Drop(monthName string, ids ...string) {
	if _, ok := w.list.Months[monthName]; ok {
		m := w.month(monthName)
		for _, id := range ids {
			m.drop[id] = true
		}
	}
}

func (w *Writer) month(name string) *month {
	if w.months[name] == nil {
		w.months[name] = &month{added: map[string]bool{}, drop: map[string]bool{}, turn: make(chan struct{}, 1)}
	}
	return w.months[name]
}

// hand gives what waits for a shard to a processor; it blocks while all are busy.
func (w *Writer) hand(name string, m *month) {
	batch := m.waiting
	m.waiting = nil
	w.group.Go(func() error {
		m.turn <- struct{}{}
		defer func() { <-m.turn }()
		return w.index(name, m, batch)
	})
}

// index puts a batch in its shard.
func (w *Writer) index(name string, m *month, batch []Entry) error {
	if err := w.openShard(name, m); err != nil {
		return fmt.Errorf("index shard %s: %w", name, err)
	}
	for i := range batch {
		m.order.add(batch[i].ID, batch[i].Terms)
	}
	if m.builder != nil {
		for i := range batch {
			if err := m.builder.Index(newDocument(&batch[i])); err != nil {
				return fmt.Errorf("index shard %s: %w", name, err)
			}
		}
		return nil
	}
	b := bleve.NewBatch()
	for i := range batch {
		b.Update(newDocument(&batch[i]))
	}
	if err := m.index.Batch(b); err != nil {
		return fmt.Errorf("index shard %s: %w", name, err)
	}
	return nil
}

// openShard starts a new shard, or copies the old one.
func (w *Writer) openShard(name string, m *month) error {
	if m.builder != nil || m.index != nil {
		return nil
	}
	path := filepath.Join(w.dir, name)
	if _, ok := w.list.Months[name]; !ok {
		b, err := scorch.NewBuilder(map[string]any{"path": path, "buildPathPrefix": w.dir, "batchSize": batchSize, "mergeMax": mergeMax})
		m.builder = b
		return err
	}
	if err := shareShard(filepath.Join(w.old, name), path, true); err != nil {
		return err
	}
	index, err := openWritable(path)
	m.index = index
	return err
}

func openWritable(path string) (bleve.Index, error) {
	index, err := scorch.NewScorch(scorch.Name, map[string]any{"path": path, "bolt_timeout": "10s", "numSnapshotsToKeep": 1}, bleve.NewAnalysisQueue(1))
	if err != nil {
		return nil, err
	}
	return index, index.Open()
}

// Close finishes every shard that has something new, links the others, and
// writes the list. Until then the directory is not a directory of the index.
func (w *Writer) Close() error {
	for _, name := range sortedKeys(w.months) {
		w.hand(name, w.months[name])
	}
	err := w.group.Wait()
	for _, name := range sortedKeys(w.months) {
		m := w.months[name]
		w.group.Go(func() error { return w.finishShard(name, m) })
	}
	if err = errors.Join(err, w.group.Wait()); err != nil {
		return fmt.Errorf("writing the index: %w", err)
	}
	return w.finish()
}

// finishShard merges and closes a shard, and writes its word order.
func (w *Writer) finishShard(name string, m *month) error {
	if err := m.finish(); err != nil {
		return err
	}
	if m.builder == nil && m.index == nil {
		return nil
	}
	if m.index != nil {
		if err := tidy(filepath.Join(w.dir, name)); err != nil {
			return err
		}
	}
	return w.writeOrder(name, m)
}

// writeOrder writes the word order of a shard that bleve is done with.
func (w *Writer) writeOrder(name string, m *month) error {
	path, old := filepath.Join(w.dir, name), ""
	if m.index != nil {
		old = filepath.Join(w.old, name)
	}
	parts, err := openParts(path)
	if errors.Is(err, os.ErrNotExist) {
		return nil // there is nothing in it
	}
	if err != nil {
		return err
	}
	ids, err := parts.ids()
	if err = errors.Join(err, parts.close()); err != nil {
		return err
	}
	return m.order.write(path, old, ids)
}

// finish merges and closes the scorch index of a shard.
func (m *month) finish() error {
	switch {
	case m.builder != nil:
		return m.builder.Close()
	case m.index != nil:
		var err error
		b := bleve.NewBatch()
		for id := range m.drop {
			if !m.added[id] {
				b.Delete(id)
			}
		}
		if len(b.IndexOps) > 0 {
			err = m.index.Batch(b)
		}
		if err == nil && m.purge {
			err = compact(m.index)
		}
		return errors.Join(err, m.index.Close())
	}
	return nil
}

func (w *Writer) finish() error {
	l := list{Version: Version, Months: map[string]shape{}}
	for name, s := range w.list.Months {
		if w.months[name] == nil {
			l.Months[name] = s
			if err := shareShard(filepath.Join(w.old, name), filepath.Join(w.dir, name), false); err != nil {
				return fmt.Errorf("index shard %s: %w", name, err)
			}
		}
	}
	for name := range w.months {
		s, err := shapeOf(filepath.Join(w.dir, name))
		if err != nil {
			return fmt.Errorf("index shard %s: %w", name, err)
		}
		if s.Documents == 0 {
			os.RemoveAll(filepath.Join(w.dir, name))
			continue
		}
		l.Months[name] = s
	}
	return l.write(w.dir)
}

// shapeOf counts the documents and files of a shard, and syncs the files.
func shapeOf(path string) (shape, error) {
	s := shape{Files: map[string]int64{}}
	shard, err := openShard(path)
	if errors.Is(err, os.ErrNotExist) {
		return s, nil
	}
	if err != nil {
		return s, err
	}
	s.Documents, err = shard.reader.DocCount()
	if err := errors.Join(err, shard.close()); err != nil {
		return s, err
	}
	files, err := os.ReadDir(path)
	for _, file := range files {
		info, infoErr := file.Info()
		if err = errors.Join(err, infoErr, syncFile(filepath.Join(path, file.Name()))); err != nil {
			return s, err
		}
		s.Files[file.Name()] = info.Size()
	}
	return s, err
}

func syncFile(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// shareShard makes a shard in to out of the one in from. Segments never change,
// so they are shared by hard link; the list of segments is copied if the shard
// will change.
func shareShard(from, to string, willChange bool) error {
	if err := os.MkdirAll(to, 0o755); err != nil {
		return err
	}
	files, err := os.ReadDir(from)
	if err != nil {
		return err
	}
	for _, file := range files {
		a, b := filepath.Join(from, file.Name()), filepath.Join(to, file.Name())
		if willChange && !strings.HasSuffix(a, ".zap") || os.Link(a, b) != nil {
			if err := copyFile(a, b); err != nil {
				return err
			}
		}
	}
	return nil
}

func copyFile(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Sync(), out.Close())
}

func sortedKeys[K ~string, V any](m map[K]V) []K { return slices.Sorted(maps.Keys(m)) }
