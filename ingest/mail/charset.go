package mail

import (
	"bytes"
	"encoding/base64"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/emersion/go-message/charset"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/unicode/norm"
)

// toText turns bytes in the named charset into valid UTF-8 in NFC with "\n" as
// line end and without control characters. A name that lies is overruled: bytes
// that are valid UTF-8 beyond ASCII are UTF-8, bytes that are not what the name
// says are Windows-1252, which is what Dutch mail then is.
func toText(b []byte, name string) string {
	s, _ := decode(b, name)
	return clean(s)
}

// decode decodes b; overruled tells that the name was not what b is in.
func decode(b []byte, name string) (s string, overruled bool) {
	name = strings.ToLower(strings.Trim(name, ` "'`))
	if s, ok := byMark(b); ok {
		return s, false
	}
	seven := isASCII(b)
	switch {
	case name == "utf-7" && seven:
		return decodeUTF7(string(b)), false
	case seven && !shifts(name):
		return string(b), false
	case utf8.Valid(b) && !shifts(name):
		return string(b), name != "" && name != "utf-8" && name != "utf8"
	}
	switch name {
	case "iso-8859-1", "iso8859-1", "latin1", "latin-1", "windows-1252", "cp1252", "ansi":
		return windows1252(b), false
	case "", "utf-8", "utf8", "us-ascii", "ascii", "utf-7", "unknown-8bit", "x-unknown", "8bit", "binary", "default":
		return windows1252(b), true
	}
	if r, err := charset.Reader(name, bytes.NewReader(b)); err == nil {
		if out, err := io.ReadAll(r); err == nil {
			return string(out), false
		}
	}
	return windows1252(b), true
}

// byMark decodes text that starts with a byte order mark.
func byMark(b []byte) (string, bool) {
	switch {
	case bytes.HasPrefix(b, []byte("\xEF\xBB\xBF")):
		return strings.ToValidUTF8(string(b[3:]), "\uFFFD"), true
	case bytes.HasPrefix(b, []byte("\xFF\xFE")), bytes.HasPrefix(b, []byte("\xFE\xFF")):
		out, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder().Bytes(b)
		return string(out), err == nil
	}
	return "", false
}

// windows1252 decodes what is neither UTF-8 nor what its name says. A text that
// is almost UTF-8 (cut or damaged in a few places) stays UTF-8.
func windows1252(b []byte) string {
	good, bad := 0, 0
	for rest := b; len(rest) > 0; {
		r, n := utf8.DecodeRune(rest)
		switch {
		case r == utf8.RuneError && n == 1:
			bad++
		case n > 1:
			good++
		}
		rest = rest[n:]
	}
	if good > 3*bad {
		return strings.ToValidUTF8(string(b), "\uFFFD")
	}
	out, err := charmap.Windows1252.NewDecoder().Bytes(b)
	if err != nil {
		return strings.ToValidUTF8(string(b), "\uFFFD")
	}
	return string(out)
}

// shifts names the charsets that write other letters with 7-bit bytes.
func shifts(name string) bool {
	return strings.HasPrefix(name, "iso-2022") || strings.HasPrefix(name, "hz") || wide(name)
}

func wide(name string) bool {
	return strings.HasPrefix(name, "utf-16") || strings.HasPrefix(name, "utf-32") || strings.HasPrefix(name, "ucs-")
}

func isASCII(b []byte) bool {
	for _, c := range b {
		if c >= 0x80 {
			return false
		}
	}
	return true
}

// decodeUTF7 decodes RFC 2152, which the charset library leaves out.
func decodeUTF7(s string) string {
	var out strings.Builder
	for {
		i := strings.IndexByte(s, '+')
		if i < 0 {
			out.WriteString(s)
			return out.String()
		}
		out.WriteString(s[:i])
		s = s[i+1:]
		end := strings.IndexFunc(s, func(r rune) bool { return !isBase64(r) })
		if end < 0 {
			end = len(s)
		}
		shifted := s[:end]
		s = strings.TrimPrefix(s[end:], "-")
		if shifted == "" {
			out.WriteByte('+')
			continue
		}
		raw, _ := base64.RawStdEncoding.DecodeString(shifted)
		word, _ := unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM).NewDecoder().Bytes(raw[:len(raw)&^1])
		out.Write(word)
	}
}

func isBase64(r rune) bool {
	return r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '+' || r == '/'
}

// clean makes line ends "\n", drops control characters other than tab, and
// gives NFC.
func clean(s string) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	if strings.ContainsRune(s, '\r') {
		s = strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
	}
	s = strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' || r == 0x7f || r == 0xFEFF {
			return -1
		}
		return r
	}, s)
	return norm.NFC.String(s)
}
