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
	r.Drivers[0].Key = []cluster.Phrased{{Text: "monteur komt niet", Count: 7}, {Text: "alleen deze klant", Count: 1}}
	r.Drivers[1].Key = []cluster.Phrased{{Text: "van een ander", Count: 1}}
	r.Pins, r.Bans = []Pin{{"x", "D0001"}}, []Pin{{"x", "D0002"}}
	if !r.Forget(map[string]bool{"x": true}) {
		t.Error("nothing changed")
	}
	if len(r.Pending) != 1 || len(r.Pins)+len(r.Bans) != 0 || len(r.Drivers[0].Typical) != 1 || len(r.Drivers[0].Unusual) != 0 {
		t.Errorf("left: %+v", r)
	}
	if len(r.Drivers[0].Key) != 1 || len(r.Drivers[1].Key) != 1 {
		t.Errorf("key phrases %v and %v", r.Drivers[0].Key, r.Drivers[1].Key)
	}
	if r.Forget(map[string]bool{"x": true}) {
		t.Error("it was forgotten twice")
	}
}
