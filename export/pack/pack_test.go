package pack

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"luister/export/page"
	"luister/export/table"
	"luister/nlp/code"
)

// someTables makes tables with n drivers of 12 feedback each.
func someTables(t *testing.T, n int) *table.Tables {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "tables")
	w, err := table.NewWriter(dir, "R1", nil)
	must(t, err)
	for d := range n {
		id := fmt.Sprintf("D%04d", d+1)
		driver := table.Driver{ID: id, Name: "Oorzaak <b>" + id, Severity: float64(d%4) + 1}
		for i := range 12 {
			at := time.Date(2026, 1, 1+i*2, 12, 0, 0, 0, time.UTC)
			f := table.Feedback{ID: fmt.Sprintf("F%03d%02d", d, i), Received: at, ReceivedMonth: "2026-01", Form: "klacht", Sentiment: "negatief", Line: "eerste", Source: "bron", Department: "Team " + string(rune('A'+i%6)),
				Text: fmt.Sprintf("Geachte heer,\n\nNummer %d over %s: <script>alert(1)</script> omdat het niet klopt.", i, id), Causes: []table.Span{{Start: 15, End: 30}}}
			if i == 3 {
				f.Form, f.Sentiment = "compliment", "positief"
			}
			must(t, table.Put(w, "2026-01", f))
			must(t, table.Put(w, "2026-01", table.FeedbackDriver{FeedbackID: f.ID, DriverID: id, Rank: 1, Score: float64(12-i) / 12}))
			must(t, table.Put(w, "2026-01", table.FeedbackTopic{FeedbackID: f.ID, Topic: []string{"digitaal.inloggen", "factuur.onjuist"}[d%2], Sentiment: "negatief"}))
			driver.Quotes = append(driver.Quotes, table.Quote{FeedbackID: f.ID, Start: 15, End: 40})
		}
		rank := table.DriverRank{DriverID: id, Place: int64(d + 2), Why: []string{"nog nooit besproken"}}
		if d == 3 {
			rank.Place = 1
		}
		must(t, table.Put(w, "", driver))
		must(t, table.Put(w, "", rank))
	}
	must(t, table.Put(w, "", table.Run{RunID: "R1", Started: time.Date(2026, 2, 1, 0, 0, 0, 0, time.UTC)}))
	must(t, w.Close())
	tables, err := table.Open(dir)
	must(t, err)
	t.Cleanup(func() { tables.Close() })
	return tables
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// TestWrite holds what is in a pack, that it needs nothing else, and that it is
// the same each time.
func TestWrite(t *testing.T) {
	tables := someTables(t, 13)
	one, two := filepath.Join(t.TempDir(), "packs"), filepath.Join(t.TempDir(), "packs")
	must(t, Write(one, tables, About{Organisation: "Gemeente <i>Voorbeeld</i>"}))
	must(t, Write(two, tables, About{Organisation: "Gemeente <i>Voorbeeld</i>"}))
	files, err := os.ReadDir(one)
	must(t, err)
	if len(files) != Most+6 {
		t.Fatalf("%d files, want an agenda, %d drivers, everything, and four for others", len(files), Most)
	}
	for _, file := range files {
		b, err := os.ReadFile(filepath.Join(one, file.Name()))
		must(t, err)
		again, err := os.ReadFile(filepath.Join(two, file.Name()))
		must(t, err)
		page := string(b)
		if page != string(again) {
			t.Errorf("%s is not the same each time", file.Name())
		}
		for _, bad := range []string{"<script", "<b>", "<i>Voor", "http", "src=", "url(", "ZgotmplZ", "NaN"} {
			if strings.Contains(page, bad) {
				t.Errorf("%s holds %q", file.Name(), bad)
			}
		}
	}
	b, err := os.ReadFile(filepath.Join(one, "D0004.html")) // first on the agenda
	must(t, err)
	for _, want := range []string{"punt 1 van 10", "&lt;script&gt;", "Welk bedrag of welke regel", "12 van 12 feedback: Factuur · Onjuiste factuur", "Waar het wel goed ging", "Wat zij zelf als oorzaak noemen", "Wat leren wij hiervan", "hoe merken klanten het", "@media print"} {
		if !strings.Contains(string(b), want) {
			t.Errorf("the pack lacks %q", want)
		}
	}
	if strings.Contains(string(b), "Team A") {
		t.Error("a team with 2 feedback is shown")
	}
}

// TestSession holds that a file is about the drivers that are asked for.
func TestSession(t *testing.T) {
	m, err := New(someTables(t, 13), About{Organisation: "Gemeente"})
	must(t, err)
	var b bytes.Buffer
	must(t, m.Session(&b, []string{"D0007", "D0002"}))
	for _, id := range []string{"D0007", "D0002"} {
		if !strings.Contains(b.String(), `id="`+id+`"`) {
			t.Errorf("the session is not about %s", id)
		}
	}
	if strings.Contains(b.String(), `id="D0004"`) {
		t.Error("the session is about a driver that was not asked for")
	}
	if err := m.Session(&b, []string{"D9999"}); err == nil || !strings.Contains(err.Error(), "D9999") {
		t.Errorf("an unknown driver: %v", err)
	}
}

