package delimited

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"luister/ingest/charset"
)

const (
	sampleSize   = 256 << 10 // bytes of text that detection looks at
	dialectBytes = 64 << 10  // of these, for choosing among dialects
	dialectRows  = 400
	fewLines     = 20 // lines that a sample should have at least
	maxSample    = 4 << 20
)

// Detect finds out how a file is written, from its first bytes as delivered. What
// is stated wins. Seen of the answer says in words what was found.
func Detect(sample []byte, stated Dialect) Dialect {
	e, err := encodingOf(sample, stated)
	if err != nil {
		e = charset.Detect(sample)
	}
	text, _ := io.ReadAll(charset.NewReader(bytes.NewReader(sample), e))
	stated.layout.partial = len(sample) >= sampleSize
	return detectText(text, e, stated)
}

func encodingOf(sample []byte, stated Dialect) (charset.Encoding, error) {
	detected := charset.Detect(sample)
	if stated.Encoding == "" {
		return detected, nil
	}
	e, err := charset.Named(stated.Encoding)
	if err == nil && (detected.Name == e.Name || detected.BOM > 0 && strings.HasPrefix(e.Name, "utf-")) {
		e = detected // with its mark; the mark knows the byte order
	}
	return e, err
}

// detectText is Detect for text that is UTF-8 already.
func detectText(text []byte, e charset.Encoding, stated Dialect) Dialect {
	d := stated
	d.Encoding, d.Seen = e.Name, nil
	d.see("encoding %v", e)
	if rest, delim, ok := sepLine(text); ok {
		d.see("a first line names the delimiter")
		if stated.Delimiter == "" {
			d.Delimiter = delim
		}
		if stated.SkipRows <= 0 {
			d.layout.sep = true
			text = rest
		}
	}
	if stated.Quote == "" && wrapped(text) {
		d.see("every line stands in quotes as a whole")
		d.layout.wrapped = true
		text = unwrapText(text)
	}
	d = bestDialect(text, d)
	d.findTable(text, stated)
	return d
}

func (d *Dialect) see(format string, args ...any) {
	d.Seen = append(d.Seen, fmt.Sprintf(format, args...))
}

// sepLine reads a first line such as sep=; and gives what follows.
func sepLine(text []byte) (rest []byte, delim string, ok bool) {
	i := bytes.IndexAny(text, "\r\n")
	if i < 0 || i > 12 {
		return text, "", false
	}
	line := strings.Trim(string(text[:i]), "\"")
	if len(line) < 5 || !strings.EqualFold(line[:4], "sep=") {
		return text, "", false
	}
	if bytes.HasPrefix(text[i:], []byte("\r\n")) {
		i++
	}
	return text[i+1:], line[4:], true
}

// A candidate is a dialect with the rows that it makes of the sample.
type candidate struct {
	delim string
	quote string
	esc   string
	rows  []row
	width int
	score float64
	even  bool // all rows have the same number of cells
}

// bestDialect settles delimiter, quote and escape.
func bestDialect(text []byte, d Dialect) Dialect {
	part := sample{text: text[:cutLine(text, max(dialectBytes, linesAt(text, fewLines)))]}
	part.partial = len(part.text) < len(text) || d.layout.partial
	text = part.text
	best := candidate{delim: ",", quote: `"`, esc: double}
	for _, delim := range delimiters(text, d.Delimiter) {
		c := bestQuotes(part, delim, d)
		if (c.score > best.score || c.doubles(&best)) && (d.Delimiter != "" || !c.running(part, d)) {
			best = c
		}
	}
	if d.Delimiter == "" && (best.score < singleColumn || (best.weak() || !best.even) && oneTyped(part, d)) {
		best = bestQuotes(part, absent(text), d)
		best.width = 1
	}
	if d.Delimiter == "" {
		d.see("delimiter %q, %d columns", best.delim, best.width)
		d.Delimiter = best.delim
	}
	if d.Quote == "" {
		d.Quote = best.quote
	}
	if d.Escape == "" {
		d.Escape = best.esc
	}
	return d
}

// doubles is true if the delimiter is that of another candidate written twice, and
// every second cell of the other is empty for that reason.
func (c *candidate) doubles(other *candidate) bool {
	if c.delim != other.delim+other.delim || c.width < 2 || other.width != 2*c.width-1 || len(other.rows) < 2 {
		return false
	}
	cells, empty := 0, 0
	for i := range other.rows {
		for j := 1; j < len(other.rows[i].fields); j += 2 {
			cells++
			if other.rows[i].fields[j] == "" {
				empty++
			}
		}
	}
	return empty*100 >= cells*98
}

// oneTyped is true if the lines as a whole are values: dates, times, addresses.
func oneTyped(part sample, d Dialect) bool {
	d.Delimiter, d.Quote, d.Escape = "\x1f", or(d.Quote, `"`), double
	rows := withoutComments(part.rows(d, 0, dialectRows))
	typed := 0
	for _, r := range rows {
		if shapeOf(r.fields[0]).typed() {
			typed++
		}
	}
	if len(rows) == 0 {
		return false
	}
	if first := rows[0].fields[0]; strings.ContainsAny(first, ",;\t|") && !shapeOf(first).typed() {
		return false // several names
	}
	return typed*10 >= (len(rows)-1)*8 && typed > 0
}

