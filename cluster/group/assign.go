package group

import (
	"cmp"
	"math"
	"slices"

	"luister/cluster"
	"luister/cluster/registry"
	"luister/nlp/vector"
)

const (
	leastSegment = 4    // terms that a segment needs to have a driver of its own
	segmentSure  = 0.75 // probability from which a segment gives the document a second driver
)

// assign gives every item to the drivers it fits.
func (n *night) assign() {
	for i, it := range n.items {
		n.given[i] = n.judge(it)
	}
}

// judge gives one item to the drivers it fits: the best for the whole document,
// and others of which a segment is sure.
func (n *night) judge(it *cluster.Item) cluster.Assignment {
	a := cluster.Assignment{ID: it.ID}
	if driver, ok := n.reg.Pinned(it.ID); ok {
		a.Drivers = []cluster.Membership{{Driver: driver, Score: 1, Segment: -1}}
		return a
	}
	if len(it.Terms) == 0 || len(n.reg.Prototypes) == 0 {
		return a
	}
	ranked := n.rank(n.place(it.Terms, it.Vector), -1)
	for _, m := range ranked[:1] {
		if m.Score >= n.reg.Fit.Least {
			a.Drivers = append(a.Drivers, m)
		}
	}
	n.judgeSegments(it, &a)
	for _, m := range ranked {
		if !has(a.Drivers, m.Driver) {
			a.Second = m
			break
		}
	}
	return a
}

// judgeSegments adds the drivers that parts of the document are sure of.
func (n *night) judgeSegments(it *cluster.Item, a *cluster.Assignment) {
	if len(it.Breaks) < 2 {
		return
	}
	for s := range it.Breaks {
		terms := it.SegmentTerms(s)
		if len(terms) < leastSegment {
			continue
		}
		m := n.rank(n.place(terms, vector.Load().Terms(terms)), s)[0]
		if m.Score >= segmentSure && !has(a.Drivers, m.Driver) {
			a.Drivers = append(a.Drivers, m)
		}
	}
}

func has(list []cluster.Membership, driver string) bool {
	return slices.ContainsFunc(list, func(m cluster.Membership) bool { return m.Driver == driver })
}

// rank gives the two best drivers for a place.
func (n *night) rank(place []float32, segment int) []cluster.Membership {
	var best []cluster.Membership
	for _, p := range n.reg.Prototypes {
		m := cluster.Membership{Driver: p.Driver, Score: probability(n.reg.Fit, vector.Dot(p.Center, place)), Segment: segment}
		if i := slices.IndexFunc(best, func(b cluster.Membership) bool { return b.Driver == m.Driver }); i >= 0 {
			best[i].Score = max(best[i].Score, m.Score)
		} else {
			best = append(best, m)
		}
		slices.SortFunc(best, func(a, b cluster.Membership) int {
			return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.Driver, b.Driver))
		})
		best = best[:min(len(best), 3)]
	}
	return best
}

func probability(c registry.Calibration, cos float32) float64 {
	return 1 / (1 + math.Exp(-(c.Slope*float64(cos) + c.Offset)))
}

// calibrate fits the probability that a cosine is that of a document with its
// own driver, by logistic regression (Platt 1999), and sets the least
// probability so that little of what belongs is left out.
func calibrate(own, other []float64) registry.Calibration {
	c := registry.Calibration{Slope: 10, Offset: -4}
	if len(own) == 0 || len(other) == 0 {
		c.Least = 0.2
		return c
	}
	for range 50 {
		c = newton(c, own, other)
	}
	slices.Sort(own)
	quantile := own[len(own)/12]
	c.Least = probability(c, float32(quantile))
	return c
}

// newton makes one step of the regression, with a little weight on no slope.
func newton(c registry.Calibration, own, other []float64) registry.Calibration {
	var g0, g1, h00, h01, h11 float64
	add := func(x, y float64) {
		p := probability(c, float32(x))
		w := p*(1-p) + 1e-9
		g0, g1 = g0+y-p, g1+(y-p)*x
		h00, h01, h11 = h00+w, h01+w*x, h11+w*x*x
	}
	for _, x := range own {
		add(x, 1)
	}
	for _, x := range other {
		add(x, 0)
	}
	const ridge = 1e-3
	g1 -= ridge * c.Slope
	h11, h00 = h11+ridge, h00+ridge
	det := h00*h11 - h01*h01
	if det < 1e-12 {
		return c
	}
	c.Offset += (h11*g0 - h01*g1) / det
	c.Slope += (h00*g1 - h01*g0) / det
	return c
}

// normalise brings v to unit length; zero stays zero.
func normalise(v []float32) {
	n := math.Sqrt(float64(vector.Dot(v, v)))
	if n == 0 {
		return
	}
	for i := range v {
		v[i] = float32(float64(v[i]) / n)
	}
}
