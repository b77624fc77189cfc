// Package graph finds which points lie near each other, and the communities
// that makes.
//
// It reads rows of unit vectors; it gives neighbours, a Graph and the community
// of every node. Same rows, same answer, whatever the number of processors. It
// knows nothing of texts.
package graph

import (
	"runtime"
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

// Exact gives the k nearest other points of every point, nearest first,
// comparing all with all.
func Exact(p Points, k int) [][]Near {
	all := numbers(0, p.Len())
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
	cos := Products(Points{p.Dim, gather(p, rows)}, Points{p.Dim, data})
	for i, row := range rows {
		best := out[row]
		for j, c := range cos[i*len(candidates):][:len(candidates)] {
			if (len(best) < k || c >= best[len(best)-1].Cos) && candidates[j] != row {
				best = insert(best, Near{candidates[j], c}, k)
			}
		}
		out[row] = best
	}
}

// Products gives the inner products of every point of a with every point of b,
// row after row.
func Products(a, b Points) []float32 {
	out := make([]float32, a.Len()*b.Len())
	if len(out) > 0 {
		blas32.Gemm(blas.NoTrans, blas.Trans, 1, general(a.Data, a.Len(), a.Dim), general(b.Data, b.Len(), b.Dim), 0, general(out, a.Len(), b.Len()))
	}
	return out
}

// insert puts n into the list of at most k, by falling cosine, then by row.
func insert(best []Near, n Near, k int) []Near {
	at := len(best)
	for at > 0 && (best[at-1].Cos < n.Cos || best[at-1].Cos == n.Cos && best[at-1].Row > n.Row) {
		at--
	}
	if at >= k {
		return best
	}
	if len(best) < k {
		if best == nil {
			best = make([]Near, 0, k)
		}
		best = append(best, Near{})
	}
	copy(best[at+1:], best[at:])
	best[at] = n
	return best
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

// Parts calls f for parts of [0, n) on all processors; f writes to its own part
// only.
func Parts(n int, f func(from, to int)) {
	parallel((n+block-1)/block, func(b int) { f(b*block, min(n, (b+1)*block)) })
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

// numbers gives from, from+1, ..., to-1.
func numbers(from, to int) []int32 {
	out := make([]int32, 0, to-from)
	for i := from; i < to; i++ {
		out = append(out, int32(i))
	}
	return out
}
