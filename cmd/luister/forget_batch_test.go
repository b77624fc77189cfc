package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"luister/export/label"
	"luister/export/table"
)

// TestForgetReaches holds that a batch to code, and what a register of people
// still names, give nothing back of what was erased.
func TestForgetReaches(t *testing.T) {
	ws := forgetWorkspace(t)
	ids := idsOf(t, ws, true)
	measures := "measures:\n  - id: M1\n    driver: D0001\n    what: Bellen\n    start: 2026-03-01\n    feedback: [" + strings.Join(ids, ", ") + "]\n"
	if err := os.WriteFile(filepath.Join(ws, "measures.yaml"), []byte(measures), 0o600); err != nil {
		t.Fatal(err)
	}
	mustRun(t, "label", "-w", ws)
	mustRun(t, "label", "-w", ws, "-o", filepath.Join(ws, labelDir, "b.csv"))
	if info, err := os.Stat(filepath.Join(ws, labelDir)); err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("the folder of batches: %v %v", info.Mode(), err)
	}
	out := mustRun(t, "forget", "-w", ws, "--customer", forgottenCustomer)
	if strings.Count(out, "te coderen  label/") != 2 || !strings.Contains(out, "NOG IN      measures.yaml") {
		t.Errorf("the answer: %s", out)
	}
	batches, err := filepath.Glob(filepath.Join(ws, labelDir, "*"))
	if err != nil || len(batches) == 0 {
		t.Fatal(batches, err)
	}
	for _, path := range batches {
		var text string
		if filepath.Ext(path) == ".xlsx" {
			_, rows, err := readTable(path, label.Sheet)
			if err != nil {
				t.Fatal(err)
			}
			for _, row := range rows {
				text += strings.Join(row, "\n")
			}
		} else if b, err := os.ReadFile(path); err == nil {
			text = string(b)
		}
		for _, id := range ids {
			if strings.Contains(text, id) || strings.Contains(text, forgottenWord) {
				t.Errorf("%s still holds %s", filepath.Base(path), id)
			}
		}
	}
	var b bytes.Buffer
	if err := published(t, ws).Cat(&b, "measure_effect", table.JSON); err != nil {
		t.Fatal(err)
	}
	for _, id := range ids {
		if strings.Contains(b.String(), id) {
			t.Errorf("table measure_effect names %s", id)
		}
	}
	if !strings.Contains(b.String(), "M1") {
		t.Errorf("the measure itself is gone: %s", b.String())
	}
}
