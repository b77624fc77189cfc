// Package agree measures how far two sides agree on the same things.
//
// Of two groupings it reads two labels per thing and gives numbers between 0 (as
// by chance) and 1 (the same grouping); what the labels are called does not
// matter. Of codes it reads what people said and what was given, and gives
// precision, recall, F1, mistakes and kappa, with intervals.
package agree

import "math"

// table counts how often each pair of labels occurs.
type table struct {
	cells      map[[2]int]float64
	rows, cols []float64
	n          float64
}

func count[T comparable](a, b []T) table {
	t := table{cells: map[[2]int]float64{}}
	rows, cols := numbers(a), numbers(b)
	for i := range rows {
		t.cells[[2]int{rows[i], cols[i]}]++
		t.rows, t.cols = bump(t.rows, rows[i]), bump(t.cols, cols[i])
		t.n++
	}
	return t
}

func numbers[T comparable](labels []T) []int {
	seen := map[T]int{}
	out := make([]int, len(labels))
	for i, l := range labels {
		n, ok := seen[l]
		if !ok {
			n = len(seen)
			seen[l] = n
		}
		out[i] = n
	}
	return out
}

func bump(sums []float64, i int) []float64 {
	for len(sums) <= i {
		sums = append(sums, 0)
	}
	sums[i]++
	return sums
}

// ARI is the adjusted Rand index (Hubert and Arabie 1985).
func ARI[T comparable](a, b []T) float64 {
	t := count(a, b)
	var both, one, two float64
	for _, c := range t.cells {
		both += pairs(c)
	}
	for _, c := range t.rows {
		one += pairs(c)
	}
	for _, c := range t.cols {
		two += pairs(c)
	}
	if pairs(t.n) == 0 {
		return 1
	}
	expected, most := one*two/pairs(t.n), (one+two)/2
	if most == expected {
		return 1
	}
	return (both - expected) / (most - expected)
}

func pairs(n float64) float64 { return n * (n - 1) / 2 }

// AMI is the adjusted mutual information, with the mean of the entropies as the
// most that is possible (Vinh, Epps and Bailey 2010).
func AMI[T comparable](a, b []T) float64 {
	t := count(a, b)
	most := (entropy(t.rows, t.n) + entropy(t.cols, t.n)) / 2
	expected := t.expected()
	if math.Abs(most-expected) < 1e-12 {
		return 1
	}
	return (t.mutual() - expected) / (most - expected)
}

func entropy(sums []float64, n float64) float64 {
	var h float64
	for _, c := range sums {
		h -= c / n * math.Log(c/n)
	}
	return h
}

func (t table) mutual() float64 {
	var sum float64
	for at, c := range t.cells {
		sum += c / t.n * math.Log(t.n*c/(t.rows[at[0]]*t.cols[at[1]]))
	}
	return sum
}

// expected is the mean mutual information of random groupings of these sizes.
func (t table) expected() float64 {
	var sum float64
	for _, a := range t.rows {
		for _, b := range t.cols {
			for c := math.Max(1, a+b-t.n); c <= math.Min(a, b); c++ {
				p := math.Exp(lf(a) + lf(b) + lf(t.n-a) + lf(t.n-b) - lf(t.n) - lf(c) - lf(a-c) - lf(b-c) - lf(t.n-a-b+c))
				sum += c / t.n * math.Log(t.n*c/(a*b)) * p
			}
		}
	}
	return sum
}

// lf is the logarithm of the factorial of n.
func lf(n float64) float64 {
	v, _ := math.Lgamma(n + 1)
	return v
}
