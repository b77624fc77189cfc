package table

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
)

const listName = "checksums.json"

// fileList is the content of checksums.json.
type fileList struct {
	Schema int                 `json:"schema"`
	Files  map[string]fileInfo `json:"files"` // by path below the directory, with slashes
}

func (l fileList) write(dir string) error {
	b, err := json.MarshalIndent(l, "", " ")
	if err != nil {
		return err
	}
	f, err := os.OpenFile(filepath.Join(dir, listName), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	_, err = f.Write(append(b, '\n'))
	return errors.Join(err, f.Sync(), f.Close())
}

// Tables is a directory of tables, as it was when it was opened. It is safe for
// concurrent use.
type Tables struct {
	dir   string
	list  fileList
	files map[string]map[string][]string // table, month ("" in a small table): paths of its parts below dir

	mu      sync.Mutex
	checked map[string]error         // by path: whether the SHA-256 is right
	ids     map[string]sortedStrings // by path: the feedback_id of every row
	open    map[string]*openFile     // by path: for Get
}

// Open opens a directory of tables that a Writer made.
func Open(dir string) (*Tables, error) {
	b, err := os.ReadFile(filepath.Join(dir, listName))
	if err != nil {
		return nil, fmt.Errorf("tables: %w", err)
	}
	t := &Tables{dir: dir, files: map[string]map[string][]string{},
		checked: map[string]error{}, ids: map[string]sortedStrings{}, open: map[string]*openFile{}}
	if err := json.Unmarshal(b, &t.list); err != nil {
		return nil, fmt.Errorf("tables: %s: %w", filepath.Join(dir, listName), err)
	}
	if t.list.Schema > SchemaVersion {
		return nil, fmt.Errorf("tables: %s was written by a newer luister (schema %d, this one knows %d)", dir, t.list.Schema, SchemaVersion)
	}
	for _, rel := range sortedKeys(t.list.Files) {
		table, month := splitPath(rel)
		if t.files[table] == nil {
			t.files[table] = map[string][]string{}
		}
		t.files[table][month] = append(t.files[table][month], rel)
	}
	return t, nil
}

// Close closes the files that Get holds open, and forgets what it remembered of them.
func (t *Tables) Close() error {
	t.mu.Lock()
	defer t.mu.Unlock()
	var err error
	for _, f := range t.open {
		err = errors.Join(err, f.file.Close())
	}
	clear(t.open)
	clear(t.ids)
	return err
}

// Dir is the directory.
func (t *Tables) Dir() string { return t.dir }

// Partitions lists the months of a table, in order; a small table has the one
// month "".
func (t *Tables) Partitions(table string) []string { return sortedKeys(t.files[table]) }

// Rows is the number of rows of a table, in those months or in all.
func (t *Tables) Rows(table string, months ...string) int64 {
	var n int64
	for _, month := range t.months(table, months) {
		for _, rel := range t.files[table][month] {
			n += t.list.Files[rel].Rows
		}
	}
	return n
}

// months gives those of the wanted months that a table has, all if none is named.
func (t *Tables) months(table string, wanted []string) []string {
	all := t.Partitions(table)
	if len(wanted) == 0 {
		return all
	}
	return slices.DeleteFunc(all, func(month string) bool { return !slices.Contains(wanted, month) })
}

func (t *Tables) path(rel string) string { return filepath.Join(t.dir, filepath.FromSlash(rel)) }

// Scan gives the rows of a table in those months, or in all: month by month,
// ordered by id within a month. Memory does not grow with the table.
func Scan[T any, P ptr[T]](t *Tables, months ...string) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		name := tableOf[T, P]()
		for _, month := range t.months(name, months) {
			for row, err := range readParts[T, P](t.paths(t.files[name][month])) {
				if err != nil {
					var zero T
					yield(zero, fmt.Errorf("table %s %s: %w", name, month, err))
					return
				}
				if !yield(*row, nil) {
					return
				}
			}
		}
	}
}

// All gives the rows of a small table as a slice.
func All[T any, P ptr[T]](t *Tables) ([]T, error) {
	var rows []T
	for row, err := range Scan[T, P](t) {
		if err != nil {
			return nil, err
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// Check reads every file and compares it with its checksum.
func (t *Tables) Check() error {
	var errs []error
	for _, rel := range sortedKeys(t.list.Files) {
		errs = append(errs, t.check(rel))
	}
	return errors.Join(errs...)
}

func monthDir(month string) string { return "month=" + month }

// splitPath takes the path of a file apart: table/month=M/run.parquet.
func splitPath(rel string) (table, month string) {
	parts := strings.Split(rel, "/")
	if len(parts) == 3 {
		month = strings.TrimPrefix(parts[1], "month=")
	}
	return parts[0], month
}

// share makes to the same file as from: by hard link, or as a copy where the
// file system has none.
func share(from, to string) error {
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		return err
	}
	if os.Link(from, to) == nil {
		return nil
	}
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

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
