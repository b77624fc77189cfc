package group

import (
	"cmp"
	"slices"

	"luister/cluster"
	"luister/cluster/graph"
	"luister/cluster/registry"
	"luister/cluster/space"
	"luister/nlp/vector"
)

// What the first grouping is made with; chosen on dekamer-nl.
const (
	neighbours  = 30  // at most; fewer in a small corpus
	fineness    = 2.0 // resolution of the communities that become drivers
	coarseness  = 0.7 // of those that become themes
	leastMember = 3   // different texts that make a driver on a first grouping
	exactUpTo   = 20_000
	denseWeight = 0.35 // of the word vectors beside the terms
	seed        = 1
)

// found makes drivers of the items at once.
func (n *night) found() {
	if !n.fitSpace() {
		return
	}
	groups, themes := n.communities(n.unique(), n.opts.Groups)
	n.reg.Version = 1
	named := map[int]string{}
	for i, g := range groups {
		id := n.add(g, false)
		if _, ok := named[themes[i]]; !ok {
			named[themes[i]] = n.reg.NextTheme()
		}
		n.reg.Driver(id).Theme = named[themes[i]]
	}
	n.fit(groups)
	n.name()
	n.keepPending(n.pool())
}

// fitSpace makes the space of the items; false if there is nothing to go by.
func (n *night) fitSpace() bool {
	var texts [][]string
	for _, it := range n.unique() {
		texts = append(texts, it.Terms)
	}
	if len(texts) == 0 {
		return false
	}
	n.reg.Space = space.Fit(texts, space.Options{Dim: dimensions(len(texts))})
	n.reg.Vectors = vector.Load().Version()
	n.places = nil
	return true
}

// dimensions is how many directions a corpus of n texts can bear.
func dimensions(n int) int { return min(150, max(2, n/3)) }

// unique gives the items that have terms, each text once.
func (n *night) unique() []*cluster.Item {
	var out []*cluster.Item
	for i, first := range firsts(n.items) {
		if first && len(n.items[i].Terms) > 0 {
			out = append(out, n.items[i])
		}
	}
	return out
}

// communities groups items; it gives the groups, largest first, and the theme
// number of each. Groups of fewer than leastMember texts are left out.
func (n *night) communities(items []*cluster.Item, most int) ([][]*cluster.Item, []int) {
	points := n.points(items)
	k := min(neighbours, max(3, len(items)/10))
	g := graph.Link(graph.Neighbours(points, k), 0)
	labels := atMost(g, most)
	coarse := graph.Communities(g, coarseness, seed)
	groups := make([][]*cluster.Item, slices.Max(labels)+1)
	votes := make([]map[int32]int, len(groups))
	for i, l := range labels {
		groups[l] = append(groups[l], items[i])
		if votes[l] == nil {
			votes[l] = map[int32]int{}
		}
		votes[l][coarse[i]]++
	}
	return largestFirst(groups, votes)
}

func largestFirst(groups [][]*cluster.Item, votes []map[int32]int) ([][]*cluster.Item, []int) {
	order := make([]int, 0, len(groups))
	for i := range groups {
		if len(groups[i]) >= min(leastMember, len(groups[0])) {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(len(groups[b]), len(groups[a])) })
	var out [][]*cluster.Item
	var themes []int
	for _, i := range order {
		out, themes = append(out, groups[i]), append(themes, winner(votes[i]))
	}
	return out, themes
}

// winner is the label with most votes, the lowest of equals.
func winner(votes map[int32]int) int {
	best := int32(-1)
	for l, v := range votes {
		if best < 0 || v > votes[best] || v == votes[best] && l < best {
			best = l
		}
	}
	return int(best)
}

// atMost gives communities of the default fineness, or of less if that makes
// more than most groups (0: any number).
func atMost(g *graph.Graph, most int) []int32 {
	labels := graph.Communities(g, fineness, seed)
	low, high := 0.0, fineness
	if most <= 0 || sizable(labels) <= most {
		return labels
	}
	labels = graph.Communities(g, low, seed)
	for range 12 {
		middle := (low + high) / 2
		if l := graph.Communities(g, middle, seed); sizable(l) <= most {
			labels, low = l, middle
		} else {
			high = middle
		}
	}
	return labels
}

// sizable counts the communities that are large enough for a driver.
func sizable(labels []int32) int {
	size := map[int32]int{}
	for _, l := range labels {
		size[l]++
	}
	count := 0
	for _, s := range size {
		if s >= leastMember {
			count++
		}
	}
	return count
}

// candidates groups the items that fit no driver.
func (n *night) candidates(pool []*cluster.Item) [][]*cluster.Item {
	if len(pool) < leastMember {
		return nil
	}
	groups, _ := n.communities(pool, 0)
	return groups
}

// known tells whether a group lies so near a driver that it would be the same.
func (n *night) known(group []*cluster.Item) bool {
	center := n.center(group)
	for _, p := range n.reg.Prototypes {
		if vector.Dot(center, p.Center) > 0.8 {
			return true
		}
	}
	return false
}

// points gives the places of items, which all have one or lie at the origin.
func (n *night) points(items []*cluster.Item) graph.Points {
	p := graph.Points{Dim: n.dim()}
	for _, it := range items {
		p.Data = append(p.Data, n.place(it.Terms, it.Vector)...)
	}
	return p
}

func (n *night) dim() int { return n.reg.Space.Dim + vector.Load().Dim() }

// place joins where the terms lie with what the words mean.
func (n *night) place(terms []string, meaning []float32) []float32 {
	out := make([]float32, n.dim())
	n.reg.Space.Place(out[:n.reg.Space.Dim], terms)
	for d, v := range meaning {
		out[n.reg.Space.Dim+d] = v * denseWeight
	}
	normalise(out)
	return out
}

// center is the mean place of a group, of unit length.
func (n *night) center(group []*cluster.Item) []float32 {
	out := make([]float32, n.dim())
	for _, it := range group {
		for d, v := range n.place(it.Terms, it.Vector) {
			out[d] += v
		}
	}
	normalise(out)
	return out
}

// fit calibrates: how near a document lies to its own driver, against how near
// it lies to the best of the others.
func (n *night) fit(groups [][]*cluster.Item) {
	var own, other []float64
	for g, group := range groups {
		for _, it := range group {
			place := n.place(it.Terms, it.Vector)
			own = append(own, float64(without(n.reg.Prototypes[g].Center, place, len(group))))
			if best, ok := bestOther(n.reg.Prototypes, g, place); ok {
				other = append(other, float64(best))
			}
		}
	}
	n.reg.Fit = calibrate(own, other)
}

// without is the cosine of a place with the centre of its group, were it not
// part of it.
func without(center, place []float32, size int) float32 {
	if size < 2 {
		return 0
	}
	rest := make([]float32, len(center))
	// The centre is the sum of places over its length; of that length only the
	// direction is kept, so the share of one place is taken as 1/size.
	for d := range rest {
		rest[d] = center[d] - place[d]/float32(size)
	}
	normalise(rest)
	return vector.Dot(rest, place)
}

func bestOther(all []registry.Prototype, own int, place []float32) (float32, bool) {
	best, ok := float32(-1), false
	for i, p := range all {
		if i != own {
			best, ok = max(best, vector.Dot(p.Center, place)), true
		}
	}
	return best, ok
}
