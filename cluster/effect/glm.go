package effect

import (
	"math"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat/distuv"

	"luister/cluster/infer"
)

// A model is a generalised linear model with a log or logit link, fitted by
// iteratively reweighted least squares (McCullagh & Nelder, Generalized Linear
// Models, 2.5). Without trials the counts are Poisson with a log link, with
// trials they are binomial with a logit link. Weeks differ more than either
// says: the variance is V(1 + clump·V), as of the negative binomial, with the
// clump at which Pearson's statistic equals its degrees of freedom (Breslow 1984,
// Appl Stat 33:38; Williams 1982, Appl Stat 31:144).
type model struct {
	counts []float64
	trials []float64   // nil for Poisson
	offset []float64   // nil for none; of the log rate
	design [][]float64 // one row an observation
}

// A fit is what the data say of the coefficients.
type fit struct {
	coefficients []float64
	errors       []float64 // standard errors, clump and memory included
	freedom      float64   // observations, as many as they are worth, less coefficients
}

// mean gives the mean of observation i and its variance without clump, which is
// also the derivative of the mean to the linear predictor.
func (m *model) mean(i int, eta float64) (mu, variance float64) {
	if m.offset != nil {
		eta += m.offset[i]
	}
	eta = min(max(eta, -30), 30)
	if m.trials == nil {
		mu = math.Exp(eta)
		return mu, mu
	}
	p := 1 / (1 + math.Exp(-eta))
	return m.trials[i] * p, m.trials[i] * p * (1 - p)
}

// rounds is more than any series here needs; a fit that goes on is given up.
const rounds = 60

// fit estimates the model; false if the data do not tell the coefficients apart.
func (m *model) fit() (fit, bool) {
	n, p := len(m.counts), len(m.design[0])
	if n <= p {
		return fit{}, false
	}
	f := fit{coefficients: make([]float64, p), errors: make([]float64, p), freedom: float64(n - p)}
	f.coefficients[0] = m.level()
	inverse, clump := mat.NewSymDense(p, nil), 0.0
	for range rounds {
		if !m.solve(f.coefficients, clump, inverse) {
			return fit{}, false
		}
		was := clump
		if clump = m.clump(f.coefficients, f.freedom); math.Abs(clump-was) <= 1e-4*clump {
			break
		}
	}
	memory := m.memory(f.coefficients, clump)
	longer := math.Sqrt(memory)
	f.freedom = max(2, float64(n)/memory-float64(p))
	for j := range f.errors {
		f.errors[j] = longer * math.Sqrt(inverse.At(j, j))
	}
	return f, true
}

// solve finds the coefficients for a clump, and leaves the inverse of the information.
func (m *model) solve(coefficients []float64, clump float64, inverse *mat.SymDense) bool {
	for range rounds {
		step, ok := m.step(coefficients, clump, inverse)
		if !ok {
			return false
		}
		largest := 0.0
		for j := range step {
			coefficients[j] += step[j]
			largest = max(largest, math.Abs(step[j]))
		}
		if largest < 1e-9 {
			return true
		}
	}
	return false
}

// level is where the search begins: the rate of all observations together.
func (m *model) level() float64 {
	var counts, base float64
	for i, c := range m.counts {
		counts += c
		switch {
		case m.trials != nil:
			base += m.trials[i]
		case m.offset != nil:
			base += math.Exp(m.offset[i])
		default:
			base++
		}
	}
	if m.trials != nil {
		return math.Log((counts + .5) / (base - counts + .5))
	}
	return math.Log((counts + .5) / base)
}

// step is one step of Newton, and leaves the inverse of the information.
func (m *model) step(coefficients []float64, clump float64, inverse *mat.SymDense) ([]float64, bool) {
	p := len(coefficients)
	information, score := mat.NewSymDense(p, nil), mat.NewVecDense(p, nil)
	for i, row := range m.design {
		mu, variance := m.mean(i, dot(row, coefficients))
		weight := 1 / (1 + clump*variance)
		for j := range p {
			score.SetVec(j, score.AtVec(j)+row[j]*weight*(m.counts[i]-mu))
			for k := j; k < p; k++ {
				information.SetSym(j, k, information.At(j, k)+row[j]*row[k]*weight*variance)
			}
		}
	}
	var c mat.Cholesky
	if !c.Factorize(information) || c.Cond() > 1e10 {
		return nil, false
	}
	var step mat.VecDense
	if c.SolveVecTo(&step, score) != nil || c.InverseTo(inverse) != nil {
		return nil, false
	}
	return step.RawVector().Data, true
}

func dot(a, b []float64) (sum float64) {
	for i := range a {
		sum += a[i] * b[i]
	}
	return sum
}

// residuals gives the squares of Pearson's residuals summed, and the products of
// those that lie 1 to lags weeks apart.
func (m *model) residuals(coefficients []float64, clump float64) (squares float64, pairs [lags]float64) {
	var before [lags]float64
	for i, row := range m.design {
		mu, variance := m.mean(i, dot(row, coefficients))
		if variance < 1e-9 {
			continue
		}
		residual := (m.counts[i] - mu) / math.Sqrt(variance*(1+clump*variance))
		squares += residual * residual
		for k := range before {
			pairs[k] += residual * before[k]
		}
		copy(before[1:], before[:])
		before[0] = residual
	}
	return squares, pairs
}

// clump gives the clump at which the residuals are as large as they should be;
// 0 if they are not too large without.
func (m *model) clump(coefficients []float64, freedom float64) float64 {
	tooLarge := func(clump float64) bool {
		squares, _ := m.residuals(coefficients, clump)
		return squares > freedom
	}
	low, high := 0.0, 1e-4
	if !tooLarge(0) {
		return 0
	}
	for tooLarge(high) && high < 1e6 {
		low, high = high, 4*high
	}
	for high-low > 1e-5*high {
		if middle := (low + high) / 2; tooLarge(middle) {
			low = middle
		} else {
			high = middle
		}
	}
	return high
}

// lags is how many weeks one may tell of another.
const lags = 4

// memory is the factor on the variance if one week tells something about the
// next: one and twice the correlations of residuals up to four weeks apart
// (Hansen & Hodrick 1980, J Polit Econ 88:829), each with what a short series
// takes off it (Marriott & Pope 1954, Biometrika 41:390), and at least what the
// first of them alone makes of it (Bartlett 1935, J R Stat Soc 98:536). Without a
// sign that neighbours agree it is 1.
func (m *model) memory(coefficients []float64, clump float64) float64 {
	const most = 9
	squares, pairs := m.residuals(coefficients, clump)
	if squares == 0 {
		return 1
	}
	n, r := float64(len(m.counts)), pairs[0]/squares
	bias := (1 + 3*r) / n
	if r+bias < 0.5/math.Sqrt(n) {
		return 1
	}
	longer := 1.0
	for _, p := range pairs {
		longer += 2 * (p/squares + bias)
	}
	return min(max(longer, (1+r)/(1-r)), most)
}

// ratio is exp of a coefficient, with Student's interval on the scale of the
// log, and its p-value.
func (f *fit) ratio(j, n int) (infer.Estimate, float64) {
	student := distuv.StudentsT{Sigma: 1, Nu: f.freedom}
	half := student.Quantile(1-(1-infer.Level)/2) * f.errors[j]
	at := f.coefficients[j]
	p := 2 * student.CDF(-math.Abs(at)/f.errors[j])
	return infer.Estimate{N: n, Value: math.Exp(at), Interval: infer.Interval{Low: math.Exp(at - half), High: math.Exp(at + half)}}, p
}
