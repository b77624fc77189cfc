package naming

import (
	"slices"
	"strings"

	"luister/cluster"
)

// subject gives the topic of the coding scheme that most members show; "" if
// they are not coded.
func subject(members []*cluster.Item) string {
	shown, best := map[string]int{}, ""
	for _, it := range members {
		for _, t := range it.TopicsOf(-1) {
			shown[t]++
		}
	}
	for t, n := range shown {
		if n > shown[best] || n == shown[best] && t < best {
			best = t
		}
	}
	return best
}

// stands notes the segment of an item that a phrase stands in.
func (c *candidate) stands(it *cluster.Item, segment int, subject string) {
	c.place += segment
	for _, shown := range it.Shown {
		if shown.Topic == subject && int(shown.Segment) == segment {
			c.subject++
			return
		}
	}
}

// central gives what a phrase is worth by where it stands: people begin with
// what it is about and go on with what came of it, and the sentence that the
// subject was read from says what the matter is.
func (c *candidate) central() float64 {
	const (
		near  = 3 // segments from the start at which it is worth half
		about = 3 // what a phrase gains that always stands where the subject is spoken of
	)
	docs := float64(c.docs)
	return (1 + about*float64(c.subject)/docs) / (1 + float64(c.place)/docs/near)
}

// own tells of each term in what share of the members that hold it it is a word
// of its own, not only part of a longer one: where most speak of a
// "jaarafrekening", "afrekening" is half of what they say.
func own(members []*cluster.Item) map[string]float64 {
	held, alone := map[string]float64{}, map[string]float64{}
	for _, it := range members {
		for t := range distinct(it.Terms) {
			held[t]++
		}
		for t := range wholeWords(it.Terms) {
			alone[t]++
		}
	}
	for t, n := range held {
		held[t] = alone[t] / n
	}
	return held
}

// wholeWords gives the terms that are not parts of a longer one, which parts
// come right behind.
func wholeWords(terms []string) map[string]bool {
	const parts = 4
	out := map[string]bool{}
	for i, t := range terms {
		longer := func(w string) bool {
			return len(w) > len(t) && (strings.HasPrefix(w, t) || strings.HasSuffix(w, t))
		}
		if !slices.ContainsFunc(terms[max(0, i-parts):i], longer) {
			out[t] = true
		}
	}
	return out
}
