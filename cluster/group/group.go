// Package group puts items with drivers.
//
// It owns the order of a night: known drivers first, then candidates from what
// fits none, then names. It reads Items and a Registry; it gives a Result and
// brings the Registry up to date. The outcome is the same whatever the order of
// the items and the number of processors. It reads and writes no files.
package group

import (
	"cmp"
	"fmt"
	"hash/fnv"
	"slices"
	"strings"
	"time"

	"luister/cluster"
	"luister/cluster/decision"
	"luister/cluster/graph"
	"luister/cluster/naming"
	"luister/cluster/registry"
	"luister/nlp/vector"
)

// Options of Run; zero values mean the defaults.
type Options struct {
	Groups    int  // at most so many drivers on a first grouping; default: as many as the texts want
	Regroup   bool // group everything again; items are then the whole history
	Documents int  // different texts that make a group a driver, on a first grouping too; default 5
	Customers int  // different customers; default 3, not asked where customers are unknown
	Days      int  // from the first to the last feedback; default 2, not asked where dates are unknown

	Words Words // word vectors; default: the built-in ones

	ByPerson bool                // only people make drivers
	Found    []decision.Founding // drivers that people decided on and that are not made yet
	Before   map[string]string   // for Regroup: the driver of each document so far; nil: as the registry has it
}

func (o Options) defaults() Options {
	o.Documents = cmp.Or(o.Documents, 5)
	o.Customers = cmp.Or(o.Customers, 3)
	o.Days = cmp.Or(o.Days, 2)
	if o.Words == nil {
		o.Words = vector.Load()
	}
	return o
}

// Words gives what words mean as vectors: the built-in ones, or those of a model
// that an organisation has.
type Words interface {
	Dim() int
	Version() string // vectors of different versions cannot be compared
	Weighted(words []string, weights []float32) []float32
}

// Run groups the items of a night. On an empty registry it founds drivers at
// once; later it gives items to known drivers first and keeps what fits none. A
// group founds a driver if it is large enough, and is a candidate if not.
func Run(items []cluster.Item, reg *registry.Registry, opts Options) *cluster.Result {
	n := newNight(items, reg, opts.defaults())
	switch {
	case reg.Version == 0:
		n.found()
	case opts.Regroup:
		n.regroup()
	default:
		n.nightly()
	}
	n.keepPending()
	n.count()
	reg.Candidates = n.cands
	return n.result(items)
}

// A night is the work of one Run: the given items and those that were pending,
// in the order of what they say, so that other ids of the same texts (another
// secret key) give the same drivers.
type night struct {
	reg    *registry.Registry
	opts   Options
	items  []*cluster.Item
	first  []bool // the first of the items that say the same: equal texts count once
	fresh  []bool // given, and not waiting since an earlier night
	places graph.Points
	given  []cluster.Assignment
	events []cluster.Event
	cands  []cluster.Candidate
}

func newNight(items []cluster.Item, reg *registry.Registry, opts Options) *night {
	n := &night{reg: reg, opts: opts}
	given := map[string]bool{}
	for i := range items {
		n.items = append(n.items, &items[i])
		given[items[i].ID] = true
	}
	for i := range reg.Pending {
		if !given[reg.Pending[i].ID] {
			n.items = append(n.items, &reg.Pending[i])
		}
	}
	slices.SortStableFunc(n.items, func(a, b *cluster.Item) int {
		return cmp.Or(cmp.Compare(a.Hash, b.Hash), a.Received.Compare(b.Received), strings.Compare(a.ID, b.ID))
	})
	waited := map[string]bool{}
	for i := range reg.Pending {
		waited[reg.Pending[i].ID] = true
	}
	said := map[uint64]bool{}
	for _, it := range n.items {
		n.first = append(n.first, !said[it.Hash])
		said[it.Hash] = true
		n.fresh = append(n.fresh, !waited[it.ID])
	}
	n.given = make([]cluster.Assignment, len(n.items))
	return n
}

