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
		plantedLinks(t, sample.Generate(sample.Options{Seed: seed, Feedback: 2500})).report(t, "copied", seed)
		plantedLinks(t, sample.Generate(sample.Options{Seed: seed, Feedback: 2500, Retyped: true})).report(t, "retyped", seed)
	}
}

// links counts the links of a run.
type links struct {
	planted, found int // pairs
	all, others    int // links, and those that join two customers
	good           int // links of a planted pair, or of one customer to the letter
}

func (l links) report(t *testing.T, what string, seed uint64) {
	recall, precision := float64(l.found)/float64(max(1, l.planted)), float64(l.good)/float64(max(1, l.all))
	fmt.Printf("EVAL ingest/duplicate %s/seed-%d planted-found %.3f n=%d\n", what, seed, recall, l.planted)
	fmt.Printf("EVAL ingest/duplicate %s/seed-%d precision %.3f n=%d\n", what, seed, precision, l.all)
	fmt.Printf("EVAL ingest/duplicate %s/seed-%d other-customer %d n=%d\n", what, seed, l.others, l.all)
	if recall < .8 || precision < .95 || l.others > 0 {
		t.Errorf("%s, seed %d: recall %.3f, precision %.3f, %d links join two customers", what, seed, recall, precision, l.others)
	}
}

// ranOn gives a workspace in which a night was run on a set.
func ranOn(t *testing.T, set sample.Set) (ws string) {
	ws = filepath.Join(t.TempDir(), "ws")
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
	return ws
}

// plantedLinks runs a night on a set and counts what was linked.
func plantedLinks(t *testing.T, set sample.Set) (l links) {
	ws := ranOn(t, set)
	masker, err := loadMasker(ws, config{})
	if err != nil {
		t.Fatal(err)
	}
	planted := map[string]sample.Truth{} // by hash of the key: a survey has it as respondent
	for _, tr := range set.Truth {
		key := strings.Trim(tr.Key, "<>")
		planted[masker.Hash("sleutel", key)], planted[masker.Hash("respondent", key)] = tr, tr
	}
	truth, linked := map[string]sample.Truth{}, map[string]string{} // by id
	var feedback []table.Feedback
	for f, err := range table.Scan[table.Feedback](published(t, ws)) {
		if err != nil {
			t.Fatal(err)
		}
		tr, ok := planted[f.KeyHash]
		if !ok {
			tr = planted[f.RespondentID]
		}
		feedback, truth[f.ID], linked[f.ID] = append(feedback, f), tr, f.DuplicateOf+f.NearOf
	}
	pairs := map[[2]string]bool{} // of keys that are linked, both ways round
	for _, f := range feedback {
		if linked[f.ID] != "" {
			a, b := truth[f.ID], truth[linked[f.ID]]
			pairs[[2]string{a.Key, b.Key}], pairs[[2]string{b.Key, a.Key}] = true, true
			l.add(a, b, f.DuplicateOf != "")
		}
	}
	for _, f := range feedback {
		if tr := truth[f.ID]; tr.Duplicate != "" && f.Words >= 8 {
			l.planted++
			if pairs[[2]string{tr.Key, tr.Duplicate}] {
				l.found++
			}
		}
	}
	return l
}

// add counts a link of two feedbacks.
func (l *links) add(a, b sample.Truth, exact bool) {
	l.all++
	switch {
	case a.Customer != b.Customer:
		l.others++
	case exact || a.Duplicate == b.Key || b.Duplicate == a.Key || a.Duplicate != "" && a.Duplicate == b.Duplicate:
		l.good++
	}
}
