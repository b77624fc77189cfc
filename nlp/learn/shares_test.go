package learn

import (
	"math"
	"testing"
)

func TestLean(t *testing.T) {
	a := answers{count: []float64{1, 2, 20, 300}}
	doubted, favoured := a.doubted(1, 2), a.lean(0.3)
	for k := 1; k < len(a.count); k++ {
		if doubted[k] <= doubted[k-1] {
			t.Errorf("%g examples are doubted as much as %g: %v", a.count[k], a.count[k-1], doubted)
		}
		if favoured[k] >= favoured[k-1] {
			t.Errorf("%g examples are favoured as much as %g: %v", a.count[k], a.count[k-1], favoured)
		}
	}
}

// A label of one example is doubted, but not where its margin is high.
func TestDoubt(t *testing.T) {
	a := answers{count: []float64{300, 1}}
	c := calibration{slope: []float64{8}, offset: a.doubted(5, 2), power: 3, soft: 2, lean: a.lean(0), bend: straight}
	for _, one := range []struct {
		frequent, rare float64
		best           int
	}{{0.3, 0.5, 1}, {-0.7, -0.6, 0}, {0.5, 0.3, 0}} {
		if p := c.shares(nil, []float64{one.frequent, one.rare}); p[one.best] < p[1-one.best] {
			t.Errorf("margins %g and %g: %.2f", one.frequent, one.rare, p)
		}
	}
}

// uneven gives answers about a frequent label and one of rare examples that are
// clear, beside some that are a little nearer to the frequent label though some of
// them are of the rare one.
func uneven(rare float64, nearFrequent, nearRare int) answers {
	a := answers{count: []float64{300, rare}}
	add := func(n, truth int, margins ...float64) {
		for range n {
			a.margins, a.truth = append(a.margins, margins), append(a.truth, truth)
		}
	}
	add(290, 0, 1, -1)
	add(20, 1, -1, 1)
	add(nearFrequent, 0, -0.49, -0.51)
	add(nearRare, 1, -0.49, -0.51)
	return a
}

func TestFavour(t *testing.T) {
	given := func(a *answers, c *calibration) (rare int) {
		a.best(c, func(_, best int, _ float64) { rare += best })
		return rare
	}
	for _, one := range []struct {
		name                   string
		examples               float64 // of the rare label
		nearFrequent, nearRare int
		found                  int // how often the rare label is given then
	}{
		{"as many are won as lost", 10, 10, 10, 40},
		{"more are lost than by chance", 10, 60, 0, 20},
		{"what was found of it was found by chance", few - 1, 10, 10, 20},
	} {
		a := uneven(one.examples, one.nearFrequent, one.nearRare)
		c := calibration{slope: []float64{1}, offset: []float64{0, 0}, power: 1, bend: straight}
		if n := given(&a, &c); n != 20 {
			t.Fatalf("%s: without favour the rare label is given %d times", one.name, n)
		}
		c.lean = make([]float64, 2)
		c = a.favour(c)
		if n := given(&a, &c); n != one.found {
			t.Errorf("%s: the rare label is given %d times, wanted %d", one.name, n, one.found)
		}
	}
}

func TestSharesAddUp(t *testing.T) {
	a := uneven(10, 10, 10)
	c := a.fit()
	for _, margin := range [][]float64{{0, 0}, {-900, -800}, {50, -3}} {
		sum := 0.0
		for _, p := range c.shares(nil, margin) {
			sum += p
		}
		if math.Abs(sum-1) > 1e-12 {
			t.Errorf("shares of %v add up to %g", margin, sum)
		}
	}
}
