package delimited

import (
	"bytes"
	"io"
	"strings"
)

// A row is one record as the scanner cuts it, before anything is known about the
// table.
type row struct {
	line     int      // of its first line, 1-based
	lines    int      // lines it covers
	fields   []string // parts of one string that nobody else writes to
	quoted   int      // cells that stood in quotes
	trouble  bool     // a quote was not where it belongs
	unclosed bool     // a quote was opened and never closed; it stands in its cell
	times    int      // how often a held blank row came, if more than once
	tooLong  bool     // longer than the limit; fields hold what came before
	text     string   // the line as it stands, for rows of one line
}

// blank is true for a line without any cell text. A lone SUB is the end mark of
// old systems.
func (r *row) blank() bool {
	for _, f := range r.fields {
		if f != "" && f != "\x1a" {
			return false
		}
	}
	return true
}

// record is a row as it stands.
func (r *row) record() Record {
	rec := Record{Line: r.line, Fields: r.fields}
	if r.unclosed {
		rec.Note = unclosed
	}
	return rec
}

// unclosed is the note of a row with a quote that is never closed.
const unclosed = "a quote is never closed: the row ends with its line"

// A scanner cuts UTF-8 text into rows. Line ends are LF, CRLF and CR, in any
// mixture. It keeps one row in memory, at most limit bytes.
type scanner struct {
	r      io.Reader
	delim  []byte
	quote  byte // 0: none
	escape byte // 0: quotes are doubled
	limit  int
	width  int // columns expected; 0 if not known
	usual  int // cells of the row before

	partial bool // the text is a sample: it goes on behind the end

	buf        []byte
	start, end int
	eof        bool
	err        error
	line       int // of buf[start]

	lf, cr, q int // positions in buf of the next one from start on; end if none up to end, -1 if to be sought

	cells []byte // of the row being cut
	ends  []int
	slab  []string
}

const firstBuffer = 256 << 10

func newScanner(r io.Reader, d Dialect) *scanner {
	return &scanner{
		r: r, delim: []byte(d.Delimiter), quote: d.quoteByte(), escape: d.escapeByte(), limit: d.limit(),
		line: 1, buf: make([]byte, firstBuffer), lf: -1, cr: -1, q: -1,
	}
}

// fill reads more behind what is there and says whether it got anything. It
// moves the row to the front of the buffer, so positions are kept relative to
// start by those who call it.
func (s *scanner) fill() bool {
	if s.eof {
		return false
	}
	if s.start > 0 {
		copy(s.buf, s.buf[s.start:s.end])
		s.lf, s.cr, s.q = moved(s.lf, s.start, s.end), moved(s.cr, s.start, s.end), moved(s.q, s.start, s.end)
		s.end -= s.start
		s.start = 0
	}
	if s.end == len(s.buf) {
		s.buf = append(s.buf, make([]byte, len(s.buf))...)
	}
	had := s.end
	for s.end == had && !s.eof {
		n, err := s.r.Read(s.buf[s.end:])
		s.end += n
		if err != nil {
			s.eof = true
			if err != io.EOF {
				s.err = err
			}
		}
	}
	s.lf, s.cr, s.q = s.goOn(s.lf, '\n', had), s.goOn(s.cr, '\r', had), s.goOn(s.q, s.quote, had)
	return s.end > had
}

// goOn continues the search for c that had come to the end of what was there, so
// that a long line is not searched again and again.
func (s *scanner) goOn(at int, c byte, had int) int {
	if at != had {
		return at
	}
	if i := bytes.IndexByte(s.buf[had:s.end], c); i >= 0 {
		return had + i
	}
	return s.end
}

func moved(at, start, end int) int {
	if at < start {
		return -1
	}
	return at - start
}

// seek finds c from position from on; at holds what was found before.
func (s *scanner) seek(at *int, c byte, from int) int {
	if *at >= from {
		return *at
	}
	if i := bytes.IndexByte(s.buf[from:s.end], c); i >= 0 {
		*at = from + i
	} else {
		*at = s.end
	}
	return *at
}

