package registry

import (
	"testing"

	"luister/cluster"
)

func TestForget(t *testing.T) {
	r := small(t)
	r.Pending = append(r.Pending, cluster.Item{ID: "y"})
	r.Drivers[0].Typical = []cluster.Quote{{ID: "x"}, {ID: "z"}}
	r.Drivers[0].Unusual = []cluster.Quote{{ID: "x"}}
	r.Candidates = []cluster.Candidate{{Members: []string{"q", "x"}}, {Members: []string{"q"}}}
	r.Pins, r.Bans = []Pin{{"x", "D0001"}}, []Pin{{"x", "D0002"}}
	r.Made = []Made{{Left: []string{"x", "y"}}}
	if !r.Forget(map[string]bool{"x": true}) {
		t.Error("nothing changed")
	}
	if len(r.Pending) != 1 || len(r.Pins)+len(r.Bans) != 0 || len(r.Drivers[0].Typical) != 1 || len(r.Drivers[0].Unusual) != 0 || len(r.Candidates) != 1 || len(r.Made[0].Left) != 1 {
		t.Errorf("left: %+v", r)
	}
	if r.Forget(map[string]bool{"x": true}) {
		t.Error("it was forgotten twice")
	}
}
