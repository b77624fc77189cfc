package effect

import (
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"testing"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat/distuv"
)

// TestModels compares with published fits.
func TestModels(t *testing.T) {
	// Counts of three outcomes under three treatments (Dobson 1990, An
	// Introduction to Generalized Linear Models, p. 93; the example of R's glm).
	poisson := model{counts: []float64{18, 17, 15, 20, 10, 20, 25, 13, 12}}
	for i := range 9 {
		row := []float64{1, 0, 0, 0, 0}
		if i%3 > 0 {
			row[i%3] = 1
		}
		if i/3 > 0 {
			row[2+i/3] = 1
		}
		poisson.design = append(poisson.design, row)
	}
	coefficients, inverse := make([]float64, 5), mat.NewSymDense(5, nil)
	coefficients[0] = poisson.level()
	ok := poisson.solve(coefficients, 0, inverse)
	check(t, "Dobson", ok, coefficients, []float64{3.044522, -.4542553, -.2929871, 0, 0})
	var errors []float64
	for j := range 5 {
		errors = append(errors, math.Sqrt(inverse.At(j, j)))
	}
	check(t, "Dobson errors", ok, errors, []float64{.1708987, .2021708, .1927423, .2, .2})

	// Beetles killed by a dose (Bliss 1935; Dobson p. 109): logit, coefficients -60.72 and 34.27.
	killed := model{counts: []float64{6, 13, 18, 28, 52, 53, 61, 60}, trials: []float64{59, 60, 62, 56, 63, 59, 62, 60}}
	for _, dose := range []float64{1.6907, 1.7242, 1.7552, 1.7842, 1.8113, 1.8369, 1.8610, 1.8839} {
		killed.design = append(killed.design, []float64{1, dose - 1.8})
	}
	coefficients = []float64{killed.level(), 0}
	ok = killed.solve(coefficients, 0, mat.NewSymDense(2, nil))
	check(t, "Bliss", ok, []float64{coefficients[0] - 1.8*coefficients[1], coefficients[1]}, []float64{-60.717, 34.270})
}

func check(t *testing.T, name string, ok bool, got, want []float64) {
	t.Helper()
	for i := range want {
		if !ok || math.Abs(got[i]-want[i]) > .0006*max(1, math.Abs(want[i])) {
			t.Errorf("%s: %v, want %v", name, got, want)
			return
		}
	}
}

// A world makes counts of a driver and its pool.
type world struct {
	random     *rand.Rand
	mean, pool float64 // a day
	ratio      float64 // true effect
	clump      float64 // variance of the rate of a week, relative to its square
	before     int     // days
	after      int
	common     bool    // all complaints rise by half when the measure starts
	lasting    float64 // part of the rate of a week that lasts into the next
}

func (w world) counts() Counts {
	n := w.before + w.after
	c := Counts{make([]float64, n), make([]float64, n), nil}
	shape := 1 / max(w.clump, 1e-9)
	own, pool := 1.0, 1.0
	for day := range n {
		if day%week == w.before%week {
			own = math.Pow(own, w.lasting) * distuv.Gamma{Alpha: shape, Beta: shape, Src: w.random}.Rand()
			pool = distuv.Gamma{Alpha: 10 * shape, Beta: 10 * shape, Src: w.random}.Rand()
		}
		season := math.Exp(.2 * math.Sin(2*math.Pi*float64(day)/365.25))
		step := 1.0
		if day >= w.before {
			step = w.ratio
		}
		both := season
		if w.common && day >= w.before {
			both *= 1.5
		}
		c.Own[day] = distuv.Poisson{Lambda: w.mean * both * step * own, Src: w.random}.Rand()
		c.Pool[day] = distuv.Poisson{Lambda: w.pool * both * pool, Src: w.random}.Rand()
	}
	return c
}

// A scene is a world with what is to be held there.
type scene struct {
	name string
	world
	series bool // hold the interrupted series too: it cannot see what all drivers share
}

func scenes() []scene {
	return []scene{
		{"as chance has it", world{mean: 2, pool: 40, ratio: .7, before: 400, after: 200}, true},
		{"no effect", world{mean: 2, pool: 40, ratio: 1, before: 400, after: 120}, true},
		{"clumped", world{mean: 3, pool: 60, ratio: .6, clump: .15, before: 500, after: 180}, true},
		{"few", world{mean: .4, pool: 20, ratio: .7, before: 365, after: 150}, false},
		{"all rise", world{mean: 2, pool: 40, ratio: .7, clump: .05, before: 400, after: 200, common: true}, false},
		{"two years", world{mean: 1, pool: 40, ratio: .5, clump: .1, before: 700, after: 300}, true},
		{"one week tells of the next", world{mean: 3, pool: 60, ratio: .6, clump: .1, lasting: .5, before: 500, after: 180}, false},
	}
}

// covered says how often the intervals hold the true effect, in percent.
func (s scene) covered(rounds int) (difference, series float64) {
	s.random = rand.New(rand.NewPCG(7, uint64(len(s.name))))
	for range rounds {
		e := Of(s.counts(), s.before, s.before+s.after)
		if e.Difference.Has(s.ratio) {
			difference += 100 / float64(rounds)
		}
		if e.Series.Has(s.ratio) {
			series += 100 / float64(rounds)
		}
	}
	return difference, series
}

