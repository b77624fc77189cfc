// Package infer says how sure a number is.
//
// It owns the intervals, tests and minimum numbers that all figures of drivers
// share, so that two figures with the same name are made in the same way. It
// takes counts and plain slices and gives an Estimate, an Interval or a p-value.
// All intervals are at 95 %. It never reads documents, never rounds, and draws
// random numbers only from a seed that the caller gives.
//
// The measure of an interval is its coverage: how often it holds the truth. The
// tests of this package simulate it for every interval here.
package infer

import "math"

// Level is the confidence of every interval.
const Level = 0.95

// z is the normal quantile of Level, two-sided.
const z = 1.959963984540054

// Minimum numbers. What is below them is counted, but no share, rate, mean or
// comparison of it is shown.
const (
	MinN     = 10   // observations behind a share, a rate or a mean
	MinGroup = 30   // observations behind a comparison of two groups or a model
	MinCell  = 5    // observations in one cell of a table of groups; smaller cells are hidden
	MaxFalse = 0.05 // false discoveries among what is called over-represented, changed or different (Benjamini-Hochberg)
)

// An Interval is a 95 % interval. Without an end it is infinite there.
type Interval struct{ Low, High float64 }

// Has says whether the interval holds a value.
func (i Interval) Has(v float64) bool { return i.Low <= v && v <= i.High }

// Scale multiplies both ends by a positive number.
func (i Interval) Scale(by float64) Interval { return Interval{i.Low * by, i.High * by} }

// StandardError is that of a normal interval as wide as this one.
func (i Interval) StandardError() float64 { return (i.High - i.Low) / (2 * z) }

// nothing is the interval of what is not known at all.
func nothing() Interval { return Interval{math.Inf(-1), math.Inf(1)} }

// An Estimate is a number with its uncertainty and the number of observations
// behind it.
type Estimate struct {
	N     int
	Value float64
	Interval
}

// Shown says whether there are enough observations to show the estimate.
func (e Estimate) Shown() bool { return e.N >= MinN && !math.IsNaN(e.Value) }
