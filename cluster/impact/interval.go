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
	effect, change := make([][]float64, k), make([][]float64, k)
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
		for i, p := range m.places(again, drawn) {
			if p.share > 0 {
				effect[i] = append(effect[i], p.effect)
				change[i] = append(change[i], -p.effect*p.share)
			}
		}
	}
	for i, p := range m.places(beta, m.every()) {
		slices.Sort(effect[i])
		slices.Sort(change[i])
		effects = append(effects, m.wider(i, p.effect, infer.BCa(effect[i], p.effect, 0)))
		impacts = append(impacts, m.wider(i, -p.effect*p.share, infer.BCa(change[i], -p.effect*p.share, 0)))
	}
	return effects, impacts
}

// every is the draw of every unit once.
func (m *model) every() infer.Sample { return slices.Repeat([]int32{1}, m.units) }

// jackknife gives intervals from how much every unit moves the outcome: by the
// coefficients, by what scores without the driver are about, by how often the
// driver is alone, and by how many scores have it.
func (m *model) jackknife(beta []float64) (effects, impacts []infer.Interval) {
	information, _ := m.normal(m.every())
	var chol mat.Cholesky
	if !chol.Factorize(information) {
		panic("impact: what was solved cannot be solved again")
	}
	n := float64(len(m.terms))
	residual, part := make([]float64, len(m.terms)), make([]float64, len(m.terms))
	for row, terms := range m.terms {
		residual[row] = m.data.Score[row] - predicted(beta, terms)
		part[row] = m.driverPart(beta, terms)
	}
	effect, impact := make([]float64, m.units), make([]float64, m.units)
	for i, p := range m.places(beta, m.every()) {
		var direction mat.VecDense
		if chol.SolveVecTo(&direction, m.contrast(i, p)) != nil {
			panic("impact: what was solved cannot be solved again")
		}
		by := direction.RawVector().Data
		clear(effect)
		clear(impact)
		for row, terms := range m.terms {
			moves := predicted(by, terms)*residual[row] - p.alone*(part[row]-p.others)/(n*(1-p.share))
			effect[m.data.Unit[row]] += moves
			impact[m.data.Unit[row]] += -moves*p.share + p.effect*p.share/n
		}
		for _, row := range m.with[i] {
			moves := p.alone * (part[row] - p.others) / (n * (1 - p.share)) // it is no score without the driver
			moves -= p.others * (m.isAlone(row) - p.alone) / (n * p.share)
			effect[m.data.Unit[row]] += moves
			impact[m.data.Unit[row]] += -moves*p.share - p.effect/n
		}
		effects = append(effects, m.wider(i, p.effect, normal(p.effect, effect)))
		impacts = append(impacts, m.wider(i, -p.effect*p.share, normal(-p.effect*p.share, impact)))
	}
	return effects, impacts
}

// contrast is what an effect is made of: so many times every coefficient.
func (m *model) contrast(i int, p place) *mat.VecDense {
	c := mat.NewVecDense(m.size, nil)
	without := float64(len(m.terms) - len(m.with[i]))
	for j := range m.drivers {
		c.SetVec(1+j, -p.alone*float64(len(m.with[j]))/without)
	}
	for _, row := range m.with[i] {
		for _, t := range m.terms[row][1:] {
			if int(t) <= len(m.drivers) {
				c.SetVec(int(t), c.AtVec(int(t))+p.alone/without)
			}
		}
	}
	c.SetVec(1+i, 1)
	return c
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
