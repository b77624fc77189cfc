package survey

import (
	"fmt"
	"html"
	"regexp"
	"strings"
	"time"

	"luister/ingest"
	"luister/ingest/mapping"
)

// A Plan says how a table is read as the export of a survey tool.
type Plan struct {
	Layout     string // name of the layout, for instance "qualtrics"
	Title      string // the same in words
	HeaderRows int
	Mapping    mapping.Mapping
	Assumed    []string // what was assumed, in English
}

// Channel is the channel of survey answers.
const Channel = "enquete"

// Recognise finds the layout of a table by its first rows: all header rows and
// a sample of responses, as delivered. False means it is no known survey.
func Recognise(rows [][]string, layouts []Layout) (Plan, bool) {
	for i := range layouts {
		if l := &layouts[i]; l.holds(rows) {
			return l.plan(rows), true
		}
	}
	return Plan{}, false
}

// holds says whether the rows show all that the layout asks.
func (l *Layout) holds(rows [][]string) bool {
	if len(rows) < l.HeaderRows {
		return false
	}
	for _, c := range l.When {
		if c.Row > len(rows) || !c.holds(rows[c.Row-1]) {
			return false
		}
	}
	return true
}

func (c condition) holds(row []string) bool {
	n := 0
	for i, cell := range row {
		if c.First && i > 0 {
			break
		}
		if c.match.MatchString(clean(cell)) {
			n++
		}
	}
	return n >= max(1, c.AtLeast)
}

// A column is what the header rows say about one column.
type column struct {
	id, text, option string
	as               string
}

// plan reads the header rows and maps every column.
func (l *Layout) plan(rows [][]string) Plan {
	p := Plan{Layout: l.Name, Title: l.Title, HeaderRows: l.HeaderRows}
	columns := l.columns(rows)
	headers := make([]string, len(columns))
	for i, c := range columns {
		headers[i] = c.header()
	}
	m := mapping.Judge(headers, rows[l.HeaderRows:])
	m.Channel, m.Proactive, m.Asked, m.Missing = Channel, true, true, l.Missing
	for i, c := range columns {
		m.Columns[i] = l.map1(m.Columns[i], c)
	}
	l.oneKey(&m)
	l.oneDate(&m, columns)
	checkNPS(&m, columns)
	m.Apart, m.Partial = rules(l.Apart, columns), rules(l.Partial, columns)
	l.setZone(&p, &m, rows)
	p.Mapping = m
	return p
}

// columns reads the ids, question texts and options of the header rows.
func (l *Layout) columns(rows [][]string) []column {
	width := 0
	for _, row := range rows[:l.HeaderRows] {
		width = max(width, len(row))
	}
	columns := make([]column, width)
	last := ""
	for i := range columns {
		c := &columns[i]
		c.id = l.idOf(rows, i)
		c.text = clean(cell(rows, max(1, l.TextRow), i))
		if l.OptionRow > 0 {
			c.option = clean(cell(rows, l.OptionRow, i))
		}
		if l.Fill && c.text == "" {
			c.text = last
		}
		last = c.text
		c.as = l.asOf(*c)
	}
	return columns
}

// idOf gives the id of a column: the cell in IDRow or the part of it that ID says.
func (l *Layout) idOf(rows [][]string, i int) string {
	row := max(1, l.IDRow)
	if l.IDsUntil > 0 && i >= l.IDsUntil {
		row = 1
	}
	id := cell(rows, row, i)
	if l.id == nil {
		return clean(id)
	}
	if m := l.id.FindStringSubmatch(id); m != nil {
		return m[1]
	}
	return clean(cell(rows, 1, i))
}

// asOf says what the layout says about a column.
func (l *Layout) asOf(c column) string {
	for _, rule := range l.Columns {
		if rule.id.MatchString(c.id) && (l.OptionRow == 0 || c.option == "") {
			return rule.As
		}
	}
	for _, rule := range l.Options {
		if rule.id.MatchString(c.option) {
			return rule.As
		}
	}
	if l.Others == "" {
		return "question"
	}
	return l.Others
}

// header names a column for people: the question, with the option behind it.
func (c column) header() string {
	switch {
	case c.text == "":
		return c.id
	case c.option == "" || c.as == "question" || strings.EqualFold(c.option, "Open-Ended Response"):
		return c.text
	}
	return c.text + " - " + c.option
}

// map1 decides about one column: what the layout says, else what its text and
// answers say, within what a column of that sort can be.
func (l *Layout) map1(proposed mapping.Column, c column) mapping.Column {
	proposed.ID, proposed.Question = c.id, proposed.Header
	if l.OptionRow > 0 || c.id == "" {
		proposed.ID = proposed.Header
	}
	if c.id == "" && c.text == "" && c.option == "" {
		return decide(proposed, mapping.Ignore, "a column without a name")
	}
	switch c.as {
	case "open":
		return open(proposed)
	case "question":
		return question(proposed)
	case "option":
		return decide(proposed, mapping.Attribute, "an option of a question")
	case "field":
		return field(proposed)
	}
	proposed.Label = c.id
	return decide(proposed, mapping.Meaning(c.as), fmt.Sprintf("%s exports name this column so", l.Title))
}

