package index

import (
	"math"
	"slices"
	"sync"
	"sync/atomic"

	"luister/nlp"
	"luister/nlp/vector"
)

// Vectors are the vectors of all feedback, and how a text becomes one.
type Vectors struct {
	IDs  []string
	Flat []float32 // one after the other, Dim numbers each; all zero for none
	Dim  int
	Of   func(doc *nlp.Document) []float32 // nil if there is no model: then only Similar by id uses vectors
}

// vectorIndex finds the nearest vectors. It looks at all of them; once it was
// prepared, only at those whose sketch is near.
type vectorIndex struct {
	*Vectors
	segments []*segment
	places   func() *places
	sketches atomic.Pointer[sketches]
}

// places say which vector belongs to which document.
type places struct {
	documents []place   // by vector
	inverse   []float32 // by vector: 1 / length, 0 without a document or a length
	vectors   [][]int32 // by segment and document; -1 for none
}

// place is where a document is: its segment among all, and its number.
type place struct {
	at int32
	n  uint32
}

func newVectorIndex(v *Vectors, segments []*segment) *vectorIndex {
	if v == nil {
		v = &Vectors{}
	}
	return &vectorIndex{Vectors: v, segments: segments, places: sync.OnceValue(func() *places { return v.placed(segments) })}
}

// prepare makes sketches, which pays for whoever asks more than a few times.
func (v *vectorIndex) prepare() {
	if p := v.places(); len(v.IDs) > sketchDepth {
		v.sketches.Store(newSketches(v.Vectors, p.inverse))
	}
}

func (v *Vectors) placed(segments []*segment) *places {
	p := &places{make([]place, len(v.IDs)), make([]float32, len(v.IDs)), make([][]int32, len(segments))}
	at := make(map[string]int32, len(v.IDs))
	for i, id := range v.IDs {
		at[id] = int32(i)
	}
	for _, s := range segments {
		rows := make([]int32, s.size())
		for n := range rows {
			i, ok := at[s.id(uint32(n))]
			if !ok {
				rows[n] = -1
				continue
			}
			rows[n], p.documents[i] = i, place{int32(s.at), uint32(n)}
			if length := vector.FastDot(v.at(i), v.at(i)); length > 0 {
				p.inverse[i] = float32(1 / math.Sqrt(float64(length)))
			}
		}
		p.vectors[s.at] = rows
	}
	return p
}

func (v *Vectors) at(i int32) []float32 { return v.Flat[int(i)*v.Dim : (int(i)+1)*v.Dim] }

// of gives the vector of a feedback, or of a text if it has none.
func (v *vectorIndex) of(id string, doc *nlp.Document) []float32 {
	if v.Dim == 0 {
		return nil
	}
	if s, n := find(v.segments, id); s != nil {
		if i := v.places().vectors[s.at][n]; i >= 0 {
			return v.at(i)
		}
	}
	if v.Of == nil {
		return nil
	}
	made := v.Of(doc)
	if len(made) != v.Dim {
		return nil
	}
	return made
}

// nearest gives the n documents with the highest cosine to a vector, best first,
// of those that are allowed: bits by segment and number, nil if all are.
func (v *vectorIndex) nearest(asked []float32, n int, allowed [][]uint64) []ranked {
	length := float32(math.Sqrt(float64(vector.FastDot(asked, asked))))
	if length == 0 {
		return nil
	}
	p, top := v.places(), &best{keep: n}
	look := func(i int32) {
		cosine := vector.FastDot(asked, v.at(i)) * p.inverse[i] / length
		if d := p.documents[i]; cosine > 0 && (top.open() || float64(cosine) >= top.worst()) {
			top.offer(v.segments[d.at], d.n, float64(cosine), 0)
		}
	}
	if sketches := v.sketches.Load(); sketches != nil {
		sketches.near(asked, length, func(i int32) bool { return p.allows(i, allowed) }, look)
	} else {
		for i := range p.documents {
			if p.allows(int32(i), allowed) {
				look(int32(i))
			}
		}
	}
	slices.SortFunc(top.top, better)
	return top.top
}

// allows says whether the document of a vector has its bit.
func (p *places) allows(i int32, allowed [][]uint64) bool {
	if p.inverse[i] == 0 || allowed == nil {
		return p.inverse[i] > 0
	}
	d := p.documents[i]
	bits := allowed[d.at]
	return int(d.n>>6) < len(bits) && bits[d.n>>6]>>(d.n&63)&1 == 1
}
