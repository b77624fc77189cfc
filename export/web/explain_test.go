package web

import (
	"io/fs"
	"regexp"
	"strings"
	"testing"

	"luister/export/table"
)

// TestExplained holds that every link to an explanation leads to one, that every
// explanation says all there is to say, and that each is linked to.
func TestExplained(t *testing.T) {
	parts, err := parseExplanations(explained)
	if err != nil {
		t.Fatal(err)
	}
	linked := map[string]bool{}
	link := regexp.MustCompile(`template "how" "([^"]*)"|/uitleg#([a-z0-9-]+)`)
	names, _ := fs.Glob(files, "templates/*.html")
	for _, name := range names {
		text, err := files.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range link.FindAllStringSubmatch(string(text), -1) {
			linked[m[1]+m[2]] = true
		}
	}
	value, rows := 1.0, map[string]table.DriverFigure{}
	for _, id := range []string{"churn", "answered", "value"} {
		rows[id] = table.DriverFigure{Value: &value}
	}
	for _, row := range figureRows(rows) {
		linked[row.How] = true
	}
	seen := map[string]bool{"indicatoren": true}
	for _, p := range parts {
		for _, e := range p.Figures {
			if seen[e.ID] {
				t.Errorf("%s is explained twice", e.ID)
			}
			seen[e.ID] = true
			for _, field := range []string{e.ID, e.Name, e.What, e.Formula, e.Least, e.Interval, e.Source} {
				if strings.TrimSpace(field) == "" || strings.ContainsAny(field, "{}") {
					t.Errorf("%s has a field %q", e.ID, field)
				}
			}
			if !linked[e.ID] {
				t.Errorf("no page links to the explanation of %s", e.ID)
			}
		}
	}
	for id := range linked {
		if !seen[id] {
			t.Errorf("a page links to %q, which nothing explains", id)
		}
	}
	if _, err := parseExplanations("> Deel\nid\tte weinig"); err == nil {
		t.Error("a line of two fields is accepted")
	}
}
