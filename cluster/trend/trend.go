// Package trend follows drivers through time.
//
// It reads how much feedback each driver had on each day, and how many
// customers there were, and gives per driver what was to be expected of every
// day, the rate, the trend with its interval, the days on which the level
// changed, and alarms on sudden rises. The counts are negative binomial around
// an expectation made of level, weekday and, with a year and a half of history,
// season. What concerns all feedback alike (a new source, a delivery of arrears)
// raises the expectation of every driver instead of alarming all of them.
//
// Everything is a function of counts: the same days give the same picture
// whatever the order in which drivers are looked at. It never reads documents.
package trend

import (
	"math"
	"slices"
	"time"

	"luister/cluster/infer"
)

// A Calendar is the run of days that is looked at: midnights in UTC, which
// stand for the days of the organisation's own calendar.
type Calendar struct {
	First time.Time
	Days  int
}

// Date gives a day.
func (c Calendar) Date(day int) time.Time { return c.First.AddDate(0, 0, day) }

// Day gives the number of a date; it is no day of the calendar below 0 and from Days on.
func (c Calendar) Day(date time.Time) int { return int(math.Floor(date.Sub(c.First).Hours() / 24)) }

// weekday is 0 for Monday.
func (c Calendar) weekday(day int) int { return (int(c.First.Weekday()) + 6 + day) % 7 }

// Month is what rates and trends are told by: 365.25 / 12 days.
const Month = 30.4375

// What is looked at, in days.
const (
	Longest   = 3 * 365 // longer ago is not looked at
	yearHalf  = 548     // from this much history on there is a season
	trendDays = 365     // the trend is that of the last year
	leastDays = 84      // less history than this has no trend
	recent    = 30      // emerging and fading: the last month ...
	earlier   = 180     // ... against the half year before
)

// All is what drivers are compared with. It does not change after New, so
// drivers can be looked at side by side.
type All struct {
	Calendar
	weekday  [7]float64 // of all feedback; mean 1
	total    []int32
	expected []float64 // of all feedback
	high     []float64
	gap      []bool    // days of which nothing was delivered
	exposure []float64 // customers on each day; nil if unknown
	limit    float64   // of the alarms
}

// New prepares a calendar. Total is all feedback by day, exposure the customers
// by day (nil if unknown), drivers how many will be looked at: false alarms are
// at most one a month over all of them.
func New(c Calendar, total []int32, exposure []float64, drivers int) *All {
	a := &All{Calendar: c, total: total, gap: gaps(total), exposure: exposure, limit: alarmLimit(drivers)}
	even := [7]float64{1, 1, 1, 1, 1, 1, 1}
	a.weekday = a.weekdays(total, even)
	shape := make([]float64, c.Days)
	for day := range shape {
		if !a.gap[day] {
			shape[day] = a.weekday[c.weekday(day)]
		}
	}
	seen := a.watch(total, shape, dispersion(total, shape), 0)
	a.expected, a.high = seen.expected, seen.high
	return a
}

// A gap is so many days on end without any feedback where there is often some:
// nothing was delivered, which says nothing about drivers.
const (
	gapDays  = 14
	gapUsual = 1 // feedback a day
)

// gaps finds the days of which nothing was delivered.
func gaps(total []int32) []bool {
	gap := make([]bool, len(total))
	sum, start := 0, 0
	for day := 0; day <= len(total); day++ {
		if day < len(total) && total[day] == 0 {
			continue
		}
		if day-start >= gapDays {
			for i := start; i < day; i++ {
				gap[i] = true
			}
		}
		if start = day + 1; day < len(total) {
			sum += int(total[day])
		}
	}
	if sum < gapUsual*len(total) {
		clear(gap)
	}
	return gap
}

// open counts the days that are in no gap.
func (a *All) open(since int) (days int) {
	for day, gap := range a.gap {
		if !gap && day >= since {
			days++
		}
	}
	return days
}

// surge is how many times more feedback than expected came in on a day outside
// a driver, of which count came in and own was expected; 1 if that may be chance.
func (a *All) surge(day int, count, own float64) float64 {
	if a.expected == nil || !(own < a.expected[day]) {
		return 1
	}
	rest, others := 1-own/a.expected[day], float64(a.total[day])-count
	if others <= a.high[day]*rest {
		return 1
	}
	return others / (a.expected[day] * rest)
}

// weekdayWeight is how much feedback of its own a driver needs before its own
// weekdays count as much as those of all feedback.
const weekdayWeight = 100

// weekdays gives how much of the feedback each weekday has, mean 1, drawn
// towards a prior.
func (a *All) weekdays(counts []int32, prior [7]float64) [7]float64 {
	var sums, days [7]float64
	sum := 0.0
	for day, n := range counts {
		w := a.Calendar.weekday(day)
		sums[w] += float64(n)
		days[w]++
		sum += float64(n)
	}
	var factors [7]float64
	mean := 0.0
	for w := range factors {
		share := days[w] / float64(max(1, len(counts)))
		factors[w] = prior[w]
		if share > 0 {
			factors[w] = (sums[w] + weekdayWeight*prior[w]*share) / ((sum + weekdayWeight) * share)
		}
		mean += factors[w] / 7
	}
	for w := range factors {
		factors[w] /= mean
	}
	return factors
}

