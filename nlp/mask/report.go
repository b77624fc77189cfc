package mask

import (
	"cmp"
	"fmt"
	"io"
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
	counts  map[Type]int
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
func NewReport() *Report { return &Report{counts: map[Type]int{}, sample: map[Type][]fragment{}} }

// Add counts one masked text.
func (r *Report) Add(result Result) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.texts++
	if len(result.Spans) > 0 {
		r.touched++
	}
	shift := 0
	for _, s := range result.Spans {
		r.counts[s.Type]++
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

// Write writes the report, in Dutch, as tab-separated lines.
func (r *Report) Write(w io.Writer) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	var out strings.Builder
	fmt.Fprintf(&out, "Teksten\t%d\nTeksten met persoonsgegevens\t%d\n\nSoort\tAantal\n", r.texts, r.touched)
	for _, t := range types() {
		if r.counts[t] > 0 {
			fmt.Fprintf(&out, "%s\t%d\n", t, r.counts[t])
		}
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
