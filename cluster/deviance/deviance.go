// Package deviance finds the units that do well where others do not: a team, a
// region or a place that gets compliments about what others get complaints for.
//
// It takes the feedback of one driver by unit and gives the units whose share of
// positive feedback is higher than that of the others together, beyond chance:
// positive deviance, from which the others can learn. It never names a unit with
// fewer feedback than the minimum of a cell, and never ranks people.
package deviance

import (
	"cmp"
	"slices"

	"luister/cluster/infer"
	"luister/cluster/voice"
)

// A Unit is a part of the organisation and what is said about it on one driver.
type Unit struct {
	Driver    string
	Dimension string // department, location, ...
	Value     string

	Positive, Negative int            // feedback
	Share              infer.Estimate // positive, of both
	Others             infer.Estimate // the same of all other units
	Difference         infer.Estimate
	P, Q               float64 // of no difference; Q is corrected for the number of units and drivers
}

// Find gives the units that do better than the others, the surest first. Of
// each, positive and negative feedback (praise against complaints; what is mixed
// or neutral tells nothing) are compared with those of all other units of the
// dimension on the same driver, by Fisher's exact test.
func Find(f *voice.Feedback, columns map[string][]string) []Unit {
	var all []Unit
	for driver, rows := range f.ByDriver() {
		for dimension, column := range columns {
			all = append(all, units(f, driver, dimension, column, rows)...)
		}
	}
	slices.SortFunc(all, func(a, b Unit) int {
		return cmp.Or(cmp.Compare(a.P, b.P), cmp.Compare(a.Driver, b.Driver), cmp.Compare(a.Dimension, b.Dimension), cmp.Compare(a.Value, b.Value))
	})
	var p []float64
	for i := range all {
		p = append(p, all[i].P)
	}
	for i, q := range infer.FalseDiscovery(p) {
		all[i].Q = q
	}
	return slices.DeleteFunc(all, func(u Unit) bool { return u.Q > infer.MaxFalse || u.Difference.Low <= 0 })
}

// units compares the units of one driver and dimension.
func units(f *voice.Feedback, driver, dimension string, column []string, rows []int32) []Unit {
	count := map[string]*Unit{}
	var positive, negative int
	for _, row := range rows {
		value := voice.Text(column, int(row))
		up, down := f.Sentiment[row] == "positief", f.Sentiment[row] == "negatief"
		if value == "" || !f.Counts(int(row)) || !up && !down {
			continue
		}
		u := count[value]
		if u == nil {
			u = &Unit{Driver: driver, Dimension: dimension, Value: value}
			count[value] = u
		}
		if up {
			u.Positive++
			positive++
		} else {
			u.Negative++
			negative++
		}
	}
	var out []Unit
	for _, u := range count {
		n, others := u.Positive+u.Negative, positive+negative-u.Positive-u.Negative
		if n < infer.MinN || others < infer.MinGroup {
			continue
		}
		rest := positive - u.Positive
		u.Share, u.Others = infer.Share(u.Positive, n), infer.Share(rest, others)
		u.Difference = infer.ShareDifference(u.Positive, n, rest, others)
		u.P = infer.Fisher(u.Positive, n, rest, others)
		out = append(out, *u)
	}
	return out
}