// TestRecord goes from the form of a session to what was decided in it.
func TestRecord(t *testing.T) {
	m, err := New(someTables(t, 3), About{Organisation: ""})
	must(t, err)
	var b bytes.Buffer
	must(t, m.Record(&b, []string{"D0001", "D0002"}))
	form := b.String()
	if _, err := ReadRecord(strings.NewReader(form)); err == nil || !strings.Contains(err.Error(), "datum") {
		t.Errorf("an empty form: %v", err)
	}
	filled := strings.Replace(form, "datum:", "datum: 2026-03-31", 1)
	filled = strings.Replace(filled, "geleerd: |\n", "geleerd: |\n  planning weet van niets\n", 1)
	filled = strings.Replace(filled, "eigenaar:", "eigenaar: Planning", 1)
	filled = strings.Replace(filled, "stadium:", "stadium: verklaard", 1)
	filled = strings.Replace(filled, "      # - {wat: \"\", wie: \"\"", "      - {wat: \"sms vooraf\", wie: \"Ana\"", 1)
	held, err := ReadRecord(strings.NewReader(filled))
	must(t, err)
	events := held.Events("ana", time.Date(2026, 4, 1, 9, 0, 0, 0, time.UTC))
	var kinds []string
	for _, e := range events {
		must(t, e.Check())
		kinds = append(kinds, string(e.Kind))
	}
	if got := strings.Join(kinds, " "); got != "session owner status measure" {
		t.Errorf("events %s", got)
	}
	if s := events[0]; s.Values["date"] != "2026-03-31" || s.Values["conclusion"] != "planning weet van niets" || len(s.Others) != 2 || events[3].Values["what"] != "sms vooraf" || events[3].Values["due"] != "" {
		t.Errorf("events %+v", events)
	}
	for _, wrong := range []string{"", "datum: 2026-03-31\n", "datum: morgen\ndrivers: [{id: D0001}]\n", "datum: 2026-03-31\nkleur: rood\n", "drivers: [", "!!a: !!b"} {
		if _, err := ReadRecord(strings.NewReader(wrong)); err == nil {
			t.Errorf("%q is read", wrong)
		}
	}
}

func FuzzReadRecord(f *testing.F) {
	f.Add("datum: 2026-03-31\ndrivers: [{id: D0001, maatregelen: [{wat: x}]}]\n")
	f.Fuzz(func(t *testing.T, text string) {
		held, err := ReadRecord(strings.NewReader(text))
		if err != nil {
			return
		}
		for _, e := range held.Events("ana", time.Date(2026, 4, 1, 9, 0, 0, 0, time.UTC)) {
			_ = e.Check()
		}
	})
}

// TestNoDrivers holds that there is an agenda also without drivers.
func TestNoDrivers(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "packs")
	must(t, Write(dir, someTables(t, 0), About{Organisation: ""}))
	b, err := os.ReadFile(filepath.Join(dir, "index.html"))
	must(t, err)
	if !strings.Contains(string(b), "nog geen drivers") {
		t.Error("the agenda does not say that there are no drivers")
	}
}

// TestQuestions holds that every question is about something in the scheme.
func TestQuestions(t *testing.T) {
	disciplines := []string{"Product", "Proces", "IT", "Communicatie", "Juridisch", "Financiën", "Klantcontact"}
	used := map[string]bool{}
	for _, q := range questions() {
		used[q.discipline] = true
		if !slices.Contains(disciplines, q.discipline) || !strings.HasSuffix(q.text, "?") {
			t.Errorf("%s:%s %q: %q", q.kind, q.code, q.discipline, q.text)
		}
		name := page.NewLabels(code.DefaultScheme()).Of(strings.TrimSuffix(q.code, "."))
		if known := name != strings.ReplaceAll(strings.TrimSuffix(q.code, "."), "_", " "); !known && q.kind != "line" {
			t.Errorf("%s:%s is not in the scheme", q.kind, q.code)
		}
	}
	if len(used) != len(disciplines) {
		t.Errorf("questions for %v only", used)
	}
	if _, err := parseQuestions("topic:x\tmaar twee\n"); err == nil {
		t.Error("a line without a question is taken")
	}
}

func TestQuarterBefore(t *testing.T) {
	for latest, want := range map[string]string{
		"2026-10-31": "2026-07-01 2026-09-30", "2026-09-30": "2026-07-01 2026-09-30", "2026-09-29": "2026-04-01 2026-06-30",
		"2026-02-01": "2025-10-01 2025-12-31", "2025-12-31": "2025-10-01 2025-12-31",
	} {
		day, err := time.Parse(time.DateOnly, latest)
		must(t, err)
		from, until := quarterBefore(day)
		if got := from.Format(time.DateOnly) + " " + until.Format(time.DateOnly); got != want {
			t.Errorf("before %s: %s, want %s", latest, got, want)
		}
	}
}

