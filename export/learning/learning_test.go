package learning

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"luister/cluster/agenda"
	"luister/cluster/decision"
	"luister/cluster/effect"
	"luister/export/table"
)

var (
	firstDay = time.Date(2025, 1, 6, 0, 0, 0, 0, time.UTC)
	now      = firstDay.AddDate(0, 0, 600)
)

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// night makes tables of 600 days: two drivers with complaints of which the first
// halves on day 400, customers of the second who come back, suggestions, a new
// word, a region that is not heard and a team that is praised.
func night(t testing.TB) *table.Tables {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "tables")
	w, err := table.NewWriter(dir, "R1", nil)
	must(t, err)
	random := rand.New(rand.NewPCG(5, 5))
	n := 0
	put := func(day int, f table.Feedback, driver string, terms ...string) {
		n++
		f.ID, f.Received = fmt.Sprintf("F%06d", n), firstDay.AddDate(0, 0, day).Add(10*time.Hour)
		f.ReceivedMonth = f.Received.Format("2006-01")
		must(t, table.Put(w, f.ReceivedMonth, f))
		if driver != "" {
			must(t, table.Put(w, f.ReceivedMonth, table.FeedbackDriver{FeedbackID: f.ID, DriverID: driver, Rank: 1, Score: 1}))
		}
		must(t, table.Put(w, f.ReceivedMonth, table.Document{FeedbackID: f.ID, Terms: terms, Vector: table.EncodeVector([]float32{1, float32(len(terms))})}))
	}
	for day := range 600 {
		for i := range 6 {
			driver, keep := "D0001", 1.0
			if i >= 2 {
				driver = "D0002"
			} else if day >= 400 {
				keep = .5
			}
			if random.Float64() > keep {
				continue
			}
			customer := fmt.Sprint("k", random.IntN(100000))
			team := fmt.Sprint("team ", random.IntN(4))
			f := table.Feedback{CustomerID: customer, Form: "klacht", Severity: 2, Sentiment: "negatief", Line: "eerste", Stance: "reactief", Department: team, Region: "Zuid", Consent: i == 0}
			if team == "team 1" && random.Float64() < .5 {
				f.Sentiment, f.Form = "positief", "compliment"
			}
			term := fmt.Sprint("woord", random.IntN(30))
			put(day, f, driver, term)
			if driver == "D0002" && random.Float64() < .4 && day < 590 {
				f.Region = ""
				put(day+5, f, driver, term)
			}
		}
		if day%20 == 0 {
			put(day, table.Feedback{Form: "suggestie", CustomerID: fmt.Sprint("s", day), Region: "Noord"}, "D0002", "idee")
		}
		if day > 575 {
			put(day, table.Feedback{Form: "klacht", CustomerID: fmt.Sprint("w", day)}, "D0001", "laadpaal", "janssen")
		}
	}
	must(t, table.Put(w, "", table.Driver{ID: "D0001", Feedback: 10, Owner: "Planning"}, table.Driver{ID: "D0002", Feedback: 10}))
	must(t, table.Put(w, "", table.Run{RunID: "R1", Started: now}))
	must(t, table.Put(w, "", table.Exposure{Month: "2026-01", Dimension: "region", Value: "Zuid", Count: 600, Unit: "klanten"}, table.Exposure{Month: "2026-01", Dimension: "region", Value: "Noord", Count: 400, Unit: "klanten"}))
	must(t, table.Put(w, "", table.Decision{ID: "e1", At: now, Who: "x", Kind: "session", Field: "S1", Others: []string{"D0001"}, Counts: true, Values: []table.Value{{Name: "date", Value: "2026-08-20"}}}))
	must(t, table.Put(w, "", table.DriverImpact{DriverID: "D0001", Score: "nps", Feedback: 50, Effect: 1}, table.DriverImpact{DriverID: "D0002", Score: "nps", Feedback: 50, Effect: -4},
		table.DriverImpact{DriverID: "D0001", Score: "csat", Feedback: 10, Effect: -99}))
	must(t, w.Close())
	return open(t, dir)
}

