package registry

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"luister/cluster"
	"luister/cluster/decision"
)

// A Merger is a driver that went into another by decision; Into is
// decision.None for one that was only taken out of use.
type Merger struct{ From, Into string }

// Made is a driver that a decision made.
type Made struct {
	Event  string // id of the decision
	Driver string
	From   string // the driver it was split off; empty for a candidate

	Version int         // of the registry when it was split off: later places are others
	Other   []Prototype // the places of From as they were before, or, while Back, those since
	Back    bool        // it was taken back, and Other are the places that it had made
	Left    []string    // documents that From lost by it and Driver did not get
}

// origins gives the drivers that the places which a split moved were made for.
func (m *Made) origins() map[string]bool {
	of := map[string]bool{m.Driver: true}
	for _, p := range m.Other {
		of[cmp.Or(p.Origin, p.Driver)] = true
	}
	return of
}

// A Change is what must be done again because people decided otherwise than
// when the registry last obeyed.
type Change struct {
	Documents []string            // to be given to drivers again, sorted
	Drivers   []string            // of which all documents must be given to drivers again, sorted
	Found     []decision.Founding // drivers to be made
	Notes     []string            // what cannot be obeyed, and why
}

// Obey makes the registry obey what people decided, and nothing that they took
// back. It says what of the history must be done again; to make new drivers is
// for group. The same state twice changes nothing the second time.
func (r *Registry) Obey(s *decision.State) Change {
	c := Change{Notes: slices.Clone(s.Notes)}
	if r.Version == 0 {
		r.Last = max(r.Last, s.Last) // of a history that is gone: its ids are not used again
	}
	c.Found = r.unmade(s.Founded)
	mergers := r.mergers(s, &c)
	r.turnSplits(s, &c)
	r.place(mergers, &c)
	r.describe(s, &c)
	r.hold(s, &c)
	r.keepApart(s)
	slices.Sort(c.Documents)
	c.Documents = slices.Compact(c.Documents)
	slices.Sort(c.Drivers)
	c.Drivers = slices.Compact(c.Drivers)
	return c
}

// unmade gives the drivers that were decided and are not made yet.
func (r *Registry) unmade(founded []decision.Founding) []decision.Founding {
	return slices.DeleteFunc(slices.Clone(founded), func(f decision.Founding) bool {
		return slices.ContainsFunc(r.Made, func(m Made) bool { return m.Event == f.Event })
	})
}

// mergers gives which driver goes into which, of those that there are. What was
// made by a decision that no longer counts goes back to where it came from.
func (r *Registry) mergers(s *decision.State, c *Change) []Merger {
	into := map[string]string{}
	for _, from := range slices.Sorted(maps.Keys(s.Into)) {
		d, heir := r.Driver(from), r.heir(s.Into[from])
		switch {
		case d == nil:
			c.note("%s does not exist, so it cannot go into %s", from, s.Into[from])
		case s.Into[from] != decision.None && r.Driver(s.Into[from]) == nil:
			c.note("%s does not exist, so %s cannot go into it", s.Into[from], from)
		case d.Retired != "" && !r.decided(from):
			c.note("%s is no longer in use since a regrouping, so it cannot go into %s", from, s.Into[from])
		case heir != from:
			into[from] = heir
		}
	}
	for _, m := range r.Made {
		if m.Driver != "" && s.Withdrawn(m.Event) && into[m.Driver] == "" {
			into[m.Driver] = cmp.Or(m.From, decision.None)
			if m.From == "" {
				c.Drivers = append(c.Drivers, m.Driver)
			}
		}
	}
	var out []Merger
	for _, from := range slices.Sorted(maps.Keys(into)) {
		end := into[from]
		for range into {
			end = cmp.Or(into[end], end)
		}
		out = append(out, Merger{from, end})
	}
	return out
}

// turnSplits gives drivers the places back that a split which no longer counts
// moved, the last split first, and moves them again if it counts again.
func (r *Registry) turnSplits(s *decision.State, c *Change) {
	for i := len(r.Made) - 1; i >= 0; i-- {
		if m := &r.Made[i]; !m.Back && s.Withdrawn(m.Event) {
			r.turn(i, c)
		}
	}
	for i := range r.Made {
		if m := &r.Made[i]; m.Back && !s.Withdrawn(m.Event) {
			r.turn(i, c)
		}
	}
}

