package group

import (
	"slices"

	"luister/cluster"
	"luister/cluster/decision"
	"luister/cluster/registry"
	"luister/nlp/vector"
)

// allowed takes the drivers that a person kept a document out of from its best
// ones, and leaves at most few.
func (n *night) allowed(ranked []cluster.Membership, document string, few int) []cluster.Membership {
	for _, ban := range n.reg.Banned(document) {
		ranked = slices.DeleteFunc(ranked, func(m cluster.Membership) bool { return m.Driver == ban.Driver })
	}
	return ranked[:min(few, len(ranked))]
}

// withheld tells whether a person said that a document must have no driver.
func (n *night) withheld(document string) bool {
	driver, pinned := n.reg.Pinned(document)
	return pinned && driver == decision.None
}

// foundDecided makes the drivers that people decided on; the items must have
// been given to drivers. It tells whether it made any.
func (n *night) foundDecided() bool {
	made := false
	for _, f := range n.opts.Found {
		seeds, rest := n.parts(f)
		if len(seeds) == 0 {
			n.reg.Make(f, "", nil) // what it was to be made of is gone
			continue
		}
		were := n.reg.Places(f.From)
		id := n.add(seeds, false)
		if from := n.reg.Driver(f.From); from != nil {
			n.reg.Driver(id).Theme = from.Theme
			n.recenter(f.From, rest)
		}
		n.reg.Make(f, id, were)
		made = true
	}
	return made
}

// parts gives the items that a decided driver is made of, and those that its
// origin keeps. What people pinned to the origin is an example of what stays.
func (n *night) parts(f decision.Founding) (seeds, rest []int) {
	named := map[string]bool{}
	for _, id := range f.Feedback {
		named[id] = true
	}
	var stays, open []int
	for i, it := range n.items {
		pinned, _ := n.reg.Pinned(it.ID)
		switch {
		case named[it.ID]:
			seeds = append(seeds, i)
		case f.From != "" && pinned == f.From:
			stays = append(stays, i)
		case f.From != "" && has(n.given[i].Drivers, f.From):
			open = append(open, i)
		}
	}
	if len(named) == 0 {
		return n.halves(slices.Concat(stays, open))
	}
	if len(seeds) == 0 {
		return nil, slices.Concat(stays, open)
	}
	return n.sides(seeds, stays, open)
}

// sides takes items apart in what goes and what stays, by examples that keep
// their side: two means, starting from the examples of what goes and all else.
// Not from the examples of what stays: a driver of which a part goes may have
// more parts than those that they are of.
func (n *night) sides(goes, stays, open []int) (gone, rest []int) {
	gone, rest = goes, slices.Concat(stays, open)
	for range 10 {
		a, b := n.center(gone), n.center(rest)
		left, right := slices.Clone(goes), slices.Clone(stays)
		for _, i := range open {
			if place := n.places.Row(i); vector.Dot(place, a) > vector.Dot(place, b) {
				left = append(left, i)
			} else {
				right = append(right, i)
			}
		}
		if len(right) == 0 || slices.Equal(left, gone) {
			break
		}
		gone, rest = left, right
	}
	return gone, rest
}

// halves takes items apart in two by their places, the smaller part first: two
// means, starting from the item farthest from the middle and the one farthest
// from that.
func (n *night) halves(items []int) (small, large []int) {
	if len(items) < 2 {
		return nil, items
	}
	a := n.places.Row(n.farthest(items, n.center(items)))
	b := n.places.Row(n.farthest(items, a))
	for range 10 {
		small, large = nil, nil
		for _, i := range items {
			if place := n.places.Row(i); vector.Dot(place, a) > vector.Dot(place, b) {
				small = append(small, i)
			} else {
				large = append(large, i)
			}
		}
		if len(small) == 0 || len(large) == 0 {
			return nil, items
		}
		a, b = n.center(small), n.center(large)
	}
	if len(small) > len(large) {
		small, large = large, small
	}
	return small, large
}

// farthest gives the first item that lies farthest from a place.
func (n *night) farthest(items []int, from []float32) int {
	best, least := items[0], float32(2)
	for _, i := range items {
		if c := vector.Dot(n.places.Row(i), from); c < least {
			best, least = i, c
		}
	}
	return best
}

// recenter moves the places of a driver to the middle of those of its items that
// lie nearest to each; a place that is left with none goes.
func (n *night) recenter(driver string, items []int) {
	var own []int // prototypes
	for p := range n.reg.Prototypes {
		if n.reg.Prototypes[p].Driver == driver {
			own = append(own, p)
		}
	}
	nearest := make([][]int, len(own))
	for _, i := range items {
		best := 0
		for k, p := range own {
			if vector.Dot(n.places.Row(i), n.reg.Prototypes[p].Center) > vector.Dot(n.places.Row(i), n.reg.Prototypes[own[best]].Center) {
				best = k
			}
		}
		if len(own) > 0 {
			nearest[best] = append(nearest[best], i)
		}
	}
	if len(items) == 0 {
		return
	}
	for k := len(own) - 1; k >= 0; k-- {
		if p := own[k]; len(nearest[k]) > 0 {
			n.reg.Prototypes[p].Center = n.center(nearest[k])
		} else {
			n.reg.Prototypes = slices.Delete(n.reg.Prototypes, p, p+1)
		}
	}
}

