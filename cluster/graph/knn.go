// Package graph finds which points lie near each other, and the communities
// that makes.
//
// It reads rows of unit vectors; it gives neighbours, a Graph and the community
// of every node. Same rows, same answer, whatever the number of processors. It
// knows nothing of texts.
package graph

import (
	"cmp"
	"runtime"
	"slices"
	"sync"

	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/blas32"
)

// A Near is a neighbour: which row, and the cosine.
type Near struct {
	Row int32
	Cos float32
}

// Points are n unit vectors, row after row.
type Points struct {
	Dim  int
	Data []float32
}

// Len is the number of points.
func (p Points) Len() int { return len(p.Data) / p.Dim }

// Row gives one point.
func (p Points) Row(i int) []float32 { return p.Data[i*p.Dim:][:p.Dim] }

const block = 256 // rows that are compared with all others in one product

// Neighbours gives the k nearest other points of every point, nearest first,
// comparing all with all.
func Neighbours(p Points, k int) [][]Near {
	all := make([]int32, p.Len())
	for i := range all {
		all[i] = int32(i)
	}
	out := make([][]Near, p.Len())
	blocks := (p.Len() + block - 1) / block
	parallel(blocks, func(b int) {
		rows := all[b*block : min(len(all), (b+1)*block)]
		nearest(p, rows, p.Data, all, k, out)
	})
	return out
}

// nearest merges into out the k nearest of the candidates for each of rows.
// data holds the candidates' vectors, row after row.
func nearest(p Points, rows []int32, data []float32, candidates []int32, k int, out [][]Near) {
	x := gather(p, rows)
	cos := make([]float32, len(rows)*len(candidates))
	blas32.Gemm(blas.NoTrans, blas.Trans, 1, general(x, len(rows), p.Dim), general(data, len(candidates), p.Dim), 0, general(cos, len(rows), len(candidates)))
	for i, row := range rows {
		best := out[row]
		for j, c := range cos[i*len(candidates):][:len(candidates)] {
			if candidates[j] != row && (len(best) < k || c >= best[len(best)-1].Cos) {
				best = insert(best, Near{candidates[j], c}, k)
			}
		}
		out[row] = best
	}
}

// insert puts n into the list of at most k, by falling cosine, then by row.
func insert(best []Near, n Near, k int) []Near {
	at, _ := slices.BinarySearchFunc(best, n, func(a, b Near) int {
		return cmp.Or(cmp.Compare(b.Cos, a.Cos), cmp.Compare(a.Row, b.Row))
	})
	if at >= k {
		return best
	}
	best = slices.Insert(best, at, n)
	return best[:min(len(best), k)]
}

func gather(p Points, rows []int32) []float32 {
	out := make([]float32, 0, len(rows)*p.Dim)
	for _, r := range rows {
		out = append(out, p.Row(int(r))...)
	}
	return out
}

func general(data []float32, rows, cols int) blas32.General {
	return blas32.General{Rows: rows, Cols: cols, Stride: cols, Data: data}
}

// parallel calls f(0..n-1), each once, on all processors.
func parallel(n int, f func(i int)) {
	workers := min(runtime.GOMAXPROCS(0), n)
	var all sync.WaitGroup
	for k := range workers {
		all.Go(func() {
			for i := k; i < n; i += workers {
				f(i)
			}
		})
	}
	all.Wait()
}
