package web

import (
	"net/http"
	"slices"

	"luister/export/facts"
	"luister/export/report"
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
	Largest []*facts.Driver
}

const shownDrivers = 6 // in the lists on the start page

func (s *Server) start(_ *http.Request, o *opened) (*view, error) {
	f := o.facts
	rows := f.All()
	d := startData{Facts: f, All: f.Split(rows), Monthly: f.Monthly(rows), Largest: f.Drivers[:min(shownDrivers, len(f.Drivers))]}
	d.Without = int(f.Run.WithoutDriver)
	d.Forms = inOrder(f.Tally(rows, &f.Form), code.DefaultScheme().Forms)
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
	slices.SortStableFunc(d.Growing, func(a, b *facts.Driver) int { return b.Recent - a.Recent })
	d.News, d.Growing = d.News[:min(shownDrivers, len(d.News))], d.Growing[:min(shownDrivers, len(d.Growing))]
	if runs, err := s.newestRuns(1); err == nil && len(runs) > 0 {
		d.Run = runs[0]
	}
	return &view{Page: "start", Title: "Overzicht", Data: d}, nil
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
