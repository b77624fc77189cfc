package web

import (
	"net/http"
	"slices"
	"strings"

	"luister/cluster/decision"
	"luister/export/facts"
	"luister/export/table"
)

// driverData is what the page of a driver shows.
type driverData struct {
	*facts.Driver
	ThemeOf    *facts.Driver // that its theme is named after; nil if it is this one
	Months     []facts.Count
	Topics     []facts.Count
	Experience []facts.Count
	Forms      []facts.Count
	Segments   []segments
	Voices     *facts.Voices
	Newest     []hit
	About      decision.About // what people said of it, also since the snapshot
	Into       *facts.Driver  // that it will become part of; nil if it stays
	Decided    []decidedRow
	Happened   []happening
	Stages     []string
	Others     []*facts.Driver // in order of name
	insight
	around
}

// segments are the counts of one attribute.
type segments struct {
	Label  string
	Counts []facts.Segment
}

const shownCounts = 8

func (s *Server) driver(r *http.Request, o *opened) (*view, error) {
	d := o.facts.Driver(r.PathValue("id"))
	if d == nil {
		return s.retired(r.PathValue("id"), o)
	}
	f := o.facts
	data := driverData{Driver: d, ThemeOf: themeOf(d, f.Drivers), Months: f.Monthly(d.Rows), Forms: f.Tally(d.Rows, &f.Form), Segments: segmentsOf(f, d)}
	data.Topics, data.Experience = few(f.TallyCodes(d.Rows, &f.Topics)), few(f.TallyCodes(d.Rows, &f.Experience))
	var err error
	if data.Voices, err = o.voicesOf(d); err != nil {
		return nil, err
	}
	for _, row := range data.Voices.Newest {
		data.Newest = append(data.Newest, o.hit(row.Said(), nil))
	}
	if data.around, err = o.aroundOf(r, d, data.Voices); err != nil {
		return nil, err
	}
	if err := s.decidedOn(&data, o); err != nil {
		return nil, err
	}
	if data.Happened, err = o.happened(d.ID); err != nil {
		return nil, err
	}
	if data.insight, err = s.insightOf(d.ID, o); err != nil {
		return nil, err
	}
	return &view{Page: "driver", Title: d.Name, Data: data}, nil
}

// segmentsOf counts where a driver sits, of what the deliveries tell.
func segmentsOf(f *facts.Facts, d *facts.Driver) []segments {
	var all []segments
	for _, c := range []struct {
		label  string
		column *facts.Column
	}{{"Product", &f.Product}, {"Afdeling", &f.Department}, {"Regio", &f.Region}, {"Kanaal", &f.Channel}} {
		if counts := f.Segments(d.Rows, c.column); len(counts) > 0 {
			all = append(all, segments{c.label, counts})
		}
	}
	return all
}

// decidedOn fills in what people decided about the driver.
func (s *Server) decidedOn(d *driverData, o *opened) error {
	now, err := s.decisions.read()
	if err != nil {
		return err
	}
	d.About, d.Stages = now.State.Drivers[d.ID], decision.Stages()
	if into := now.State.Resolve(d.ID); into != d.ID {
		d.Into = o.facts.Driver(into)
	}
	d.Decided = s.rowsOf(now.about(ofDriver(d.ID)), now, o)
	for _, other := range o.facts.Drivers {
		if other.ID != d.ID {
			d.Others = append(d.Others, other)
		}
	}
	slices.SortFunc(d.Others, func(a, b *facts.Driver) int { return strings.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name)) })
	return nil
}

func few(counts []facts.Count) []facts.Count { return counts[:min(shownCounts, len(counts))] }

// retired shows what became of a driver that is no longer in use.
func (s *Server) retired(id string, o *opened) (*view, error) {
	all, err := table.All[table.Driver](o.tables)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(all, func(d table.Driver) bool { return d.ID == id })
	if i < 0 {
		return nil, errNotFound
	}
	now, err := s.decisions.read()
	if err != nil {
		return nil, err
	}
	happened, err := o.happened(id)
	if err != nil {
		return nil, err
	}
	return &view{Page: "retired", Title: all[i].Name, Data: map[string]any{"Driver": all[i], "Into": o.facts.Driver(all[i].MergedInto),
		"Happened": happened, "Decided": s.rowsOf(now.about(ofDriver(id)), now, o)}}, nil
}

// voicesOf reads what the feedback of a driver says, once a snapshot.
func (o *opened) voicesOf(d *facts.Driver) (*facts.Voices, error) {
	if v, ok := o.voices.Load(d.ID); ok {
		return v.(*facts.Voices), nil
	}
	v, err := o.facts.Voices(o.tables, d)
	if err == nil {
		o.voices.Store(d.ID, v)
	}
	return v, err
}
