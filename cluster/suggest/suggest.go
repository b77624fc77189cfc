// Package suggest groups what customers propose.
//
// It takes feedback of the form suggestie with its place among texts, and gives
// every suggestion a group: suggestions on one driver that say nearly the same.
// A group has the id of its first suggestion for ever, so that people can decide
// about it once. It never reads texts, and never takes a suggestion out of a group.
package suggest

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"math"
	"slices"
	"time"

	"luister/cluster/decision"
)

// A Suggestion is one feedback that proposes something.
type Suggestion struct {
	ID     string // of the feedback
	Driver string // empty if it has none
	Topic  string // the most important one; empty if none
	At     int64  // when it was received
	Vector []float32
}

// alike is the cosine from which two suggestions on one driver are one. Of 398
// pairs of sentences of STSb-NL (dev) above it 55 % say about the same (3.5 or
// more of 5) and 15 % something else (2 or less); it finds 60 % of those that do.
// Too many groups cost a decision more, too few hide a proposal.
const alike = 0.75

// Group gives the group of every suggestion, in their order. known are the
// groups of earlier runs by feedback; they stay. A new suggestion joins the
// nearest group of the same driver (or, without driver, the same topic) whose
// first suggestion is alike, or begins a group. The order of the suggestions
// does not matter: they are taken by date.
func Group(all []Suggestion, known map[string]string) []string {
	order := make([]int, len(all))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int {
		x, y := &all[a], &all[b]
		return cmp.Or(-compare(known[x.ID] != "", known[y.ID] != ""), cmp.Compare(x.At, y.At), cmp.Compare(x.ID, y.ID))
	})
	groups := make([]string, len(all))
	leaders := map[[2]string][]int{}
	for _, i := range order {
		s := &all[i]
		about := [2]string{s.Driver, ""}
		if s.Driver == "" {
			about[1] = s.Topic
		}
		if groups[i] = known[s.ID]; groups[i] == "" {
			groups[i] = nearest(all, leaders[about], groups, s)
		}
		if groups[i] == idOf(s.ID) {
			leaders[about] = append(leaders[about], i)
		}
	}
	return groups
}

// idOf is the id of the group that a suggestion begins. It does not name the
// feedback: that may be erased, and the group stays.
func idOf(feedback string) string {
	sum := sha256.Sum256([]byte(feedback))
	return "S" + hex.EncodeToString(sum[:5])
}

// Begins says whether a group began with a feedback.
func Begins(feedback, group string) bool { return group == idOf(feedback) }

func compare(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}

// nearest gives the group of the leader that a suggestion is most like, or its own.
func nearest(all []Suggestion, leaders []int, groups []string, s *Suggestion) string {
	best, most := idOf(s.ID), alike
	for _, l := range leaders {
		if c := cosine(all[l].Vector, s.Vector); c >= most {
			best, most = groups[l], c
		}
	}
	return best
}

func cosine(a, b []float32) float64 {
	if len(a) != len(b) {
		return 0
	}
	var ab, aa, bb float64
	for i := range a {
		x, y := float64(a[i]), float64(b[i])
		ab, aa, bb = ab+x*y, aa+x*x, bb+y*y
	}
	if aa == 0 || bb == 0 {
		return 0
	}
	return ab / math.Sqrt(aa*bb)
}

// A Status is what people decided about a group.
type Status struct {
	Status string // see decision.Progress
	Why    string
	Who    string
	At     time.Time
}

// Statuses gives what was decided last about every group that was decided about.
func Statuses(events []decision.Event, decided *decision.State) map[string]Status {
	out := map[string]Status{}
	for i := range events {
		if e := &events[i]; e.Kind == decision.Suggestion && decided.Counted[e.ID] {
			out[e.Field] = Status{e.To, e.Why, e.Who, e.At}
		}
	}
	return out
}
