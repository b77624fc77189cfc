package trend

import "math"

// The rolling level and the alarm on it.
const (
	window = 273 // days that make the level
	guard  = 14  // days before today that do not, so that a rise does not hide itself
	least  = 28  // days of level that are needed
	again  = 7   // days after an alarm from which a new level is learnt
	shift  = 2.5 // rise that the alarm is made to find
	cell   = 5   // fewer feedback than this are no alarm
	calm   = 3   // log likelihood ratio from which a rise is over
)

// alarmLimit is how high the sum of an alarm must come. Without a rise it comes
// there at most once in e^limit days (Lorden 1971, Ann Math Stat 42:1897). Fewer
// than fifty drivers are watched as sharply as fifty.
func alarmLimit(drivers int) float64 { return math.Log(Month * float64(max(50, drivers))) }

// slack is how much lower the limit may be, by the expected feedback of a day
// times alpha. The counts of days make steps of the sum, so that it comes to the
// limit more rarely than Lorden's bound, by e^2.2 in simulations of Poisson
// counts of one to ten a day; the more they are spread, and the spread is only
// estimated, the less rarely.
func slack(clump float64) float64 { return 2.2 - clump/(0.3+clump) }

type seen struct {
	expected, low, high []float64
	alarms              []Alarm
}

// watch goes through the days as they came. The expectation of a day is the
// level of the nine months that ended two weeks before it, times its shape. The
// alarm is a CUSUM of the log likelihood ratio of a rise to 2.5 times against
// none under the negative binomial (Höhle & Paul 2008, Comput Stat Data Anal
// 52:4357); the day after its last zero estimates when the rise began (Page
// 1954). After an alarm the level stands still until the same sum, turned round,
// says that the rise is over; if it lasts, a new level is learnt. Base is the
// first day that says something of the level.
func (a *All) watch(counts []int32, shape []float64, alpha float64, base int) seen {
	n := len(counts)
	w := watcher{alpha: alpha, base: base, level: math.NaN(), found: none, limit: a.limit, seen: seen{make([]float64, n), make([]float64, n), make([]float64, n), nil}}
	if a.expected == nil { // all feedback: what drivers are compared with
		w.limit = math.Inf(1)
	}
	w.sums, w.days = runs(counts, shape)
	for day := range n {
		w.learn(day)
		m := w.level * shape[day]
		m *= a.surge(day, float64(counts[day]), m)
		w.expected[day] = m
		w.low[day], w.high[day] = limits(m, alpha+w.spread)
		more := 0.0
		if !w.silent {
			more = ratio(float64(counts[day]), m*(1+math.Sqrt(w.spread)/2), alpha)
		}
		w.judge(day, more)
	}
	return w.seen
}

const none = -1

// A watcher is what is known of a driver on a day.
type watcher struct {
	seen
	alpha, limit float64
	sums, days   []float64 // of counts and shape before each day

	base   int     // first day that says something of the level
	level  float64 // of a day of shape 1
	spread float64 // relative variance of the level
	silent bool    // too few days to judge

	sum   float64 // for a rise; after an alarm, for its end
	since int     // day after the last zero of sum
	found int     // day of the last alarm, none if it is over
}

// learn brings the level up to a day.
func (w *watcher) learn(day int) {
	if w.found != none && day-w.found > again+least+guard { // it lasts
		w.base, w.found, w.sum, w.since = w.found+again, none, 0, day
	}
	from, to := max(w.base, day-guard-window), day-guard
	w.silent = to-from < least
	if !w.silent && w.found == none {
		n := w.sums[to] - w.sums[from] + 0.5
		w.level, w.spread = n/(w.days[to]-w.days[from]), 1/n
	}
}

// judge adds the evidence of a day for a rise.
func (w *watcher) judge(day int, more float64) {
	if w.found != none {
		if w.sum = max(0, w.sum-more); w.sum > calm {
			w.found, w.sum, w.since = none, 0, day+1
		}
		return
	}
	w.sum += more
	if w.silent || w.sum <= 0 {
		w.sum, w.since = 0, day+1
	}
	if got := int(w.sums[day+1] - w.sums[min(w.since, day+1)]); w.sum > w.limit-slack(w.alpha*w.level) && got >= cell {
		w.alarms = append(w.alarms, Alarm{w.since, day, got, total(w.expected[w.since : day+1])})
		w.found, w.sum = day, 0
	}
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
