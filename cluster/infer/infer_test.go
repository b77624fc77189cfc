package infer

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"
)

// TestPublished compares with figures that were printed.
func TestPublished(t *testing.T) {
	for _, tt := range []struct {
		source    string
		got       Interval
		low, high float64
		within    float64
	}{
		{"Newcombe 1998, 81/263", Share(81, 263).Interval, .2553, .3662, 5e-5},
		{"Newcombe 1998, 15/148", Share(15, 148).Interval, .0624, .1605, 5e-5},
		{"Newcombe 1998, 0/20", Share(0, 20).Interval, 0, .1611, 5e-5},
		{"Newcombe 1998, 1/29", Share(1, 29).Interval, .0061, .1718, 5e-5},
		{"Newcombe 1998 II, 56/70 - 48/80", ShareDifference(56, 70, 48, 80).Interval, .0524, .3339, 5e-5},
		{"Newcombe 1998 II, 9/10 - 3/10", ShareDifference(9, 10, 3, 10).Interval, .1705, .8090, 5e-5},
		{"Newcombe 1998 II, 10/10 - 0/20", ShareDifference(10, 10, 0, 20).Interval, .6791, 1, 5e-5},
		{"Koopman 1984, 36/40 : 16/80", ShareRatio(36, 40, 16, 80).Interval, 2.9396, 7.1521, 5e-4},
		{"Garwood 1936, 0", Poisson(0), 0, 3.689, 5e-4},
		{"Garwood 1936, 1", Poisson(1), .0253, 5.572, 5e-4},
		{"Garwood 1936, 10", Poisson(10), 4.795, 18.390, 5e-4},
		{"Garwood 1936, 100", Poisson(100), 81.36, 121.63, 5e-3},
		// Boice & Monson's breast cancer after X-rays; the mid-p interval, which is a little wider than ours
		{"Rothman, 41/28010 : 15/19017", RateRatio(41, 28010, 15, 19017).Interval, 1.04, 3.45, .13},
	} {
		if math.Abs(tt.got.Low-tt.low) > tt.within || math.Abs(tt.got.High-tt.high) > tt.within {
			t.Errorf("%s: %.4f to %.4f, printed %.4f to %.4f", tt.source, tt.got.Low, tt.got.High, tt.low, tt.high)
		}
	}
	for _, tt := range []struct {
		source            string
		got, want, within float64
	}{
		{"Fisher's tea, 3/4 : 1/4", Fisher(3, 4, 1, 4), .4857, 5e-5},
		{"ratio of Koopman's example", ShareRatio(36, 40, 16, 80).Value, 4.5, 1e-9},
		{"ratio of Rothman's example", RateRatio(41, 28010, 15, 19017).Value, 1.856, 1e-3},
		{"two-sided normal", TwoSided(1.96), .05, 1e-4},
	} {
		if math.Abs(tt.got-tt.want) > tt.within {
			t.Errorf("%s: %.5f, printed %.5f", tt.source, tt.got, tt.want)
		}
	}
}

// TestFalseDiscovery: the example of Benjamini & Hochberg 1995 finds four at 5 %, Bonferroni three.
func TestFalseDiscovery(t *testing.T) {
	p := []float64{.0278, .0001, .0004, .0019, .0095, .0201, .0298, .0344, .0459, .3240, .4262, .5719, .6528, .7590, 1}
	found := 0
	for i, q := range FalseDiscovery(p) {
		if q <= MaxFalse {
			found++
		}
		if q < p[i] || q > 1 {
			t.Errorf("p %.4f became %.4f", p[i], q)
		}
	}
	if found != 4 {
		t.Errorf("%d found, printed 4", found)
	}
	if len(FalseDiscovery(nil)) != 0 {
		t.Error("nothing must give nothing")
	}
	if q := FalseDiscovery([]float64{math.NaN(), .04, math.NaN()}); q[1] != .04 || !math.IsNaN(q[0]) || !math.IsNaN(q[2]) {
		t.Errorf("what was no test counts: %v", q)
	}
}

