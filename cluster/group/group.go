// Package group puts items with drivers.
//
// It owns the order of a night: known drivers first, then candidates from what
// fits none, then names. It reads Items and a Registry; it gives a Result and
// brings the Registry up to date. The outcome is the same whatever the order of
// the items and the number of processors. It reads and writes no files.
package group

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"luister/cluster"
	"luister/cluster/naming"
	"luister/cluster/registry"
)

// Options of Run; zero values mean the defaults.
type Options struct {
	Groups    int  // at most so many drivers on a first grouping; default: as many as the texts want
	Regroup   bool // group everything again; items are then the whole history
	Documents int  // different texts that make a candidate a driver; default 5
	Customers int  // different customers; default 3, not asked where customers are unknown
	Days      int  // from the first to the last feedback; default 2, not asked where dates are unknown
}

func (o Options) defaults() Options {
	o.Documents = cmp.Or(o.Documents, 5)
	o.Customers = cmp.Or(o.Customers, 3)
	o.Days = cmp.Or(o.Days, 2)
	return o
}

// Run groups the items of a night. On an empty registry it founds drivers at
// once; later it gives items to known drivers first, keeps what fits none, and
// founds a driver on a candidate that is large enough.
func Run(items []cluster.Item, reg *registry.Registry, opts Options) *cluster.Result {
	opts = opts.defaults()
	n := newNight(items, reg, opts)
	switch {
	case reg.Version == 0:
		n.found()
	case opts.Regroup:
		n.regroup()
	default:
		n.assign()
		n.promote()
	}
	n.count()
	return n.result(items)
}

// A night is the work of one Run.
type night struct {
	reg    *registry.Registry
	opts   Options
	items  []*cluster.Item // by id
	weight []float64       // 1 / how many items say the same: equal texts count once
	places [][]float32     // nil for an item without place
	given  []cluster.Assignment
	events []cluster.Event
	cands  []cluster.Candidate
}

func newNight(items []cluster.Item, reg *registry.Registry, opts Options) *night {
	n := &night{reg: reg, opts: opts}
	for i := range items {
		n.items = append(n.items, &items[i])
	}
	slices.SortStableFunc(n.items, compareItems)
	same := map[uint64]float64{}
	for _, it := range n.items {
		same[it.Hash]++
	}
	for _, it := range n.items {
		n.weight = append(n.weight, 1/same[it.Hash])
	}
	n.given = make([]cluster.Assignment, len(n.items))
	for i, it := range n.items {
		n.given[i].ID = it.ID
	}
	return n
}

func compareItems(a, b *cluster.Item) int {
	return cmp.Or(strings.Compare(a.ID, b.ID), cmp.Compare(a.Hash, b.Hash))
}

// first tells whether item i is the first of those that say the same.
func firsts(items []*cluster.Item) []bool {
	seen := map[uint64]bool{}
	out := make([]bool, len(items))
	for i, it := range items {
		out[i] = !seen[it.Hash]
		seen[it.Hash] = true
	}
	return out
}

// promote looks for drivers among the items that fit none, of this night and
// of earlier ones.
func (n *night) promote() {
	pool := n.pool()
	if len(pool) == 0 {
		return
	}
	for _, group := range n.candidates(pool) {
		c := candidate(group)
		if !n.enough(group, c) || n.known(group) {
			n.cands = append(n.cands, c)
			continue
		}
		n.add(group, true)
	}
	n.name()
	n.assign()
	n.keepPending(pool)
}

// pool gives the items without driver, each text once, by id.
func (n *night) pool() []*cluster.Item {
	var all []*cluster.Item
	known := map[string]bool{}
	for i, it := range n.items {
		known[it.ID] = true
		if len(n.given[i].Drivers) == 0 && len(it.Terms) > 0 {
			all = append(all, it)
		}
	}
	for i := range n.reg.Pending {
		if p := &n.reg.Pending[i]; !known[p.ID] {
			all = append(all, p)
		}
	}
	slices.SortStableFunc(all, compareItems)
	return all
}

