package delimited

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

// A cleanTable is what should be read.
type cleanTable struct {
	header [][]string
	rows   [][]string
	raw    [][]string // header rows as read
}

// A style writes a table as text; zero fields mean the usual.
type style struct {
	delim, end  string
	quote, esc  string
	quoteAll    bool
	before      string                                          // in front of the table
	after       string                                          // behind it
	line        func(i int, cells []string, text string) string // damages line i of the rows; -1 is the header
	cell        func(i, j int, text string) string              // damages a written cell
	noHeader    bool
	bare        bool // inner quotes are not escaped
	unquoted    bool // nothing is quoted
	encoding    encoding.Encoding
	headerTwice bool
}

func (s style) write(t cleanTable) []byte {
	var b strings.Builder
	b.WriteString(s.before)
	if !s.noHeader {
		for _, h := range t.header {
			s.writeRow(&b, -1, h)
		}
	}
	for i, r := range t.rows {
		s.writeRow(&b, i, r)
	}
	b.WriteString(s.after)
	if s.encoding == nil {
		return []byte(b.String())
	}
	out, err := encoding.ReplaceUnsupported(s.encoding.NewEncoder()).Bytes([]byte(b.String()))
	if err != nil {
		panic(err)
	}
	return out
}

func (s style) writeRow(b *strings.Builder, i int, cells []string) {
	delim := or(s.delim, ",")
	parts := make([]string, len(cells))
	for j, c := range cells {
		parts[j] = s.writeCell(c, delim)
		if s.cell != nil {
			parts[j] = s.cell(i, j, parts[j])
		}
	}
	text := strings.Join(parts, delim)
	end := or(s.end, "\r\n")
	if s.line != nil {
		text = s.line(i, parts, text)
	}
	if !strings.HasSuffix(text, "\x00") {
		text += end
	}
	b.WriteString(strings.TrimSuffix(text, "\x00"))
}

func (s style) writeCell(c, delim string) string {
	quote, esc := or(s.quote, `"`), or(s.esc, or(s.quote, `"`))
	if s.unquoted {
		return c
	}
	if s.bare {
		esc = ""
	}
	if !s.quoteAll && !strings.Contains(c, delim) && !strings.ContainsAny(c, quote+"\r\n") {
		return c
	}
	return quote + strings.ReplaceAll(c, quote, esc+quote) + quote
}

// cleanTables are invented tables of the kinds that are delivered.
func cleanTables() map[string]cleanTable {
	rng := rand.New(rand.NewPCG(1, 2))
	pick := func(s ...string) string { return s[rng.IntN(len(s))] }
	words := strings.Fields("de factuur klopt niet en ik wacht al weken op antwoord bedankt voor de snelle hulp monteur kwam te laat storing internet weer kapot prijs hoog website onduidelijk meterstand verhuizing contract opzeggen goed geholpen vriendelijk één reünie café")
	sentence := func(n int) string {
		var out []string
		for range n {
			w := words[rng.IntN(len(words))]
			if rng.IntN(9) == 0 {
				w += ","
			}
			out = append(out, w)
		}
		return strings.TrimSuffix(strings.Join(out, " "), ",") + pick(".", "!", "", "...", "?")
	}
	tables := map[string]cleanTable{}

	sales := cleanTable{header: [][]string{{"DATUM", "TIJD", "Aantal", "Artikel", "Prijs", "Soort", "Omschrijving", "URL", "Opmerking"}}}
	for i := range 84 {
		remark := ""
		if rng.IntN(3) == 0 {
			remark = sentence(5)
		}
		if rng.IntN(10) == 0 {
			remark = `maat "XL"`
		}
		sales.rows = append(sales.rows, []string{
			fmt.Sprintf("%02d/%02d/2021", 1+rng.IntN(12), 1+rng.IntN(28)), fmt.Sprintf("%02d:%02d", rng.IntN(24), rng.IntN(60)),
			fmt.Sprint(rng.IntN(9)), fmt.Sprintf("P-%04d", 1000+i), fmt.Sprintf("%d.%02d", rng.IntN(900), rng.IntN(100)),
			pick("Fiets", "Band", "Helm"), "Artikel " + sentence(3), fmt.Sprintf("http://winkel.voorbeeld.nl/a?id=%d", i), remark,
		})
	}
	tables["sales"] = sales

	feedback := cleanTable{header: [][]string{{"Nummer", "Ontvangen", "Score", "Bedrag", "Reactie", "Kanaal", "Nogmaals benaderen"}}}
	for i := range 120 {
		text := sentence(4 + rng.IntN(40))
		if rng.IntN(6) == 0 {
			text += "\n\n" + sentence(8)
		}
		if rng.IntN(9) == 0 {
			text = `Ik zei "dit kan niet"; ` + text
		}
		if rng.IntN(12) == 0 {
			text = ""
		}
		feedback.rows = append(feedback.rows, []string{
			fmt.Sprint(20000 + i), fmt.Sprintf("%d-%d-2024 %02d:%02d", 1+rng.IntN(28), 1+rng.IntN(12), rng.IntN(24), rng.IntN(60)),
			fmt.Sprint(rng.IntN(11)), fmt.Sprintf("%d,%02d", rng.IntN(90), rng.IntN(100)), text, pick("web", "telefoon", "e-mail"), pick("WAAR", "ONWAAR"),
		})
	}
	tables["feedback"] = feedback

	names := cleanTable{header: [][]string{{"Naam", "Plaats", "Gemeente", "Toelichting"}}}
	for range 40 {
		names.rows = append(names.rows, []string{
			pick("Jan", "Piet", "Els", "Fatima", "Noor", "Bram") + " " + pick("de Vries", "Jansen", "Bakker", "El Amrani", "Smit"), pick("Zwolle", "Ede", "Gouda", "Assen"),
			pick("Noord", "Oost", "Zuid"), sentence(3 + rng.IntN(6)),
		})
	}
	tables["names"] = names

	wide := cleanTable{header: [][]string{{"regio"}}}
	for j := range 14 {
		wide.header[0] = append(wide.header[0], fmt.Sprintf("maand %d", j+1))
	}
	for i := range 25 {
		row := []string{fmt.Sprintf("R%02d", i)}
		for range 14 {
			cell := fmt.Sprintf("%.1f", rng.Float64()*1000)
			if rng.IntN(15) == 0 {
				cell = ""
			}
			row = append(row, cell)
		}
		wide.rows = append(wide.rows, row)
	}
	tables["wide"] = wide

	small := cleanTable{header: [][]string{{"id", "naam", "leeftijd"}}, rows: [][]string{{"1", "Jan", "44"}, {"2", "Els", "38"}, {"3", "Noor", "21"}, {"4", "Bram", "63"}}}
	tables["small"] = small
	return tables
}

