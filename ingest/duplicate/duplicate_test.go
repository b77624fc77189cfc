package duplicate

import (
	"testing"
	"time"
)

func TestFind(t *testing.T) {
	day := func(n int) time.Time { return time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, n) }
	var f Finder
	for _, step := range []struct {
		what string
		m    Message
		want string
	}{
		{"the first", Message{"a", 1, 20, "mail", "k1", day(0)}, ""},
		{"again, other channel, customer known otherwise", Message{"b", 1, 20, "tickets", "k9", day(3)}, "a"},
		{"again, same channel, same customer", Message{"c", 1, 20, "mail", "k1", day(3)}, "a"},
		{"another customer of the same source", Message{"d", 1, 20, "mail", "k2", day(3)}, ""},
		{"months later", Message{"e", 1, 20, "mail", "k1", day(90)}, ""},
		{"short texts are equal by chance", Message{"f", 2, 3, "mail", "k1", day(0)}, ""},
		{"and so is the second", Message{"g", 2, 3, "mail", "k1", day(0)}, ""},
		{"a new version of itself", Message{"a", 1, 20, "mail", "k1", day(1)}, ""},
		{"unknown customers", Message{"h", 1, 20, "mail", "", day(2)}, "a"},
	} {
		if got := f.Find(step.m); got != step.want {
			t.Errorf("%s: linked to %q, want %q", step.what, got, step.want)
		}
	}
}
