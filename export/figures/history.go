package figures

import (
	"math"
	"slices"
	"time"

	"luister/cluster"
	"luister/cluster/infer"
	"luister/cluster/trend"
	"luister/export/facts"
	"luister/export/table"
	"luister/ingest/value"
)

const (
	strayShare  = 200 // one in so many feedback may be dated more than strayDays before all others: history starts after them
	strayDays   = 60
	tableDays   = 2 * 365
	leastDay    = 0.1 // expected on a day that has no feedback, to have a row
	alarmDays   = 14  // an alarm that was found longer ago is history
	stateRatio  = 1.5
	monthLayout = "2006-01"
)

// A history is the feedback of all drivers by day.
type history struct {
	facts    *facts.Facts
	calendar trend.Calendar
	day      []int32   // of every row; negative or too large for one outside the calendar
	exposure []float64 // customers by day; nil if unknown
	all      *trend.All
	founded  map[string]time.Time // drivers that a later run than the first found, and when
}

func newHistory(f *facts.Facts, exposure map[string]float64, founded map[string]time.Time) *history {
	h := &history{facts: f, founded: founded}
	h.place()
	h.exposure = exposureByDay(h.calendar, exposure)
	h.all = trend.New(h.calendar, h.counts(f.All()), h.exposure, len(f.Drivers))
	return h
}

// place gives every row its day, and finds on which days there is something to
// look at. A day is a day in the Netherlands.
func (h *history) place() {
	dates := make([]time.Time, len(h.facts.IDs))
	var sorted []int64
	until := h.facts.Latest
	for row := range dates {
		at := h.facts.Received(int32(row))
		if at.IsZero() || at.After(until) {
			continue
		}
		dates[row] = value.DayOf(at)
		sorted = append(sorted, dates[row].Unix())
	}
	h.day = make([]int32, len(dates))
	if len(sorted) == 0 {
		for row := range h.day {
			h.day[row] = -1
		}
		return
	}
	slices.Sort(sorted)
	last := time.Unix(sorted[len(sorted)-1], 0).UTC()
	early := time.Unix(sorted[len(sorted)/strayShare], 0).UTC().AddDate(0, 0, -strayDays)
	i, _ := slices.BinarySearch(sorted, early.Unix())
	first := time.Unix(sorted[i], 0).UTC()
	if longest := last.AddDate(0, 0, 1-trend.Longest); first.Before(longest) {
		first = longest
	}
	h.calendar = trend.Calendar{First: first, Days: int(last.Sub(first).Hours()/24) + 1}
	for row, date := range dates {
		h.day[row] = -1
		if !date.IsZero() && !date.Before(first) {
			h.day[row] = int32(h.calendar.Day(date))
		}
	}
}

// counts counts rows by day.
func (h *history) counts(rows []int32) []int32 {
	counts := make([]int32, h.calendar.Days)
	for _, row := range rows {
		if day := h.day[row]; day >= 0 {
			counts[day]++
		}
	}
	return counts
}

// A trendOf is one driver through time. The one without id is all feedback.
type trendOf struct {
	id     string
	counts []int32
	*trend.Picture
	state string
}

// trends looks at all feedback and at every driver in use.
func (h *history) trends() []trendOf {
	if h.calendar.Days == 0 {
		return nil
	}
	all := []trendOf{{id: "", counts: h.counts(h.facts.All())}}
	for _, d := range h.facts.Drivers {
		all = append(all, trendOf{id: d.ID, counts: h.counts(d.Rows)})
	}
	for i := range all {
		all[i].Picture = h.all.Look(all[i].counts, h.since(all[i].id))
	}
	states(all)
	return all
}

// since is the day from which a driver has all its feedback.
func (h *history) since(driver string) int {
	at, ok := h.founded[driver]
	if !ok {
		return 0
	}
	return min(max(0, h.calendar.Day(value.DayOf(at))+1), h.calendar.Days)
}

