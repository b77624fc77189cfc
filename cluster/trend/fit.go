package trend

import (
	"math"

	"gonum.org/v1/gonum/mat"

	"luister/cluster/infer"
)

// fitted is a regression of the counts on time.
type fitted struct {
	trend    infer.Estimate
	season   []float64 // of every day, mean about 1
	seasonal bool
}

// fit makes the trend of the last year and, if there is one, the season. Both
// come from one negative binomial regression with a log link: with a year and a
// half of history a line that may bend a year ago, and the first two harmonics
// of the year; with less, a line alone. It is not ok with too little of either
// days or feedback.
func (a *All) fit(counts []int32, shape []float64, alpha float64) (fitted, bool) {
	out := fitted{trend: unknown(), season: make([]float64, a.Days)}
	for day := range out.season {
		out.season[day] = 1
	}
	from := max(0, a.Days-trendDays)
	n, _ := span(counts, shape, from, a.Days)
	if a.Days < leastDays || n < infer.MinGroup {
		return out, false
	}
	line := regression{counts: counts[from:], shape: shape[from:], alpha: alpha, terms: func(day int, x []float64) {
		x[0], x[1] = 1, a.months(from+day)
	}, size: 2}
	if a.Days >= yearHalf {
		if fit, ok := a.seasonal(counts, shape, alpha); ok {
			return fit, true
		}
	}
	if !line.solve() {
		return out, false
	}
	out.trend = line.growth(1, n)
	return out, true
}

// months is how long before the end a day is.
func (a *All) months(day int) float64 { return float64(day-a.Days) / Month }

// seasonal fits line and season; it is not ok if jumps of level explain the
// counts as well: one jump looks like a season as long as there is little history.
func (a *All) seasonal(counts []int32, shape []float64, alpha float64) (fitted, bool) {
	bend := a.months(a.Days - trendDays)
	full := regression{counts: counts, shape: shape, alpha: alpha, size: 7, terms: func(day int, x []float64) {
		at := a.months(day)
		x[0], x[1], x[2] = 1, max(at, bend), min(at-bend, 0)
		a.harmonics(day, x[3:])
	}}
	n, _ := span(counts, shape, max(0, a.Days-trendDays), a.Days)
	if !full.solve() {
		return fitted{}, false
	}
	if _, jumps := segments(counts, shape, alpha); full.price() >= jumps {
		return fitted{}, false
	}
	out := fitted{trend: full.growth(1, n), season: make([]float64, a.Days), seasonal: true}
	x := make([]float64, 7)
	for day := range out.season {
		a.harmonics(day, x[3:])
		sum := 0.0
		for i := 3; i < 7; i++ {
			sum += full.beta[i] * x[i]
		}
		out.season[day] = math.Exp(sum)
	}
	return out, true
}

func (a *All) harmonics(day int, x []float64) {
	year := 2 * math.Pi * float64(a.Date(day).YearDay()) / 365.25
	x[0], x[1] = math.Sincos(year)
	x[2], x[3] = math.Sincos(2 * year)
}

// A regression is a negative binomial one with a known alpha and a log link:
// the mean of a day is shape × exp(terms · beta). It is solved by reweighted
// least squares (McCullagh & Nelder, Generalized Linear Models, 2.5).
type regression struct {
	counts []int32
	shape  []float64
	alpha  float64
	size   int
	terms  func(day int, x []float64)

	beta   []float64
	spread *mat.SymDense // inverse of the information
}

const (
	steps    = 25
	enough   = 1e-8
	furthest = 15 // of the linear predictor, so that a mean stays finite
)

func (r *regression) mean(day int, x []float64) float64 {
	sum := 0.0
	for i, b := range r.beta {
		sum += b * x[i]
	}
	return r.shape[day] * math.Exp(min(max(sum, -furthest), furthest))
}

// solve finds beta; false if it cannot be found.
func (r *regression) solve() bool {
	n, days := span(r.counts, r.shape, 0, len(r.counts))
	if n == 0 {
		return false
	}
	r.beta = make([]float64, r.size)
	r.beta[0] = math.Log(float64(n) / days)
	x := make([]float64, 7)
	for range steps {
		information := mat.NewSymDense(r.size, nil)
		score := mat.NewVecDense(r.size, nil)
		for day, count := range r.counts {
			r.terms(day, x)
			m := r.mean(day, x)
			scale := 1 / (1 + r.alpha*m)
			r.add(information, score, x, m*scale, (float64(count)-m)*scale)
		}
		var chol mat.Cholesky
		if !chol.Factorize(information) {
			return false
		}
		var step mat.VecDense
		if chol.SolveVecTo(&step, score) != nil {
			return false
		}
		largest := 0.0
		for i := range r.beta {
			r.beta[i] += step.AtVec(i)
			largest = max(largest, math.Abs(step.AtVec(i)))
		}
		if largest < enough {
			r.spread = mat.NewSymDense(r.size, nil)
			return chol.InverseTo(r.spread) == nil
		}
	}
	return false
}

// add adds one day to information and score.
func (r *regression) add(information *mat.SymDense, score *mat.VecDense, x []float64, weight, residual float64) {
	raw, vec := information.RawSymmetric(), score.RawVector().Data
	for i := range r.size {
		vec[i] += residual * x[i]
		for j := i; j < r.size; j++ {
			raw.Data[i*raw.Stride+j] += weight * x[i] * x[j]
		}
	}
}

// price is deviance and penalty on the scale of segments.
func (r *regression) price() float64 {
	x := make([]float64, 7)
	deviance, sum := 0.0, 0.0
	for day, count := range r.counts {
		r.terms(day, x)
		m := r.mean(day, x)
		if m == 0 {
			continue
		}
		deviance += 2 * (m - float64(count) - float64(count)*math.Log(m/r.shape[day]))
		sum += float64(count)
	}
	return deviance/spreadOf(sum, len(r.counts), r.alpha) + float64(r.size-1)*math.Log(float64(len(r.counts)))
}

// growth turns a coefficient per month into times per month.
func (r *regression) growth(term, n int) infer.Estimate {
	e := infer.Normal(n, r.beta[term], math.Sqrt(r.spread.At(term, term)))
	return infer.Estimate{N: n, Value: math.Exp(e.Value), Interval: infer.Interval{Low: math.Exp(e.Low), High: math.Exp(e.High)}}
}
