package table

import (
	"bufio"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"reflect"
	"strconv"
	"strings"
	"time"
)

// A Format is how Cat prints a table.
type Format string

// The formats: CSV as RFC 4180 with lists and structures as JSON in a cell;
// JSON Lines with one object a row; an Arrow IPC stream; a workbook for people.
const (
	CSV   Format = "csv"
	JSON  Format = "json"
	Arrow Format = "arrow"
	XLSX  Format = "xlsx"
)

// Cat writes all rows of a table to w. Memory does not grow with the table; a
// workbook is kept in temporary files until it is whole.
func (t *Tables) Cat(w io.Writer, table string, format Format) error {
	k, ok := kindNamed(table)
	if !ok {
		return fmt.Errorf("no table %q; there are %s", table, strings.Join(Names(), ", "))
	}
	switch format {
	case CSV:
		return catCSV(w, columnsOf(k.rowType()), k.scan(t))
	case JSON:
		return catJSON(w, columnsOf(k.rowType()), k.scan(t))
	case Arrow:
		return catArrow(w, k.rowType(), k.scan(t))
	case XLSX:
		return catSheet(w, knownMeanings().define(k), k, t)
	}
	return fmt.Errorf("unknown format %q", format)
}

func (k *kindOf[T, P]) rowType() reflect.Type { return reflect.TypeFor[T]() }

// scan gives every row, as a struct that is good until the next.
func (k *kindOf[T, P]) scan(t *Tables) iter.Seq2[reflect.Value, error] {
	return func(yield func(reflect.Value, error) bool) {
		var row T
		var err error
		for row, err = range Scan[T, P](t) {
			if !yield(reflect.ValueOf(&row).Elem(), err) {
				return
			}
		}
	}
}

// columnsOf gives the names of the columns of a row type, in order.
func columnsOf(row reflect.Type) []string {
	var names []string
	for i := range row.NumField() {
		name, _, _ := strings.Cut(row.Field(i).Tag.Get("parquet"), ",")
		names = append(names, name)
	}
	return names
}

func catCSV(w io.Writer, columns []string, rows iter.Seq2[reflect.Value, error]) error {
	out := csv.NewWriter(w)
	if err := out.Write(columns); err != nil {
		return err
	}
	record := make([]string, len(columns))
	for row, err := range rows {
		if err != nil {
			return err
		}
		for i := range record {
			record[i] = cell(row.Field(i))
		}
		if err := out.Write(record); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// cell prints a value as a cell of CSV.
func cell(v reflect.Value) string {
	switch v.Kind() {
	case reflect.String:
		return v.String()
	case reflect.Slice:
		if v.Len() == 0 {
			return ""
		}
	}
	b := appendValue(nil, v)
	if string(b) == "null" {
		return ""
	}
	if b[0] == '"' {
		return string(b[1 : len(b)-1]) // times and bytes hold nothing to escape
	}
	return string(b)
}

func catJSON(w io.Writer, columns []string, rows iter.Seq2[reflect.Value, error]) error {
	out := bufio.NewWriter(w)
	var line []byte
	for row, err := range rows {
		if err != nil {
			return err
		}
		line = append(appendStruct(line[:0], columns, row), '\n')
		if _, err := out.Write(line); err != nil {
			return err
		}
	}
	return out.Flush()
}

func appendStruct(b []byte, columns []string, v reflect.Value) []byte {
	for i, name := range columns {
		b = append(b, `{,`[min(i, 1)])
		b = append(strconv.AppendQuote(b, name), ':')
		b = appendValue(b, v.Field(i))
	}
	return append(b, '}')
}

// appendValue appends a value as JSON.
func appendValue(b []byte, v reflect.Value) []byte {
	if v.Type() == reflect.TypeFor[time.Time]() {
		at := v.Interface().(time.Time)
		if at.IsZero() {
			return append(b, "null"...)
		}
		return at.UTC().AppendFormat(b, `"`+time.RFC3339Nano+`"`)
	}
	switch v.Kind() {
	case reflect.Pointer:
		if v.IsNil() {
			return append(b, "null"...)
		}
		return appendValue(b, v.Elem())
	case reflect.Struct:
		return appendStruct(b, columnsOf(v.Type()), v)
	case reflect.Slice:
		if v.Type().Elem().Kind() == reflect.Uint8 {
			break // bytes: base64
		}
		b = append(b, '[')
		for i := range v.Len() {
			if i > 0 {
				b = append(b, ',')
			}
			b = appendValue(b, v.Index(i))
		}
		return append(b, ']')
	}
	encoded, err := json.Marshal(v.Interface())
	if err != nil {
		return append(b, "null"...) // not a number
	}
	return append(b, encoded...)
}

// Formats lists the formats of Cat.
func Formats() []string { return []string{string(CSV), string(JSON), string(Arrow), string(XLSX)} }