func open(t testing.TB, dir string) *table.Tables {
	t.Helper()
	tables, err := table.Open(dir)
	must(t, err)
	t.Cleanup(func() { tables.Close() })
	return tables
}

func learn(t testing.TB, tables *table.Tables, in Input) (*Learning, []string) {
	t.Helper()
	w := table.Amend(tables, in.RunID)
	lessons, err := Write(tables, w, in)
	must(t, err)
	must(t, w.Close())
	made := open(t, tables.Dir())
	w = table.Amend(made, in.RunID+" agenda")
	must(t, lessons.Agenda(made, w))
	must(t, w.Close())
	l, err := Load(open(t, tables.Dir()))
	must(t, err)
	return l, lessons.Notices
}

// TestNight holds every table against what was planted.
func TestNight(t *testing.T) {
	tables := night(t)
	file := "measures:\n  - {id: M1, driver: D0001, what: sms vooraf, feedback: [F000001], start: " + firstDay.AddDate(0, 0, 400).Format(time.DateOnly) + "}\n  - {id: M2, driver: D0002, what: later, due: 2025-05-01}\n"
	measures, err := effect.ParseMeasures([]byte(file))
	must(t, err)
	targets, err := effect.ParseTargets([]byte("targets:\n  - {id: T1, indicator: herhaling_90, driver: D0002, baseline: 0.5, from: 2025-01-01, target: 0.3, date: 2027-01-01}\n  - {id: T2, indicator: bestaat_niet, baseline: 1, target: 2, date: 2027-01-01}\n"))
	must(t, err)
	events := []decision.Event{{ID: "e1", At: now.AddDate(0, 0, -9), Who: "x", Kind: decision.Session, Field: "S1", Others: []string{"D0001"}, Values: map[string]string{"date": "2026-08-20"}}}
	l, notices := learn(t, tables, Input{RunID: "R1", Now: now, First: true, Measures: measures, Targets: targets, Events: events, Decided: decision.Fold(events, decision.Declared{}), Weights: agenda.Default(),
		IsName: func(term string, texts []string) bool { return term == "janssen" && len(texts) == readForName }})

	if len(notices) != 1 || !strings.Contains(notices[0], "T2") {
		t.Errorf("notices %q", notices)
	}
	a, b := l.Repeats["D0001"], l.Repeats["D0002"]
	if b.Within90 == nil || *b.Within90Low > .4 || *b.Within90High < .4 || a.Within90 == nil || *a.Within90High > .1 || l.Repeats[""].Complaints != a.Complaints+b.Complaints {
		t.Errorf("repeats %+v %+v", a, b)
	}
	if m := l.Measures[0]; !slices.Equal(m.Feedback, []string{"F000001"}) || m.Verdict != "minder" || *m.DifferenceLow > .5 || *m.DifferenceHigh < .5 || *m.Avoided < 100 {
		t.Errorf("measure %+v", m)
	}
	if m := l.Overdue(); len(m) != 1 || m[0].MeasureID != "M2" || m[0].Verdict != "nog niet begonnen" {
		t.Errorf("overdue %+v", m)
	}
	if x := l.Targets; len(x) != 1 || x[0].TargetID != "T1" || x[0].Now == nil || *x[0].Part < .3 || *x[0].Part > .7 {
		t.Errorf("targets %+v", x)
	}
	if r := l.Reach; len(r) != 2 || r[0].Value != "Noord" || r[0].Verdict != "ondervertegenwoordigd" || r[1].Verdict != "oververtegenwoordigd" {
		t.Errorf("reach %+v", r)
	}
	if len(l.Words) != 1 || l.Words[0].Term != "laadpaal" || !slices.Equal(l.Words[0].Drivers, []string{"D0001"}) || len(l.Words[0].Feedback) != 20 {
		t.Errorf("words %+v", l.Words)
	}
	if u := l.UnitsOf("D0002"); len(u) != 1 || u[0].Value != "team 1" {
		t.Errorf("units %+v", l.Units)
	}
	if s := l.SuggestionsOf("D0002"); len(s) != 1 || len(s[0].Feedback) != 30 || s[0].Status != "nieuw" {
		t.Errorf("suggestions %+v", s)
	}
	if !slices.Equal(l.Ownerless, []string{"D0002"}) || len(l.Sessions) != 1 || len(l.Agenda) != 2 {
		t.Errorf("ownerless %q, sessions %+v, agenda %+v", l.Ownerless, l.Sessions, l.Agenda)
	}
	if due := l.Due(); len(due) != 1 || due[0].DriverID != "D0002" || !slices.Equal(due[0].Reasons, []string{"herhaalt", "te-laat", "niet-besproken", "geen-eigenaar"}) {
		t.Errorf("due %+v", l.Due())
	}
	if first := l.Agenda[0]; first.DriverID != "D0002" || first.Impact <= l.Agenda[1].Impact || first.Repeat <= l.Agenda[1].Repeat {
		t.Errorf("agenda %+v", l.Agenda)
	}
	if months := l.Indicator("klachten", "", ""); len(months) < 20 || months[0].Month != "" || months[1].Month != "2025-01" {
		t.Errorf("%d months of complaints", len(months))
	}
	contacts, err := Consenting(tables, "D0001")
	must(t, err)
	if len(contacts) < 100 || contacts[0].Last.Before(contacts[1].Last) {
		t.Errorf("%d contacts", len(contacts))
	}
}

