package mail

import (
	"bufio"
	"bytes"
	"io"
	"strconv"
)

// A box splits an mbox stream. The four dialects (mboxo, mboxrd, mboxcl,
// mboxcl2) differ in whether a body line "From " is quoted and in whether
// Content-Length counts. No reader can trust either, so a separator is a line
// that looks like a true From_ line (address, weekday, month, time, year)
// and is followed by a header line, and one ">" of a quoted From is taken off.
// Content-Length is used only to skip over a body when a separator, or the end,
// stands where it says.
type box struct {
	in       *bufio.Reader
	limit    int
	lines    int    // lines read
	start    int    // line where the current message starts
	envelope []byte // its From_ line
	message  []byte
	tooLarge bool
	err      error

	pendingLine  int    // line number of pending
	pending      []byte // From_ line of the next message
	began, ended bool
}

func newBox(in *bufio.Reader, limit int) *box { return &box{in: in, limit: limit} }

// next reads one message; false at the end or on a broken stream.
func (b *box) next() bool {
	if !b.began {
		b.began = true
		b.skipToFirst()
	}
	if b.ended && b.pending == nil {
		return false
	}
	b.envelope, b.start = b.pending, b.pendingLine
	b.pending, b.message, b.tooLarge = nil, nil, false
	b.body()
	return b.err == nil && (b.envelope != nil || len(b.message) > 0 || b.tooLarge)
}

// skipToFirst reads up to the first line that is not blank.
func (b *box) skipToFirst() {
	for {
		line, ok := b.line()
		if !ok {
			return
		}
		if len(bytes.TrimSpace(bytes.TrimPrefix(line, []byte("\xEF\xBB\xBF")))) == 0 {
			continue
		}
		b.pendingLine = b.lines
		if bytes.HasPrefix(line, []byte("From ")) {
			b.pending = line
			return
		}
		b.message = line // a message without its From_ line
		b.start = b.lines
		return
	}
}

// body collects lines up to the next separator.
func (b *box) body() {
	first := b.message
	b.message = append([]byte(nil), first...)
	inHeader, length := true, -1
	for {
		line, ok := b.line()
		if !ok {
			b.trimLast()
			return
		}
		if (!inHeader || len(b.message) > 0) && b.separates(line) {
			b.pending, b.pendingLine = line, b.lines
			b.trimLast()
			return
		}
		if inHeader {
			if n, ok := contentLength(line); ok {
				length = n
			}
			inHeader = len(bytes.TrimRight(line, "\r\n")) > 0
			b.add(line)
			if !inHeader && length > 0 {
				b.skip(length)
			}
			continue
		}
		b.add(unquoteFrom(line))
	}
}

// line reads one line with its end; over-long lines are cut at the limit.
func (b *box) line() ([]byte, bool) {
	if b.ended {
		return nil, false
	}
	var line []byte
	for {
		chunk, err := b.in.ReadSlice('\n')
		if len(line) <= b.limit {
			line = append(line, chunk...)
		} else {
			b.tooLarge = true
		}
		if err == bufio.ErrBufferFull {
			continue
		}
		if err != nil {
			b.ended = true
			if err != io.EOF {
				b.err = err
				return nil, false
			}
		}
		if len(line) == 0 {
			return nil, false
		}
		b.lines++
		return line, true
	}
}

// add appends to the message, up to the limit.
func (b *box) add(line []byte) {
	if len(b.message)+len(line) > b.limit {
		b.tooLarge = true
		b.message = b.message[:0:0]
	}
	if !b.tooLarge {
		b.message = append(b.message, line...)
	}
}

// trimLast takes off the blank line that belongs to the separator.
func (b *box) trimLast() {
	if bytes.HasSuffix(b.message, []byte("\r\n\r\n")) {
		b.message = b.message[:len(b.message)-2]
	} else if bytes.HasSuffix(b.message, []byte("\n\n")) {
		b.message = b.message[:len(b.message)-1]
	}
}

