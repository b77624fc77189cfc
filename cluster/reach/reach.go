// Package reach says whose voice is missing.
//
// It compares the part that a group of customers has in the feedback with the
// part it has among all customers, and gives the ratio with an interval. It
// counts people, not messages, where they are known: one angry customer is one
// voice. It never guesses a group.
package reach

import (
	"cmp"
	"math"
	"slices"

	"luister/cluster/infer"
	"luister/cluster/voice"
)

// A Group is some of the customers, or of their contacts.
type Group struct {
	Dimension string // region, product, channel, ...
	Value     string
	Exposure  float64 // how many of them there are
}

// Verdict says whether a group is heard.
type Verdict string

// The verdicts.
const (
	Missing Verdict = "ondervertegenwoordigd"
	Much    Verdict = "oververtegenwoordigd"
	Even    Verdict = "naar verwachting"
	TooFew  Verdict = "te weinig om te zeggen"
)

// A Reach is how much a group is heard.
type Reach struct {
	Group
	Voices   int            // people of the group who said something
	Voiced   infer.Estimate // their part of all people who did
	Part     float64        // of the group in all exposure
	Ratio    infer.Estimate // Voiced / Part: 1 is as much as expected
	Expected float64        // people of the group who would have, were it heard as much as the others
	Missing  infer.Estimate // Expected less Voices: people who are not heard; below 0 there are more than expected
	P, Q     float64        // of a ratio of 1; Q is corrected for the number of groups
	Verdict  Verdict
}

// Of compares voices by group with their exposure. Groups without exposure, and
// voices of no known group, take no part: both parts are of what is known. The
// exposure counts as known exactly, so that the interval of the ratio is
// Wilson's of the part in the feedback, divided by the part in the exposure. The
// order is that of the groups by dimension and value.
func Of(groups []Group, voices map[string]map[string]int) []Reach {
	total, exposure := map[string]int{}, map[string]float64{}
	for _, g := range groups {
		if g.Exposure > 0 {
			total[g.Dimension] += voices[g.Dimension][g.Value]
			exposure[g.Dimension] += g.Exposure
		}
	}
	var all []Reach
	for _, g := range groups {
		if g.Exposure > 0 {
			all = append(all, of(g, voices[g.Dimension][g.Value], total[g.Dimension], exposure[g.Dimension]))
		}
	}
	slices.SortFunc(all, func(a, b Reach) int {
		return cmp.Or(cmp.Compare(a.Dimension, b.Dimension), cmp.Compare(a.Value, b.Value))
	})
	judge(all)
	return all
}

func of(g Group, voices, total int, exposure float64) Reach {
	r := Reach{Group: g, Voices: voices, Voiced: infer.Share(voices, total), Part: g.Exposure / exposure, P: math.NaN(), Q: math.NaN(), Verdict: TooFew}
	r.Ratio = infer.Estimate{N: total, Value: r.Voiced.Value / r.Part, Interval: r.Voiced.Interval.Scale(1 / r.Part)}
	all := float64(total)
	r.Expected = all * r.Part
	r.Missing = infer.Estimate{N: total, Value: r.Expected - float64(voices), Interval: infer.Interval{Low: r.Expected - all*r.Voiced.High, High: r.Expected - all*r.Voiced.Low}}
	if r.Expected >= infer.MinCell && total >= infer.MinGroup && r.Part < 1 {
		// The score test that Wilson's interval turns round.
		r.P = infer.TwoSided((float64(voices) - r.Expected) / math.Sqrt(r.Expected*(1-r.Part)))
	}
	return r
}

// judge sets Q and the verdicts.
func judge(all []Reach) {
	p := make([]float64, len(all))
	for i := range all {
		p[i] = all[i].P
	}
	for i, q := range infer.FalseDiscovery(p) {
		r := &all[i]
		switch r.Q = q; {
		case math.IsNaN(q):
		case q > infer.MaxFalse:
			r.Verdict = Even
		case r.Ratio.Value < 1:
			r.Verdict = Missing
		default:
			r.Verdict = Much
		}
	}
}

// Voices counts the people of every value of some columns, since a moment.
// Feedback of nobody known counts as a person of its own.
func Voices(f *voice.Feedback, columns map[string][]string, since int64) map[string]map[string]int {
	people, voices := f.People(), map[string]map[string]int{}
	for dimension, column := range columns {
		seen, count := map[[2]string]bool{}, map[string]int{}
		for row := range column {
			value := column[row]
			if value == "" || !f.Counts(row) || f.Received[row] < since {
				continue
			}
			if p := people[row]; p != "" {
				if seen[[2]string{value, p}] {
					continue
				}
				seen[[2]string{value, p}] = true
			}
			count[value]++
		}
		voices[dimension] = count
	}
	return voices
}
