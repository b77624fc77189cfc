// Package segment finds where drivers sit: the products, departments, regions,
// channels and kinds of customers that are over-represented in one.
//
// It takes the rows of drivers and columns of values, and gives per driver the
// values whose share in it is larger than in the rest of the feedback, beyond
// chance, with how many times larger. All drivers and values are tested
// together, so that of what it gives at most one in twenty is chance. It never
// gives a cell with fewer feedback than infer.MinCell, because such a cell could
// be a person.
package segment

import (
	"cmp"
	"slices"

	"luister/cluster/infer"
)

// A Column is one value per row, as a number into Values; the value "" is unknown.
type Column struct {
	Dimension string // product, department, ...
	Values    []string
	Of        []int32
}

// A Driver is the rows of a driver.
type Driver struct {
	ID   string
	Rows []int32
}

// A Segment is a value that is over-represented in a driver.
type Segment struct {
	Driver    string
	Dimension string
	Value     string
	N         int            // feedback of the driver with the value
	Share     infer.Estimate // of the driver's feedback of which the value is known
	Rest      infer.Estimate // of all other feedback of which it is known
	Ratio     infer.Estimate // Share against Rest
	P         float64        // of no difference: G test, Fisher's where counts are few
	Q         float64        // P corrected for everything that was tested
}

// worth is the ratio from which an over-representation is worth telling: with
// thousands of feedback anything is beyond chance.
const worth = 1.2

// Find gives the over-represented values, by driver, the largest ratio of a
// driver first. Rows without a known value count in neither share.
func Find(drivers []Driver, columns []Column) []Segment {
	var tested []Segment
	var p []float64
	for _, c := range columns {
		all := count(c, nil)
		for _, d := range drivers {
			for _, s := range compare(c, all, d) {
				tested, p = append(tested, s), append(p, s.P)
			}
		}
	}
	var found []Segment
	for i, q := range infer.FalseDiscovery(p) {
		s := tested[i]
		if s.Q = q; q > infer.MaxFalse || s.Share.Value < worth*s.Rest.Value || s.N < infer.MinCell {
			continue
		}
		s.Ratio = infer.ShareRatio(s.N, s.Share.N, int(s.Rest.Value*float64(s.Rest.N)+0.5), s.Rest.N)
		found = append(found, s)
	}
	slices.SortFunc(found, func(a, b Segment) int {
		return cmp.Or(cmp.Compare(a.Driver, b.Driver), cmp.Compare(b.Ratio.Value, a.Ratio.Value), cmp.Compare(a.Dimension, b.Dimension), cmp.Compare(a.Value, b.Value))
	})
	return found
}

// count counts the values of some rows, nil for all.
func count(c Column, rows []int32) []int {
	counts := make([]int, len(c.Values))
	if rows == nil {
		for _, of := range c.Of {
			counts[of]++
		}
	}
	for _, row := range rows {
		counts[c.Of[row]]++
	}
	return counts
}

// compare tests every value of a column that a driver has. What is never over
// the minimum is not tested: that would only cost power elsewhere.
func compare(c Column, all []int, d Driver) []Segment {
	if len(d.Rows) == 0 {
		return nil
	}
	own := count(c, d.Rows)
	known, rest := 0, 0
	for i, value := range c.Values {
		if value != "" {
			known += own[i]
			rest += all[i] - own[i]
		}
	}
	if known < infer.MinN || rest < infer.MinGroup {
		return nil
	}
	var out []Segment
	for i, value := range c.Values {
		if value == "" || all[i] < infer.MinN || own[i] < infer.MinCell && float64(known)*float64(all[i]) < infer.MinCell*float64(known+rest) {
			continue
		}
		out = append(out, Segment{Driver: d.ID, Dimension: c.Dimension, Value: value, N: own[i],
			Share: infer.Share(own[i], known), Rest: infer.Share(all[i]-own[i], rest), P: infer.GTest(own[i], known, all[i]-own[i], rest)})
	}
	return out
}
