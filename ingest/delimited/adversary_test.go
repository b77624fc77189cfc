package delimited

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// adversary are damages that the rules were not written for: combinations, and
// what offices and portals really do to their files.
func adversary(t cleanTable) []damage {
	var out []damage
	add := func(class string, s style, want func(cleanTable) cleanTable) {
		out = append(out, damage{class, s, want})
	}
	width := len(t.header[0])
	empty := strings.Repeat(";", width-1)
	every := func(do func(i int, text string) string) func(int, []string, string) string {
		return func(i int, _ []string, text string) string { return do(i, text) }
	}
	add("line ends CR CR LF", style{end: "\r\r\n", delim: ";"}, nil)
	add("a blank line behind every row", style{end: "\r\n\r\n"}, nil)
	add("blanks around cells", style{delim: " ; ", quoteAll: true}, nil)
	add("blanks behind cells", style{delim: ";", cell: func(_, _ int, text string) string {
		if strings.HasPrefix(text, `"`) {
			return text
		}
		return text + "  "
	}}, func(t cleanTable) cleanTable {
		return mapped(t, func(r []string) []string {
			out := slices.Clone(r)
			for j, cell := range out {
				if !strings.ContainsAny(cell, ";\"\n") {
					out[j] = cell + "  " // blanks belong to a cell, as everywhere
				}
			}
			return out
		})
	})
	add("blank before quotes", style{delim: ", ", quoteAll: true, cell: func(_, _ int, text string) string { return text }}, nil)
	add("three empty columns behind", style{delim: ";", line: every(func(_ int, text string) string { return text + ";;;" })}, func(t cleanTable) cleanTable {
		return mapped(t, func(r []string) []string { return append(slices.Clone(r), "", "", "") })
	})
	add("empty column in front", style{delim: ";", line: every(func(_ int, text string) string { return ";" + text })}, func(t cleanTable) cleanTable {
		return mapped(t, func(r []string) []string { return append([]string{""}, r...) })
	})
	add("rows of delimiters between", style{delim: ";", line: every(func(i int, text string) string {
		if i > 0 && i%5 == 0 {
			return text + "\r\n" + empty
		}
		return text
	})}, func(t cleanTable) cleanTable {
		c := cleanTable{header: t.header}
		for i, r := range t.rows {
			c.rows = append(c.rows, r)
			if i > 0 && i%5 == 0 && i < len(t.rows)-1 {
				c.rows = append(c.rows, make([]string, len(r)))
			}
		}
		return c
	})
	add("preamble, units and footer", style{delim: ";", before: "Overzicht klachten" + empty + "\r\nBron: eigen registratie" + empty + "\r\n" + empty + "\r\n", after: empty + "\r\nToelichting: voorlopige cijfers" + empty + "\r\n"}, nil)
	add("preamble with many delimiters", style{before: "Rapport, gemaakt op 3 maart 2026, door de afdeling, versie 2, concept\r\nFilter: alles, behalve intern, en zonder test\r\n\r\n"}, nil)
	add("header in a cell of two lines", style{delim: ";", quoteAll: true}, func(t cleanTable) cleanTable {
		c := cleanTable{header: [][]string{slices.Clone(t.header[0])}, rows: t.rows}
		c.header[0][1] += "\n(zie toelichting)"
		return c
	})
	add("file twice with its mark", style{before: "\ufeff", delim: ";", after: "\ufeff" + string(style{delim: ";"}.write(cleanTable{header: t.header, rows: t.rows[:3]}))}, func(t cleanTable) cleanTable {
		return cleanTable{header: t.header, rows: slices.Concat(t.rows, t.rows[:3])}
	})
	add("end mark of DOS", style{delim: ";", after: "\x1a"}, nil)
	add("comment lines //", style{delim: ";", before: "// export van 3 maart\r\n// door systeem\r\n"}, nil)
	add("comment lines %", style{delim: ";", before: "% export van 3 maart\r\n% door systeem\r\n"}, nil)
	add("sep line and mark", style{before: "\ufeffsep=;\r\n", delim: ";"}, nil)
	add("sep line and preamble", style{before: "sep=;\r\nOverzicht klachten\r\n\r\n", delim: ";"}, nil)
	add("rows without last empty cells", style{delim: ";", line: every(func(i int, text string) string {
		if i < 0 {
			return text
		}
		return strings.TrimRight(text, ";")
	})}, nil)
	add("one cell with many lines", style{delim: ";"}, func(t cleanTable) cleanTable {
		return replaced(t, len(t.rows)/2, width-1, strings.Repeat("een regel; met teken\n", 40)+"einde")
	})
	add("cell with JSON", style{delim: ","}, func(t cleanTable) cleanTable {
		return replaced(t, len(t.rows)/2, width-1, `{"a": 1, "b": ["x", "y"]}`)
	})
	add("cell with a path", style{delim: ";", quoteAll: true}, func(t cleanTable) cleanTable { return replaced(t, 1, width-1, `C:\export\`) })
	add("cell with HTML", style{delim: ";"}, func(t cleanTable) cleanTable {
		return replaced(t, 1, width-1, `<p class="a">Hallo; dit is &amp; dat</p>`)
	})
	add("quotes only round text", style{delim: ",", cell: func(_, _ int, text string) string {
		if !strings.HasPrefix(text, `"`) && !shapeOf(text).typed() && text != "" {
			return `"` + text + `"`
		}
		return text
	}}, nil)
	add("tab, quotes not special", style{delim: "\t", unquoted: true}, withoutLines)
	add("header by commas, rows by semicolons", style{delim: ";", line: func(i int, cells []string, text string) string {
		if i == -1 {
			return strings.Join(cells, ",")
		}
		return text
	}}, nil)
	add("first rows sparse", style{delim: ";"}, func(t cleanTable) cleanTable {
		c := cleanTable{header: t.header, rows: slices.Clone(t.rows)}
		for i := range min(2, len(c.rows)) {
			c.rows[i] = slices.Clone(c.rows[i])
			clear(c.rows[i][1:])
		}
		return c
	})
	add("line break in two rows", style{delim: ";", line: func(i int, cells []string, text string) string {
		if at := len(t.rows) / 2; i == at || i == at+1 {
			return strings.Join(cells[:2], ";") + "\r\n" + strings.Join(cells[2:], ";")
		}
		return text
	}}, nil)
	return out
}

