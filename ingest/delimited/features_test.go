package delimited

import (
	"fmt"
	"io"
	"runtime"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"
)

// TestEncodings reads one Dutch table in every encoding that is delivered.
func TestEncodings(t *testing.T) {
	const text = "nr;klant;tekst\r\n1;Renée;de reünie kostte € 12,50, geïrriteerd\r\n2;Zoë;één café, hè? ideeën genoeg\r\n3;Jürgen;coördinatie: zó geregeld\r\n"
	latin := strings.ReplaceAll(text, "€", "EUR")
	for name, c := range map[string]struct {
		text string
		as   encoding.Encoding
	}{
		"utf-8":              {text, encoding.Nop},
		"utf-8 bom":          {text, unicode.UTF8BOM},
		"utf-16le bom":       {text, unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)},
		"utf-16be bom":       {text, unicode.UTF16(unicode.BigEndian, unicode.UseBOM)},
		"utf-16le":           {text, unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)},
		"utf-16be":           {text, unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)},
		"utf-32le bom":       {text, utf32.UTF32(utf32.LittleEndian, utf32.UseBOM)},
		"utf-32be bom":       {text, utf32.UTF32(utf32.BigEndian, utf32.UseBOM)},
		"utf-32le":           {text, utf32.UTF32(utf32.LittleEndian, utf32.IgnoreBOM)},
		"utf-32be":           {text, utf32.UTF32(utf32.BigEndian, utf32.IgnoreBOM)},
		"windows-1252":       {text, charmap.Windows1252},
		"iso-8859-15":        {text, charmap.ISO8859_15},
		"macintosh":          {text, charmap.Macintosh},
		"windows-1252 latin": {latin, charmap.Windows1252},
		"macintosh latin":    {latin, charmap.Macintosh},
	} {
		written, err := c.as.NewEncoder().String(c.text)
		if err != nil {
			t.Fatal(name, err)
		}
		header, rows, r := read(t, written, Dialect{})
		want := strings.Split(strings.ReplaceAll(strings.TrimSuffix(c.text, "\r\n"), ";", "·"), "\r\n")
		if header != want[0] || !slices.Equal(rows, want[1:]) {
			t.Errorf("%s, read as %s: %q %q", name, r.Dialect().Encoding, header, rows)
		}
	}
}

