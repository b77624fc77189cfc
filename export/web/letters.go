package web

import (
	"cmp"
	"html/template"
	"net/http"
	"slices"
	"time"

	"luister/export/facts"
	"luister/export/page"
	"luister/export/table"
	"luister/ingest/value"
)

const (
	shownLetters  = 5
	shortestWords = 40 // a letter tells a story; an answer of a few words does not
	letterPool    = 60 // candidates of which the texts are looked at
)

// lettersData is what the page with the letters of a week shows.
type lettersData struct {
	Monday  time.Time
	Sunday  time.Time
	All     int // feedback of that week
	Letters []letter
	Before  string // the week before, as in an address
	After   string // empty for the last one
}

// letter is one whole feedback.
type letter struct {
	table.Feedback
	Shown   template.HTML
	Drivers []*facts.Driver
}

// letters shows a few whole letters of one week, the most severe ones first and
// of different drivers, for people who lead.
func (s *Server) letters(r *http.Request, o *opened) (*view, error) {
	f := o.facts
	last := monday(f.Latest)
	at, err := value.ParseDay(r.URL.Query().Get("week"))
	if err != nil || at.After(last) {
		at = last
	}
	d := lettersData{Monday: monday(at)}
	d.Sunday = d.Monday.AddDate(0, 0, 6)
	d.Before = d.Monday.AddDate(0, 0, -7).Format(time.DateOnly)
	if d.Monday.Before(last) {
		d.After = d.Monday.AddDate(0, 0, 7).Format(time.DateOnly)
	}
	rows := f.Of(facts.Side{From: d.Monday, Until: d.Sunday})
	d.All = len(rows)
	slices.SortStableFunc(rows, func(a, b int32) int { return cmp.Compare(f.Severity[b], f.Severity[a]) })
	texts, err := o.rows(f.IDsOf(rows, letterPool))
	if err != nil {
		return nil, err
	}
	d.Letters = choose(texts, f)
	return &view{Page: "letters", Title: "Brieven van de week", Data: d}, nil
}

func monday(t time.Time) time.Time {
	t = time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC)
	return t.AddDate(0, 0, -(int(t.Weekday())+6)%7)
}

// choose takes letters that tell a story, in order, and of every driver only
// one as long as there are others.
func choose(texts []table.Feedback, f *facts.Facts) []letter {
	var chosen, others []letter
	seen := map[string]bool{}
	for _, text := range texts {
		if text.Words < shortestWords {
			continue
		}
		row, _ := f.Row(text.ID)
		one := letter{text, page.Text(text.Text), f.DriversOf(row)}
		if len(one.Drivers) > 0 && seen[one.Drivers[0].ID] {
			others = append(others, one)
			continue
		}
		if len(one.Drivers) > 0 {
			seen[one.Drivers[0].ID] = true
		}
		chosen = append(chosen, one)
	}
	chosen = append(chosen, others...)
	return chosen[:min(shownLetters, len(chosen))]
}
