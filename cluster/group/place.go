package group

import (
	"slices"
	"strings"

	"luister/cluster"
	"luister/cluster/graph"
	"luister/cluster/space"
	"luister/nlp/vector"
)

const (
	denseWeight = 0.4    // of the word vectors beside the terms
	meaningUpTo = 20_000 // items on which drivers are founded: a larger corpus tells by itself which words belong together, if people have no vectors of their own
)

// dim is the length of a place: where the terms lie, and what the words mean.
func (n *night) dim() int {
	if n.reg.Meaning {
		return n.reg.Space.Dim + n.opts.Words.Dim()
	}
	return n.reg.Space.Dim
}

// place joins where a segment (or, -1, the whole) of an item lies by its terms
// and topics with what the words mean, in dst; all zero if there is nothing to
// go by.
func (n *night) place(dst []float32, it *cluster.Item, segment int) {
	k, terms := n.reg.Space.Dim, it.Terms
	if segment >= 0 {
		terms = it.SegmentTerms(segment)
	}
	n.reg.Space.Place(dst[:k], told(n.reg.Pairs, terms, it, segment))
	clear(dst[k:])
	if n.reg.Meaning {
		for d, v := range n.opts.Words.Weighted(terms, n.reg.Space.Weigh(terms)) {
			dst[k+d] = v * denseWeight
		}
	}
	space.Unit(dst)
}

// topicWeight is how much a topic counts beside a term of the same rarity; the
// themes of dekamer-nl would do with less.
const topicWeight = 1

// topicMark begins a topic among terms; no term of a text does.
const topicMark = "onderwerp "

// pairsUpTo is how many texts are too few to tell by single terms which belong
// together: up to so many, terms that follow one another count too.
const pairsUpTo = 20_000

// told gives the terms of a segment, or of the whole (-1), if so asked in pairs
// too, with the topics that it shows. What the coding scheme knows of a subject
// ties together texts of few words in common, as the texts of a small corpus are.
func told(pairs bool, terms []string, it *cluster.Item, segment int) []string {
	out := slices.Clone(terms)
	if pairs {
		out = append(out, cluster.Pairs(terms)...)
	}
	for _, topic := range it.TopicsOf(segment) {
		out = append(out, topicMark+topic)
	}
	return out
}

// text is what of an item makes a space.
func text(pairs bool, it *cluster.Item) (t space.Text) {
	for s := range it.Breaks {
		t.Breaks = append(t.Breaks, int32(len(t.Terms)))
		t.Terms = append(t.Terms, told(pairs, it.SegmentTerms(s), it, s)...)
	}
	return t
}

// scale is what of the weight of a term counts.
func scale(term string) float32 {
	if strings.HasPrefix(term, topicMark) {
		return topicWeight
	}
	return cluster.Topical(term)
}

// locate finds the places of all items.
func (n *night) locate() {
	all := make([]int, len(n.items))
	for i := range all {
		all[i] = i
	}
	n.locateSome(all)
}

// locateSome finds the places of some items; the others have none.
func (n *night) locateSome(items []int) {
	n.places = graph.Points{Dim: n.dim(), Data: make([]float32, len(n.items)*n.dim())}
	graph.Parts(len(items), func(from, to int) {
		for _, i := range items[from:to] {
			n.place(n.places.Row(i), n.items[i], -1)
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
