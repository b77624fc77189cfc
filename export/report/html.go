package report

import (
	"cmp"
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"strings"
	"sync"
	"time"

	"luister/ingest"
	"luister/ingest/value"
)

//go:embed report.html.tmpl
var pageText string

//go:embed report.css
var pageStyle string

var page = sync.OnceValue(func() *template.Template {
	return template.Must(template.New("report").Funcs(template.FuncMap{
		"number":   Number,
		"total":    ingest.Total,
		"share":    share,
		"decimal":  func(f float64) string { return strings.Replace(fmt.Sprintf("%.1f", f), ".", ",", 1) },
		"date":     Date,
		"state":    func(s string) string { return stateLabels[s] },
		"stage":    func(s string) string { return cmp.Or(stageLabels[s], s) },
		"language": Language,
		"counts":   counted,
		"dutch":    ingest.Dutch,
		"kind":     func(s string) string { return kindLabels[s] },
	}).Parse(pageText))
})

var stateLabels = map[string]string{
	"running":     "nog bezig, of afgebroken",
	"published":   "gepubliceerd",
	"nothing-new": "niets nieuws: de gepubliceerde stand blijft zoals hij was",
	"failed":      "mislukt",
}

var kindLabels = map[string]string{"delimited": "tabel", "survey": "enquête", "mail": "e-mail", "json": "JSON", "exposure": "aantallen"}

var stageLabels = map[string]string{
	"open": "openen", "deliveries": "bestanden zoeken", "weigh": "wat is er nieuw", "read": "lezen, maskeren en coderen", "drivers": "drivers",
	"tables": "tabellen", "index": "zoekindex", "packs": "sessiepakketten", "publish": "publiceren", "deliver": "opruimen",
	"recode": "opnieuw coderen", "figures": "cijfers en wat te leren is", "agenda": "leeragenda",
	"retention": "bewaartermijn", "erase": "wat gewist moet worden", "purge": "oude standen wissen",
}

// Language names a language in Dutch by its ISO 639-1 code.
func Language(code string) string {
	if name, ok := languageNames[code]; ok {
		return name
	}
	return code
}

var languageNames = map[string]string{"nl": "Nederlands", "en": "Engels", "de": "Duits", "fr": "Frans", "tr": "Turks", "pl": "Pools", "ar": "Arabisch", "": "niet te zeggen"}

var monthNames = [...]string{"januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november", "december"}

// Date writes a moment as Dutch people do, by the clock of Amsterdam: 3 maart 2026, 02:00.
func Date(t time.Time) string {
	t = t.In(value.Amsterdam())
	return fmt.Sprintf("%d %s %d, %s", t.Day(), monthNames[t.Month()-1], t.Year(), t.Format("15:04"))
}

// share is a part of a whole as a percentage; "–" of nothing.
func share(part, whole int64) string {
	if whole == 0 {
		return "–"
	}
	return strings.Replace(fmt.Sprintf("%.1f %%", 100*float64(part)/float64(whole)), ".", ",", 1)
}

// A count is a name with how often it occurs.
type count struct {
	Name string
	N    int64
}

func counted(counts map[string]int64) []count {
	var out []count
	for _, name := range SortedByCount(counts) {
		out = append(out, count{name, counts[name]})
	}
	return out
}

// HTML writes the run report: one file that needs nothing beside it.
func (r *Run) HTML(w io.Writer, organisation string) error {
	return page().Execute(w, struct {
		Run          *Run
		Organisation string
		Style        template.CSS
	}{r, organisation, template.CSS(pageStyle)})
}
