package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"luister/export/table"
	"luister/testdata/sample"
)

// TestEvalDuplicates measures what of the planted duplicates is linked, and how
// many links join two customers.
func TestEvalDuplicates(t *testing.T) {
	if os.Getenv("LUISTER_EVAL") == "" {
		t.Skip("LUISTER_EVAL=1 measures quality")
	}
	ws := filepath.Join(t.TempDir(), "ws")
	mustRun(t, "init", ws)
	set := sample.Generate(sample.Options{Seed: 7, Feedback: 5000})
	for name, content := range set.Files {
		path := filepath.Join(ws, "inbox", name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, content, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	mustRun(t, "run", "-w", ws)
	masker, err := loadMasker(ws, config{})
	if err != nil {
		t.Fatal(err)
	}
	truth := map[string]sample.Truth{} // by key_hash
	for _, tr := range set.Truth {
		truth[masker.Hash("sleutel", strings.Trim(tr.Key, "<>"))] = tr
	}
	feedback := map[string]table.Feedback{}
	for f, err := range table.Scan[table.Feedback](published(t, ws)) {
		if err != nil {
			t.Fatal(err)
		}
		feedback[f.ID] = f
	}
	var planted, found, exact, exactWrong, near, nearWrong int
	for _, f := range feedback {
		tr, ok := truth[f.KeyHash]
		if !ok {
			continue
		}
		wrong := func(other string) int {
			if o := truth[feedback[other].KeyHash]; o.Customer != tr.Customer {
				return 1
			}
			return 0
		}
		if tr.Duplicate != "" && f.Words >= 8 {
			planted++
			if f.DuplicateOf+f.NearOf != "" {
				found++
			}
		}
		if f.DuplicateOf != "" {
			exact, exactWrong = exact+1, exactWrong+wrong(f.DuplicateOf)
		}
		if f.NearOf != "" {
			near, nearWrong = near+1, nearWrong+wrong(f.NearOf)
		}
	}
	fmt.Printf("EVAL ingest/duplicate planted-found %.3f n=%d\n", float64(found)/float64(max(1, planted)), planted)
	fmt.Printf("EVAL ingest/duplicate exact-other-customer %d n=%d\n", exactWrong, exact)
	fmt.Printf("EVAL ingest/duplicate near-other-customer %d n=%d\n", nearWrong, near)
	if exactWrong+nearWrong > 0 {
		t.Errorf("%d links join two customers", exactWrong+nearWrong)
	}
}
