package impact

import (
	"math"
	"math/rand/v2"
	"slices"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat/distuv"

	"luister/cluster/infer"
)

// dear is the most steps that a bootstrap may cost; above it the interval is
// that of its limit for many scores.
const (
	dear   = 6e7
	rounds = 400
)

// intervals gives the intervals of effects and impacts by driver. Customers are
// drawn with replacement (the pairs bootstrap, with bias-corrected percentiles).
// With so many scores that this is dear, the interval is normal with the
// variance of the infinitesimal jackknife, which is what the bootstrap tends to
// (Efron 1982, The Jackknife, the Bootstrap and Other Resampling Plans, ch. 6).
func (m *model) intervals(beta []float64, seed uint64) (effects, impacts []infer.Interval) {
	steps := 0.0
	for _, terms := range m.terms {
		steps += float64(len(terms) * len(terms))
	}
	steps += math.Pow(float64(m.size), 3) / 3
	if rounds*steps > dear {
		return m.jackknife(beta)
	}
	return m.bootstrap(beta, seed)
}

func (m *model) bootstrap(beta []float64, seed uint64) (effects, impacts []infer.Interval) {
	random := rand.New(rand.NewPCG(seed, uint64(m.units)))
	k := len(m.drivers)
	b, change := make([][]float64, k), make([][]float64, k)
	drawn := make(infer.Sample, m.units)
	for range rounds {
		clear(drawn)
		for range m.units {
			drawn[random.IntN(m.units)]++
		}
		again, ok := m.solve(drawn)
		if !ok {
			continue
		}
		shares := m.shares(drawn)
		for i := range k {
			if shares[i] > 0 {
				b[i] = append(b[i], again[1+i])
				change[i] = append(change[i], -again[1+i]*shares[i])
			}
		}
	}
	shares := m.shares(m.every())
	for i := range k {
		slices.Sort(b[i])
		slices.Sort(change[i])
		value := beta[1+i]
		effects = append(effects, m.wider(i, value, infer.BCa(b[i], value, 0)))
		impacts = append(impacts, m.wider(i, -value*shares[i], infer.BCa(change[i], -value*shares[i], 0)))
	}
	return effects, impacts
}

// every is the draw of every unit once.
func (m *model) every() infer.Sample { return slices.Repeat([]int32{1}, m.units) }

// shares gives the share of drawn scores that have each driver: its effect
// times this share is what the mean loses or gains by it.
func (m *model) shares(drawn infer.Sample) []float64 {
	shares := make([]float64, len(m.drivers))
	all := 0.0
	for row, terms := range m.terms {
		w := float64(drawn[m.data.Unit[row]])
		all += w
		for _, t := range terms[1:] {
			if int(t) <= len(shares) {
				shares[t-1] += w
			}
		}
	}
	for i := range shares {
		shares[i] /= all
	}
	return shares
}

// jackknife gives intervals from how much every unit moves the outcome.
func (m *model) jackknife(beta []float64) (effects, impacts []infer.Interval) {
	information, _ := m.normal(m.every())
	var chol mat.Cholesky
	inverse := mat.NewSymDense(m.size, nil)
	if !chol.Factorize(information) || chol.InverseTo(inverse) != nil {
		panic("impact: what was solved cannot be inverted")
	}
	k := len(m.drivers)
	shares := m.shares(m.every())
	var full mat.Dense
	full.CloneFrom(inverse)
	n, raw := float64(len(m.terms)), full.RawMatrix().Data
	residual := make([]float64, len(m.terms))
	for row, terms := range m.terms {
		residual[row] = m.data.Score[row] - predicted(beta, terms)
	}
	effect, impact := make([]float64, m.units), make([]float64, m.units)
	for i := range k {
		clear(effect)
		clear(impact)
		for row, terms := range m.terms {
			influence, unit := 0.0, m.data.Unit[row]
			for _, t := range terms {
				influence += raw[(1+i)*m.size+int(t)]
			}
			influence *= residual[row]
			effect[unit] += influence
			impact[unit] += -influence*shares[i] + beta[1+i]*shares[i]/n
		}
		for _, row := range m.with[i] {
			impact[m.data.Unit[row]] -= beta[1+i] / n
		}
		effects = append(effects, m.wider(i, beta[1+i], normal(beta[1+i], effect)))
		impacts = append(impacts, m.wider(i, -beta[1+i]*shares[i], normal(-beta[1+i]*shares[i], impact)))
	}
	return effects, impacts
}

// normal is the interval of a value that units move by so much each.
func normal(value float64, moves []float64) infer.Interval {
	variance := 0.0
	for _, v := range moves {
		variance += v * v
	}
	return infer.Normal(len(moves), value, math.Sqrt(variance)).Interval
}

// wider makes the interval of driver i as much wider as Student's is than the
// normal one for as many scores as the driver has: drawing scores from scores
// understates how much few of them vary (Hesterberg 2015, Am Stat 69:371).
func (m *model) wider(i int, value float64, of infer.Interval) infer.Interval {
	n := float64(len(m.with[i]))
	by := math.Sqrt(n/(n-1)) * distuv.StudentsT{Sigma: 1, Nu: n - 1}.Quantile(0.975) / distuv.UnitNormal.Quantile(0.975)
	return infer.Interval{Low: value - by*(value-of.Low), High: value + by*(of.High-value)}
}
