package index

import (
	"cmp"
	"container/heap"
	"math"
	"slices"
	"sync"

	"luister/nlp"
)

// Vectors are the vectors of all feedback, and how a text becomes one.
type Vectors struct {
	IDs  []string
	Flat []float32 // one after the other, Dim numbers each; all zero for none
	Dim  int
	Of   func(doc *nlp.Document) []float32 // nil if there is no model: then only Similar by id uses vectors
}

// vectorIndex finds the nearest vectors by looking at all of them: a million of
// 128 numbers take well under a tenth of a second, and nothing is missed.
type vectorIndex struct {
	*Vectors
	prepare func() *vectorTables
}

type vectorTables struct {
	row     map[string]int
	inverse []float32 // 1 / length, 0 without a vector
}

func newVectorIndex(v *Vectors) vectorIndex {
	if v == nil {
		v = &Vectors{}
	}
	return vectorIndex{v, sync.OnceValue(func() *vectorTables {
		t := &vectorTables{make(map[string]int, len(v.IDs)), make([]float32, len(v.IDs))}
		for i, id := range v.IDs {
			t.row[id] = i
			if length := dot(v.at(i), v.at(i)); length > 0 {
				t.inverse[i] = float32(1 / math.Sqrt(float64(length)))
			}
		}
		return t
	})}
}

func (v *Vectors) at(i int) []float32 { return v.Flat[i*v.Dim : (i+1)*v.Dim] }

// of gives the vector of a feedback, or of a text if it has none.
func (v vectorIndex) of(id string, doc *nlp.Document) []float32 {
	if v.Dim == 0 {
		return nil
	}
	if i, ok := v.prepare().row[id]; ok {
		return v.at(i)
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

// nearest gives the n ids with the highest cosine to a vector, best first;
// allowed nil allows all.
func (v vectorIndex) nearest(vector []float32, n int, allowed map[string]bool) []ranked {
	length := math.Sqrt(float64(dot(vector, vector)))
	if len(vector) == 0 || length == 0 {
		return nil
	}
	tables := v.prepare()
	var top worstFirst
	for i, id := range v.IDs {
		key := float64(dot(vector, v.at(i))*tables.inverse[i]) / length
		if key <= 0 || len(top) == n && key < top[0].key || allowed != nil && !allowed[id] {
			continue
		}
		heap.Push(&top, ranked{Hit{ID: id}, key})
		if len(top) > n {
			heap.Pop(&top)
		}
	}
	slices.SortFunc(top, func(a, b ranked) int { return cmp.Or(cmp.Compare(b.key, a.key), cmp.Compare(a.ID, b.ID)) })
	return top
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