// TestAgain holds that groups, decisions about them and earlier standings stay.
func TestAgain(t *testing.T) {
	tables := night(t)
	in := Input{RunID: "R1", Now: now, Decided: decision.Fold(nil, decision.Declared{})}
	targets, err := effect.ParseTargets([]byte("targets:\n  - {id: T1, indicator: klachten, baseline: 0, target: 1, date: 2027-01-01}\n"))
	must(t, err)
	in.Targets = targets
	first, _ := learn(t, tables, in)
	in.RunID = "R2"
	in.Events = []decision.Event{{ID: "e1", At: now, Who: "x", Kind: decision.Suggestion, Field: first.Suggestions[0].ID, To: "afgewezen", Why: "te duur"}}
	in.Decided = decision.Fold(in.Events, decision.Declared{})
	second, _ := learn(t, open(t, tables.Dir()), in)
	if s := second.Suggestions[0]; s.ID != first.Suggestions[0].ID || s.Status != "afgewezen" || s.Why != "te duur" {
		t.Errorf("%+v", s)
	}
	if h := second.History("T1"); len(h) != 2 {
		t.Errorf("%+v", h)
	}
}

// TestSame holds that the same tables and files give the same bytes.
func TestSame(t *testing.T) {
	var sums [2]string
	for i := range sums {
		tables := night(t)
		learn(t, tables, Input{RunID: "R1", Now: now, Decided: decision.Fold(nil, decision.Declared{}), Weights: agenda.Default()})
		b, err := os.ReadFile(filepath.Join(tables.Dir(), "checksums.json"))
		must(t, err)
		sums[i] = string(b)
	}
	if sums[0] != sums[1] {
		t.Error("two nights on the same feedback differ")
	}
}

// TestKnows holds that any change of the registers is seen.
func TestKnows(t *testing.T) {
	tables := night(t)
	parse := func(what string) []effect.Measure {
		m, err := effect.ParseMeasures([]byte("measures:\n  - {id: M1, driver: D0001, what: " + what + ", start: 2026-01-01}\n"))
		must(t, err)
		return m
	}
	learn(t, tables, Input{RunID: "R1", Now: now, Measures: parse("a"), Decided: decision.Fold(nil, decision.Declared{})})
	tables = open(t, tables.Dir())
	for what, want := range map[string]bool{"a": true, "b": false} {
		if same, err := Knows(tables, parse(what), nil); err != nil || same != want {
			t.Errorf("%s: %v, %v", what, same, err)
		}
	}
	if same, err := Knows(tables, nil, nil); err != nil || same {
		t.Errorf("none: %v, %v", same, err)
	}
}

