package sheet

import (
	"bytes"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
)

// workbook makes a workbook in memory.
func workbook(t testing.TB, fill func(f *excelize.File)) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	fill(f)
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func set(t testing.TB, f *excelize.File, sheet string, rows ...[]any) {
	t.Helper()
	for i, row := range rows {
		cell, _ := excelize.CoordinatesToCellName(1, i+1)
		if err := f.SetSheetRow(sheet, cell, &row); err != nil {
			t.Fatal(err)
		}
	}
}

func read(t testing.TB, b []byte) (string, *Workbook) {
	t.Helper()
	w, err := Open(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	text := w.Text()
	defer w.Close()
	defer text.Close()
	got, err := io.ReadAll(text)
	if err != nil {
		t.Fatal(err)
	}
	return string(got), w
}

func TestText(t *testing.T) {
	at := time.Date(2026, 3, 31, 14, 5, 6, 0, time.UTC)
	got, w := read(t, workbook(t, func(f *excelize.File) {
		set(t, f, "Sheet1", []any{"toelichting"})
		f.NewSheet("Klachten")
		set(t, f, "Klachten", []any{"Nummer", "Datum", "Dag", "Klacht", "Cijfer", "Waar"},
			[]any{"007", at, at.Truncate(24 * time.Hour), "De factuur,\nalweer", 7.5, true},
			[]any{}, []any{"008", at, nil, "Te laat", 3})
	}))
	want := "Nummer,Datum,Dag,Klacht,Cijfer,Waar\n007,2026-03-31 14:05:06,2026-03-31,\"De factuur,\nalweer\",7.5,1\n008,2026-03-31 14:05:06,,Te laat,3,\n"
	if strings.ReplaceAll(got, "TRUE", "1") != want || w.Data != "Klachten" {
		t.Errorf("sheet %q:\n%q\nwant\n%q", w.Data, got, want)
	}
}

func TestForms(t *testing.T) {
	got, w := read(t, workbook(t, func(f *excelize.File) {
		set(t, f, "Sheet1", []any{"veel", "meer", "cellen"}, []any{"a", "b", "c"})
		f.NewSheet("Form1")
		set(t, f, "Form1", []any{"ID", "Begintijd"}, []any{1, "x"})
		f.NewSheet(formsSheet)
		set(t, f, formsSheet, []any{"id"}, []any{"Form1"})
		f.SetSheetVisible(formsSheet, false, true)
	}))
	if w.Data != "Form1" || !strings.HasPrefix(got, "ID,Begintijd\n") {
		t.Errorf("sheet %q: %q", w.Data, got)
	}
}

func TestLooks(t *testing.T) {
	ours := workbook(t, func(f *excelize.File) { set(t, f, "Sheet1", []any{"a"}) })
	for name, c := range map[string]struct {
		start []byte
		want  bool
	}{"sheets first": {ours[:200], true}, "text": {[]byte("a;b"), false}, "cut": {ours[:20], false}, "none": {nil, false}} {
		if Looks(c.start) != c.want {
			t.Errorf("%s: %v", name, !c.want)
		}
	}
}

func TestOpenRefuses(t *testing.T) {
	for name, b := range map[string][]byte{
		"empty": workbook(t, func(*excelize.File) {}), "damaged": []byte("PK\x03\x04[Content_Types].xml onzin"), "none": nil,
	} {
		if w, err := Open(bytes.NewReader(b)); err == nil {
			w.Close()
			t.Errorf("%s: opened", name)
		}
	}
}

func FuzzOpen(f *testing.F) {
	f.Add(workbook(f, func(x *excelize.File) { set(f, x, "Sheet1", []any{"a", "b"}, []any{1, "x"}) }))
	f.Fuzz(func(t *testing.T, b []byte) {
		w, err := Open(bytes.NewReader(b))
		if err != nil {
			return
		}
		defer w.Close()
		text := w.Text()
		defer text.Close()
		io.Copy(io.Discard, text)
	})
}

// TestLeft names the sheets with texts beside the data sheet, and no others.
func TestLeft(t *testing.T) {
	fill := func(f *excelize.File, sheet string, rows int, row ...any) {
		f.NewSheet(sheet)
		for i := range rows {
			cell, _ := excelize.CoordinatesToCellName(1, i+2)
			if err := f.SetSheetRow(sheet, cell, &row); err != nil {
				t.Fatal(err)
			}
		}
		set(t, f, sheet, []any{"Nummer", "Omschrijving"})
	}
	_, w := read(t, workbook(t, func(f *excelize.File) {
		fill(f, "Sheet1", 80, "K1", "De factuur klopt niet met de afspraak", "x")
		fill(f, "Schademeldingen", 60, "S1", "De ruit van mijn auto is stuk")
		fill(f, "Cijfers", 30, 3, "Noord")
		fill(f, "Uitleg", 3, "Dit blad hoort bij de levering van mei")
		fill(f, "Verborgen", 60, "S1", "De ruit van mijn auto is stuk")
		f.SetSheetVisible("Verborgen", false)
	}))
	if got := w.Left(); w.Data != "Sheet1" || len(got) != 1 || got[0] != (Left{"Schademeldingen", 60}) {
		t.Errorf("data sheet %q, left %v", w.Data, got)
	}
}