// TestCoverage simulates measures of known effect: the intervals hold it 93 to 97
// times of a hundred, give or take what so few rounds leave to chance.
func TestCoverage(t *testing.T) {
	for _, s := range scenes() {
		difference, series := s.covered(200)
		if difference < least-4 || s.series && series < least-4 {
			t.Errorf("%s: difference %.1f %%, series %.1f %%", s.name, difference, series)
		}
	}
}

// least is the coverage that is asked for.
const least = 93

// TestEvalCoverage is TestCoverage with rounds enough to hold 93 to 97.
func TestEvalCoverage(t *testing.T) {
	if os.Getenv("LUISTER_EVAL") == "" {
		t.Skip("set LUISTER_EVAL=1")
	}
	for _, s := range scenes() {
		difference, series := s.covered(3000)
		fmt.Printf("EVAL cluster/effect coverage-difference %.3f n=3000 (%s)\n", difference/100, s.name)
		if s.series {
			fmt.Printf("EVAL cluster/effect coverage-series %.3f n=3000 (%s)\n", series/100, s.name)
		}
		if difference < least || difference > 97.5 || s.series && (series < least || series > 97.5) {
			t.Errorf("%s: difference %.1f %%, series %.1f %%", s.name, difference, series)
		}
	}
}

// TestVerdicts holds what is said, and when nothing is.
func TestVerdicts(t *testing.T) {
	random := rand.New(rand.NewPCG(11, 2))
	for _, tt := range []struct {
		name string
		world
		start int // moved from where the effect begins
		want  Verdict
	}{
		{"halved", world{mean: 3, pool: 50, ratio: .5, before: 300, after: 120}, 0, Less},
		{"doubled", world{mean: 3, pool: 50, ratio: 2, before: 300, after: 120}, 0, More},
		{"nothing happened", world{mean: 3, pool: 50, ratio: 1, before: 300, after: 120}, 0, NoChange},
		{"all complaints rise", world{mean: 3, pool: 50, ratio: 1, before: 300, after: 120, common: true}, 0, NoChange},
		{"three weeks", world{mean: 3, pool: 50, ratio: .5, before: 300, after: 21}, 0, TooEarly},
		{"a few complaints", world{mean: .05, pool: 50, ratio: .5, before: 400, after: 60}, 0, TooEarly},
		{"no past", world{mean: 3, pool: 50, ratio: .5, before: 20, after: 200}, 0, NoHistory},
		{"next month", world{mean: 3, pool: 50, ratio: .5, before: 300, after: 30}, 31, NotYet},
	} {
		tt.random = random
		e := Of(tt.counts(), tt.before+tt.start, tt.before+tt.after)
		if e.Verdict != tt.want {
			t.Errorf("%s: %q, want %q (%.2f, %.2f-%.2f)", tt.name, e.Verdict, tt.want, e.Difference.Value, e.Difference.Low, e.Difference.High)
		}
	}
}

// TestDrift holds that what was falling already is not called an effect.
func TestDrift(t *testing.T) {
	random := rand.New(rand.NewPCG(13, 2))
	wrong := 0
	for range 100 {
		c := Counts{make([]float64, 500), make([]float64, 500), nil}
		for day := range 500 {
			c.Own[day] = distuv.Poisson{Lambda: 4 * math.Exp(-float64(day)/350), Src: random}.Rand()
			c.Pool[day] = distuv.Poisson{Lambda: 60, Src: random}.Rand()
		}
		if e := Of(c, 350, 500); e.Verdict == Less || e.Verdict == More {
			wrong++
		}
	}
	if wrong > 10 {
		t.Errorf("%d of 100 drivers that fell all along are called an effect", wrong)
	}
}

// TestJudgeAll holds that many measures without effect are not called effects by chance.
func TestJudgeAll(t *testing.T) {
	random := rand.New(rand.NewPCG(17, 2))
	called := 0
	for range 20 {
		var effects []Effect
		for range 30 {
			w := world{random: random, mean: 1, pool: 40, ratio: 1, before: 300, after: 120}
			effects = append(effects, Of(w.counts(), 300, 420))
		}
		JudgeAll(effects)
		for _, e := range effects {
			if e.Verdict != NoChange {
				called++
			}
		}
	}
	if called > 5 {
		t.Errorf("%d of 600 measures without effect are called effects", called)
	}
}

// TestEndedBeforeCounts: a measure that was over before the first day that is
// known has no weeks to compare.
func TestEndedBeforeCounts(t *testing.T) {
	days := make([]float64, 400)
	if e := Of(Counts{Own: days, Pool: days}, 0, -1000); e.Verdict != NoHistory || e.Weeks != 0 {
		t.Errorf("%+v", e)
	}
}

func TestNumber(t *testing.T) {
	for text, ok := range map[string]bool{"0,24": true, " 12 ": true, "NaN": false, "Inf": false, "1e999": false, "veel": false} {
		if _, err := number(text); (err == nil) != ok {
			t.Errorf("%q: %v", text, err)
		}
	}
}
