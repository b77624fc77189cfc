package infer

import (
	"cmp"
	"math"
	"slices"
)

// FalseDiscovery turns p-values into the smallest share of false discoveries at
// which each would count as one (Benjamini & Hochberg 1995, J R Stat Soc B
// 57:289; the adjusted p-values of Yekutieli & Benjamini 1999). The order is
// that of p. What is at most MaxFalse may be shown. A p-value that is NaN was no
// test: it does not count, and stays NaN.
func FalseDiscovery(p []float64) []float64 {
	var order []int
	for i := range p {
		if !math.IsNaN(p[i]) {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(p[a], p[b]) })
	q := slices.Repeat([]float64{math.NaN()}, len(p))
	least := 1.0
	for rank := len(order); rank > 0; rank-- {
		i := order[rank-1]
		least = min(least, p[i]*float64(len(order))/float64(rank))
		q[i] = least
	}
	return q
}

// TwoSided is the p-value of a normal deviate.
func TwoSided(deviate float64) float64 { return math.Erfc(math.Abs(deviate) / math.Sqrt2) }

// Normal is the estimate with a normal interval: value ± 1.96 standard errors.
func Normal(n int, value, standardError float64) Estimate {
	if math.IsNaN(standardError) {
		return Estimate{n, value, nothing()}
	}
	return Estimate{n, value, Interval{value - z*standardError, value + z*standardError}}
}
