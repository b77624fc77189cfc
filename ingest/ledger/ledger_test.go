package ledger

import (
	"testing"
	"time"
)

func TestJudge(t *testing.T) {
	day := func(n int) time.Time { return time.Date(2026, 1, n, 0, 0, 0, 0, time.UTC) }
	never := time.Time{}
	var l Ledger
	l.Remember("published", "c0", never, 3)
	for _, step := range []struct {
		id, content string
		updated     time.Time
		want        Verdict
		version     int32
	}{
		{"a", "c1", never, New, 1},
		{"a", "c1", never, Again, 1},
		{"a", "c2", never, Changed, 2},
		{"a", "c1", never, Changed, 3}, // changed back is a change
		{"b", "c1", day(5), New, 1},
		{"b", "c2", day(4), Older, 1},
		{"b", "c1", day(4), Again, 1},
		{"b", "c3", day(6), Changed, 2},
		{"b", "c4", never, Changed, 3}, // without a date the later delivery counts
		{"published", "c0", day(1), Again, 3},
		{"published", "c1", day(1), Changed, 4},
	} {
		if got, version := l.Judge(step.id, step.content, step.updated); got != step.want || version != step.version {
			t.Errorf("%s %s %v: %v version %d, want %v version %d", step.id, step.content, step.updated, got, version, step.want, step.version)
		}
	}
	if l.Len() != 3 {
		t.Errorf("Len %d, want 3", l.Len())
	}
}
