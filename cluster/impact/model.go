package impact

import (
	"cmp"
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"

	"luister/cluster/infer"
)

// A model is a linear regression of the scores on 1, drivers and segments, all
// of them 0 or 1, so that a row is the list of the terms it has.
type model struct {
	data    Data
	drivers []int32   // by term, less the first
	terms   [][]int32 // of every score, the first is 0
	with    [][]int32 // rows of the scores that have each driver
	size    int
	units   int
}

// newModel chooses terms: drivers and segments with enough scores on both
// sides. Of every segment the largest value is left out: the others are told
// from it. It is not ok with too few scores or without a driver.
func newModel(d Data) (*model, bool) {
	m := &model{data: d}
	if len(d.Score) < infer.MinGroup {
		return nil, false
	}
	of := chosen(d.Drivers, len(d.Score), infer.MinN)
	if len(of) == 0 {
		return nil, false
	}
	m.drivers = of[:min(most, len(of))]
	slices.Sort(m.drivers)
	number := map[int32]int32{}
	for i, driver := range m.drivers {
		number[driver] = int32(1 + i)
	}
	m.size = 1 + len(m.drivers)
	segment := map[int32]int32{}
	told := map[int32]bool{} // segments of which the largest value was left out
	for _, value := range chosen(d.Segments, len(d.Score), infer.MinGroup) {
		if told[d.Of[value]] {
			segment[value] = int32(m.size)
			m.size++
		}
		told[d.Of[value]] = true
	}
	m.terms = make([][]int32, len(d.Score))
	for row := range m.terms {
		terms := []int32{0}
		terms = appendKnown(terms, number, d.Drivers[row])
		if d.Segments != nil {
			terms = appendKnown(terms, segment, d.Segments[row])
		}
		m.terms[row] = terms
	}
	m.with = make([][]int32, len(m.drivers))
	for row, terms := range m.terms {
		for _, t := range terms[1:] {
			if int(t) <= len(m.with) {
				m.with[t-1] = append(m.with[t-1], int32(row))
			}
		}
	}
	m.unite()
	return m, m.units >= infer.MinGroup && m.units > m.size
}

func appendKnown(terms []int32, number map[int32]int32, values []int32) []int32 {
	for _, v := range values {
		if term, ok := number[v]; ok && !slices.Contains(terms, term) {
			terms = append(terms, term)
		}
	}
	return terms
}

// chosen gives the values with at least so many scores with and without them,
// the most frequent first.
func chosen(values [][]int32, n, least int) []int32 {
	count := map[int32]int{}
	for _, of := range values {
		for _, v := range of {
			count[v]++
		}
	}
	var out []int32
	for v, with := range count {
		if with >= least && n-with >= least {
			out = append(out, v)
		}
	}
	slices.SortFunc(out, func(a, b int32) int { return cmp.Or(cmp.Compare(count[b], count[a]), cmp.Compare(a, b)) })
	return out
}

// unite numbers the units from 0 without gaps.
func (m *model) unite() {
	unit := make([]int32, len(m.data.Score))
	number := map[int32]int32{}
	for row := range unit {
		unit[row] = int32(row)
		if m.data.Unit == nil {
			continue
		}
		n, ok := number[m.data.Unit[row]]
		if !ok {
			n = int32(len(number))
			number[m.data.Unit[row]] = n
		}
		unit[row] = n
	}
	m.units = len(unit)
	if m.data.Unit != nil {
		m.units = len(number)
	}
	m.data.Unit = unit
}

// hold keeps a term that a draw has no score with at 0: it is added to every
// term but the first, in scores.
const hold = 1e-6

// solve gives the coefficients of a draw of units, by least squares.
func (m *model) solve(drawn infer.Sample) ([]float64, bool) {
	information, right := m.normal(drawn)
	var chol mat.Cholesky
	if !chol.Factorize(information) {
		return nil, false
	}
	var beta mat.VecDense
	if chol.SolveVecTo(&beta, right) != nil {
		return nil, false
	}
	return beta.RawVector().Data, true
}

// normal gives the normal equations of a draw.
func (m *model) normal(drawn infer.Sample) (*mat.SymDense, *mat.VecDense) {
	information, right := mat.NewSymDense(m.size, nil), mat.NewVecDense(m.size, nil)
	a, b := information.RawSymmetric(), right.RawVector().Data
	for row, terms := range m.terms {
		w := float64(drawn[m.data.Unit[row]])
		if w == 0 {
			continue
		}
		for _, i := range terms {
			b[i] += w * m.data.Score[row]
			for _, j := range terms {
				if j >= i {
					a.Data[int(i)*a.Stride+int(j)] += w
				}
			}
		}
	}
	for i := 1; i < m.size; i++ {
		a.Data[i*a.Stride+i] += hold
	}
	return information, right
}

func (m *model) scoresWith(i int) []float64 {
	var scores []float64
	for _, row := range m.with[i] {
		scores = append(scores, m.data.Score[row])
	}
	return scores
}