// TestFeatures has a case for every way of writing that a delivery may have.
func TestFeatures(t *testing.T) {
	three := []string{"1·goed·5", "2·slecht·6", "3·best·7"}
	for name, c := range map[string]struct {
		text   string
		stated Dialect
		header string
		rows   []string
	}{
		"delimiter ,":         {"nr,tekst,n\n1,goed,5\n2,slecht,6\n3,best,7\n", Dialect{}, "nr·tekst·n", three},
		"delimiter ;":         {"nr;tekst;n\n1;goed;5\n2;slecht;6\n3;best;7\n", Dialect{}, "nr·tekst·n", three},
		"delimiter tab":       {"nr\ttekst\tn\n1\tgoed\t5\n2\tslecht\t6\n3\tbest\t7\n", Dialect{}, "nr·tekst·n", three},
		"delimiter |":         {"nr|tekst|n\n1|goed|5\n2|slecht|6\n3|best|7\n", Dialect{}, "nr·tekst·n", three},
		"delimiter ', '":      {"nr, tekst, n\n1, goed, 5\n2, slecht, 6\n3, best, 7\n", Dialect{}, "nr·tekst·n", three},
		"quote \"":            {"\"nr\",\"tekst\",\"n\"\n\"1\",\"goed\",\"5\"\n\"2\",\"slecht\",\"6\"\n\"3\",\"best\",\"7\"\n", Dialect{}, "nr·tekst·n", three},
		"quote '":             {"'nr','tekst','n'\n'1','goed','5'\n'2','slecht','6'\n'3','best','7'\n", Dialect{}, "nr·tekst·n", three},
		"quote none":          {"nr;tekst;n\n1;\"goed;5\n2;sle\"cht;6\n3;best\";7\n", Dialect{Quote: none}, "nr·tekst·n", []string{"1·\"goed·5", "2·sle\"cht·6", "3·best\"·7"}},
		"doubled quotes":      {"nr,tekst\n1,\"zei \"\"ja\"\", goed\"\n2,b\n3,c\n", Dialect{}, "nr·tekst", []string{"1·zei \"ja\", goed", "2·b", "3·c"}},
		"backslash":           {"nr,tekst\n1,\"zei \\\"ja\\\", goed\"\n2,b\n3,c\n", Dialect{}, "nr·tekst", []string{"1·zei \"ja\", goed", "2·b", "3·c"}},
		"CR":                  {"nr;tekst;n\r1;goed;5\r2;slecht;6\r3;best;7\r", Dialect{}, "nr·tekst·n", three},
		"CRLF":                {"nr;tekst;n\r\n1;goed;5\r\n2;slecht;6\r\n3;best;7\r\n", Dialect{}, "nr·tekst·n", three},
		"mixed line ends":     {"nr;tekst;n\r\n1;goed;5\r2;slecht;6\n3;best;7", Dialect{}, "nr·tekst·n", three},
		"sep line":            {"sep=|\r\nnr|tekst|n\r\n1|goed|5\r\n2|slecht|6\r\n3|best|7\r\n", Dialect{}, "nr·tekst·n", three},
		"preamble":            {"Overzicht reacties\nPeriode: 1-1-2026 t/m 31-1-2026\n\nnr;tekst;n\n1;goed;5\n2;slecht;6\n3;best;7\n", Dialect{}, "nr·tekst·n", three},
		"preamble, delimited": {"Overzicht reacties;;\nPeriode;januari;\n;;\nnr;tekst;n\n1;goed;5\n2;slecht;6\n3;best;7\n", Dialect{}, "nr·tekst·n", three},
		"footer":              {"nr;tekst;n\n1;goed;5\n2;slecht;6\n3;best;7\n\nTotaal: 3 reacties\n", Dialect{}, "nr·tekst·n", three},
		"footer, delimited":   {"nr;tekst;n\n1;goed;5\n2;slecht;6\n3;best;7\nTotaal: 3 reacties;;\n", Dialect{}, "nr·tekst·n", three},
		"header rows":         {"nr;tekst;n\nvolgnummer;wat vond u ervan;hoeveel sterren\n1;goed;5\n2;slecht;6\n3;best;7\n", Dialect{}, "nr volgnummer·tekst wat vond u ervan·n hoeveel sterren", three},
		"no header":           {"1;goed;5\n2;slecht;6\n3;best;7\n", Dialect{}, "kolom 1·kolom 2·kolom 3", three},
		"trailing column":     {"nr;tekst;n\n1;goed;5;\n2;slecht;6;\n3;best;7;\n", Dialect{}, "nr·tekst·n", three},
		"next table wider":    {"nr;tekst;n\n1;goed;5\n2;slecht;6\n3;best;7\n\nregio;maand;aantal;kanaal\nnoord;1;12;web\nzuid;1;13;web\noost;1;9;web\n", Dialect{}, "nr·tekst·n", three},
		"next table narrower": {"nr;tekst;n\n1;goed;5\n2;slecht;6\n3;best;7\n\nregio;aantal\nnoord;12\nzuid;13\n", Dialect{}, "nr·tekst·n", three},
		"next table as wide":  {"nr;tekst;n\n1;goed;5\n2;slecht;6\n3;best;7\n\nregio;maand;aantal\nnoord;jan;12\nzuid;jan;13\noost;jan;9\n", Dialect{}, "nr·tekst·n", three},
		"next table at once":  {"nr;tekst;n\n1;goed;5\n2;slecht;6\n3;best;7\nregio;maand;aantal;kanaal\nnoord;1;12;web\nzuid;1;13;web\noost;1;9;web\n", Dialect{}, "nr·tekst·n", three},
		"inner quotes":        {"nr;tekst;n\n1;zei \"ja\" dus;5\n2;6\" buis;6\n3;best;7\n", Dialect{}, "nr·tekst·n", []string{"1·zei \"ja\" dus·5", "2·6\" buis·6", "3·best·7"}},
		"never closed":        {"nr;tekst;n\n1;goed;5\n2;\"slecht;6\n3;best;7\n", Dialect{}, "nr·tekst·n", []string{"1·goed·5", "~2·\"slecht·6", "3·best·7"}},
		"too long, certain":   {"nr;tekst;n\n1;goed;5;\n2;slecht;6\n3;best;7\n", Dialect{}, "nr·tekst·n", []string{"~1·goed·5", "2·slecht·6", "3·best·7"}},
		"too long, uncertain": {"nr;naam;plaats;tekst\n1;Jan;Ede;goed\n2;Els;Assen;x;best\n3;Bram;Gouda;goed\n4;Noor;Ede;best\n", Dialect{}, "nr·naam·plaats·tekst",
			[]string{"1·Jan·Ede·goed", "!2·Els·Assen·x·best", "3·Bram·Gouda·goed", "4·Noor·Ede·best"}},
		"too short, certain": {"nr;datum;tekst\n1;1-2-2026;goed\n2;slecht\n3;3-2-2026;best\n4;4-2-2026;prima\n", Dialect{}, "nr·datum·tekst", []string{"1·1-2-2026·goed", "~2··slecht", "3·3-2-2026·best", "4·4-2-2026·prima"}},
		"too short, uncertain": {"nr;naam;plaats;tekst\n1;Jan;Ede;goed\n2;Els;Assen\n3;Bram;Gouda;goed\n4;Noor;Ede;best\n", Dialect{}, "nr·naam·plaats·tekst",
			[]string{"1·Jan·Ede·goed", "!2·Els·Assen·", "3·Bram·Gouda·goed", "4·Noor·Ede·best"}},
		"stated wins": {"nr;tekst,n\n1;goed,5\n2;slecht,6\n", Dialect{Delimiter: ",", HeaderRows: 1}, "nr;tekst·n", []string{"1;goed·5", "2;slecht·6"}},
	} {
		t.Run(name, func(t *testing.T) {
			header, rows, r := read(t, c.text, c.stated)
			if header != c.header || !slices.Equal(rows, c.rows) {
				t.Errorf("%v\ngot  %q %q\nwant %q %q", r.Dialect(), header, rows, c.header, c.rows)
			}
		})
	}
}

