package delimited

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
)

// read gives the header and the rows of a text, each joined with "·", with a
// mark for rows that were repaired (~) or rejected (!).
func read(t *testing.T, text string, stated Dialect) (header string, rows []string, r *Reader) {
	t.Helper()
	r, err := Open(strings.NewReader(text), stated)
	if err != nil {
		t.Fatalf("Open(%.60q): %v", text, err)
	}
	for rec, err := range r.Records() {
		if err != nil {
			t.Fatal(err)
		}
		mark := ""
		if rec.Note != "" {
			mark = "~"
		}
		if rec.Reject != "" {
			mark = "!"
		}
		rows = append(rows, mark+strings.Join(rec.Fields, "·"))
	}
	return strings.Join(r.Header(), "·"), rows, r
}

func TestRead(t *testing.T) {
	for name, c := range map[string]struct {
		text   string
		header string
		rows   []string
	}{
		"comma":            {"a,b\n1,2\n3,4\n", "a·b", []string{"1·2", "3·4"}},
		"semicolon":        {"naam;bedrag\r\nJan;1,50\r\nPiet;2,50\r\n", "naam·bedrag", []string{"Jan·1,50", "Piet·2,50"}},
		"sep line":         {"sep=;\nnaam;bedrag\nJan;1,50\n", "naam·bedrag", []string{"Jan·1,50"}},
		"tab":              {"a\tb\n1,5\t2,5\n3\t4\n", "a·b", []string{"1,5·2,5", "3·4"}},
		"comma and blank":  {"a, b, c\nx, \"y, z\", 1\nq, \"r\", 2\n", "a·b·c", []string{"x·y, z·1", "q·r·2"}},
		"quotes":           {"a,b\n\"x, y\",\"zei \"\"ja\"\"\"\n", "a·b", []string{"x, y·zei \"ja\""}},
		"backslash":        {"a,b\n\"zei \\\"ja\\\", en\",1\n\"x\",2\n", "a·b", []string{"zei \"ja\", en·1", "x·2"}},
		"single quotes":    {"a,b\n'x, y',1\n'z, q',2\n", "a·b", []string{"x, y·1", "z, q·2"}},
		"line in cell":     {"a,b\n\"een\ntwee\",1\nx,2\n", "a·b", []string{"een\ntwee·1", "x·2"}},
		"CR":               {"a,b\r1,2\r3,4\r", "a·b", []string{"1·2", "3·4"}},
		"mixed ends":       {"a,b\r\n1,2\n3,4\r5,6", "a·b", []string{"1·2", "3·4", "5·6"}},
		"no header":        {"1,2,x\n3,4,y\n5,6,z\n", "kolom 1·kolom 2·kolom 3", []string{"1·2·x", "3·4·y", "5·6·z"}},
		"preamble":         {"Rapport klachten\nGemaakt op 1-2-2025\n\nid,naam,datum\n1,Jan,1-2-2025\n2,Piet,3-2-2025\n3,Kees,4-2-2025\n", "id·naam·datum", []string{"1·Jan·1-2-2025", "2·Piet·3-2-2025", "3·Kees·4-2-2025"}},
		"footer":           {"Case Number,Status,Opened\n001,Open,1-2-2025\n002,Dicht,2-2-2025\n\n\nGrand Totals (2 records)\nCopyright (c) 2000-2026 salesforce.com, inc. All rights reserved.\n", "Case Number·Status·Opened", []string{"001·Open·1-2-2025", "002·Dicht·2-2-2025"}},
		"second table":     {"id,naam,n\n1,Jan,5\n2,Piet,6\n3,Kees,7\n4,Joop,8\n\nregio,aantal\nnoord,12\nzuid,13\n", "id·naam·n", []string{"1·Jan·5", "2·Piet·6", "3·Kees·7", "4·Joop·8"}},
		"open quote":       {"id,tekst,n\n1,goed,5\n2,\"niet goed,6\n3,best,7\n4,\"ja, hoor\",8\n", "id·tekst·n", []string{"1·goed·5", "~2·\"niet goed·6", "3·best·7", "4·ja, hoor·8"}},
		"inner quotes":     {"id,tekst,n\n1,zei \"ja\" dus,5\n2,\"zei \"ja\", dus\",6\n", "id·tekst·n", []string{"1·zei \"ja\" dus·5", "2·zei \"ja\", dus·6"}},
		"surplus empty":    {"id,tekst,n\n1,goed,5\n2,best,6,\n3,prima,7\n", "id·tekst·n", []string{"1·goed·5", "~2·best·6", "3·prima·7"}},
		"header rows":      {"id,naam,score\nnummer,de naam,het cijfer\n1,Jan,5\n2,Piet,7\n", "id nummer·naam de naam·score het cijfer", []string{"1·Jan·5", "2·Piet·7"}},
		"one column":       {"tekst\ngoed\nslecht, heel slecht\nniet\n", "tekst", []string{"goed", "slecht, heel slecht", "niet"}},
		"trailing column":  {"a,b,\n1,x,\n2,y,\n", "a·b·", []string{"1·x·", "2·y·"}},
		"header only":      {"a,b,c\n", "a·b·c", nil},
		"zero bytes":       {"a,b\n1,x\x00y\n2,z\n", "a·b", []string{"1·xy", "2·z"}},
		"wrapped lines":    {"\"a,b,c\"\n\"1,\"\"x, y\"\",3\"\n\"2,z,4\"\n", "a·b·c", []string{"1·x, y·3", "2·z·4"}},
		"glued cells":      {"id,datum,tijd,naam\n1,1-2-2024,10:00,Jan\n2,2-2-2024,11:00,Els\n3,3-2-202412:00,Noor\n4,4-2-2024,13:00,Bram\n5,5-2-2024,14:00,Kees\n", "id·datum·tijd·naam", []string{"1·1-2-2024·10:00·Jan", "2·2-2-2024·11:00·Els", "~3·3-2-2024·12:00·Noor", "4·4-2-2024·13:00·Bram", "5·5-2-2024·14:00·Kees"}},
		"lost line end":    {"id,datum,n\n1,1-2-2024,5\n2,2-2-2024,6,3,3-2-2024,7\n4,4-2-2024,8\n", "id·datum·n", []string{"1·1-2-2024·5", "~2·2-2-2024·6", "~3·3-2-2024·7", "4·4-2-2024·8"}},
		"text with commas": {"id,tekst,datum\n1,Dit is, zonder quotes, een klacht,2024-01-01\n2,Goed,2024-01-02\n3,Best,2024-01-03\n4,Prima,2024-01-04\n", "id·tekst·datum", []string{"~1·Dit is, zonder quotes, een klacht·2024-01-01", "2·Goed·2024-01-02", "3·Best·2024-01-03", "4·Prima·2024-01-04"}},
		"years over names": {",2019,,2020,\nRegio,M,V,M,V\nNoord,1,2,3,4\nOost,5,6,7,8\nZuid,1,2,3,4\n", "Regio·2019 M·V·2020 M·V", []string{"Noord·1·2·3·4", "Oost·5·6·7·8", "Zuid·1·2·3·4"}},
		"comments":         {"# uit het archief\n# van 2024\na;b\n1;2\n# tussendoor\n3;4\n", "a·b", []string{"1·2", "3·4"}},
		"ragged":           {"a,b,c\n1,x\n2,y\n3,z,extra\n4,q\n", "a·b·c", []string{"~1·x·", "~2·y·", "3·z·extra", "~4·q·"}},
		"padded footer":    {"nr;naam;n\n1;Jan;5\n2;Els;6\n3;Noor;7\n;;\nBron: eigen telling;;\n;;\n", "nr·naam·n", []string{"1·Jan·5", "2·Els·6", "3·Noor·7"}},
		"header repeated":  {"nr;naam\n1;Jan\n2;Els\nnr;naam\n3;Noor\n", "nr·naam", []string{"1·Jan", "2·Els", "3·Noor"}},
		"escaped line end": {"1\tals\\\nregel\t5\n2\tdan\t6\n3\ten\\\nof\t7\n", "kolom 1·kolom 2·kolom 3", []string{"1·als\nregel·5", "2·dan·6", "3·en\nof·7"}},
		"broken row":       {"id,naam,email\n1,Jan,jan@x.nl\n2,Els\nels@y.nl\n3,Noor,noor@z.nl\n4,Bram,bram@z.nl\n", "id·naam·email", []string{"1·Jan·jan@x.nl", "~2·Els·els@y.nl", "3·Noor·noor@z.nl", "4·Bram·bram@z.nl"}},
		"spaced delimiter": {"naam|tekst\nJan|hij zei | en toen\nEls|goed\nNoor|best\nBram|prima\n", "naam·tekst", []string{"~Jan·hij zei | en toen", "Els·goed", "Noor·best", "Bram·prima"}},
		"other delimiter":  {"id,n,m\n1,5,9\n2;6;8\n3,7,7\n", "id·n·m", []string{"1·5·9", "~2·6·8", "3·7·7"}},
	} {
		t.Run(name, func(t *testing.T) {
			header, rows, r := read(t, c.text, Dialect{})
			if header != c.header || !slices.Equal(rows, c.rows) {
				t.Errorf("%v\ngot  %q %q\nwant %q %q", r.Dialect(), header, rows, c.header, c.rows)
			}
		})
	}
}

