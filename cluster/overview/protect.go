package overview

import (
	"cmp"
	"slices"
)

// protect hides counts. A row of received must not be small, nor the parts of it
// that were closed and were not: the second is the difference of two columns.
//
// From the top down, where a count is hidden so many others are that no sum gives
// it away: of the rows below a row that is shown none or at least two are hidden,
// which together are not small; of those below a hidden row at least one is, so
// that the hidden row is not the sum of what is shown. Every hidden count can then
// be more or less by one, and another one along with it, without a change of what
// is shown: none can be computed. (Complementary cell suppression on a hierarchy;
// see Hundepool et al., Statistical Disclosure Control, 2012, chapter 4.)
func (n *node) protect() {
	for measure, parts := range []func(*node) []int{
		func(n *node) []int { return []int{n.received} },
		func(n *node) []int { return []int{n.closed, n.received - n.closed} },
	} {
		n.hide(measure, parts)
		n.protectBelow(measure, parts)
	}
}

// small says whether a count is not to be known. Nothing is no secret.
func small(count int) bool { return 0 < count && count < Least }

// hide hides a count that is small itself, and what was closed of a number that is hidden.
func (n *node) hide(measure int, parts func(*node) []int) {
	if n.hidden[0] || slices.ContainsFunc(parts(n), small) {
		n.hidden[measure] = true
	}
}

func (n *node) protectBelow(measure int, parts func(*node) []int) {
	for _, b := range n.below {
		b.hide(measure, parts)
	}
	for !n.safe(measure, parts) {
		next := n.smallest(measure)
		if next == nil {
			break
		}
		next.hidden[measure] = true
	}
	for _, b := range n.below {
		b.protectBelow(measure, parts)
	}
}

// safe says whether the rows hidden below n cannot be computed, nor n from them.
func (n *node) safe(measure int, parts func(*node) []int) bool {
	count, sums, own := 0, make([]int, len(parts(n))), parts(n)
	for _, b := range n.below {
		if b.hidden[measure] {
			count++
			for i, part := range parts(b) {
				sums[i] += part
			}
		}
	}
	above := n.hidden[measure]
	switch {
	case len(n.below) == 0 || count == 0 && !above:
		return true
	case count == 0 || count == 1 && !above:
		return false
	}
	for i, sum := range sums {
		// What is small above cannot be more below, and is hidden with it.
		if small(sum) && !(above && small(own[i])) {
			return false
		}
	}
	return true
}

// smallest gives the smallest row below that is shown: what is lost least.
func (n *node) smallest(measure int) *node {
	var shown []*node
	for _, b := range n.below {
		if !b.hidden[measure] {
			shown = append(shown, b)
		}
	}
	if len(shown) == 0 {
		return nil
	}
	return slices.MinFunc(shown, func(a, b *node) int { return cmp.Compare(a.received, b.received) })
}
