package group

import (
	"strings"
	"testing"

	"luister/cluster/registry"
)

func TestReasons(t *testing.T) {
	reg, items := &registry.Registry{}, said(4, 30, 0)
	given := Run(items, reg, Options{}).Assignments
	for i := range items {
		for _, m := range given[i].Drivers {
			list := Reasons(reg, &items[i], m, 3)
			if len(list) == 0 || len(list) > 3 {
				t.Fatalf("%s is in %s for %v", items[i].ID, m.Driver, list)
			}
			if !strings.HasPrefix(list[0].Term, "w") || list[0].Share <= 0 || list[0].Share > 1 {
				t.Errorf("%s is in %s for %v", items[i].ID, m.Driver, list)
			}
		}
	}
}

func TestTopic(t *testing.T) {
	reg, items := &registry.Registry{}, said(5, 30, 0)
	for i := range items {
		items[i].Topics = []string{"factuur.onjuist"}
		if items[i].ID < "s01" {
			items[i].Topics = []string{"afhandeling.afspraak", "factuur.onjuist"}
		}
	}
	for _, a := range Run(items, reg, Options{}).Assignments {
		if len(a.Drivers) == 0 {
			continue
		}
		want := "factuur.onjuist"
		if a.ID < "s01" {
			want = "afhandeling.afspraak"
		}
		if got := reg.Driver(a.Drivers[0].Driver).Topic; got != want {
			t.Errorf("%s has topic %q", a.Drivers[0].Driver, got)
		}
	}
}
