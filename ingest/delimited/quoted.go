package delimited

import (
	"bytes"
	"strings"
)

// A mode is a way of reading a line that has quotes in it.
type mode int

const (
	wellFormed mode = iota // quoted cells may span lines; a stray quote inside one is kept
	oneLine                // as wellFormed, but the row ends with its line; an unclosed quote is an ordinary character
	literal                // as oneLine, and a cell with a stray quote is read as if it were not quoted
	indented               // as wellFormed, with blanks before an opening quote
	glued                  // as oneLine, and a quote that closes a cell ends it even without a delimiter
	greedy                 // as oneLine, and behind a stray quote a cell ends only at a quote that no blank follows
)

// single is true for the modes in which a row is one line.
func (m mode) single() bool { return m != wellFormed && m != indented }

// quotedRow cuts a row whose first line has quotes or escapes; eol ends that
// line. What stands in a file is tried as it should be first. If that leaves a
// quote open or gives another number of cells than the table has, the other ways
// are tried, so that a quote that is never closed costs its own row only.
func (s *scanner) quotedRow(eol int) row {
	c := s.cut(wellFormed)
	if c.closed && !c.trouble && (s.width == 0 || len(s.ends) == s.width) {
		return s.accept(c)
	}
	if s.width == 0 {
		if c.closed && (!c.trouble || c.lines == 1) {
			return s.accept(c)
		}
		if !c.closed && s.partial && !s.linesFit(s.usual) {
			s.start = s.end // the cell goes on behind the sample
			return row{}
		}
		return s.accept(s.cut(oneLine))
	}
	return s.secondTry(c)
}

// secondTry reads a row that did not come out as wide as the table, first cut as
// c, in the other ways.
func (s *scanner) secondTry(c cutting) row {
	if c.closed && len(s.ends) == s.width && c.lines == 1 {
		return s.accept(c)
	}
	if c.tooLong && !s.linesFit(s.width) {
		return s.skipQuoted()
	}
	for _, m := range [...]mode{oneLine, literal, greedy, indented, glued} {
		if d := s.cut(m); d.closed && len(s.ends) == s.width && !(d.trouble && s.swallows(d)) {
			d.trouble = true
			return s.accept(d)
		}
	}
	if !c.closed && s.partial && !s.linesFit(s.width) {
		s.start = s.end
		return row{}
	}
	if c.closed && (!c.trouble || c.count == s.width && !s.swallows(c)) {
		s.lf, s.cr, s.q = -1, -1, -1
		return s.accept(s.cut(wellFormed))
	}
	return s.accept(s.cut(oneLine))
}

// swallows is true if what a cutting has behind its first line are whole rows of
// the table: its quote was never closed, and one of theirs closed it.
func (s *scanner) swallows(c cutting) bool {
	text := s.buf[s.start : s.start+c.size]
	first := bytes.IndexAny(text, "\r\n")
	if first < 0 || c.lines == 1 {
		return false
	}
	d := Dialect{Delimiter: string(s.delim), Quote: string(s.quote), Escape: double}
	if s.escape != 0 {
		d.Escape = string(s.escape)
	}
	rows := sample{text: bytes.TrimLeft(text[first:], "\r\n")}.rows(d, 0, c.lines)
	for i := range rows {
		if r := &rows[i]; r.trouble || len(r.fields) != s.width {
			return false
		}
	}
	return len(rows) > 0
}

// accept makes a row of a cutting and moves behind it.
func (s *scanner) accept(c cutting) row {
	r := row{line: s.line, lines: c.lines, quoted: c.quoted, trouble: c.trouble, unclosed: c.unclosed}
	if c.lines == 1 && (c.trouble || len(s.ends) != s.width) { // to be read in another way
		r.text = strings.TrimRight(string(s.buf[s.start:s.start+c.size]), "\r\n")
	}
	text := string(s.cells)
	fields, from := s.room(), 0
	for _, end := range s.ends {
		fields = append(fields, text[from:end])
		from = end
	}
	r.fields = s.keep(fields)
	s.start += c.size
	s.line += c.lines
	return r
}

// linesFit looks at the lines that a too long quoted cell would swallow: if most
// have as many cells as the table, the quote was never closed.
func (s *scanner) linesFit(width int) bool {
	const looked = 20
	fit, seen := 0, 0
	rest := s.buf[s.start:s.end]
	for range looked {
		i := bytes.IndexAny(rest, "\r\n")
		if i < 0 {
			break
		}
		if line := bytes.TrimSpace(rest[:i]); len(line) > 0 && seen >= 0 {
			seen++
			if bytes.Count(line, s.delim)+1 == width {
				fit++
			}
		}
		rest = rest[i+1:]
	}
	return seen > 0 && fit*2 > seen
}

// skipQuoted drops a row with a quoted cell over the limit: up to the closing
// quote, then to the end of that line.
func (s *scanner) skipQuoted() row {
	r := row{line: s.line, lines: 1, tooLong: true}
	s.start += bytes.IndexByte(s.buf[s.start:s.end], s.quote) + 1
	for s.toQuote(&r) {
		next, more := s.peek(1)
		switch {
		case more && next == s.quote:
			s.start += 2
		case s.closes(1) >= 0:
			s.start++
			rest := s.skipLine()
			r.lines += rest.lines - 1
			return r
		default:
			s.start++
		}
	}
	s.line++
	return r
}

// toQuote moves to the next quote and counts the lines on the way; false if there
// is none up to the end of the text.
func (s *scanner) toQuote(r *row) bool {
	for {
		s.lf, s.cr, s.q = -1, -1, -1
		q := s.seek(&s.q, s.quote, s.start)
		n := bytes.Count(s.buf[s.start:q], []byte{'\n'})
		s.line, r.lines, s.start = s.line+n, r.lines+n, q
		if q < s.end {
			return true
		}
		if !s.fill() {
			return false
		}
	}
}
