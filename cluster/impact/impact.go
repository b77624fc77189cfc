// Package impact says what drivers do to a score.
//
// It takes scores (recommendation, satisfaction, effort), the drivers and the
// segments of each, and gives per driver how much the mean score would change
// without it, with its interval, and how much of the differences between scores
// it explains. The other drivers and the segments are held equal by regression;
// what no column tells is not, so an impact is what goes together with a driver,
// and at most what taking it away would bring. It never mixes scales.
package impact

import (
	"cmp"
	"math"
	"slices"

	"luister/cluster/infer"
)

// Data are scores with what goes with them: one element a score in every slice.
type Data struct {
	Score    []float64
	Drivers  [][]int32 // numbers of drivers, from 0
	Segments [][]int32 // numbers of values of segments, from 0; nil if there are none
	Of       []int32   // of every value: the number of its segment (product, channel, ...)
	Unit     []int32   // number of the customer: scores of one customer are not independent; nil if all are others
}

// An Impact is what one driver does to the mean score.
type Impact struct {
	Driver int32
	N      int            // scores with the driver
	Mean   infer.Estimate // of those
	Effect infer.Estimate // difference with a score without the driver, all else equal
	Impact infer.Estimate // change of the mean of all scores without the driver
	Weight float64        // part of the explained differences, 0 to 1: relative weight
	P, Q   float64        // of no effect; Q is corrected for the number of drivers
}

// most is the number of drivers in one regression: the largest ones. It bounds
// the time, and hundreds of coefficients would say nothing about one.
const most = 200

// Measure gives the impact of every driver with enough scores, the worst for
// the mean first. The same seed gives the same intervals.
func Measure(d Data, seed uint64) []Impact {
	m, ok := newModel(d)
	if !ok {
		return nil
	}
	beta, ok := m.solve(m.every())
	if !ok {
		return nil
	}
	effects, impacts := m.intervals(beta, seed)
	weights, places := m.relativeWeights(), m.places(beta, m.every())
	out := make([]Impact, len(m.drivers))
	p := make([]float64, len(out))
	for i, driver := range m.drivers {
		scores, effect := m.scoresWith(i), places[i].effect
		p[i] = infer.TwoSided(effect / effects[i].StandardError())
		out[i] = Impact{Driver: driver, N: len(scores), Mean: infer.Mean(scores), P: p[i], Weight: weights[i],
			Effect: infer.Estimate{N: len(scores), Value: effect, Interval: effects[i]},
			Impact: infer.Estimate{N: len(scores), Value: -effect * places[i].share, Interval: impacts[i]}}
	}
	for i, q := range infer.FalseDiscovery(p) {
		out[i].Q = q
	}
	slices.SortStableFunc(out, func(a, b Impact) int {
		return cmp.Or(cmp.Compare(b.Impact.Value, a.Impact.Value), cmp.Compare(a.Driver, b.Driver))
	})
	return out
}

// Recommendation turns a likelihood to recommend of 0 to 10 into net promoter
// points, whose mean is the NPS: 100 for 9 and 10, -100 for 0 to 6 (Reichheld
// 2003, Harvard Business Review).
func Recommendation(likelihood float64) float64 {
	switch {
	case math.IsNaN(likelihood):
		return likelihood
	case likelihood >= 9:
		return 100
	case likelihood >= 7:
		return 0
	}
	return -100
}