// turn changes the places that a split moved with those that they were. Where a
// later split moved them too, only that of the driver which it made comes and
// goes, with the driver.
func (r *Registry) turn(split int, c *Change) {
	m := &r.Made[split]
	if m.Version != r.Version || len(m.Other) == 0 {
		return
	}
	mine := m.origins()
	if r.movedSince(split, mine) {
		if m.Back {
			r.Prototypes = append(r.Prototypes, slices.DeleteFunc(m.Other, func(p Prototype) bool { return cmp.Or(p.Origin, p.Driver) != m.Driver })...)
		}
		m.Other, m.Back = nil, false
		return
	}
	var kept, moved []Prototype
	for _, p := range slices.Concat(r.Prototypes, r.Resting) {
		if mine[cmp.Or(p.Origin, p.Driver)] {
			moved = append(moved, p)
		} else {
			kept = append(kept, p)
		}
	}
	r.Prototypes, r.Resting = append(kept, m.Other...), nil // place tells which of them rest
	m.Other, m.Back = moved, !m.Back
	c.Drivers = append(c.Drivers, slices.Sorted(maps.Keys(mine))...)
	c.Drivers = append(c.Drivers, r.Resolve(m.From))
	c.Documents = append(c.Documents, m.Left...)
}

// movedSince tells whether a later split that counts moved places of the same
// drivers.
func (r *Registry) movedSince(split int, of map[string]bool) bool {
	return slices.ContainsFunc(r.Made[split+1:], func(m Made) bool {
		if m.Back || m.Version != r.Version || len(m.Other) == 0 {
			return false
		}
		for origin := range m.origins() {
			if of[origin] {
				return true
			}
		}
		return false
	})
}

// heir follows a driver that a regrouping put into another.
func (r *Registry) heir(id string) string {
	for range len(r.Drivers) {
		d := r.Driver(id)
		if d == nil || d.Retired == "" || r.decided(id) {
			break
		}
		id = d.Retired
	}
	return id
}

// decided tells whether a driver is out of use by decision.
func (r *Registry) decided(id string) bool {
	return slices.ContainsFunc(r.Merged, func(m Merger) bool { return m.From == id })
}

// place puts drivers into the ones that take their place, with their places in
// the space, and takes back what no longer counts.
func (r *Registry) place(mergers []Merger, c *Change) {
	var back []string
	for _, was := range r.Merged {
		if slices.Contains(mergers, was) {
			continue
		}
		if was.Into != decision.None {
			c.Drivers = append(c.Drivers, was.Into)
		}
		if d := r.Driver(was.From); d != nil {
			d.Retired = ""
			back = append(back, d.ID)
		}
	}
	r.Merged = mergers
	into := map[string]string{}
	for _, m := range mergers {
		into[m.From] = m.Into
		r.Driver(m.From).Retired = m.Into
	}
	all := append(r.Prototypes, r.Resting...)
	r.Prototypes, r.Resting = nil, nil
	for _, p := range all {
		origin := cmp.Or(p.Origin, p.Driver)
		p.Driver, p.Origin = cmp.Or(into[origin], origin), origin
		if p.Driver == origin {
			p.Origin = ""
		}
		if p.Driver == decision.None {
			p.Driver, p.Origin = origin, ""
			r.Resting = append(r.Resting, p)
		} else {
			r.Prototypes = append(r.Prototypes, p)
		}
	}
	for _, was := range lost(r, back) {
		c.note("%s is a driver of its own again, but was regrouped since: split off what belongs to it", was)
	}
}

// lost gives those drivers that have no place in the space any more.
func lost(r *Registry, ids []string) []string {
	return slices.DeleteFunc(ids, func(id string) bool {
		return slices.ContainsFunc(r.Prototypes, func(p Prototype) bool { return p.Driver == id }) || r.Driver(id).Retired != ""
	})
}

// Places gives the places of a driver, as copies.
func (r *Registry) Places(driver string) []Prototype {
	var own []Prototype
	for _, p := range r.Prototypes {
		if p.Driver == driver {
			p.Center = slices.Clone(p.Center)
			own = append(own, p)
		}
	}
	return own
}

// Make notes that a decision made a driver; "" if it could not, because all that
// it was to be made of is gone. What the driver was made of is pinned to it. Were
// are the places of the driver it was split off, as they were before.
func (r *Registry) Make(f decision.Founding, driver string, were []Prototype) {
	r.Made = append(r.Made, Made{Event: f.Event, Driver: driver, From: f.From, Version: r.Version, Other: were})
	d := r.Driver(driver)
	if d == nil {
		return
	}
	if f.Name != "" {
		d.Name, d.Named = f.Name, true
	}
	for _, id := range f.Feedback {
		if at, pinned := slices.BinarySearchFunc(r.Pins, id, comparePin); !pinned {
			r.Pins = slices.Insert(r.Pins, at, Pin{id, driver})
		}
	}
	if f.From != "" {
		r.Apart = append(r.Apart, [2]string{min(f.From, driver), max(f.From, driver)})
		slices.SortFunc(r.Apart, func(a, b [2]string) int { return slices.Compare(a[:], b[:]) })
	}
}

