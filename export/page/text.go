package page

import (
	"cmp"
	"fmt"
	"html/template"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"luister/export/facts"
	"luister/nlp"
	"luister/nlp/mask"
)

// A Mark is a part of a text that stands out, and why.
type Mark struct {
	nlp.Span
	Number int    // of the reason in a legend, 0 without one
	Soft   bool   // not loud
	Why    string // for those who point at it
}

// pseudonym finds what masking leaves in a text.
var pseudonym = regexp.MustCompile(`\[[A-Z]{2,15}-[A-Z2-7]{10}\]`)

// Text writes a masked text with its marks as HTML. Pseudonyms become small
// tags. Marks may overlap; where they do, all their numbers are shown.
func Text(text string, marks ...Mark) template.HTML {
	marks = slices.DeleteFunc(slices.Clone(marks), func(m Mark) bool {
		return m.Start < 0 || m.Start >= m.End || m.End > len(text)
	})
	cuts := []int{0, len(text)}
	for _, m := range marks {
		cuts = append(cuts, m.Start, m.End)
	}
	slices.Sort(cuts)
	var b strings.Builder
	cuts = slices.Compact(cuts)
	for i := 0; i+1 < len(cuts); i++ {
		from, to := cuts[i], cuts[i+1]
		writePiece(&b, text[from:to], over(marks, from, to))
		writeNumbers(&b, marks, to)
	}
	return template.HTML(b.String())
}

// over gives the marks that cover a piece.
func over(marks []Mark, from, to int) []Mark {
	var out []Mark
	for _, m := range marks {
		if m.Start <= from && to <= m.End {
			out = append(out, m)
		}
	}
	return out
}

func writePiece(b *strings.Builder, piece string, marks []Mark) {
	if len(marks) == 0 {
		writeMasked(b, piece)
		return
	}
	var why []string
	for _, m := range marks {
		if m.Why != "" && !slices.Contains(why, m.Why) {
			why = append(why, m.Why)
		}
	}
	class := ""
	if marks[0].Soft {
		class = ` class="soft"`
	} else if marks[0].Number > 0 {
		class = fmt.Sprintf(` class="m%d"`, (marks[0].Number-1)%6+1)
	}
	title := ""
	if len(why) > 0 {
		title = ` title="` + template.HTMLEscapeString(strings.Join(why, "; ")) + `"`
	}
	b.WriteString("<mark" + class + title + ">")
	writeMasked(b, piece)
	b.WriteString("</mark>")
}

// writeNumbers writes the numbers of the marks that end here.
func writeNumbers(b *strings.Builder, marks []Mark, end int) {
	var numbers []int
	for _, m := range marks {
		if m.End == end && m.Number > 0 {
			numbers = append(numbers, m.Number)
		}
	}
	slices.Sort(numbers)
	for _, n := range slices.Compact(numbers) {
		fmt.Fprintf(b, `<sup class="m%d">%d</sup>`, (n-1)%6+1, n)
	}
}

// writeMasked writes text, with its pseudonyms as tags.
func writeMasked(b *strings.Builder, text string) {
	last := 0
	for _, at := range pseudonym.FindAllStringIndex(text, -1) {
		shown := strings.Trim(mask.Shorten(text[at[0]:at[1]]), "[]")
		b.WriteString(template.HTMLEscapeString(text[last:at[0]]))
		b.WriteString(`<span class="tag" title="gemaskeerd">` + template.HTMLEscapeString(shown) + `</span>`)
		last = at[1]
	}
	b.WriteString(template.HTMLEscapeString(text[last:]))
}

const quoted = 280 // bytes of a quote

// Said writes a quote, without what letters begin with.
func Said(q facts.Quote) template.HTML {
	text := q.Said()
	return Excerpt(text[salutation(text):], quoted)
}

// salutation gives the length of the lines that a letter begins with: short
// ones that end in a comma.
func salutation(text string) int {
	line, rest, ok := strings.Cut(text, "\n")
	if line = strings.TrimRight(line, "\r "); !ok || len(line) > 50 || !strings.HasSuffix(line, ",") {
		return 0
	}
	return len(text) - len(strings.TrimLeft(rest, "\r\n "))
}

// Excerpt gives a part of a text around what matters in it, of about size
// bytes, with its marks moved along. Words and pseudonyms stay whole.
func Excerpt(text string, size int, marks ...Mark) template.HTML {
	if len(text) <= size+size/4 {
		return Text(text, marks...)
	}
	focus := 0
	if len(marks) > 0 {
		focus = slices.MinFunc(marks, func(a, b Mark) int { return cmp.Compare(a.Start, b.Start) }).Start
	}
	from := 0
	if focus > size*2/3 {
		from = wordStart(text, focus-size/3)
	}
	to := len(text)
	if from+size < to {
		to = wordStart(text, from+size)
	}
	var inside []Mark
	for _, m := range marks {
		if m.Start >= from && m.End <= to {
			m.Start, m.End = m.Start-from, m.End-from
			inside = append(inside, m)
		}
	}
	out := Text(strings.TrimRight(text[from:to], " \n\r,;"), inside...)
	if from > 0 {
		out = "… " + out
	}
	if to < len(text) {
		out += " …"
	}
	return out
}

// wordStart gives the start of the word at or after i that is not in a pseudonym.
func wordStart(text string, i int) int {
	for i < len(text) && !utf8.RuneStart(text[i]) {
		i++
	}
	for _, at := range pseudonym.FindAllStringIndex(text, -1) {
		if at[0] < i && i < at[1] {
			i = at[1]
		}
	}
	if i >= len(text) || i == 0 {
		return min(i, len(text))
	}
	if space := strings.IndexAny(text[i:], " \n"); space >= 0 && space < 40 {
		return i + space + 1
	}
	return i
}
