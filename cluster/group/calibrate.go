package group

import (
	"slices"

	"luister/cluster/graph"
	"luister/cluster/registry"
	"luister/cluster/space"
	"luister/nlp/vector"
)

// fit calibrates: how near a document lies to the middle of its own group, were
// it not part of it, against how near it lies to the best of the others.
func (n *night) fit(groups [][]int) {
	var own, other []float64
	all := graph.Points{Dim: n.dim()}
	for _, members := range groups {
		all.Data = append(all.Data, n.center(members)...)
	}
	for g, members := range groups {
		cos, p := graph.Products(n.at(members), all), all.Len()
		for j, i := range members {
			own = append(own, float64(without(all.Row(g), n.places.Row(i), len(members))))
			if best, ok := bestOther(cos[j*p:][:p], g); ok {
				other = append(other, float64(best))
			}
		}
	}
	n.reg.Fit = calibrate(own, other)
}

// without is the cosine of a place with the centre of its group less that
// place. The centre keeps only its direction, so one place is taken to be one
// of size equal parts of it.
func without(center, place []float32, size int) float32 {
	if size < 2 {
		return 0
	}
	rest := make([]float32, len(center))
	for d := range rest {
		rest[d] = center[d] - place[d]/float32(size)
	}
	space.Unit(rest)
	return vector.Dot(rest, place)
}

func bestOther(cos []float32, own int) (float32, bool) {
	best, ok := float32(-1), false
	for i, c := range cos {
		if i != own {
			best, ok = max(best, c), true
		}
	}
	return best, ok
}

// strays is the share of the documents that drivers were founded on which may
// lie too far from all of them.
const strays = 1.0 / 30

// calibrate fits the probability that a cosine is that of a document with its
// own driver, by logistic regression (Platt 1999), and sets the least
// probability for belonging so that only strays are left out.
func calibrate(own, other []float64) registry.Calibration {
	c := registry.Calibration{Slope: 10, Offset: -4, Least: 0.2}
	if len(own) == 0 || len(other) == 0 {
		return c
	}
	for range 50 {
		c = newton(c, own, other)
	}
	slices.Sort(own)
	c.Least = c.Probability(own[int(strays*float64(len(own)))])
	return c
}

// newton makes one step of the regression, with a little weight on no slope.
func newton(c registry.Calibration, own, other []float64) registry.Calibration {
	const ridge = 1e-3
	g0, g1, h00, h01, h11 := 0.0, -ridge*c.Slope, ridge, 0.0, ridge
	for side, list := range [][]float64{other, own} {
		for _, x := range list {
			p := c.Probability(x)
			w, miss := p*(1-p)+1e-9, float64(side)-p
			g0, g1 = g0+miss, g1+miss*x
			h00, h01, h11 = h00+w, h01+w*x, h11+w*x*x
		}
	}
	det := h00*h11 - h01*h01
	if det < 1e-12 {
		return c
	}
	c.Offset += (h11*g0 - h01*g1) / det
	c.Slope += (h00*g1 - h01*g0) / det
	return c
}