// A damage is one way in which a clean table is written badly; want is what
// should be read, nil for the clean table itself.
type damage struct {
	class string
	style style
	want  func(t cleanTable) cleanTable
}

func damages(t cleanTable) []damage {
	var out []damage
	add := func(class string, s style) { out = append(out, damage{class: class, style: s}) }
	wants := func(class string, s style, want func(cleanTable) cleanTable) {
		out = append(out, damage{class, s, want})
	}
	width := len(t.header[0])
	add("clean", style{})
	add("clean", style{quoteAll: true})
	add("clean", style{end: "\n"})
	for _, d := range []string{";", "\t", "|", ", ", ":", "^", "~", "\t\t", "||", " "} {
		add("delimiter "+fmt.Sprintf("%q", d), style{delim: d})
		add("delimiter quoted", style{delim: d, quoteAll: true})
	}
	add("quote '", style{quote: "'"})
	add("quote '", style{quote: "'", quoteAll: true})
	add("escape \\", style{esc: `\`})
	add("escape \\", style{esc: `\`, quoteAll: true})
	add("line ends", style{end: "\r"})
	add("line ends", style{end: "\n"})
	add("no last line end", style{line: func(i int, _ []string, text string) string {
		if i == len(t.rows)-1 {
			return text + "\x00"
		}
		return text
	}})
	add("blank lines behind", style{after: "\r\n\r\n\r\n"})
	add("sep line", style{before: "sep=;\r\n", delim: ";"})
	for name, e := range map[string]encoding.Encoding{
		"utf-16le bom": unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), "utf-16be": unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM), "utf-16le": unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM),
		"utf-8 bom": unicode.UTF8BOM, "windows-1252": charmap.Windows1252, "iso-8859-15": charmap.ISO8859_15, "macintosh": charmap.Macintosh,
	} {
		add("encoding "+name, style{encoding: e})
		add("encoding "+name, style{encoding: e, delim: ";"})
	}
	commas := strings.Repeat(",", width-1)
	for _, p := range []string{
		"PREAMBLE\r\n", "PREAMBLE\r\nPREAMBLE\r\nPREAMBLE\r\n", "Rapport van de maand, januari\r\n\r\n", "Rapport: klachten\r\nGemaakt: 1-2-2024\r\nDoor: systeem\r\n\r\n",
		strings.Repeat("PREAMBLE"+commas+"\r\n", 3), "PREAMBLE" + commas + "\r\n" + commas + "\r\n", "Titel,Overzicht\r\nPeriode,2024\r\n\r\n", "# toelichting\r\n# bij het bestand\r\n",
	} {
		add("preamble", style{before: p})
	}
	for _, p := range []string{
		"FOOTNOTE\r\n", strings.Repeat("FOOTNOTE\r\n", 3), "\r\nBron: eigen meting, 2024\r\n", strings.Repeat("FOOTNOTE"+commas+"\r\n", 3), commas + "\r\nFOOTNOTE" + commas + "\r\n",
		"\r\n\r\nGrand Totals (120 records)\r\nConfidential Information - Do Not Distribute\r\nCopyright (c) 2000-2026 salesforce.com, inc. All rights reserved.\r\n",
	} {
		add("footnote", style{after: p})
	}
	add("second table smaller", style{after: "soort,aantal\r\na,1\r\nb,2\r\nc,3\r\nd,4\r\n"})
	add("second table smaller gap", style{after: "\r\nsoort,aantal\r\na,1\r\nb,2\r\nc,3\r\n"})
	wider := strings.Repeat("k,", width) + "m\r\n"
	_ = wider
	var names, values []string
	for j := range width + 3 {
		names = append(names, fmt.Sprintf("veld%d", j))
		values = append(values, fmt.Sprint(j*7))
	}
	big := strings.Join(names, ",") + "\r\n" + strings.Repeat(strings.Join(values, ",")+"\r\n", 10)
	add("second table wider", style{after: big})
	add("second table wider gap", style{after: "\r\n" + big})
	same := strings.Join(names[:width], ",") + "\r\n" + strings.Repeat(strings.Join(values[:width], ",")+"\r\n", 10)
	add("second table same gap", style{after: "\r\n" + same})

	wants("no header", style{noHeader: true}, func(t cleanTable) cleanTable { return cleanTable{rows: t.rows} })
	wants("header only", style{}, nil)
	out[len(out)-1].want = func(t cleanTable) cleanTable { return cleanTable{header: t.header} }
	double := func(t cleanTable) cleanTable {
		return cleanTable{header: [][]string{t.header[0], t.header[0]}, rows: t.rows}
	}
	wants("header rows", style{headerTwice: true}, double)
	second := make([]string, width)
	for j := range second {
		second[j] = "(" + t.header[0][j] + " uitleg)"
	}
	wants("header rows", style{}, func(t cleanTable) cleanTable {
		return cleanTable{header: [][]string{t.header[0], second}, rows: t.rows}
	})
	wants("header rows", style{}, func(t cleanTable) cleanTable {
		return cleanTable{header: [][]string{t.header[0], second, second}, rows: t.rows}
	})
	for _, at := range []int{-1, 0, 1, len(t.rows) / 2, len(t.rows) - 1} {
		for _, j := range []int{0, 1, width / 2, width - 1} {
			add("surplus cell", style{line: func(i int, cells []string, text string) string {
				if i == at {
					return strings.Join(slices.Insert(slices.Clone(cells), j, ""), ",")
				}
				return text
			}})
			add("missing delimiter", style{line: func(i int, cells []string, text string) string {
				if i == at && j > 0 {
					c := slices.Clone(cells)
					c[j-1] += c[j]
					return strings.Join(slices.Delete(c, j, j+1), ",")
				}
				return text
			}})
			wants("stray quote", style{cell: func(i, k int, text string) string {
				if i == at && k == j {
					return `"` + text
				}
				return text
			}}, strayed(at, j, "\""))
			add("missing cells", style{line: func(i int, cells []string, text string) string {
				if i == at && at >= 0 && j > 0 {
					return strings.Join(cells[:j], ",")
				}
				return text
			}})
			out[len(out)-1].want = func(t cleanTable) cleanTable {
				c := cleanTable{header: t.header, rows: slices.Clone(t.rows)}
				if at >= 0 && j > 0 {
					c.rows[at] = slices.Clone(c.rows[at])
					clear(c.rows[at][j:])
				}
				return c
			}
		}
		for _, d := range []string{";", "\t", "|", " "} {
			add("row delimiter", style{line: func(i int, cells []string, text string) string {
				if i == at {
					var quoted []string
					for k := range cells {
						c := t.header[0][k]
						if i >= 0 {
							c = t.rows[i][k]
						}
						quoted = append(quoted, style{}.writeCell(c, d))
					}
					return strings.Join(quoted, d)
				}
				return text
			}})
		}
		add("row quote", style{quoteAll: true, line: func(i int, cells []string, text string) string {
			if i == at {
				var quoted []string
				for k := range cells {
					c := t.header[0][k]
					if i >= 0 {
						c = t.rows[i][k]
					}
					quoted = append(quoted, style{quoteAll: true, quote: "'"}.writeCell(c, ","))
				}
				return strings.Join(quoted, ",")
			}
			return text
		}})
		for _, e := range []string{"\n", "\r"} {
			add("row line end", style{line: func(i int, _ []string, text string) string {
				if i == at {
					return text + e + "\x00"
				}
				return text
			}})
		}
	}
	out = append(out, moreDamages(t)...)
	add("trailing delimiter rows", style{line: func(i int, _ []string, text string) string {
		if i >= 0 {
			return text + ","
		}
		return text
	}})
	return out
}

