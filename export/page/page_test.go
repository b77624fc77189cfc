package page

import (
	"encoding/xml"
	"io"
	"math"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"luister/export/facts"
	"luister/export/table"
	"luister/nlp"
)

func TestText(t *testing.T) {
	for _, tt := range []struct {
		text  string
		marks []Mark
		want  string
	}{
		{"gewoon", nil, "gewoon"},
		{"<b>&\"", nil, "&lt;b&gt;&amp;&#34;"},
		{"Groet, [NAAM-K7QX2M4NPR]!", nil, `Groet, <span class="tag" title="gemaskeerd">naam K7QX</span>!`},
		{"[NAAM-te kort] [x]", nil, "[NAAM-te kort] [x]"},
		{"de factuur klopt niet", []Mark{{Span: nlp.Span{Start: 3, End: 10}, Number: 1, Why: `"a"`}}, `de <mark class="m1" title="&#34;a&#34;">factuur</mark><sup class="m1">1</sup> klopt niet`},
		{"abcdef", []Mark{{Span: nlp.Span{Start: 0, End: 4}, Number: 1}, {Span: nlp.Span{Start: 2, End: 6}, Number: 2}},
			`<mark class="m1">ab</mark><mark class="m1">cd</mark><sup class="m1">1</sup><mark class="m2">ef</mark><sup class="m2">2</sup>`},
		{"abc", []Mark{{Span: nlp.Span{Start: 2, End: 1}}, {Span: nlp.Span{Start: -1, End: 2}}, {Span: nlp.Span{Start: 0, End: 9}}}, "abc"},
		{"abc", []Mark{{Span: nlp.Span{Start: 0, End: 1}, Soft: true}}, `<mark class="soft">a</mark>bc`},
	} {
		if got := string(Text(tt.text, tt.marks...)); got != tt.want {
			t.Errorf("%q:\n got %s\nwant %s", tt.text, got, tt.want)
		}
	}
}

func TestExcerpt(t *testing.T) {
	long := strings.Repeat("woord ", 100) + "[NAAM-K7QX2M4NPR] factuur " + strings.Repeat("einde ", 100)
	at := strings.Index(long, "factuur")
	got := string(Excerpt(long, 120, Mark{Span: nlp.Span{Start: at, End: at + 7}}))
	if !strings.Contains(got, "<mark>factuur</mark>") || !strings.HasPrefix(got, "… ") || !strings.HasSuffix(got, " …") || len(got) > 300 {
		t.Errorf("excerpt: %s", got)
	}
	for size := 1; size < len(long); size += 7 {
		if cut := string(Excerpt(long, size)); strings.Contains(cut, "[NAAM") || strings.Contains(cut, "QX2M4") {
			t.Fatalf("size %d cuts a pseudonym: %s", size, cut)
		}
	}
}

func FuzzText(f *testing.F) {
	f.Add("<script> [NAAM-K7QX2M4NPR] é", 2, 9, 5)
	f.Fuzz(func(t *testing.T, text string, start, end, size int) {
		text = strings.ToValidUTF8(text, "")
		m := Mark{Span: nlp.Span{Start: start, End: end}, Number: 1}
		if start >= 0 && end <= len(text) && start < end && (!utf8.RuneStart(text[start]) || end < len(text) && !utf8.RuneStart(text[end])) {
			t.Skip()
		}
		for _, html := range []string{string(Text(text, m)), string(Excerpt(text, max(size%400, 1), m))} {
			if rest := tags.Replace(html); strings.ContainsAny(rest, "<>") {
				t.Errorf("%q became markup: %s", text, html)
			}
		}
	})
}

var tags = strings.NewReplacer(`<mark class="m1">`, "", "</mark>", "", `<sup class="m1">`, "", "</sup>", "", `<span class="tag" title="gemaskeerd">`, "", "</span>", "")

