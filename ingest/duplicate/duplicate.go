// Package duplicate links feedback that says the same, to the letter or nearly.
//
// It owns the rules for when two feedbacks are one message that came twice
// (Finder), and when one is nearly the other (NearFinder). Such feedback is
// linked and never deleted, and the messages of two different customers are
// never linked, as far as the sources name customers in the same way (Spaces).
// It sees hashes and masked texts, and stores nothing.
package duplicate

import "time"

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
	Received time.Time
}

// A Finder remembers who said something first. The zero value is ready for use.
type Finder struct {
	Spaces *Spaces
	first  map[uint64]Message
}

// Find gives the id of the earlier message that m repeats, "" if there is none.
// Then m is the first to say it.
func (f *Finder) Find(m Message) string {
	if m.Words < leastWords {
		return ""
	}
	first, known := f.first[m.Hash]
	if !known {
		if f.first == nil {
			f.first = map[uint64]Message{}
		}
		f.first[m.Hash] = m
		return ""
	}
	if first.ID == m.ID || f.Spaces.Others(m, first) || !sameCustomer(m, first) && m.Words < strangersWords || m.Received.Sub(first.Received).Abs() > span {
		return ""
	}
	return first.ID
}
