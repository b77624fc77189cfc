package index

import (
	"fmt"
	"strings"
	"time"
	"unicode"
)

// Query is what to look for. All parts that are filled in hold together.
type Query struct {
	Text   string             // words, "phrases", -exclusions, field:value; see Help
	Values map[Facet][]string // one of the values per facet
	Since  string             // first day, 2026-01-01; "" for no limit
	Until  string             // last day, included

	From, Size int     // which hits; Size 0 means 20
	Newest     bool    // newest first instead of best first
	Facets     []Facet // what to count
}

// Help explains the query language to people.
const Help = `Typ gewone woorden; alle woorden moeten voorkomen, in welke vorm ook (factuur vindt ook facturen en energiefactuur).
"aanhalingstekens" zoeken precies deze woorden na elkaar.
-woord of -"twee woorden" sluit uit.
veld:waarde kiest: vorm, onderwerp, beleving, vlag, sentiment, ernst, bron, kanaal, product, afdeling, regio, driver, maand.
van:2026-01-15 en tot:2026-03 kiezen een periode (tot en met).
Een woord dat nergens voorkomt wordt als tikfout opgevat. Wat in synoniemen.txt op één regel staat, wordt als hetzelfde gezocht.`

// fieldNames are the Dutch names of facets in the query language.
var fieldNames = [...]struct {
	name  string
	facet Facet
}{
	{"vorm", Form}, {"onderwerp", Topic}, {"beleving", Experience}, {"vlag", Flag}, {"sentiment", Sentiment}, {"ernst", Severity},
	{"bron", Source}, {"kanaal", Channel}, {"product", Product}, {"afdeling", Department}, {"regio", Region},
	{"driver", Driver}, {"maand", Month}, {"houding", Stance},
}

// clause is one piece of a query's text.
type clause struct {
	text     string
	phrase   bool
	excluded bool
	facet    Facet // "" for words of the text
}

// parsed is a query's text taken apart.
type parsed struct {
	clauses      []clause
	since, until string
	notes        []string // in Dutch: what could not be understood
}

// parse takes the text of a query apart. Anything is a query: what is not
// understood is looked for as words.
func parse(text string) parsed {
	var p parsed
	rest := strings.TrimSpace(text)
	for rest != "" {
		var c clause
		if c, rest = nextClause(rest); c.text != "" {
			p.add(c)
		}
		rest = strings.TrimLeftFunc(rest, unicode.IsSpace)
	}
	return p
}

// nextClause takes the first clause off: [-][field:]word or [-][field:]"words".
func nextClause(s string) (clause, string) {
	var c clause
	if len(s) > 1 && s[0] == '-' && !strings.HasPrefix(s[1:], "-") {
		c.excluded, s = true, s[1:]
	}
	if name, value, ok := strings.Cut(s, ":"); ok && isFieldName(name) && value != "" && !startsWithSpace(value) {
		c.facet, s = Facet(strings.ToLower(name)), value
	}
	if inside, rest, ok := cutQuoted(s); ok {
		c.text, c.phrase = strings.TrimSpace(inside), true
		return c, rest
	}
	end := strings.IndexFunc(s, unicode.IsSpace)
	if end < 0 {
		end = len(s)
	}
	c.text = s[:end]
	return c, s[end:]
}

func startsWithSpace(s string) bool {
	return strings.IndexFunc(s, unicode.IsSpace) == 0
}

// cutQuoted takes a quoted part off; a quote without an end lasts to the end.
func cutQuoted(s string) (inside, rest string, ok bool) {
	for _, q := range [...][2]string{{`"`, `"`}, {"“", "”"}, {"„", "”"}} {
		if after, found := strings.CutPrefix(s, q[0]); found {
			inside, rest, _ = strings.Cut(after, q[1])
			return inside, rest, true
		}
	}
	return "", s, false
}

func isFieldName(name string) bool {
	name = strings.ToLower(name)
	if name == "van" || name == "tot" {
		return true
	}
	_, ok := facetNamed(name)
	return ok
}

// dutchName is the name of a facet in the query language.
func dutchName(facet Facet) string {
	for _, f := range fieldNames {
		if f.facet == facet {
			return f.name
		}
	}
	return string(facet)
}

func facetNamed(name string) (Facet, bool) {
	for _, f := range fieldNames {
		if f.name == name {
			return f.facet, true
		}
	}
	return "", false
}

// add files a clause: c.facet is the name as typed.
func (p *parsed) add(c clause) {
	switch c.facet {
	case "van", "tot":
		first, last, ok := period(c.text)
		if !ok || c.excluded {
			p.notes = append(p.notes, fmt.Sprintf("%s:%s is geen datum; schrijf bijvoorbeeld %s:2026-01-31", c.facet, c.text, c.facet))
			return
		}
		if c.facet == "van" {
			p.since = max(p.since, first)
		} else if p.until == "" || last < p.until {
			p.until = last
		}
		return
	case "":
	default:
		c.facet, _ = facetNamed(string(c.facet))
	}
	p.clauses = append(p.clauses, c)
}

// period reads a day, month or year as the days it lasts: 31-01-2026, 2026-01-31,
// 20260131, 2026-01, 01-2026 or 2026.
func period(s string) (first, last string, ok bool) {
	const day = "2006-01-02"
	for _, layout := range [...]struct {
		layout              string
		years, months, days int
	}{
		{day, 0, 0, 1}, {"20060102", 0, 0, 1}, {"2-1-2006", 0, 0, 1}, {"2/1/2006", 0, 0, 1},
		{"2006-01", 0, 1, 0}, {"1-2006", 0, 1, 0}, {"2006", 1, 0, 0},
	} {
		if t, err := time.Parse(layout.layout, s); err == nil {
			return t.Format(day), t.AddDate(layout.years, layout.months, layout.days-1).Format(day), true
		}
	}
	return "", "", false
}
