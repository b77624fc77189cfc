// Package effect says whether measures helped and targets are met.
//
// It owns the register of measures and of targets: what people wrote in
// measures.yaml and targets.yaml, and what they decided on the page. It takes
// counts per day and gives the effect of each measure, with an interval, against
// the drivers without a measure and against the driver's own past; and of each
// target how much of the way is gone. It never calls a difference an effect
// below a minimum number, and never writes what people write.
package effect

import (
	"math"

	"luister/cluster/infer"
)

// A Verdict is what can be said of a measure.
type Verdict string

// The verdicts.
const (
	Less      Verdict = "minder"
	More      Verdict = "meer"
	NoChange  Verdict = "geen verschil aangetoond"
	TooEarly  Verdict = "te vroeg om te zeggen"
	NoHistory Verdict = "te weinig voorgeschiedenis"
	NotYet    Verdict = "nog niet begonnen"
)

// Minimum numbers: below them there is no verdict.
const (
	leastWeeks = 8          // before, and after
	leastCount = infer.MinN // expected complaints after the measure, had nothing changed
	mostWeeks  = 104        // looked back
	seasonal   = 52         // weeks without which the year cannot be told from an effect
	week       = 7
)

// Counts are complaints per day, from one day on without gaps.
type Counts struct {
	Own  []float64 // of the driver of the measure
	Pool []float64 // of the drivers that it is compared with
	Base []float64 // customers, or what else the counts are to be seen against; nil if unknown
}

// An Effect is what happened after a measure.
type Effect struct {
	Before, After      int     // complaints, in the weeks that were compared
	WeeksBefore, Weeks int     // whole weeks, before and after
	Expected           float64 // complaints after, had the driver kept its ratio to the pool

	// Difference is the ratio of the driver to the pool after the measure,
	// divided by that before: difference in differences on the log scale.
	// 0.7 is 30 % fewer than the other drivers lead to expect.
	Difference infer.Estimate
	// Series is the ratio of what was seen after the measure to what the
	// driver's own level, trend and season lead to expect: segmented regression
	// of an interrupted series. NaN with less than a year of counts: a season
	// would pass for an effect.
	Series infer.Estimate
	// Avoided is the number of complaints that Difference says there were fewer.
	Avoided infer.Estimate

	Drifting bool    // the driver was rising or falling against the pool before the measure: Difference alone cannot be trusted
	P        float64 // of no difference; NaN if it cannot be said
	Q        float64 // P, corrected for the number of measures
	Verdict  Verdict
}

// Of gives the effect of a measure that starts on a day of the counts; last is
// the day on which it ended, or the last of the counts. Weeks are counted from
// the start both ways, so that none is half before.
//
// Difference in differences: Ashenfelter & Card 1985, Rev Econ Stat 67:648, here
// as a logistic regression of the driver's part in driver and pool.
// Interrupted series: Bernal, Cummins & Gasparrini 2017, Int J Epidemiol 46:348,
// as a log-linear one.
func Of(c Counts, start, last int) Effect {
	e := Effect{P: math.NaN(), Q: math.NaN(), Difference: unknown(), Series: unknown(), Avoided: unknown()}
	if start >= len(c.Own) {
		e.Verdict = NotYet
		return e
	}
	last = min(last, len(c.Own)-1)
	e.WeeksBefore, e.Weeks = min(start/week, mostWeeks), max(0, last+1-start)/week
	weeks := weeksOf(c, start-week*e.WeeksBefore, e.WeeksBefore+e.Weeks)
	e.count(&weeks)
	switch {
	case e.WeeksBefore < leastWeeks || e.Before < leastCount:
		e.Verdict = NoHistory
	case e.Weeks < leastWeeks || e.Expected < leastCount:
		e.Verdict = TooEarly
	default:
		e.compare(&weeks)
	}
	return e
}

func unknown() infer.Estimate {
	return infer.Estimate{Value: math.NaN(), Interval: infer.Interval{Low: math.Inf(-1), High: math.Inf(1)}}
}

// weeksOf sums days into weeks.
func weeksOf(c Counts, first, n int) Counts {
	sum := func(days []float64) []float64 {
		if days == nil {
			return nil
		}
		out := make([]float64, n)
		for i := range out {
			for _, v := range days[first+i*week : first+(i+1)*week] {
				out[i] += v
			}
		}
		return out
	}
	return Counts{sum(c.Own), sum(c.Pool), sum(c.Base)}
}

