package main

import (
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"luister/export/table"
)

// libraryWorkspace has feedback about a pool and a library, which the shipped
// scheme does not know.
func libraryWorkspace(t *testing.T) string {
	t.Helper()
	ws := filepath.Join(t.TempDir(), "ws")
	mustRun(t, "init", ws)
	var b strings.Builder
	b.WriteString("nummer;datum;omschrijving\n")
	for i := range 60 {
		day := i%28 + 1
		who := []string{"mijn zoon", "onze dochter", "de buurvrouw", "mijn opa", "een vriendin"}[i%5]
		when := []string{"gisteren", "vorige week", "op dinsdag", "in het weekend", "vanochtend", "na het werk", "voor school"}[i%7]
		how := []string{"weer", "helaas", "opnieuw", "ineens", "alweer", "toch", "zomaar", "echt", "steeds", "vaak", "soms", "nu"}[i%12]
		fmt.Fprintf(&b, "%d;%d-03-2026;Voor %s was het zwembad %s %s veel te koud om in te zwemmen.\n", 3*i, day, who, when, how)
		fmt.Fprintf(&b, "%d;%d-03-2026;Het leesboek dat %s %s zocht had de bibliotheek %s uitgeleend.\n", 3*i+1, day, who, when, how)
		fmt.Fprintf(&b, "%d;%d-03-2026;Even melden dat %s %s %s langs is geweest, verder niets.\n", 3*i+2, day, who, when, how)
	}
	if err := os.WriteFile(filepath.Join(ws, "inbox", "a.csv"), []byte(b.String()), 0o644); err != nil {
		t.Fatal(err)
	}
	mustRun(t, "run", "-w", ws)
	return ws
}

// fillIn fills in a batch: of every row the topics that say gives.
func fillIn(t *testing.T, from, to, who string, say func(part, text string) string) (ids map[string]string) {
	t.Helper()
	header, rows, err := readTable(from, "")
	if err != nil {
		t.Fatal(err)
	}
	at := func(name string) int { return slices.Index(header, name) }
	ids = map[string]string{}
	for _, r := range rows {
		r[at("onderwerp")], r[at("codeur")] = say(r[at("deel")], r[at("tekst")]), who
		ids[r[at("feedback_id")]] = r[at("onderwerp")]
	}
	f, err := os.Create(to)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := csv.NewWriter(f).WriteAll(append([][]string{header}, rows...)); err != nil {
		t.Fatal(err)
	}
	return ids
}

func aboutPlaces(_, text string) string {
	switch {
	case strings.Contains(text, "zwembad"):
		return "locatie.faciliteiten"
	case strings.Contains(text, "bibliotheek"):
		return "product.aanbod"
	}
	return "-"
}

