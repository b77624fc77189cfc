// Package newword finds the words that customers use of late and hardly used
// before.
//
// It reads the terms of feedback (lemmas without stop words and placeholders)
// and gives the words whose share of the recent feedback is larger than in the
// history, beyond chance. Words are counted by the people who use them. It never
// gives a word that fewer than a minimum of people used; whether a word is a
// name is the caller's to ask, because terms do not tell.
package newword

import (
	"cmp"
	"math"
	"slices"

	"gonum.org/v1/gonum/stat/distuv"

	"luister/cluster/infer"
)

// Options say what is new; the zero value is the default.
type Options struct {
	Days    int // how far back the recent feedback goes; default 30
	History int // days before those that it is compared with; default 365
	People  int // the least number of people who use a word; default 4
	Most    int // words given; default 40
}

// A Word is one that is new, or used more.
type Word struct {
	Term     string
	Recent   int     // people who used it of late
	Before   int     // and in the history
	Expected float64 // people of late, had its share stayed
	Ratio    infer.Estimate
	P, Q     float64
	First    int64   // when it was first used in the history or of late
	Rows     []int32 // recent feedback that uses it, newest first, at most 20
}

const shownRows = 20

// Feedback are the columns that Find reads, one element a feedback.
type Feedback struct {
	Terms    [][]string
	Received []int64 // microseconds since 1970 UTC
	Persons  []int32 // number of who said it; -1 if unknown
	Counts   []bool  // it takes part: no duplicate, not of an employee
	Until    int64   // the end of the data
}

const day = int64(24 * 3600 * 1e6)

// use is how a term was used.
type use struct {
	recent, before int
	first          int64
	rows           []int32
	last           int // the person and period that was counted last
}

// Find gives the words that are used more, the surest first. The test is exact:
// given how many people used a word at all, the number of late is binomial with
// the share that recent people have of all (conditional test of two Poisson
// rates, Przyborowski & Wilenski 1940, Biometrika 31:313), one-sided, corrected
// for the number of words that could be tested at all (Tarone 1990, Biometrics
// 46:515; Benjamini & Hochberg 1995).
func Find(f Feedback, o Options) []Word {
	o.Days, o.History, o.People, o.Most = cmp.Or(o.Days, 30), cmp.Or(o.History, 365), cmp.Or(o.People, 4), cmp.Or(o.Most, 40)
	c := counter{f: f, period: int64(o.Days) * day, periods: 1 + int64(o.History/o.Days), uses: map[string]*use{}}
	c.count()
	if c.recent < infer.MinGroup || c.before < infer.MinGroup {
		return nil
	}
	return c.words(o)
}

// A counter counts the people of every period of as many days as are recent: a
// person counts once in each.
type counter struct {
	f              Feedback
	period         int64 // length
	periods        int64 // how many, the recent one included
	uses           map[string]*use
	recent, before int // people
}

// count goes through the feedback person by person.
func (c *counter) count() {
	order := make([]int32, 0, len(c.f.Terms))
	for row := range c.f.Terms {
		if at := c.f.Received[row]; c.f.Counts[row] && at <= c.f.Until && c.ago(int32(row)) < c.periods {
			order = append(order, int32(row))
		}
	}
	slices.SortFunc(order, func(a, b int32) int {
		return cmp.Or(cmp.Compare(c.f.Persons[a], c.f.Persons[b]), cmp.Compare(c.f.Received[a], c.f.Received[b]), cmp.Compare(a, b))
	})
	for i, row := range order {
		ago, person := c.ago(row), c.f.Persons[row]
		if i == 0 || person < 0 || person != c.f.Persons[order[i-1]] || ago != c.ago(order[i-1]) {
			if ago == 0 {
				c.recent++
			} else {
				c.before++
			}
		}
		for _, term := range c.f.Terms[row] {
			c.use(term, row, ago == 0)
		}
	}
}

// ago gives how many periods ago a feedback was received; 0 is of late.
func (c *counter) ago(row int32) int64 { return (c.f.Until - c.f.Received[row]) / c.period }

// use counts a term once for a person in a period: the number of people so far names them.
func (c *counter) use(term string, row int32, late bool) {
	u := c.uses[term]
	if u == nil {
		u = &use{first: c.f.Received[row]}
		c.uses[term] = u
	}
	u.first = min(u.first, c.f.Received[row])
	if now := c.recent + c.before; u.last != now {
		u.last = now
		if late {
			u.recent++
			u.rows = append(u.rows, row)
		} else {
			u.before++
		}
	}
}

// words tests what may be new.
func (c *counter) words(o Options) []Word {
	share := float64(c.recent) / float64(c.recent+c.before)
	var words []Word
	var p []float64
	for term, u := range c.uses {
		if u.recent < o.People || math.Pow(share, float64(u.recent+u.before)) > infer.MaxFalse {
			continue // could not be found even if all of its use were recent
		}
		w := Word{Term: term, Recent: u.recent, Before: u.before, First: u.first, Rows: u.rows}
		w.Expected = float64(u.before) * float64(c.recent) / float64(c.before)
		w.Ratio = infer.RateRatio(u.recent, float64(c.recent), u.before, float64(c.before))
		w.P = 1 - distuv.Binomial{N: float64(u.recent + u.before), P: share}.CDF(float64(u.recent-1))
		words = append(words, w)
	}
	slices.SortFunc(words, func(a, b Word) int {
		return cmp.Or(cmp.Compare(a.P, b.P), cmp.Compare(b.Recent, a.Recent), cmp.Compare(a.Term, b.Term))
	})
	for _, w := range words {
		p = append(p, w.P)
	}
	for i, q := range infer.FalseDiscovery(p) {
		words[i].Q = q
	}
	words = slices.DeleteFunc(words, func(w Word) bool { return w.Q > infer.MaxFalse || w.Ratio.Low <= 1 })
	words = words[:min(len(words), o.Most)]
	for i := range words {
		c.newest(&words[i])
	}
	return words
}

// newest keeps the newest rows of a word.
func (c *counter) newest(w *Word) {
	slices.SortFunc(w.Rows, func(a, b int32) int {
		return cmp.Or(cmp.Compare(c.f.Received[b], c.f.Received[a]), cmp.Compare(a, b))
	})
	w.Rows = slices.Clone(w.Rows[:min(len(w.Rows), shownRows)])
}
