package delimited

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

// TestEvalMixed writes the tables with several damages at once, as files that are
// really delivered have them.
func TestEvalMixed(t *testing.T) {
	needEval(t)
	rng := rand.New(rand.NewPCG(3, 4))
	pick := func(s ...string) string { return s[rng.IntN(len(s))] }
	tables := cleanTables()
	const n = 600
	sum := 0.0
	bad := 0
	for k := range n {
		name := pick("sales", "feedback", "names", "wide", "small")
		table := tables[name]
		s := style{delim: pick(",", ";", "\t", "|", ";", ","), end: pick("\r\n", "\n", "\r"), quoteAll: rng.IntN(3) == 0, quote: pick("", "", "", "'"), esc: pick("", "", "", `\`)}
		var what []string
		width := len(table.header[0])
		full := func(first string) string { return first + strings.Repeat(s.delim, width-1) }
		switch rng.IntN(5) {
		case 0:
			s.before = "Export van de klantenservice" + s.end + "Periode: 1-1-2024 t/m 31-12-2024" + s.end + s.end
			what = append(what, "preamble")
		case 1:
			s.before = full("Rapport klachten") + s.end + full("Gemaakt op 12-3-2024") + s.end + full("") + s.end
			what = append(what, "full preamble")
		case 2:
			s.before = "Rapport" + s.delim + "klachten" + s.end + "Periode" + s.delim + "2024" + s.end + s.end
			what = append(what, "pairs")
		}
		switch rng.IntN(6) {
		case 0:
			s.after = s.end + "Totaal aantal regels: 120" + s.end
			what = append(what, "footer")
		case 1:
			s.after = full("Bron: eigen administratie") + s.end
			what = append(what, "full footer")
		case 2:
			s.after = s.end + "soort" + s.delim + "aantal" + s.end + "web" + s.delim + "12" + s.end + "balie" + s.delim + "7" + s.end
			what = append(what, "second table")
		}
		if rng.IntN(3) == 0 {
			s.encoding = []encoding.Encoding{charmap.Windows1252, charmap.Macintosh, unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), unicode.UTF8BOM}[rng.IntN(4)]
			what = append(what, fmt.Sprint(s.encoding))
		}
		at := rng.IntN(len(table.rows))
		switch rng.IntN(6) {
		case 0:
			what = append(what, fmt.Sprintf("surplus at %d", at))
			s.line = func(i int, cells []string, text string) string {
				if i == at {
					return text + s.delim
				}
				return text
			}
		case 1:
			what = append(what, "no last delimiters")
			s.line = func(i int, cells []string, text string) string {
				if i >= 0 {
					return strings.TrimRight(text, s.delim)
				}
				return text
			}
		case 2:
			what = append(what, fmt.Sprintf("blank line at %d", at))
			s.line = func(i int, cells []string, text string) string {
				if i == at {
					return text + s.end
				}
				return text
			}
		}
		want := table
		if rng.IntN(5) == 0 {
			want.header = [][]string{{}, table.header[0]}
			for j := range width {
				group := ""
				if j%3 == 1 {
					group = "groep " + fmt.Sprint(j)
				}
				want.header[0] = append(want.header[0], group)
			}
			what = append(what, "group header")
		}
		text := s.write(want)
		got, err := load(text)
		if err != nil {
			t.Errorf("%v: %v", what, err)
			continue
		}
		h, r, c := measure(want, got)
		sum += (h + r + c) / 3
		if h+r+c < 2.97 {
			bad++
			if dir := os.Getenv("LUISTER_SHOW"); dir != "" {
				t.Logf("#%d %s %q quote %q all %v esc %q end %q %q: header %.2f records %.2f cells %.2f", k, name, s.delim, s.quote, s.quoteAll, s.esc, s.end, what, h, r, c)
				os.WriteFile(filepath.Join(dir, fmt.Sprintf("mixed-%d.csv", k)), text, 0o644)
			}
		}
	}
	fmt.Printf("EVAL ingest/delimited mixed_score %.2f n=%d\n", 10*sum/n, n)
	fmt.Printf("EVAL ingest/delimited mixed_imperfect %d n=%d\n", bad, n)
	if sum/n < .99 {
		t.Errorf("mixed damages: %.2f, floor 9.9", 10*sum/n)
	}
}
