package table

import (
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"sort"
	"strings"

	"github.com/parquet-go/parquet-go"
)

// sortedStrings is the id column of a file. Equal ids are neighbours.
type sortedStrings []string

// find gives the rows [from, to) that have this id.
func (s sortedStrings) find(id string) (from, to int) {
	from = sort.SearchStrings(s, id)
	for to = from; to < len(s) && s[to] == id; to++ {
	}
	return from, to
}

// among gives those of ids that are in it, in their order.
func (s sortedStrings) among(ids []string) (here []string) {
	for _, id := range ids {
		if _, ok := slices.BinarySearch(s, id); ok {
			here = append(here, id)
		}
	}
	return here
}

type openFile struct {
	file    *os.File
	parquet *parquet.File
}

// Months says in which month each of these feedback is; ids that the tables do
// not hold are left out.
func (t *Tables) Months(ids ...string) (map[string][]string, error) {
	found := map[string][]string{}
	for _, month := range t.Partitions("feedback") {
		for _, rel := range t.files["feedback"][month] {
			have, err := t.idColumn(rel)
			if err != nil {
				return nil, err
			}
			if here := have.among(ids); len(here) > 0 {
				found[month] = append(found[month], here...)
			}
		}
	}
	return found, nil
}

// Count is the number of rows of a table about these feedback; 0 in a small table.
func (t *Tables) Count(name string, ids ...string) (int, error) {
	k, ok := kindNamed(name)
	if !ok || !k.monthly() {
		return 0, nil
	}
	n := 0
	for _, month := range t.Partitions(name) {
		for _, rel := range t.files[name][month] {
			have, err := t.idColumn(rel)
			if err != nil {
				return 0, err
			}
			for _, id := range ids {
				from, to := have.find(id)
				n += to - from
			}
		}
	}
	return n, nil
}

// idColumn gives the feedback_id of every row of a file, and remembers it.
func (t *Tables) idColumn(rel string) (sortedStrings, error) {
	t.mu.Lock()
	ids, ok := t.ids[rel]
	t.mu.Unlock()
	if ok {
		return ids, nil
	}
	ids, err := t.readIDs(rel)
	if err != nil {
		return nil, err
	}
	t.mu.Lock()
	t.ids[rel] = ids
	t.mu.Unlock()
	return ids, nil
}

// readIDs gives the feedback_id of every row of a file.
func (t *Tables) readIDs(rel string) (sortedStrings, error) {
	table, _ := splitPath(rel)
	k, ok := kindNamed(table)
	if !ok {
		return nil, fmt.Errorf("no table %q", table)
	}
	frame, err := t.partColumns(k, rel, []string{"feedback_id"})
	if err != nil {
		return nil, err
	}
	return frame.Strings("feedback_id"), nil
}

// Texts gives the text of these feedback, by id: much cheaper than Get. Ids
// that the tables do not hold are left out.
func (t *Tables) Texts(ids ...string) (map[string]string, error) {
	months, err := t.Months(ids...)
	if err != nil {
		return nil, err
	}
	texts := make(map[string]string, len(ids))
	for month, here := range months {
		err := t.eachCell(month, here, []string{"text"}, func(id string, _ int, text parquet.Value) { texts[id] = strings.Clone(text.String()) })
		if err != nil {
			return nil, fmt.Errorf("table feedback %s: %w", month, err)
		}
	}
	return texts, nil
}

// eachCell hands on some columns of feedback in one month, by place in columns:
// it reads these columns alone, and there the pages that hold the ids.
func (t *Tables) eachCell(month string, ids, columns []string, visit func(id string, column int, value parquet.Value)) error {
	slices.Sort(ids)
	for _, rel := range t.files["feedback"][month] {
		have, err := t.idColumn(rel)
		if err != nil {
			return err
		}
		if here := have.among(ids); len(here) > 0 {
			if err := t.eachCellIn(rel, here, columns, visit); err != nil {
				return err
			}
		}
	}
	return nil
}

