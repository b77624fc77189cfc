package group

import (
	"cmp"
	"slices"

	"luister/cluster"
	"luister/nlp"
	"luister/nlp/vector"
)

const (
	typicalQuotes = 5
	unusualQuotes = 2
)

// quotes gives the segments that lie nearest to a driver, and those of its
// members that lie farthest; each of another text.
func (n *night) quotes(id string, members []*cluster.Item) (typical, unusual []cluster.Quote) {
	var all []cluster.Quote
	for i, first := range firsts(members) {
		if first && members[i].Segments != nil {
			all = append(all, n.bestSegment(id, members[i]))
		}
	}
	slices.SortStableFunc(all, func(a, b cluster.Quote) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.ID, b.ID))
	})
	k := min(typicalQuotes, len(all))
	typical = all[:k:k]
	for i := len(all) - 1; i >= k && len(unusual) < unusualQuotes; i-- {
		unusual = append(unusual, all[i])
	}
	return typical, unusual
}

// bestSegment is the segment of an item that lies nearest to the driver.
func (n *night) bestSegment(id string, it *cluster.Item) cluster.Quote {
	best := cluster.Quote{ID: it.ID, Span: it.Segments[0], Score: -1}
	for s, span := range it.Segments {
		terms := it.SegmentTerms(s)
		place := n.place(terms, vector.Load().Terms(terms))
		for _, p := range n.reg.Prototypes {
			if p.Driver == id {
				best = nearer(best, span, float64(vector.Dot(p.Center, place)))
			}
		}
	}
	return best
}

func nearer(best cluster.Quote, span nlp.Span, score float64) cluster.Quote {
	if score > best.Score {
		best.Span, best.Score = span, score
	}
	return best
}
