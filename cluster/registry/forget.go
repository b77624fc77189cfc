package registry

import (
	"slices"

	"luister/cluster"
)

// Gone is the Retired of a driver that nothing took the place of.
const Gone = "-"

// Forget takes documents out of the state: they no longer wait for a driver, no
// decision speaks of them, and no quote points at them. Names, phrases and what
// drivers learned from many documents together stay.
func (r *Registry) Forget(gone map[string]bool) (changed bool) {
	before := len(r.Pending) + len(r.Pins) + len(r.Bans)
	r.Pending = slices.DeleteFunc(r.Pending, func(it cluster.Item) bool { return gone[it.ID] })
	r.Pins = slices.DeleteFunc(r.Pins, func(p Pin) bool { return gone[p.Document] })
	r.Bans = slices.DeleteFunc(r.Bans, func(p Pin) bool { return gone[p.Document] })
	changed = len(r.Pending)+len(r.Pins)+len(r.Bans) != before
	candidates := len(r.Candidates)
	r.Candidates = slices.DeleteFunc(r.Candidates, func(c cluster.Candidate) bool {
		return slices.ContainsFunc(c.Members, func(id string) bool { return gone[id] }) // it is named in their words
	})
	changed = changed || len(r.Candidates) != candidates
	for i := range r.Made {
		left := len(r.Made[i].Left)
		r.Made[i].Left = slices.DeleteFunc(r.Made[i].Left, func(id string) bool { return gone[id] })
		changed = changed || len(r.Made[i].Left) != left
	}
	for i := range r.Drivers {
		d := &r.Drivers[i]
		quotes := len(d.Typical) + len(d.Unusual)
		d.Typical, d.Unusual = without(d.Typical, gone), without(d.Unusual, gone)
		changed = changed || len(d.Typical)+len(d.Unusual) != quotes
	}
	return changed
}

func without(quotes []cluster.Quote, gone map[string]bool) []cluster.Quote {
	return slices.DeleteFunc(quotes, func(q cluster.Quote) bool { return gone[q.ID] })
}
