package decision

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// A State is what decisions come to: what must be obeyed.
//
// Decisions count in the order of the log, and of two that cannot both hold the
// later one counts: a pin takes away a forbid of the same feedback and driver
// and the other way round, and so do a merge and a forbid of the same drivers.
// What is decided about a driver that was merged before holds for the driver in
// its place. What drivers.yaml states holds whatever the log says, because it
// stands there for all to read; Notes says which events it overrules.
type State struct {
	Drivers map[string]About    // what people said of a driver
	Into    map[string]string   // the driver in the place of one that is no longer in use, followed to the end; None if there is none
	Pins    map[string]string   // driver of a feedback; None if it must have none
	Forbid  map[string][]string // drivers that a feedback is never in, sorted
	Apart   [][2]string         // drivers that never become one, the lower id first, sorted
	Founded []Founding          // drivers that people made, in the order of the log
	Codes   map[string][]Event  // corrections of a feedback's codes, and judgements of them, in the order of the log
	Counted map[string]bool     // ids of the events that were folded in
	Undone  map[string]bool     // ids of the events that do not count, because others undid them
	By      map[string]string   // the event by which a driver went into another; DeclaredFile for what is stated there
	Last    int                 // the highest number of a driver that was ever spoken of
	Notes   []string            // why an event has no effect
}

// About is what people said of a driver; an empty text was not said.
type About struct {
	Name, Description, Owner, Stage string
}

// A Founding is a driver that people made: out of another by a split, or out of
// feedback without a driver by promoting a candidate.
type Founding struct {
	Event    string   // its id
	From     string   // the driver that is split; empty for a candidate
	Feedback []string // that the new driver is made of; empty: the texts tell
	Name     string   // empty: the program names it
}

// Fold gives what events come to, after what the file drivers.yaml declares.
func Fold(events []Event, declared Declared) *State {
	s := &State{Drivers: map[string]About{}, Into: map[string]string{}, Pins: map[string]string{},
		Forbid: map[string][]string{}, Codes: map[string][]Event{}, Counted: map[string]bool{}, Undone: undone(events), By: map[string]string{}}
	for i := range events {
		s.speak(slices.Concat(events[i].Others, []string{events[i].Driver, events[i].From, events[i].To})...)
		if e := &events[i]; !s.Undone[e.ID] {
			s.Counted[e.ID] = true
			s.add(e)
		}
	}
	s.declare(declared)
	s.settle()
	return s
}

// speak notes that drivers were spoken of.
func (s *State) speak(ids ...string) {
	for _, id := range ids {
		if number, err := strconv.Atoi(strings.TrimPrefix(id, "D")); err == nil && IsDriver(id) {
			s.Last = max(s.Last, number)
		}
	}
}

// undone gives the ids of events that later ones undo.
func undone(events []Event) map[string]bool {
	out := map[string]bool{}
	for i := len(events) - 1; i >= 0; i-- {
		if e := &events[i]; e.Kind == Undo && !out[e.ID] {
			out[e.From] = true
		}
	}
	return out
}

// Withdrawn tells whether an event that made a driver does not count any more: it
// was undone, or stands in drivers.yaml no longer.
func (s *State) Withdrawn(event string) bool {
	return s.Undone[event] || ByHand(event) && !slices.ContainsFunc(s.Founded, func(f Founding) bool { return f.Event == event })
}

// add folds one event in.
func (s *State) add(e *Event) {
	switch e.Kind {
	case Merge:
		for _, from := range e.Others {
			s.merge(e.ID, from, e.Driver)
		}
	case Retire:
		s.merge(e.ID, e.Driver, cmp.Or(e.To, None))
	case Split:
		s.Founded = append(s.Founded, Founding{e.ID, s.Resolve(e.Driver), e.Feedback, e.To})
	case Promote:
		s.Founded = append(s.Founded, Founding{e.ID, "", e.Feedback, e.To})
	case Rename, Describe, Owner, Status:
		s.say(e.Driver, e.Kind, e.To)
	case Pin:
		s.pin(e.Feedback, e.Driver)
	case Move:
		s.pin(e.Feedback, e.To)
		if e.From != "" {
			s.forbid(e.Feedback, e.From)
		}
	case Forbid:
		s.forbid(e.Feedback, e.Driver)
		for _, other := range e.Others {
			s.part(e.Driver, other)
		}
	case Code, Coded:
		for _, id := range e.Feedback {
			s.Codes[id] = append(s.Codes[id], *e)
		}
	}
}

