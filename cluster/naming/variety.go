package naming

import (
	"hash/fnv"
	"math"

	"luister/cluster"
)

// variety tells in how many different sentences each term stands. Sentences that
// are nearly equal count as about one: n sentences that are alike by c on
// average are worth n / (1 + (n-1)c) different ones, as in the design effect of
// samples in clusters (Kish 1965). How alike they are is told by random
// projections of their other terms.
func variety(items []*cluster.Item) map[string]float64 {
	of := map[string]*surroundings{}
	for _, it := range items {
		for s := range it.Breaks {
			addSurroundings(of, distinct(it.SegmentTerms(s)))
		}
	}
	out := make(map[string]float64, len(of))
	for t, s := range of {
		out[t] = s.different()
	}
	return out
}

const signs = 64 // of a random projection: those of the bits of a term's hash

// surroundings are projections of unit length of what stands around a term,
// added up.
type surroundings struct {
	sum [signs]float64
	n   float64
}

func addSurroundings(of map[string]*surroundings, terms map[string]bool) {
	var all [signs]float64
	hashes := make(map[string]uint64, len(terms))
	for t := range terms {
		h := fnv.New64a()
		h.Write([]byte(t))
		hashes[t] = h.Sum64()
		project(&all, hashes[t], 1)
	}
	for t, h := range hashes {
		s := of[t]
		if s == nil {
			s = &surroundings{}
			of[t] = s
		}
		rest := all
		project(&rest, h, -1)
		s.add(&rest)
	}
}

// project adds the signs of a term, by whole numbers: their order is the same
// in any order.
func project(v *[signs]float64, hash uint64, by float64) {
	for b := range v {
		if hash>>b&1 == 1 {
			v[b] += by
		} else {
			v[b] -= by
		}
	}
}

func (s *surroundings) add(v *[signs]float64) {
	var square float64
	for _, x := range v {
		square += x * x
	}
	if square == 0 {
		return
	}
	s.n++
	for b, x := range v {
		s.sum[b] += x / math.Sqrt(square)
	}
}

// different is how many different surroundings these are worth; 1 for a term
// that always stands alone.
func (s *surroundings) different() float64 {
	if s.n < 2 {
		return 1
	}
	var square float64
	for _, x := range s.sum {
		square += x * x
	}
	alike := min(1, max(0, (square-s.n)/(s.n*(s.n-1))))
	return s.n / (1 + (s.n-1)*alike)
}
