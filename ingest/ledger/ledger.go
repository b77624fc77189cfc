// Package ledger knows what was delivered before, so that a delivery that comes
// twice, or overlaps an earlier one, makes no second feedback.
//
// It owns the rule for versions: same source and same key is the same feedback,
// other content makes a new version of it, and of two versions the one that was
// changed last counts. It is filled from what is published and kept in memory
// for one run; it reads and writes no files.
package ledger

import "time"

// Verdict says what a delivered answer is.
type Verdict int

// The verdicts.
const (
	New     Verdict = iota // never seen: a new feedback
	Changed                // known with other content: a new version of that feedback
	Again                  // known with the same content: nothing to do
	Older                  // known, and what is known was changed later: nothing to do
)

// An entry is the newest version of a feedback that is known.
type entry struct {
	content string
	updated int64 // microseconds since 1970 UTC; 0 if the export does not say
	version int32
}

// Ledger holds the newest version of every feedback. The zero value is empty
// and ready for use. It is not safe for concurrent use.
type Ledger struct {
	known map[string]entry
}

// Remember puts a published feedback in the ledger. content is a hash of what
// was delivered.
func (l *Ledger) Remember(id, content string, updated time.Time, version int32) {
	if l.known == nil {
		l.known = map[string]entry{}
	}
	l.known[id] = entry{content, micro(updated), version}
}

// Judge says what an answer is, and its version if it is to be used: 1 for a new
// feedback. What is used is remembered.
func (l *Ledger) Judge(id, content string, updated time.Time) (Verdict, int32) {
	old, known := l.known[id]
	switch {
	case !known:
		l.Remember(id, content, updated, 1)
		return New, 1
	case old.content == content:
		return Again, old.version
	case old.updated != 0 && !updated.IsZero() && micro(updated) < old.updated:
		return Older, old.version
	}
	l.Remember(id, content, updated, old.version+1)
	return Changed, old.version + 1
}

// Len is the number of feedback known.
func (l *Ledger) Len() int { return len(l.known) }

func micro(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMicro()
}
