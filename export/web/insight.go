package web

import (
	"cmp"
	"math"
	"slices"
	"time"

	"luister/cluster/infer"
	"luister/export/facts"
	"luister/export/figures"
	"luister/export/page"
	"luister/export/report"
	"luister/export/table"
)

const shownWeeks = 52

// insight is what was computed of a driver.
type insight struct {
	Trend       table.DriverTrend
	Weeks       []page.Week
	PerWeeks    int                   // weeks that one of Weeks stands for
	Rates       []table.DriverPeriod  // by month; none where customers are not known
	Over        []table.DriverSegment // segments that it is over-represented in
	Impacts     []table.DriverImpact
	Figures     []figureRow
	Bad         string // interval of the mean severity
	Again       table.DriverRepeat
	OnAgenda    *placed // on the agenda; nil if it has no place
	Measures    []table.MeasureEffect
	Units       []table.DriverUnit
	Suggestions []suggestionRow
}

func (s *Server) insightOf(id string, o *opened) (insight, error) {
	i := insight{Trend: o.figures.Trends[id], Over: o.figures.Segments[id], Impacts: o.figures.Impacts[id], Figures: figureRows(o.figures.Of[id]), Again: o.learning.Repeats[id],
		OnAgenda: o.rank(id), Measures: o.learning.MeasuresOf(id), Units: o.learning.UnitsOf(id)}
	if bad := o.figures.Of[id]["severity"]; bad.Low != nil && bad.High != nil {
		i.Bad = page.Interval(page.Decimal(*bad.Low), page.Decimal(*bad.High))
	}
	var err error
	if i.Suggestions, err = o.proposed(o.learning.SuggestionsOf(id)); err != nil {
		return i, err
	}
	days, err := figures.Days(o.tables, id)
	if err != nil {
		return i, err
	}
	i.Weeks, i.PerWeeks = gather(weeks(days, i.Trend))
	i.Rates, err = figures.Rates(o.tables, id)
	return i, err
}

const (
	fewPerWeek = 2 // less than this says little week by week
	fourWeeks  = 4
)

// gather takes four weeks together where a week has little.
func gather(all []page.Week) ([]page.Week, int) {
	n := 0
	for _, w := range all {
		n += w.Count
	}
	if n >= fewPerWeek*len(all) || len(all) < 3*fourWeeks {
		return all, 1
	}
	all = all[len(all)%fourWeeks:]
	var out []page.Week
	for part := range slices.Chunk(all, fourWeeks) {
		one := page.Week{Monday: part[0].Monday}
		var variance float64
		for _, w := range part {
			one.Count += w.Count
			one.Change, one.Alarm = one.Change || w.Change, one.Alarm || w.Alarm
			if !math.IsNaN(w.Expected) {
				one.Expected += w.Expected
				variance += (w.High - w.Expected) * (w.High - w.Expected) / (normal95 * normal95)
			}
		}
		one.Low, one.High = band(one.Expected, variance)
		if one.Expected == 0 {
			one.Expected = math.NaN()
		}
		out = append(out, one)
	}
	return out, fourWeeks
}

// placed is the place of a driver on the agenda.
type placed struct {
	table.DriverRank
	Of int // drivers that have one
}

// Few says whether the parts of the rank rest on too little to show by themselves.
func (p *placed) Few() bool { return p.Complaints < infer.MinN }

// Rest is how far the driver counts as a usual one.
func (p *placed) Rest() float64 { return 1 - *p.Own }

// rank gives the place of a driver on the agenda.
func (o *opened) rank(id string) *placed {
	at := slices.IndexFunc(o.learning.Agenda, func(r table.DriverRank) bool { return r.DriverID == id })
	if at < 0 {
		return nil
	}
	return &placed{o.learning.Agenda[at], len(o.learning.Agenda)}
}

// normal95 is how many standard deviations an end of a band of 95 % is away.
const normal95 = 1.96

