package infer

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// Rate is count/exposure with the exact Poisson interval (Garwood 1936,
// Biometrika 28:437). N is the count, because it is the count that makes a rate
// certain. Without exposure the value is NaN.
func Rate(count int, exposure float64) Estimate {
	if exposure <= 0 {
		return Estimate{count, math.NaN(), Interval{0, math.Inf(1)}}
	}
	return Estimate{count, float64(count) / exposure, Poisson(count).Scale(1 / exposure)}
}

// Poisson is the exact interval of the mean of which one count was seen.
func Poisson(count int) Interval {
	half := (1 - Level) / 2
	i := Interval{0, distuv.ChiSquared{K: 2 * (float64(count) + 1)}.Quantile(1-half) / 2}
	if count > 0 {
		i.Low = distuv.ChiSquared{K: 2 * float64(count)}.Quantile(half) / 2
	}
	return i
}

// RateRatio is (count1/exposure1) / (count2/exposure2). Given both counts
// together the first is binomial, so the interval is Wilson's for that share,
// turned into a ratio (Graham, Mengersen & Morton 2003, Stat Med 22:2071). N is
// the sum of the counts; the value is NaN if both are 0.
func RateRatio(count1 int, exposure1 float64, count2 int, exposure2 float64) Estimate {
	n := count1 + count2
	e := Estimate{n, math.NaN(), Interval{0, math.Inf(1)}}
	if n == 0 || exposure1 <= 0 || exposure2 <= 0 {
		return e
	}
	ratio := func(share float64) float64 { return share / (1 - share) * exposure2 / exposure1 }
	w := wilson(float64(count1), float64(n))
	e.Value, e.Interval = ratio(float64(count1)/float64(n)), Interval{ratio(w.Low), ratio(w.High)}
	return e
}

// RateTest tests whether two rates differ: the exact binomial test of the first
// count given both, two-sided with mid-p (Rothman, Greenland & Lash, Modern
// Epidemiology, ch. 14). It is 1 if there is nothing to compare.
func RateTest(count1 int, exposure1 float64, count2 int, exposure2 float64) float64 {
	n := count1 + count2
	if n == 0 || exposure1 <= 0 || exposure2 <= 0 {
		return 1
	}
	b := distuv.Binomial{N: float64(n), P: exposure1 / (exposure1 + exposure2)}
	at := b.Prob(float64(count1))
	below := b.CDF(float64(count1)) - at/2
	return min(1, 2*min(below, 1-below))
}
