package vector

import (
	"cmp"
	"slices"

	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/blas32"
)

// A Neighbour is a word and how near it is: the cosine of the angle.
type Neighbour struct {
	Word string
	Near float32
}

const (
	nearFrequency = 1e-6 // rarer words are no neighbours: their vectors are made of too few texts
	nearBlock     = 2000 // words of the vocabulary that are compared at a time
)

// Near gives for each word, in lower case, the known words that are nearest to
// it, nearest first, without itself: at most n, and none further than least.
// Words without a vector of their own have no neighbours.
func (m *Model) Near(words []string, n int, least float32) [][]Neighbour {
	asked := make([]float32, 0, len(words)*m.dim)
	for _, w := range words {
		v := make([]float32, m.dim)
		if m.Known(w) {
			v = m.Word(w)
		}
		asked = append(asked, v...)
	}
	found := make([][]Neighbour, len(words))
	if len(words) == 0 {
		return found
	}
	vocabulary := m.frequent()
	for block := range slices.Chunk(vocabulary, nearBlock) {
		scores := m.compare(asked, len(words), block)
		for i := range words {
			for j, w := range block {
				if near := scores[i*len(block)+j]; near >= least && w != words[i] {
					found[i] = append(found[i], Neighbour{w, near})
				}
			}
		}
	}
	for i, list := range found {
		slices.SortFunc(list, func(a, b Neighbour) int {
			return cmp.Or(cmp.Compare(b.Near, a.Near), cmp.Compare(a.Word, b.Word))
		})
		found[i] = list[:min(n, len(list))]
	}
	return found
}

// frequent lists the words that can be neighbours, in order.
func (m *Model) frequent() []string {
	var list []string
	for w, i := range m.index {
		if m.freq[i] >= nearFrequency {
			list = append(list, w)
		}
	}
	slices.Sort(list)
	return list
}

// compare gives the inner products of n vectors and the words of a block, row
// by row.
func (m *Model) compare(asked []float32, n int, block []string) []float32 {
	rows := make([]float32, 0, len(block)*m.dim)
	for _, w := range block {
		rows = append(rows, m.Word(w)...)
	}
	scores := make([]float32, n*len(block))
	blas32.Gemm(blas.NoTrans, blas.Trans, 1,
		blas32.General{Rows: n, Cols: m.dim, Stride: m.dim, Data: asked},
		blas32.General{Rows: len(block), Cols: m.dim, Stride: m.dim, Data: rows},
		0, blas32.General{Rows: n, Cols: len(block), Stride: len(block), Data: scores})
	return scores
}