// describe gives drivers what people said of them.
func (r *Registry) describe(s *decision.State, c *Change) {
	for _, id := range slices.Sorted(maps.Keys(s.Drivers)) {
		if r.Driver(id) == nil {
			c.note("%s does not exist, so nothing can be said of it", id)
		}
	}
	for i := range r.Drivers {
		d := &r.Drivers[i]
		about := s.Drivers[d.ID]
		d.Description, d.Owner, d.Stage = about.Description, about.Owner, about.Stage
		name := cmp.Or(about.Name, r.madeName(s, d.ID))
		switch {
		case name != "":
			if !d.Named {
				d.Own = d.Name
			}
			d.Name, d.Named = name, true
		case d.Named:
			d.Name, d.Own, d.Named = d.Own, "", false
		}
	}
}

// madeName gives the name that the decision which made a driver gave it.
func (r *Registry) madeName(s *decision.State, id string) string {
	for _, m := range r.Made {
		if m.Driver != id {
			continue
		}
		for _, f := range s.Founded {
			if f.Event == m.Event {
				return f.Name
			}
		}
	}
	return ""
}

// hold takes over which documents are pinned to a driver and kept out of one.
// The documents that a driver was made of are pinned to it.
func (r *Registry) hold(s *decision.State, c *Change) {
	pins := map[string]string{}
	for _, m := range r.Made {
		for _, f := range s.Founded {
			if f.Event != m.Event || m.Driver == "" {
				continue
			}
			for _, id := range f.Feedback {
				pins[id] = m.Driver
			}
		}
	}
	for id, driver := range s.Pins {
		pins[id] = driver
	}
	var fresh, bans []Pin
	for _, id := range slices.Sorted(maps.Keys(pins)) {
		if driver := r.Resolve(pins[id]); driver == decision.None || r.Driver(driver) != nil {
			fresh = append(fresh, Pin{id, driver})
		} else {
			c.note("%s does not exist, so no feedback can be pinned to it", pins[id])
		}
	}
	for _, id := range slices.Sorted(maps.Keys(s.Forbid)) {
		for _, driver := range s.Forbid[id] {
			ban := Pin{id, r.Resolve(driver)}
			if at, pinned := slices.BinarySearchFunc(fresh, id, comparePin); pinned && fresh[at].Driver == ban.Driver {
				if s.Pins[id] != "" {
					continue
				}
				fresh = slices.Delete(fresh, at, at+1)
			}
			bans = append(bans, ban)
		}
	}
	slices.SortFunc(bans, comparePins)
	c.Documents = append(c.Documents, differ(r.Pins, fresh)...)
	c.Documents = append(c.Documents, differ(r.Bans, bans)...)
	r.Pins, r.Bans = fresh, bans
}

func comparePins(a, b Pin) int {
	return cmp.Or(strings.Compare(a.Document, b.Document), strings.Compare(a.Driver, b.Driver))
}

// differ gives the documents of pins that only one of two sorted lists has.
func differ(a, b []Pin) []string {
	var out []string
	for _, lists := range [][2][]Pin{{a, b}, {b, a}} {
		for _, p := range lists[0] {
			if _, there := slices.BinarySearchFunc(lists[1], p, comparePins); !there {
				out = append(out, p.Document)
			}
		}
	}
	return out
}

// keepApart takes over which drivers never become one. A driver that was split
// off stays apart from what it was part of.
func (r *Registry) keepApart(s *decision.State) {
	pairs := slices.Clone(s.Apart)
	for _, m := range r.Made {
		if m.From != "" && m.Driver != "" {
			pairs = append(pairs, [2]string{m.From, m.Driver})
		}
	}
	r.Apart = nil
	for _, p := range pairs {
		a, b := r.Resolve(p[0]), r.Resolve(p[1])
		if a != b && a != decision.None && b != decision.None {
			r.Apart = append(r.Apart, [2]string{min(a, b), max(a, b)})
		}
	}
	slices.SortFunc(r.Apart, func(a, b [2]string) int { return slices.Compare(a[:], b[:]) })
	r.Apart = slices.Compact(r.Apart)
}

// AreApart tells whether two drivers must never become one.
func (r *Registry) AreApart(a, b string) bool {
	return slices.Contains(r.Apart, [2]string{min(a, b), max(a, b)})
}

// Joined tells whether people put other drivers into this one.
func (r *Registry) Joined(id string) bool {
	return slices.ContainsFunc(r.Merged, func(m Merger) bool { return m.Into == id })
}

// Kept tells whether people have said something of a driver that would be lost
// if the program took it out of use.
func (r *Registry) Kept(d *cluster.Driver) bool {
	return d.Named || d.Description != "" || d.Owner != "" || d.Stage != "" || r.Joined(d.ID) ||
		slices.ContainsFunc(r.Made, func(m Made) bool { return m.Driver == d.ID }) ||
		slices.ContainsFunc(r.Pins, func(p Pin) bool { return p.Driver == d.ID })
}

func (c *Change) note(format string, args ...any) {
	c.Notes = append(c.Notes, fmt.Sprintf(format, args...))
}
