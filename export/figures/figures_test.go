package figures

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"luister/export/table"
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
				must(t, table.Put(w, month, table.Feedback{ID: id, Received: at, ReceivedMonth: month, Severity: 2, Sentiment: "negatief"}))
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
	told, err := Write(made, w)
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
