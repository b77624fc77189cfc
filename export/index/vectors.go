package index

import (
	"context"
	"math"
	"slices"
	"sync"

	"github.com/RoaringBitmap/roaring/v2"

	"luister/nlp"
)

// Vectors are the vectors of all feedback, and how a text becomes one.
type Vectors struct {
	IDs  []string
	Flat []float32 // one after the other, Dim numbers each; all zero for none
	Dim  int
	Of   func(doc *nlp.Document) []float32 // nil if there is no model: then only Similar by id uses vectors
}

// vectorIndex finds the nearest vectors by looking at all of them: nothing is missed.
type vectorIndex struct {
	*Vectors
	segments []*segment
	prepare  func() [][]row
}

// row is the vector of a document.
type row struct {
	at      int32   // among all vectors
	inverse float32 // 1 / length, 0 without a vector
}

func newVectorIndex(v *Vectors, segments []*segment) vectorIndex {
	if v == nil {
		v = &Vectors{}
	}
	return vectorIndex{v, segments, sync.OnceValue(func() [][]row { return v.rows(segments) })}
}

// rows gives the vector of every document, by segment and number.
func (v *Vectors) rows(segments []*segment) [][]row {
	at := make(map[string]int32, len(v.IDs))
	for i, id := range v.IDs {
		at[id] = int32(i)
	}
	rows := make([][]row, len(segments))
	for i, s := range segments {
		rows[i] = make([]row, s.size())
		for n := range rows[i] {
			if at, ok := at[s.id(uint32(n))]; ok {
				rows[i][n] = row{at: at}
				if length := dot(v.at(int(at)), v.at(int(at))); length > 0 {
					rows[i][n].inverse = float32(1 / math.Sqrt(float64(length)))
				}
			}
		}
	}
	return rows
}

func (v *Vectors) at(i int) []float32 { return v.Flat[i*v.Dim : (i+1)*v.Dim] }

// of gives the vector of a feedback, or of a text if it has none.
func (v vectorIndex) of(id string, doc *nlp.Document) []float32 {
	if v.Dim == 0 {
		return nil
	}
	if s, n := find(v.segments, id); s != nil {
		if row := v.prepare()[s.at][n]; row.inverse > 0 {
			return v.at(int(row.at))
		}
	}
	if v.Of == nil {
		return nil
	}
	vector := v.Of(doc)
	if len(vector) != v.Dim {
		return nil
	}
	return vector
}

// nearest gives the n documents with the highest cosine to a vector, best first,
// of those that are allowed in each segment.
func (v vectorIndex) nearest(ctx context.Context, vector []float32, n int, allowed func(*segment) (*roaring.Bitmap, error)) ([]ranked, error) {
	length := float32(math.Sqrt(float64(dot(vector, vector))))
	if length == 0 {
		return nil, nil
	}
	all := v.prepare()
	parts, top := make([]*collector, len(v.segments)), &floor{}
	err := eachSegment(ctx, v.segments, func(s *segment) error {
		docs, err := allowed(s)
		if err != nil {
			return err
		}
		c, rows := &collector{segment: s, keep: n, floor: top}, all[s.at]
		eachBatch(docs, func(docs []uint32) {
			for _, n := range docs {
				if cosine := dot(vector, v.at(int(rows[n].at))) * rows[n].inverse / length; cosine > 0 {
					c.offer(n, float64(cosine), 0)
				}
			}
		})
		parts[s.at] = c
		return nil
	})
	if err != nil {
		return nil, err
	}
	best := merged(parts, Query{}).top
	slices.SortFunc(best, better)
	return best[:min(n, len(best))], nil
}

// dot is the inner product, in four sums that the processor can do at once.
func dot(a, b []float32) float32 {
	var s0, s1, s2, s3 float32
	b = b[:len(a)]
	for len(a) >= 4 && len(b) >= 4 {
		s0 += a[0] * b[0]
		s1 += a[1] * b[1]
		s2 += a[2] * b[2]
		s3 += a[3] * b[3]
		a, b = a[4:], b[4:]
	}
	for i := range a {
		s0 += a[i] * b[i]
	}
	return s0 + s1 + s2 + s3
}
