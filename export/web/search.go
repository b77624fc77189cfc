package web

import (
	"html/template"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"luister/export/facts"
	"luister/export/index"
	"luister/export/page"
	"luister/export/table"
	"luister/ingest/value"
)

const (
	pageSize    = 15
	furthest    = 1000 // hits that paging reaches
	longestText = 800  // of a query, in bytes
	shownValues = 8    // of a facet
)

// choice is a facet that the search page lets people choose by.
type choice struct {
	name, label string
	facet       index.Facet
}

var choices = [...]choice{
	{"vorm", "Vorm", index.Form}, {"sentiment", "Sentiment", index.Sentiment}, {"onderwerp", "Onderwerp", index.Topic},
	{"beleving", "Beleving", index.Experience}, {"driver", "Driver", index.Driver}, {"bron", "Bron", index.Source}, {"kanaal", "Kanaal", index.Channel},
	{"product", "Product", index.Product}, {"afdeling", "Afdeling", index.Department}, {"regio", "Regio", index.Region}, {"ernst", "Ernst", index.Severity},
	{"maand", "Maand", index.Month},
}

// searchData is what the search page shows.
type searchData struct {
	Query   string
	Since   string
	Until   string
	Newest  bool
	Total   int
	From    int // the first hit that is shown, from 1
	To      int
	Hits    []hit
	Facets  []facetBox
	Chosen  []link // what was chosen, with an address without it
	Hidden  []link // name and value of fields that the form carries along
	Notes   []string
	Order   link // the other order
	Earlier string
	Later   string
	Help    string
	Driver  *facts.Driver // that all hits belong to
}

type facetBox struct {
	Label  string
	Values []link
}

// link is something to choose.
type link struct {
	Name, Address string
	N             int
	On            bool
}

// hit is one feedback in a list.
type hit struct {
	table.Said
	Shown   template.HTML // the part of the text that matters
	Drivers []*facts.Driver
}

func (s *Server) search(r *http.Request, o *opened) (*view, error) {
	values := r.URL.Query()
	q := queryOf(values)
	result, err := o.index.Search(r.Context(), q)
	if err != nil {
		return nil, err
	}
	d := searchData{Query: q.Text, Since: q.Since, Until: q.Until, Newest: q.Newest, Total: result.Total, Notes: result.Notes, Help: index.Help, Order: order(values)}
	if d.Hits, err = o.hits(result); err != nil {
		return nil, err
	}
	if len(d.Hits) > 0 {
		d.From, d.To = q.From+1, q.From+len(d.Hits)
	}
	s.facets(&d, values, result, o)
	d.page(values, q)
	title := "Zoeken"
	if q.Text != "" {
		title = "Zoeken: " + q.Text
	}
	return &view{Page: "search", Title: title, Data: d}, nil
}

// queryOf reads an address as a query. What makes no sense is left out.
func queryOf(values url.Values) index.Query {
	q := index.Query{Text: values.Get("q"), Size: pageSize, Newest: values.Get("volgorde") == "nieuwste", Values: map[index.Facet][]string{}}
	q.Text = strings.ToValidUTF8(q.Text[:min(len(q.Text), longestText)], "")
	if n, err := strconv.Atoi(values.Get("pagina")); err == nil && n > 1 {
		q.From = (min(n, furthest/pageSize) - 1) * pageSize
	}
	q.Since, q.Until = day(values.Get("van")), day(values.Get("tot"))
	for _, c := range choices {
		q.Facets = append(q.Facets, c.facet)
		if v := values.Get(c.name); v != "" {
			q.Values[c.facet] = []string{v}
		}
	}
	return q
}

// order gives the address of the same search in the other order.
func order(values url.Values) link {
	if values.Get("volgorde") == "nieuwste" {
		return link{Name: "beste eerst", Address: address(values, "volgorde", "")}
	}
	return link{Name: "nieuwste eerst", Address: address(values, "volgorde", "nieuwste")}
}