// TestUnclosed holds a quote that is never closed to its own row, wherever it
// stands, and says where that is.
func TestUnclosed(t *testing.T) {
	for _, bad := range []string{"3;\"nooit gesloten;5", "\"3;nooit gesloten;5", "3;nooit gesloten;\"5", "3;\"nooit; gesloten;5", "3;\"nooit \"gesloten;5", "3;nooit gesloten;\""} {
		for _, other := range []string{"goed", "\"goed; echt\"", "\"goed\nen snel\""} {
			var b strings.Builder
			b.WriteString("nr;tekst;n\n")
			for i := range 9 {
				if i == 3 {
					b.WriteString(bad + "\n")
				} else {
					fmt.Fprintf(&b, "%d;%s;%d\n", i, other, i)
				}
			}
			at := 1 + strings.Count(b.String()[:strings.Index(b.String(), bad)], "\n")
			r, err := Open(strings.NewReader(b.String()), Dialect{})
			if err != nil {
				t.Fatal(err)
			}
			n, said := 0, 0
			for rec := range r.Records() {
				if n++; rec.Reject+rec.Note == "" {
					if want := strings.ReplaceAll(strings.Trim(other, "\""), "\n", " "); strings.ReplaceAll(rec.Fields[1], "\n", " ") != want {
						t.Errorf("%q among %q: line %d is read as %q", bad, other, rec.Line, rec.Fields)
					}
				} else if said++; rec.Line != at {
					t.Errorf("%q among %q: said of line %d, want %d: %s%s", bad, other, rec.Line, at, rec.Note, rec.Reject)
				}
			}
			if n != 9 || said != 1 {
				t.Errorf("%q among %q: %d rows, %d of them named", bad, other, n, said)
			}
		}
	}
}

// TestMemory reads 200 MB and holds a thousandth of it.
func TestMemory(t *testing.T) {
	if testing.Short() {
		t.Skip("reads 200 MB")
	}
	row := "123;\"een tekst; met aanhalingstekens\nen een regeleinde\";5\r\n"
	text := io.MultiReader(strings.NewReader("nr;tekst;n\r\n"), io.LimitReader(&repeated{text: row}, int64(len(row))*(200<<20/int64(len(row)))))
	r, err := Open(text, Dialect{})
	if err != nil {
		t.Fatal(err)
	}
	var most uint64
	n := 0
	for _, err := range r.Records() {
		if err != nil {
			t.Fatal(err)
		}
		if n++; n%500_000 == 0 {
			var m runtime.MemStats
			runtime.GC()
			runtime.ReadMemStats(&m)
			most = max(most, m.HeapAlloc)
		}
	}
	if most > 24<<20 {
		t.Errorf("%d MB in use after %d rows", most>>20, n)
	}
}

// repeated is a text without end.
type repeated struct {
	text string
	at   int
}

func (r *repeated) Read(p []byte) (n int, err error) {
	for n < len(p) {
		k := copy(p[n:], r.text[r.at:])
		n, r.at = n+k, (r.at+k)%len(r.text)
	}
	return n, nil
}
