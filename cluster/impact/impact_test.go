package impact

import (
	"math"
	"math/bits"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/mat"

	"luister/cluster/infer"
)

// A world has four drivers that go together and two segments; the effects are the truth.
var (
	chance = []float64{.2, .15, .1, .05}
	effect = []float64{-60, -20, 0, 30}
	bonus  = []float64{15, 0} // of the segments
)

// world draws scores of customers, some of whom give several that are alike.
func world(random *rand.Rand, n int) Data {
	d := Data{Of: []int32{0, 0}}
	for len(d.Score) < n {
		unit, mood := int32(len(d.Score)), 20*random.NormFloat64()
		for range 1 + random.IntN(3) {
			var drivers []int32
			mean := 20 + mood
			segment := int32(random.IntN(2))
			for i, p := range chance {
				if i == 1 && len(drivers) > 0 {
					p = .5 // the second goes with the first
				}
				if segment == 1 {
					p *= 1.4
				}
				if random.Float64() < p {
					drivers = append(drivers, int32(10*i))
					mean += effect[i]
				}
			}
			d.Score = append(d.Score, mean+bonus[segment]+40*random.NormFloat64())
			d.Drivers, d.Segments, d.Unit = append(d.Drivers, drivers), append(d.Segments, []int32{segment}), append(d.Unit, unit)
		}
	}
	return d
}

// truths gives what is true of the drivers in a world without end.
func truths() map[int32]place {
	m, _ := newModel(world(rand.New(rand.NewPCG(99, 99)), 400000))
	beta := make([]float64, m.size)
	for i, driver := range m.drivers {
		beta[1+i] = effect[driver/10]
	}
	out := map[int32]place{}
	for i, p := range m.places(beta, m.every()) {
		out[m.drivers[i]] = p
	}
	return out
}

// TestCoverage: the intervals hold the true effect and the true impact, for few
// scores (bootstrap) and for many (its limit).
func TestCoverage(t *testing.T) {
	truth := truths()
	for _, tt := range []struct {
		name  string
		n     int
		limit bool
	}{{"bootstrap", 400, false}, {"jackknife", 400, true}, {"jackknife", 2000, true}} {
		rounds := 100
		if tt.limit {
			rounds = 300
		}
		heldEffect, heldImpact, all := 0, 0, 0
		for seed := range uint64(rounds) {
			m, ok := newModel(world(rand.New(rand.NewPCG(seed, 1)), tt.n))
			if !ok {
				t.Fatal("no model")
			}
			beta, _ := m.solve(m.every())
			intervals := func() ([]infer.Interval, []infer.Interval) { return m.bootstrap(beta, seed) }
			if tt.limit {
				intervals = func() ([]infer.Interval, []infer.Interval) { return m.jackknife(beta) }
			}
			effects, impacts := intervals()
			for i, driver := range m.drivers {
				p := truth[driver]
				all++
				if effects[i].Has(p.effect) {
					heldEffect++
				}
				if impacts[i].Has(-p.effect * p.share) {
					heldImpact++
				}
			}
		}
		e, c := float64(heldEffect)/float64(all), float64(heldImpact)/float64(all)
		t.Logf("%s, %d scores: coverage of the effect %.3f, of the impact %.3f", tt.name, tt.n, e, c)
		if min(e, c) < .93 || max(e, c) > .97 {
			t.Errorf("%s, %d scores: coverage of the effect %.3f, of the impact %.3f", tt.name, tt.n, e, c)
		}
	}
}

func TestMeasure(t *testing.T) {
	got := Measure(world(rand.New(rand.NewPCG(4, 4)), 3000), 1)
	if len(got) != 4 || got[0].Driver != 0 || got[1].Driver != 10 || got[3].Driver != 30 {
		t.Fatalf("%+v", got)
	}
	total := 0.0
	for _, i := range got {
		total += i.Weight
		if i.N < 10 || !i.Mean.Has(i.Mean.Value) || i.Q < i.P {
			t.Errorf("%+v", i)
		}
	}
	if first := got[0]; first.Impact.Low <= 0 || first.Effect.High >= 0 || first.Q > .001 || first.Weight < .4 {
		t.Errorf("the first: %+v", first)
	}
	if total > 1+1e-9 {
		t.Errorf("weights come to %.3f", total)
	}
	again := Measure(world(rand.New(rand.NewPCG(4, 4)), 3000), 1)
	for i := range got {
		if got[i] != again[i] {
			t.Error("the same seed gives other figures")
		}
	}
}

