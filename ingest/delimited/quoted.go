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
		if d := s.cut(m); d.closed && len(s.ends) == s.width {
			d.trouble = true
			return s.accept(d)
		}
	}
	if !c.closed && s.partial && !s.linesFit(s.width) {
		s.start = s.end
		return row{}
	}
	if c.closed && (!c.trouble || c.cells == s.width) {
		s.lf, s.cr, s.q = -1, -1, -1
		return s.accept(s.cut(wellFormed))
	}
	return s.accept(s.cut(oneLine))
}

// A cutting is a row found in the buffer; its cells are in s.cells and s.ends
// until the next one.
type cutting struct {
	cells   int
	size    int // bytes from s.start, with the line end
	lines   int
	quoted  int
	trouble bool
	closed  bool // every quote that was opened was closed
	tooLong bool
}

// accept makes a row of a cutting and moves behind it.
func (s *scanner) accept(c cutting) row {
	r := row{line: s.line, lines: c.lines, quoted: c.quoted, trouble: c.trouble}
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

// cut reads one row from s.start in the given mode. Positions are relative to
// s.start, because the buffer may move.
func (s *scanner) cut(m mode) cutting {
	if m != wellFormed { // what was sought for the first try may lie further on
		s.lf, s.cr, s.q = -1, -1, -1
	}
	s.cells, s.ends = s.cells[:0], s.ends[:0]
	c := cutting{lines: 1, closed: true}
	pos, eol := 0, s.lineEnd(0)
	for {
		open := pos
		if m == indented {
			open = s.skipBlanks(pos, eol)
		}
		if open < eol && s.quote != 0 && s.at(open) == s.quote {
			before := len(s.cells)
			end, state := s.quotedCell(open, eol, m)
			if state == cellClosed || state == cellTrouble && m != literal {
				c.quoted++
				c.trouble = c.trouble || state == cellTrouble
				pos = end
				if pos > eol {
					c.lines += s.countLines(eol, pos)
					eol = s.lineEnd(pos)
				}
			} else if m == wellFormed || m == indented {
				return cutting{tooLong: state == cellTooLong}
			} else {
				s.cells = s.cells[:before]
				c.trouble = true
				pos = s.plainCell(open, eol)
			}
		} else {
			pos = s.plainCell(pos, eol)
		}
		for pos >= eol && s.escapedEnd(eol) { // the cell goes on in the next line
			s.cells[len(s.cells)-1] = '\n'
			pos = s.afterEOL(s.start+eol) - s.start
			eol = s.lineEnd(pos)
			pos = s.plainCell(pos, eol)
			c.lines++
		}
		s.ends = append(s.ends, len(s.cells))
		if pos >= eol {
			break
		}
		if m == glued && !s.hasDelim(pos) {
			continue
		}
		pos += len(s.delim)
	}
	c.cells = len(s.ends)
	c.size = s.afterEOL(s.start+eol) - s.start
	return c
}

// escapedEnd is true if an escape stands in front of the line end at eol and the
// text goes on behind it. An escaped escape does not count.
func (s *scanner) escapedEnd(eol int) bool {
	if s.escape == 0 || eol == 0 || s.at(eol-1) != s.escape || len(s.cells) == 0 || s.cells[len(s.cells)-1] != s.escape {
		return false
	}
	n := 0
	for n < eol && s.at(eol-1-n) == s.escape {
		n++
	}
	_, more := s.peek(eol + 1)
	return n%2 == 1 && more
}

func (s *scanner) at(pos int) byte { return s.buf[s.start+pos] }

// lineEnd finds the end of the line that pos is on; it reads on as needed. A
// line longer than the limit ends at the limit.
func (s *scanner) lineEnd(pos int) int {
	for {
		from := s.start + pos
		eol := min(s.seek(&s.lf, '\n', from), s.seek(&s.cr, '\r', from))
		whole := eol < s.end && (s.buf[eol] == '\n' || eol+1 < s.end)
		at := eol - s.start // fill moves the buffer
		if whole || eol-from > s.limit || !s.fill() {
			return at
		}
	}
}

// plainCell takes an unquoted cell up to the next delimiter or the line end.
func (s *scanner) plainCell(pos, eol int) int {
	line := s.buf[s.start+pos : s.start+eol]
	if s.escape == 0 || bytes.IndexByte(line, s.escape) < 0 {
		n := bytes.Index(line, s.delim)
		if n < 0 {
			n = len(line)
		}
		s.cells = append(s.cells, line[:n]...)
		return pos + n
	}
	for i := 0; i < len(line); i++ {
		switch {
		case line[i] == s.escape && i+1 < len(line) && s.escapable(line[i+1:]):
			i++
			s.cells = append(s.cells, line[i])
		case bytes.HasPrefix(line[i:], s.delim):
			return pos + i
		default:
			s.cells = append(s.cells, line[i])
		}
	}
	return eol
}

// escapable is true if an escape in front of rest takes away a meaning.
func (s *scanner) escapable(rest []byte) bool {
	return rest[0] == s.quote && s.quote != 0 || rest[0] == s.escape || bytes.HasPrefix(rest, s.delim)
}

func (s *scanner) skipBlanks(pos, eol int) int {
	p := pos
	for p < eol && s.at(p) == ' ' {
		p++
	}
	return p
}

// How a quoted cell ended.
type cellState int

const (
	cellClosed  cellState = iota
	cellTrouble           // closed, with a stray quote inside
	cellOpen              // not closed
	cellTooLong           // not closed within the limit
)

// maxStrays is how many stray quotes on later lines a quoted cell may hold; with
// more its opening quote is taken for one that was never closed.
const maxStrays = 8

// quotedCell takes the cell whose opening quote is at pos and gives the position
// behind its closing quote and the blanks that may follow. In the modes of one
// line the cell must end before eol.
func (s *scanner) quotedCell(pos, eol int, m mode) (int, cellState) {
	state := cellClosed
	single := m == oneLine || m == literal || m == greedy || m == glued
	i, strays := pos+1, 0
	for {
		j := s.nextMark(i)
		switch {
		case single && (j < 0 || j >= eol):
			return 0, cellOpen
		case j < 0:
			return 0, cellOpen
		case j-pos > s.limit:
			return 0, cellTooLong
		}
		s.cells = append(s.cells, s.buf[s.start+i:s.start+j]...)
		i = j + 1
		next, more := s.peek(j + 1)
		if s.at(j) != s.quote { // the escape
			if more && (next == s.quote || next == s.escape) {
				s.cells = append(s.cells, next)
				i++
			} else {
				s.cells = append(s.cells, s.escape)
			}
			continue
		}
		if more && next == s.quote {
			s.cells = append(s.cells, s.quote)
			i++
			continue
		}
		if end := s.closes(j + 1); end >= 0 && !(m == greedy && state == cellTrouble && s.blankAfter(end)) {
			return end, state
		}
		if m == glued {
			return j + 1, state
		}
		if j > eol {
			if strays++; strays > maxStrays {
				return 0, cellOpen
			}
		}
		s.cells = append(s.cells, s.quote)
		state = cellTrouble
	}
}

// nextMark finds the next quote or escape from pos on; -1 if there is none up to
// the end of the text or the limit.
func (s *scanner) nextMark(pos int) int {
	from := pos
	for {
		rest := s.buf[s.start+from : s.end]
		n := bytes.IndexByte(rest, s.quote)
		if s.escape != 0 {
			if n >= 0 {
				rest = rest[:n]
			}
			if e := bytes.IndexByte(rest, s.escape); e >= 0 {
				n = e
			}
		}
		if n >= 0 {
			return from + n
		}
		from = s.end - s.start
		if from-pos > s.limit {
			return pos + s.limit + 1 // reported as too long
		}
		if !s.fill() {
			return -1
		}
	}
}

// peek looks at the byte at pos.
func (s *scanner) peek(pos int) (byte, bool) {
	if s.start+pos >= s.end && !s.fill() {
		return 0, false
	}
	return s.at(pos), true
}

// closes says whether a quote in front of pos closes its cell: a delimiter, a
// line end or the end of the text follows, perhaps after blanks. It gives the
// position of what follows, or -1.
func (s *scanner) closes(pos int) int {
	for p := pos; ; p++ {
		c, more := s.peek(p)
		if !more || c == '\n' || c == '\r' {
			return p
		}
		if c == s.delim[0] && s.hasDelim(p) {
			return p
		}
		if c != ' ' && c != '\t' {
			return -1
		}
	}
}

// blankAfter is true if a blank follows the delimiter at pos, as in running text.
func (s *scanner) blankAfter(pos int) bool {
	c, more := s.peek(pos + len(s.delim))
	return more && c == ' ' && s.at(pos) != '\n' && s.at(pos) != '\r'
}

func (s *scanner) hasDelim(pos int) bool {
	for len(s.delim) > s.end-s.start-pos && s.fill() {
	}
	return bytes.HasPrefix(s.buf[s.start+pos:s.end], s.delim)
}

// countLines counts the line ends between two positions.
func (s *scanner) countLines(from, to int) int {
	text := s.buf[s.start+from : s.start+to]
	n := bytes.Count(text, []byte{'\n'})
	for i, c := range text {
		if c == '\r' && (i+1 == len(text) || text[i+1] != '\n') {
			n++
		}
	}
	return n
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
	s.line--
	for {
		s.lf, s.cr, s.q = -1, -1, -1
		q := s.seek(&s.q, s.quote, s.start)
		s.line += bytes.Count(s.buf[s.start:q], []byte{'\n'})
		r.lines += bytes.Count(s.buf[s.start:q], []byte{'\n'})
		s.start = q
		if q == s.end {
			if !s.fill() {
				s.line++
				return r
			}
			continue
		}
		next, more := s.peek(1)
		switch {
		case more && next == s.quote:
			s.start += 2
		case s.closes(1) >= 0:
			s.start++
			rest := s.skipLine()
			r.lines += rest.lines - 1
			s.line++
			return r
		default:
			s.start++
		}
	}
}

// indexString is strings.Index with a first look at the first byte.
func indexString(text, delim string) int {
	i := strings.IndexByte(text, delim[0])
	if i < 0 || len(delim) == 1 || strings.HasPrefix(text[i:], delim) {
		return i
	}
	if j := strings.Index(text[i+1:], delim); j >= 0 {
		return i + 1 + j
	}
	return -1
}
