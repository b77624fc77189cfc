package table

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"io"
	"strings"
	"testing"

	"github.com/apache/arrow/go/v17/arrow/ipc"
)

func TestCat(t *testing.T) {
	rows := someFeedback(700)
	tables := build(t, nil, "r1", func(w *Writer) { putAll(t, w, rows) })
	for _, name := range []string{"feedback", "feedback_topic", "document"} {
		want := int(tables.Rows(name))
		var csvOut, jsonOut, arrowOut bytes.Buffer
		must(t, tables.Cat(&csvOut, name, CSV))
		must(t, tables.Cat(&jsonOut, name, JSON))
		must(t, tables.Cat(&arrowOut, name, Arrow))

		records, err := csv.NewReader(&csvOut).ReadAll()
		must(t, err)
		if len(records)-1 != want {
			t.Errorf("%s: %d rows of CSV, want %d", name, len(records)-1, want)
		}
		if got := countJSON(t, &jsonOut, len(records[0])); got != want {
			t.Errorf("%s: %d lines of JSON, want %d", name, got, want)
		}
		reader, err := ipc.NewReader(&arrowOut)
		must(t, err)
		n := 0
		for reader.Next() {
			n += int(reader.Record().NumRows())
		}
		if n != want {
			t.Errorf("%s: %d rows of Arrow, want %d", name, n, want)
		}
	}
}

func countJSON(t *testing.T, r io.Reader, columns int) (n int) {
	t.Helper()
	for dec := json.NewDecoder(r); ; n++ {
		var row map[string]any
		err := dec.Decode(&row)
		if err == io.EOF {
			return n
		}
		must(t, err)
		if len(row) != columns {
			t.Fatalf("a line has %d fields, want %d", len(row), columns)
		}
	}
}

func TestCatValues(t *testing.T) {
	row := Feedback{ID: "F1", ReceivedMonth: "2026-01", Received: someDay, NPS: float(7.5), Text: "a \"b\"\nc", Expected: []Span{{1, 2}}, CutRules: []string{"x"}}
	tables := build(t, nil, "r1", func(w *Writer) { must(t, Put(w, "2026-01", row)) })
	var out strings.Builder
	must(t, tables.Cat(&out, "feedback", JSON))
	for _, want := range []string{`"received":"2026-01-15T09:30:00Z"`, `"answered":null`, `"nps":7.5`, `"csat":null`, `"text":"a \"b\"\nc"`, `"expected":[{"start":1,"end":2}]`, `"cut_rules":["x"]`} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("JSON lacks %s", want)
		}
	}
	if err := tables.Cat(io.Discard, "no such table", CSV); err == nil {
		t.Error("an unknown table gave no error")
	}
}