// Resolve gives the driver in the place of one: itself if it is in use, None if
// it was retired.
func (s *State) Resolve(id string) string {
	for range len(s.Into) {
		next, gone := s.Into[id]
		if !gone {
			break
		}
		id = next
	}
	return id
}

// merge puts one driver into another, or out of use.
func (s *State) merge(event, from, into string) {
	a, b := s.Resolve(from), s.Resolve(into)
	if b == None && into != None {
		s.note("%s: %s is no longer in use, so nothing can go into it", event, into)
		return
	}
	if a == b || a == None {
		s.note("%s: %s was in %s already", event, from, into)
		return
	}
	s.Into[a], s.By[a] = b, event
	s.Apart = slices.DeleteFunc(s.Apart, func(p [2]string) bool { return s.Resolve(p[0]) == s.Resolve(p[1]) })
}

// part keeps two drivers apart; a merge of them before no longer counts.
func (s *State) part(a, b string) {
	if s.Resolve(a) == s.Resolve(b) {
		if _, merged := s.Into[b]; merged {
			delete(s.Into, b)
		} else {
			delete(s.Into, a)
		}
	}
	s.Apart = append(s.Apart, pair(a, b))
}

func pair(a, b string) [2]string { return [2]string{min(a, b), max(a, b)} }

// say notes what people said of a driver, or of the one in its place.
func (s *State) say(id string, kind Kind, text string) {
	if at := s.Resolve(id); at != None {
		id = at
	}
	about := s.Drivers[id]
	switch kind {
	case Rename:
		about.Name = text
	case Describe:
		about.Description = text
	case Owner:
		about.Owner = text
	case Status:
		about.Stage = text
	}
	s.Drivers[id] = about
}

func (s *State) pin(feedback []string, driver string) {
	for _, id := range feedback {
		s.Pins[id] = driver
		s.Forbid[id] = slices.DeleteFunc(s.Forbid[id], func(d string) bool { return s.Resolve(d) == s.Resolve(driver) })
	}
}

func (s *State) forbid(feedback []string, driver string) {
	for _, id := range feedback {
		if s.Pins[id] != "" && s.Resolve(s.Pins[id]) == s.Resolve(driver) {
			delete(s.Pins, id)
		}
		s.Forbid[id] = append(s.Forbid[id], driver)
	}
}

func (s *State) note(format string, args ...any) {
	s.Notes = append(s.Notes, fmt.Sprintf(format, args...))
}

// settle follows every id to the driver in its place, and sorts.
func (s *State) settle() {
	into := make(map[string]string, len(s.Into))
	for id := range s.Into {
		into[id] = s.Resolve(id)
	}
	s.Into = into
	for id, driver := range s.Pins {
		s.Pins[id] = s.Resolve(driver)
	}
	for id, drivers := range s.Forbid {
		for i := range drivers {
			drivers[i] = s.Resolve(drivers[i])
		}
		drivers = slices.DeleteFunc(drivers, func(d string) bool { return d == None || d == s.Pins[id] })
		if slices.Sort(drivers); len(drivers) > 0 {
			s.Forbid[id] = slices.Compact(drivers)
		} else {
			delete(s.Forbid, id)
		}
	}
	for i, p := range s.Apart {
		s.Apart[i] = pair(s.Resolve(p[0]), s.Resolve(p[1]))
	}
	s.Apart = slices.DeleteFunc(s.Apart, func(p [2]string) bool { return p[0] == p[1] || p[0] == None })
	slices.SortFunc(s.Apart, func(a, b [2]string) int { return slices.Compare(a[:], b[:]) })
	s.Apart = slices.Compact(s.Apart)
}

// Fingerprint is equal for states that ask the same; empty if nothing was decided.
func (s *State) Fingerprint() string {
	if len(s.Drivers)+len(s.Into)+len(s.Pins)+len(s.Forbid)+len(s.Apart)+len(s.Founded)+len(s.Codes) == 0 {
		return ""
	}
	plain := *s
	plain.Last, plain.Notes, plain.Counted, plain.Undone, plain.By = 0, nil, nil, nil, nil
	b, err := json.Marshal(plain) // maps are written in the order of their keys
	if err != nil {
		panic(err) // strings
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:8])
}

// Corrected gives the feedback of which codes were corrected, sorted.
func (s *State) Corrected() []string { return slices.Sorted(maps.Keys(s.Codes)) }