func mapped(t cleanTable, do func([]string) []string) cleanTable {
	c := cleanTable{header: [][]string{do(t.header[0])}}
	for _, r := range t.rows {
		c.rows = append(c.rows, do(r))
	}
	return c
}

func replaced(t cleanTable, i, j int, cell string) cleanTable {
	c := cleanTable{header: t.header, rows: slices.Clone(t.rows)}
	c.rows[i] = slices.Clone(c.rows[i])
	c.rows[i][j] = cell
	return c
}

// TestEvalAdversary measures damages that the rules were not written for.
func TestEvalAdversary(t *testing.T) {
	needEval(t)
	scores := map[string][]float64{}
	for name, clean := range cleanTables() {
		for _, d := range adversary(clean) {
			want, written := clean, clean
			if d.want != nil {
				want = d.want(clean)
				if strings.HasPrefix(d.class, "cell") || strings.HasPrefix(d.class, "header in") || d.class == "tab, quotes not special" || strings.HasPrefix(d.class, "one cell") || d.class == "first rows sparse" {
					written = want
				}
			}
			text := d.style.write(written)
			got, err := load(text)
			if err != nil {
				t.Logf("%s %s: %v", name, d.class, err)
			}
			h, r, c := measure(want, got)
			scores[d.class] = append(scores[d.class], (h+r+c)/3*10)
			if h+r+c < 2.99 {
				t.Logf("%s %s: header %.2f records %.2f cells %.2f", name, d.class, h, r, c)
			}
		}
	}
	mean := 0.0
	for class, all := range scores {
		sum := 0.0
		for _, s := range all {
			sum += s
		}
		t.Logf("%-36s %.2f", class, sum/float64(len(all)))
		mean += sum / float64(len(all)) / float64(len(scores))
	}
	fmt.Printf("EVAL ingest/delimited adversary_score %.2f n=%d\n", mean, len(scores))
	if mean < 9.9 {
		t.Errorf("more damages: %.2f, floor 9.9", mean)
	}
}
