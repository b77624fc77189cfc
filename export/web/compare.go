package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"luister/cluster/infer"
	"luister/export/facts"
	"luister/export/page"
	"luister/ingest/value"
)

// compareData is what the page that compares shows.
type compareData struct {
	A, B  sideData
	Rows  []differenceRow
	Sure  int
	Small bool // a side is too small to judge
}

// sideData is one side of the form.
type sideData struct {
	Letter      string
	From, Until string
	Attributes  []attribute // that it can be narrowed by
	N           int
	Label       string
}

// attribute is a column with the values it has.
type attribute struct {
	Name   string
	Values []link // its address is column=value
}

// differenceRow is a difference with the name of what differs.
type differenceRow struct {
	facts.Difference
	Name    string
	Address string
}

// compare compares two periods, or two parts of the feedback. Without a choice
// it compares the last three months with the three before.
func (s *Server) compare(r *http.Request, o *opened) (*view, error) {
	f, values := o.facts, r.URL.Query()
	var d compareData
	sides := [2]facts.Side{sideOf(values, "a"), sideOf(values, "b")}
	if sides == ([2]facts.Side{}) && !f.Latest.IsZero() {
		last := time.Date(f.Latest.Year(), f.Latest.Month(), f.Latest.Day(), 0, 0, 0, 0, time.UTC)
		sides[0] = facts.Side{From: last.AddDate(0, -3, 1), Until: last}
		sides[1] = facts.Side{From: last.AddDate(0, -6, 1), Until: last.AddDate(0, -3, 0)}
	}
	a, b := f.Of(sides[0]), f.Of(sides[1])
	d.A, d.B = shown("a", sides[0], f), shown("b", sides[1], f)
	d.A.N, d.B.N = len(a), len(b)
	for _, difference := range f.Compare(a, b) {
		if difference.Sure {
			d.Sure++
		}
		d.Rows = append(d.Rows, s.differenceRow(difference, f))
	}
	d.Small = min(len(a), len(b)) < infer.MinGroup
	return &view{Page: "compare", Title: "Vergelijken", Data: d}, nil
}

// attributesOf lists what feedback can be set apart by, with what was chosen.
func attributesOf(f *facts.Facts, chosen facts.Side) []attribute {
	var all []attribute
	for name, column := range f.Attributes() {
		a := attribute{Name: name}
		for _, count := range f.Tally(f.All(), column) {
			if count.N >= infer.MinCell {
				on := name == chosen.Attribute && count.Value == chosen.Value
				a.Values = append(a.Values, link{Name: count.Value, Address: name + "=" + count.Value, On: on})
			}
		}
		if len(a.Values) > 1 {
			slices.SortFunc(a.Values, func(a, b link) int { return strings.Compare(a.Name, b.Name) })
			all = append(all, a)
		}
	}
	slices.SortFunc(all, func(a, b attribute) int { return strings.Compare(a.Name, b.Name) })
	return all
}

// sideOf reads one side of the address.
func sideOf(values url.Values, letter string) facts.Side {
	var side facts.Side
	side.From, _ = value.ParseDay(values.Get("van-" + letter))
	side.Until, _ = value.ParseDay(values.Get("tot-" + letter))
	side.Attribute, side.Value, _ = strings.Cut(values.Get("deel-"+letter), "=")
	return side
}

// shown gives a side as the form shows it.
func shown(letter string, side facts.Side, f *facts.Facts) sideData {
	d := sideData{Letter: letter, Attributes: attributesOf(f, side)}
	var label []string
	if side.Value != "" {
		label = append(label, side.Attribute+" "+side.Value)
	}
	if !side.From.IsZero() {
		d.From = side.From.Format(time.DateOnly)
		label = append(label, "van "+page.Day(side.From))
	}
	if !side.Until.IsZero() {
		d.Until = side.Until.Format(time.DateOnly)
		label = append(label, "tot en met "+page.Day(side.Until))
	}
	d.Label = strings.Join(label, ", ")
	if d.Label == "" {
		d.Label = "alle feedback"
	}
	return d
}

func (s *Server) differenceRow(d facts.Difference, f *facts.Facts) differenceRow {
	row := differenceRow{Difference: d, Name: s.labels.Of(d.Value), Address: "/zoeken?" + d.Kind + "=" + url.QueryEscape(d.Value)}
	switch d.Kind {
	case "driver":
		row.Name, row.Address = f.Driver(d.Value).Name, "/drivers/"+d.Value
	case "onderwerp":
		row.Name = s.labels.Topic(d.Value)
	case "beleving":
		row.Address = ""
	}
	return row
}
