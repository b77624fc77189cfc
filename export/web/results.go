package web

import (
	"fmt"
	"html/template"
	"net/http"
	"time"

	"luister/cluster/agenda"
	"luister/cluster/decision"
	"luister/cluster/indicator"
	"luister/cluster/infer"
	"luister/export/facts"
	"luister/export/learning"
	"luister/export/pack"
	"luister/export/page"
	"luister/export/table"
	"luister/nlp/code"
)

// areas are the four result areas of the Gouden Oor Standaard, with the
// indicators that tell how they stand.
var areas = [...]struct {
	name, about string
	indicators  []string
}{
	{"Vertrouwen en reputatie", "Wat klanten van de organisatie vinden en over haar zeggen.", []string{"nps", "csat", "ces", "sterren", "vertrouwen", "wantrouwen", "aandeel_complimenten", "escalatie"}},
	{"Retentie en meerwaarde", "Of klanten blijven, en wat zij waard zijn.", []string{"opzegdreiging", "herhaling_90", "niet_afgesloten", "kwetsbaar"}},
	{"Verbonden medewerkers", "Of medewerkers kunnen doen wat klanten nodig hebben, en daarvoor worden gewaardeerd.", []string{"tevreden_afhandeling", "afhandeling", "aandeel_complimenten", "agressie"}},
	{"Betere producten en processen", "Of klachten tot verbetering leiden, en minder terugkomen.", []string{"herhaling_30", "herhaling_90", "zegt_herhaling", "tweede_lijn", "heropend", "reactietijd", "doorlooptijd", "ernst"}},
}

// resultsData is what the page of results shows.
type resultsData struct {
	Areas    []area
	Evidence []evidence
}

// area is a result area with how its indicators stand.
type area struct {
	Name, About string
	Rows        []indicatorRow
	Missing     []lacking // indicators that the deliveries say nothing about
}

// indicatorRow is an indicator over the last year, with its months and targets.
type indicatorRow struct {
	indicator.Definition
	Of      string // source, of an indicator on a scale of its source
	Year    table.Indicator
	Months  []float64
	Show    func(float64) string
	Targets []table.Target
}

// evidence is an organisation area with what there is to show for it.
type evidence struct {
	Name    string
	Have    []string
	Lacking []string
}

// results shows the four result areas, and what evidence there is for the five
// organisation areas.
func (s *Server) results(_ *http.Request, o *opened) (*view, error) {
	var d resultsData
	for _, a := range areas {
		one := area{Name: a.name, About: a.about}
		for _, id := range a.indicators {
			rows, lacks := indicatorOf(id, o)
			one.Rows = append(one.Rows, rows...)
			one.Missing = append(one.Missing, lacks...)
		}
		d.Areas = append(d.Areas, one)
	}
	sources, err := table.All[table.Source](o.tables)
	if err != nil {
		return nil, err
	}
	d.Evidence = evidenceOf(o, sources)
	return &view{Page: "results", Title: "Resultaat", Data: d}, nil
}

// indicatorOf gives an indicator of all feedback, or of each source where the scale
// is that of the source; what is not known of it is lacking.
func indicatorOf(id string, o *opened) (rows []indicatorRow, lacks []lacking) {
	definition, _ := indicator.Named(id)
	dimension, values := "", []string{""}
	if definition.BySource {
		dimension, values = "source", o.learning.ValuesOf(id, "source")
	}
	most := int64(0)
	for _, value := range values {
		row := indicatorRow{Definition: definition, Of: value, Show: showing(definition.Unit)}
		row.over(o.learning.Indicator(id, dimension, value))
		if most = max(most, row.Year.N); row.Year.Figure != nil {
			rows = append(rows, row)
		}
	}
	if len(rows) == 0 {
		return nil, []lacking{{definition.Label, needed(id, most)}}
	}
	for _, t := range o.learning.Targets {
		if t.Indicator == id && t.DriverID == "" {
			rows[0].Targets = append(rows[0].Targets, t)
		}
	}
	return rows, nil
}

// over takes what is known of an indicator over the months.
func (r *indicatorRow) over(known []table.Indicator) {
	for _, i := range known {
		if i.Month == "" {
			r.Year = i
		} else if i.Figure != nil {
			r.Months = append(r.Months, *i.Figure)
		}
	}
}

// lacking is an indicator that is not shown, and why not.
type lacking struct{ Label, Why string }

// needed says why an indicator of which n values are known is not shown.
func needed(id string, n int64) string {
	column := columnOf(id)
	switch {
	case n > 0 && n < infer.MinN:
		return fmt.Sprintf("er zijn %s; vanaf %d staat het cijfer hier", page.Plural(int(n), "antwoord", "antwoorden"), infer.MinN)
	case column != "":
		return "daarvoor is nodig " + column
	}
	return "daarvoor is er nog te weinig feedback"
}