// loadFounded says of the drivers that were not found by the first run of what
// date the newest feedback was when they were.
func loadFounded(tables *table.Tables) (map[string]time.Time, error) {
	runs, err := table.All[table.Run](tables)
	if err != nil || len(runs) == 0 {
		return nil, err
	}
	events, err := table.All[table.DriverEvent](tables)
	founded := map[string]time.Time{}
	for _, e := range events {
		if e.Kind == string(cluster.Founded) && e.RunID != runs[0].RunID {
			founded[e.DriverID] = e.At
			if !e.Newest.IsZero() {
				founded[e.DriverID] = e.Newest
			}
		}
	}
	return founded, err
}

// states says which drivers come up or fade: what differs enough, and not by
// chance with so many drivers looked at.
func states(all []trendOf) {
	var looked []*trendOf
	var p []float64
	for i := range all {
		if t := &all[i]; float64(t.Recent)+t.RecentExpected >= infer.MinN {
			looked, p = append(looked, t), append(p, t.RecentP)
		}
	}
	for i, q := range infer.FalseDiscovery(p) {
		t := looked[i]
		switch more := float64(t.Recent) / t.RecentExpected; {
		case q > infer.MaxFalse:
		case more >= stateRatio:
			t.state = "opkomend"
		case more <= 1/stateRatio:
			t.state = "vervagend"
		}
	}
}

func (h *history) put(w *table.Writer, trends []trendOf) error {
	for i := range trends {
		t := &trends[i]
		if err := table.Put(w, "", h.row(t)); err != nil {
			return err
		}
		if err := table.Put(w, "", h.days(t)...); err != nil {
			return err
		}
		if err := table.Put(w, "", h.periods(t)...); err != nil {
			return err
		}
	}
	return nil
}

// row is a driver's row in driver_trend.
func (h *history) row(t *trendOf) table.DriverTrend {
	r := table.DriverTrend{DriverID: t.id, Feedback: int64(t.N), First: h.calendar.First, Last: h.calendar.Date(h.calendar.Days - 1),
		PerDay: t.PerDay.Value, PerDayLow: t.PerDay.Low, PerDayHigh: t.PerDay.High, Seasonal: t.Seasonal, Recent: int64(t.Recent), State: t.state}
	r.Rate, r.RateLow, r.RateHigh = ends(t.PerMonth)
	r.Trend, r.TrendLow, r.TrendHigh = ends(t.Trend)
	if h.calendar.Days >= 2*infer.MinGroup {
		r.RecentUsual = orNil(t.RecentExpected)
	}
	for _, c := range t.Changes {
		r.Changes = append(r.Changes, table.LevelChange{Day: h.calendar.Date(c.Day), Ratio: c.Ratio})
	}
	if a, ok := h.alarm(t); ok {
		r.Alarm, r.AlarmSince, r.AlarmFound = "stijging", h.calendar.Date(a.Since), h.calendar.Date(a.Found)
		r.AlarmCount, r.AlarmExpected = int64(a.Count), orNil(a.Expected)
	}
	return r
}

// alarm gives the alarm that is still news.
func (h *history) alarm(t *trendOf) (trend.Alarm, bool) {
	if n := len(t.Alarms); n > 0 && t.Alarms[n-1].Found > h.calendar.Days-1-alarmDays {
		return t.Alarms[n-1], true
	}
	return trend.Alarm{}, false
}

// ends takes an estimate apart, all nil if it is not to be shown.
func ends(e infer.Estimate) (value, low, high *float64) {
	if !e.Shown() {
		return nil, nil, nil
	}
	return &e.Value, &e.Low, &e.High
}

// days are a driver's rows in driver_day.
func (h *history) days(t *trendOf) []table.DriverDay {
	found := map[int]bool{}
	for _, a := range t.Alarms {
		found[a.Found] = true
	}
	var rows []table.DriverDay
	for day := max(0, h.calendar.Days-tableDays); day < h.calendar.Days; day++ {
		if e := t.Expected[day]; t.counts[day] == 0 && (math.IsNaN(e) || e < leastDay) {
			continue
		}
		row := table.DriverDay{DriverID: t.id, Day: h.calendar.Date(day), Count: t.counts[day],
			Expected: orNil(t.Expected[day]), Low: orNil(t.Low[day]), High: orNil(t.High[day]), Alarm: found[day]}
		if h.exposure != nil {
			row.Exposure = &h.exposure[day]
		}
		rows = append(rows, row)
	}
	return rows
}
