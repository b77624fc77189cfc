package main

import (
	"testing"
	"time"

	"luister/export/table"
)

// TestLatest holds that a date after the run does not make everything else old.
func TestLatest(t *testing.T) {
	now := time.Date(2026, 3, 20, 2, 0, 0, 0, time.UTC)
	newest := now.AddDate(0, 0, -2)
	n := &night{now: now, sources: []table.Source{{LastFeedback: newest}, {LastFeedback: now.AddDate(36, 0, 0)}}}
	if got := n.latest(); !got.Equal(newest) {
		t.Errorf("the newest feedback is of %s, want %s", got, newest)
	}
}