// count fills in the plain numbers.
func (e *Effect) count(w *Counts) {
	var own, pool [2]float64
	for i := range w.Own {
		after := 0
		if i >= e.WeeksBefore {
			after = 1
		}
		own[after] += w.Own[i]
		pool[after] += w.Pool[i]
	}
	e.Before, e.After = int(own[0]), int(own[1])
	e.Expected = own[0] * float64(e.Weeks) / max(1, float64(e.WeeksBefore))
	if pool[0] >= infer.MinGroup {
		e.Expected = own[0] * pool[1] / pool[0]
	}
}

// compare fits both models and judges.
func (e *Effect) compare(w *Counts) {
	pool := 0.0
	for _, n := range w.Pool {
		pool += n
	}
	difference, ok := e.difference(w).fit()
	if series, ok := e.series(w).fit(); ok && len(w.Own) >= seasonal {
		e.Series, e.P = series.ratio(1, e.After)
	}
	if ok && pool >= infer.MinGroup {
		e.Difference, e.P = difference.ratio(1, e.After)
		e.Avoided = infer.Estimate{N: e.After, Value: e.Expected * (1 - e.Difference.Value),
			Interval: infer.Interval{Low: e.Expected * (1 - e.Difference.High), High: e.Expected * (1 - e.Difference.Low)}}
		e.Drifting = e.drift(w)
	}
	e.Judge(e.P)
}

// difference is the driver's part in driver and pool, by week: before or after.
func (e *Effect) difference(w *Counts) *model {
	m := &model{}
	for i, own := range w.Own {
		if total := own + w.Pool[i]; total > 0 {
			m.counts, m.trials = append(m.counts, own), append(m.trials, total)
			m.design = append(m.design, []float64{1, after(i, e.WeeksBefore)})
		}
	}
	if len(m.counts) == 0 { // no fit
		m.counts, m.design = []float64{0}, [][]float64{{1, 0}}
	}
	return m
}

// drift says whether the driver's part changed steadily before the measure.
func (e *Effect) drift(w *Counts) bool {
	m := &model{}
	for i, own := range w.Own[:e.WeeksBefore] {
		if total := own + w.Pool[i]; total > 0 {
			m.counts, m.trials = append(m.counts, own), append(m.trials, total)
			m.design = append(m.design, []float64{1, year(i)})
		}
	}
	if len(m.counts) < leastWeeks {
		return false
	}
	f, ok := m.fit()
	if !ok {
		return false
	}
	_, p := f.ratio(1, 0)
	return p < infer.MaxFalse
}

// series is the driver's own course: level, step, trend and the year.
func (e *Effect) series(w *Counts) *model {
	m := &model{counts: w.Own}
	for i := range w.Own {
		sin, cos := math.Sincos(2 * math.Pi * year(i))
		m.design = append(m.design, []float64{1, after(i, e.WeeksBefore), year(i - e.WeeksBefore), sin, cos})
		if w.Base != nil {
			m.offset = append(m.offset, math.Log(max(w.Base[i], 1)))
		}
	}
	return m
}

func after(i, first int) float64 {
	if i >= first {
		return 1
	}
	return 0
}

func year(weeks int) float64 { return float64(weeks) * week / 365.25 }

// Judge sets Q and the verdict that goes with it. Where the driver drifted
// before, its own course must say the same.
func (e *Effect) Judge(q float64) {
	e.Q = q
	if e.Verdict == NoHistory || e.Verdict == TooEarly || e.Verdict == NotYet {
		return
	}
	seen := e.Difference
	if math.IsNaN(seen.Value) {
		seen = e.Series
	}
	agrees := !e.Drifting || !e.Series.Has(1) && (e.Series.Value < 1) == (seen.Value < 1)
	switch {
	case !(q <= infer.MaxFalse) || !agrees:
		e.Verdict = NoChange
	case seen.Value < 1:
		e.Verdict = Less
	default:
		e.Verdict = More
	}
}

// JudgeAll corrects the verdicts of all measures for their number.
func JudgeAll(effects []Effect) {
	p := make([]float64, len(effects))
	for i := range effects {
		p[i] = effects[i].P
	}
	for i, q := range infer.FalseDiscovery(p) {
		effects[i].Judge(q)
	}
}