// nightly gives the items to known drivers, and founds drivers on candidates.
func (n *night) nightly() {
	n.locate()
	n.assign()
	founded, namer := n.foundDecided(), naming.New(n.items)
	if founded {
		n.assign()
	}
	for _, members := range n.candidates(n.pool()) {
		if n.enough(members) && n.news(members) && !n.known(members) {
			n.add(members, true)
			founded = true
		} else {
			n.cands = append(n.cands, n.candidate(members, namer))
		}
	}
	if founded {
		n.assign()
		n.name()
	}
}

// unique gives the items that have terms, each text once.
func (n *night) unique() []int {
	var out []int
	for i, it := range n.items {
		if n.first[i] && len(it.Terms) > 0 {
			out = append(out, i)
		}
	}
	return out
}

// pool gives the items of unique that have no driver.
func (n *night) pool() []int {
	return slices.DeleteFunc(n.unique(), func(i int) bool { return len(n.given[i].Drivers) > 0 || n.withheld(n.items[i].ID) })
}

// keepPending remembers what has terms and no driver.
func (n *night) keepPending() {
	var left []cluster.Item
	for i, it := range n.items {
		if len(n.given[i].Drivers) == 0 && len(it.Terms) > 0 && !n.withheld(it.ID) {
			left = append(left, *it)
		}
	}
	n.reg.Pending = left
}

// candidate describes a group that may become a driver.
func (n *night) candidate(members []int, namer *naming.Namer) cluster.Candidate {
	c := cluster.Candidate{Name: namer.Name(n.sample(members), nil)}
	for _, i := range members {
		c.Members = append(c.Members, n.items[i].ID)
	}
	first := fnv.New32a()
	first.Write([]byte(slices.Min(c.Members)))
	c.ID = fmt.Sprintf("K%06x", first.Sum32()&0xffffff)
	c.Customers, c.Days = n.spread(members)
	return c
}

// enough is the rule by which a group becomes a driver: so many different texts
// of so many customers over so many days, as far as those are known.
func (n *night) enough(members []int) bool {
	customers, days := n.spread(members)
	from, _ := n.dates(members)
	return !n.opts.ByPerson && len(members) >= n.opts.Documents &&
		(customers == 0 || customers >= n.opts.Customers) &&
		(from.IsZero() || days >= n.opts.Days)
}

// news tells whether a member did not wait since an earlier night. A night that
// brings nothing new founds nothing.
func (n *night) news(members []int) bool {
	return slices.ContainsFunc(members, func(i int) bool { return n.fresh[i] })
}

// spread gives of how many known customers members are, and over how many days.
func (n *night) spread(members []int) (customers, days int) {
	known := map[string]bool{}
	for _, i := range members {
		if c := n.items[i].Customer; c != "" {
			known[c] = true
		}
	}
	from, to := n.dates(members)
	return len(known), int(to.Sub(from).Hours() / 24)
}

// dates gives when the first and the last of members were received, zero if
// none has a date.
func (n *night) dates(members []int) (from, to time.Time) {
	for _, i := range members {
		t := n.items[i].Received
		if t.IsZero() {
			continue
		}
		if from.IsZero() || t.Before(from) {
			from = t
		}
		if t.After(to) {
			to = t
		}
	}
	return from, to
}

// add makes a driver of a group.
func (n *night) add(members []int, tell bool) string {
	id := n.reg.NextID()
	from, to := n.dates(members)
	n.reg.Drivers = append(n.reg.Drivers, cluster.Driver{ID: id, Founded: from, Size: len(members)})
	n.reg.Prototypes = append(n.reg.Prototypes, registry.Prototype{Driver: id, Center: n.center(members)})
	if tell {
		n.event(cluster.Event{Kind: cluster.Founded, Driver: id, At: to, Count: len(members)})
	}
	return id
}

func (n *night) event(e cluster.Event) {
	n.events = append(n.events, e)
	n.reg.Events = append(n.reg.Events, e)
}

// members gives the items of each driver, in order.
func (n *night) members() map[string][]int {
	out := map[string][]int{}
	for i, a := range n.given {
		for _, m := range a.Drivers {
			out[m.Driver] = append(out[m.Driver], i)
		}
	}
	return out
}

// count brings the sizes of the drivers up to date with this night's items.
func (n *night) count() {
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
