package figures

import (
	"fmt"
	"math"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"luister/cluster/trend"
	"luister/export/facts"
	"luister/export/table"
	"luister/nlp/code"
)

var firstDay = time.Date(2025, 3, 3, 0, 0, 0, 0, time.UTC)

// A plan says how much feedback a driver has on a day.
type plan struct {
	id, name string
	rate     func(day int) float64
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// night makes the tables of a night that knows days [0, until).
func night(t testing.TB, old *table.Tables, run string, until int, plans []plan) *table.Tables {
	t.Helper()
	dir := filepath.Join(t.TempDir(), run)
	w, err := table.NewWriter(dir, run, old)
	must(t, err)
	random := rand.New(rand.NewPCG(5, 5))
	n := 0
	for day := range until {
		for _, p := range plans {
			for range poisson(random, p.rate(day)) {
				n++
				at := firstDay.AddDate(0, 0, day).Add(9 * time.Hour)
				month := at.Format(monthLayout)
				id := fmt.Sprintf("F%06d", n)
				must(t, table.Put(w, month, feedback(random, table.Feedback{ID: id, Received: at, ReceivedMonth: month, Severity: 2, Sentiment: "negatief"}, p.id, n)))
				if n%10 == 0 {
					must(t, table.Put(w, month, table.FeedbackFlag{FeedbackID: id, Flag: "opzegdreiging", Rank: 1, Score: 1}))
				}
				if n%3 == 0 {
					must(t, table.Put(w, month, table.FeedbackTopic{FeedbackID: id, Topic: "onderwerp." + p.id, Rank: 1, Score: 1}))
				}
				must(t, table.Put(w, month, table.FeedbackDriver{FeedbackID: id, DriverID: p.id, Rank: 1, Score: .9}))
			}
		}
	}
	w.Clear("driver")
	for _, p := range plans {
		must(t, table.Put(w, "", table.Driver{ID: p.id, Name: p.name}))
	}
	must(t, table.Put(w, "", table.Run{RunID: run, Started: firstDay.AddDate(0, 0, until)}))
	for month := firstDay; month.Before(firstDay.AddDate(0, 0, until)); month = month.AddDate(0, 1, 0) {
		must(t, table.Put(w, "", table.Exposure{Month: month.Format(monthLayout), Unit: "klanten", Count: 20000}))
	}
	must(t, w.Close())
	made, err := table.Open(dir)
	must(t, err)
	t.Cleanup(func() { made.Close() })
	return made
}

// feedback fills in what figures look at. D0002 is about the app three times of
// four, everything else one of four; D0001 costs forty net promoter points.
func feedback(random *rand.Rand, f table.Feedback, driver string, n int) table.Feedback {
	f.CustomerID, f.Form, f.Source = fmt.Sprintf("K%05d", random.IntN(1200)), "klacht", "klachten"
	f.Answered = f.Received.Add(time.Duration(12+random.IntN(72)) * time.Hour)
	app, likely := .25, .7
	switch driver {
	case "D0001":
		likely = .5
	case "D0002":
		app = .75
	}
	if f.Product = "Stroom"; random.Float64() < app {
		f.Product = "App"
	}
	score := 2.0
	if random.Float64() < likely {
		score = 9
	}
	f.NPS = &score
	f.Attributes = []table.Attribute{{Name: "Abonnement", Type: "text", Value: []string{"vast", "variabel"}[n%2]}, {Name: "Klantwaarde", Type: "number", Value: "1.200,50"},
		{Name: "Notitie", Type: "text", Value: fmt.Sprint("tekst ", n)}}
	return f
}

func poisson(random *rand.Rand, mean float64) (n int) {
	for at := random.ExpFloat64(); at < mean; at += random.ExpFloat64() {
		n++
	}
	return n
}

// figure computes the figures of a night and gives it with them.
func figure(t testing.TB, made *table.Tables, run string) (*table.Tables, Outcome) {
	t.Helper()
	w := table.Amend(made, run)
	told, err := Write(made, w, code.DefaultScheme())
	must(t, err)
	must(t, w.Close())
	again, err := table.Open(made.Dir())
	must(t, err)
	t.Cleanup(func() { again.Close() })
	return again, told
}

func steady(rate float64) func(int) float64 { return func(int) float64 { return rate } }

func risesAt(rate float64, from int) func(int) float64 {
	return func(day int) float64 {
		if day >= from {
			return 3 * rate
		}
		return rate
	}
}

var plans = []plan{{"D0001", "de factuur klopt niet", steady(4)}, {"D0002", "de monteur kwam niet", risesAt(3, 260)}, {"D0003", "lang in de wacht", steady(2)}}

// TestNights: the rise is told in the night that can tell it, and only then.
func TestNights(t *testing.T) {
	var old *table.Tables
	alarms := map[int][]string{}
	for i, until := range []int{250, 262, 266, 268, 270} {
		run := fmt.Sprintf("run%d", i)
		made, told := figure(t, night(t, old, run, until, plans), run)
		if len(told.Notices) > 0 {
			t.Errorf("day %d: notices %v", until, told.Notices)
		}
		alarms[until], old = told.Alarms, made
	}
	total := 0
	for until, lines := range alarms {
		total += len(lines)
		for _, line := range lines {
			if until > 266 || !strings.Contains(line, "“de monteur kwam niet” (D0002) stijgt: ") || !strings.Contains(line, "november 2025") {
				t.Errorf("day %d: %s", until, line)
			}
		}
	}
	if total != 1 {
		t.Errorf("%d alarms instead of one: %v", total, alarms)
	}
	f, err := Load(old)
	must(t, err)
	if got := f.Alarming(); len(got) != 1 || got[0].DriverID != "D0002" || got[0].AlarmExpected == nil {
		t.Errorf("alarming: %+v", got)
	}
	if all := f.Trends[""]; all.Feedback != old.Rows("feedback") || all.Rate == nil || *all.RateLow > *all.Rate {
		t.Errorf("all feedback: %+v", all)
	}
	days, err := table.All[table.DriverDay](old)
	must(t, err)
	counted := map[string]int64{}
	for _, d := range days {
		counted[d.DriverID] += int64(d.Count)
		if d.Exposure == nil || *d.Exposure != 20000 {
			t.Fatalf("exposure of %v", d)
		}
	}
	for id, trend := range f.Trends {
		if counted[id] != trend.Feedback {
			t.Errorf("driver %q: %d by day, %d in all", id, counted[id], trend.Feedback)
		}
	}
}

// TestFoundLater: a driver of which a later run knows only part of the past is
// no rise.
func TestFoundLater(t *testing.T) {
	later := append(slices.Clone(plans), plan{"D0004", "nieuwe driver", func(day int) float64 {
		if day < 200 {
			return .1
		}
		return 3
	}})
	before, _ := figure(t, night(t, nil, "een", 201, plans), "een")
	fresh := night(t, before, "twee", 208, later)
	w := table.Amend(fresh, "twee")
	must(t, table.Put(w, "", table.DriverEvent{At: firstDay.AddDate(0, 0, 240), Newest: firstDay.AddDate(0, 0, 200), DriverID: "D0004", Kind: "gevonden", RunID: "twee"}))
	must(t, w.Close())
	fresh, err := table.Open(fresh.Dir())
	must(t, err)
	defer fresh.Close()
	if _, told := figure(t, fresh, "twee"); len(told.Alarms) > 0 {
		t.Errorf("%v", told.Alarms)
	}
}

// TestTopics holds that the table names the topic that pages name.
func TestTopics(t *testing.T) {
	made, _ := figure(t, night(t, nil, "run", 60, plans), "run")
	f, err := facts.Load(made)
	must(t, err)
	rows, err := table.All[table.Driver](made)
	must(t, err)
	if len(rows) != len(plans) {
		t.Errorf("%d drivers", len(rows))
	}
	for _, d := range rows {
		if d.Topic != "onderwerp."+d.ID || d.Topic != f.Driver(d.ID).TopTopic || d.Name == "" {
			t.Errorf("%s %q is about %q, on pages %q", d.ID, d.Name, d.Topic, f.Driver(d.ID).TopTopic)
		}
	}
}

// TestFigures: segments, impact and plain figures of a night.
func TestFigures(t *testing.T) {
	made, _ := figure(t, night(t, nil, "run", 200, plans), "run")
	f, err := Load(made)
	must(t, err)
	if got := f.Segments["D0002"]; len(got) != 1 || got[0].Dimension != "product" || got[0].Value != "App" || got[0].RatioLow > 3 || got[0].RatioHigh < 3 {
		t.Errorf("segments: %+v", got)
	}
	if got := f.Segments["D0001"]; len(got) == 0 || got[0].Value != "Stroom" {
		t.Errorf("segments of the others: %+v", got)
	}
	if got := f.Impacts["D0001"]; len(got) != 1 || got[0].Score != "nps" || got[0].ImpactLow <= 0 || got[0].EffectLow > -40 || got[0].EffectHigh < -40 || got[0].Q > .001 {
		t.Errorf("impact: %+v", got)
	}
	all := f.Of[""]
	for figure, within := range map[string][2]float64{"severity": {2, 2}, "churn": {.099, .101}, "failure": {1, 1}, "answered": {1.5, 2.5}, "value": {100, 1e7}} {
		if got := all[figure]; got.Value == nil || *got.Value < within[0] || *got.Value > within[1] || *got.Low > *got.Value || *got.High < *got.Value {
			t.Errorf("%s: %+v", figure, got)
		}
	}
	if got := all["closed"]; got.Value != nil || got.N != 0 {
		t.Errorf("what is never closed: %+v", got)
	}
	days, err := Days(made, "D0002")
	must(t, err)
	if int64(len(days)) > 200 || len(days) < 150 || days[0].DriverID != "D0002" {
		t.Errorf("%d days", len(days))
	}
}

// TestPeriods: weeks and months are whole, add up to the days, and have a rate
// where customers are known.
func TestPeriods(t *testing.T) {
	first := time.Date(2026, 1, 7, 0, 0, 0, 0, time.UTC) // a Wednesday
	h := &history{calendar: trend.Calendar{First: first, Days: 60}, exposure: slices.Repeat([]float64{2000}, 60)}
	counts := slices.Repeat([]int32{1}, 60) // until 7 March
	got := map[string][]table.DriverPeriod{}
	for _, p := range h.periods(&trendOf{id: "D1", counts: counts}) {
		got[p.Unit] = append(got[p.Unit], p)
	}
	months, weeks := got["maand"], got["week"]
	if len(months) != 1 || months[0].Start != time.Date(2026, 2, 1, 0, 0, 0, 0, time.UTC) || months[0].Count != 28 || *months[0].Rate != 14 || *months[0].RateLow > 10 || *months[0].RateHigh < 18 {
		t.Errorf("months %+v", months)
	}
	if len(weeks) != 7 || weeks[0].Start != first.AddDate(0, 0, 5) || weeks[0].Count != 7 || *weeks[0].Exposure != 2000 || weeks[0].Rate != nil {
		t.Errorf("weeks %+v: seven feedback are too few for a rate", weeks)
	}
	h.founded = map[string]time.Time{"D1": first.AddDate(0, 0, 40)}
	if late := h.periods(&trendOf{id: "D1", counts: counts}); len(late) != 1 {
		t.Errorf("of a driver that was found on 16 February: %+v", late)
	}
}

// TestStatedScale: a source that states its scale is measured on it, also if
// nobody gave its highest score; one that states two is measured by its scores.
func TestStatedScale(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "tables")
	w, err := table.NewWriter(dir, "run", nil)
	must(t, err)
	four := 4.0
	for _, s := range []table.Source{
		{Source: "gezegd", Scales: []table.Scale{{Column: "moeite", Kind: "ces", Min: 1, Max: 7, High: "easy"}, {Column: "oordeel", Kind: "afhandeling", Min: 0, Max: 10}}},
		{Source: "niets"},
		{Source: "twee", Scales: []table.Scale{{Column: "a", Kind: "ces", Min: 1, Max: 7}, {Column: "b", Kind: "ces", Min: 1, Max: 10}}},
	} {
		must(t, table.Put(w, "", s))
		must(t, table.Put(w, "2026-01", table.Feedback{ID: "F-" + s.Source, Source: s.Source, ReceivedMonth: "2026-01", CES: &four, Handling: &four}))
	}
	must(t, w.Close())
	made, err := table.Open(dir)
	must(t, err)
	defer made.Close()
	k, err := loadWork(made)
	must(t, err)
	for score, want := range map[string][]float64{"ces": {50, 75, 75}, "handling": {40, 75, 75}, "stars": {math.NaN(), math.NaN(), math.NaN()}} {
		if got := k.points(score); fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("%s: %v, want %v", score, got, want)
		}
	}
}