// address gives the address of a search with one thing changed, at its first page.
func address(values url.Values, name, value string) string {
	changed := maps.Clone(values)
	changed.Del("pagina")
	changed.Del(name)
	if value != "" {
		changed.Set(name, value)
	}
	for key := range changed {
		if changed.Get(key) == "" {
			changed.Del(key)
		}
	}
	return "/zoeken?" + changed.Encode()
}

// facets fills in what there is to choose, and what was chosen.
func (s *Server) facets(d *searchData, values url.Values, result *index.Result, o *opened) {
	for _, c := range choices {
		chosen := values.Get(c.name)
		if chosen != "" {
			d.Chosen = append(d.Chosen, link{Name: c.label + ": " + s.valueName(c.facet, chosen, o), Address: address(values, c.name, "")})
			d.Hidden = append(d.Hidden, link{Name: c.name, Address: chosen})
			if c.facet == index.Driver {
				d.Driver = o.facts.Driver(chosen)
			}
			continue
		}
		box := facetBox{Label: c.label}
		counts := result.Facets[c.facet]
		if c.facet == index.Month {
			slices.SortFunc(counts, func(a, b index.Count) int { return strings.Compare(b.Value, a.Value) })
		}
		for _, count := range counts[:min(shownValues, len(counts))] {
			if count.Value == "" || len(counts) == 1 && count.N == result.Total {
				continue // nothing to choose
			}
			box.Values = append(box.Values, link{Name: s.valueName(c.facet, count.Value, o), Address: address(values, c.name, count.Value), N: count.N})
		}
		if len(box.Values) > 0 {
			d.Facets = append(d.Facets, box)
		}
	}
	if d.Newest {
		d.Hidden = append(d.Hidden, link{Name: "volgorde", Address: "nieuwste"})
	}
}

func (s *Server) valueName(facet index.Facet, value string, o *opened) string {
	switch facet {
	case index.Driver:
		if d := o.facts.Driver(value); d != nil {
			return d.Name
		}
		return value
	case index.Topic:
		return s.labels.Topic(value)
	case index.Month:
		return page.Month(value)
	case index.Source:
		return value
	}
	return s.labels.Of(value)
}

// page fills in the addresses of the pages before and after.
func (d *searchData) page(values url.Values, q index.Query) {
	number := q.From/pageSize + 1
	turn := func(n int) string {
		to := maps.Clone(values)
		to.Set("pagina", strconv.Itoa(n))
		return "/zoeken?" + to.Encode()
	}
	if number > 1 {
		d.Earlier = turn(number - 1)
	}
	if q.From+pageSize < min(d.Total, furthest) {
		d.Later = turn(number + 1)
	}
}

// hits looks up what is shown of the feedback that was found.
func (o *opened) hits(result *index.Result) ([]hit, error) {
	var ids []string
	for _, h := range result.Hits {
		ids = append(ids, h.ID)
	}
	rows, err := o.tables.Said(ids...)
	if err != nil {
		return nil, err
	}
	var hits []hit
	for _, row := range rows {
		var marks []page.Mark
		for _, span := range result.Marks.Spans(o.analyse(row.Text)) {
			marks = append(marks, page.Mark{Span: span})
		}
		hits = append(hits, o.hit(row, marks))
	}
	return hits, nil
}

const shownText = 360 // bytes of a text in a list

func (o *opened) hit(row table.Said, marks []page.Mark) hit {
	h := hit{Said: row, Shown: page.Excerpt(row.Text, shownText, marks...)}
	if at, ok := o.facts.Row(row.ID); ok {
		h.Drivers = o.facts.DriversOf(at)
	}
	return h
}

// day writes a day as 2026-01-31; "" if it is none.
func day(s string) string {
	at, err := value.ParseDay(s)
	if err != nil {
		return ""
	}
	return at.Format(time.DateOnly)
}
