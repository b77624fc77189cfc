package sheet

import (
	"fmt"
	"io"
	"iter"
	"time"

	"github.com/xuri/excelize/v2"
)

// MaxRows is how many rows a sheet of a workbook has, its header among them.
const MaxRows = 1_048_576

// A Table is the one sheet of a workbook of typed cells, written as its rows come.
type Table struct {
	Name   string   // of the sheet and of the table in it
	Header []string // all different, whatever their case
	Widths []float64
	// Rows gives cells: text, int64, float64, bool, a time (shown as it stands, a
	// midnight as a day) or nil for an empty one. A slice is good until the next.
	Rows iter.Seq2[[]any, error]
}

// WriteTable writes a workbook with a header that stays in sight and offers to
// filter. Text stays text, whatever it begins with. It is the caller's to see
// that there are no more than MaxRows.
func WriteTable(w io.Writer, t Table) error {
	f := excelize.NewFile()
	defer f.Close()
	if err := f.SetSheetName(f.GetSheetName(0), t.Name); err != nil {
		return fmt.Errorf("writing a workbook: %w", err)
	}
	if err := t.write(f); err != nil {
		return fmt.Errorf("writing sheet %s: %w", t.Name, err)
	}
	if _, err := f.WriteTo(w); err != nil {
		return fmt.Errorf("writing a workbook: %w", err)
	}
	return nil
}

func (t *Table) write(f *excelize.File) error {
	look, err := newStyles(f)
	if err != nil {
		return err
	}
	out, err := f.NewStreamWriter(t.Name)
	if err != nil {
		return err
	}
	if err := begin(out, t.Widths, cells(t.Header, look.bold)); err != nil {
		return err
	}
	n := 1
	for row, err := range t.Rows {
		if err != nil {
			return err
		}
		n++
		at, err := excelize.CoordinatesToCellName(1, n)
		if err != nil {
			return err
		}
		if err := out.SetRow(at, look.cells(row)); err != nil {
			return err
		}
	}
	if err := t.filter(out, n); err != nil {
		return err
	}
	return out.Flush()
}

// begin sets widths and writes the header row, which stays in sight.
func begin(out *excelize.StreamWriter, widths []float64, header []any) error {
	for i, width := range widths {
		if width > 0 {
			if err := out.SetColWidth(i+1, i+1, width); err != nil {
				return err
			}
		}
	}
	if err := out.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	return out.SetRow("A1", header)
}

// filter makes the rows a table, which programs for workbooks let people filter
// and sort. One that has a header only cannot be.
func (t *Table) filter(out *excelize.StreamWriter, rows int) error {
	if rows < 2 {
		return nil
	}
	last, err := excelize.CoordinatesToCellName(len(t.Header), rows)
	if err != nil {
		return err
	}
	return out.AddTable(&excelize.Table{Range: "A1:" + last, Name: t.Name, StyleName: "TableStyleLight1"})
}

// styles are the looks of typed cells.
type styles struct{ bold, text, day, moment int }

func newStyles(f *excelize.File) (s styles, err error) {
	day, moment := "yyyy-mm-dd", "yyyy-mm-dd hh:mm:ss"
	for _, style := range []struct {
		id *int
		of excelize.Style
	}{
		{&s.bold, excelize.Style{Font: &excelize.Font{Bold: true}}},
		{&s.text, excelize.Style{NumFmt: textFormat}},
		{&s.day, excelize.Style{CustomNumFmt: &day}},
		{&s.moment, excelize.Style{CustomNumFmt: &moment}},
	} {
		if *style.id, err = f.NewStyle(&style.of); err != nil {
			return s, err
		}
	}
	return s, nil
}

func (s styles) cells(row []any) []any {
	list := make([]any, len(row))
	for i, v := range row {
		switch v := v.(type) {
		case string:
			if v != "" {
				list[i] = excelize.Cell{StyleID: s.text, Value: fit(v)}
			}
		case time.Time:
			list[i] = excelize.Cell{StyleID: s.moment, Value: v}
			if v.Equal(v.Truncate(24 * time.Hour)) {
				list[i] = excelize.Cell{StyleID: s.day, Value: v}
			}
		default:
			list[i] = v
		}
	}
	return list
}