func TestStated(t *testing.T) {
	header, rows, _ := read(t, "x;y\na,b\n1,2\n", Dialect{Delimiter: ",", SkipRows: 1, HeaderRows: 1, Quote: "none"})
	if header != "a·b" || !slices.Equal(rows, []string{"1·2"}) {
		t.Errorf("got %q %q", header, rows)
	}
	header, rows, _ = read(t, "a,b\nc,d\n", Dialect{NoHeader: true})
	if header != "kolom 1·kolom 2" || len(rows) != 2 {
		t.Errorf("got %q %q", header, rows)
	}
	if _, err := Open(strings.NewReader("a"), Dialect{Quote: "ab"}); err == nil {
		t.Error("a quote of two characters: want an error")
	}
}

func TestBad(t *testing.T) {
	for text, want := range map[string]error{
		"":                                      ErrEmpty,
		"\n\n":                                  ErrEmpty,
		"PK\x03\x04" + strings.Repeat("x", 100): ErrBinary,
		strings.Repeat("\x00\x01\x07\x80", 200): ErrBinary,
	} {
		if _, err := Open(strings.NewReader(text), Dialect{}); !errors.Is(err, want) {
			t.Errorf("Open(%.10q) = %v, want %v", text, err, want)
		}
	}
}

func TestHugeCell(t *testing.T) {
	huge := strings.Repeat("lange tekst ", 40_000)
	for name, cell := range map[string]string{
		"plain": huge, "quoted": `"` + huge + `"`, "lines": `"` + strings.ReplaceAll(huge, "tekst", "te\nkst") + `"`,
	} {
		text := "id,tekst\n1,goed\n2," + cell + "\n3,best\n"
		_, rows, _ := read(t, text, Dialect{CellLimit: 100_000})
		if len(rows) != 3 || rows[0] != "1·goed" || !strings.HasPrefix(rows[1], "!") || rows[2] != "3·best" {
			t.Errorf("%s: %d rows, got %.100s", name, len(rows), strings.Join(rows, " "))
		}
	}
}

