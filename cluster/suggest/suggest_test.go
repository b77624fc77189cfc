package suggest

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"luister/cluster/decision"
)

func at(id, driver, topic string, at int64, vector ...float32) Suggestion {
	return Suggestion{id, driver, topic, at, vector}
}

// TestGroup holds what goes together, whatever the order.
func TestGroup(t *testing.T) {
	all := []Suggestion{
		at("a", "D0001", "x", 1, 1, 0), at("b", "D0001", "y", 2, .9, .3), // alike
		at("c", "D0001", "x", 3, 0, 1), // something else
		at("d", "D0002", "x", 4, 1, 0), // another driver
		at("e", "", "x", 5, 1, 0), at("f", "", "x", 6, 1, .1), at("g", "", "y", 7, 1, 0),
		at("h", "", "y", 8), // no vector
	}
	want := map[string]string{"a": "a", "b": "a", "c": "c", "d": "d", "e": "e", "f": "e", "g": "g", "h": "h"} // by its first suggestion
	for range 2 {
		for i, g := range Group(all, nil) {
			if g != idOf(want[all[i].ID]) {
				t.Errorf("%s is in %s, want %s", all[i].ID, g, want[all[i].ID])
			}
		}
		slices.Reverse(all)
	}
	// An earlier suggestion that is delivered later joins the group that is there.
	late := append(all, at("0", "D0001", "x", 0, 1, 0))
	known := map[string]string{}
	for i, g := range Group(all, nil) {
		known[all[i].ID] = g
	}
	if got := Group(late, known); got[len(got)-1] != idOf("a") {
		t.Errorf("an earlier one is in %s", got[len(got)-1])
	}
}

// TestStatuses holds that the last decision counts, and an undone one does not.
func TestStatuses(t *testing.T) {
	var events []decision.Event
	for i, to := range []string{"in onderzoek", "ingevoerd", "afgewezen"} {
		events = append(events, decision.Event{ID: fmt.Sprint("e", i), At: time.Unix(int64(i), 0), Who: "x", Kind: decision.Suggestion, Field: "S-a", To: to, Why: "daarom"})
	}
	events = append(events, decision.Event{ID: "e9", At: time.Unix(9, 0), Who: "x", Kind: decision.Undo, From: "e2"})
	if s := Statuses(events, decision.Fold(events, decision.Declared{}))["S-a"]; s.Status != "ingevoerd" || s.Why != "daarom" {
		t.Errorf("%+v", s)
	}
}
