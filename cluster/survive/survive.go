// Package survive estimates how long something takes when not all of it has
// happened yet: a customer who comes back, a complaint that gets closed.
//
// It takes waits, some of which ended and some of which were still running when
// the data ended, and gives the Kaplan-Meier curve with Greenwood's interval. It
// never guesses what a running wait will become.
package survive

import (
	"cmp"
	"math"
	"slices"

	"gonum.org/v1/gonum/stat/distuv"

	"luister/cluster/infer"
)

// A Wait is one thing that is waited for.
type Wait struct {
	Time  float64 // until it happened, or until it was last seen not to have happened
	Ended bool    // it happened
}

// A Step is a moment at which something happened.
type Step struct {
	Time     float64
	AtRisk   int     // waits that ran until just before
	Ended    int     // of these, ended now
	Survival float64 // share that lasts longer
	Error    float64 // standard error of Survival, by Greenwood
}

// A Curve is a Kaplan-Meier curve (Kaplan & Meier 1958, J Am Stat Assoc 53:457).
type Curve struct {
	N     int // waits
	Steps []Step

	times []float64 // of all waits, ascending: who is at risk when
}

// New gives the curve of waits, in any order. A wait that ends at the moment at
// which another was last seen counts as earlier, as is usual.
func New(waits []Wait) *Curve {
	waits = slices.Clone(waits)
	slices.SortFunc(waits, func(a, b Wait) int { return cmp.Compare(a.Time, b.Time) })
	c := &Curve{N: len(waits), times: make([]float64, len(waits))}
	for i, w := range waits {
		c.times[i] = w.Time
	}
	survival, greenwood := 1.0, 0.0
	for i := 0; i < len(waits); {
		at, ended, first := waits[i].Time, 0, i
		for ; i < len(waits) && waits[i].Time == at; i++ {
			if waits[i].Ended {
				ended++
			}
		}
		if ended == 0 {
			continue
		}
		n, d := float64(len(waits)-first), float64(ended)
		survival *= (n - d) / n
		greenwood += d / (n * (n - d)) // infinite when all that is left ends
		s := Step{Time: at, AtRisk: len(waits) - first, Ended: ended, Survival: survival}
		if survival > 0 {
			s.Error = survival * math.Sqrt(greenwood)
		}
		c.Steps = append(c.Steps, s)
	}
	return c
}

// at gives the last step up to a moment, nil before the first one.
func (c *Curve) at(time float64) *Step {
	i, found := slices.BinarySearchFunc(c.Steps, time, func(s Step, t float64) int { return cmp.Compare(s.Time, t) })
	if found {
		return &c.Steps[i]
	}
	if i == 0 {
		return nil
	}
	return &c.Steps[i-1]
}

// AtRisk counts the waits that ran up to a moment at least.
func (c *Curve) AtRisk(time float64) int {
	i, _ := slices.BinarySearch(c.times, time)
	return c.N - i
}

// Ended is the share that has ended by a moment, with an interval. N is how many
// waits the estimate is worth: those without any end before the moment count for
// as far as they were followed (the effective number of Peto and others).
//
// With ends the interval is Greenwood's on the scale log(-log S), which stays
// within 0 and 1 (Kalbfleisch & Prentice, The Statistical Analysis of Failure
// Time Data, 1.4). Without, or where all ended, it is the exact binomial one of
// the waits that were followed that long. Where nobody was followed that long
// the value is NaN.
func (c *Curve) Ended(time float64) infer.Estimate {
	followed := c.AtRisk(time)
	s := c.at(time)
	switch {
	case s == nil && followed == 0:
		return infer.Estimate{Value: math.NaN(), Interval: infer.Interval{Low: 0, High: 1}}
	case s == nil:
		return infer.Estimate{N: followed, Interval: infer.Interval{High: exactNone(followed)}}
	case s.Survival == 0:
		return infer.Estimate{N: s.AtRisk, Value: 1, Interval: infer.Interval{Low: 1 - exactNone(s.AtRisk), High: 1}}
	case followed == 0 && time > c.times[c.N-1]:
		return infer.Estimate{Value: math.NaN(), Interval: infer.Interval{Low: 1 - s.Survival, High: 1}}
	}
	low, high := s.interval()
	variance := s.Error * s.Error
	return infer.Estimate{N: int(math.Round(s.Survival * (1 - s.Survival) / variance)), Value: 1 - s.Survival, Interval: infer.Interval{Low: 1 - high, High: 1 - low}}
}

// interval gives the limits of Survival.
func (s *Step) interval() (low, high float64) {
	log := math.Log(s.Survival)
	half := distuv.UnitNormal.Quantile(1-(1-infer.Level)/2) * s.Error / s.Survival / math.Abs(log)
	return math.Exp(log * math.Exp(half)), math.Exp(log * math.Exp(-half))
}

// exactNone is the upper limit of a share of which n saw nothing (Clopper & Pearson 1934).
func exactNone(n int) float64 { return 1 - math.Pow((1-infer.Level)/2, 1/float64(n)) }

// Quantile is the time by which a share q has ended, with the interval of
// Brookmeyer & Crowley (1982, Biometrics 38:29): the times at which the interval
// of the curve holds q. The value is NaN, and the high end infinite, while too
// few have ended.
func (c *Curve) Quantile(q float64) infer.Estimate {
	e := infer.Estimate{N: c.N, Value: math.NaN(), Interval: infer.Interval{Low: math.Inf(-1), High: math.Inf(1)}}
	for i := range c.Steps {
		s := &c.Steps[i]
		low, high := 0.0, 0.0 // once all have ended
		if s.Survival > 0 {
			low, high = s.interval()
		}
		if math.IsInf(e.Low, -1) && low <= 1-q {
			e.Low = s.Time
		}
		if math.IsNaN(e.Value) && s.Survival <= 1-q+1e-12 {
			e.Value = s.Time
		}
		if high < 1-q {
			e.High = s.Time
			break
		}
	}
	if math.IsInf(e.Low, -1) {
		e.Low = 0
	}
	return e
}