func decide(c mapping.Column, meaning mapping.Meaning, why string) mapping.Column {
	c.Meaning, c.Reason = meaning, why
	return c
}

// open is a column for free text. Answers that are clearly something else than
// words are no open answers.
func open(c mapping.Column) mapping.Column {
	switch c.Meaning {
	case mapping.Email, mapping.Phone, mapping.Name, mapping.Personal, mapping.Score:
		return c
	case mapping.Customer, mapping.Case, mapping.Key:
		return decide(c, mapping.Personal, "a number that the respondent filled in himself")
	}
	if c.Type != ingest.AttrText {
		return decide(c, mapping.Attribute, "a text field, but its answers are numbers, dates or yes and no")
	}
	return decide(c, mapping.Text, "a text field of the survey")
}

// question is a question of which the export does not say whether it is open.
func question(c mapping.Column) mapping.Column {
	switch c.Meaning {
	case mapping.Email, mapping.Phone, mapping.Name, mapping.Personal, mapping.Score, mapping.Consent, mapping.Text:
		return c
	case mapping.Customer, mapping.Case, mapping.Key:
		return decide(c, mapping.Personal, "a number that the respondent filled in himself")
	}
	return decide(c, mapping.Attribute, "a question with fixed answers")
}

// field is a column that the organisation added itself.
func field(c mapping.Column) mapping.Column {
	switch c.Meaning {
	case mapping.Text, mapping.Subject, mapping.Reply, mapping.Key, mapping.Date:
		return decide(c, mapping.Attribute, "a field of the response, not a question")
	}
	return c
}

// oneKey leaves the first key column the key.
func (l *Layout) oneKey(m *mapping.Mapping) {
	for n, i := range m.With(mapping.Key) {
		if n > 0 {
			m.Columns[i] = decide(m.Columns[i], mapping.Attribute, "another column is the key")
		}
	}
}

// oneDate leaves the date to the column that the layout names first.
func (l *Layout) oneDate(m *mapping.Mapping, columns []column) {
	best, rank := -1, len(l.Columns)
	for _, i := range m.With(mapping.Date) {
		for n, rule := range l.Columns {
			if n < rank && rule.As == string(mapping.Date) && rule.id.MatchString(columns[i].id) {
				best, rank = i, n
			}
		}
	}
	for _, i := range m.With(mapping.Date) {
		if i != best && best >= 0 {
			m.Columns[i] = decide(m.Columns[i], mapping.Attribute, "another column is the date")
		}
	}
}

// checkNPS lets the column of NPS groups tell which question is the NPS.
func checkNPS(m *mapping.Mapping, columns []column) {
	for g, group := range columns {
		of, ok := strings.CutSuffix(group.id, "_NPS_GROUP")
		for i, c := range columns {
			if ok && c.id == of {
				m.Columns[i] = decide(m.Columns[i], mapping.Score, "a question with NPS groups")
				m.Columns[i].Scale = mapping.Scale{Kind: ingest.NPS, Min: 0, Max: 10}
				m.Columns[i].Group = g + 1
			}
		}
	}
}

// rules finds the columns of the value rules.
func rules(rules []valueRule, columns []column) []mapping.Rule {
	var found []mapping.Rule
	for _, rule := range rules {
		for i, c := range columns {
			if rule.id.MatchString(c.id) {
				found = append(found, mapping.Rule{Column: i, Values: rule.Values, Reason: rule.Reason})
			}
		}
	}
	return found
}

// setZone takes the time zone that the export states.
func (l *Layout) setZone(p *Plan, m *mapping.Mapping, rows [][]string) {
	name := l.FixedZone
	if l.zone != nil {
		for _, c := range rows[max(1, l.IDRow)-1] {
			if found := l.zone.FindStringSubmatch(c); found != nil {
				name = found[1]
			}
		}
	}
	if name == "" {
		p.Assumed = append(p.Assumed, "The export states no time zone: Europe/Amsterdam is assumed (set “zone” to change it).")
		return
	}
	zone, err := time.LoadLocation(name)
	if err != nil {
		p.Assumed = append(p.Assumed, "The export states an unknown time zone: Europe/Amsterdam is assumed (set “zone” to change it).")
		return
	}
	m.Times.Zone = zone
	p.Assumed = append(p.Assumed, fmt.Sprintf("Times are in the zone that the export states, %s.", name))
}

func cell(rows [][]string, row, column int) string {
	if row > len(rows) || column >= len(rows[row-1]) {
		return ""
	}
	return rows[row-1][column]
}

var (
	tag   = regexp.MustCompile(`<[/a-zA-Z!][^<>]*>`)
	piped = regexp.MustCompile(`\{\{[^{}]*\}\}|\$\{[^{}]*\}`)
)

// clean gives the text of a header cell: without HTML, with piped fields as an
// ellipsis and single blanks.
func clean(text string) string {
	text = strings.TrimPrefix(text, "\ufeff")
	if strings.ContainsAny(text, "<&{$") {
		text = html.UnescapeString(tag.ReplaceAllString(text, " "))
		text = piped.ReplaceAllString(text, "…")
	}
	return strings.Join(strings.Fields(text), " ")
}