// TestFalseDiscoveryRate draws 900 true hypotheses and 100 false ones.
func TestFalseDiscoveryRate(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 1))
	wrong, found := 0, 0
	for range 100 {
		p := make([]float64, 1000)
		for i := range p {
			d := random.NormFloat64()
			if i < 100 {
				d += 3.5
			}
			p[i] = TwoSided(d)
		}
		for i, q := range FalseDiscovery(p) {
			if q <= MaxFalse {
				found++
				if i >= 100 {
					wrong++
				}
			}
		}
	}
	if share := float64(wrong) / float64(found); share > .06 {
		t.Errorf("%.3f of what is found is false", share)
	}
}

// The spatial test data of Efron & Tibshirani (1993), table 14.1, A; the
// statistic is the plug-in variance, 171.5.
var spatial = []float64{48, 36, 20, 29, 42, 42, 20, 42, 22, 41, 45, 14, 6, 0, 33, 28, 34, 4, 32, 24, 47, 41, 24, 26, 30, 41}

func spatialVariance(w Sample) float64 {
	var n, mean, squares float64
	for i, x := range spatial {
		n, mean = n+float64(w[i]), mean+float64(w[i])*x
	}
	mean /= n
	for i, x := range spatial {
		squares += float64(w[i]) * (x - mean) * (x - mean)
	}
	return squares / n
}

func TestBootstrapPublished(t *testing.T) {
	e := Bootstrap(len(spatial), 4000, 1, spatialVariance)
	if math.Abs(e.Value-171.5) > .1 {
		t.Fatalf("variance %.2f", e.Value)
	}
	// Printed are the 90 % ends 115.8 and 259.6 of BCa; the acceleration is .061.
	weights := make(Sample, len(spatial))
	if a := acceleration(weights, spatialVariance); math.Abs(a-.061) > .001 {
		t.Errorf("acceleration %.4f, printed .061", a)
	}
	if e.Low > 115.8 || e.Low < 95 || e.High < 259.6 || e.High > 295 {
		t.Errorf("95 %% from %.1f to %.1f does not fit round the printed 90 %%", e.Low, e.High)
	}
	if again := Bootstrap(len(spatial), 4000, 1, spatialVariance); again != e {
		t.Error("the same seed gives another interval")
	}
}

// coverage gives how often an interval held the truth.
func coverage(rounds int, draw func(*rand.Rand) bool) float64 {
	random := rand.New(rand.NewPCG(7, 7))
	held := 0
	for range rounds {
		if draw(random) {
			held++
		}
	}
	return float64(held) / float64(rounds)
}

// TestCoverage simulates every interval. Counts are lumpy, so exact intervals
// hold the truth more often than they say; that is why their bound is open.
func TestCoverage(t *testing.T) {
	binomial := func(r *rand.Rand, n int, p float64) int {
		return int(distuv.Binomial{N: float64(n), P: p, Src: r}.Rand())
	}
	poisson := func(r *rand.Rand, mean float64) int { return int(distuv.Poisson{Lambda: mean, Src: r}.Rand()) }
	ordinal := []float64{0, 0, 1, 2, 4, 5, 6, 7, 7, 8, 8, 8, 9, 9, 10, 10} // skewed, as recommendation is
	mean := 0.0
	for _, x := range ordinal {
		mean += x / float64(len(ordinal))
	}
	sample := func(r *rand.Rand, n int) []float64 {
		xs := make([]float64, n)
		for i := range xs {
			xs[i] = ordinal[r.IntN(len(ordinal))]
		}
		return xs
	}
	for _, tt := range []struct {
		name      string
		low, high float64
		rounds    int
		draw      func(*rand.Rand) bool
	}{
		{"share .3 of 60", .93, .97, 20000, func(r *rand.Rand) bool { return Share(binomial(r, 60, .3), 60).Has(.3) }},
		{"share .04 of 200", .93, .97, 20000, func(r *rand.Rand) bool { return Share(binomial(r, 200, .04), 200).Has(.04) }},
		{"difference .3 of 80, .2 of 50", .93, .97, 20000, func(r *rand.Rand) bool {
			return ShareDifference(binomial(r, 80, .3), 80, binomial(r, 50, .2), 50).Has(.3 - .2)
		}},
		{"ratio .2 of 60 : .1 of 500", .93, .97, 5000, func(r *rand.Rand) bool {
			return ShareRatio(binomial(r, 60, .2), 60, binomial(r, 500, .1), 500).Has(2)
		}},
		{"exact Poisson 6", .95, .99, 5000, func(r *rand.Rand) bool { return Poisson(poisson(r, 6)).Has(6) }},
		{"rate ratio 2", .93, .97, 20000, func(r *rand.Rand) bool { return RateRatio(poisson(r, 30), 3, poisson(r, 25), 5).Has(2) }},
		{"mean of 40 scores", .93, .97, 10000, func(r *rand.Rand) bool { return Mean(sample(r, 40)).Has(mean) }},
		{"bootstrap mean of 60 scores", .93, .97, 1500, func(r *rand.Rand) bool {
			xs := sample(r, 60)
			return Bootstrap(60, 600, r.Uint64(), weightedMean(xs)).Has(mean)
		}},
		{"median of 45 waiting times", .94, .98, 10000, func(r *rand.Rand) bool {
			xs := make([]float64, 45)
			for i := range xs {
				xs[i] = math.Exp(r.NormFloat64())
			}
			slices.Sort(xs)
			return Quantile(xs, .5).Has(1)
		}},
	} {
		if got := coverage(tt.rounds, tt.draw); got < tt.low || got > tt.high {
			t.Errorf("%s: coverage %.3f, want %.2f to %.2f", tt.name, got, tt.low, tt.high)
		} else {
			t.Logf("%s: coverage %.3f", tt.name, got)
		}
	}
}

