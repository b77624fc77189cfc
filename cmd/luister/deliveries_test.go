package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"luister/ingest/sheet"
)

// TestSheetNotRead tells everywhere which sheet of a workbook nobody reads.
func TestSheetNotRead(t *testing.T) {
	ws := filepath.Join(t.TempDir(), "ws")
	mustRun(t, "init", ws)
	complaints := sheet.Sheet{Name: "Klachten", Header: []string{"Nummer", "Datum", "Klacht"}}
	damage := sheet.Sheet{Name: "Schademeldingen", Header: []string{"Nummer", "Schade"}}
	for i := range 60 {
		complaints.Rows = append(complaints.Rows, []string{fmt.Sprint("K", i), "2026-01-02", fmt.Sprintf("De factuur van zaak %d klopt weer niet", i)})
		damage.Rows = append(damage.Rows, []string{fmt.Sprint("S", i), fmt.Sprintf("De ruit van auto %d is stuk", i)})
	}
	var book bytes.Buffer
	if err := sheet.Write(&book, complaints, damage); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(ws, "inbox", "mei.xlsx")
	if err := os.WriteFile(path, book.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	if said := mustRun(t, "inspect", path); !strings.Contains(said, "LET OP     sheet “Schademeldingen” (60 rows)") {
		t.Errorf("inspect: %s", said)
	}
	said := mustRun(t, "run", "-w", ws)
	r := manifestOf(t, ws)
	const want = "blad “Schademeldingen” met 60 rijen is NIET gelezen"
	if !strings.Contains(said, want) || !strings.Contains(strings.Join(r.Notices, "\n"), want) {
		t.Errorf("summary: %s\nnotices: %v", said, r.Notices)
	}
	if account := strings.Join(r.Files[0].Assumed, "\n"); !strings.Contains(account, "LET OP: "+want) {
		t.Errorf("account: %s", account)
	}
	config := "sources:\n  - name: mei\n    path: mei*.xlsx\n    after: delete\n"
	if err := os.WriteFile(filepath.Join(ws, "luister.yaml"), []byte(config), 0o600); err != nil {
		t.Fatal(err)
	}
	for range 2 { // read again because of its configuration, then known
		mustRun(t, "run", "-w", ws)
		_, err := os.Stat(path)
		if said := strings.Join(manifestOf(t, ws).Notices, "\n"); err != nil || !strings.Contains(said, "is niet verwijderd, omdat er een blad") {
			t.Fatalf("%v; notices: %s", err, said)
		}
	}
}
