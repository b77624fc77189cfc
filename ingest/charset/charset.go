// Package charset tells in which encoding a text file is written and turns it
// into UTF-8.
//
// It owns encodings and nothing else. It reads the first bytes of a file and
// gives an Encoding; NewReader gives the text as valid UTF-8. Encodings of one
// byte are told apart by how plausible the text is as Dutch (or a neighbouring
// language): a letter with a diaeresis inside a word is plausible, a box-drawing
// sign is not. It never fails on a text: bytes that do not belong are read as
// Windows-1252, which is what a mixed file nearly always holds.
package charset

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"
)

// An Encoding is a way in which text is written as bytes. The zero value is
// UTF-8 without a byte order mark.
type Encoding struct {
	Name string // as in the WHATWG list: "utf-8", "utf-16le", "windows-1252", ...
	BOM  int    // bytes of byte order mark in front
}

// The encodings that Detect tells apart.
const (
	UTF8        = "utf-8"
	UTF16LE     = "utf-16le"
	UTF16BE     = "utf-16be"
	UTF32LE     = "utf-32le"
	UTF32BE     = "utf-32be"
	Windows1252 = "windows-1252"
	ISO8859x15  = "iso-8859-15"
	Macintosh   = "macintosh"
	IBM850      = "ibm850"
)

func (e Encoding) String() string {
	name := e.Name
	if name == "" {
		name = UTF8
	}
	if e.BOM > 0 {
		return name + " with byte order mark"
	}
	return name
}

// Named gives the encoding that a setting or a mail header names. Besides the
// names of the WHATWG list it knows utf-32, macroman, cp850 and the names that
// Excel shows ("ansi", "unicode"). As everywhere on the web, iso-8859-1 and
// us-ascii mean windows-1252.
func Named(name string) (Encoding, error) {
	n := strings.ToLower(strings.TrimSpace(name))
	switch strings.NewReplacer("_", "-", " ", "-").Replace(n) {
	case "", "utf-8", "utf8", "utf-8-sig", "utf8-bom":
		return Encoding{Name: UTF8}, nil
	case "utf-16", "utf16", "unicode", "ucs-2", "utf-16le", "utf16le", "utf-16-le":
		return Encoding{Name: UTF16LE}, nil
	case "utf-16be", "utf16be", "utf-16-be":
		return Encoding{Name: UTF16BE}, nil
	case "utf-32", "utf32", "utf-32le", "utf32le", "utf-32-le":
		return Encoding{Name: UTF32LE}, nil
	case "utf-32be", "utf32be", "utf-32-be":
		return Encoding{Name: UTF32BE}, nil
	case "ansi", "cp1252", "latin1", "latin-1":
		return Encoding{Name: Windows1252}, nil
	case "latin9", "latin-9":
		return Encoding{Name: ISO8859x15}, nil
	case "macroman", "mac-roman", "mac":
		return Encoding{Name: Macintosh}, nil
	case "cp850", "ibm850", "dos":
		return Encoding{Name: IBM850}, nil
	}
	e, err := htmlindex.Get(n)
	if err != nil {
		return Encoding{}, fmt.Errorf("encoding %q is not known", name)
	}
	canonical, err := htmlindex.Name(e)
	if err != nil {
		return Encoding{}, fmt.Errorf("encoding %q is not known", name)
	}
	return Encoding{Name: canonical}, nil
}

// NewReader gives what r holds as valid UTF-8, without the byte order mark. Text
// that is UTF-8 already passes without being decoded.
func NewReader(r io.Reader, e Encoding) io.Reader {
	if e.BOM > 0 {
		r = &skipReader{r: r, n: e.BOM}
	}
	if e.Name == UTF8 || e.Name == "" {
		return &validReader{r: r}
	}
	decoder := decoderOf(e.Name)
	if decoder == nil {
		return &validReader{r: r}
	}
	return decoder.Reader(r)
}

