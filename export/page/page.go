// Package page makes the parts that pages and packs have in common: numbers and
// dates as Dutch people write them, masked text with marks, and small charts.
//
// It takes plain values and gives text or HTML that is safe to show: whatever a
// customer wrote comes out as text. It knows neither tables nor pages. Colours
// and fonts are the style sheet's: a chart has classes, no styles of its own.
package page

import (
	_ "embed"
	"fmt"
	"html/template"
	"math"
	"strings"
	"time"

	"luister/export/facts"
	"luister/export/report"
	"luister/ingest"
	"luister/ingest/value"
)

// Style is what all pages and packs look like: colours, charts, quotes.
//
//go:embed style.css
var Style string

// Funcs are the functions that templates of pages and packs may call.
func Funcs(l Labels) template.FuncMap {
	return template.FuncMap{
		"label":    l.Of,
		"topic":    l.Topic,
		"lower":    strings.ToLower,
		"kind":     kind,
		"total":    ingest.Total,
		"dutch":    ingest.Dutch,
		"spaced":   func(s string) string { return strings.ReplaceAll(s, "_", " ") },
		"masked":   func(s string) template.HTML { return Text(s) },
		"said":     Said,
		"months":   Months,
		"course":   Course,
		"known":    func(f *float64) bool { return f != nil },
		"value":    func(f *float64) float64 { return *f },
		"term":     Term,
		"change":   Change,
		"signed":   Signed,
		"pace":     Pace,
		"times":    func(f float64) string { return Decimal(f) + " ×" },
		"sides":    Sides,
		"sidesOf":  SidesOf,
		"praiseOf": PraiseOf,
		"spark":    Spark,
		"language": report.Language,
		"between":  Interval,
		"beside":   Beside,
		"number":   func(n int) string { return report.Number(int64(n)) },
		"big":      report.Number,
		"decimal":  Decimal,
		"fine":     Fine,
		"share":    Share,
		"part":     Part,
		"mean":     Mean,
		"percent":  Percent,
		"points":   Points,
		"exact":    func(f float64) string { return Decimal(100*f) + " %" },
		"day":      Day,
		"moment":   Moment,
		"month":    Month,
		"plural":   Plural,
		"place":    func(i int) int { return i + 1 },
		"rounded":  func(f *float64) int64 { return int64(math.Round(*f)) },
		"whole":    func(n int64) int { return int(n) },
		"sum":      sum,
	}
}

// Interval writes an interval with its unit once: 13,1 tot 17,4 dagen.
func Interval(low, high string) string {
	if _, unit, ok := strings.Cut(low, " "); ok {
		if _, same, _ := strings.Cut(high, " "); same == unit {
			low = strings.TrimSuffix(low, " "+unit)
		}
	}
	return low + " tot " + high
}

// Least is how much feedback a share or a mean of a driver must rest on to be shown.
const Least = 10

// unknown stands for what is not shown.
const unknown = "–"

// Part writes a share of a driver, unless it rests on too little.
func Part(part, whole int) string {
	if whole < Least {
		return unknown
	}
	return Share(part, whole)
}

// Mean writes a mean of n, unless it rests on too little.
func Mean(f float64, n int) string {
	if n < Least {
		return unknown
	}
	return Decimal(f)
}

// Pace writes how much there is a day with its interval, in one unit.
func Pace(perDay, low, high float64) string {
	shown := Per(perDay)
	_, unit, _ := strings.Cut(shown, " ")
	scale := map[string]float64{"per dag": 1, "per week": 7, "per maand": 30.4}[unit]
	return shown + " (" + Interval(Decimal(scale*low), Decimal(scale*high)) + ")"
}

func sum(counts []facts.Count) (n int) {
	for _, c := range counts {
		n += c.N
	}
	return n
}

// Change writes a ratio as a change: 0,7 is −30 %.
func Change(ratio float64) string {
	percent := math.Round(100 * (ratio - 1))
	switch {
	case percent > 0:
		return fmt.Sprintf("+%.0f %%", percent)
	case percent < 0:
		return fmt.Sprintf("−%.0f %%", -percent)
	}
	return "0 %"
}

// Signed writes a number with its sign: +1,3.
func Signed(f float64) string { return Points(f / 100) }

