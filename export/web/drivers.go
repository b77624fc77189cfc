package web

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"luister/export/facts"
	"luister/export/table"
)

// orders are the ways to sort the list of drivers.
var orders = [...]struct {
	name, label string
	compare     func(a, b *facts.Driver) int
}{
	{"aandacht", "aandacht", nil}, // the order of the agenda
	{"grootte", "grootte", func(a, b *facts.Driver) int { return a.Rank - b.Rank }},
	{"recent", "recent", func(a, b *facts.Driver) int { return b.Recent - a.Recent }},
	{"groei", "groei", func(a, b *facts.Driver) int {
		return cmp.Compare(float64(b.Recent)-b.Expected, float64(a.Recent)-a.Expected)
	}},
	{"ernst", "ernst", func(a, b *facts.Driver) int { return cmp.Compare(b.Severity, a.Severity) }},
	{"negatief", "aandeel negatief", func(a, b *facts.Driver) int {
		return cmp.Compare(share(b.Split.Negative, b.Split.N), share(a.Split.Negative, a.Split.N))
	}},
	{"positief", "aandeel positief", func(a, b *facts.Driver) int {
		return cmp.Compare(share(b.Split.Positive, b.Split.N), share(a.Split.Positive, a.Split.N))
	}},
	{"naam", "naam", func(a, b *facts.Driver) int {
		return strings.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name))
	}},
}

func share(part, whole int) float64 { return float64(part) / float64(max(whole, 1)) }

// driversData is what the list of drivers shows.
type driversData struct {
	All    int
	Rows   []driverRow
	Text   string
	Theme  string
	Topic  string
	Order  string
	Themes []theme
	Topics []string // groups
	Owner  string
	Owners []string
	Orders []link

	Candidates []candidate // the largest first
}

// nobody stands in an address for drivers without an owner.
const nobody = "-"

// candidate is a group of feedback that may become a driver.
type candidate struct{ table.Candidate }

const (
	shownCandidates = 20
	shownOfEach     = 5
)

// Shown gives some of its feedback, to read.
func (c candidate) Shown() []string { return c.Feedback[:min(shownOfEach, len(c.Feedback))] }

// candidates gives what may become a driver, the largest first.
func (o *opened) candidates() ([]candidate, error) {
	rows, err := table.All[table.Candidate](o.tables)
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(rows, func(a, b table.Candidate) int { return cmp.Compare(len(b.Feedback), len(a.Feedback)) })
	var all []candidate
	for _, row := range rows[:min(shownCandidates, len(rows))] {
		all = append(all, candidate{row})
	}
	return all, nil
}

// theme is a group of drivers, called after the largest of them.
type theme struct{ ID, Name string }

func themes(drivers []*facts.Driver) []theme {
	var all []theme
	for _, d := range drivers { // largest first
		if d.Theme != "" && !slices.ContainsFunc(all, func(t theme) bool { return t.ID == d.Theme }) {
			all = append(all, theme{d.Theme, d.Name})
		}
	}
	slices.SortFunc(all, func(a, b theme) int { return strings.Compare(a.ID, b.ID) })
	return all
}

type driverRow struct {
	*facts.Driver
	Place  int // in the order that is shown
	Months []facts.Count
}

func (s *Server) drivers(r *http.Request, o *opened) (*view, error) {
	values := r.URL.Query()
	d := driversData{All: len(o.facts.Drivers), Text: values.Get("naam"), Theme: values.Get("thema"), Topic: values.Get("onderwerp"), Owner: values.Get("eigenaar"), Order: orders[0].name}
	topics, owners := map[string]bool{}, map[string]bool{}
	var chosen []*facts.Driver
	for _, driver := range o.facts.Drivers {
		topics[driver.TopTopic], owners[driver.Owner] = true, true
		if s.wanted(driver, values) {
			chosen = append(chosen, driver)
		}
	}
	o.byAttention(chosen)
	for _, order := range orders {
		if order.name == values.Get("volgorde") && order.compare != nil {
			d.Order = order.name
			slices.SortStableFunc(chosen, order.compare)
		}
	}
	for _, order := range orders {
		d.Orders = append(d.Orders, link{Name: order.label, Address: order.name, On: order.name == d.Order})
	}
	for i, driver := range chosen {
		d.Rows = append(d.Rows, driverRow{driver, i + 1, o.facts.Monthly(driver.Rows)})
	}
	d.Themes, d.Topics, d.Owners = themes(o.facts.Drivers), sorted(topics), sorted(owners)
	var err error
	if d.Candidates, err = o.candidates(); err != nil {
		return nil, err
	}
	return &view{Page: "drivers", Title: "Drivers", Data: d}, nil
}

// themeOf gives the driver that the theme of a driver is named after; nil if that
// is the driver itself, or there is no theme.
func themeOf(d *facts.Driver, all []*facts.Driver) *facts.Driver {
	i := slices.IndexFunc(all, func(o *facts.Driver) bool { return o.Theme == d.Theme })
	if d.Theme == "" || i < 0 || all[i] == d {
		return nil
	}
	return all[i]
}

// wanted says whether a driver answers to what was chosen.
func (s *Server) wanted(d *facts.Driver, values url.Values) bool {
	text := strings.ToLower(values.Get("naam"))
	words := strings.ToLower(d.Name + " " + strings.Join(d.Phrases, " ") + " " + d.ID)
	theme, topic, owner := values.Get("thema"), values.Get("onderwerp"), values.Get("eigenaar")
	return strings.Contains(words, text) && (theme == "" || d.Theme == theme) && (topic == "" || d.TopTopic == topic) &&
		(owner == "" || d.Owner == owner || owner == nobody && d.Owner == "")
}

func sorted(set map[string]bool) []string {
	var out []string
	for v := range set {
		if v != "" {
			out = append(out, v)
		}
	}
	slices.Sort(out)
	return out
}
