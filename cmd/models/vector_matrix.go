package main

import (
	"math"
	"runtime"
	"sync"

	"luister/nlp/vector"
)

// A csr is a sparse matrix of n rows and columns, row after row.
type csr struct {
	n    int
	rows []int // start of each row in cols and vals; n+1 long
	cols []int32
	vals []float32
}

// encoded is all texts as word numbers, -1 between texts and for words that
// are not in the vocabulary, with the weight of each text spread over its words.
type encoded struct {
	words  []int32
	weight []float32
}

func encode(texts []weighted, c *wordCounts) encoded {
	var e encoded
	for _, t := range texts {
		for w := range vector.Words(t.text) {
			id, ok := c.index[w]
			if !ok {
				id = -1
			}
			e.words = append(e.words, id)
			e.weight = append(e.weight, float32(t.weight))
		}
		for range vectorWindow {
			e.words = append(e.words, -1)
			e.weight = append(e.weight, 0)
		}
	}
	return e
}

// positions lists where each word stands.
func (e encoded) positions(n int) [][]int32 {
	out := make([][]int32, n)
	for i, w := range e.words {
		if w >= 0 {
			out[w] = append(out[w], int32(i))
		}
	}
	return out
}

// pmiMatrix gives the positive pointwise mutual information of every word with
// every context word. Each row is counted by itself, so that the result does
// not depend on the number of processors.
func pmiMatrix(texts []weighted, c *wordCounts) *csr {
	e, n := encode(texts, c), len(c.words)
	at, keep := e.positions(n), c.keep()
	sums := make([]float64, n) // weight of each row
	eachRow(n, func(scratch []float64, w int) {
		e.count(scratch, at[w], keep, keep[w])
		for _, v := range scratch {
			sums[w] += v
		}
	})
	var total, smooth float64
	for _, s := range sums {
		total += s
		smooth += math.Pow(s, vectorSmooth)
	}
	cols, vals := make([][]int32, n), make([][]float32, n)
	eachRow(n, func(scratch []float64, w int) {
		e.count(scratch, at[w], keep, keep[w])
		for o, v := range scratch {
			if v == 0 {
				continue
			}
			pmi := math.Log(v * smooth / (sums[w] * math.Pow(sums[o], vectorSmooth)))
			if pmi > 0 {
				cols[w], vals[w] = append(cols[w], int32(o)), append(vals[w], float32(pmi))
			}
		}
	})
	return joinRows(cols, vals)
}

// count fills scratch with the weight of every context word of the word that
// stands at the given places.
func (e encoded) count(scratch []float64, at []int32, keep []float64, own float64) {
	clear(scratch)
	for _, p := range at {
		weight := float64(e.weight[p]) * own
		for d := 1; d <= vectorWindow; d++ {
			for _, q := range [2]int{int(p) - d, int(p) + d} {
				if q < 0 || q >= len(e.words) || e.words[q] < 0 {
					continue
				}
				o := e.words[q]
				scratch[o] += weight * keep[o] / float64(d)
			}
		}
	}
}

// eachRow calls f for every row, on all processors, with scratch space of n.
func eachRow(n int, f func(scratch []float64, row int)) {
	workers := runtime.GOMAXPROCS(0)
	var all sync.WaitGroup
	for k := range workers {
		all.Go(func() {
			scratch := make([]float64, n)
			for row := k; row < n; row += workers {
				f(scratch, row)
			}
		})
	}
	all.Wait()
}

func joinRows(cols [][]int32, vals [][]float32) *csr {
	m := &csr{n: len(cols), rows: make([]int, 1, len(cols)+1)}
	for i := range cols {
		m.cols = append(m.cols, cols[i]...)
		m.vals = append(m.vals, vals[i]...)
		m.rows = append(m.rows, len(m.cols))
	}
	return m
}

// mul gives m·x for a dense x of n rows and k columns.
func (m *csr) mul(x []float32, k int) []float32 {
	out := make([]float32, m.n*k)
	eachChunk(m.n, func(from, to int) {
		for row := from; row < to; row++ {
			acc := out[row*k : row*k+k]
			for i := m.rows[row]; i < m.rows[row+1]; i++ {
				axpy(m.vals[i], x[int(m.cols[i])*k:][:k], acc)
			}
		}
	})
	return out
}

// transposed gives the transposed matrix.
func (m *csr) transposed() *csr {
	t := &csr{n: m.n, rows: make([]int, m.n+1), cols: make([]int32, len(m.cols)), vals: make([]float32, len(m.vals))}
	for _, c := range m.cols {
		t.rows[c+1]++
	}
	for i := range m.n {
		t.rows[i+1] += t.rows[i]
	}
	next := append([]int(nil), t.rows...)
	for row := range m.n {
		for i := m.rows[row]; i < m.rows[row+1]; i++ {
			c := m.cols[i]
			t.cols[next[c]], t.vals[next[c]] = int32(row), m.vals[i]
			next[c]++
		}
	}
	return t
}

// eachChunk calls f for parts of [0, n) on all processors.
func eachChunk(n int, f func(from, to int)) {
	const chunk = 256
	workers := runtime.GOMAXPROCS(0)
	var all sync.WaitGroup
	for k := range workers {
		all.Go(func() {
			for from := k * chunk; from < n; from += workers * chunk {
				f(from, min(n, from+chunk))
			}
		})
	}
	all.Wait()
}

// axpy adds a·x to y.
func axpy(a float32, x, y []float32) {
	for i, v := range x {
		y[i] += a * v
	}
}