// TestFirstNight: what a first run finds is no alarm.
func TestFirstNight(t *testing.T) {
	_, told := figure(t, night(t, nil, "run", 265, plans), "run")
	if len(told.Alarms) > 0 || len(told.Notices) != 1 {
		t.Errorf("first night: %+v", told)
	}
}

// TestAtOnce: a rise of nearly everything is one alarm.
func TestAtOnce(t *testing.T) {
	var many []plan
	for i := range 12 {
		rate := risesAt(2, 200)
		if i == 0 {
			rate = steady(200)
		}
		many = append(many, plan{fmt.Sprintf("D%04d", i+1), fmt.Sprintf("driver %d", i+1), rate})
	}
	before, _ := figure(t, night(t, nil, "een", 195, many), "een")
	_, told := figure(t, night(t, before, "twee", 207, many), "twee")
	if len(told.Alarms) != 1 || !strings.Contains(told.Alarms[0], "tegelijk") {
		t.Errorf("%v", told.Alarms)
	}
}

// TestNothing: no feedback, feedback without a date, one day.
func TestNothing(t *testing.T) {
	for _, until := range []int{0, 1} {
		made, told := figure(t, night(t, nil, "run", until, plans), "run")
		if len(told.Alarms)+len(told.Notices) > 0 {
			t.Errorf("%d days: %+v", until, told)
		}
		f, err := Load(made)
		must(t, err)
		if until == 0 && len(f.Trends) > 0 {
			t.Errorf("trends of nothing: %v", f.Trends)
		}
	}
}