// moreDamages are those that change the table itself.
func moreDamages(t cleanTable) []damage {
	var out []damage
	add := func(class string, s style, want func(cleanTable) cleanTable) {
		out = append(out, damage{class, s, want})
	}
	width := len(t.header[0])
	add("delimiter literal tab", style{delim: `\t`}, nil)
	add("delimiter §", style{delim: "§"}, nil)
	add("delimiter @", style{delim: "@"}, nil)
	add("quote `", style{quote: "`"}, nil)
	add("inner quotes not escaped", style{bare: true}, nil)
	add("inner quotes not escaped", style{bare: true, quoteAll: true}, nil)
	add("no quotes", style{unquoted: true}, withoutLines)
	for _, n := range []int{width - 2, width, width + 3} {
		if n < 2 {
			continue
		}
		second := resized(t, n)
		for _, gap := range []string{"", "\r\n"} {
			if n == width && gap == "" {
				continue
			}
			var b strings.Builder
			for i, row := range append(slices.Clone(second.header), second.rows[:min(10, len(second.rows))]...) {
				style{}.writeRow(&b, i, row)
			}
			add("table again", style{after: gap + b.String()}, nil)
		}
	}
	add("header empty name", style{cell: func(i, j int, text string) string {
		if i == -1 && j == 1 {
			return ""
		}
		return text
	}}, renamed(1, ""))
	add("header same names", style{cell: func(i, j int, text string) string {
		if i == -1 && j == 1 {
			return t.header[0][0]
		}
		return text
	}}, renamed(1, t.header[0][0]))
	huge := strings.Repeat("KOLOM", 100_000)
	add("header huge name", style{cell: func(i, j int, text string) string {
		if i == -1 && j == 1 {
			return huge
		}
		return text
	}}, renamed(1, huge))
	add("one column", style{}, func(t cleanTable) cleanTable { return resized(t, 1) })
	add("many columns", style{}, func(t cleanTable) cleanTable { return resized(t, 1500) })
	add("one row", style{}, func(t cleanTable) cleanTable { return cleanTable{header: t.header, rows: t.rows[:1]} })
	add("two rows", style{}, func(t cleanTable) cleanTable { return cleanTable{header: t.header, rows: t.rows[:2]} })
	return out
}