// TestOpenQuotes reads a file in which every row opens a quote that is never
// closed: it must cost time in proportion to the file.
func TestOpenQuotes(t *testing.T) {
	var b strings.Builder
	b.WriteString("id,tekst,datum\n")
	const n = 50_000
	for i := range n {
		fmt.Fprintf(&b, "%d,\"tekst %d,2024-01-0%d\n", i, i, i%9+1)
	}
	_, rows, _ := read(t, b.String(), Dialect{})
	if len(rows) != n || rows[n-1] != fmt.Sprintf("~%d·\"tekst %d·2024-01-0%d", n-1, n-1, (n-1)%9+1) {
		t.Errorf("%d rows, last %q", len(rows), rows[len(rows)-1])
	}
}

func FuzzRead(f *testing.F) {
	for _, s := range []string{"a,b\n1,2\n", "sep=;\na;b\n", "\"a\n,b", "a;b\r\"c\"\"d\";'\\\"\n", "x\n\n,\n,,,\n\n1,2\n3,4\n"} {
		f.Add([]byte(s), byte(0))
	}
	f.Fuzz(func(t *testing.T, b []byte, limit byte) {
		r, err := Open(bytes.NewReader(b), Dialect{CellLimit: int(limit) * 16})
		if err != nil {
			return
		}
		for rec, err := range r.Records() {
			if err != nil {
				t.Fatal(err)
			}
			if n := len(rec.Fields); n != len(r.Header()) && (rec.Reject == "" || n < len(r.Header())) {
				t.Errorf("line %d: %d fields, header has %d, reject %q", rec.Line, n, len(r.Header()), rec.Reject)
			}
		}
	})
}

// FuzzRoundTrip reads back what encoding/csv writes.
func FuzzRoundTrip(f *testing.F) {
	f.Add("a", "b,c", "d\"e", "\nf", 3)
	f.Add("", " x", "'", "\\\"", 2)
	f.Fuzz(func(t *testing.T, a, b, c, d string, width int) {
		if width < 1 || width > 4 {
			return
		}
		var records [][]string
		cells := []string{a, b, c, d, b, a, d, c}
		for len(cells) >= width {
			var row []string
			for _, s := range cells[:width] {
				row = append(row, clean(s))
			}
			records = append(records, row)
			cells = cells[width:]
		}
		var buf bytes.Buffer
		w := csv.NewWriter(&buf)
		w.WriteAll(records)
		want := slices.DeleteFunc(records, func(r []string) bool { return len(r) == 1 && r[0] == "" })
		got := stated(t, buf.String())
		if fmt.Sprintf("%q", got) != fmt.Sprintf("%q", want) {
			t.Errorf("got %q\nwant %q\ntext %q", got, want, buf.String())
		}
	})
}

// clean leaves out what a text file cannot hold.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		if r == 0 || r == 0xFFFD || r == '\r' {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, ""))
}

// stated reads a text with everything stated, row by row, without any repair.
func stated(t *testing.T, text string) [][]string {
	t.Helper()
	var rows [][]string
	for _, r := range (sample{text: []byte(text)}).rows(Dialect{Delimiter: ",", Quote: `"`, Escape: double}, 0, 1000) {
		if len(r.fields) == 1 && r.fields[0] == "" {
			continue
		}
		rows = append(rows, r.fields)
	}
	return rows
}
