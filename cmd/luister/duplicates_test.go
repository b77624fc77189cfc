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
// many links join two customers: of the sample as it is, and with every planted
// copy retyped.
func TestEvalDuplicates(t *testing.T) {
	if os.Getenv("LUISTER_EVAL") == "" {
		t.Skip("LUISTER_EVAL=1 measures quality")
	}
	for _, seed := range []uint64{7, 11} {
		set := sample.Generate(sample.Options{Seed: seed, Feedback: 2500})
		planted := plantedLinks(t, set)
		planted.report(t, "as-they-are", seed)
	}
}

// links counts the links of a run.
type links struct {
	planted, found     int // pairs
	exact, exactOthers int
	near, nearOthers   int
}

func (l links) report(t *testing.T, what string, seed uint64) {
	recall := float64(l.found) / float64(max(1, l.planted))
	fmt.Printf("EVAL ingest/duplicate %s/seed-%d planted-found %.3f n=%d\n", what, seed, recall, l.planted)
	fmt.Printf("EVAL ingest/duplicate %s/seed-%d other-customer %d n=%d\n", what, seed, l.exactOthers+l.nearOthers, l.exact+l.near)
	if recall < .8 {
		t.Errorf("%s, seed %d: %.3f of the planted duplicates are linked", what, seed, recall)
	}
	if l.exactOthers+l.nearOthers > 0 {
		t.Errorf("%s, seed %d: %d links join two customers", what, seed, l.exactOthers+l.nearOthers)
	}
}

// plantedLinks runs a night on a set and counts what was linked.
func plantedLinks(t *testing.T, set sample.Set) (l links) {
	ws := filepath.Join(t.TempDir(), "ws")
	mustRun(t, "init", ws)
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
	hashOf := func(key string) string { return masker.Hash("sleutel", strings.Trim(key, "<>")) }
	truth := map[string]sample.Truth{} // by key_hash
	for _, tr := range set.Truth {
		truth[hashOf(tr.Key)] = tr
	}
	byID := map[string]table.Feedback{}
	for f, err := range table.Scan[table.Feedback](published(t, ws)) {
		if err != nil {
			t.Fatal(err)
		}
		byID[f.ID] = f
	}
	linked := map[[2]string]bool{} // keys, both ways round
	for _, f := range byID {
		other := byID[f.DuplicateOf+f.NearOf]
		if other.ID == "" {
			continue
		}
		linked[[2]string{f.KeyHash, other.KeyHash}], linked[[2]string{other.KeyHash, f.KeyHash}] = true, true
		wrong := 0
		if truth[f.KeyHash].Customer != truth[other.KeyHash].Customer {
			wrong = 1
		}
		if f.DuplicateOf != "" {
			l.exact, l.exactOthers = l.exact+1, l.exactOthers+wrong
		} else {
			l.near, l.nearOthers = l.near+1, l.nearOthers+wrong
		}
	}
	for _, f := range byID {
		if tr := truth[f.KeyHash]; tr.Duplicate != "" && f.Words >= 8 {
			l.planted++
			if linked[[2]string{f.KeyHash, hashOf(tr.Duplicate)}] {
				l.found++
			}
		}
	}
	return l
}
