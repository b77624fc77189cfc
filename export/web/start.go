package web

import (
	"net/http"
	"slices"

	"luister/export/facts"
	"luister/export/report"
	"luister/export/table"
	"luister/nlp/code"
)

// startData is what the start page shows.
type startData struct {
	Facts   *facts.Facts
	Run     *report.Run // the newest; nil if its manifest is gone
	All     facts.Count
	Monthly []facts.Count
	Forms   []facts.Count // in the order of the scheme
	Most    int           // of the largest form
	Without int           // feedback without a driver
	News    []*facts.Driver
	Growing []*facts.Driver
	Largest []*facts.Driver // that matter most, of those that are not due
	Alarms  []alarmRow
	Due     []dueRow
	Overdue int // measures that should have started
}

// alarmRow is a driver with an alarm.
type alarmRow struct {
	table.DriverTrend
	On *facts.Driver
}

// dueRow is a driver that is due for a session, and why.
type dueRow struct {
	*facts.Driver
	Why []string
}

const shownDrivers = 6 // in the lists on the start page

func (s *Server) start(_ *http.Request, o *opened) (*view, error) {
	f := o.facts
	rows := f.All()
	d := startData{Facts: f, All: f.Split(rows), Monthly: f.Monthly(rows), Largest: f.Drivers[:min(shownDrivers, len(f.Drivers))]}
	d.Without = int(f.Run.WithoutDriver)
	d.Forms = inOrder(f.Tally(rows, &f.Form), s.options.Scheme.Forms)
	for _, form := range d.Forms {
		d.Most = max(d.Most, form.N)
	}
	for _, driver := range f.Drivers {
		if driver.New {
			d.News = append(d.News, driver)
		} else if driver.Growing {
			d.Growing = append(d.Growing, driver)
		}
	}
	d.attention(o)
	slices.SortStableFunc(d.Growing, func(a, b *facts.Driver) int { return b.Recent - a.Recent })
	d.News, d.Growing = d.News[:min(shownDrivers, len(d.News))], d.Growing[:min(shownDrivers, len(d.Growing))]
	if runs, err := s.newestRuns(1); err == nil && len(runs) > 0 {
		d.Run = runs[0]
	}
	return &view{Page: "start", Title: "Overzicht", Data: d}, nil
}

// attention fills in what asks for attention: alarms and the agenda, and below it
// the drivers that matter most of those that are not there already.
func (d *startData) attention(o *opened) {
	for _, t := range o.figures.Alarming() {
		if on := o.facts.Driver(t.DriverID); on != nil {
			d.Alarms = append(d.Alarms, alarmRow{t, on})
		}
	}
	for _, r := range o.learning.Due() {
		if on := o.facts.Driver(r.DriverID); on != nil && len(d.Due) < shownDrivers {
			d.Due = append(d.Due, dueRow{on, r.Why})
		}
	}
	d.Overdue = len(o.learning.Overdue())
	ranked := slices.DeleteFunc(slices.Clone(o.facts.Drivers), func(f *facts.Driver) bool {
		return f.Split.Positive > f.Split.Negative || slices.ContainsFunc(d.Due, func(due dueRow) bool { return due.Driver == f })
	})
	o.byAttention(ranked)
	d.Largest = ranked[:min(shownDrivers, len(ranked))]
}

// inOrder puts counts in the order of the scheme; what it does not know comes last.
func inOrder(counts []facts.Count, order []code.Class) []facts.Count {
	place := map[string]int{}
	for i, c := range order {
		place[c.ID] = i + 1
	}
	slices.SortStableFunc(counts, func(a, b facts.Count) int {
		at := func(c facts.Count) int {
			if p := place[c.Value]; p > 0 {
				return p
			}
			return len(order) + 1
		}
		return at(a) - at(b)
	})
	return counts
}
