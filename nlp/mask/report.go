package mask

import (
	"cmp"
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"maps"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"
)

// A Report counts what was masked, for who is responsible for data protection,
// with masked fragments to audit. It holds no unmasked text. It is safe for
// concurrent use, and what it writes does not depend on the order of texts.
type Report struct {
	mu      sync.Mutex
	texts   int
	touched int
	counts  map[Type]map[string]int // by type and source
	sample  map[Type][]fragment
}

// A fragment is masked text around one pseudonym; rank makes the choice of
// fragments random but repeatable.
type fragment struct{ rank, text string }

const (
	sampleSize   = 10 // fragments per type
	fragmentSide = 40 // bytes to each side
)

// NewReport gives an empty Report.
func NewReport() *Report {
	return &Report{counts: map[Type]map[string]int{}, sample: map[Type][]fragment{}}
}

// Add counts one masked text of a source; "" if that is not known.
func (r *Report) Add(source string, result Result) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.texts++
	if len(result.Spans) > 0 {
		r.touched++
	}
	shift := 0
	for _, s := range result.Spans {
		if r.counts[s.Type] == nil {
			r.counts[s.Type] = map[string]int{}
		}
		r.counts[s.Type][source]++
		start := s.Start + shift
		shift += delta(s)
		r.keep(s, fragmentAround(result.Text, start, start+len(s.Replacement)))
	}
}

// keep keeps the fragments with the smallest ranks, one per pseudonym.
func (r *Report) keep(s Span, text string) {
	_, code, _ := strings.Cut(s.Replacement, "-")
	list := append(r.sample[s.Type], fragment{code, text})
	slices.SortFunc(list, func(a, b fragment) int {
		return cmp.Or(strings.Compare(a.rank, b.rank), strings.Compare(a.text, b.text))
	})
	list = slices.CompactFunc(list, func(a, b fragment) bool { return a.rank == b.rank })
	r.sample[s.Type] = list[:min(len(list), sampleSize)]
}

func fragmentAround(text string, start, end int) string {
	from, to := max(0, start-fragmentSide), min(len(text), end+fragmentSide)
	for from > 0 && !utf8.RuneStart(text[from]) {
		from--
	}
	for to < len(text) && !utf8.RuneStart(text[to]) {
		to++
	}
	return strings.Join(strings.Fields(text[from:to]), " ")
}

// A line of the report: how often a type was masked in a source.
type reportLine struct {
	Type   Type
	Source string
	Count  int
}

// lines gives the counts by type and source.
func (r *Report) lines() (lines []reportLine) {
	for _, t := range types() {
		for _, source := range slices.Sorted(maps.Keys(r.counts[t])) {
			lines = append(lines, reportLine{t, source, r.counts[t][source]})
		}
	}
	return lines
}

// Write writes the report, in Dutch, as tab-separated lines.
func (r *Report) Write(w io.Writer) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	var out strings.Builder
	fmt.Fprintf(&out, "Teksten\t%d\nTeksten met persoonsgegevens\t%d\n\nSoort\tBron\tAantal\n", r.texts, r.touched)
	for _, l := range r.lines() {
		fmt.Fprintf(&out, "%s\t%s\t%d\n", l.Type, l.Source, l.Count)
	}
	out.WriteString("\nSteekproef van gemaskeerde fragmenten\nSoort\tFragment\n")
	for _, t := range types() {
		for _, f := range r.sample[t] {
			fmt.Fprintf(&out, "%s\t%s\n", t, Shorten(f.text))
		}
	}
	_, err := io.WriteString(w, out.String())
	return err
}

//go:embed report.html.tmpl
var reportPage string

// HTML writes the report as a page that needs nothing beside it, with a column
// to tick what is right and what is not.
func (r *Report) HTML(w io.Writer) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	var sample [][2]string
	for _, t := range types() {
		for _, f := range r.sample[t] {
			sample = append(sample, [2]string{string(t), Shorten(f.text)})
		}
	}
	page, err := template.New("report").Parse(reportPage)
	if err != nil {
		return err
	}
	return page.Execute(w, struct {
		Texts, Touched int
		Lines          []reportLine
		Sample         [][2]string
	}{r.texts, r.touched, r.lines(), sample})
}
