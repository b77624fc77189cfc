package sheet

import (
	"fmt"
	"io"

	"github.com/xuri/excelize/v2"
)

// A Sheet is one sheet of a workbook that is written: a header row and rows of text.
type Sheet struct {
	Name   string
	Header []string
	Rows   [][]string
	Widths []float64 // of the columns, in characters; 0 or missing for the usual width
	// Choices offers the values of a column, by its number from 0: the cells of
	// column 1 of another sheet, from row to row (from 1).
	Choices map[int]Choice
}

// A Choice names cells that hold the values to choose from.
type Choice struct {
	Sheet    string
	Column   int // from 0
	From, To int // rows, from 1
}

// Write writes a workbook. Cells are text as they stand, never formulas.
func Write(w io.Writer, sheets ...Sheet) error {
	f := excelize.NewFile()
	defer f.Close()
	for i, s := range sheets {
		if i == 0 {
			if err := f.SetSheetName(f.GetSheetName(0), s.Name); err != nil {
				return fmt.Errorf("writing a workbook: %w", err)
			}
		} else if _, err := f.NewSheet(s.Name); err != nil {
			return fmt.Errorf("writing a workbook: %w", err)
		}
		if err := s.write(f); err != nil {
			return fmt.Errorf("writing sheet %s: %w", s.Name, err)
		}
	}
	if _, err := f.WriteTo(w); err != nil {
		return fmt.Errorf("writing a workbook: %w", err)
	}
	return nil
}

func (s *Sheet) write(f *excelize.File) error {
	bold, err := f.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}})
	if err != nil {
		return err
	}
	wrapped, err := f.NewStyle(&excelize.Style{Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"}, NumFmt: textFormat})
	if err != nil {
		return err
	}
	out, err := f.NewStreamWriter(s.Name)
	if err != nil {
		return err
	}
	if err := begin(out, s.Widths, cells(s.Header, bold)); err != nil {
		return err
	}
	for i, row := range s.Rows {
		at, err := excelize.CoordinatesToCellName(1, i+2)
		if err != nil {
			return err
		}
		if err := out.SetRow(at, cells(row, wrapped)); err != nil {
			return err
		}
	}
	if err := out.Flush(); err != nil {
		return err
	}
	return s.offer(f)
}

// textFormat is the number format "@": a cell is text, whatever it looks like.
const textFormat = 49

// longestCell is how many characters a cell of a workbook can hold.
const longestCell = 32767

func cells(row []string, style int) []any {
	list := make([]any, len(row))
	for i, s := range row {
		list[i] = excelize.Cell{StyleID: style, Value: fit(s)}
	}
	return list
}

// fit cuts a text that no cell can hold.
func fit(s string) string {
	if len(s) <= longestCell {
		return s
	}
	if r := []rune(s); len(r) > longestCell {
		return string(r[:longestCell-1]) + "…"
	}
	return s
}

// offer adds the lists of values.
func (s *Sheet) offer(f *excelize.File) error {
	for column, c := range s.Choices {
		from, err1 := excelize.CoordinatesToCellName(column+1, 2)
		to, err2 := excelize.CoordinatesToCellName(column+1, len(s.Rows)+1)
		first, err3 := excelize.CoordinatesToCellName(c.Column+1, c.From, true)
		last, err4 := excelize.CoordinatesToCellName(c.Column+1, c.To, true)
		for _, err := range []error{err1, err2, err3, err4} {
			if err != nil {
				return err
			}
		}
		v := excelize.NewDataValidation(true)
		v.Sqref = from + ":" + to
		v.SetSqrefDropList("'" + c.Sheet + "'!" + first + ":" + last)
		v.ShowErrorMessage = false // it helps, it does not forbid: a dash for none is allowed
		if err := f.AddDataValidation(s.Name, v); err != nil {
			return err
		}
	}
	return nil
}
