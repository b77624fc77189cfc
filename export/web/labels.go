package web

import (
	"html/template"
	"strings"

	"luister/export/page"
	"luister/nlp/code"
)

// labels are the Dutch names of the codes of a scheme.
type labels struct{ of map[string]string }

func newLabels(s *code.Scheme) labels { return labels{s.Labels()} }

// label names a code; one that the scheme does not know is its own name.
func (l labels) label(id string) string {
	if name := l.of[id]; name != "" {
		return name
	}
	return strings.ReplaceAll(id, "_", " ")
}

// topic names a topic with the group it is in.
func (l labels) topic(id string) string {
	group, _, ok := strings.Cut(id, ".")
	if !ok || l.of[id] == "" {
		return l.label(id)
	}
	return l.label(group) + " · " + l.label(id)
}

func (l labels) funcs() template.FuncMap {
	return template.FuncMap{
		"label": l.label, "topic": l.topic, "lower": strings.ToLower,
		"months": page.Months, "sides": page.Sides, "sidesOf": page.SidesOf, "spark": page.Spark,
		"channel": func(s string) string { return strings.ReplaceAll(s, "_", " ") },
		"said":    said, "masked": func(s string) template.HTML { return page.Text(s) },
		"add": func(a, b int) int { return a + b },
	}
}