// A place is where one driver stands among the others.
type place struct {
	share  float64 // of all scores that have it
	alone  float64 // of these that have no other driver
	others float64 // what drivers do to the mean of the scores without it
	effect float64
}

// places gives what taking away each driver would do to a score that has it. A
// score that has other drivers too keeps these. One that has no other becomes
// what scores without the driver are like: where every score has some driver,
// nothing else could be said. The effect of driver d is thus
//
//	beta(d) - alone(d) · others(d)
//
// which is the difference of two means if all scores have one driver.
func (m *model) places(beta []float64, drawn infer.Sample) []place {
	k := len(m.drivers)
	out := make([]place, k)
	parts := make([]float64, k)
	all, sum := 0.0, 0.0
	for row, terms := range m.terms {
		w := float64(drawn[m.data.Unit[row]])
		if w == 0 {
			continue
		}
		part, alone := m.driverPart(beta, terms), m.isAlone(int32(row))
		all, sum = all+w, sum+w*part
		for _, t := range terms[1:] {
			if int(t) <= k {
				out[t-1].share += w
				out[t-1].alone += w * alone
				parts[t-1] += w * part
			}
		}
	}
	for i := range out {
		p := &out[i]
		if p.share > 0 && p.share < all {
			p.alone /= p.share
			p.others = (sum - parts[i]) / (all - p.share)
		}
		p.effect = beta[1+i] - p.alone*p.others
		p.share /= all
	}
	return out
}

// driverPart is what its drivers do to a score.
func (m *model) driverPart(beta []float64, terms []int32) (sum float64) {
	for _, t := range terms[1:] {
		if int(t) <= len(m.drivers) {
			sum += beta[t]
		}
	}
	return sum
}

// isAlone is 1 if a score has no more than one driver.
func (m *model) isAlone(row int32) float64 {
	if len(m.data.Drivers[row]) > 1 {
		return 0
	}
	return 1
}

// predicted gives the score that the terms of a row make.
func predicted(beta []float64, terms []int32) (sum float64) {
	for _, t := range terms {
		sum += beta[t]
	}
	return sum
}

// relativeWeights gives the part of the explained variance of every driver
// (Johnson 2000, Multivariate Behavioral Research 35:1; the same as Genizi 1993,
// Statistica Sinica 3:407): the terms are turned into uncorrelated ones that are
// nearest to them, and what these explain is given back by how near they are. It
// comes close to Shapley's value (LMG) without going through all subsets.
func (m *model) relativeWeights() []float64 {
	correlations, withScore := m.correlations()
	var eigen mat.EigenSym
	parts := make([]float64, len(m.drivers))
	if !eigen.Factorize(correlations, true) {
		return parts
	}
	k := m.size - 1
	root := squareRoot(&eigen, k, 0.5)
	inverse := squareRoot(&eigen, k, -0.5)
	var beta mat.VecDense
	beta.MulVec(inverse, mat.NewVecDense(k, withScore))
	total := 0.0
	for j := range k {
		weight := 0.0
		for l := range k {
			weight += root.At(j, l) * root.At(j, l) * beta.AtVec(l) * beta.AtVec(l)
		}
		if total += weight; j < len(parts) {
			parts[j] = weight
		}
	}
	for j := range parts {
		if total > 0 {
			parts[j] /= total
		}
	}
	return parts
}

// squareRoot gives V diag(values^power) V'. Directions without any variance
// stay out of both powers.
func squareRoot(eigen *mat.EigenSym, k int, power float64) *mat.Dense {
	values := eigen.Values(nil)
	var vectors, scaled, out mat.Dense
	eigen.VectorsTo(&vectors)
	scaled.CloneFrom(&vectors)
	for j, v := range values {
		scale := 0.0
		if v > 1e-9 {
			scale = math.Pow(v, power)
		}
		for i := range k {
			scaled.Set(i, j, scaled.At(i, j)*scale)
		}
	}
	out.Mul(&scaled, vectors.T())
	return &out
}

// correlations gives those between the terms but the first, and of each with the score.
func (m *model) correlations() (*mat.SymDense, []float64) {
	sums, withScore := m.normal(m.every())
	n := sums.At(0, 0)
	mean, square := withScore.AtVec(0)/n, 0.0
	for _, y := range m.data.Score {
		square += (y - mean) * (y - mean) / n
	}
	k := m.size - 1
	share := func(i int) float64 { return sums.At(0, 1+i) / n }
	sd := func(i int) float64 { return math.Sqrt(share(i) * (1 - share(i))) }
	between, with := mat.NewSymDense(k, nil), make([]float64, k)
	for i := range k {
		for j := i; j < k; j++ {
			between.SetSym(i, j, (sums.At(1+i, 1+j)/n-share(i)*share(j))/(sd(i)*sd(j)))
		}
		between.SetSym(i, i, 1)
		if square > 0 {
			with[i] = (withScore.AtVec(1+i)/n - share(i)*mean) / (sd(i) * math.Sqrt(square))
		}
	}
	return between, with
}
