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
// stays in it; what was filled in for other feedback stays. A batch with no other
// row is removed. A file that is no batch is left alone.
func Without(path string, gone func(id string) bool) (removed int, err error) {
	b, err := readBatch(path)
	if err != nil || b == nil {
		return 0, err
	}
	all := len(b.rows)
	b.rows = slices.DeleteFunc(b.rows, func(row []string) bool { return b.id < len(row) && gone(written(row[b.id])) })
	switch removed = all - len(b.rows); {
	case removed == 0:
		return 0, nil
	case len(b.rows) == 0:
		return removed, os.Remove(path)
	}
	return removed, replace(path, b.write)
}

// A stored batch is a file to code as it is on disk.
type stored struct {
	header []string
	rows   [][]string
	id     int // column

	book         bool
	valuesHeader []string
	values       [][]string
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
		if !book.Use(part.name) {
			continue
		}
		text := book.Text()
		in := csv.NewReader(text)
		in.FieldsPerRecord = -1 // somebody may have written beside the columns
		rows, err := in.ReadAll()
		if err := errors.Join(err, text.Close()); err != nil {
			return fmt.Errorf("sheet %s: %w", part.name, err)
		}
		if len(rows) > 0 {
			*part.header, *part.rows = rows[0], rows[1:]
		}
	}
	return nil
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
	return writeBook(w, func() ([]string, [][]string) { return b.header, b.rows }, func() ([]string, [][]string) { return b.valuesHeader, b.values })
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
