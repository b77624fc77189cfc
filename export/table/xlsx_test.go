package table

import (
	"bytes"
	"encoding/csv"
	"io"
	"slices"
	"strings"
	"testing"

	"luister/ingest/sheet"
)

// TestWorkbook reads back a workbook of a table, with texts that look like formulas.
func TestWorkbook(t *testing.T) {
	rows := someFeedback(20)
	rows[0].Text, rows[1].Text, rows[2].Text, rows[3].Text = "=1+1", "+31 6", "-5", `@SUM(A1)`
	rows[0].Closed = someDay
	rows[0].NPS = float(7.5)
	tables := build(t, nil, "r1", func(w *Writer) {
		putAll(t, w, rows)
		must(t, Put(w, "", DriverDay{DriverID: "D1", Day: someDay.Truncate(24 * 3600e9), Count: 3, Expected: float(1.25), Alarm: true}))
	})
	read := func(name string) [][]string {
		var b bytes.Buffer
		must(t, tables.Cat(&b, name, XLSX))
		book, err := sheet.Open(bytes.NewReader(b.Bytes()))
		must(t, err)
		defer book.Close()
		var text bytes.Buffer
		_, err = book.WriteTo(&text)
		must(t, err)
		records, err := csv.NewReader(&text).ReadAll()
		must(t, err)
		return records
	}
	got := read("driver_day")
	want := [][]string{{"Driver", "Dag", "Aantal", "Verwacht", "Verwacht, ondergrens", "Verwacht, bovengrens", "Klanten", "Alarm"}, {"D1", "2026-01-15", "3", "1.25", "", "", "", "1"}}
	for i := range want {
		if !slices.EqualFunc(got[i], want[i], strings.EqualFold) {
			t.Errorf("row %d is %q, want %q", i, got[i], want[i])
		}
	}
	feedback := read("feedback")
	if len(feedback) != 21 {
		t.Fatalf("%d rows", len(feedback))
	}
	text, closed, nps := slices.Index(feedback[0], "Tekst"), slices.Index(feedback[0], "Afgehandeld"), slices.Index(feedback[0], "NPS")
	found := map[string][]string{}
	for _, row := range feedback[1:] {
		found[row[text]] = row
	}
	for _, r := range rows[:4] {
		if found[r.Text] == nil {
			t.Errorf("no cell holds %q", r.Text)
		}
	}
	if row := found["=1+1"]; row == nil || row[closed] != "2026-01-15 09:30:00" || row[nps] != "7.5" {
		t.Errorf("times and numbers: %q", row)
	}
	must(t, tables.Cat(io.Discard, "reject", XLSX)) // a table without rows
	for _, name := range Names() {
		must(t, tables.Cat(io.Discard, name, XLSX))
	}
}

// TestWorkbookTooLong holds that no row is left out in silence.
func TestWorkbookTooLong(t *testing.T) {
	tables := build(t, nil, "r1", func(w *Writer) { putAll(t, w, someFeedback(10)) })
	for rel, info := range tables.list.Files {
		info.Rows = sheet.MaxRows
		tables.list.Files[rel] = info
	}
	var b bytes.Buffer
	if err := tables.Cat(&b, "feedback", XLSX); err == nil || !strings.Contains(err.Error(), "1048575") || b.Len() > 0 {
		t.Errorf("%d bytes, error %v", b.Len(), err)
	}
}
