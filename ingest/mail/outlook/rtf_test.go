package outlook

import (
	"encoding/binary"
	"strings"
	"testing"
)

// plain stands in for the caller's decoder: Windows-1252 for the few letters used.
func plain(b []byte, charset string) string {
	var out strings.Builder
	for _, c := range b {
		switch {
		case c == 0x80 && charset == "windows-1252":
			out.WriteRune('€')
		default:
			out.WriteRune(rune(c))
		}
	}
	return out.String()
}

func TestFromRTF(t *testing.T) {
	tests := []struct {
		name, in, want string
		html           bool
	}{
		{"plain", `{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}}\f0 Beste lezer,\par caf\'e9 \'80 5\par}`, "Beste lezer,\ncafé € 5\n", false},
		{"unicode", `{\rtf1\uc1 \u8364? en \u-10179?}`, "€ en " + string(rune(65536-10179)), false},
		{"escapes", `{\rtf1 a\{b\}\\c\~d}`, `a{b}\c d`, false},
		{"skipped", `{\rtf1{\*\generator Word;}{\info{\author Jan}}tekst}`, "tekst", false},
		{"html", `{\rtf1\ansi\fromhtml1{\*\htmltag64 <p>}\htmlrtf {\htmlrtf0 Hallo\htmlrtf }\htmlrtf0 {\*\htmltag72 </p>}}`, "<p>Hallo</p>", true},
		{"broken", `{\rtf1 a{{{b\`, "ab", false},
		{"none", `geen rtf`, "", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, html := fromRTF([]byte(tt.in), plain)
			if got != tt.want || html != tt.html {
				t.Errorf("got %q %v, want %q %v", got, html, tt.want, tt.html)
			}
		})
	}
}

// compress stores s as literals, as a compressor may.
func compress(s string) []byte {
	b := make([]byte, 16)
	binary.LittleEndian.PutUint32(b[4:], uint32(len(s)))
	binary.LittleEndian.PutUint32(b[8:], 0x75465A4C)
	for len(s) > 0 {
		n := min(8, len(s))
		b = append(append(b, 0), s[:n]...)
		s = s[n:]
	}
	return b
}

func TestDecompress(t *testing.T) {
	if got := string(decompress(compress(`{\rtf1 hallo}`))); got != `{\rtf1 hallo}` {
		t.Errorf("got %q", got)
	}
	// One reference: the first 7 characters of the dictionary, then a literal.
	ref := append(compress("")[:16], 0x01, 0x00, 0x05, 'x')
	if got := string(decompress(ref)); got != `{\rtf1\x` {
		t.Errorf("got %q", got)
	}
	for _, damaged := range [][]byte{nil, {1, 2, 3}, compress("abc")[:17], append(compress("abc"), 0xff, 0xff)} {
		decompress(damaged)
	}
}

func FuzzRTF(f *testing.F) {
	f.Add([]byte(`{\rtf1\ansi\fromhtml1{\*\htmltag64 <p>}\htmlrtf {\htmlrtf0 Hallo\u8364?\'e9}}`))
	f.Fuzz(func(t *testing.T, in []byte) {
		fromRTF(in, plain)
		RTF(in, plain)
		if _, err := Read(in, plain); err == nil && len(in) < 512 {
			t.Error("a compound file cannot be that short")
		}
	})
}