func TestSaid(t *testing.T) {
	for text, want := range map[string]string{
		"Geachte heer,\n\nDe meter is stuk.":        "De meter is stuk.",
		"De meter,\nis stuk.":                       "is stuk.",
		"L.S.,":                                     "L.S.,",
		"Een zin zonder aanhef, en meer.\nNog een.": "Een zin zonder aanhef, en meer.\nNog een.",
	} {
		q := facts.Quote{Feedback: table.Feedback{Text: text}, Span: nlp.Span{Start: 0, End: len(text)}}
		if got := string(Said(q)); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// TestCharts holds that charts are XML, and that their columns add up to their counts.
func TestCharts(t *testing.T) {
	counts := []facts.Count{{Value: "2025-12", N: 0}, {Value: "2026-01", N: 7, Negative: 3, Positive: 2}, {Value: "2026-02", N: 10, Negative: 10}}
	months := string(Months(counts, `label "x" <b>`))
	for what, svg := range map[string]string{"months": months, "none": string(Months(nil, "leeg")), "sides": string(Sides(counts[1])), "nothing": string(Sides(facts.Count{})),
		"part": string(SidesOf(counts[1], 70)), "spark": string(Spark(counts)), "one": string(Spark(counts[:1])), "no spark": string(Spark(nil))} {
		d := xml.NewDecoder(strings.NewReader(svg))
		for {
			if _, err := d.Token(); err == io.EOF {
				break
			} else if err != nil {
				t.Fatalf("%s is not XML: %v\n%s", what, err, svg)
			}
		}
		if strings.Contains(svg, "style=") || strings.Contains(svg, "NaN") || !strings.Contains(svg, "aria-label=") {
			t.Errorf("%s: %s", what, svg)
		}
	}
	for _, want := range []string{">dec<", ">2026<", ">feb<", "januari 2026: 7, waarvan 3 negatief of gemengd, 2 neutraal en 2 positief", `height="152.0"`} {
		if !strings.Contains(months, want) {
			t.Errorf("months lacks %q:\n%s", want, months)
		}
	}
}

func TestAxis(t *testing.T) {
	for most, want := range map[int]int{1: 2, 2: 2, 3: 4, 9: 10, 10: 10, 11: 20, 67: 80, 101: 200, 99999: 100000} {
		if got := axis(most); got != want {
			t.Errorf("%d: %d, want %d", most, got, want)
		}
	}
}

func TestWords(t *testing.T) {
	day := time.Date(2026, 3, 9, 2, 5, 0, 0, time.UTC)
	for got, want := range map[string]string{
		Day(day): "9 maart 2026", Day(time.Date(2025, 12, 31, 23, 0, 0, 0, time.UTC)): "1 januari 2026", Day(time.Time{}): "zonder datum", Moment(day): "9 maart 2026, 03:05", Month("2026-03"): "maart 2026", Month("0000-00"): "zonder datum",
		Share(1, 3): "33 %", Share(1, 1000): "<1 %", Share(999, 1000): ">99 %", Share(0, 5): "0 %", Share(0, 0): "–", Share(5, 5): "100 %",
		Percent(.666): "67 %", Percent(7): "100 %", Decimal(1.25): "1,2", Fine(.0373): "0,037", Fine(14): "14,0", Mean(2, 9): "–", Mean(2, 10): "2,0", Part(1, 9): "–", Part(5, 10): "50 %", Pace(.12, .09, .16): "3,6 per maand (2,7 tot 4,9)", Points(-.0003): "0,0", Points(.154): "+15,4", Plural(1, "driver", "drivers"): "1 driver", Plural(1200, "driver", "drivers"): "1.200 drivers",
	} {
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestCourse(t *testing.T) {
	monday := time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)
	weeks := []Week{{Monday: monday, Count: 4, Expected: 3.5, Low: 1, High: 7}, {Monday: monday.AddDate(0, 0, 7), Count: 12, Expected: 3.5, Low: 1, High: 7, Change: true, Alarm: true}, {Monday: monday.AddDate(0, 0, 14), Expected: math.NaN()}}
	for _, tt := range []struct {
		weeks []Week
		want  []string
	}{
		{weeks, []string{"vanaf 2 maart 2026: 4, verwacht 3,5 (1,0 tot 7,0)", `class="band"`, `class="count alarmed"`, `class="change"`, ">mrt<", "&lt;b&gt;"}},
		{weeks[2:], []string{"vanaf 16 maart 2026: 0"}},
		{nil, []string{"<svg"}},
	} {
		got := string(Course(tt.weeks, "<b>"))
		for _, want := range tt.want {
			if !strings.Contains(got, want) {
				t.Errorf("%d weeks lack %q: %s", len(tt.weeks), want, got)
			}
		}
		if err := xml.Unmarshal([]byte(got), new(struct{ XMLName xml.Name })); err != nil {
			t.Errorf("%d weeks: %v", len(tt.weeks), err)
		}
	}
}