// TestWeights holds the relative weights against Shapley's value over all
// subsets of terms, and against what they must be for uncorrelated terms.
func TestWeights(t *testing.T) {
	m, ok := newModel(world(rand.New(rand.NewPCG(5, 5)), 4000))
	if !ok {
		t.Fatal("no model")
	}
	correlations, with := m.correlations()
	want := shapley(correlations, with)
	all := 0.0
	for _, w := range want {
		all += w
	}
	for i, got := range m.relativeWeights() {
		if math.Abs(got-want[i]/all) > .02 {
			t.Errorf("term %d: %.3f, Shapley gives %.3f", i, got, want[i]/all)
		}
	}
}

// shapley is LMG: the mean gain in R² of a term over all orders.
func shapley(correlations *mat.SymDense, with []float64) []float64 {
	k := len(with)
	fit := make([]float64, 1<<k)
	for set := 1; set < 1<<k; set++ {
		fit[set] = explained(correlations, with, set)
	}
	value := make([]float64, k)
	for i := range k {
		for set := range 1 << k {
			if set>>i&1 == 0 {
				value[i] += (fit[set|1<<i] - fit[set]) / (float64(k) * choose(k-1, bits.OnesCount(uint(set))))
			}
		}
	}
	return value
}

func choose(n, k int) float64 {
	c := 1.0
	for i := range k {
		c = c * float64(n-i) / float64(i+1)
	}
	return c
}

// explained is the R² of a set of terms.
func explained(correlations *mat.SymDense, with []float64, set int) float64 {
	var of []int
	for i := range with {
		if set>>i&1 == 1 {
			of = append(of, i)
		}
	}
	a, b := mat.NewSymDense(len(of), nil), mat.NewVecDense(len(of), nil)
	for i := range of {
		b.SetVec(i, with[of[i]])
		for j := i; j < len(of); j++ {
			a.SetSym(i, j, correlations.At(of[i], of[j]))
		}
	}
	var chol mat.Cholesky
	var x mat.VecDense
	if !chol.Factorize(a) || chol.SolveVecTo(&x, b) != nil {
		return 0
	}
	return mat.Dot(&x, b)
}

// TestOneDriverEach: if every score has one driver, an effect is the difference
// of two means, and its interval theirs.
func TestOneDriverEach(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 7))
	held := 0
	const rounds = 150
	for range rounds {
		d := Data{}
		for range 500 {
			driver := int32(random.IntN(3))
			d.Score = append(d.Score, []float64{0, 40, 40}[driver]+30*random.NormFloat64())
			d.Drivers = append(d.Drivers, []int32{driver})
		}
		got := Measure(d, 1)
		if len(got) != 3 || got[0].Driver != 0 {
			t.Fatalf("%+v", got)
		}
		if got[0].Effect.Has(-40) {
			held++
		}
	}
	if share := float64(held) / rounds; share < .91 || share > .98 {
		t.Errorf("coverage %.3f", share)
	}
}

func TestTooLittle(t *testing.T) {
	for _, d := range []Data{
		{},
		{Score: make([]float64, 20), Drivers: make([][]int32, 20)},
		{Score: make([]float64, 100), Drivers: make([][]int32, 100)},
		{Score: make([]float64, 100), Drivers: repeat([]int32{1}, 100)},                           // everything has it
		{Score: make([]float64, 100), Drivers: append(repeat(nil, 95), repeat([]int32{1}, 5)...)}, // five have it
	} {
		if got := Measure(d, 1); len(got) > 0 {
			t.Errorf("%d scores: %+v", len(d.Score), got)
		}
	}
	same := Data{Score: make([]float64, 100), Drivers: append(repeat(nil, 50), repeat([]int32{1, 2}, 50)...)}
	for _, i := range Measure(same, 1) {
		if math.Abs(i.Effect.Value) > 1e-6 {
			t.Errorf("scores that are all alike: %+v", i)
		}
	}
}

func repeat(of []int32, n int) [][]int32 {
	out := make([][]int32, n)
	for i := range out {
		out[i] = of
	}
	return out
}

func TestRecommendation(t *testing.T) {
	for likelihood, want := range map[float64]float64{0: -100, 6: -100, 7: 0, 8: 0, 9: 100, 10: 100} {
		if got := Recommendation(likelihood); got != want {
			t.Errorf("%g: %g", likelihood, got)
		}
	}
	if !math.IsNaN(Recommendation(math.NaN())) {
		t.Error("none is none")
	}
}

func BenchmarkMeasure(b *testing.B) {
	random := rand.New(rand.NewPCG(6, 6))
	d := Data{Of: make([]int32, 24)}
	for i := range d.Of {
		d.Of[i] = int32(min(i/5, 2))
	}
	for range 50000 {
		d.Score = append(d.Score, random.NormFloat64())
		d.Drivers = append(d.Drivers, []int32{int32(random.IntN(200)), int32(random.IntN(200))})
		d.Segments = append(d.Segments, []int32{int32(random.IntN(5)), 5 + int32(random.IntN(8)), 20 + int32(random.IntN(4))})
	}
	for b.Loop() {
		Measure(d, 1)
	}
}
