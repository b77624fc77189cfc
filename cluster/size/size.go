// Package size counts how large drivers are.
//
// It reads memberships with what is known of their feedback, in any order, and
// gives counts per driver. It keeps one small record a driver and one set of
// customers; the outcome does not depend on the order.
package size

import (
	"time"

	"luister/nlp"
)

// A Member is one feedback in one driver.
type Member struct {
	Driver    string
	Customer  string // pseudonymous; empty if unknown
	Sentiment nlp.Sentiment
	Severity  int
	Received  time.Time
}

// Size is how large a driver is.
type Size struct {
	Feedback  int64
	Recent    int64 // received in the last 30 days before the moment of counting
	Negative  int64
	Positive  int64
	Customers int64
	Severity  float64 // mean, 0..4
	First     time.Time
	Last      time.Time

	customers map[string]struct{}
	severity  int64
}

// recent is how far back Recent looks.
const recent = 30 * 24 * time.Hour

// A Counter counts members. Make one with New.
type Counter struct {
	now   time.Time
	sizes map[string]*Size
}

// New gives a Counter for a moment.
func New(now time.Time) *Counter {
	return &Counter{now: now, sizes: map[string]*Size{}}
}

// Add counts one member.
func (c *Counter) Add(m Member) {
	s := c.sizes[m.Driver]
	if s == nil {
		s = &Size{customers: map[string]struct{}{}}
		c.sizes[m.Driver] = s
	}
	s.Feedback++
	s.severity += int64(m.Severity)
	switch m.Sentiment {
	case nlp.Negative:
		s.Negative++
	case nlp.Positive:
		s.Positive++
	}
	if m.Customer != "" {
		s.customers[m.Customer] = struct{}{}
	}
	s.date(m.Received, c.now)
}

func (s *Size) date(at, now time.Time) {
	if at.IsZero() {
		return
	}
	if s.First.IsZero() || at.Before(s.First) {
		s.First = at
	}
	if at.After(s.Last) {
		s.Last = at
	}
	if age := now.Sub(at); age >= 0 && age <= recent {
		s.Recent++
	}
}

// Of gives the size of a driver; the zero Size if it has no members.
func (c *Counter) Of(driver string) Size {
	s := c.sizes[driver]
	if s == nil {
		return Size{}
	}
	out := *s
	out.Customers = int64(len(s.customers))
	out.Severity = float64(s.severity) / float64(s.Feedback)
	return out
}
