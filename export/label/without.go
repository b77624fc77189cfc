package label

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"luister/ingest/delimited"
	"luister/ingest/sheet"
)

// Without takes the rows of feedback that may no longer be kept out of a batch on
// disk, and gives their number. The file is written anew, so that nothing of them
// stays in it; what was filled in for other feedback stays, and so do sheets that
// people added, but for rows that repeat what goes. A batch with nothing else in it is
// removed. A file that is no batch is left alone.
func Without(path string, gone func(id string) bool) (removed int, err error) {
	b, err := readBatch(path)
	if err != nil || b == nil {
		return 0, err
	}
	removed = b.drop(gone)
	switch {
	case removed == 0:
		return 0, nil
	case len(b.rows)+len(b.others) == 0:
		return removed, os.Remove(path)
	}
	return removed, replace(path, b.write)
}

// drop takes the rows out of feedback that goes, and of other sheets those that
// repeat a cell of them which tells it.
func (b *stored) drop(gone func(id string) bool) int {
	all, told := len(b.rows), map[string]bool{}
	b.rows = slices.DeleteFunc(b.rows, func(row []string) bool {
		if b.id >= len(row) || !gone(written(row[b.id])) {
			return false
		}
		told[written(row[b.id])] = true
		for _, cell := range row {
			if len(cell) >= tellingCell {
				told[written(cell)] = true
			}
		}
		return true
	})
	for i := range b.others {
		b.others[i].Rows = slices.DeleteFunc(b.others[i].Rows, func(row []string) bool {
			return slices.ContainsFunc(row, func(cell string) bool { return told[written(cell)] || gone(written(cell)) })
		})
	}
	return all - len(b.rows)
}

// tellingCell is how many bytes a cell has that tells which feedback it is of: more
// than a code or a name has.
const tellingCell = 40

// A stored batch is a file to code as it is on disk.
type stored struct {
	header []string
	rows   [][]string
	id     int // column

	book         bool
	valuesHeader []string
	values       [][]string
	others       []sheet.Sheet // that people added
}

// readBatch reads a file; nil if it is no batch.
func readBatch(path string) (b *stored, err error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	b = &stored{}
	switch strings.ToLower(filepath.Ext(path)) {
	case ".csv":
		b.header, b.rows, err = readRows(f)
	case ".xlsx":
		err = b.readBook(f)
	default:
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	if b.id = slices.Index(b.header, columnID); b.id < 0 {
		return nil, nil
	}
	return b, nil
}

// readBook reads the sheets of a workbook.
func (b *stored) readBook(r io.Reader) error {
	b.book = true
	book, err := sheet.Open(r)
	if err != nil {
		return err
	}
	defer book.Close()
	for _, part := range []struct {
		name   string
		header *[]string
		rows   *[][]string
	}{{Sheet, &b.header, &b.rows}, {valuesSheet, &b.valuesHeader, &b.values}} {
		if *part.header, *part.rows, err = rowsOf(book, part.name); err != nil {
			return err
		}
	}
	for _, other := range book.Sheets() {
		if other.Name == Sheet || other.Name == valuesSheet || other.Name == explanation {
			continue
		}
		header, rows, err := rowsOf(book, other.Name)
		if err != nil {
			return err
		}
		b.others = append(b.others, sheet.Sheet{Name: other.Name, Header: header, Rows: rows})
	}
	return nil
}

// rowsOf reads one sheet of a workbook; nothing if it has none of that name.
func rowsOf(book *sheet.Workbook, name string) (header []string, rows [][]string, err error) {
	if !book.Use(name) {
		return nil, nil, nil
	}
	text := book.Text()
	in := csv.NewReader(text)
	in.FieldsPerRecord = -1 // somebody may have written beside the columns
	all, err := in.ReadAll()
	if err := errors.Join(err, text.Close()); err != nil {
		return nil, nil, fmt.Errorf("sheet %s: %w", name, err)
	}
	if len(all) == 0 {
		return nil, nil, nil
	}
	return all[0], all[1:], nil
}

// readRows reads a CSV in whatever way a spreadsheet saved it.
func readRows(r io.Reader) (header []string, rows [][]string, err error) {
	table, err := delimited.Open(r, delimited.Dialect{HeaderRows: 1, SkipRows: -1})
	if err != nil {
		return nil, nil, err
	}
	for record, err := range table.Records() {
		if err != nil {
			return nil, nil, err
		}
		rows = append(rows, record.Fields)
	}
	return table.Header(), rows, nil
}

func (b *stored) write(w io.Writer) error {
	if !b.book {
		return writeRows(w, b.header, b.rows)
	}
	return writeBook(w, func() ([]string, [][]string) { return b.header, b.rows }, func() ([]string, [][]string) { return b.valuesHeader, b.values }, b.others...)
}

// replace puts what write writes in the place of a file, whole or not at all.
func replace(path string, write func(io.Writer) error) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".batch-*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name()) // if it is still there
	if err := errors.Join(write(f), f.Sync(), f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}
