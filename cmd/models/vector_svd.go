package main

import (
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/mat"
)

// embedMatrix gives the first dim left singular vectors of m, row after row,
// times the singular values to the given power: a randomised decomposition
// with power iterations (Halko, Martinsson and Tropp 2011).
func embedMatrix(m *csr, dim int, power float64) []float32 {
	const extra, iterations = 32, 4
	k, t := dim+extra, m.transposed()
	x := orthonormal(m.mul(gaussian(m.n*k), k), m.n, k)
	for range iterations {
		x = orthonormal(t.mul(x, k), m.n, k)
		x = orthonormal(m.mul(x, k), m.n, k)
	}
	// m ≈ x·(xᵀm); the small matrix (xᵀm)(xᵀm)ᵀ has the squared singular values.
	b := dense(t.mul(x, k), m.n, k) // (xᵀm)ᵀ
	var gram mat.SymDense
	gram.SymOuterK(1, b.T())
	var eigen mat.EigenSym
	if !eigen.Factorize(&gram, true) {
		panic("models: the decomposition did not converge")
	}
	return rotate(x, k, dim, &eigen, power)
}

// rotate turns the basis x into singular vectors, largest first.
func rotate(x []float32, k, dim int, eigen *mat.EigenSym, power float64) []float32 {
	values := eigen.Values(nil) // ascending
	var vectors mat.Dense
	eigen.VectorsTo(&vectors)
	n := len(x) / k
	out := make([]float32, n*dim)
	turn := mat.NewDense(k, dim, nil)
	for d := range dim {
		scale := math.Pow(math.Sqrt(max(0, values[k-1-d])), power)
		for i := range k {
			turn.Set(i, d, vectors.At(i, k-1-d)*scale)
		}
	}
	var res mat.Dense
	res.Mul(dense(x, n, k), turn)
	for i := range n {
		for d, v := range res.RawRowView(i) {
			out[i*dim+d] = float32(v)
		}
	}
	return out
}

// orthonormal gives an orthonormal basis of the columns of x, by Cholesky of
// xᵀx, twice, which is as good as a QR decomposition for such tall matrices.
func orthonormal(x []float32, n, k int) []float32 {
	for range 2 {
		d := dense(x, n, k)
		var gram mat.SymDense
		gram.SymOuterK(1, d.T())
		trace := mat.Trace(&gram)
		for i := range k {
			gram.SetSym(i, i, gram.At(i, i)+1e-9*trace/float64(k))
		}
		var chol mat.Cholesky
		if !chol.Factorize(&gram) {
			panic("models: the basis lost its rank")
		}
		var upper mat.TriDense
		chol.UTo(&upper)
		var inverse mat.TriDense
		if err := inverse.InverseTri(&upper); err != nil {
			panic("models: the basis lost its rank")
		}
		var res mat.Dense
		res.Mul(d, &inverse)
		for i, v := range res.RawMatrix().Data {
			x[i] = float32(v)
		}
	}
	return x
}

func dense(x []float32, n, k int) *mat.Dense {
	data := make([]float64, len(x))
	for i, v := range x {
		data[i] = float64(v)
	}
	return mat.NewDense(n, k, data)
}

func gaussian(n int) []float32 {
	rnd := rand.New(rand.NewPCG(1, 2))
	out := make([]float32, n)
	for i := range out {
		out[i] = float32(rnd.NormFloat64())
	}
	return out
}

// topComponents gives the first keep right singular vectors of n rows.
func topComponents(rows []float32, n, dim, keep int) []float32 {
	var gram mat.SymDense
	gram.SymOuterK(1, dense(rows, n, dim).T())
	var eigen mat.EigenSym
	if !eigen.Factorize(&gram, true) {
		panic("models: the decomposition did not converge")
	}
	var vectors mat.Dense
	eigen.VectorsTo(&vectors)
	out := make([]float32, 0, keep*dim)
	for k := range keep {
		for d := range dim {
			out = append(out, float32(vectors.At(d, dim-1-k)))
		}
	}
	return out
}
