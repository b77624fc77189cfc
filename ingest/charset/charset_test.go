package charset

import (
	"bytes"
	"io"
	"strings"
	"testing"
	"testing/iotest"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

const dutch = "Klant;Reactie\n1;De reünie in België was geïrriteerd — hè, één coördinatie; café ‘zó’\n2;Ik ben €50 armer, dat vind ik idioot\n"
const plain = "Klant;Reactie\n1;De reünie in België: geïrriteerd, één coördinatie, café\n"

func encode(t *testing.T, text, name string) []byte {
	t.Helper()
	switch name {
	case UTF8:
		return []byte(text)
	case UTF16LE, UTF16BE, UTF32LE, UTF32BE:
		return wideBytes(text, name)
	}
	m := map[string]*charmap.Charmap{
		Windows1252: charmap.Windows1252, ISO8859x15: charmap.ISO8859_15,
		Macintosh: charmap.Macintosh, IBM850: charmap.CodePage850,
	}[name]
	b, err := m.NewEncoder().Bytes([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func wideBytes(text, name string) []byte {
	var out []byte
	for _, r := range text {
		c := []byte{byte(r), byte(r >> 8), 0, 0}
		switch name {
		case UTF16LE:
			out = append(out, c[:2]...)
		case UTF16BE:
			out = append(out, c[1], c[0])
		case UTF32LE:
			out = append(out, c...)
		case UTF32BE:
			out = append(out, 0, 0, c[1], c[0])
		}
	}
	return out
}

func TestDetect(t *testing.T) {
	for _, c := range []struct{ text, name string }{
		{dutch, UTF8}, {dutch, UTF16LE}, {dutch, UTF16BE}, {dutch, UTF32LE}, {dutch, UTF32BE},
		{dutch, Windows1252}, {dutch, Macintosh},
		{plain, Windows1252}, {plain, Macintosh}, {plain, IBM850},
		{"bedrag\n€ 12,50 in café\n", Windows1252},
		{"bedrag\n€ 12,50 in café\n", ISO8859x15},
		{strings.Repeat("K-1;Balie Eén;open\n", 300), Windows1252}, // one word in every row proves little
		{strings.Repeat("K-1;café;open\n", 300), Windows1252},
		{"a;b\n1;2\n", UTF8}, {"", UTF8}, {"x", UTF8},
	} {
		b := encode(t, c.text, c.name)
		e := Detect(b)
		if e.Name != c.name || e.BOM != 0 {
			t.Errorf("%.20q in %s: detected as %v", c.text, c.name, e)
			continue
		}
		got, err := io.ReadAll(NewReader(bytes.NewReader(b), e))
		if err != nil || string(got) != c.text {
			t.Errorf("%s: read %.60q, %v", c.name, got, err)
		}
	}
}

func TestMark(t *testing.T) {
	for mark, name := range map[string]string{
		"\xEF\xBB\xBF": UTF8, "\xFF\xFE": UTF16LE, "\xFE\xFF": UTF16BE, "\xFF\xFE\x00\x00": UTF32LE, "\x00\x00\xFE\xFF": UTF32BE,
	} {
		b := append([]byte(mark), encode(t, dutch, name)...)
		e := Detect(b)
		if e.Name != name || e.BOM != len(mark) {
			t.Errorf("%x: detected as %v", mark, e)
		}
		if got, err := io.ReadAll(NewReader(bytes.NewReader(b), e)); err != nil || string(got) != dutch {
			t.Errorf("%s: read %.60q, %v", name, got, err)
		}
	}
}

func TestStrayBytes(t *testing.T) {
	in := strings.Repeat("één ", 3000) + "caf\xe9, \x80 12 " + strings.Repeat("één ", 3000) + "\xc3"
	want := strings.Replace(in[:len(in)-1], "caf\xe9, \x80", "café, €", 1) + "Ã"
	if e := Detect([]byte(in)); e.Name != UTF8 {
		t.Fatalf("detected as %v", e)
	}
	for name, r := range map[string]io.Reader{
		"whole": strings.NewReader(in), "bytes": iotest.OneByteReader(strings.NewReader(in)), "halves": iotest.HalfReader(strings.NewReader(in)),
	} {
		got, err := io.ReadAll(NewReader(r, Encoding{}))
		if err != nil || string(got) != want {
			t.Errorf("%s: %d bytes, want %d; %v", name, len(got), len(want), err)
		}
	}
}

func TestNamed(t *testing.T) {
	for in, want := range map[string]string{
		"UTF-8": UTF8, "utf8": UTF8, "ISO-8859-1": Windows1252, "cp1252": Windows1252, "ANSI": Windows1252,
		"Latin-9": ISO8859x15, "iso-8859-15": ISO8859x15, "MacRoman": Macintosh, "cp850": IBM850, "UTF-16": UTF16LE, "koi8-r": "koi8-r",
	} {
		if e, err := Named(in); err != nil || e.Name != want {
			t.Errorf("Named(%q) = %v, %v; want %s", in, e, err, want)
		}
	}
	if _, err := Named("klingon"); err == nil {
		t.Error("Named(klingon): want an error")
	}
}

func FuzzReader(f *testing.F) {
	f.Add([]byte(dutch))
	f.Add([]byte("\xff\xfea\x00\xd8"))
	f.Add([]byte("caf\xe9 \xe2\x82"))
	f.Fuzz(func(t *testing.T, b []byte) {
		e := Detect(b)
		got, err := io.ReadAll(NewReader(iotest.HalfReader(bytes.NewReader(b)), e))
		if err != nil {
			t.Fatal(err)
		}
		if !utf8.Valid(got) {
			t.Errorf("%v: not valid UTF-8: %q", e, got)
		}
		if utf8.Valid(b) && e == (Encoding{Name: UTF8}) && !bytes.Equal(got, b) {
			t.Errorf("valid UTF-8 was changed: %q to %q", b, got)
		}
	})
}

func BenchmarkReader(b *testing.B) {
	for _, name := range []string{UTF8, Windows1252, UTF16LE} {
		b.Run(name, func(b *testing.B) {
			var data []byte
			switch name {
			case Windows1252:
				data, _ = charmap.Windows1252.NewEncoder().Bytes([]byte(strings.Repeat(dutch, 5000)))
			case UTF16LE:
				data = wideBytes(strings.Repeat(dutch, 5000), name)
			default:
				data = []byte(strings.Repeat(dutch, 5000))
			}
			b.SetBytes(int64(len(data)))
			buf := make([]byte, 64<<10)
			for b.Loop() {
				r := NewReader(bytes.NewReader(data), Encoding{Name: name})
				for {
					if _, err := r.Read(buf); err != nil {
						break
					}
				}
			}
		})
	}
}