// A Picture is a driver through time.
type Picture struct {
	N        int
	Expected []float64 // of every day; NaN where there is too little history
	Low      []float64 // 95 % of days lie from Low to High if nothing changed
	High     []float64
	Alarms   []Alarm
	Changes  []Change
	PerDay   infer.Estimate // over the whole calendar
	PerMonth infer.Estimate // per 1,000 customers; NaN without exposure
	Trend    infer.Estimate // times more (or less) every month, over the last year; 1 is steady
	Seasonal bool           // the expectation has a season

	Recent         int     // in the last 30 days
	RecentExpected float64 // had the rate of the half year before gone on
	RecentP        float64 // that Recent is chance
}

// An Alarm is a sudden rise.
type Alarm struct {
	Since    int     // day on which the rise began, as far as can be told
	Found    int     // day on which it could be told from chance
	Count    int     // feedback from Since to Found
	Expected float64 // in those days
}

// A Change is a day from which the level was another one.
type Change struct {
	Day   int
	Ratio float64 // level after against before
}

// Look follows one driver. Counts are its feedback by day; since is the day from
// which all its feedback is known: a driver that was found by a later run has
// only what waited of the days before, which says nothing of its level.
func (a *All) Look(counts []int32, since int) *Picture {
	p := &Picture{Trend: unknown(), PerMonth: unknown(), RecentP: 1}
	for _, n := range counts {
		p.N += int(n)
	}
	counts = slices.Clone(counts)
	clear(counts[:min(since, len(counts))])
	shape := a.shape(counts, since)
	alpha := dispersion(counts, shape)
	known, _ := span(counts, shape, 0, a.Days)
	p.PerDay = infer.Rate(known, float64(max(1, a.open(since))))
	p.PerMonth = a.perMonth(known, since)
	if fit, ok := a.fit(counts, shape, alpha); ok {
		p.Trend, p.Seasonal = fit.trend, fit.seasonal
		for day := range shape {
			shape[day] *= fit.season[day]
		}
		alpha = dispersion(counts, shape)
	}
	seen := a.watch(counts, shape, alpha, since)
	p.Expected, p.Low, p.High, p.Alarms = seen.expected, seen.low, seen.high, seen.alarms
	p.Changes = changes(counts, shape, alpha)
	p.compareRecent(counts, shape, alpha)
	return p
}

func unknown() infer.Estimate {
	return infer.Estimate{N: 0, Value: math.NaN(), Interval: infer.Interval{Low: math.Inf(-1), High: math.Inf(1)}}
}

// shape is what the calendar alone makes of the days: weekday and customers,
// mean about 1, and 0 where nothing is known.
func (a *All) shape(counts []int32, since int) []float64 {
	own := a.weekdays(counts, a.weekday)
	mean := 0.0
	for _, e := range a.exposure {
		mean += e / float64(len(a.exposure))
	}
	shape := make([]float64, a.Days)
	for day := since; day < a.Days; day++ {
		if a.gap[day] {
			continue
		}
		shape[day] = own[a.Calendar.weekday(day)]
		if a.exposure != nil {
			shape[day] *= a.exposure[day] / mean
		}
	}
	return shape
}

func (a *All) perMonth(n, since int) infer.Estimate {
	if a.exposure == nil {
		return unknown()
	}
	months := 0.0 // thousands of customers times months
	for day, e := range a.exposure {
		if !a.gap[day] && day >= since {
			months += e / 1000 / Month
		}
	}
	return infer.Rate(n, months)
}

// compareRecent compares the last month with the half year before, counts that
// are spread more than Poisson's counting for less.
func (p *Picture) compareRecent(counts []int32, shape []float64, alpha float64) {
	from := len(counts) - recent
	if from < recent {
		return
	}
	n1, days1 := span(counts, shape, from, len(counts))
	n2, days2 := span(counts, shape, max(0, from-earlier), from)
	if days1 <= 0 || days2 <= 0 {
		return
	}
	p.Recent, p.RecentExpected = n1, float64(n2)*days1/days2
	spread := 1 + alpha*float64(n1+n2)/float64(len(counts)-max(0, from-earlier))
	part := func(n int) int { return int(math.Round(float64(n) / spread)) }
	p.RecentP = infer.RateTest(part(n1), days1, part(n2), days2)
}

// span sums counts and shape over days.
func span(counts []int32, shape []float64, from, to int) (n int, days float64) {
	for day := from; day < to; day++ {
		n += int(counts[day])
		days += shape[day]
	}
	return n, days
}

// dispersion is alpha of a negative binomial, whose variance is m + alpha m².
// The level may drift and jump, so a day is compared with its own week. Few data
// are drawn towards a little dispersion.
func dispersion(counts []int32, shape []float64) float64 {
	const block, prior, weight = 7, 0.05, 20
	over, squares := prior*weight, float64(weight)
	for from := 0; from+block <= len(counts); from += block {
		n, days := span(counts, shape, from, from+block)
		if n == 0 || days <= 0 {
			continue
		}
		level, part := float64(n)/days, 0.0
		for day := from; day < from+block; day++ {
			part += shape[day] * shape[day]
		}
		part /= days * days // of a squared sum that lies in the squares of its days
		for day := from; day < from+block; day++ {
			m := level * shape[day]
			d := float64(counts[day]) - m
			over += d*d - m*(1-shape[day]/days)
			squares += m * m * (1 + part - 2*shape[day]/days)
		}
	}
	return max(0, over/squares)
}
