package source

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"luister/ingest/sheet"
)

// TestSheet reads the sheet that the configuration states, and not the one with
// the most cells.
func TestSheet(t *testing.T) {
	path := filepath.Join(t.TempDir(), "boek.xlsx")
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	rows := func(text string, n int) (rows [][]string) {
		for range n {
			rows = append(rows, []string{"3-3-2026", text})
		}
		return rows
	}
	header := []string{"Datum", "Omschrijving"}
	if err := sheet.Write(file, sheet.Sheet{Name: "Klachten", Header: header, Rows: rows("De rekening klopt weer niet", 9)},
		sheet.Sheet{Name: "Schade", Header: header, Rows: rows("De ruit is stuk gegaan", 3)}); err != nil {
		t.Fatal(err)
	}
	file.Close()
	for stated, want := range map[string]string{"": "rekening", "schade": "ruit", "#2": "ruit", "Klachten": "rekening"} {
		d, err := Open(path, Source{Name: "boek", Sheet: stated})
		if err != nil {
			t.Fatal(err)
		}
		for row, err := range d.Rows() {
			if err != nil || len(row.Answers) != 1 || !strings.Contains(row.Answers[0].Text, want) {
				t.Errorf("sheet %q: %v, %v", stated, row, err)
			}
		}
		if left := d.Left(); len(left) != 1 {
			t.Errorf("sheet %q: left %v", stated, left)
		}
		proposal, err := d.Proposal()
		if all, read := d.Sheets(); err != nil || len(all) != 2 || !strings.Contains(proposal, "sheet: "+read+"\n") {
			t.Errorf("sheet %q: %v, %q, proposal %s", stated, all, read, proposal)
		}
	}
	for _, stated := range []string{"Scha", "#3", "#0", "#"} {
		if _, err := Open(path, Source{Name: "boek", Sheet: stated}); err == nil || !strings.Contains(err.Error(), "luister inspect") {
			t.Errorf("sheet %q: %v", stated, err)
		}
	}
}