// band gives about 95 % around what is expected of a sum of days.
func band(expected, variance float64) (low, high float64) {
	half := normal95 * math.Sqrt(variance)
	return max(0, expected-half), expected + half
}

// variance gives that of the count of a day. The ends of its band are whole
// numbers: of a day of which little is expected they are so far off that they do
// not tell it, and chance alone does.
func variance(expected, low, high float64) float64 {
	if expected < 1 {
		return expected
	}
	deviation := (high - low) / 2 / normal95
	return max(expected, deviation*deviation)
}

// weeks adds days up to the last whole weeks, as if days were independent.
func weeks(days []table.DriverDay, t table.DriverTrend) []page.Week {
	if t.Last.IsZero() {
		return nil
	}
	last := monday(t.Last)
	first := last.AddDate(0, 0, -7*(shownWeeks-1))
	if from := monday(t.First); from.After(first) {
		first = from
	}
	n := int(last.Sub(first).Hours()/24/7+.5) + 1
	all := make([]page.Week, n)
	spread := make([]float64, n)
	for i := range all {
		all[i].Monday = first.AddDate(0, 0, 7*i)
	}
	at := func(day time.Time) int { return int(math.Floor(day.Sub(first).Hours() / 24 / 7)) }
	for _, d := range days {
		i := at(d.Day)
		if i < 0 || i >= n {
			continue
		}
		all[i].Count += int(d.Count)
		all[i].Alarm = all[i].Alarm || d.Alarm
		if d.Expected != nil && d.Low != nil && d.High != nil {
			all[i].Expected += *d.Expected
			spread[i] += variance(*d.Expected, *d.Low, *d.High)
		}
	}
	for _, c := range t.Changes {
		if i := at(c.Day); i >= 0 && i < n {
			all[i].Change = true
		}
	}
	return banded(all, spread)
}

// banded gives weeks their bands; a week of which nothing was expected has none.
func banded(all []page.Week, spread []float64) []page.Week {
	for i := range all {
		all[i].Low, all[i].High = band(all[i].Expected, spread[i])
		if all[i].Expected == 0 {
			all[i].Expected = math.NaN()
		}
	}
	return all
}

// byAttention puts drivers in the order of the agenda; what has no place on it
// comes last.
func (o *opened) byAttention(drivers []*facts.Driver) {
	place := map[string]int64{}
	for _, r := range o.learning.Agenda {
		place[r.DriverID] = r.Place
	}
	at := func(d *facts.Driver) int64 {
		if p := place[d.ID]; p > 0 {
			return p
		}
		return math.MaxInt64
	}
	slices.SortStableFunc(drivers, func(a, b *facts.Driver) int { return cmp.Compare(at(a), at(b)) })
}

// figureRow is a figure of a driver in words, and what explains it.
type figureRow struct{ Label, Shown, How string }

// figureRows writes the figures that are known.
func figureRows(of map[string]table.DriverFigure) []figureRow {
	var rows []figureRow
	for _, f := range []struct {
		id, label, how string
		show           func(float64) string
	}{
		{"churn", "dreigt te vertrekken", "aandelen", page.Percent}, {"escalation", "dreigt met advocaat, pers of ombudsman", "aandelen", page.Percent},
		{"failure", "contact dat niet nodig was geweest", "aandelen", page.Percent}, {"answered", "tijd tot antwoord", "wachttijd", inDays},
		{"closed", "doorlooptijd", "wachttijd", inDays}, {"value", "waarde van klanten die dreigen te vertrekken", "waarde", euros},
	} {
		if got := of[f.id]; got.Value != nil {
			shown := f.show(*got.Value)
			if got.Low != nil && got.High != nil {
				shown += " (" + page.Interval(f.show(*got.Low), f.show(*got.High)) + ")"
			}
			shown += " van " + report.Number(got.N)
			rows = append(rows, figureRow{f.label, shown, f.how})
		}
	}
	return rows
}

func inDays(days float64) string { return page.Decimal(days) + " dagen" }

func euros(amount float64) string { return "€ " + report.Number(int64(math.Round(amount))) }