// Per writes how many there are in a time, as a number that people can picture.
func Per(perDay float64) string {
	switch {
	case perDay >= 1:
		return Decimal(perDay) + " per dag"
	case perDay >= 1.0/7:
		return Decimal(7*perDay) + " per week"
	}
	return Decimal(30.4*perDay) + " per maand"
}

// terms are Dutch names of columns, scores and figures.
var terms = map[string]string{
	"product": "product", "department": "afdeling", "region": "regio", "location": "locatie", "channel": "kanaal", "source": "bron", "stance": "houding",
	"language": "taal", "customer": "klant", "seen": "klant", "": "alle feedback",
	"nps": "NPS", "csat": "tevredenheid", "ces": "moeite (CES)", "stars": "sterren", "handling": "cijfer over de behandeling",
}

// Term names a column, a score or a figure; what is not known is its own name.
func Term(id string) string {
	if name, ok := terms[id]; ok {
		return name
	}
	return strings.ReplaceAll(id, "_", " ")
}

// kind names a kind of source.
func kind(k string) string {
	switch k {
	case "delimited":
		return "tabel"
	case "survey":
		return "enquête"
	case "mail":
		return "e-mail"
	}
	return k
}

var months = [...]string{"januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november", "december"}

var shortMonths = [...]string{"jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec"}

// Day writes the day of a moment in Amsterdam: 3 maart 2026; "zonder datum" if
// there is none.
func Day(t time.Time) string {
	if t.IsZero() {
		return "zonder datum"
	}
	t = t.In(value.Amsterdam())
	return fmt.Sprintf("%d %s %d", t.Day(), months[t.Month()-1], t.Year())
}

// Moment writes a day with the time: 3 maart 2026, 02:00.
func Moment(t time.Time) string {
	if t.IsZero() {
		return "onbekend"
	}
	return report.Date(t)
}

// Month writes a month such as 2026-03: maart 2026.
func Month(month string) string {
	t, err := time.Parse("2006-01", month)
	if err != nil {
		return "zonder datum"
	}
	return fmt.Sprintf("%s %d", months[t.Month()-1], t.Year())
}

// shortMonth writes a month for the axis of a chart: mrt, and in January the year.
func shortMonth(month string) string {
	t, err := time.Parse("2006-01", month)
	if err != nil {
		return ""
	}
	if t.Month() == time.January {
		return fmt.Sprint(t.Year())
	}
	return shortMonths[t.Month()-1]
}

// Decimal writes a number with one decimal: 1,3. Nothing has no sign: 0,0.
func Decimal(f float64) string {
	s := fmt.Sprintf("%.1f", f)
	if s == "-0.0" {
		s = "0.0"
	}
	return strings.NewReplacer(".", ",", "-", "−").Replace(s)
}

// Fine writes a number with at least two digits that say something: 0,037.
func Fine(f float64) string {
	digits := 1
	if size := math.Abs(f); size > 0 && size < 1 {
		digits = min(6, 1-int(math.Floor(math.Log10(size))))
	}
	return strings.NewReplacer(".", ",", "-", "−").Replace(fmt.Sprintf("%.*f", digits, f))
}

// Share writes a part of a whole in whole percents: 12 %; "–" of nothing. What
// is there is never 0 %, and what is missing never 100 %.
func Share(part, whole int) string {
	if whole == 0 {
		return unknown
	}
	share := 100 * float64(part) / float64(whole)
	switch {
	case part > 0 && share < 1:
		return "<1 %"
	case part < whole && share > 99:
		return ">99 %"
	}
	return fmt.Sprintf("%.0f %%", share)
}

// Percent writes a score from 0 to 1 as a percentage.
func Percent(f float64) string { return fmt.Sprintf("%.0f %%", 100*math.Min(math.Max(f, 0), 1)) }

// Points writes a difference of shares as percentage points with its sign: +3,2.
func Points(f float64) string {
	s := Decimal(100 * f)
	if f > 0 && s != "0,0" {
		return "+" + s
	}
	return s
}

// Plural writes a number with the word that goes with it.
func Plural(n int, one, more string) string {
	if n == 1 {
		more = one
	}
	return report.Number(int64(n)) + " " + more
}
