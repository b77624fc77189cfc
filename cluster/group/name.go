package group

import (
	"cmp"
	"slices"

	"luister/cluster"
	"luister/cluster/graph"
	"luister/cluster/naming"
	"luister/nlp"
	"luister/nlp/vector"
)

const (
	keyPhrases    = 8
	typicalQuotes = 5
	unusualQuotes = 2
	nameSample    = 300 // members that a name is looked for in
	leastQuote    = 3   // terms from which a quote counts in full
	sameQuote     = 0.6 // share of its terms that a quote has in common with one that says the same
)

// name gives every driver without a name one, in order of id.
func (n *night) name() {
	members, namer := n.members(), naming.New(n.items)
	taken := map[string]bool{}
	for _, d := range n.reg.Drivers {
		taken[d.Name] = true
	}
	for i := range n.reg.Drivers {
		d := &n.reg.Drivers[i]
		if d.Name != "" || d.Retired != "" || len(members[d.ID]) == 0 {
			continue
		}
		theirs := n.sample(n.sole(members[d.ID]))
		d.Name = namer.Name(theirs, taken)
		taken[d.Name] = true
		d.Key = namer.Phrases(theirs, keyPhrases)
		d.Typical, d.Unusual = n.quotes(d.ID, theirs)
	}
}

// sole gives those of members that have no other driver: what else the others
// speak of would name it too. If they are few, it gives all.
func (n *night) sole(members []int) []int {
	own := slices.DeleteFunc(slices.Clone(members), func(i int) bool { return len(n.given[i].Drivers) > 1 })
	if len(own) < leastMembers {
		return members
	}
	return own
}

// sample gives different texts among members, at most nameSample, evenly taken.
// Praise is left out of it, unless most of it is: a driver is named after what
// goes wrong.
func (n *night) sample(members []int) []*cluster.Item {
	var all, other, out []*cluster.Item
	for _, i := range members {
		if !n.first[i] {
			continue
		}
		all = append(all, n.items[i])
		if n.items[i].Sentiment != nlp.Positive {
			other = append(other, n.items[i])
		}
	}
	if 2*len(other) >= len(all) {
		all = other
	}
	for i := range min(len(all), nameSample) {
		out = append(out, all[i*len(all)/min(len(all), nameSample)])
	}
	return out
}

// A quotable is a segment of a text that may be quoted.
type quotable struct {
	cluster.Quote
	terms map[string]bool
}

// quotes gives the segments that lie nearest to a driver, each saying something
// else as far as there are such, and of its members that lie farthest the nearest
// segment; each of another text.
func (n *night) quotes(id string, members []*cluster.Item) (typical, unusual []cluster.Quote) {
	centers := graph.Points{Dim: n.dim()}
	for _, p := range n.reg.Prototypes {
		if p.Driver == id {
			centers.Data = append(centers.Data, p.Center...)
		}
	}
	var all []quotable
	for _, it := range members {
		if it.Segments != nil {
			all = append(all, n.bestSegment(it, centers))
		}
	}
	slices.SortStableFunc(all, func(a, b quotable) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.ID, b.ID))
	})
	var chosen, rest []quotable
	for _, q := range all {
		if len(chosen) < typicalQuotes && !slices.ContainsFunc(chosen, q.saysOf) {
			chosen = append(chosen, q)
		} else {
			rest = append(rest, q)
		}
	}
	more := min(typicalQuotes-len(chosen), len(rest))
	for _, q := range slices.Concat(chosen, rest[:more]) {
		typical = append(typical, q.Quote)
	}
	for i := len(rest) - 1; i >= more && len(unusual) < unusualQuotes; i-- {
		unusual = append(unusual, rest[i].Quote)
	}
	return typical, unusual
}

// saysOf tells whether most of what q says is in another.
func (q quotable) saysOf(other quotable) bool {
	same := 0
	for term := range q.terms {
		if other.terms[term] {
			same++
		}
	}
	return float64(same) >= sameQuote*float64(len(q.terms))
}

// bestSegment is the segment of an item that lies nearest to any of centers.
func (n *night) bestSegment(it *cluster.Item, centers graph.Points) quotable {
	best := quotable{Quote: cluster.Quote{ID: it.ID, Span: it.Segments[0], Score: -1}}
	place, at := make([]float32, n.dim()), 0
	for s, span := range it.Segments {
		part := min(1, float64(len(it.SegmentTerms(s)))/leastQuote)
		n.place(place, it, s)
		for c := range centers.Len() {
			if score := part * float64(vector.Dot(centers.Row(c), place)); score > best.Score {
				best.Span, best.Score, at = span, score, s
			}
		}
	}
	best.terms = map[string]bool{}
	for _, term := range it.SegmentTerms(at) {
		best.terms[term] = true
	}
	return best
}
