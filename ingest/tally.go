package ingest

import (
	"fmt"
	"maps"
	"slices"
)

// A Tally counts what became of the rows of a delivery. Nothing gets lost:
//
//	rows    = used + again + rejected + set apart
//	answers = new + changed + unchanged + older + barred, and empty ones beside them
type Tally struct {
	Rows     int64            `json:"rows"`
	Used     int64            `json:"used"`
	Again    int64            `json:"again"` // rows of which every answer was known
	Rejected map[string]int64 `json:"rejected,omitempty"`
	Apart    map[string]int64 `json:"apart,omitempty"`

	Answers   int64 `json:"answers"` // with text, in the rows used and delivered again
	Empty     int64 `json:"empty"`   // without text, in the rows used
	New       int64 `json:"new"`
	Changed   int64 `json:"changed"` // a new version of a known feedback
	Unchanged int64 `json:"unchanged"`
	Older     int64 `json:"older"`            // an older version than the known one
	Barred    int64 `json:"barred,omitempty"` // may not be kept: erased on request, or past the term of its source
}

// Reject counts a rejected row.
func (t *Tally) Reject(reason string) {
	t.Rows++
	if t.Rejected == nil {
		t.Rejected = map[string]int64{}
	}
	t.Rejected[reason]++
}

// SetApart counts a row that is set apart.
func (t *Tally) SetApart(reason string) {
	t.Rows++
	if t.Apart == nil {
		t.Apart = map[string]int64{}
	}
	t.Apart[reason]++
}

// Add counts another tally into t.
func (t *Tally) Add(o Tally) {
	t.Rows, t.Used, t.Again = t.Rows+o.Rows, t.Used+o.Used, t.Again+o.Again
	t.Answers, t.Empty = t.Answers+o.Answers, t.Empty+o.Empty
	t.New, t.Changed = t.New+o.New, t.Changed+o.Changed
	t.Unchanged, t.Older, t.Barred = t.Unchanged+o.Unchanged, t.Older+o.Older, t.Barred+o.Barred
	t.Rejected, t.Apart = sum(t.Rejected, o.Rejected), sum(t.Apart, o.Apart)
}

func sum(a, b map[string]int64) map[string]int64 {
	if len(a)+len(b) == 0 {
		return nil
	}
	out := maps.Clone(a)
	if out == nil {
		out = map[string]int64{}
	}
	for reason, n := range b {
		out[reason] += n
	}
	return out
}

// Total adds up the counts of a map of reasons.
func Total(reasons map[string]int64) int64 {
	var n int64
	for _, reason := range slices.Sorted(maps.Keys(reasons)) {
		n += reasons[reason]
	}
	return n
}

// Check says which of the equations does not hold; nil if all do.
func (t *Tally) Check() error {
	rejected, apart := Total(t.Rejected), Total(t.Apart)
	if t.Rows != t.Used+t.Again+rejected+apart {
		return fmt.Errorf("rows read %d, but used %d + again %d + rejected %d + set apart %d", t.Rows, t.Used, t.Again, rejected, apart)
	}
	if t.Answers != t.New+t.Changed+t.Unchanged+t.Older+t.Barred {
		return fmt.Errorf("answers %d, but new %d + changed %d + unchanged %d + older %d + barred %d", t.Answers, t.New, t.Changed, t.Unchanged, t.Older, t.Barred)
	}
	return nil
}
