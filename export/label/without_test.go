package label

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"luister/ingest/sheet"
)

// TestWithout takes one feedback out of a batch that was partly filled in.
func TestWithout(t *testing.T) {
	f := batch()
	gone := f.Rows[0]
	for name, write := range map[string]func(*bytes.Buffer) error{
		"b.csv":  func(b *bytes.Buffer) error { return f.WriteCSV(b) },
		"b.xlsx": func(b *bytes.Buffer) error { return f.WriteXLSX(b) },
	} {
		path := filepath.Join(t.TempDir(), name)
		var b bytes.Buffer
		if err := write(&b); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
		before, err := readBatch(path)
		if err != nil {
			t.Fatal(err)
		}
		removed, err := Without(path, func(id string) bool { return id == gone.ID })
		if err != nil || removed != 1 {
			t.Fatalf("%s: %d removed, %v", name, removed, err)
		}
		after, err := readBatch(path)
		if err != nil {
			t.Fatal(err)
		}
		if len(after.rows) != len(before.rows)-1 || len(after.values) != len(before.values) || strings.Join(after.header, ";") != strings.Join(before.header, ";") {
			t.Errorf("%s: %d rows of %d, %d values of %d", name, len(after.rows), len(before.rows), len(after.values), len(before.values))
		}
		for i, row := range after.rows {
			if strings.Join(row, ";") != strings.Join(before.rows[i+1], ";") {
				t.Errorf("%s: a row that stays was changed: %q", name, row)
			}
		}
		if removed, err := Without(path, func(string) bool { return true }); err != nil || removed != len(after.rows) {
			t.Errorf("%s: %d of %d removed, %v", name, removed, len(after.rows), err)
		}
		if _, err := os.Stat(path); !os.IsNotExist(err) {
			t.Errorf("%s: a batch without rows is still there", name)
		}
	}
	other := filepath.Join(t.TempDir(), "waarden.csv")
	os.WriteFile(other, []byte("veld;code\nvorm;klacht\n"), 0o600)
	if removed, err := Without(other, func(string) bool { return true }); removed != 0 || err != nil {
		t.Errorf("a file that is no batch: %d removed, %v", removed, err)
	}
}

// TestWithoutOthers keeps the sheets that people added, but for rows that repeat what
// goes.
func TestWithoutOthers(t *testing.T) {
	const said = "Niemand belt mij terug over de schade aan mijn auto."
	path := filepath.Join(t.TempDir(), "b.xlsx")
	var b bytes.Buffer
	table := func() ([]string, [][]string) {
		return []string{columnID, columnPart, "tekst"}, [][]string{{"F1", "keuze", said}, {"F2", "keuze", "De rekening klopt niet."}}
	}
	none := func() ([]string, [][]string) { return nil, nil }
	notes := sheet.Sheet{Name: "Notities", Header: []string{"wat", "over"}, Rows: [][]string{{"navragen", "F2"}, {"navragen", "F1"}, {said, ""}, {"klaar", ""}}}
	if err := writeBook(&b, table, none, notes); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	if removed, err := Without(path, func(id string) bool { return id == "F1" }); err != nil || removed != 1 {
		t.Fatalf("%d removed, %v", removed, err)
	}
	after, err := readBatch(path)
	if err != nil || len(after.others) != 1 {
		t.Fatalf("%d other sheets, %v", len(after.others), err)
	}
	if got := after.others[0].Rows; len(got) != 2 || got[0][1] != "F2" || got[1][0] != "klaar" {
		t.Errorf("left of the other sheet: %q", got)
	}
	if removed, err := Without(path, func(id string) bool { return id == "F2" }); err != nil || removed != 1 {
		t.Fatalf("%d removed, %v", removed, err)
	}
	if after, err := readBatch(path); err != nil || len(after.others) != 1 || len(after.rows) != 0 {
		t.Errorf("a batch without rows and with another sheet: %v, %v", after, err)
	}
}

// TestWithoutUneven keeps every other row of a batch in which somebody typed beside
// the columns, or left cells empty.
func TestWithoutUneven(t *testing.T) {
	table := func() ([]string, [][]string) {
		return []string{columnID, columnPart, "tekst"}, [][]string{
			{"F1", "keuze", "Niemand belt terug."},
			{" F2 ", "keuze", "De brug gaat te vaak open.", "x", "y"},
			{"F3", "keuze", "De rekening klopt niet."},
			{"F4", "", ""},
		}
	}
	for name, write := range map[string]func(*bytes.Buffer) error{
		"b.csv": func(b *bytes.Buffer) error { h, rows := table(); return writeRows(b, h, rows) },
		"b.xlsx": func(b *bytes.Buffer) error {
			return writeBook(b, table, func() ([]string, [][]string) { return nil, nil })
		},
	} {
		path := filepath.Join(t.TempDir(), name)
		var b bytes.Buffer
		if err := write(&b); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
		if removed, err := Without(path, func(id string) bool { return id == "F2" }); err != nil || removed != 1 {
			t.Fatalf("%s: %d removed, %v", name, removed, err)
		}
		after, err := readBatch(path)
		if err != nil {
			t.Fatal(err)
		}
		var ids []string
		for _, row := range after.rows {
			ids = append(ids, row[after.id])
		}
		if got := strings.Join(ids, " "); got != "F1 F3 F4" {
			t.Errorf("%s: %s is left", name, got)
		}
	}
}
