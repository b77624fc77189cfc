package web

import (
	"log/slog"
	"net/http"
	"slices"

	"luister/export/facts"
	"luister/export/index"
	"luister/export/learning"
)

const (
	shownElsewhere = 3
	poolElsewhere  = 60 // compliments that are looked at
	shownContacts  = 50
)

// around is what surrounds a driver: where the same goes well, and who may be asked.
type around struct {
	Elsewhere []hit // compliments on the same problem, outside the driver
	Contacts  contacts
}

// contacts are the customers of a driver who may be approached.
type contacts struct {
	All   int
	Shown []learning.Contact // as pseudonyms, those who wrote last first
	More  int
}

// elsewhere finds compliments on what a driver is about that are not in it:
// where does it go well? They have its topic and are like its typical feedback.
func (o *opened) elsewhere(r *http.Request, d *facts.Driver, v *facts.Voices) ([]hit, error) {
	if len(v.Typical) == 0 || d.TopTopic == "" || len(v.Complaints) == 0 {
		return nil, nil
	}
	x, err := o.withVectors()
	if err != nil {
		return nil, err
	}
	found, err := x.Similar(r.Context(), index.SimilarTo{ID: v.Typical[0].ID, Query: index.Query{Size: poolElsewhere, Values: map[index.Facet][]string{index.Form: {"compliment"}, index.Topic: {d.TopTopic}}}})
	if err != nil {
		return nil, err
	}
	var out []hit
	seen := []*facts.Driver{d}
	for _, m := range found {
		row, ok := o.facts.Row(m.ID)
		if !ok || len(out) == shownElsewhere {
			continue
		}
		of := o.facts.DriversOf(row)
		if slices.ContainsFunc(of, func(d *facts.Driver) bool { return slices.Contains(seen, d) }) {
			continue
		}
		seen = append(seen, of...) // one of each: they say the same
		texts, err := o.tables.Said(m.ID)
		if err != nil {
			return nil, err
		}
		for _, text := range texts {
			out = append(out, o.hit(text, closest(m)))
		}
	}
	return out, nil
}

// aroundOf gives what surrounds a driver, found once a snapshot.
func (o *opened) aroundOf(r *http.Request, d *facts.Driver, v *facts.Voices) (around, error) {
	if a, ok := o.around.Load(d.ID); ok {
		return a.(around), nil
	}
	all, err := learning.Consenting(o.tables, d.ID)
	if err != nil {
		return around{}, err
	}
	a := around{Contacts: contacts{All: len(all), Shown: all[:min(shownContacts, len(all))], More: max(0, len(all)-shownContacts)}}
	if a.Elsewhere, err = o.elsewhere(r, d, v); err != nil {
		slog.Error("compliments elsewhere could not be found", "driver", d.ID, "error", err)
		return a, nil // it is tried again
	}
	o.around.Store(d.ID, a)
	return a, nil
}