// decoderOf gives nil for UTF-8 and for names that Named does not give.
func decoderOf(name string) *encoding.Decoder {
	switch name {
	case UTF16LE:
		return unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM).NewDecoder()
	case UTF16BE:
		return unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM).NewDecoder()
	case UTF32LE:
		return utf32.UTF32(utf32.LittleEndian, utf32.IgnoreBOM).NewDecoder()
	case UTF32BE:
		return utf32.UTF32(utf32.BigEndian, utf32.IgnoreBOM).NewDecoder()
	case IBM850:
		return charmap.CodePage850.NewDecoder()
	}
	e, err := htmlindex.Get(name)
	if err != nil {
		return nil
	}
	return e.NewDecoder()
}

// skipReader drops the first n bytes.
type skipReader struct {
	r io.Reader
	n int
}

func (s *skipReader) Read(p []byte) (int, error) {
	if s.n > 0 {
		n := s.n
		s.n = 0
		if _, err := io.CopyN(io.Discard, s.r, int64(n)); err != nil {
			return 0, err
		}
	}
	return s.r.Read(p)
}

// validReader passes UTF-8 and reads single bytes that are none as
// Windows-1252: a file of mixed origin keeps its letters.
type validReader struct {
	r    io.Reader
	held []byte // read, not yet judged: at most an unfinished rune
	out  []byte // judged, not yet given
	buf  []byte // room for out when bytes were replaced
	err  error
}

func (v *validReader) Read(p []byte) (int, error) {
	if len(p) == 0 {
		return 0, nil
	}
	for len(v.out) == 0 {
		if v.err != nil {
			return 0, v.err
		}
		if len(p) >= 4096 && len(v.held) < utf8.UTFMax {
			if n := v.direct(p); n > 0 {
				return n, nil
			}
			continue
		}
		small := make([]byte, 4096)
		n := v.direct(small)
		v.out = append(small[:n:n], v.out...)
	}
	n := copy(p, v.out)
	v.out = v.out[n:]
	return n, nil
}

// direct reads into p itself. What is valid stays there; from the first byte
// that is not, the rest goes through repair and is given by the next calls.
func (v *validReader) direct(p []byte) int {
	n := copy(p, v.held)
	v.held = v.held[:0]
	read, err := v.r.Read(p[n:])
	v.err = err
	text := p[:n+read]
	if err == nil {
		if cut := unfinished(text); cut > 0 {
			v.held = append(v.held, text[len(text)-cut:]...)
			text = text[:len(text)-cut]
		}
	}
	if utf8.Valid(text) {
		return len(text)
	}
	valid := validPrefix(text)
	v.buf = repair(v.buf[:0], text[valid:])
	v.out = v.buf
	return valid
}

// validPrefix is the number of bytes in front that are valid UTF-8.
func validPrefix(b []byte) int {
	for i := 0; i < len(b); {
		if b[i] < utf8.RuneSelf {
			i++
			continue
		}
		r, size := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && size == 1 {
			return i
		}
		i += size
	}
	return len(b)
}

// repair appends b to out, with bytes that are not UTF-8 read as Windows-1252.
func repair(out, b []byte) []byte {
	for len(b) > 0 {
		n := validPrefix(b)
		out = append(out, b[:n]...)
		if b = b[n:]; len(b) > 0 {
			out = utf8.AppendRune(out, charmap.Windows1252.DecodeByte(b[0]))
			b = b[1:]
		}
	}
	return out
}

// unfinished is the number of bytes at the end that begin a rune whose rest is
// still to come.
func unfinished(b []byte) int {
	for n := 1; n <= min(utf8.UTFMax-1, len(b)); n++ {
		c := b[len(b)-n]
		if utf8.RuneStart(c) {
			if c >= 0xC2 && !utf8.FullRune(b[len(b)-n:]) {
				return n
			}
			return 0
		}
	}
	return 0
}

// bomOf finds a byte order mark.
func bomOf(b []byte) (Encoding, bool) {
	for _, m := range [...]struct {
		mark []byte
		name string
	}{
		{[]byte{0xEF, 0xBB, 0xBF}, UTF8},
		{[]byte{0xFF, 0xFE, 0, 0}, UTF32LE},
		{[]byte{0, 0, 0xFE, 0xFF}, UTF32BE},
		{[]byte{0xFF, 0xFE}, UTF16LE},
		{[]byte{0xFE, 0xFF}, UTF16BE},
	} {
		if bytes.HasPrefix(b, m.mark) {
			return Encoding{m.name, len(m.mark)}, true
		}
	}
	return Encoding{}, false
}
