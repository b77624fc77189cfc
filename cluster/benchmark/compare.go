package benchmark

import (
	"slices"

	"luister/cluster/infer"
)

// A Line compares one share of two organisations.
type Line struct {
	Part         string // form, topic, negative (share of a topic that is negative) or indicator
	ID           string
	Ours, Theirs infer.Estimate
	Difference   infer.Estimate // ours less theirs
	Q            float64        // p-value of no difference, corrected for the number of lines
}

// Different says whether the two differ beyond chance.
func (l *Line) Different() bool { return l.Q <= infer.MaxFalse }

// Compare compares what two files both show, in the order of form, topic and
// indicator, then by id.
func Compare(ours, theirs *File) []Line {
	var lines []Line
	var p []float64
	add := func(part, id string, k1, n1, k2, n2 int) {
		lines = append(lines, Line{Part: part, ID: id, Ours: infer.Share(k1, n1), Theirs: infer.Share(k2, n2), Difference: infer.ShareDifference(k1, n1, k2, n2)})
		p = append(p, infer.GTest(k1, n1, k2, n2))
	}
	for _, list := range []struct {
		part string
		a, b []Cell
	}{{"form", ours.Forms, theirs.Forms}, {"topic", ours.Topics, theirs.Topics}} {
		both(list.a, list.b, func(c Cell) string { return c.ID }, func(a, b Cell) {
			if a.ID == Rest {
				return // not of the same codes
			}
			add(list.part, a.ID, a.N, ours.Feedback, b.N, theirs.Feedback)
			if a.Negative != nil && b.Negative != nil {
				add("negative", a.ID, *a.Negative, a.N, *b.Negative, b.N)
			}
		})
	}
	both(ours.Indicators, theirs.Indicators, func(i Indicator) string { return i.ID }, func(a, b Indicator) {
		add("indicator", a.ID, a.Count, a.N, b.Count, b.N)
	})
	for i, q := range infer.FalseDiscovery(p) {
		lines[i].Q = q
	}
	return lines
}

// both calls do for what two lists both have, in the order of the first.
func both[T any](a, b []T, id func(T) string, do func(a, b T)) {
	for _, x := range a {
		if i := slices.IndexFunc(b, func(y T) bool { return id(y) == id(x) }); i >= 0 {
			do(x, b[i])
		}
	}
}
