package size

import (
	"testing"
	"time"

	"luister/nlp"
)

func TestCounter(t *testing.T) {
	day := func(d int) time.Time { return time.Date(2026, 3, d, 0, 0, 0, 0, time.UTC) }
	c := New(day(31).AddDate(0, 0, 10))
	for _, m := range []Member{
		{"D1", "k1", nlp.Negative, 3, day(1)},
		{"D1", "k1", nlp.Negative, 2, day(20)},
		{"D1", "k2", nlp.Positive, 0, day(31)},
		{"D1", "", nlp.Neutral, 1, time.Time{}},
		{"D2", "k1", nlp.Mixed, 1, day(5)},
	} {
		c.Add(m)
	}
	got := c.Of("D1")
	if got.Feedback != 4 || got.Recent != 2 || got.Negative != 2 || got.Positive != 1 || got.Customers != 2 || got.Severity != 1.5 ||
		!got.First.Equal(day(1)) || !got.Last.Equal(day(31)) {
		t.Errorf("D1: %+v", got)
	}
	if c.Of("D2").Feedback != 1 || c.Of("D3").Feedback != 0 {
		t.Error("drivers are mixed up")
	}
}
