package duplicate

import (
	"testing"
	"time"
)

func TestFind(t *testing.T) {
	day := func(n int) time.Time { return time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, n) }
	message := func(id string, hash uint64, words int, source, customer, contact string, at time.Time) Message {
		return Message{id, hash, words, source, customer, contact, at}
	}
	var spaces Spaces
	spaces.Know("tickets", "10", "m5")
	spaces.Know("tickets", "11", "m5")
	f := Finder{Spaces: &spaces}
	for _, step := range []struct {
		what string
		m    Message
		want string
	}{
		{"the first", message("a", 1, 20, "mail", "k1", "", day(0)), ""},
		{"again, other channel, customer known otherwise", message("b", 1, 20, "tickets", "k9", "", day(3)), "a"},
		{"again, same channel, same customer", message("c", 1, 20, "mail", "k1", "", day(3)), "a"},
		{"another customer of the same source", message("d", 1, 20, "mail", "k2", "", day(3)), ""},
		{"months later", message("e", 1, 20, "mail", "k1", "", day(90)), ""},
		{"and again, soon after that", message("e2", 1, 20, "mail", "k1", "", day(92)), "e"},
		{"short texts are equal by chance", message("f", 2, 3, "mail", "k1", "", day(0)), ""},
		{"and so is the second", message("g", 2, 3, "mail", "k1", "", day(0)), ""},
		{"a new version of itself", message("a", 1, 20, "mail", "k1", "", day(1)), ""},
		{"unknown customers", message("h", 3, 20, "mail", "", "", day(2)), ""},
		{"unknown customers, again", message("i", 3, 20, "mail", "", "", day(2)), "h"},
		{"a question that many have", message("j", 4, 10, "mail", "m1", "m1", day(0)), ""},
		{"another asks it", message("k", 4, 10, "tickets", "7", "m2", day(0)), ""},
		{"the second asks it once more by mail", message("l", 4, 10, "mail", "m2", "m2", day(1)), "k"},
		{"the first too, as a ticket", message("m", 4, 10, "tickets", "8", "m1", day(1)), "j"},
		{"long, but of another address", message("n", 5, 40, "mail", "m1", "m1", day(0)), ""},
		{"by a ticket", message("o", 5, 40, "tickets", "9", "m3", day(0)), ""},
		{"an address that two customers share", message("p", 6, 10, "tickets", "10", "m5", day(0)), ""},
		{"tells nothing", message("q", 6, 10, "mail", "m5", "m5", day(0)), ""},
	} {
		if got := f.Find(step.m); got != step.want {
			t.Errorf("%s: linked to %q, want %q", step.what, got, step.want)
		}
	}
}
