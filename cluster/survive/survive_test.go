package survive

import (
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"testing"
)

// remission are the weeks that 21 patients on 6-mercaptopurine stayed in
// remission (Freireich and others 1963, Blood 21:699); negative: still so.
var remission = []float64{6, 6, 6, -6, 7, -9, 10, -10, -11, 13, 16, -17, -19, -20, 22, 23, -25, -32, -32, -34, -35}

func waits(times []float64) []Wait {
	var out []Wait
	for _, t := range times {
		out = append(out, Wait{math.Abs(t), t > 0})
	}
	return out
}

// TestRemission compares with the published curve (Kalbfleisch & Prentice 1980;
// Kleinbaum & Klein, Survival Analysis, table 2.2), standard errors by
// Greenwood, limits on the scale log(-log S).
func TestRemission(t *testing.T) {
	c := New(waits(remission))
	for i, want := range []struct {
		time                       float64
		atRisk, ended              int
		survival, error, low, high float64
	}{
		{6, 21, 3, .857, .0764, .620, .952},
		{7, 17, 1, .807, .0869, .563, .923},
		{10, 15, 1, .753, .0963, .503, .889},
		{13, 12, 1, .690, .1068, .432, .849},
		{16, 11, 1, .627, .1141, .368, .805},
		{22, 7, 1, .538, .1282, .268, .747},
		{23, 6, 1, .448, .1346, .188, .680},
	} {
		s := c.Steps[i]
		got := fmt.Sprintf("%v %d %d %.3f %.4f", s.Time, s.AtRisk, s.Ended, s.Survival, s.Error)
		if expect := fmt.Sprintf("%v %d %d %.3f %.4f", want.time, want.atRisk, want.ended, want.survival, want.error); got != expect {
			t.Errorf("step %d: %s, want %s", i, got, expect)
		}
		e := c.Ended(want.time)
		if math.Abs(1-e.High-want.low) > .0006 || math.Abs(1-e.Low-want.high) > .0006 {
			t.Errorf("week %v: survival %.3f to %.3f, want %.3f to %.3f", want.time, 1-e.High, 1-e.Low, want.low, want.high)
		}
	}
	if len(c.Steps) != 7 || c.AtRisk(23) != 6 || c.AtRisk(24) != 5 {
		t.Errorf("%d steps, %d and %d at risk", len(c.Steps), c.AtRisk(23), c.AtRisk(24))
	}
	if m := c.Quantile(.5); m.Value != 23 || m.Low != 13 || !math.IsInf(m.High, 1) {
		t.Errorf("median %v (%v-%v), want 23 (13-)", m.Value, m.Low, m.High)
	}
}

// TestEdges holds what is said where there is little to say it by.
func TestEdges(t *testing.T) {
	for _, tt := range []struct {
		name                  string
		times                 []float64
		at                    float64
		value, low, high, not float64
	}{
		{"nothing", nil, 30, math.NaN(), 0, 1, 0},
		{"none ended of ten", []float64{-90, -90, -90, -90, -90, -90, -90, -90, -90, -90}, 30, 0, 0, .308, 0},
		{"all ended", []float64{1, 2, 3}, 30, 1, .025, 1, 0},
		{"not followed that long", []float64{1, -2, -3}, 30, math.NaN(), .333, 1, 0},
	} {
		e := New(waits(tt.times)).Ended(tt.at)
		if math.IsNaN(e.Value) != math.IsNaN(tt.value) || !math.IsNaN(tt.value) && e.Value != tt.value || math.Abs(e.Low-tt.low) > .001 || math.Abs(e.High-tt.high) > .001 {
			t.Errorf("%s: %v (%v-%v)", tt.name, e.Value, e.Low, e.High)
		}
	}
}

// A cohort is n customers of whom half come back within mean×ln 2 days.
type cohort struct {
	n    int
	mean float64
}

// coverage simulates customers who come back, followed for 1 to 365 days, and
// says how often the interval of the share within 90 days holds the truth, in percent.
func (c cohort) coverage(rounds int) (truth, held float64) {
	random := rand.New(rand.NewPCG(3, uint64(c.n)))
	truth = 1 - math.Exp(-90/c.mean)
	for range rounds {
		var all []Wait
		for range c.n {
			back, seen := random.ExpFloat64()*c.mean, 1+364*random.Float64()
			all = append(all, Wait{min(back, seen), back <= seen})
		}
		if New(all).Ended(90).Has(truth) {
			held += 100 / float64(rounds)
		}
	}
	return truth, held
}

// TestCoverage holds the coverage to 93 to 97, and what so few rounds leave to chance.
func TestCoverage(t *testing.T) {
	for _, c := range []cohort{{40, 300}, {150, 300}, {150, 1500}, {600, 800}} {
		if truth, held := c.coverage(1000); held < 92 || held > 98 {
			t.Errorf("n %d, share %.3f: the interval holds it %.1f %% of the time", c.n, truth, held)
		}
	}
}

// TestEvalCoverage is TestCoverage with rounds enough.
func TestEvalCoverage(t *testing.T) {
	if os.Getenv("LUISTER_EVAL") == "" {
		t.Skip("set LUISTER_EVAL=1")
	}
	for _, c := range []cohort{{25, 300}, {40, 300}, {150, 300}, {150, 1500}, {600, 800}} {
		truth, held := c.coverage(10000)
		fmt.Printf("EVAL cluster/survive coverage %.3f n=10000 (%d customers, share %.3f)\n", held/100, c.n, truth)
		if held < 93 || held > 97.5 {
			t.Errorf("n %d, share %.3f: the interval holds it %.1f %% of the time", c.n, truth, held)
		}
	}
}