func weightedMean(xs []float64) func(Sample) float64 {
	return func(w Sample) float64 {
		var sum, n float64
		for i, x := range xs {
			sum, n = sum+float64(w[i])*x, n+float64(w[i])
		}
		return sum / n
	}
}

// TestErrorRates: of tests without an effect about 5 % say there is one.
func TestErrorRates(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 3))
	const rounds = 4000
	shares, rates := 0, 0
	for range rounds {
		a := int(distuv.Binomial{N: 150, P: .12, Src: random}.Rand())
		b := int(distuv.Binomial{N: 900, P: .12, Src: random}.Rand())
		if GTest(a, 150, b, 900) <= .05 {
			shares++
		}
		x := int(distuv.Poisson{Lambda: 20, Src: random}.Rand())
		y := int(distuv.Poisson{Lambda: 60, Src: random}.Rand())
		if RateTest(x, 1, y, 3) <= .05 {
			rates++
		}
	}
	for what, n := range map[string]int{"G": shares, "rates": rates} {
		if share := float64(n) / rounds; share < .03 || share > .065 {
			t.Errorf("%s: %.3f false alarms at 5 %%", what, share)
		}
	}
}

// TestEdges: nothing known is said as such, and never panics.
func TestEdges(t *testing.T) {
	inf := math.Inf(1)
	if s := Share(0, 0); s.Shown() || s.Interval != (Interval{0, 1}) {
		t.Errorf("share of nothing: %+v", s)
	}
	if s := Share(20, 20); s.High != 1 || s.Low < .8 {
		t.Errorf("all of twenty: %+v", s)
	}
	if r := ShareRatio(0, 20, 5, 50); r.Low != 0 || r.High < .5 || r.High > 2.5 || r.Value != 0 {
		t.Errorf("none of twenty: %+v", r)
	}
	if r := ShareRatio(5, 20, 0, 50); r.High != inf || r.Low < 1 || r.Value != inf {
		t.Errorf("only here: %+v", r)
	}
	if r := ShareRatio(20, 20, 50, 50); r.Value != 1 || !r.Has(1) || r.Low < .7 || r.High > 1.3 {
		t.Errorf("all and all: %+v", r)
	}
	if r := Rate(0, 0); r.Shown() {
		t.Errorf("rate without exposure: %+v", r)
	}
	if p := GTest(0, 10, 0, 20); p != 1 {
		t.Errorf("nothing to compare: p %f", p)
	}
	if p := GTest(30, 40, 30, 400); p > 1e-10 {
		t.Errorf("a plain difference: p %g", p)
	}
	for _, n := range []int{0, 1, 2, 5} {
		if q := Quantile([]float64{1, 2, 3, 4, 5}[:n], .5); q.Low > q.High || q.Shown() {
			t.Errorf("median of %d: %+v", n, q)
		}
	}
	if m := Mean(nil); m.Shown() {
		t.Errorf("mean of nothing: %+v", m)
	}
	if e := Bootstrap(0, 10, 1, func(Sample) float64 { return math.NaN() }); e.Shown() {
		t.Errorf("bootstrap of nothing: %+v", e)
	}
}
