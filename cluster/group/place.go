package group

import (
	"luister/cluster/graph"
	"luister/cluster/space"
	"luister/nlp/vector"
)

const (
	denseWeight = 0.4    // of the word vectors beside the terms
	meaningUpTo = 20_000 // items on which drivers are founded: a larger corpus tells by itself which words belong together
)

// dim is the length of a place: where the terms lie, and what the words mean.
func (n *night) dim() int {
	if n.reg.Meaning {
		return n.reg.Space.Dim + vector.Load().Dim()
	}
	return n.reg.Space.Dim
}

// place joins where terms lie with what the words mean, in dst; all zero if
// there is nothing to go by.
func (n *night) place(dst []float32, terms []string) {
	k := n.reg.Space.Dim
	n.reg.Space.Place(dst[:k], terms)
	clear(dst[k:])
	if n.reg.Meaning {
		for d, v := range vector.Load().Weighted(terms, n.reg.Space.Weigh(terms)) {
			dst[k+d] = v * denseWeight
		}
	}
	space.Unit(dst)
}

// locate finds the places of all items.
func (n *night) locate() {
	n.places = graph.Points{Dim: n.dim(), Data: make([]float32, len(n.items)*n.dim())}
	graph.Parts(len(n.items), func(from, to int) {
		for i := from; i < to; i++ {
			n.place(n.places.Row(i), n.items[i].Terms)
		}
	})
}

// at gives the places of some items.
func (n *night) at(which []int) graph.Points {
	out := graph.Points{Dim: n.places.Dim, Data: make([]float32, 0, len(which)*n.places.Dim)}
	for _, i := range which {
		out.Data = append(out.Data, n.places.Row(i)...)
	}
	return out
}

// center is the mean place of a group, of unit length.
func (n *night) center(members []int) []float32 {
	out := make([]float32, n.places.Dim)
	for _, i := range members {
		for d, v := range n.places.Row(i) {
			out[d] += v
		}
	}
	space.Unit(out)
	return out
}

// prototypes gives the places of the drivers.
func (n *night) prototypes() graph.Points {
	out := graph.Points{Dim: n.dim()}
	for _, p := range n.reg.Prototypes {
		out.Data = append(out.Data, p.Center...)
	}
	return out
}

// known tells whether a group lies so near a driver that it would be the same.
func (n *night) known(members []int) bool {
	const same = 0.8
	center := n.center(members)
	for _, p := range n.reg.Prototypes {
		if vector.Dot(center, p.Center) > same {
			return true
		}
	}
	return false
}
