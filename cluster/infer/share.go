package infer

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// Share is the proportion k/n with Wilson's score interval (Wilson 1927, J Am
// Stat Assoc 22:209; without continuity correction, as Newcombe 1998, Stat Med
// 17:857, advises). The value of n = 0 is NaN, its interval [0, 1].
func Share(k, n int) Estimate {
	if n <= 0 {
		return Estimate{0, math.NaN(), Interval{0, 1}}
	}
	return Estimate{n, float64(k) / float64(n), wilson(float64(k), float64(n))}
}

func wilson(k, n float64) Interval {
	p, zz := k/n, z*z
	middle := (p + zz/(2*n)) / (1 + zz/n)
	half := z / (1 + zz/n) * math.Sqrt(p*(1-p)/n+zz/(4*n*n))
	i := Interval{max(0, middle-half), min(1, middle+half)}
	if k == 0 { // exactly, not but for rounding
		i.Low = 0
	}
	if k == n {
		i.High = 1
	}
	return i
}

// ShareDifference is k1/n1 - k2/n2 with the interval made of two Wilson
// intervals (Newcombe 1998, Stat Med 17:873, method 10). N is the smaller n.
func ShareDifference(k1, n1, k2, n2 int) Estimate {
	a, b := Share(k1, n1), Share(k2, n2)
	if min(n1, n2) <= 0 {
		return Estimate{0, math.NaN(), Interval{-1, 1}}
	}
	d := a.Value - b.Value
	low := d - math.Hypot(a.Value-a.Low, b.High-b.Value)
	high := d + math.Hypot(a.High-a.Value, b.Value-b.Low)
	return Estimate{min(n1, n2), d, Interval{low, high}}
}

// ShareRatio is (k1/n1) / (k2/n2) with Koopman's score interval (Koopman 1984,
// Biometrics 40:513): the ratios for which the two counts are not unlikely,
// found by halving. N is the smaller n; the value is NaN if both counts are 0.
func ShareRatio(k1, n1, k2, n2 int) Estimate {
	e := Estimate{min(n1, n2), math.NaN(), Interval{0, math.Inf(1)}}
	if n1 <= 0 || n2 <= 0 || k1+k2 == 0 {
		return e
	}
	x, m, y, n := float64(k1), float64(n1), float64(k2), float64(n2)
	e.Value = x / m / (y / n)
	fits := func(ratio float64) bool { return koopman(x, m, y, n, ratio) <= z*z }
	// The ends are sought from the ratio of slightly shrunken shares, which fits and is finite.
	start := math.Log((x + 0.5) / (m + 1) / ((y + 0.5) / (n + 1)))
	if k1 > 0 && k2 > 0 {
		start = math.Log(e.Value)
	}
	if k1 > 0 {
		e.Low = math.Exp(edge(start, -1, fits))
	}
	if k2 > 0 {
		e.High = math.Exp(edge(start, 1, fits))
	}
	return e
}

// koopman is the chi-squared of two counts under a ratio of their shares; the
// shares under the ratio are those of the largest likelihood.
func koopman(x, m, y, n, ratio float64) float64 {
	a := ratio * (m + n)
	b := -(ratio*(m+y) + n + x)
	c := x + y
	p2 := (-b - math.Sqrt(max(0, b*b-4*a*c))) / (2 * a)
	p1 := ratio * p2
	chi := 0.0
	if v := m * p1 * (1 - p1); v > 0 {
		chi += (x - m*p1) * (x - m*p1) / v
	}
	if v := n * p2 * (1 - p2); v > 0 {
		chi += (y - n*p2) * (y - n*p2) / v
	}
	return chi
}

// edge finds how far fits holds from start in a direction, on a log scale.
func edge(start, direction float64, fits func(float64) bool) float64 {
	step := 0.5
	inside := start
	for fits(math.Exp(inside+direction*step)) && step < 64 {
		inside += direction * step
		step *= 2
	}
	outside := inside + direction*step
	for math.Abs(outside-inside) > 1e-7 {
		middle := (inside + outside) / 2
		if fits(math.Exp(middle)) {
			inside = middle
		} else {
			outside = middle
		}
	}
	return inside
}

// GTest tests whether two shares k1/n1 and k2/n2 differ: the likelihood-ratio
// test of a 2 × 2 table with Williams' correction (Sokal & Rohlf, Biometry, box
// 17.6), and Fisher's exact test where an expected count is below 5. It gives
// the two-sided p-value, 1 if there is nothing to compare.
func GTest(k1, n1, k2, n2 int) float64 {
	if n1 <= 0 || n2 <= 0 {
		return 1
	}
	rows := [2]float64{float64(n1), float64(n2)}
	columns := [2]float64{float64(k1 + k2), float64(n1 - k1 + n2 - k2)}
	all := rows[0] + rows[1]
	if columns[0] == 0 || columns[1] == 0 {
		return 1
	}
	if min(rows[0], rows[1])*min(columns[0], columns[1])/all < 5 {
		return Fisher(k1, n1, k2, n2)
	}
	g := 0.0
	for i, row := range [2][2]int{{k1, n1 - k1}, {k2, n2 - k2}} {
		for j, count := range row {
			if count > 0 {
				g += 2 * float64(count) * math.Log(float64(count)*all/(rows[i]*columns[j]))
			}
		}
	}
	williams := 1 + (all/rows[0]+all/rows[1]-1)*(all/columns[0]+all/columns[1]-1)/(6*all)
	return distuv.ChiSquared{K: 1}.Survival(max(0, g/williams))
}

// Fisher is Fisher's exact test of two shares k1/n1 and k2/n2: the two-sided
// p-value, as the sum of all tables that are no more likely than this one.
func Fisher(k1, n1, k2, n2 int) float64 {
	k, n := k1+k2, n1+n2
	least, most := max(0, k-n2), min(k, n1)
	log := func(x int) float64 {
		return logChoose(n1, x) + logChoose(n2, k-x) - logChoose(n, k)
	}
	// Tables as likely as this one but for rounding count as well.
	limit := log(k1) + 1e-7
	p := 0.0
	for x := least; x <= most; x++ {
		if l := log(x); l <= limit {
			p += math.Exp(l)
		}
	}
	return min(1, p)
}

func logChoose(n, k int) float64 {
	a, _ := math.Lgamma(float64(n) + 1)
	b, _ := math.Lgamma(float64(k) + 1)
	c, _ := math.Lgamma(float64(n-k) + 1)
	return a - b - c
}
