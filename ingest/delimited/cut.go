package delimited

import "bytes"

// A cutting is a row found in the buffer; its cells are in s.cells and s.ends
// until the next one.
type cutting struct {
	count    int // cells
	size     int // bytes from s.start, with the line end
	lines    int
	quoted   int
	trouble  bool
	closed   bool // every quote that was opened was closed
	unclosed bool // but for one that is read as an ordinary character
	tooLong  bool
}

// A cutter cuts one row from the start of the buffer. Positions are relative to
// that, because the buffer may move.
type cutter struct {
	*scanner
	cutting
	mode     mode
	pos, eol int // where the next cell starts; where its line ends
}

// cut reads one row in the given mode.
func (s *scanner) cut(m mode) cutting {
	if m != wellFormed { // what was sought for the first try may lie further on
		s.lf, s.cr, s.q = -1, -1, -1
	}
	s.cells, s.ends = s.cells[:0], s.ends[:0]
	k := cutter{scanner: s, mode: m, eol: s.lineEnd(0), cutting: cutting{lines: 1, closed: true}}
	for k.cell() {
	}
	if k.closed {
		k.count = len(s.ends)
		k.size = s.afterEOL(s.start+k.eol) - s.start
	}
	return k.cutting
}

// cell takes one cell with the delimiter behind it; false if the row ends.
func (k *cutter) cell() bool {
	if !k.take() {
		return false
	}
	for k.pos >= k.eol && k.escapedEnd(k.eol) { // the cell goes on in the next line
		k.cells[len(k.cells)-1] = '\n'
		k.pos = k.afterEOL(k.start+k.eol) - k.start
		k.eol = k.lineEnd(k.pos)
		k.pos = k.plainCell(k.pos, k.eol)
		k.lines++
	}
	k.ends = append(k.ends, len(k.cells))
	if k.pos >= k.eol {
		return false
	}
	if k.mode != glued || k.hasDelim(k.pos) {
		k.pos += len(k.delim)
	}
	return true
}

// take takes the text of one cell; false if it cannot be read in this mode.
func (k *cutter) take() bool {
	open := k.pos
	if k.mode == indented {
		open = k.skipBlanks(k.pos, k.eol)
	}
	if open < k.eol && k.quote != 0 && k.at(open) == k.quote {
		return k.takeQuoted(open)
	}
	k.pos = k.plainCell(k.pos, k.eol)
	return true
}

// takeQuoted takes a cell that opens with a quote, as an ordinary one if it is not
// closed and the mode allows that.
func (k *cutter) takeQuoted(open int) bool {
	before := len(k.cells)
	end, state := k.quotedCell(open, k.eol, k.mode)
	switch {
	case state == cellClosed || state == cellTrouble && k.mode != literal:
		k.quoted++
		k.trouble = k.trouble || state == cellTrouble
		if k.pos = end; end > k.eol {
			k.lines += k.countLines(k.eol, end)
			k.eol = k.lineEnd(end)
		}
		return true
	case !k.mode.single():
		k.cutting = cutting{tooLong: state == cellTooLong}
		return false
	}
	k.cells = k.cells[:before]
	k.trouble, k.unclosed = true, k.unclosed || state == cellOpen
	k.pos = k.plainCell(open, k.eol)
	return true
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
	state, strays := cellClosed, 0
	for i := pos + 1; ; {
		j := s.nextMark(i)
		switch {
		case j < 0, j >= eol && m.single():
			return 0, cellOpen
		case j-pos > s.limit:
			return 0, cellTooLong
		}
		s.cells = append(s.cells, s.buf[s.start+i:s.start+j]...)
		if n := s.pair(j); n > 0 {
			i = j + n
			continue
		}
		if end := s.closes(j + 1); end >= 0 && !(m == greedy && state == cellTrouble && s.blankAfter(end)) {
			return end, state
		}
		if m == glued {
			return j + 1, state
		}
		if j > eol {
			strays++
		}
		if strays > maxStrays {
			return 0, cellOpen
		}
		s.cells = append(s.cells, s.quote)
		state, i = cellTrouble, j+1
	}
}

// pair takes the mark at j if it stands for a character: an escape, or a quote
// written twice. It gives how many bytes that is; 0 for a quote by itself.
func (s *scanner) pair(j int) int {
	next, more := s.peek(j + 1)
	switch {
	case s.at(j) == s.quote && !(more && next == s.quote):
		return 0
	case more && (next == s.quote || next == s.escape && s.at(j) == s.escape):
		s.cells = append(s.cells, next)
		return 2
	}
	s.cells = append(s.cells, s.escape)
	return 1
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