// withoutLines is the table without line ends in its cells.
func withoutLines(t cleanTable) cleanTable {
	c := cleanTable{header: t.header}
	for _, r := range t.rows {
		row := slices.Clone(r)
		for j := range row {
			row[j] = strings.ReplaceAll(row[j], "\n", " ")
		}
		c.rows = append(c.rows, row)
	}
	return c
}

// resized is the table with n columns: fewer, or its columns again.
func resized(t cleanTable, n int) cleanTable {
	cut := func(r []string) (out []string) {
		for j := range n {
			out = append(out, r[j%len(r)])
		}
		return out
	}
	c := cleanTable{header: [][]string{cut(t.header[0])}}
	for j := len(t.header[0]); j < n; j++ {
		c.header[0][j] += fmt.Sprint(" ", j)
	}
	for _, r := range t.rows {
		c.rows = append(c.rows, cut(r))
	}
	return c
}

func renamed(j int, name string) func(cleanTable) cleanTable {
	return func(t cleanTable) cleanTable {
		c := cleanTable{header: [][]string{slices.Clone(t.header[0])}, rows: t.rows}
		c.header[0][j] = name
		return c
	}
}

// strayed is the table with a quote in front of one cell.
func strayed(at, j int, quote string) func(cleanTable) cleanTable {
	return func(t cleanTable) cleanTable {
		c := cleanTable{header: slices.Clone(t.header), rows: slices.Clone(t.rows)}
		if at < 0 {
			c.header[0] = slices.Clone(c.header[0])
			c.header[0][j] = quote + c.header[0][j]
			return c
		}
		c.rows[at] = slices.Clone(c.rows[at])
		c.rows[at][j] = quote + c.rows[at][j]
		return c
	}
}
