// Package cluster owns the Driver: a root cause that many feedbacks share, with
// an identity that lasts over the years.
//
// It holds the types, and makes an Item (what grouping needs of one Document).
// Below it, space gives items a place, graph finds who lies near whom and which
// communities that makes, naming finds the customers' own words for a group,
// registry remembers drivers from night to night, and group puts these in
// order. It reads Documents; it gives Assignments, Drivers and Events. It never
// reads files of customers and never writes tables.
package cluster

import (
	"slices"
	"strings"
	"time"

	"luister/nlp"
)

// An Item is what grouping needs of one document. It is made once, and cheap to
// store as columns (Terms joined, Breaks and Vector as they are): later nights
// and regroupings need not read the text again.
type Item struct {
	ID        string
	Terms     []string  // lemmas and compound parts in the order of the text, without stop words and placeholders
	Breaks    []int32   // where in Terms each segment starts; ascending, the first is 0; empty without Terms
	Vector    []float32 // of the whole document, unit length; nil if there is nothing to make it of
	Hash      uint64    // equal for texts that are equal but for case, spaces, numbers and masked data
	Sentiment nlp.Sentiment
	Form      string
	Topics    []string // of the coding, best first; nil for an item that was read back without them
	Shown     []Shown  // topics by where they are shown, doubtful ones too; the best first
	Customer  string   // pseudonymous; empty if unknown
	Received  time.Time

	Segments []nlp.Span // of the text, as many as Breaks; nil for an item that was read back without them
	Phrases  []Phrase   // candidates for names; nil for an item that was read back without them
}

// Shown is a topic of the coding scheme of which a segment holds evidence.
type Shown struct {
	Topic   string
	Segment int32
}

// A Phrase is a piece of text that could name a driver.
type Phrase struct {
	nlp.Span
	Text string
	Key  string // lemmas of its content words, sorted: phrases with one key say the same

	Whole uint8 // 0 a part of a clause, 1 a clause but for articles, 2 all that the text says
}

// SegmentTerms gives the terms of segment i.
func (it *Item) SegmentTerms(i int) []string {
	end := len(it.Terms)
	if i+1 < len(it.Breaks) {
		end = int(it.Breaks[i+1])
	}
	return it.Terms[it.Breaks[i]:end]
}

// PairMark joins two terms to a pair; no term holds it.
const PairMark = "\t"

// Pairs gives terms that follow one another, two by two: “slim meter” says more
// than both do apart. Parts make no pair with the compound that they are part of.
func Pairs(terms []string) []string {
	var out []string
	for i := 1; i < len(terms); i++ {
		if !strings.Contains(terms[i-1], terms[i]) {
			out = append(out, terms[i-1]+PairMark+terms[i])
		}
	}
	return out
}

// TopicsOf gives the topics that segment i shows, or the whole text (-1).
func (it *Item) TopicsOf(i int) (topics []string) {
	for _, s := range it.Shown {
		if (i < 0 || int(s.Segment) == i) && !slices.Contains(topics, s.Topic) {
			topics = append(topics, s.Topic)
		}
	}
	return topics
}

// A Driver is a root cause with a lasting identity.
type Driver struct {
	ID      string // "D0001"; never used again for another driver
	Theme   string // driver groups of one theme lie near each other; "T01"
	Name    string // a phrase that customers used, or what a person called it
	Named   bool   // a person gave the name: it is never changed by the program
	Key     []Phrased
	Typical []Quote // best first
	Unusual []Quote
	Size    int       // documents in it when last counted
	Founded time.Time // date of the oldest feedback when it was founded; zero if unknown
	Retired string    // id of the driver that took its place, or "-" if none did; empty while in use

	Own                       string // the program's name for it, where Name is a person's
	Description, Owner, Stage string // as people said; see decision.Stages
}

// Phrased is a key phrase of a driver with how strongly it sets it apart.
type Phrased struct {
	Text  string
	Score float64
	Count int // documents of the driver that hold it
}

// A Quote is a piece of a text by reference.
type Quote struct {
	ID    string
	Span  nlp.Span
	Score float64
}

// A Membership is one driver of a document.
type Membership struct {
	Driver  string
	Score   float64 // calibrated, 0..1
	Segment int     // the segment that fits best; -1 if it is the document as a whole
}

// An Assignment says to which drivers a document belongs.
type Assignment struct {
	ID      string
	Drivers []Membership // best first; none: no driver yet
	Second  Membership   // the best driver that the document was not given to; zero if there is none
}

// EventKind is what happened to drivers.
type EventKind string

// The kinds of event.
const (
	Founded EventKind = "gevonden"
	Split   EventKind = "gesplitst"
	Merged  EventKind = "samengevoegd"
	Faded   EventKind = "vervaagd"
)

// An Event is something that happened to a driver.
type Event struct {
	Kind   EventKind
	Driver string
	Others []string  // split: what came of it; merged: what it took in
	At     time.Time // date of the newest of these documents: a grouping knows no clock
	Count  int       // documents concerned
}

// A Candidate is a group that may become a driver.
type Candidate struct {
	ID        string // "K" and six hexadecimal digits; another one when its first member is another one
	Name      string
	Members   []string // ids of pending documents
	Customers int
	Days      int // from the first to the last feedback
}

// A Result is what a grouping gives.
type Result struct {
	Assignments []Assignment // in the order of the given items
	Drivers     []Driver     // all in use, by id
	Events      []Event
	Candidates  []Candidate // groups that are not yet a driver
	Pending     int         // documents kept for later nights
}
