package group

import (
	"cmp"
	"slices"

	"luister/cluster"
	"luister/cluster/graph"
	"luister/cluster/space"
	"luister/nlp/vector"
)

// What the first grouping is made with; chosen on dekamer-nl and the planted drivers.
const (
	fineness     = 2.2 // resolution of the communities that become drivers
	tied         = 0.3 // communities tied together so tightly are one driver
	coarseness   = 0.7 // of those of drivers that become themes
	leastMembers = 3   // different texts that make a driver on a first grouping
	seed         = 1
	mostFounders = 3000 // different texts that drivers are founded on; the others are given to them
)

// found makes drivers of the items at once.
func (n *night) found() {
	if !n.fitSpace() {
		return
	}
	n.reg.Version = 1
	groups, themes := n.communities(n.founders(), n.opts.Groups)
	named := map[int32]string{}
	for i, g := range groups {
		if named[themes[i]] == "" {
			named[themes[i]] = n.reg.NextTheme()
		}
		n.reg.Driver(n.add(g, false)).Theme = named[themes[i]]
	}
	n.fit(groups)
	n.assign()
	n.name()
}

// founders gives the items that drivers are founded on: of a large corpus, those
// that come first in the order of their hashes, which is a random sample that a
// few more texts hardly change. A neighbour graph of all of them would cost more
// and, as neighbours come ever nearer, fall apart into ever smaller groups.
func (n *night) founders() []int {
	all := n.unique()
	return all[:min(len(all), mostFounders)]
}

// fitSpace makes the space of the items and finds their places; false if there
// is nothing to go by.
func (n *night) fitSpace() bool {
	var texts []space.Text
	for _, i := range n.unique() {
		texts = append(texts, space.Text{Terms: n.items[i].Terms, Breaks: n.items[i].Breaks})
	}
	if len(texts) == 0 {
		return false
	}
	n.reg.Space = space.Fit(texts, space.Options{Dim: dimensions(len(texts)), Scale: cluster.Topical})
	n.reg.Vectors, n.reg.Meaning = vector.Load().Version(), len(texts) <= meaningUpTo
	n.locate()
	return true
}

// dimensions is how many directions a corpus of n texts can bear. A small corpus
// needs more of them: its causes share fewer words.
func dimensions(n int) int {
	if n > 2000 {
		return 150
	}
	return min(200, max(2, n/3))
}

// communities groups items; it gives the groups, largest first, and the theme
// number of each. Groups of fewer than leastMembers texts are left out, unless
// all are so small.
func (n *night) communities(items []int, most int) ([][]int, []int32) {
	g := graph.Link(graph.Neighbours(n.at(items), neighbours(len(items))), 0)
	keys := make([]uint64, len(items))
	for k, i := range items {
		keys[k] = n.items[i].Hash
	}
	g.Keyed(keys)
	labels := atMost(g, most)
	themes := graph.Communities(graph.Shrink(g, labels), coarseness, seed)
	groups := make([][]int, len(themes))
	for i, l := range labels {
		groups[l] = append(groups[l], items[i])
	}
	return largestFirst(groups, themes)
}

// neighbours is to how many others each of n items is linked: more in a small
// corpus, where chance decides who is nearest, and few where cost counts.
func neighbours(n int) int {
	switch {
	case n <= 2000:
		return min(45, max(3, n/10))
	case n <= 20_000:
		return 45
	}
	return 15
}

func largestFirst(groups [][]int, themes []int32) ([][]int, []int32) {
	var order []int
	largest := 0
	for i := range groups {
		order = append(order, i)
		largest = max(largest, len(groups[i]))
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(len(groups[b]), len(groups[a])) })
	var out [][]int
	var theirs []int32
	for _, i := range order {
		if len(groups[i]) >= min(leastMembers, largest) {
			out, theirs = append(out, groups[i]), append(theirs, themes[i])
		}
	}
	return out, theirs
}

// atMost gives communities of the default fineness, or of less if that makes
// more than most groups (0: any number).
func atMost(g *graph.Graph, most int) []int32 {
	labels := graph.Join(g, graph.Agreed(g, fineness, seed, runs(g.Len())), tied)
	if most <= 0 || sizable(labels) <= most {
		return labels
	}
	low, high := 0.0, fineness
	labels = graph.Communities(g, low, seed)
	for range 10 {
		middle := (low + high) / 2
		if l := graph.Agreed(g, middle, seed, runs(g.Len())); sizable(l) <= most {
			labels, low = l, middle
		} else {
			high = middle
		}
	}
	return labels
}

// runs is how many times n points are grouped to see what the runs agree on:
// twenty, and fewer in a large corpus, where they differ less and cost more.
func runs(n int) int { return min(20, max(2, 200_000/max(1, n))) }

// sizable counts the communities that are large enough for a driver.
func sizable(labels []int32) int {
	size := map[int32]int{}
	for _, l := range labels {
		size[l]++
	}
	count := 0
	for _, s := range size {
		if s >= leastMembers {
			count++
		}
	}
	return count
}

// candidates groups items that fit no driver.
func (n *night) candidates(pool []int) [][]int {
	if len(pool) < leastMembers {
		return nil
	}
	groups, _ := n.communities(pool, 0)
	return groups
}
