// Package repeat measures how often customers have to come back.
//
// It reads the columns of feedback and gives figures per driver: the share of
// complaints after which the same customer (or case) complains about the same
// driver again within 30 and 90 days, what customers and cases say themselves
// (reopened, second line, "weer", "nog steeds"), and how often a complaint that
// was closed was not closed for the customer. It never counts what is said on
// one day through two channels as a repeat.
package repeat

import (
	"cmp"
	"maps"
	"math"
	"slices"

	"luister/cluster/infer"
	"luister/cluster/survive"
	"luister/cluster/voice"
)

// Options say what is compared; the zero value is the default.
type Options struct {
	Recent   int   // days before the end of the data of which the complaints count as now; default 182
	Baseline int   // days before those that are the baseline; default 365
	From, To int64 // a baseline of its own instead, in microseconds since 1970 UTC; zero is the default
}

// Days within which coming back counts.
const (
	shortWindow = 30
	longWindow  = 90
	longest     = 1 // place of the longest window in Within and Baseline
)

// pause is how long a customer must have been silent about a driver for a
// complaint to be the first of a new episode: as long as the longest window.
const pause = longWindow * voice.Day

// A Rate is what is known of the repeats of one driver.
type Rate struct {
	Driver string // "" for all feedback, whatever the driver

	Complaints int // in the recent period
	Known      int // of these, of a customer or case that is known
	Episodes   int // first complaints of known customers in the recent period

	Within   [2]infer.Estimate // of episodes: the share that came back, by window
	Baseline [2]infer.Estimate // the same in the baseline
	Change   infer.Estimate    // of the longest window, in shares: now less baseline; NaN if either is 0, 1 or of too few
	P        float64           // of no change; NaN if it cannot be said
	Q        float64           // P, corrected for the number of drivers

	Above bool // they come back more often than about all drivers together, beyond chance

	Reopened infer.Estimate // share of complaints of the recent period
	Second   infer.Estimate // second line
	Says     infer.Estimate // "weer", "nog steeds"
	Any      infer.Estimate // any of the three, or came back before
}

// Worse says that customers come back more often than in the baseline, beyond chance.
func (r *Rate) Worse() bool { return r.Q <= infer.MaxFalse && r.Change.Value > 0 }

// Better says that they come back less often.
func (r *Rate) Better() bool { return r.Q <= infer.MaxFalse && r.Change.Value < 0 }

// An Episode is the first complaint of a person about a driver, and whether the
// person came back.
type Episode struct {
	Row    int32
	Driver string
	Wait   survive.Wait // days until the person came back, or until the data end
}

// Rates gives the figures of all drivers, by id, after those of all feedback.
//
// The share that comes back is a Kaplan-Meier estimate over episodes: a first
// complaint of a person about a driver (none in the 90 days before) is followed
// until the next one on a later day, or until the data end. So a complaint of
// last week counts for the week that it was followed, and not as one that did
// not come back. Each episode counts once, however often the customer comes
// back; those of all feedback are the episodes of all drivers together.
func Rates(f *voice.Feedback, options Options) []Rate {
	c := newCounter(f, options)
	byDriver := f.ByDriver()
	var rates []Rate
	var all []Episode
	again := make([]bool, f.Len())
	for _, driver := range slices.Sorted(maps.Keys(byDriver)) {
		rows := complaints(f, byDriver[driver])
		episodes, back := c.episodes(driver, rows)
		for i, row := range rows {
			again[row] = again[row] || back[i]
		}
		all = append(all, episodes...)
		rates = append(rates, c.rate(driver, rows, episodes, func(i int) bool { return back[i] }))
	}
	rows := complaints(f, f.All())
	whole := c.rate("", rows, all, func(i int) bool { return again[rows[i]] })
	correct(rates)
	above(rates, whole.Within[longest].Value)
	return slices.Insert(rates, 0, whole)
}

// Episodes gives the episodes of all drivers, driver by driver.
func Episodes(f *voice.Feedback) []Episode {
	c := newCounter(f, Options{})
	byDriver := f.ByDriver()
	var all []Episode
	for _, driver := range slices.Sorted(maps.Keys(byDriver)) {
		episodes, _ := c.episodes(driver, complaints(f, byDriver[driver]))
		all = append(all, episodes...)
	}
	return all
}

// correct fills Q: over the drivers of which something can be said.
func correct(rates []Rate) {
	p := make([]float64, len(rates))
	for i := range rates {
		p[i] = rates[i].P
	}
	for i, q := range infer.FalseDiscovery(p) {
		rates[i].Q = q
	}
}

// above marks the drivers about which more customers come back than usual. A
// driver is part of what is usual, which makes the test a little careful.
func above(rates []Rate, usual float64) {
	p := make([]float64, len(rates))
	for i := range rates {
		p[i] = 1 // looked at, and not above
		if e := rates[i].Within[longest]; rates[i].Episodes >= infer.MinN && e.Value > usual && e.Value < 1 {
			at, error := loglog(e)
			p[i] = infer.TwoSided((at - math.Log(-math.Log(1-usual))) / error)
		}
	}
	for i, q := range infer.FalseDiscovery(p) {
		rates[i].Above = q <= infer.MaxFalse
	}
}

// loglog gives a share and its standard error on the scale log(-log S), where
// the interval of a Kaplan-Meier curve is symmetric.
func loglog(e infer.Estimate) (at, error float64) {
	width := infer.Normal(0, 0, 1).High - infer.Normal(0, 0, 1).Low
	log := func(x float64) float64 { return math.Log(-math.Log(1 - x)) }
	return log(e.Value), (log(e.High) - log(e.Low)) / width
}

