package space

import "math"

// What Fit goes by when it tells a cause from a form of words; chosen on the
// planted drivers and dekamer-nl.
const (
	fewContexts = 3   // texts that a term's own evidence weighs as much as what is usual
	quieting    = 0.5 // power of what is left of the weight
	tooFew      = 250 // texts that cannot tell; from twice as many the power is as above
)

// quiet takes weight from terms that say nothing of the rest of their text. The
// rest of the texts in which a greeting, a request or a threat stands is about
// anything, the rest of those in which a cause is named is mostly about that
// cause: so each term is judged by how alike the other segments of its texts
// are, beyond how alike all texts are. Texts of one segment tell nothing here.
func (s *Space) quiet(texts []Text) {
	of := make([]contexts, len(s.Terms))
	for t := range of {
		of[t].sum = make([]float32, s.Dim)
	}
	all := contexts{sum: make([]float32, s.Dim)}
	for _, text := range texts {
		s.addContexts(text, of, &all)
	}
	usual := all.alike()
	var mean, n float64
	alike := make([]float64, len(of))
	for t := range of {
		if of[t].n >= 2 {
			alike[t] = max(0, of[t].alike()-usual)
			mean, n = mean+alike[t], n+1
		}
	}
	if mean == 0 {
		return
	}
	mean /= n
	power := quieting * min(1, max(0, float64(len(texts))/tooFew-1))
	for t := range of {
		a := (alike[t]*of[t].n + fewContexts*mean) / (of[t].n + fewContexts)
		s.Weight[t] *= float32(min(1, math.Pow(a/mean, power)))
	}
}

// contexts are places of texts, added up.
type contexts struct {
	sum []float32
	n   float64
}

func (c *contexts) add(place []float32) {
	c.n++
	axpy(1, place, c.sum)
}

// alike is the mean cosine of two different ones.
func (c *contexts) alike() float64 {
	if c.n < 2 {
		return 0
	}
	var square float64
	for _, x := range c.sum {
		square += float64(x) * float64(x)
	}
	return (square - c.n) / (c.n * (c.n - 1))
}

// addContexts adds a text to all, and to each of its terms the segments without
// that term.
func (s *Space) addContexts(text Text, of []contexts, all *contexts) {
	whole, rest := make([]float32, s.Dim), make([]float32, s.Dim)
	segments, held := make([][]float32, len(text.Breaks)), map[int32][]int{}
	for i := range text.Breaks {
		terms := text.Segment(i)
		segments[i] = make([]float32, s.Dim)
		s.sum(segments[i], terms)
		axpy(1, segments[i], whole)
		for _, t := range terms {
			if id, ok := s.index[t]; ok && (len(held[id]) == 0 || held[id][len(held[id])-1] != i) {
				held[id] = append(held[id], i)
			}
		}
	}
	if copy(rest, whole); Unit(rest) {
		all.add(rest)
	}
	for t, in := range held {
		if len(in) == len(segments) {
			continue
		}
		copy(rest, whole)
		for _, i := range in {
			axpy(-1, segments[i], rest)
		}
		if long(rest) && Unit(rest) {
			of[t].add(rest)
		}
	}
}

// sum adds the weighed places of terms to dst.
func (s *Space) sum(dst []float32, terms []string) {
	for _, t := range terms {
		if id, ok := s.index[t]; ok {
			axpy(s.Weight[id], s.Rows[int(id)*s.Dim:][:s.Dim], dst)
		}
	}
}

// long tells whether v is more than what rounding leaves.
func long(v []float32) bool {
	var square float64
	for _, x := range v {
		square += float64(x) * float64(x)
	}
	return square > 1e-6
}
