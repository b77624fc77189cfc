// Package space gives texts, as bags of terms, a place among each other.
//
// A Space is fitted once on a corpus (term weights, and the directions in which
// the corpus spreads most: latent semantic analysis) and then stays as it is: a
// text gets the same place every night until somebody fits a new version. It
// reads terms and gives vectors of unit length; it knows nothing of documents
// and drivers.
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
}

// A Space is fitted term weights and directions. It is safe for use by several
// goroutines.
type Space struct {
	Terms  []string  // sorted
	Weight []float32 // inverse document frequency, per term
	Dim    int
	Rows   []float32 // len(Terms) × Dim: the place of each term

	index map[string]int32
}

// Fit makes a space of a corpus. The result depends on the order of the texts
// only if there are more than Options.Sample of them.
func Fit(texts [][]string, opts Options) *Space {
	opts = opts.defaults()
	s := &Space{Dim: opts.Dim}
	s.count(texts, opts)
	s.build()
	s.fitRows(s.sampled(texts, opts.Sample))
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
func (s *Space) count(texts [][]string, opts Options) {
	type tally struct{ docs, last int }
	counts := map[string]*tally{}
	for i, terms := range texts {
		for _, t := range terms {
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
		s.Weight = append(s.Weight, float32(math.Log(float64(len(texts)+1)/float64(counts[t].docs))))
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
	return unit(dst)
}

// sampled weighs at most n texts, evenly taken.
func (s *Space) sampled(texts [][]string, n int) []Sparse {
	var out []Sparse
	step := max(1, float64(len(texts))/float64(n))
	for at := 0.0; int(at) < len(texts); at += step {
		if x := s.Sparse(texts[int(at)]); len(x.Term) > 0 {
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

// unit brings v to length 1; false if it is zero.
func unit(v []float32) bool {
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