// A counter holds what all drivers share.
type counter struct {
	f                *voice.Feedback
	people           []string
	says             []bool
	from, base, till int64 // recent: from to the end; baseline: base to till
}

func newCounter(f *voice.Feedback, o Options) *counter {
	o.Recent, o.Baseline = cmp.Or(o.Recent, 182), cmp.Or(o.Baseline, 365)
	c := &counter{f: f, people: f.People(), says: f.Flagged("herhaling")}
	c.from = f.Until - int64(o.Recent)*voice.Day
	c.till = c.from
	c.base = c.till - int64(o.Baseline)*voice.Day
	if o.To != 0 {
		c.base, c.till = o.From, o.To
	}
	return c
}

// rate makes the figures of one driver. again says of row i whether its person
// had complained before within the longest window.
func (c *counter) rate(driver string, rows []int32, episodes []Episode, again func(i int) bool) Rate {
	r := Rate{Driver: driver, P: math.NaN(), Q: math.NaN()}
	var now, before []survive.Wait
	for _, e := range episodes {
		if at := c.f.Received[e.Row]; at > c.from {
			now = append(now, e.Wait)
		} else if at > c.base && at <= c.till {
			before = append(before, e.Wait)
		}
	}
	r.Episodes = len(now)
	nowCurve, beforeCurve := survive.New(now), survive.New(before)
	for i, days := range []float64{shortWindow, longWindow} {
		r.Within[i], r.Baseline[i] = nowCurve.Ended(days), beforeCurve.Ended(days)
	}
	r.compare(nowCurve, beforeCurve)
	c.signs(&r, rows, again)
	return r
}

// compare fills Change and P: the difference of two curves at the longest
// window, by their Greenwood errors (Klein & Moeschberger, Survival Analysis,
// 7.8), on the scale log(-log S), where it is nearest to normal.
func (r *Rate) compare(now, before *survive.Curve) {
	a, b := r.Within[longest], r.Baseline[longest]
	r.Change = infer.Estimate{N: min(now.N, before.N), Value: math.NaN(), Interval: infer.Interval{Low: -1, High: 1}}
	if !(a.Value > 0 && a.Value < 1 && b.Value > 0 && b.Value < 1) || now.N < infer.MinN || before.N < infer.MinN {
		return
	}
	// The limits of both are asymmetric: the difference takes the limit of each
	// on the side that matters (Newcombe 1998, Stat Med 17:873, method 10).
	r.Change.Value = a.Value - b.Value
	r.Change.Interval = infer.Interval{
		Low:  r.Change.Value - math.Hypot(a.Value-a.Low, b.High-b.Value),
		High: r.Change.Value + math.Hypot(a.High-a.Value, b.Value-b.Low),
	}
	x, ex := loglog(a)
	y, ey := loglog(b)
	r.P = infer.TwoSided((x - y) / math.Hypot(ex, ey))
}

// episodes gives the first complaints of every person in rows, and says of each
// row whether its person had complained before within the longest window.
func (c *counter) episodes(driver string, rows []int32) (found []Episode, again []bool) {
	again = make([]bool, len(rows))
	var first, last int64 // complaint of the episode, and of the person
	open, person := -1, ""
	for _, i := range byPerson(c.f, rows) {
		row := rows[i]
		at := c.f.Received[row]
		if c.people[row] != person {
			person, open, last = c.people[row], -1, math.MinInt64/2
		}
		if at-last > pause {
			found = append(found, Episode{row, driver, survive.Wait{Time: float64(c.f.Until-at) / float64(voice.Day)}})
			open, first = len(found)-1, at
		} else if at-first >= voice.Day {
			again[i] = true
			if w := &found[open].Wait; !w.Ended {
				*w = survive.Wait{Time: float64(at-first) / float64(voice.Day), Ended: true}
			}
		}
		last = at
	}
	return found, again
}

// byPerson gives the places in rows of known persons: person by person, oldest first.
func byPerson(f *voice.Feedback, rows []int32) []int {
	places, order := f.Places(), make([]int, 0, len(rows))
	for i, row := range rows {
		if places[row] >= 0 {
			order = append(order, i)
		}
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Compare(places[rows[a]], places[rows[b]]) })
	return order
}

// complaints gives those of rows that count and are complaints.
func complaints(f *voice.Feedback, rows []int32) []int32 {
	return slices.DeleteFunc(slices.Clone(rows), func(row int32) bool { return !f.Counts(int(row)) || !f.Complaint(int(row)) })
}

// signs fills in what the rows of the recent period say by themselves.
func (c *counter) signs(r *Rate, rows []int32, again func(i int) bool) {
	var reopened, second, says, any int
	for i, row := range rows {
		if c.f.Received[row] <= c.from {
			continue
		}
		r.Complaints++
		if c.people[row] != "" {
			r.Known++
		}
		o, s, w := voice.Yes(c.f.Reopened, int(row)), voice.Text(c.f.Line, int(row)) == "tweede", c.says[row]
		reopened, second, says = reopened+one(o), second+one(s), says+one(w)
		any += one(o || s || w || again(i))
	}
	r.Reopened, r.Second = infer.Share(reopened, r.Complaints), infer.Share(second, r.Complaints)
	r.Says, r.Any = infer.Share(says, r.Complaints), infer.Share(any, r.Complaints)
}

func one(yes bool) int {
	if yes {
		return 1
	}
	return 0
}
