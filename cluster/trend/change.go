package trend

import "math"

// Changes of level.
const (
	shortest = 14  // days that a level must last; whole weeks
	penalty  = 3.0 // of a change, times the log of the days: about one driver in fifty changes by chance
	worth    = 1.3 // a smaller ratio of levels is no change worth telling
)

// changes finds the days on which the level changed: the segments with the
// least Poisson deviance, made smaller by the spread of the counts, plus a
// penalty for each, by PELT (Killick, Fearnhead & Eckley 2012, J Am Stat Assoc
// 107:1590). It looks at whole weeks first, and then for the best day nearby:
// what does not change is searched in the square of the weeks.
func changes(counts []int32, shape []float64, alpha float64) []Change {
	ends, _ := segments(counts, shape, alpha)
	if len(ends) < 2 {
		return nil
	}
	sums, days := runs(counts, shape)
	return levels(ends, sums, days)
}

// segments gives where levels end, and what deviance and penalties together cost.
func segments(counts []int32, shape []float64, alpha float64) (ends []int, price float64) {
	n := len(counts)
	sums, days := runs(counts, shape)
	if n < 2*shortest || sums[n] < 2*cell {
		return nil, math.Inf(1)
	}
	spread := spreadOf(sums[n], n, alpha)
	cost := func(from, to int) float64 {
		s := sums[to] - sums[from]
		if s == 0 {
			return 0
		}
		return -2 * s * math.Log(s/(days[to]-days[from])) / spread
	}
	weeks := n / 7
	at := func(week int) int { // the odd days are part of the first week
		if week == 0 {
			return 0
		}
		return n - 7*(weeks-week)
	}
	ends, price = pelt(weeks, penalty*math.Log(float64(n)), func(from, to int) float64 { return cost(at(from), at(to)) })
	for i, week := range ends {
		ends[i] = at(week)
	}
	nearby(ends, cost)
	return ends, price
}

// nearby moves every end between two segments to the best day within a week.
func nearby(ends []int, cost func(from, to int) float64) {
	start := 0
	for i, end := range ends[:len(ends)-1] {
		next, least := ends[i+1], math.Inf(1)
		for day := max(end-7, start+shortest/2); day <= min(end+7, next-shortest/2); day++ {
			if c := cost(start, day) + cost(day, next); c < least {
				ends[i], least = day, c
			}
		}
		start = ends[i]
	}
}

// spreadOf is how many times Poisson's the variance of counts is.
func spreadOf(sum float64, days int, alpha float64) float64 { return 1 + alpha*sum/float64(days) }

// pelt gives where segments of n weeks end, in order, the last one n, and their price.
func pelt(n int, beta float64, cost func(from, to int) float64) ([]int, float64) {
	best := make([]float64, n+1)
	last := make([]int, n+1)
	for i := range best {
		best[i] = math.Inf(1)
	}
	best[0] = -beta
	starts := []int{0}
	costs := make([]float64, 0, n)
	for to := shortest / 7; to <= n; to++ {
		costs = costs[:0]
		for _, from := range starts {
			c := best[from] + cost(from, to)
			costs = append(costs, c)
			if c+beta < best[to] {
				best[to], last[to] = c+beta, from
			}
		}
		kept := starts[:0]
		for i, from := range starts {
			if costs[i] <= best[to] {
				kept = append(kept, from)
			}
		}
		starts = kept
		if next := to - shortest/7 + 1; next >= shortest/7 && !math.IsInf(best[next], 1) {
			starts = append(starts, next)
		}
	}
	var ends []int
	for to := n; to > 0; to = last[to] {
		ends = append([]int{to}, ends...)
	}
	return ends, best[n]
}

// levels compares neighbouring segments. Half a feedback is added to each, so
// that a level of nothing has a ratio.
func levels(ends []int, sums, days []float64) []Change {
	var found []Change
	start := 0
	for i, end := range ends[:len(ends)-1] {
		next := ends[i+1]
		before := (sums[end] - sums[start] + 0.5) / (days[end] - days[start])
		after := (sums[next] - sums[end] + 0.5) / (days[next] - days[end])
		if r := after / before; max(r, 1/r) >= worth {
			found = append(found, Change{end, r})
		}
		start = end
	}
	return found
}
