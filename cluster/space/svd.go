package space

import (
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/mat"
)

// fitRows finds the directions in which the texts spread most: a randomised
// singular value decomposition with power iterations (Halko, Martinsson and
// Tropp 2011). The random start is seeded: equal texts give equal rows.
func (s *Space) fitRows(texts []Sparse) {
	n, terms := len(texts), len(s.Terms)
	dim := min(s.Dim, n, terms)
	k := min(dim+12, n, terms)
	s.Rows = make([]float32, terms*s.Dim)
	if k == 0 {
		return
	}
	y := orthonormal(across(texts, gaussian(terms*k), k), k)
	for range 2 {
		y = orthonormal(across(texts, back(texts, y, terms, k), k), k)
	}
	b := back(texts, y, terms, k) // terms × k; its left singular vectors are the directions
	s.turn(b, k, dim)
}

// whiten is how far the directions are brought to equal weight: 0 not at all, 1
// wholly. Left as they are, the few directions that all texts share drown the
// many that tell causes apart; brought to equal weight, a few more texts change
// too much. A quarter was best on dekamer-nl and the planted drivers together.
const whiten = 0.25

// turn makes the rows from b: the left singular vectors of b, largest first.
func (s *Space) turn(b []float32, k, dim int) {
	var gram mat.SymDense
	gram.SymOuterK(1, dense(b, k).T())
	var eigen mat.EigenSym
	if !eigen.Factorize(&gram, true) {
		panic("space: the decomposition did not converge")
	}
	values := eigen.Values(nil)
	var vectors mat.Dense
	eigen.VectorsTo(&vectors)
	turn := mat.NewDense(k, dim, nil)
	for d := range dim {
		if values[k-1-d] <= 1e-12*values[k-1] {
			continue
		}
		for i := range k {
			turn.Set(i, d, vectors.At(i, k-1-d))
		}
	}
	var rows mat.Dense
	rows.Mul(dense(b, k), turn)
	for d := range dim {
		norm := mat.Norm(rows.ColView(d), 2) // the singular value: b carries it
		for i := range s.Terms {
			if norm > 0 {
				s.Rows[i*s.Dim+d] = float32(rows.At(i, d) / math.Pow(norm, 1+whiten))
			}
		}
	}
}

// across gives texts · x, for x of terms × k.
func across(texts []Sparse, x []float32, k int) []float32 {
	out := make([]float32, len(texts)*k)
	for i, t := range texts {
		for j, term := range t.Term {
			axpy(t.Value[j], x[int(term)*k:][:k], out[i*k:][:k])
		}
	}
	return out
}

// back gives textsᵀ · y, for y of texts × k.
func back(texts []Sparse, y []float32, terms, k int) []float32 {
	out := make([]float32, terms*k)
	for i, t := range texts {
		for j, term := range t.Term {
			axpy(t.Value[j], y[i*k:][:k], out[int(term)*k:][:k])
		}
	}
	return out
}

// orthonormal gives an orthonormal basis of the k columns of x, by Cholesky of
// xᵀx, twice; columns without rank become zero or small.
func orthonormal(x []float32, k int) []float32 {
	for range 2 {
		d := dense(x, k)
		var gram mat.SymDense
		gram.SymOuterK(1, d.T())
		shift := 1e-10 * mat.Trace(&gram) / float64(k)
		for i := range k {
			gram.SetSym(i, i, gram.At(i, i)+shift)
		}
		var chol mat.Cholesky
		if !chol.Factorize(&gram) {
			return x
		}
		var upper, inverse mat.TriDense
		chol.UTo(&upper)
		if err := inverse.InverseTri(&upper); err != nil {
			return x
		}
		var res mat.Dense
		res.Mul(d, &inverse)
		for i, v := range res.RawMatrix().Data {
			x[i] = float32(v)
		}
	}
	return x
}

func dense(x []float32, k int) *mat.Dense {
	data := make([]float64, len(x))
	for i, v := range x {
		data[i] = float64(v)
	}
	return mat.NewDense(len(x)/k, k, data)
}

func gaussian(n int) []float32 {
	rnd := rand.New(rand.NewPCG(1, 2))
	out := make([]float32, n)
	for i := range out {
		out[i] = float32(rnd.NormFloat64())
	}
	return out
}
