// Package duplicate links feedback that says the same, to the letter or nearly.
//
// It owns the rules for when two feedbacks are one message that came twice
// (Finder), and when one is nearly the other (NearFinder). Such feedback is
// linked and never deleted, and the messages of two different customers are
// never linked, as far as the sources name customers in the same way (Spaces).
// It sees hashes and masked texts, and stores nothing.
package duplicate

import (
	"slices"
	"time"
)

const (
	leastWords     = 8                   // shorter texts are equal by chance
	strangersWords = 20                  // the same for messages that need not be of one customer
	span           = 60 * 24 * time.Hour // further apart it is a new message, not the same one again
)

// A Message is what is known of one feedback.
type Message struct {
	ID       string
	Hash     uint64 // equal for texts that are equal but for case, spaces, numbers and masked data
	Words    int
	Source   string
	Customer string // pseudonymous; empty if unknown
	Contact  string // e-mail address of the customer, pseudonymous; empty if unknown
	Received time.Time
}

// A Finder remembers who said something first. The zero value is ready for use.
type Finder struct {
	Spaces *Spaces
	first  map[uint64]int32 // place in all of who said something first, by keys: of all who said it, and of each of them
	all    []Message
}

// Grow makes room for so many messages.
func (f *Finder) Grow(n int) {
	f.first, f.all = make(map[uint64]int32, 2*n), make([]Message, 0, n)
}

// Find gives the id of the earlier message that m repeats, "" if there is none.
// Then m is the first to say it.
func (f *Finder) Find(m Message) string {
	if m.Words < leastWords {
		return ""
	}
	keys := m.keys()
	for _, key := range keys {
		if at, ok := f.first[key]; ok && f.repeats(&m, &f.all[at]) {
			return f.all[at].ID
		}
	}
	f.remember(&m, keys)
	return ""
}

// people are the names under which the customer of m is known.
func (m *Message) people() []string {
	all := make([]string, 0, 2)
	for _, who := range [...]string{m.Customer, m.Contact} {
		if who != "" && !slices.Contains(all, who) {
			all = append(all, who)
		}
	}
	return all
}

// keys are what m is found by: its text as its customer said it, then its text
// as anybody did.
func (m *Message) keys() []uint64 {
	keys := make([]uint64, 0, 3)
	for _, who := range m.people() {
		keys = append(keys, m.Hash^fnv1a(who))
	}
	return append(keys, m.Hash)
}

// fnv1a is hash/fnv's, without making anything: it is asked of all feedback.
func fnv1a(text string) uint64 {
	h := uint64(14695981039346656037)
	for i := range len(text) {
		h = (h ^ uint64(text[i])) * 1099511628211
	}
	return h
}

// repeats says that m is first once more.
func (f *Finder) repeats(m, first *Message) bool {
	return first.ID != m.ID && !apart(m, first) && !f.Spaces.Others(*m, *first) && (f.Spaces.Same(*m, *first) || m.Words >= strangersWords)
}

// remember keeps m where nothing is known, or only something of another time.
func (f *Finder) remember(m *Message, keys []uint64) {
	if f.first == nil {
		f.Grow(0)
	}
	this := int32(len(f.all))
	f.all = append(f.all, *m)
	for _, key := range keys {
		if at, ok := f.first[key]; !ok || f.all[at].ID != m.ID && apart(m, &f.all[at]) {
			f.first[key] = this
		}
	}
}

// apart says that two messages are too far apart in time to be one.
func apart(a, b *Message) bool { return a.Received.Sub(b.Received).Abs() > span }