// columnOf says which column an indicator is measured from; empty for what is read
// from the texts.
func columnOf(id string) string {
	switch id {
	case "nps", "csat", "ces", "sterren":
		return "een kolom met die score"
	case "afhandeling", "tevreden_afhandeling":
		return "een kolom met het cijfer voor de afhandeling"
	case "herhaling_30", "herhaling_90":
		return "een kolom met de klant"
	case "heropend":
		return "een kolom die zegt of een klacht is heropend"
	case "niet_afgesloten":
		return "een kolom met de datum van sluiten, bij klachten die langer dan 90 dagen gesloten zijn"
	case "doorlooptijd":
		return "een kolom met de datum van sluiten"
	case "reactietijd":
		return "een kolom met de datum van het antwoord"
	}
	return ""
}

// An item is one piece of evidence: how much there is of it.
type item struct {
	n         int
	have      string // with the number
	otherwise string
}

// evidenceOf counts what there is to show in each organisation area.
func evidenceOf(o *opened, sources []table.Source) []evidence {
	f, l := o.facts, o.learning
	owned := len(l.Agenda) - len(l.Ownerless)
	staged := count(f.Drivers, func(d *facts.Driver) bool { return d.Status != "" && d.Status != decision.Stages()[0] })
	recent := count(l.Sessions, func(s agenda.Session) bool { return s.At.After(f.Run.Started.AddDate(-1, 0, 0)) })
	effects := count(l.Measures, func(m table.MeasureEffect) bool { return m.Difference != nil })
	decidedSuggestions := count(l.Suggestions, func(p learning.Proposal) bool { return p.Status != decision.Progress()[0] })
	ownedSources := count(sources, func(s table.Source) bool { return s.Owner != "" })
	late := count(sources, func(s table.Source) bool { return f.Run.Started.Sub(s.LastDelivery) > 60*24*time.Hour })
	channels, forms := len(f.Tally(f.All(), &f.Channel)), len(f.Tally(f.All(), &f.Form))
	return []evidence{
		weighed("Sturing", item{owned, "%d drivers met een eigenaar", "drivers met een eigenaar"}, item{len(l.Targets), "%d doelen met een meting", "doelen (targets.yaml, of op de pagina Maatregelen)"}, item{recent, "%d sessies in het laatste jaar", "vastgelegde sessies"}),
		weighed("Medewerkers", item{praised(o), "%d complimenten over medewerkers, om terug te geven", "complimenten over medewerkers"}, item{f.Employees, "%d keer feedback van medewerkers zelf", "feedback van medewerkers zelf (een bron met employee: true)"}),
		weighed("Stem van de klant", item{channels, "feedback langs %d kanalen", "kanalen"}, item{forms, "%d vormen van feedback naast elkaar", "vormen van feedback"}, item{len(l.Reach), "bereik van %d groepen klanten", "een bestand met klantaantallen, om te zien wiens stem ontbreekt"}),
		weighed("Leren en ontwikkelen", item{staged, "%d drivers verder dan “nieuw”", "drivers verder dan het stadium “nieuw”"}, item{len(l.Measures), "%d maatregelen", "maatregelen"}, item{effects, "%d maatregelen met een gemeten effect", "maatregelen met een gemeten effect"}, item{decidedSuggestions, "%d suggesties met een besluit", "besluiten over suggesties"}),
		weighed("Middelen", item{len(sources) - late, "%d bronnen met een levering in de laatste 60 dagen", "bronnen met een recente levering"}, item{ownedSources, "%d bronnen met een eigenaar", "eigenaren van bronnen"}),
	}
}

// count tells how many of some answer to a test.
func count[T any](all []T, test func(T) bool) (n int) {
	for _, one := range all {
		if test(one) {
			n++
		}
	}
	return n
}

func weighed(name string, items ...item) evidence {
	e := evidence{Name: name}
	for _, i := range items {
		if i.n > 0 {
			e.Have = append(e.Have, fmt.Sprintf(i.have, i.n))
		} else {
			e.Lacking = append(e.Lacking, i.otherwise)
		}
	}
	return e
}

// praised counts compliments about people who work there.
func praised(o *opened) int {
	n := 0
	f := o.facts
	for row := range int32(len(f.IDs)) {
		if f.Form.At(row) != "compliment" {
			continue
		}
		for topic := range f.Topics.Each(row) {
			if code.Group(topic) == "medewerker" {
				n++
				break
			}
		}
	}
	return n
}

// Line draws the months of an indicator.
func (r indicatorRow) Line() template.HTML { return page.Line(r.Months) }

// quarter looks back at the last whole quarter.
func (s *Server) quarter(_ *http.Request, o *opened) (*view, error) {
	review, err := pack.NewReview(o.tables, o.facts, o.figures, o.learning)
	return &view{Page: "quarter", Title: "Kwartaaloverzicht", Data: review}, err
}
