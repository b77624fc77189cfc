package trend

import "math"

// The rolling level and the alarm on it.
const (
	window = 273 // days that make the level
	guard  = 14  // days before today that do not, so that a rise does not hide itself
	least  = 28  // days of level that are needed
	again  = 7   // days after an alarm from which the new level is learnt
	shift  = 2.5 // rise that the alarm is made to find
	cell   = 5   // fewer feedback than this are no alarm
)

// alarmLimit is how high the sum of an alarm must come. Without a rise it comes
// there at most once in e^limit days (Lorden 1971, Ann Math Stat 42:1897); the
// counts of days make steps of it, which makes it e^1.8 times rarer still in
// simulations of one to five feedback a day. Fewer than fifty drivers are
// watched as sharply as fifty.
func alarmLimit(drivers int) float64 { return math.Log(Month*float64(max(50, drivers))) - 1.8 }

type seen struct {
	expected, low, high []float64
	alarms              []Alarm
}

// watch goes through the days as they came. The expectation of a day is the
// level of the nine months that ended two weeks before it, times its shape. The
// alarm is a CUSUM of the log likelihood ratio of a rise to 2.5 times against
// none under the negative binomial (Höhle & Paul 2008, Comput Stat Data Anal
// 52:4357); the day after its last zero estimates when the rise began (Page
// 1954). After an alarm the level is learnt anew. Base is the first day that
// says something of the level.
func (a *All) watch(counts []int32, shape []float64, alpha float64, base int) seen {
	n, limit := len(counts), a.limit
	if a.expected == nil { // all feedback: what drivers are compared with
		limit = math.Inf(1)
	}
	out := seen{make([]float64, n), make([]float64, n), make([]float64, n), nil}
	sums, days := runs(counts, shape)
	sum, since, level, spread := 0.0, 0, math.NaN(), 0.0
	for day := range n {
		from, to := max(base, day-guard-window), day-guard
		silent := to-from < least
		if !silent {
			level = (sums[to] - sums[from] + 0.5) / (days[to] - days[from])
			spread = 1 / (sums[to] - sums[from] + 0.5)
		}
		m := level * shape[day]
		m *= a.surge(day, float64(counts[day]), m)
		out.expected[day] = m
		out.low[day], out.high[day] = limits(m, alpha+spread)
		if !silent {
			sum += ratio(float64(counts[day]), m*(1+math.Sqrt(spread)/2), alpha)
		}
		if silent || sum <= 0 {
			sum, since = 0, day+1
		}
		if got := int(sums[day+1] - sums[min(since, day+1)]); sum > limit && got >= cell {
			out.alarms = append(out.alarms, Alarm{since, day, got, total(out.expected[since : day+1])})
			base, sum, since = day+again, 0, day+1
		}
	}
	return out
}

// ratio is the log likelihood ratio of one day.
func ratio(count, m, alpha float64) float64 {
	if alpha < 1e-6 {
		return count*math.Log(shift) - (shift-1)*m
	}
	return count*math.Log(shift) - (count+1/alpha)*math.Log((1+alpha*shift*m)/(1+alpha*m))
}

// runs gives running sums: of counts and of shape before each day.
func runs(counts []int32, shape []float64) (sums, days []float64) {
	sums, days = make([]float64, len(counts)+1), make([]float64, len(counts)+1)
	for day, n := range counts {
		sums[day+1] = sums[day] + float64(n)
		days[day+1] = days[day] + shape[day]
	}
	return sums, days
}

func total(xs []float64) (sum float64) {
	for _, x := range xs {
		sum += x
	}
	return sum
}

// limits is between what 95 % of negative binomial counts lie, NaN if the mean is.
func limits(m, alpha float64) (low, high float64) {
	if math.IsNaN(m) {
		return m, m
	}
	const tail = 0.025
	sd := math.Sqrt(m + alpha*m*m)
	if m > 300 { // as good as normal
		return math.Floor(max(0, m-1.96*sd)), math.Ceil(m + 1.96*sd)
	}
	alpha = max(alpha, 1e-6)
	p := math.Exp(-math.Log1p(alpha*m) / alpha)
	q := alpha * m / (1 + alpha*m)
	low = -1
	for k, below := 0.0, p; ; k++ {
		if low < 0 && below > tail {
			low = k
		}
		if below >= 1-tail || k > m+20*sd+20 {
			return max(low, 0), k
		}
		p *= (k + 1/alpha) / (k + 1) * q
		below += p
	}
}