// TestReview holds what the review of a quarter counts.
func TestReview(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "tables")
	w, err := table.NewWriter(dir, "R1", nil)
	must(t, err)
	at := time.Date(2026, 5, 3, 12, 0, 0, 0, time.UTC)
	for i, day := range []time.Time{at, at.AddDate(0, 0, 1), at.AddDate(0, -2, 0), at.AddDate(0, 2, 0)} {
		must(t, table.Put(w, "2026-05", table.Feedback{ID: fmt.Sprint("F", i), Received: day, Sentiment: "negatief", Form: "klacht"}))
		must(t, table.Put(w, "2026-05", table.FeedbackDriver{FeedbackID: fmt.Sprint("F", i), DriverID: fmt.Sprintf("D%04d", i%2+1), Rank: 1}))
	}
	part := .4
	must(t, table.Put(w, "", table.Driver{ID: "D0001", Name: "Zonder"}, table.Driver{ID: "D0002", Name: "Met", Owner: "Planning"}))
	must(t, table.Put(w, "", table.DriverRank{DriverID: "D0001", Place: 1, Why: []string{"groeit"}}, table.DriverRank{DriverID: "D0002", Place: 2}))
	must(t, table.Put(w, "", table.MeasureEffect{MeasureID: "M1", What: "Bellen", Overdue: true, Due: at, Owner: "Ana"}, table.MeasureEffect{MeasureID: "M2", What: "Sms", Start: at, Verdict: "minder"}))
	must(t, table.Put(w, "", table.Target{RunID: "R1", TargetID: "T1", Indicator: "herhaling_90", Target: .1, Date: at, Part: &part, Due: .5, Standing: "niet op koers"}))
	must(t, table.Put(w, "", table.Source{Source: "klachten"}))
	must(t, table.Put(w, "", table.RunQuality{RunID: "R0", Source: "klachten", Files: 1, RowsRead: 50, RowsRejected: 5, Delivery: "te laat", Volume: "weinig"}, table.RunQuality{RunID: "R1", Source: "klachten", RowsRead: 9, Delivery: "uitgebleven"}))
	must(t, table.Put(w, "", table.Run{RunID: "R0", Started: at.AddDate(0, 0, 2), RowsRead: 50, RowsUsed: 45, RowsRejected: 5}, table.Run{RunID: "R1", Started: at.AddDate(0, 2, 1)}))
	coded := func(id, feedback, part string, counts bool) table.Decision {
		return table.Decision{ID: id, At: at, Who: "ana", Kind: "coded", Feedback: []string{feedback}, To: part, Counts: counts, Values: []table.Value{{Name: "form", Value: "klacht"}, {Name: "topic", Value: "prijs.hoogte;-"}}}
	}
	must(t, table.Put(w, "", coded("1", "F0", "toets", true), coded("2", "F1", "toets", true), coded("3", "F2", "onzeker", true), coded("4", "F3", "toets", false),
		table.Decision{ID: "5", At: at, Who: "ana", Kind: "code", Feedback: []string{"F0"}, Field: "topic", To: "prijs.hoogte", Counts: true}))
	must(t, w.Close())
	tables, err := table.Open(dir)
	must(t, err)
	defer tables.Close()
	m, err := New(tables, About{})
	must(t, err)
	r, err := NewReview(tables, m.facts, m.figures, m.learning)
	must(t, err)
	if r.Name() != "april tot en met juni 2026" || r.Now.N != 2 || r.Before.N != 1 {
		t.Errorf("%s: %d feedback, %d before", r.Name(), r.Now.N, r.Before.N)
	}
	if s := r.Runs.Sources[0]; r.Runs.Count != 1 || r.Runs.Read != 50 || s.Late != 1 || s.Missing != 0 || s.Unusual != 1 || s.Rejected != 5 || !r.Runs.Since.IsZero() {
		t.Errorf("runs %+v", r.Runs)
	}
	if len(r.Overdue) != 1 || len(r.Started) != 1 || len(r.Targets) != 1 || len(r.Without) != 1 || r.Owned != 1 || r.Without[0].Why[0] != "groeit" {
		t.Errorf("agreed %+v", r)
	}
	if r.Judged != 2 || r.Coders != 1 || len(r.Audit) != 2 || r.Audit[0].Right.Value != 1 || r.Audit[1].Right.Value != .5 || !r.Audit[1].Small {
		t.Errorf("audit of %d by %d: %+v", r.Judged, r.Coders, r.Audit)
	}
	if q := r.Questions(); len(q) != 5 {
		t.Errorf("questions %q", q)
	}
}
