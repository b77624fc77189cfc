package table

import (
	"fmt"
	"io"
	"iter"
	"math"
	"reflect"
	"strings"
	"time"

	"luister/ingest/sheet"
)

// catSheet writes rows as a workbook for people: the labels of the dictionary
// above typed cells. Columns of bytes are for programs, and are left out.
func catSheet(w io.Writer, d Definition, k kind, t *Tables) error {
	if n := t.Rows(d.Name); n >= sheet.MaxRows {
		return fmt.Errorf("table %s has %d rows, and a sheet of a workbook holds %d below its header: take another format", d.Name, n, sheet.MaxRows-1)
	}
	out := sheet.Table{Name: d.Name}
	var fields []int
	seen := map[string]bool{}
	for i, c := range d.Columns {
		if c.Type == "binary" {
			continue
		}
		label := c.Label
		if seen[strings.ToLower(label)] {
			label += " (" + c.Name + ")"
		}
		seen[strings.ToLower(label)] = true
		fields = append(fields, i)
		out.Header, out.Widths = append(out.Header, label), append(out.Widths, widthOf(c))
	}
	out.Rows = sheetRows(fields, k.scan(t))
	return sheet.WriteTable(w, out)
}

// widthOf is how wide a column is shown, in characters.
func widthOf(c ColumnDefinition) float64 {
	switch {
	case c.Name == "text":
		return 80
	case c.Type == "string" || strings.HasPrefix(c.Type, "list<"):
		return 24
	case strings.HasPrefix(c.Type, "timestamp"):
		return 20
	}
	return 14
}

func sheetRows(fields []int, rows iter.Seq2[reflect.Value, error]) iter.Seq2[[]any, error] {
	return func(yield func([]any, error) bool) {
		cells := make([]any, len(fields))
		for row, err := range rows {
			if err != nil {
				yield(nil, err)
				return
			}
			for i, field := range fields {
				cells[i] = sheetValue(row.Field(field))
			}
			if !yield(cells, nil) {
				return
			}
		}
	}
}

// exactInt is the largest whole number of which a workbook keeps every digit.
const exactInt = 1 << 53

// sheetValue is a value as a cell: a number, a time, yes or no, or text. Lists of
// texts are joined; what has structure is JSON, as in CSV. Numbers that a workbook
// would round are text.
func sheetValue(v reflect.Value) any {
	if at, ok := v.Interface().(time.Time); ok {
		if at.IsZero() {
			return nil
		}
		return at.UTC()
	}
	switch v.Kind() {
	case reflect.Pointer:
		if v.IsNil() {
			return nil
		}
		return sheetValue(v.Elem())
	case reflect.Int32, reflect.Int64:
		if n := v.Int(); n > -exactInt && n < exactInt {
			return n
		}
	case reflect.Float64:
		if x := v.Float(); !math.IsNaN(x) && !math.IsInf(x, 0) {
			return x
		}
		return nil
	case reflect.Bool:
		return v.Bool()
	case reflect.Slice:
		if list, ok := v.Interface().([]string); ok {
			return strings.Join(list, "; ")
		}
	}
	return cell(v)
}
