package web

import (
	"net/http"
	"os"
	"path/filepath"

	"luister/cluster/agenda"
	"luister/cluster/decision"
	"luister/cluster/effect"
	"luister/cluster/indicator"
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
	var ids []string
	for _, p := range o.learning.Suggestions {
		d.All += len(p.Feedback)
		if len(d.Rows) < shownSuggestions {
			d.Rows = append(d.Rows, suggestionRow{Proposal: p, On: o.facts.Driver(p.Driver)})
			ids = append(ids, p.Feedback[0])
		}
	}
	texts, err := o.rows(ids)
	if err != nil {
		return nil, err
	}
	byID := map[string]table.Feedback{}
	for _, t := range texts {
		byID[t.ID] = t
	}
	for i, id := range ids {
		d.Rows[i].First = o.hit(byID[id], nil)
	}
	return &view{Page: "suggestions", Title: "Suggesties", Data: d}, nil
}

// reachData is what the page about whose voice is heard shows.
type reachData struct {
	Reach   []table.Reach
	Answers []answerRow // response per channel and stance
	Words   []table.NewWord
}

// answerRow is how much feedback came by a way, and how it was meant.
type answerRow struct {
	Dimension, Value string
	All, Praise      table.Indicator
}

// reach shows whose voice is missing.
func (s *Server) reach(_ *http.Request, o *opened) (*view, error) {
	d := reachData{Reach: o.learning.Reach, Words: o.learning.Words}
	for _, dimension := range []string{"channel", "stance"} {
		column := &o.facts.Channel
		values := map[string]bool{}
		if dimension == "stance" {
			values["reactief"], values["proactief"] = true, true
		} else {
			for _, v := range column.Values {
				values[v] = v != ""
			}
		}
		for _, value := range sorted(values) {
			all := o.learning.Indicator("feedback", dimension, value)
			praise := o.learning.Indicator("aandeel_complimenten", dimension, value)
			if len(all) > 0 && len(praise) > 0 {
				d.Answers = append(d.Answers, answerRow{dimension, value, all[0], praise[0]})
			}
		}
	}
	return &view{Page: "reach", Title: "Bereik", Data: d}, nil
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
