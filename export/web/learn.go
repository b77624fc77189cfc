package web

import (
	"cmp"
	"fmt"
	"math"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"luister/cluster/agenda"
	"luister/cluster/decision"
	"luister/cluster/effect"
	"luister/cluster/indicator"
	"luister/cluster/infer"
	"luister/cluster/reach"
	"luister/export/facts"
	"luister/export/learning"
	"luister/export/pack"
	"luister/export/page"
	"luister/export/table"
)

// measuresData is what the page of measures and targets shows.
type measuresData struct {
	Measures   []table.MeasureEffect
	Overdue    int
	Targets    []targetRow
	Indicators []indicator.Definition
	Drivers    []*facts.Driver
	Progress   []string
	Pending    []decidedRow // since the snapshot
}

// targetRow is a target with the indicator it is about.
type targetRow struct {
	table.Target
	Name string
	Show func(float64) string
	On   string // name of the driver; empty for all feedback
}

// Few says whether too little stands behind the indicator to show it.
func (t targetRow) Few() bool { return t.N < infer.MinN }

// measures shows what was done about drivers, what came of it, and how targets stand.
func (s *Server) measures(_ *http.Request, o *opened) (*view, error) {
	now, err := s.decisions.read()
	if err != nil {
		return nil, err
	}
	d := measuresData{Measures: o.learning.Measures, Overdue: len(o.learning.Overdue()), Indicators: indicator.Definitions(), Drivers: o.facts.Drivers, Progress: effect.Progress()}
	for _, t := range o.learning.Targets {
		row := targetRow{Target: t, Name: t.Indicator, Show: page.Decimal}
		if definition, ok := indicator.Named(t.Indicator); ok {
			row.Name, row.Show = definition.Label, showing(definition.Unit)
		}
		if driver := o.facts.Driver(t.DriverID); driver != nil {
			row.On = driver.Name
		}
		d.Targets = append(d.Targets, row)
	}
	for _, row := range s.rowsOf(now.about(func(e *decision.Event) bool { return e.Kind == decision.Measure || e.Kind == decision.Target }), now, o) {
		if row.Pending && !row.Undone {
			d.Pending = append(d.Pending, row)
		}
	}
	return &view{Page: "measures", Title: "Maatregelen en doelen", Data: d}, nil
}

// showing says how numbers of a unit are written.
func showing(unit indicator.Unit) func(float64) string {
	switch unit {
	case indicator.Part:
		return page.Percent
	case indicator.Days:
		return inDays
	}
	return page.Decimal
}

// suggestionRow is a group of suggestions with one of its texts.
type suggestionRow struct {
	learning.Proposal
	First hit
	On    *facts.Driver
}

// suggestionsData is what the page of suggestions shows.
type suggestionsData struct {
	Rows     []suggestionRow
	All      int // suggestions
	Progress []string
}

const shownSuggestions = 60

// suggestions shows what customers propose, gathered, with what came of it.
func (s *Server) suggestions(_ *http.Request, o *opened) (*view, error) {
	d := suggestionsData{Progress: decision.Progress()}
	for _, p := range o.learning.Suggestions {
		d.All += len(p.Feedback)
	}
	var err error
	d.Rows, err = o.proposed(o.learning.Suggestions)
	return &view{Page: "suggestions", Title: "Suggesties", Data: d}, err
}

// proposed gives the first groups of suggestions with one text of each.
func (o *opened) proposed(all []learning.Proposal) ([]suggestionRow, error) {
	var ids []string
	var rows []suggestionRow
	for _, p := range all[:min(shownSuggestions, len(all))] {
		rows = append(rows, suggestionRow{Proposal: p, On: o.facts.Driver(p.Driver)})
		ids = append(ids, p.Feedback[0])
	}
	texts, err := o.tables.Said(ids...)
	byID := map[string]table.Said{}
	for _, t := range texts {
		byID[t.ID] = t
	}
	for i, id := range ids {
		rows[i].First = o.hit(byID[id], nil)
	}
	return rows, err
}

// reachData is what the page about whose voice is heard shows.
type reachData struct {
	Reach []heard
	Ways  []way
	Words []table.NewWord
}

// heard is how much a group of customers is heard.
type heard struct {
	table.Reach
	Hidden string // what stands for its number; empty where that is shown
}

