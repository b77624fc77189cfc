package reach

import (
	"cmp"
	"slices"

	"luister/cluster/infer"
)

// Hide says of the voices of all groups of one dimension, whose sum is known, which
// are not shown: those below the smallest cell, and as many of the next smallest as
// it takes for no hidden number to follow from the sum. mixed says that there are
// such others: hidden numbers then must not be called small.
//
// Of k small ones alone that sum to s each may still be anything below the cell
// c if c-1 <= s <= (k-1)(c-1) (Willenborg & de Waal 2001, Elements of Statistical
// Disclosure Control, ch. 4). Beside x larger ones, of which a reader knows that they
// lie between c and the smallest number m that is shown, each may be so if
// xc + c-1 <= s <= xm + (k-1)(c-1).
func Hide(voices []int) (hidden []bool, mixed bool) {
	hidden = make([]bool, len(voices))
	bySize := make([]int, len(voices))
	sum, small := 0, 0
	for i, v := range voices {
		if bySize[i] = i; v < infer.MinCell {
			hidden[i], sum, small = true, sum+v, small+1
		}
	}
	const most = infer.MinCell - 1
	if small == 0 || sum >= most && sum <= (small-1)*most {
		return hidden, false
	}
	slices.SortStableFunc(bySize, func(a, b int) int { return cmp.Compare(voices[a], voices[b]) })
	for at := small; at < len(voices); at++ {
		others := at - small
		if others > 0 && sum >= others*infer.MinCell+most && sum <= others*voices[bySize[at]]+(small-1)*most {
			break
		}
		hidden[bySize[at]], sum = true, sum+voices[bySize[at]]
	}
	return hidden, true
}