// separates tells whether line, just read, starts a new message: a true From_
// line with a header line, or nothing at all, behind it.
func (b *box) separates(line []byte) bool {
	if !isFromLine(line) {
		return false
	}
	if b.ended {
		return true
	}
	ahead, err := b.in.Peek(512)
	if err != nil && len(ahead) == 0 {
		return true
	}
	ahead = bytes.TrimPrefix(ahead, []byte(">"))
	if len(bytes.TrimSpace(ahead)) == 0 {
		return true
	}
	for range 4 { // a second envelope or a damaged line may come first
		var next []byte
		next, ahead, _ = bytes.Cut(ahead, []byte("\n"))
		if headerLike(next) {
			return true
		}
		if len(bytes.TrimSpace(next)) == 0 {
			return false
		}
	}
	return false
}

// skip takes the next n bytes as body when Content-Length proves right: they
// are within reach of the buffer and a separator or the end follows them.
func (b *box) skip(n int) {
	ahead, err := b.in.Peek(min(n+64, b.in.Size()))
	if len(ahead) < n {
		return
	}
	rest := bytes.TrimLeft(ahead[n:], "\r\n")
	line, _, _ := bytes.Cut(rest, []byte("\n"))
	atEnd := err == io.EOF && len(rest) == 0
	if !atEnd && !isFromLine(line) {
		return
	}
	body := make([]byte, n)
	_, _ = io.ReadFull(b.in, body)
	b.lines += bytes.Count(body, []byte("\n"))
	b.add(body)
}

// contentLength reads a Content-Length header line.
func contentLength(line []byte) (int, bool) {
	const field = "content-length:"
	if len(line) < len(field) || !bytes.EqualFold(line[:len(field)], []byte(field)) {
		return 0, false
	}
	n, err := strconv.Atoi(string(bytes.TrimSpace(line[len(field):])))
	return n, err == nil && n >= 0
}

// unquoteFrom takes one ">" off a quoted From line (mboxrd; mboxo loses nothing by it).
func unquoteFrom(line []byte) []byte {
	if len(line) > 0 && line[0] == '>' && bytes.HasPrefix(bytes.TrimLeft(line, ">"), []byte("From ")) {
		return line[1:]
	}
	return line
}

// isFromLine tells whether line is a true From_ line: "From ", a sender, and a
// date as asctime writes it, for instance
// "From jan@voorbeeld.nl Mon Jan  5 10:12:00 2026"; a zone may stand before or
// behind the year, and the sender may be missing or hold blanks.
func isFromLine(line []byte) bool {
	if !bytes.HasPrefix(line, []byte("From ")) || len(line) > 1000 {
		return false
	}
	fields := bytes.Fields(line[5:])
	var clock, year, month bool
	for i, f := range fields {
		switch {
		case i > 0 || len(fields) > 4:
			clock = clock || isClock(f)
			year = year || isYear(f)
		}
		month = month || isMonth(f)
	}
	return clock && year && month
}

func isClock(f []byte) bool {
	n := len(f)
	if n != 5 && n != 8 {
		return false
	}
	for i, c := range f {
		if (i%3 == 2) != (c == ':') || (i%3 != 2 && (c < '0' || c > '9')) {
			return false
		}
	}
	return true
}

func isYear(f []byte) bool {
	if len(f) != 4 || (f[0] != '1' && f[0] != '2') {
		return false
	}
	_, err := strconv.Atoi(string(f))
	return err == nil
}

func isMonth(f []byte) bool {
	const months = "jan feb mar apr may jun jul aug sep oct nov dec"
	return len(f) == 3 && bytes.Contains([]byte(months), bytes.ToLower(f))
}

// cutEnvelope takes a From_ line off the front of a single message.
func cutEnvelope(raw []byte) (envelope, message []byte) {
	raw = bytes.TrimLeft(bytes.TrimPrefix(raw, []byte("\xEF\xBB\xBF")), "\r\n")
	if !bytes.HasPrefix(raw, []byte("From ")) {
		return nil, raw
	}
	envelope, message, _ = bytes.Cut(raw, []byte("\n"))
	return envelope, message
}