// heardOf says of groups how much they are heard. Of too few people no number is
// shown, nor of a group from which it would follow.
func heardOf(all []table.Reach) []heard {
	rows := make([]heard, 0, len(all))
	for len(all) > 0 {
		n := slices.IndexFunc(all, func(r table.Reach) bool { return r.Dimension != all[0].Dimension })
		if n < 0 {
			n = len(all)
		}
		voices := make([]int, n)
		for i, r := range all[:n] {
			voices[i] = int(r.Voices)
		}
		hidden, mixed := reach.Hide(voices)
		for i, r := range all[:n] {
			row := heard{Reach: r}
			switch {
			case hidden[i] && mixed:
				row.Hidden = "niet getoond"
			case hidden[i]:
				row.Hidden = fmt.Sprintf("minder dan %d", infer.MinCell)
			}
			rows = append(rows, row)
		}
		all = all[n:]
	}
	return rows
}

// Customers and Due are those of the group, and the voices expected of it, in
// whole people.
func (h heard) Customers() int64 { return int64(math.Round(h.Exposure)) }
func (h heard) Due() int64       { return int64(math.Round(h.Expected)) }

// way is a dimension along which feedback comes in.
type way struct {
	Label string
	Most  int // of the value with most feedback
	Rows  []answerRow
}

// answerRow is how much feedback came by a way in a year, and how much of it is praise.
type answerRow struct {
	Label  string
	Count  facts.Count // praise counts as positive
	Praise float64
}

// reach shows whose voice is missing.
func (s *Server) reach(_ *http.Request, o *opened) (*view, error) {
	d := reachData{Reach: heardOf(o.learning.Reach), Words: o.learning.Words}
	channels := map[string]string{}
	for _, v := range o.facts.Channel.Values {
		if v != "" {
			channels[v] = strings.ReplaceAll(v, "_", " ")
		}
	}
	stances := map[string]string{"reactief": "uit eigen beweging", "proactief": "gevraagd door ons"}
	for _, w := range []way{wayOf("Kanaal", "channel", channels, o), wayOf("Gevraagd of uit eigen beweging", "stance", stances, o)} {
		if len(w.Rows) > 0 {
			d.Ways = append(d.Ways, w)
		}
	}
	return &view{Page: "reach", Title: "Bereik", Data: d}, nil
}

// wayOf counts what came in along the values of a dimension, most first.
func wayOf(label, dimension string, labels map[string]string, o *opened) way {
	w := way{Label: label}
	for value, name := range labels {
		all, praise := o.learning.Indicator("feedback", dimension, value), o.learning.Indicator("aandeel_complimenten", dimension, value)
		if len(all) == 0 || len(praise) == 0 || all[0].Figure == nil || praise[0].Figure == nil {
			continue
		}
		n := int(math.Round(*all[0].Figure))
		w.Rows = append(w.Rows, answerRow{name, facts.Count{Value: value, N: n, Positive: int(math.Round(float64(n) * *praise[0].Figure))}, *praise[0].Figure})
		w.Most = max(w.Most, n)
	}
	slices.SortFunc(w.Rows, func(a, b answerRow) int { return cmp.Or(b.Count.N-a.Count.N, cmp.Compare(a.Label, b.Label)) })
	return w
}

// sessionData is what the page of sessions shows.
type sessionData struct {
	Due     []sessionRow
	Log     []sessionEntry
	Drivers []*facts.Driver
	Pending []decidedRow
}

// sessionEntry is a session that was held.
type sessionEntry struct {
	agenda.Session
	On []*facts.Driver
}

type sessionRow struct {
	*facts.Driver
	Why  []string // why it is due
	Pack bool     // there is a file to print
}

// session shows the agenda of the next session, and what the ones before came to.
func (s *Server) session(_ *http.Request, o *opened) (*view, error) {
	now, err := s.decisions.read()
	if err != nil {
		return nil, err
	}
	d := sessionData{Drivers: o.facts.Drivers}
	for _, r := range o.learning.Due() {
		driver := o.facts.Driver(r.DriverID)
		if driver == nil || len(d.Due) == pack.Most {
			continue
		}
		_, err := os.Stat(filepath.Join(o.dir, "packs", r.DriverID+".html"))
		d.Due = append(d.Due, sessionRow{driver, r.Why, err == nil})
	}
	for _, held := range o.learning.Sessions {
		entry := sessionEntry{Session: held}
		for _, id := range held.Drivers {
			if driver := o.facts.Driver(id); driver != nil {
				entry.On = append(entry.On, driver)
			}
		}
		d.Log = append(d.Log, entry)
	}
	for _, row := range s.rowsOf(now.about(func(e *decision.Event) bool { return e.Kind == decision.Session }), now, o) {
		if row.Pending && !row.Undone {
			d.Pending = append(d.Pending, row)
		}
	}
	return &view{Page: "session", Title: "Leersessie", Data: d}, nil
}