// TestLabelTrainRecode codes a batch, learns from it, and codes history again.
func TestLabelTrainRecode(t *testing.T) {
	ws := libraryWorkspace(t)
	batch, ann, bob := filepath.Join(ws, "b.csv"), filepath.Join(ws, "ann.csv"), filepath.Join(ws, "bob.csv")
	mustRun(t, "label", "-w", ws, "-o", batch, "--unsure", "70", "--measure", "40", "--field", "onderwerp")
	said := fillIn(t, batch, ann, "Ann", aboutPlaces)
	if len(said) != 110 {
		t.Fatalf("%d rows to code", len(said))
	}
	if out := mustRun(t, "label", "-w", ws, "--read", ann); !strings.Contains(out, "110 nieuwe oordelen") {
		t.Errorf("reading says %s", out)
	}
	if out := mustRun(t, "label", "-w", ws, "--read", ann); !strings.Contains(out, "0 nieuwe oordelen, 0 codes verbeterd") {
		t.Errorf("reading again says %s", out)
	}

	// Nothing new was delivered, but what people said is obeyed.
	mustRun(t, "run", "-w", ws)
	holds := func(when string) {
		t.Helper()
		got := topicsOf(t, ws)
		for id, want := range said {
			if strings.Join(got[id], "; ") != strings.Trim(want, "-") {
				t.Errorf("%s %s has %v, want %q", when, id, got[id], want)
			}
		}
	}
	holds("after the run")

	if out := mustRun(t, "train", "-w", ws, "--field", "onderwerp"); !strings.Contains(out, "70 oordelen om van te leren, 40 om op te meten") {
		t.Errorf("training says %s", out)
	}
	if out := mustRun(t, "eval", "-w", ws); !strings.Contains(out, "locatie.faciliteiten") || !strings.Contains(out, "overig/onzeker") {
		t.Errorf("measuring says %s", out)
	}
	mustRun(t, "recode", "-w", ws)
	holds("after recoding")
	right, all := 0, 0
	texts := textsOf(t, ws)
	for id, topics := range topicsOf(t, ws) {
		if _, coded := said[id]; !coded {
			all++
			if strings.Join(topics, "; ") == strings.Trim(aboutPlaces("", texts[id]), "-") {
				right++
			}
		}
	}
	if all == 0 || right < all*9/10 {
		t.Errorf("of %d feedback that nobody coded %d are coded as taught", all, right)
	}

	// A second coder who codes at random: they hardly agree.
	n := 0
	fillIn(t, batch, bob, "Bob", func(_, _ string) string {
		n++
		return []string{"locatie.faciliteiten", "product.aanbod", "-"}[n%3]
	})
	mustRun(t, "label", "-w", ws, "--read", bob)
	if out := mustRun(t, "eval", "-w", ws); !strings.Contains(out, "kappa van Ann en Bob: ") || !strings.Contains(out, "op 110 feedback") {
		t.Errorf("agreement: %s", out)
	}
}

// TestWorseModelIsRefused learns nonsense after sense.
func TestWorseModelIsRefused(t *testing.T) {
	ws := libraryWorkspace(t)
	batch, filled := filepath.Join(ws, "b.csv"), filepath.Join(ws, "f.csv")
	mustRun(t, "label", "-w", ws, "-o", batch, "--unsure", "70", "--measure", "40", "--field", "onderwerp")
	fillIn(t, batch, filled, "Ann", aboutPlaces)
	mustRun(t, "label", "-w", ws, "--read", filled)
	mustRun(t, "train", "-w", ws, "--field", "onderwerp")
	card := filepath.Join(ws, modelsDir, "topic.json")
	before, err := os.ReadFile(card)
	if err != nil {
		t.Fatal(err)
	}
	fillIn(t, batch, filled, "Ann", func(part, text string) string {
		if part == "toets" {
			return aboutPlaces(part, text)
		}
		return map[string]string{"locatie.faciliteiten": "prijs.hoogte", "product.aanbod": "locatie.faciliteiten", "-": "product.aanbod"}[aboutPlaces(part, text)]
	})
	mustRun(t, "label", "-w", ws, "--read", filled)
	if out, err := luister("train", "-w", ws, "--field", "onderwerp").CombinedOutput(); err == nil || !strings.Contains(string(out), "significantly worse") {
		t.Errorf("error %v: %s", err, out)
	}
	if after, _ := os.ReadFile(card); string(after) != string(before) {
		t.Error("the better model was replaced")
	}
	mustRun(t, "train", "-w", ws, "--field", "onderwerp", "--force")
	if after, _ := os.ReadFile(card); string(after) == string(before) {
		t.Error("--force did not replace it")
	}
}

// topicsOf gives the topics of all published feedback.
func topicsOf(t *testing.T, ws string) map[string][]string {
	t.Helper()
	tables := published(t, ws)
	out := map[string][]string{}
	for f, err := range table.Scan[table.Feedback](tables) {
		if err != nil {
			t.Fatal(err)
		}
		out[f.ID] = nil
	}
	for x, err := range table.Scan[table.FeedbackTopic](tables) {
		if err != nil {
			t.Fatal(err)
		}
		out[x.FeedbackID] = append(out[x.FeedbackID], x.Topic)
	}
	return out
}

func textsOf(t *testing.T, ws string) map[string]string {
	t.Helper()
	out := map[string]string{}
	for f, err := range table.Scan[table.Feedback](published(t, ws)) {
		if err != nil {
			t.Fatal(err)
		}
		out[f.ID] = f.Text
	}
	return out
}