// before gives the driver that each item had before a regrouping; "" for none,
// or one that is no longer in use.
func (n *night) before(old []cluster.Driver) []string {
	out := make([]string, len(n.items))
	if n.opts.Before == nil {
		n.locate()
		n.assign()
	}
	inUse := map[string]bool{}
	for _, d := range old {
		inUse[d.ID] = true
	}
	for i, it := range n.items {
		driver := n.opts.Before[it.ID]
		if n.opts.Before == nil && len(n.given[i].Drivers) > 0 {
			driver = n.given[i].Drivers[0].Driver
		}
		if pinned, ok := n.reg.Pinned(it.ID); ok {
			driver = pinned
		}
		if inUse[driver] {
			out[i] = driver
		}
	}
	return out
}

// UpToDate tells whether the places of drivers are made with the word vectors
// that documents get now; if not, only a regrouping can compare the two.
func UpToDate(reg *registry.Registry, words Words) bool {
	return reg.Version == 0 || reg.Vectors == words.Version()
}

// What outgrows the texts that drivers were founded on.
const (
	settled = 500 // feedback from which a space knows the words of an organisation
	growth  = 3   // times the feedback of a smaller space that need another
)

// Outgrown tells whether an organisation has so much more feedback now than the
// drivers were founded on, a first delivery of a few mails, that their space
// lacks most of its words; only a regrouping gives it another.
func Outgrown(reg *registry.Registry, feedback int64) bool {
	return reg.Founding > 0 && reg.Founding < settled && feedback >= growth*int64(reg.Founding)
}

// A handover is who inherits the ids of old drivers in a regrouping.
type handover struct {
	groups [][]int
	themes []int32
	heir   []int // of each group the old driver, -1 for a new one
	old    []cluster.Driver
	before []string // driver of each item
}

// handOver finds the assignment that keeps most documents where they were, and
// makes it obey what people decided: what they joined stays one, and what they
// said something of, or keep apart from another, stays.
func (n *night) handOver(groups [][]int, themes []int32, old []cluster.Driver, before []string) *handover {
	h := &handover{groups, themes, nil, old, before}
	shared := h.shared()
	h.heir = assignBest(shared)
	for g := range h.heir {
		if h.heir[g] >= 0 && shared[g][h.heir[g]] == 0 {
			h.heir[g] = -1
		}
		for o, s := range shared[g] {
			if 2*s > sum(shared[g]) && n.reg.Joined(old[o].ID) {
				h.heir[g] = o
			}
		}
	}
	for o := range old {
		if n.stays(&old[o]) && !slices.Contains(h.heir, o) {
			h.carve(o)
		}
	}
	return h
}

func sum(list []float64) (total float64) {
	for _, x := range list {
		total += x
	}
	return total
}

// stays tells whether a regrouping must leave a driver in use.
func (n *night) stays(d *cluster.Driver) bool {
	return n.reg.Kept(d) || slices.ContainsFunc(n.reg.Apart, func(p [2]string) bool { return p[0] == d.ID || p[1] == d.ID })
}

// shared counts the documents that each group shares with each old driver.
func (h *handover) shared() [][]float64 { return overlaps(h.groups, h.old, h.before) }

// carve makes the items of an old driver a group again that it inherits.
func (h *handover) carve(o int) {
	var own []int
	theme, most := int32(0), 0
	for g := range h.groups {
		count := len(own)
		h.groups[g] = slices.DeleteFunc(h.groups[g], func(i int) bool {
			if h.before[i] != h.old[o].ID {
				return false
			}
			own = append(own, i)
			return true
		})
		if count = len(own) - count; count > most {
			theme, most = h.themes[g], count
		}
	}
	if len(own) > 0 {
		slices.Sort(own)
		h.groups, h.themes, h.heir = append(h.groups, own), append(h.themes, theme), append(h.heir, o)
	}
	h.tidy()
}

// tidy leaves out groups that have nothing left.
func (h *handover) tidy() {
	kept := 0
	for g := range h.groups {
		if len(h.groups[g]) > 0 {
			h.groups[kept], h.themes[kept], h.heir[kept] = h.groups[g], h.themes[g], h.heir[g]
			kept++
		}
	}
	h.groups, h.themes, h.heir = h.groups[:kept], h.themes[:kept], h.heir[:kept]
}

// heirOf gives the driver that takes in what a regrouping takes out of use: the
// first that it is not kept apart from.
func (n *night) heirOf(id string, heirs []string) string {
	for _, heir := range heirs {
		if !n.reg.AreApart(id, heir) {
			return heir
		}
	}
	return registry.Gone
}