// TestSettle holds that registers follow a driver that went into another, and that
// what names none, or one that is out of use, is said.
func TestSettle(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "tables")
	w, err := table.NewWriter(dir, "R1", nil)
	must(t, err)
	must(t, table.Put(w, "", table.Driver{ID: "D0001", Name: "Factuur"}, table.Driver{ID: "D0002", Status: table.StatusMerged, MergedInto: "D0003"},
		table.Driver{ID: "D0003", Status: table.StatusMerged, MergedInto: "D0012"}, table.Driver{ID: "D0004", Name: "Storing", Status: table.StatusRetired}, table.Driver{ID: "D0012", Name: "Monteur"}))
	must(t, table.Put(w, "", table.Run{RunID: "R1", Started: now}))
	must(t, w.Close())
	tables := open(t, dir)
	measures, err := effect.ParseMeasures([]byte("measures:\n  - {id: M1, driver: D0002, what: x}\n  - {id: M2, driver: D0004, what: x}\n  - {id: M3, driver: D0011, what: x}\n"))
	must(t, err)
	targets, err := effect.ParseTargets([]byte("targets:\n  - {id: T1, indicator: klachten, driver: D0099, baseline: 0, target: 1, date: 2027-01-01}\n  - {id: T2, indicator: klachten, baseline: 0, target: 1, date: 2027-01-01}\n"))
	must(t, err)
	l, notices := learn(t, tables, Input{RunID: "R1", Now: now, Measures: measures, Targets: targets, Decided: decision.Fold(nil, decision.Declared{})})
	if l.Measures[0].DriverID != "D0012" || l.Measures[1].DriverID != "D0004" || len(l.Measures) != 3 || len(l.Targets) != 2 {
		t.Errorf("%+v, %+v", l.Measures, l.Targets)
	}
	want := []string{
		`measures.yaml [3:22]: maatregel M2 gaat over driver D0004 "Storing", die buiten gebruik is: er komt geen nieuwe feedback bij`,
		`measures.yaml [4:22]: maatregel M3 noemt driver D0011, die er niet is; het meest lijken daarop D0001 "Factuur", D0012 "Monteur"`,
		`targets.yaml [2:43]: doel T1 noemt driver D0099, die er niet is; het meest lijken daarop D0001 "Factuur", D0012 "Monteur"`,
	}
	if !slices.Equal(notices, want) {
		t.Errorf("%q, want %q", notices, want)
	}
	if same, err := Knows(open(t, dir), measures, targets); err != nil || !same {
		t.Errorf("what follows its driver is no news: %v, %v", same, err)
	}
}

// TestNothing holds that a night without feedback is no mishap.
func TestNothing(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "tables")
	w, err := table.NewWriter(dir, "R1", nil)
	must(t, err)
	must(t, w.Close())
	tables := open(t, dir)
	measures, err := effect.ParseMeasures([]byte("measures:\n  - {id: M1, driver: D0001, what: x, start: 2026-01-01}\n"))
	must(t, err)
	l, _ := learn(t, tables, Input{RunID: "R1", Now: now, Measures: measures, Decided: decision.Fold(nil, decision.Declared{})})
	if len(l.Agenda) != 0 || len(l.Measures) != 1 {
		t.Errorf("%+v", l)
	}
}

func TestLost(t *testing.T) {
	for _, tt := range []struct {
		score        string
		effect, want float64
	}{{"nps", -4, 4}, {"nps", 4, 0}, {"ces", 4, 4}, {"ces", -4, 0}, {"handling", -1, 1}} {
		if got := lost(tt.score, tt.effect); got != tt.want {
			t.Errorf("%s %v: lost %v, want %v", tt.score, tt.effect, got, tt.want)
		}
	}
}