// TestDimensions: every key of a fact has a row in its dimension, and the
// calendar knows the days that others get wrong.
func TestDimensions(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "tables")
	w, err := table.NewWriter(dir, "run", nil)
	must(t, err)
	must(t, table.Put(w, "", table.Run{RunID: "run", Started: time.Date(2025, 2, 1, 0, 0, 0, 0, time.UTC)}))
	at := time.Date(2024, 12, 31, 23, 30, 0, 0, time.UTC) // 2025 in the Netherlands
	must(t, table.Put(w, "2025-01", table.Feedback{ID: "F1", Received: at, ReceivedMonth: "2025-01", Region: "Noord"}))
	must(t, table.Put(w, "2025-01", table.FeedbackTopic{FeedbackID: "F1", Topic: "factuur.onjuist"}, table.FeedbackTopic{FeedbackID: "F1", Topic: "oud.vervallen"}))
	must(t, w.Close())
	made, err := table.Open(dir)
	must(t, err)
	defer made.Close()
	made, _ = figure(t, made, "run")
	days, err := table.All[table.Date](made)
	must(t, err)
	if len(days) != 365 {
		t.Fatalf("%d days", len(days))
	}
	if first := days[0]; first.Day.Format(time.DateOnly) != "2025-01-01" || first.Week != 1 || first.WeekdayName != "woensdag" {
		t.Errorf("1 January: %+v", first)
	}
	if last := days[364]; last.WeekYear != 2026 || last.Week != 1 || last.Quarter != 4 || last.MonthName != "december" || last.Weekend {
		t.Errorf("31 December: %+v", last)
	}
	topics, err := table.All[table.Topic](made)
	must(t, err)
	byID := map[string]table.Topic{}
	for _, r := range topics {
		byID[r.Topic] = r
	}
	if got := byID["factuur.onjuist"]; got.Name == got.Topic || got.Main != "factuur" || got.MainName == "factuur" || got.Parent != "factuur" || got.Level != 2 || got.Retired {
		t.Errorf("a topic of the scheme: %+v", got)
	}
	if !byID["oud.vervallen"].Retired || byID["factuur"].Level != 1 || byID["factuur"].Parent != "" {
		t.Errorf("an old topic and a main group: %+v %+v", byID["oud.vervallen"], byID["factuur"])
	}
	segments, err := table.All[table.Segment](made)
	must(t, err)
	if !slices.Contains(segments, table.Segment{Dimension: "region", Value: "Noord", Feedback: 1}) {
		t.Errorf("segments: %+v", segments)
	}
}