func or(s, usual string) string {
	if s == "" {
		return usual
	}
	return s
}

// singleColumn is the score under which no delimiter is believed.
const singleColumn = 0.22

// absent is a delimiter for a file of one column: one that does not occur.
func absent(text []byte) string {
	for _, delim := range []string{"\t", "|", ";", ","} { // first what is rare in text
		if !bytes.Contains(text, []byte(delim)) {
			return delim
		}
	}
	return "\x1f"
}

// linesAt is the length of the first n lines.
func linesAt(text []byte, n int) int {
	at := 0
	for range n {
		i := bytes.IndexAny(text[at:], "\r\n")
		if i < 0 {
			return len(text)
		}
		at += i + 1
	}
	return at
}

// cutLine is the length of text up to the last line end within n bytes.
func cutLine(text []byte, n int) int {
	if len(text) <= n {
		return len(text)
	}
	if i := bytes.LastIndexAny(text[:n], "\r\n"); i > 0 {
		return i + 1
	}
	return n
}

// prior weighs delimiters by how usual they are.
func prior(delim string) float64 {
	switch delim {
	case ",", ";", "\t", ", ", "; ":
		return 1
	case "|":
		return 0.98
	case " ":
		return 0.6
	case ":", "/", "_", "#", "&", "*", "!", "=", "@", "%", "$", "+", "?", "<", ">":
		return 0.5
	}
	return 0.8
}

// delimiters lists what may be the delimiter: the usual ones that occur, and any
// other sign that occurs on most lines.
func delimiters(text []byte, stated string) []string {
	if stated != "" {
		return []string{stated}
	}
	lines := bytes.FieldsFunc(text, func(r rune) bool { return r == '\n' || r == '\r' })
	lines = lines[:min(len(lines), 200)]
	on := map[rune]int{}
	for _, line := range lines {
		seen := map[rune]bool{}
		for _, r := range string(line[:min(len(line), 4000)]) {
			if mayDelimit(r) && !seen[r] {
				seen[r] = true
				on[r]++
			}
		}
	}
	var out []string
	for _, usual := range []rune{',', ';', '\t', '|'} {
		if on[usual] > 0 {
			out = append(out, string(usual))
		}
	}
	for _, usual := range out { // a comma and a blank, two tabs
		n := bytes.Count(text, []byte(usual))
		for _, wide := range []string{usual + " ", usual + usual} {
			if bytes.Count(text, []byte(wide))*len(wide)*10 >= n*len(usual)*6 {
				out = append(out, wide)
			}
		}
	}
	for _, r := range unusual {
		if on[r]*10 >= len(lines)*6 {
			out = append(out, string(r))
		}
	}
	if bytes.Count(text, []byte(`\t`)) >= len(lines) {
		out = append(out, `\t`)
	}
	return out
}

func mayDelimit(r rune) bool {
	return strings.ContainsRune(",;\t|"+unusual, r)
}

// unusual are the signs that occur as delimiters besides the four usual ones.
const unusual = " :^~#§¦¬¤¶÷!*&/_=@%$+?<>\x01\x02\x03\x1c\x1d\x1e\x1f"

