// Package space gives texts, as bags of terms, a place among each other.
//
// A Space is fitted once on a corpus (term weights, and the directions in which
// the corpus spreads most: latent semantic analysis) and then stays as it is: a
// text gets the same place every night until somebody fits a new version. Terms
// that stand in texts about anything (greetings, requests, threats) lose weight,
// which the corpus itself tells. It reads terms and gives vectors of unit
// length; it knows nothing of documents and drivers.
package space

import (
	"math"
	"slices"
	"strings"
)

// Options of Fit; zero values mean the defaults.
type Options struct {
	Terms  int // at most so many terms, the most common ones; default 30,000
	Dim    int // directions; default 100
	Sample int // texts that the directions are taken from; default 10,000
	MinDoc int // texts that must hold a term; default 2

	Scale func(term string) float32 // of the weight of a term; default 1
}

// A Space is fitted term weights and directions. It is safe for use by several
// goroutines.
type Space struct {
	Terms  []string  // sorted
	Weight []float32 // per term: inverse document frequency, less for what stands in texts about anything
	Dim    int
	Rows   []float32 // len(Terms) × Dim: the place of each term

	index map[string]int32
	plain []float32 // Weight before anything was taken off it; only of a space that was just fitted
}

// A Text is terms in segments.
type Text struct {
	Terms  []string
	Breaks []int32 // where each segment starts
}

// Segment gives the terms of segment i.
func (t Text) Segment(i int) []string {
	end := len(t.Terms)
	if i+1 < len(t.Breaks) {
		end = int(t.Breaks[i+1])
	}
	return t.Terms[t.Breaks[i]:end]
}

// Fit makes a space of a corpus. The result depends on the order of the texts
// only if there are more than Options.Sample of them.
func Fit(texts []Text, opts Options) *Space {
	opts = opts.defaults()
	s := &Space{Dim: opts.Dim}
	s.count(texts, opts)
	s.build()
	texts = sampled(texts, opts.Sample)
	s.fitRows(s.sparse(texts))
	s.plain = slices.Clone(s.Weight)
	s.quiet(texts)
	s.fitRows(s.sparse(texts))
	s.round()
	return s
}

func (o Options) defaults() Options {
	set := func(v *int, def int) {
		if *v == 0 {
			*v = def
		}
	}
	set(&o.Terms, 30_000)
	set(&o.Dim, 100)
	set(&o.Sample, 10_000)
	set(&o.MinDoc, 2)
	return o
}

// count chooses the terms and weighs them.
func (s *Space) count(texts []Text, opts Options) {
	type tally struct{ docs, last int }
	counts := map[string]*tally{}
	for i, text := range texts {
		for _, t := range text.Terms {
			c := counts[t]
			if c == nil {
				c = &tally{last: -1}
				counts[t] = c
			}
			if c.last != i {
				c.docs, c.last = c.docs+1, i
			}
		}
	}
	minDoc := opts.MinDoc
	if len(texts) < 10 {
		minDoc = 1
	}
	for t, c := range counts {
		if c.docs >= minDoc && 2*c.docs <= max(len(texts), 20) {
			s.Terms = append(s.Terms, t)
		}
	}
	slices.SortFunc(s.Terms, func(a, b string) int {
		if d := counts[b].docs - counts[a].docs; d != 0 {
			return d
		}
		return strings.Compare(a, b)
	})
	s.Terms = s.Terms[:min(len(s.Terms), opts.Terms)]
	slices.Sort(s.Terms)
	for _, t := range s.Terms {
		w := float32(math.Log(float64(len(texts)+1) / float64(counts[t].docs)))
		if opts.Scale != nil {
			w *= opts.Scale(t)
		}
		s.Weight = append(s.Weight, w)
	}
}

// build makes what is not stored.
func (s *Space) build() {
	s.index = make(map[string]int32, len(s.Terms))
	for i, t := range s.Terms {
		s.index[t] = int32(i)
	}
}

// A Sparse is a weighted bag of terms of unit length, by term number.
type Sparse struct {
	Term  []int32
	Value []float32
}

// Sparse weighs a text: (1 + log count) × inverse document frequency.
func (s *Space) Sparse(terms []string) Sparse {
	ids := make([]int32, 0, len(terms))
	for _, t := range terms {
		if i, ok := s.index[t]; ok {
			ids = append(ids, i)
		}
	}
	slices.Sort(ids)
	var out Sparse
	var norm float64
	for from := 0; from < len(ids); {
		to := from
		for to < len(ids) && ids[to] == ids[from] {
			to++
		}
		v := (1 + float32(math.Log(float64(to-from)))) * s.Weight[ids[from]]
		out.Term, out.Value = append(out.Term, ids[from]), append(out.Value, v)
		norm += float64(v) * float64(v)
		from = to
	}
	if norm > 0 {
		scale := float32(1 / math.Sqrt(norm))
		for i := range out.Value {
			out.Value[i] *= scale
		}
	}
	return out
}

// Place gives the place of a text, of unit length; false, and all zero, if the
// space knows none of its terms. dst must have length Dim.
func (s *Space) Place(dst []float32, terms []string) bool {
	clear(dst)
	x := s.Sparse(terms)
	for i, t := range x.Term {
		axpy(x.Value[i], s.Rows[int(t)*s.Dim:][:s.Dim], dst)
	}
	return Unit(dst)
}

// weight is how much a term says; false for one that the space does not know.
func (s *Space) weight(term string) (float32, bool) {
	id, ok := s.index[term]
	if !ok {
		return 0, false
	}
	return s.Weight[id], true
}

// newTerm is the weight of a term that was not there, or too rare, when the
// space was fitted: about that of one in twenty texts.
const newTerm = 3

// Weigh gives how much each of terms says.
func (s *Space) Weigh(terms []string) []float32 {
	out := make([]float32, len(terms))
	for i, t := range terms {
		w, ok := s.weight(t)
		if !ok {
			w = newTerm
		}
		out[i] = w
	}
	return out
}

// At puts the place of a single term in dst, of length Dim; false if the space
// does not know it.
func (s *Space) At(dst []float32, term string) bool {
	id, ok := s.index[term]
	if ok {
		copy(dst, s.Rows[int(id)*s.Dim:][:s.Dim])
	}
	return ok
}

// sampled takes at most n texts, evenly.
func sampled(texts []Text, n int) []Text {
	if len(texts) <= n {
		return texts
	}
	out := make([]Text, n)
	for i := range out {
		out[i] = texts[i*len(texts)/n]
	}
	return out
}

// sparse weighs texts; those without known terms are left out.
func (s *Space) sparse(texts []Text) []Sparse {
	var out []Sparse
	for _, t := range texts {
		if x := s.Sparse(t.Terms); len(x.Term) > 0 {
			out = append(out, x)
		}
	}
	return out
}

func axpy(a float32, x, y []float32) {
	y = y[:len(x)]
	for i, v := range x {
		y[i] += a * v
	}
}

// Unit brings v to length 1; false if it is zero.
func Unit(v []float32) bool {
	var n float64
	for _, x := range v {
		n += float64(x) * float64(x)
	}
	if n < 1e-18 {
		return false
	}
	scale := float32(1 / math.Sqrt(n))
	for i := range v {
		v[i] *= scale
	}
	return true
}
