package main

import (
	"bytes"
	"encoding/csv"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestInspectShowsNoCells inspects every fixture: the explanation and the
// proposal are there, and no cell with a name, address or text is.
func TestInspectShowsNoCells(t *testing.T) {
	paths, err := filepath.Glob("../../ingest/source/testdata/*.csv")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no fixtures (%v)", err)
	}
	for _, path := range paths {
		var out bytes.Buffer
		cmd := newInspectCmd()
		cmd.SetOut(&out)
		cmd.SetErr(&out)
		cmd.SetArgs([]string{path})
		if err := cmd.Execute(); err != nil {
			t.Errorf("%s: %v", path, err)
		}
		for _, want := range []string{"kind ", "columns ", "For luister.yaml:", "- name: ", "text:"} {
			if !strings.Contains(out.String(), want) {
				t.Errorf("%s: no %q in\n%s", path, want, out.String())
			}
		}
		for _, cell := range cellsOf(t, path) {
			if strings.Contains(out.String(), cell) {
				t.Errorf("%s: the text of a cell is shown", path)
			}
		}
	}
}

// cellsOf gives the longer cells below the header, in any delimiter.
func cellsOf(t *testing.T, path string) []string {
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var cells []string
	for _, comma := range []rune{',', ';', '\t'} {
		r := csv.NewReader(bytes.NewReader(b))
		r.Comma, r.LazyQuotes, r.FieldsPerRecord = comma, true, -1
		rows, _ := r.ReadAll()
		for _, row := range rows[1:] {
			for _, cell := range row {
				if len(cell) > 10 && (strings.Contains(cell, "@") || strings.Contains(cell, " ")) {
					cells = append(cells, cell)
				}
			}
		}
	}
	return cells
}

func TestInspectRefuses(t *testing.T) {
	path := filepath.Join(t.TempDir(), "leeg.csv")
	if err := os.WriteFile(path, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	cmd := newInspectCmd()
	cmd.SetOut(&out)
	cmd.SetErr(&out)
	cmd.SetArgs([]string{path})
	if err := cmd.Execute(); err == nil || !strings.Contains(out.String(), "empty") {
		t.Errorf("error %v, output %q", err, out.String())
	}
}