// next cuts the next row; false at the end of the text or on a read error (err).
func (s *scanner) next() (row, bool) {
	for {
		if s.start == s.end && !s.fill() {
			return row{}, false
		}
		eol := min(s.seek(&s.lf, '\n', s.start), s.seek(&s.cr, '\r', s.start))
		if eol == s.end && !s.eof || eol == s.end-1 && s.buf[eol] == '\r' && !s.eof {
			if s.end-s.start > s.limit {
				return s.skipLine(), true
			}
			s.fill()
			continue
		}
		if s.quote != 0 && s.seek(&s.q, s.quote, s.start) < eol || s.escape != 0 && bytes.IndexByte(s.buf[s.start:eol], s.escape) >= 0 {
			r := s.quotedRow(eol)
			s.usual = max(s.usual, len(r.fields))
			return r, r.lines > 0
		}
		r := s.plainRow(eol)
		s.usual = len(r.fields)
		return r, true
	}
}

// plainRow cuts a line without quotes at its delimiters.
func (s *scanner) plainRow(eol int) row {
	r := row{line: s.line, lines: 1, text: string(s.buf[s.start:eol])}
	r.fields = s.split(r.text)
	s.advance(eol)
	return r
}

// split cuts a text at the delimiter. The slices come from a slab, each with
// its own capacity, so that they can be kept.
func (s *scanner) split(text string) []string {
	fields := s.room()
	if len(s.delim) == 1 {
		fields = splitByte(fields, text, s.delim[0])
	} else {
		fields = splitString(fields, text, string(s.delim))
	}
	return s.keep(fields)
}

const slabSize = 2048

// room gives an empty slice with room for a row of the usual width.
func (s *scanner) room() []string {
	if need := max(16, 2*s.width); cap(s.slab)-len(s.slab) < need {
		s.slab = make([]string, 0, max(slabSize, 4*need))
	}
	return s.slab[len(s.slab):len(s.slab):cap(s.slab)]
}

// keep closes a slice that room gave.
func (s *scanner) keep(fields []string) []string {
	if n := len(s.slab) + len(fields); n <= cap(s.slab) && cap(fields) == cap(s.slab)-len(s.slab) {
		s.slab = s.slab[:n]
	}
	return fields[:len(fields):len(fields)]
}

func splitByte(fields []string, text string, delim byte) []string {
	from := 0
	for i := range len(text) {
		if text[i] == delim {
			fields = append(fields, text[from:i])
			from = i + 1
		}
	}
	return append(fields, text[from:])
}

func splitString(fields []string, text, delim string) []string {
	for {
		i := indexString(text, delim)
		if i < 0 {
			return append(fields, text)
		}
		fields = append(fields, text[:i])
		text = text[i+len(delim):]
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

// advance moves behind the line end at eol and counts the line.
func (s *scanner) advance(eol int) {
	s.line++
	s.start = s.afterEOL(eol)
}

// afterEOL is the position behind the line end at eol.
func (s *scanner) afterEOL(eol int) int {
	switch {
	case eol >= s.end:
		return s.end
	case s.buf[eol] == '\r' && eol+1 < s.end && s.buf[eol+1] == '\n':
		return eol + 2
	}
	return eol + 1
}

// skipLine drops a line that is longer than the limit.
func (s *scanner) skipLine() row {
	r := row{line: s.line, lines: 1, tooLong: true}
	for {
		eol := min(s.seek(&s.lf, '\n', s.start), s.seek(&s.cr, '\r', s.start))
		if eol < s.end && (s.buf[eol] == '\n' || eol+1 < s.end || s.eof) {
			s.advance(eol)
			return r
		}
		s.start = eol
		if !s.fill() {
			s.start = s.end
			s.line++
			return r
		}
	}
}
