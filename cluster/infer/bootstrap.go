package infer

import (
	"math"
	"math/rand/v2"
	"slices"

	"gonum.org/v1/gonum/stat/distuv"
)

// Rounds is how many times Bootstrap draws, if the caller has no reason for another number.
const Rounds = 1000

// A Sample is what a statistic is computed from: how often each observation
// was drawn. Their sum is the number of observations.
type Sample []int32

// Bootstrap gives the statistic of all observations with the bias-corrected and
// accelerated interval (BCa; Efron 1987, J Am Stat Assoc 82:171): draws of n
// observations with replacement, corrected for bias by where the value lies
// among them and for skewness by leaving out observations one by one. Above 2,000
// observations they are left out in 200 blocks. The same seed gives the same
// interval. The statistic may be NaN for a draw that cannot be computed; such
// draws are left out.
func Bootstrap(n, rounds int, seed uint64, statistic func(Sample) float64) Estimate {
	weights := make(Sample, n)
	fill(weights)
	value := statistic(weights)
	if n < 2 || math.IsNaN(value) {
		return Estimate{n, value, nothing()}
	}
	draws := Resample(n, rounds, seed, statistic)
	return Estimate{n, value, BCa(draws, value, acceleration(weights, statistic))}
}

// Resample gives the statistic of as many draws, in ascending order, without those that are NaN.
func Resample(n, rounds int, seed uint64, statistic func(Sample) float64) []float64 {
	random := rand.New(rand.NewPCG(seed, uint64(n)))
	weights := make(Sample, n)
	draws := make([]float64, 0, rounds)
	for range rounds {
		clear(weights)
		for range n {
			weights[random.IntN(n)]++
		}
		if v := statistic(weights); !math.IsNaN(v) {
			draws = append(draws, v)
		}
	}
	slices.Sort(draws)
	return draws
}

// BCa is the bias-corrected and accelerated interval of ascending draws.
// An acceleration of 0 corrects for bias only.
func BCa(ascending []float64, value, acceleration float64) Interval {
	if len(ascending) == 0 {
		return nothing()
	}
	below := 0.0
	for _, d := range ascending {
		if d < value {
			below++
		} else if d == value {
			below += 0.5
		}
	}
	count := float64(len(ascending))
	unit := distuv.UnitNormal
	bias := unit.Quantile(min(max(below, 0.5), count-0.5) / count)
	level := func(z float64) float64 {
		return unit.CDF(bias + (bias+z)/(1-acceleration*(bias+z)))
	}
	return Interval{at(ascending, level(-z)), at(ascending, level(z))}
}

// at gives a quantile of ascending draws, between two of them where it falls between.
func at(ascending []float64, q float64) float64 {
	place := q*float64(len(ascending)+1) - 1
	i := int(math.Floor(place))
	if i < 0 {
		return ascending[0]
	}
	if i+1 >= len(ascending) {
		return ascending[len(ascending)-1]
	}
	return ascending[i] + (place-float64(i))*(ascending[i+1]-ascending[i])
}

const (
	eachUpTo = 2000 // observations that are left out one by one
	blocks   = 200
)

// acceleration is how fast the spread of the statistic changes with its value:
// the skewness of its jackknife values (Efron & Tibshirani, An Introduction to
// the Bootstrap, 14.15).
func acceleration(weights Sample, statistic func(Sample) float64) float64 {
	n := len(weights)
	parts := n
	if n > eachUpTo {
		parts = blocks
	}
	values := make([]float64, 0, parts)
	for part := range parts {
		fill(weights)
		for i := part; i < n; i += parts {
			weights[i] = 0
		}
		if v := statistic(weights); !math.IsNaN(v) {
			values = append(values, v)
		}
	}
	return skew(values)
}

// skew gives sum d³ / (6 (sum d²)^1.5) of the distances below the mean.
func skew(values []float64) float64 {
	mean := 0.0
	for _, v := range values {
		mean += v / float64(len(values))
	}
	var squares, cubes float64
	for _, v := range values {
		d := mean - v
		squares += d * d
		cubes += d * d * d
	}
	if squares == 0 {
		return 0
	}
	return cubes / (6 * math.Pow(squares, 1.5))
}

func fill(weights Sample) {
	for i := range weights {
		weights[i] = 1
	}
}