// keepPending remembers what still has no driver.
func (n *night) keepPending(pool []*cluster.Item) {
	var left []cluster.Item
	for _, it := range pool {
		if a := n.judge(it); len(a.Drivers) == 0 {
			left = append(left, *it)
		}
	}
	n.reg.Pending = left
}

// candidate describes a group that may become a driver.
func candidate(group []*cluster.Item) cluster.Candidate {
	c := cluster.Candidate{}
	customers := map[string]bool{}
	var from, to time.Time
	for _, it := range group {
		c.Members = append(c.Members, it.ID)
		if it.Customer != "" {
			customers[it.Customer] = true
		}
		if t := it.Received; !t.IsZero() {
			if from.IsZero() || t.Before(from) {
				from = t
			}
			if t.After(to) {
				to = t
			}
		}
	}
	c.Customers, c.Days = len(customers), int(to.Sub(from).Hours()/24)
	return c
}

// enough is the rule by which a candidate becomes a driver: so many different
// texts of so many customers over so many days.
func (n *night) enough(group []*cluster.Item, c cluster.Candidate) bool {
	texts := 0
	for _, first := range firsts(group) {
		if first {
			texts++
		}
	}
	return texts >= n.opts.Documents && (c.Customers == 0 || c.Customers >= n.opts.Customers) && (first(group).IsZero() || c.Days >= n.opts.Days)
}

// first is the date of the oldest feedback, zero if none has one.
func first(group []*cluster.Item) time.Time {
	var out time.Time
	for _, it := range group {
		if t := it.Received; !t.IsZero() && (out.IsZero() || t.Before(out)) {
			out = t
		}
	}
	return out
}

// add makes a driver of a group.
func (n *night) add(group []*cluster.Item, event bool) string {
	id := n.reg.NextID()
	d := cluster.Driver{ID: id, Founded: first(group), Size: len(group)}
	n.reg.Drivers = append(n.reg.Drivers, d)
	n.reg.Prototypes = append(n.reg.Prototypes, registry.Prototype{Driver: id, Center: n.center(group)})
	if event {
		n.event(cluster.Event{Kind: cluster.Founded, Driver: id, At: last(group), Count: len(group)})
	}
	return id
}

// last is the date of the newest feedback.
func last(group []*cluster.Item) time.Time {
	var out time.Time
	for _, it := range group {
		if it.Received.After(out) {
			out = it.Received
		}
	}
	return out
}

func (n *night) event(e cluster.Event) {
	n.events = append(n.events, e)
	n.reg.Events = append(n.reg.Events, e)
}

// members gives the items of each driver, by id of the item.
func (n *night) members() map[string][]*cluster.Item {
	out := map[string][]*cluster.Item{}
	for i, a := range n.given {
		for _, m := range a.Drivers {
			out[m.Driver] = append(out[m.Driver], n.items[i])
		}
	}
	return out
}

// name gives every driver without a name one, in order of id.
func (n *night) name() {
	n.assign()
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
		d.Name = namer.Name(members[d.ID], taken)
		taken[d.Name] = true
		d.Key = namer.Phrases(members[d.ID], 8)
		d.Typical, d.Unusual = n.quotes(d.ID, members[d.ID])
	}
}

// count brings the sizes of the drivers up to date with this night's items.
func (n *night) count() {
	if n.reg.Version == 0 {
		return
	}
	for id, members := range n.members() {
		if d := n.reg.Driver(id); d != nil {
			d.Size = max(d.Size, len(members))
		}
	}
}

// result gives the assignments in the order of the caller's items.
func (n *night) result(items []cluster.Item) *cluster.Result {
	at := make(map[*cluster.Item]int, len(items))
	for i, it := range n.items {
		at[it] = i
	}
	r := &cluster.Result{Drivers: n.reg.InUse(), Events: n.events, Candidates: n.cands, Pending: len(n.reg.Pending)}
	for i := range items {
		r.Assignments = append(r.Assignments, n.given[at[&items[i]]])
	}
	return r
}