// bestQuotes chooses quote and escape for a delimiter.
func bestQuotes(part sample, delim string, d Dialect) candidate {
	text := part.text
	quotes, escapes := []string{`"`}, []string{double}
	if d.Quote != "" {
		quotes = []string{d.Quote}
	} else {
		for _, q := range []byte("'`") {
			if quotedBy(text, delim, q) {
				quotes = append(quotes, string(q))
			}
		}
	}
	if d.Escape != "" {
		escapes = []string{d.Escape}
	} else if bytes.Contains(text, []byte(`\"`)) || bytes.Contains(text, []byte(`\'`)) || bytes.Contains(text, []byte(`\`+delim)) || bytes.Contains(text, []byte("\\\n")) {
		escapes = append(escapes, `\`)
	}
	var best candidate
	for _, q := range quotes {
		for _, e := range escapes {
			c := candidate{delim: delim, quote: q, esc: e}
			c.rows = part.rows(Dialect{Delimiter: delim, Quote: q, Escape: e}, 0, dialectRows)
			c.judge()
			if c.score > best.score || best.delim == "" {
				best = c
			}
		}
	}
	return best
}

// quotedBy is true if at least two cells stand between these quotes.
func quotedBy(text []byte, delim string, quote byte) bool {
	n := 0
	for i, c := range text {
		if c != quote {
			continue
		}
		opens := i == 0 || text[i-1] == '\n' || text[i-1] == '\r' || bytes.HasSuffix(text[:i], []byte(delim))
		if opens {
			n++
		}
	}
	return n >= 2
}

// A sample is the front of a text; partial if the text goes on behind it.
type sample struct {
	text    []byte
	partial bool
}

// rows cuts the sample; width is the number of columns, 0 if not known yet.
func (p sample) rows(d Dialect, width, most int) []row {
	s := &scanner{
		delim: []byte(d.Delimiter), quote: d.quoteByte(), escape: d.escapeByte(), limit: d.limit(), width: width,
		line: 1, buf: p.text, end: len(p.text), eof: true, partial: p.partial, lf: -1, cr: -1, q: -1,
	}
	var rows []row
	for len(rows) < most {
		r, ok := s.next()
		if !ok {
			break
		}
		rows = append(rows, r)
	}
	if p.partial && len(rows) > 1 && len(rows) < most && !endsLine(p.text) {
		rows = rows[:len(rows)-1] // cut off
	}
	return rows
}

func endsLine(text []byte) bool {
	return len(text) > 0 && (text[len(text)-1] == '\n' || text[len(text)-1] == '\r')
}

// judge scores a candidate: the share of rows that have the same number of
// cells, times how much the cells look like values.
func (c *candidate) judge() {
	rows := withoutComments(c.rows)
	widths := map[int]int{}
	several, trouble, quoted := 0, 0, 0
	for _, r := range rows {
		widths[len(r.fields)]++
		quoted += r.quoted
		if len(r.fields) > 1 {
			several++
		}
		if r.trouble {
			trouble++
		}
	}
	if len(rows) == 0 {
		return
	}
	bestRows := 0.0
	for w, n := range widths {
		if v := float64(n) * float64(w-1) / float64(w); v > bestRows || v == bestRows && w > c.width {
			c.width, bestRows = w, v
		}
	}
	if c.width < 2 || c.weak() && !c.sureOf(rows, widths[c.width], quoted) {
		return
	}
	c.even = widths[c.width] == len(rows)
	total := float64(len(rows))
	same := float64(widths[c.width])
	cover := same / total
	if len(c.delim) == 1 {
		cover += ragged * (float64(several) - same) / total
	}
	shape := float64(c.width-1) / float64(c.width)
	clean := 1 - 0.5*float64(trouble)/total
	c.score = cover * shape * clean * c.cellScore() * prior(c.delim)
}

// ragged is what a row of several cells counts that has not the usual number.
const ragged = 0.3

// withoutComments gives the rows that are no blank lines and no comments; a line that
// starts with # is a comment if the other rows do without it.
func withoutComments(rows []row) []*row {
	var filled, sure []*row
	for i := range rows {
		r := &rows[i]
		if r.blank() {
			continue
		}
		filled = append(filled, r)
		if !strings.HasPrefix(strings.TrimLeft(r.fields[0], " "), "#") {
			sure = append(sure, r)
		}
	}
	if len(sure) == 0 {
		return filled
	}
	return sure
}

// weak is true for delimiters that running text and single values are full of.
func (c *candidate) weak() bool { return prior(c.delim) < 0.7 }

// sureOf is true if there is more than its regularity that speaks for a weak
// delimiter: quotes, columns of values, or many short names in several columns.
func (c *candidate) sureOf(rows []*row, same, quoted int) bool {
	if len(rows) < 2 || same < 2 {
		return false
	}
	return quoted > 0 || c.hasTyped() || c.delim != " " && c.width > 2 && same == len(rows) && same > 4
}

// hasTyped is true if some column of the usual rows holds values.
func (c *candidate) hasTyped() bool {
	for _, col := range profile(c.rows, c.width) {
		if col.kind().typed() {
			return true
		}
	}
	return false
}

// cellScore is the mean plausibility of the cells of the rows that fit.
func (c *candidate) cellScore() float64 {
	sum, n := 0.0, 0
	for i := range c.rows {
		r := &c.rows[i]
		if len(r.fields) != c.width {
			continue
		}
		for _, cell := range r.fields {
			sum += plausibleCell(cell, c.delim)
			n++
		}
		if r.quoted > 0 {
			sum += 0.3 * float64(min(r.quoted, len(r.fields)))
			n += 0
		}
	}
	if n == 0 {
		return 0
	}
	return sum / float64(n)
}

// plausibleCell says how much a cell looks like one value.
func plausibleCell(cell, delim string) float64 {
	sh := shapeOf(cell)
	switch {
	case sh == shapeEmpty:
		return 0.6
	case cell[0] == ' ':
		return 0.5
	case sh.typed():
		return 1
	case len(cell) > 1 && cell[0] == '\'' && cell[len(cell)-1] == '\'':
		return 0.5
	}
	for i := range min(len(cell), 400) {
		switch ch := cell[i]; ch {
		case ',', ';', '\t', '|':
			if string(ch) == delim {
				continue // in quotes
			}
			if i+1 == len(cell) || cell[i+1] != ' ' {
				return 0.3
			}
		case '"':
			if i == 0 || i == len(cell)-1 {
				return 0.2
			}
		}
	}
	if sh == shapeText {
		return 0.75
	}
	return 0.9
}
