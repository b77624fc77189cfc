package group

import (
	"cmp"
	"slices"

	"luister/cluster"
	"luister/cluster/decision"
	"luister/cluster/graph"
)

const (
	leastSegment = 4    // terms that a segment needs to have a driver of its own
	segmentSure  = 0.75 // probability from which a segment gives the document a second driver
)

// assign gives every item to the drivers it fits.
func (n *night) assign() {
	all := n.prototypes()
	graph.Parts(len(n.items), func(from, to int) { n.judge(from, to, all) })
}

// judge gives items from..to to the drivers they fit: the best for the whole
// document, and others of which a segment is sure.
func (n *night) judge(from, to int, prototypes graph.Points) {
	rows := graph.Points{Dim: n.dim(), Data: slices.Clone(n.places.Data[from*n.dim() : to*n.dim()])}
	type part struct{ item, segment int }
	var parts []part
	for i := from; i < to; i++ {
		for s := range n.items[i].Breaks {
			terms := n.items[i].SegmentTerms(s)
			if len(n.items[i].Breaks) < 2 || len(terms) < leastSegment {
				continue
			}
			parts = append(parts, part{i, s})
			rows.Data = append(rows.Data, make([]float32, n.dim())...)
			n.place(rows.Row(rows.Len()-1), n.items[i], s)
		}
	}
	cos, p := graph.Products(rows, prototypes), prototypes.Len()
	for i := from; i < to; i++ {
		n.given[i] = n.whole(i, cos[(i-from)*p:][:p])
	}
	nearest := make([]float32, to-from) // of the segments to the first driver
	for j, at := range parts {
		a, own := &n.given[at.item], cos[(to-from+j)*p:][:p]
		if near := n.nearTo(a.Drivers, own); near > nearest[at.item-from] {
			nearest[at.item-from], a.Drivers[0].Segment = near, at.segment
		}
		id := n.items[at.item].ID
		if n.withheld(id) {
			continue
		}
		ranked := n.allowed(n.rank(own, at.segment, 1+len(n.reg.Banned(id))), id, 1)
		if len(ranked) > 0 && ranked[0].Score >= segmentSure && !has(a.Drivers, ranked[0].Driver) {
			a.Drivers = append(a.Drivers, ranked[0])
			if a.Second.Driver == ranked[0].Driver {
				a.Second = cluster.Membership{}
			}
		}
	}
}

// nearTo gives the largest cosine with the first of drivers.
func (n *night) nearTo(drivers []cluster.Membership, cos []float32) (near float32) {
	if len(drivers) == 0 {
		return 0
	}
	for i, c := range cos {
		if n.reg.Prototypes[i].Driver == drivers[0].Driver {
			near = max(near, c)
		}
	}
	return near
}

// whole gives item i, as a whole, to the driver it fits best.
func (n *night) whole(i int, cos []float32) cluster.Assignment {
	a := cluster.Assignment{ID: n.items[i].ID}
	if driver, ok := n.reg.Pinned(a.ID); ok {
		if driver == decision.None {
			return a
		}
		a.Drivers = []cluster.Membership{{Driver: driver, Score: 1, Segment: -1}}
		return a
	}
	if len(n.items[i].Terms) == 0 {
		return a
	}
	ranked := n.allowed(n.rank(cos, -1, 2+len(n.reg.Banned(a.ID))), a.ID, 2)
	if len(ranked) > 0 && ranked[0].Score >= n.reg.Fit.Least {
		a.Drivers, ranked = ranked[:1:1], ranked[1:]
	}
	if len(ranked) > 0 {
		a.Second = ranked[0]
	}
	return a
}

func has(list []cluster.Membership, driver string) bool {
	return slices.ContainsFunc(list, func(m cluster.Membership) bool { return m.Driver == driver })
}

// rank gives the few best drivers by the cosines with their prototypes.
func (n *night) rank(cos []float32, segment, few int) []cluster.Membership {
	var best []cluster.Membership
	var least float32
	for i, c := range cos {
		if len(best) == few && c <= least {
			continue
		}
		best = better(best, cluster.Membership{Driver: n.reg.Prototypes[i].Driver, Score: float64(c), Segment: segment}, few)
		least = float32(best[len(best)-1].Score)
	}
	for i := range best {
		best[i].Score = n.reg.Fit.Probability(best[i].Score)
	}
	return best
}

// better puts m into the list of at most few, each driver once.
func better(best []cluster.Membership, m cluster.Membership, few int) []cluster.Membership {
	if i := slices.IndexFunc(best, func(b cluster.Membership) bool { return b.Driver == m.Driver }); i >= 0 {
		best[i].Score = max(best[i].Score, m.Score)
	} else {
		best = append(best, m)
	}
	slices.SortStableFunc(best, func(a, b cluster.Membership) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.Driver, b.Driver))
	})
	return best[:min(len(best), few)]
}