// eachCellIn is eachCell of one file, for sorted ids that it holds.
func (t *Tables) eachCellIn(rel string, ids, columns []string, visit func(id string, column int, value parquet.Value)) error {
	have, err := t.idColumn(rel)
	if err != nil {
		return err
	}
	file, err := t.openCached(t.path(rel))
	if err != nil {
		return err
	}
	for i, name := range columns {
		column, ok := file.Schema().Lookup(name)
		if !ok {
			return errors.New("there is no column " + name)
		}
		if err := eachCellOf(file, column.ColumnIndex, have, ids, func(id string, value parquet.Value) { visit(id, i, value) }); err != nil {
			return err
		}
	}
	return nil
}

// eachCellOf hands on one column, for sorted ids.
func eachCellOf(file *parquet.File, column int, have sortedStrings, ids []string, visit func(id string, value parquet.Value)) (err error) {
	first := 0
	for _, group := range file.RowGroups() {
		after := first + int(group.NumRows())
		pages := group.ColumnChunks()[column].Pages()
		for len(ids) > 0 && err == nil {
			row, _ := have.find(ids[0])
			if row >= after {
				break
			}
			err = cellAt(pages, int64(row-first), func(value parquet.Value) { visit(ids[0], value) })
			ids = ids[1:]
		}
		if err = errors.Join(err, pages.Close()); err != nil {
			return err
		}
		first = after
	}
	return nil
}

// cellAt reads one value of a column; it is gone after visit.
func cellAt(pages parquet.Pages, row int64, visit func(parquet.Value)) error {
	if err := pages.SeekToRow(row); err != nil {
		return err
	}
	page, err := pages.ReadPage()
	if err != nil {
		return err
	}
	defer parquet.Release(page)
	var value [1]parquet.Value
	if n, err := page.Values().ReadValues(value[:]); n == 0 {
		return errors.Join(err, io.ErrUnexpectedEOF)
	}
	visit(value[0])
	return nil
}

// Get gives the rows of a table about these feedback: in the order of ids, and
// ordered within one feedback. Ids without rows are left out.
func Get[T any, P ptr[T]](t *Tables, ids ...string) ([]T, error) {
	name := tableOf[T, P]()
	months, err := t.Months(ids...)
	if err != nil {
		return nil, err
	}
	rows := map[string][]T{}
	for month, here := range months {
		for _, rel := range t.files[name][month] {
			if err := getPart(t, rel, here, rows); err != nil {
				return nil, fmt.Errorf("table %s: %w", rel, err)
			}
		}
	}
	var out []T
	for _, id := range ids {
		out = append(out, rows[id]...)
	}
	return out, nil
}

// getPart reads the rows of ids in one file into rows.
func getPart[T any](t *Tables, rel string, ids []string, rows map[string][]T) error {
	column, err := t.idColumn(rel)
	if err != nil {
		return err
	}
	ids = column.among(ids)
	if len(ids) == 0 {
		return nil
	}
	file, err := t.openCached(t.path(rel))
	if err != nil {
		return err
	}
	reader := parquet.NewGenericReader[T](file)
	defer reader.Close()
	slices.Sort(ids) // rows in the order of the file: seeking forward only
	for _, id := range slices.Compact(ids) {
		from, to := column.find(id)
		if err := reader.SeekToRow(int64(from)); err != nil {
			return err
		}
		found := make([]T, to-from)
		if n, err := reader.Read(found); n < len(found) && err != nil && err != io.EOF {
			return err
		}
		rows[id] = found
	}
	return nil
}

func (t *Tables) openCached(path string) (*parquet.File, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if open, ok := t.open[path]; ok {
		return open.parquet, nil
	}
	pf, f, err := openParquet(path)
	if err != nil {
		return nil, err
	}
	t.open[path] = &openFile{f, pf}
	return pf, nil
}
