package infer

import (
	"math"
	"slices"
	"sort"

	"gonum.org/v1/gonum/stat"
	"gonum.org/v1/gonum/stat/distuv"
)

// Mean is the mean with Student's interval. Scores on a scale are no normal
// numbers, but from MinN on the interval holds (see the test of its coverage).
// Missing values must have been left out.
func Mean(xs []float64) Estimate {
	n := float64(len(xs))
	if n < 2 {
		return Estimate{len(xs), stat.Mean(xs, nil), nothing()}
	}
	mean, sd := stat.MeanStdDev(xs, nil)
	half := distuv.StudentsT{Sigma: 1, Nu: n - 1}.Quantile(1-(1-Level)/2) * sd / math.Sqrt(n)
	return Estimate{len(xs), mean, Interval{mean - half, mean + half}}
}

// Quantile is the q-quantile of ascending values with the interval between the
// order statistics whose binomial ranks hold it (Conover, Practical
// Nonparametric Statistics, 3.2). It is what waiting times need: they are
// skewed, and a few are enormous.
func Quantile(ascending []float64, q float64) Estimate {
	n := len(ascending)
	if n == 0 {
		return Estimate{0, math.NaN(), nothing()}
	}
	if !slices.IsSorted(ascending) {
		panic("infer: values of a quantile must ascend")
	}
	e := Estimate{n, stat.Quantile(q, stat.LinInterp, ascending, nil), nothing()}
	if n == 1 {
		e.Value = ascending[0]
	}
	half := (1 - Level) / 2
	ranks := distuv.Binomial{N: float64(n), P: q}
	low := sort.Search(n, func(k int) bool { return ranks.CDF(float64(k)) > half }) - 1
	high := sort.Search(n, func(k int) bool { return ranks.CDF(float64(k)) >= 1-half })
	if low >= 0 {
		e.Low = ascending[low]
	}
	if high < n {
		e.High = ascending[high]
	}
	return e
}
