package group

import (
	"cmp"
	"slices"
	"sync"

	"luister/cluster/graph"
	"luister/cluster/naming"
	"luister/cluster/space"
	"luister/nlp"
	"luister/nlp/vector"
)

// What a grouping is made with; chosen on dekamer-nl and the planted drivers.
const (
	fineness     = 2.0 // resolution of the communities of each run
	tied         = 0.3 // communities of a run tied together so tightly are one
	apart        = 0.6 // part of the runs up to which the members of a driver may, on average, be apart
	coarseness   = 0.7 // resolution of the communities of drivers that become themes
	leastMembers = 3   // different texts that make a candidate, if the rule does not ask fewer of a driver
	seed         = 1
	mostFounders = 3000 // different texts that drivers are founded on; the others are given to them
)

// found makes drivers of the items at once: of the groups that the rule for
// candidates allows. What no driver takes in of the others waits.
func (n *night) found() {
	if !n.fitSpace() {
		return
	}
	n.reg.Version = 1
	groups, themes := n.communities(n.founders(), n.opts.Groups)
	n.sharpen(groups)
	named := map[int32]string{}
	var small [][]int
	for i, g := range groups {
		if !n.enough(g) {
			small = append(small, g)
			continue
		}
		if named[themes[i]] == "" {
			named[themes[i]] = n.reg.NextTheme()
		}
		n.reg.Driver(n.add(g, true)).Theme = named[themes[i]]
	}
	n.fit(groups)
	n.assign()
	n.wait(small)
	n.name()
}

// wait makes candidates of groups, as far as no driver took in their members.
func (n *night) wait(groups [][]int) {
	pool := map[int]bool{}
	for _, i := range n.pool() {
		pool[i] = true
	}
	namer := sync.OnceValue(func() *naming.Namer { return naming.New(n.items) })
	for _, g := range groups {
		left := slices.DeleteFunc(slices.Clone(g), func(i int) bool { return !pool[i] })
		if len(left) >= n.least() {
			n.cands = append(n.cands, n.candidate(left, namer()))
		}
	}
}

// founders gives the items that drivers are founded on: of a large corpus, those
// that come first in the order of their hashes, which is a random sample that a
// few more texts hardly change. A neighbour graph of all of them would cost more
// and, as neighbours come ever nearer, fall apart into ever smaller groups.
func (n *night) founders() []int {
	all := n.causes()
	return all[:min(len(all), mostFounders)]
}

// fewCauses is how many texts that are not praise are too few to do without it.
const fewCauses = 300

// causes gives the items of unique that are not praise, unless most are. Praise
// is worded alike whatever it is about, and would make groups of its own: it is
// given to the drivers that others complain of, so that praise and complaint of
// one subject are two sides of it.
func (n *night) causes() []int {
	all := n.unique()
	out := slices.DeleteFunc(slices.Clone(all), func(i int) bool { return n.items[i].Sentiment == nlp.Positive })
	if 2*len(out) < len(all) || len(out) < fewCauses {
		return all
	}
	return out
}

// fitSpace makes the space of the items and finds the places of those that
// drivers are founded on; false if there is nothing to go by.
func (n *night) fitSpace() bool {
	causes := n.causes()
	if len(causes) == 0 {
		return false
	}
	n.reg.Pairs = len(causes) <= pairsUpTo
	var texts []space.Text
	for _, i := range causes {
		texts = append(texts, text(n.reg.Pairs, n.items[i]))
	}
	n.reg.Space = space.Fit(texts, space.Options{Dim: dimensions(len(texts)), Scale: scale})
	n.reg.Vectors, n.reg.Founding = n.opts.Words.Version(), len(n.items)
	n.reg.Meaning = len(texts) <= meaningUpTo || n.reg.Vectors != vector.Load().Version()
	n.locateSome(n.founders())
	return true
}

// sharpen weighs terms by what they tell of the groups, and finds the places of
// all items again.
func (n *night) sharpen(groups [][]int) {
	texts := make([][][]string, len(groups))
	for g, members := range groups {
		for _, i := range members {
			texts[g] = append(texts[g], told(n.reg.Pairs, n.items[i].Terms, n.items[i], -1))
		}
	}
	n.reg.Space.Sharpen(texts)
	n.locate()
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
// number of each. Groups that are too small for a candidate are left out.
func (n *night) communities(items []int, most int) ([][]int, []int32) {
	places, keys, how := n.at(items), make([]uint64, len(items)), resampling(len(items))
	for k, i := range items {
		keys[k] = n.items[i].Hash
	}
	labels := atMost(graph.Consensus(places, keys, how), most)
	g := graph.Link(graph.Exact(places, how.Far), 0)
	themes := graph.Communities(graph.Shrink(g, labels), coarseness, seed)
	groups := make([][]int, len(themes))
	for i, l := range labels {
		groups[l] = append(groups[l], items[i])
	}
	return largestFirst(groups, themes, n.least())
}

// least is how many different texts make a candidate.
func (n *night) least() int { return min(leastMembers, n.opts.Documents) }

// resampling is how n items are grouped: with more neighbours in a larger
// corpus, in which a driver has more items; more often in a small one, in which
// chance decides more.
func resampling(n int) graph.Resampling {
	r := graph.Resampling{Runs: 20, Far: min(60, max(8, n/12)), Resolution: fineness, Tied: tied}
	if n <= 1000 {
		r.Runs = 48
	}
	r.Near = (r.Far + 2) / 3
	return r
}

// largestFirst orders the groups of at least so many members.
func largestFirst(groups [][]int, themes []int32, least int) ([][]int, []int32) {
	var order []int
	for i := range groups {
		if len(groups[i]) >= least {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(len(groups[b]), len(groups[a])) })
	var out [][]int
	var theirs []int32
	for _, i := range order {
		out, theirs = append(out, groups[i]), append(theirs, themes[i])
	}
	return out, theirs
}

// atMost gives groups of what came together often enough, or of less if that
// makes more than most groups (0: any number).
func atMost(t *graph.Tree, most int) []int32 {
	k := t.Below(apart)
	labels := t.Cut(k)
	for most > 0 && k > 1 && sizable(labels) > most {
		k--
		labels = t.Cut(k)
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
		if s >= leastMembers {
			count++
		}
	}
	return count
}

// candidates groups items that fit no driver: of many, the newest.
func (n *night) candidates(pool []int) [][]int {
	if len(pool) < n.least() {
		return nil
	}
	if len(pool) > mostFounders {
		slices.SortStableFunc(pool, func(a, b int) int { return n.items[b].Received.Compare(n.items[a].Received) })
		pool = pool[:mostFounders]
		slices.Sort(pool)
	}
	groups, _ := n.communities(pool, 0)
	return groups
}
