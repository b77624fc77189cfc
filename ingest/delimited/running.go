package delimited

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// running is true if the lines are sentences that the candidate cuts up: its
// delimiter is punctuation, and the pieces do not line up as cells would.
func (c *candidate) running(part sample, d Dialect) bool {
	mark := strings.TrimSpace(c.delim)
	if strings.ContainsAny(c.delim, "\t|") || c.width < 2 {
		return false
	}
	d.Delimiter, d.Quote, d.Escape = "\x1f", or(d.Quote, `"`), double
	lines := withoutComments(part.rows(d, 0, dialectRows))
	if len(lines) < 3 || !sentences(lines[1:]) {
		return false
	}
	rows := withoutComments(c.rows)
	if c.headed(rows) || quotedRows(rows) {
		return false
	}
	if mark == "" {
		return c.typedShare()*3 <= 1
	}
	return punctuates(lines, mark) && c.typedShare() == 0 && (mark != "," && mark != ";" || c.uneven(rows[1:]) || continues(rows[1:]))
}

// headed is true if the first row holds as many short names as the table is wide.
func (c *candidate) headed(rows []*row) bool {
	if len(rows) == 0 || len(rows[0].fields) != c.width || !looksNames(rows[0].fields) {
		return false
	}
	for _, f := range rows[0].fields {
		if sentence(f) || len(strings.Fields(f)) > 3 {
			return false
		}
	}
	return c.delim != " " || !unicode.IsUpper(firstRune(rows[1].fields[0])) || c.even && c.typedShare()*3 > 1
}

func quotedRows(rows []*row) bool {
	for _, r := range rows {
		if r.quoted > 0 {
			return true
		}
	}
	return false
}

// sentences is true if four of five lines are several words that begin as a
// sentence or a note does.
func sentences(lines []*row) bool {
	n := 0
	for _, r := range lines {
		words := strings.Fields(r.text)
		if len(words) >= 4 && (unicode.IsLetter(firstRune(words[0])) || len(words) >= 6) {
			n++
		}
	}
	return n*5 >= len(lines)*4
}

func firstRune(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}

// punctuates is true if a blank or the end of the line follows the mark nearly
// always, apart from marks within numbers and times.
func punctuates(lines []*row, mark string) bool {
	all, followed := 0, 0
	for _, r := range lines {
		for rest := r.text; ; {
			before, after, found := strings.Cut(rest, mark)
			if !found {
				break
			}
			if rest = after; unicode.IsDigit(lastRune(before)) && unicode.IsDigit(firstRune(after)) {
				continue
			}
			all++
			if after == "" || after[0] == ' ' {
				followed++
			}
		}
	}
	return all > 0 && followed*20 >= all*19
}

// typedShare is the share of the columns that hold values.
func (c *candidate) typedShare() float64 {
	typed := 0
	columns := profile(c.rows, c.width)
	for j := range columns {
		if columns[j].kind().typed() {
			typed++
		}
	}
	return float64(typed) / float64(c.width)
}

// uneven is true if a fifth of the rows has another number of cells.
func (c *candidate) uneven(rows []*row) bool {
	other := 0
	for _, r := range rows {
		if len(r.fields) != c.width {
			other++
		}
	}
	return other*5 >= len(rows)
}

// continues is true if the cells behind the first go on with the sentence: they
// begin with a small letter and hold several words.
func continues(rows []*row) bool {
	cells, on := 0, 0
	for _, r := range rows {
		for _, f := range r.fields[min(1, len(r.fields)):] {
			f = strings.TrimSpace(f)
			cells++
			if unicode.IsLower(firstRune(f)) && strings.Contains(f, " ") {
				on++
			}
		}
	}
	return on*10 >= cells*6
}

// sentence is true for text of several words that ends as a sentence does.
func sentence(s string) bool {
	s = strings.TrimSpace(s)
	return strings.Contains(s, " ") && strings.ContainsRune(".!…", lastRune(s)) && len(strings.Fields(s)) > 2
}

func lastRune(s string) rune {
	r, _ := utf8.DecodeLastRuneInString(s)
	return r
}

// isText is true if a cell of the first row stands over a column of text and is
// not told from what stands below it: it is no name, but the first text.
func isText(cell string, below []row, j int) bool {
	words, filled, asks := 0, 0, 0
	for i := range below {
		if f := below[i].fields; j < len(f) && f[j] != "" {
			filled++
			words += len(strings.Fields(f[j]))
			if lastRune(strings.TrimSpace(f[j])) == '?' {
				asks++
			}
		}
	}
	if filled == 0 || words < 3*filled {
		return false // short values, as most columns hold
	}
	own := len(strings.Fields(cell))
	switch {
	case own < 4:
		return sentence(cell)
	case sentence(cell):
		return true
	case lastRune(strings.TrimSpace(cell)) == '?':
		return asks*5 >= filled
	}
	return own*2 > words/filled
}
