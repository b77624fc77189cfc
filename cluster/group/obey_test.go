package group

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"luister/cluster"
	"luister/cluster/decision"
	"luister/cluster/registry"
)

// obey lets the registry obey events; the id of each is its place: e0, e1, ...
func obey(reg *registry.Registry, events ...decision.Event) registry.Change {
	for i := range events {
		events[i].ID = fmt.Sprintf("e%d", i)
	}
	return reg.Obey(decision.Fold(events, decision.Declared{}))
}

// nights runs three nights on a grouping of four subjects that people decided
// about: one that does again what the decisions ask for, one with the same
// texts, and a regrouping. After each it calls check with the driver of every
// document.
func nights(t *testing.T, items []cluster.Item, reg *registry.Registry, events []decision.Event, check func(night string, driver map[string]string)) {
	t.Helper()
	for _, night := range []string{"first", "second", "regrouped"} {
		opts := Options{Regroup: night == "regrouped"}
		opts.Found = obey(reg, events...).Found
		byID := map[string]string{}
		for _, a := range Run(items, reg, opts).Assignments {
			if len(a.Drivers) > 0 {
				byID[a.ID] = a.Drivers[0].Driver
			}
		}
		check(night, byID)
	}
}

// founded gives a registry of four subjects, their items, and the drivers that
// most of each subject has.
func founded(t *testing.T) (*registry.Registry, []cluster.Item, []string) {
	t.Helper()
	reg, items := &registry.Registry{}, said(4, 30, 0)
	got := drivers(Run(items, reg, Options{}).Assignments)
	var main []string
	for s := range 4 {
		main = append(main, most(got[30*s:30*s+30]))
	}
	if len(slices.Compact(slices.Sorted(slices.Values(main)))) != 4 {
		t.Fatalf("four subjects have drivers %v", main)
	}
	return reg, items, main
}

func most(list []string) (best string) {
	count := map[string]int{}
	for _, s := range list {
		if count[s]++; count[s] > count[best] {
			best = s
		}
	}
	return best
}

func TestObeyed(t *testing.T) {
	_, _, main := founded(t)
	a, b := main[0], main[1]
	for _, tt := range []struct {
		name   string
		events []decision.Event
		check  func(reg *registry.Registry, driver map[string]string) bool
	}{
		{"pin", []decision.Event{{Kind: decision.Pin, Driver: b, Feedback: []string{"s00-0003"}}},
			func(_ *registry.Registry, driver map[string]string) bool { return driver["s00-0003"] == b }},
		{"move", []decision.Event{{Kind: decision.Move, From: a, To: b, Feedback: []string{"s00-0003", "s00-0004"}}},
			func(_ *registry.Registry, driver map[string]string) bool {
				return driver["s00-0003"] == b && driver["s00-0004"] == b
			}},
		{"move to none", []decision.Event{{Kind: decision.Move, To: decision.None, Feedback: []string{"s00-0003"}}},
			func(_ *registry.Registry, driver map[string]string) bool { return driver["s00-0003"] == "" }},
		{"forbid", []decision.Event{{Kind: decision.Forbid, Driver: a, Feedback: []string{"s00-0003"}}},
			func(_ *registry.Registry, driver map[string]string) bool { return driver["s00-0003"] != a }},
		{"merge", []decision.Event{{Kind: decision.Merge, Driver: a, Others: []string{b}}},
			func(reg *registry.Registry, driver map[string]string) bool {
				return driver["s00-0003"] == a && driver["s01-0003"] == a && reg.Driver(b).Retired == a
			}},
		{"the later of two merges counts", []decision.Event{{Kind: decision.Merge, Driver: a, Others: []string{b}}, {Kind: decision.Undo, From: "e0"}, {Kind: decision.Merge, Driver: b, Others: []string{a}}},
			func(reg *registry.Registry, driver map[string]string) bool {
				return driver["s00-0003"] == b && driver["s01-0003"] == b && reg.Driver(a).Retired == b
			}},
		{"retire", []decision.Event{{Kind: decision.Retire, Driver: a}},
			func(reg *registry.Registry, driver map[string]string) bool { return driver["s00-0003"] != a }},
		{"rename", []decision.Event{{Kind: decision.Rename, Driver: a, To: "Zo heet het"}},
			func(reg *registry.Registry, driver map[string]string) bool {
				return driver["s00-0003"] == a && reg.Driver(a).Name == "Zo heet het"
			}},
		{"split by feedback", []decision.Event{{Kind: decision.Merge, Driver: a, Others: []string{b}}, {Kind: decision.Split, Driver: a, To: "Deel", Feedback: subject(1, 12)}},
			func(reg *registry.Registry, driver map[string]string) bool {
				made := reg.Made[0].Driver
				return driver["s01-0003"] == made && part(1, made, driver) > 0.6 && part(0, a, driver) > 0.8 && reg.Driver(made).Name == "Deel"
			}},
		{"split by the texts", []decision.Event{{Kind: decision.Merge, Driver: a, Others: []string{b}}, {Kind: decision.Split, Driver: a}},
			func(reg *registry.Registry, driver map[string]string) bool {
				made := reg.Made[0].Driver
				return part(0, made, driver) > 0.6 && part(1, a, driver) > 0.6 || part(1, made, driver) > 0.6 && part(0, a, driver) > 0.6
			}},
	} {
		reg, items, _ := founded(t)
		nights(t, items, reg, tt.events, func(night string, driver map[string]string) {
			if !tt.check(reg, driver) {
				t.Errorf("%s is not obeyed in the %s night: s00 in %s and s01 in %s, of %s and %s; made %+v", tt.name, night, commonest(0, driver), commonest(1, driver), a, b, reg.Made)
			}
		})
	}
}

// TestSplitByExamples plants a driver of two subjects, or of three, and holds that
// a few examples take the one that goes apart from what stays, large or small.
func TestSplitByExamples(t *testing.T) {
	for _, tt := range []struct {
		name        string
		size        int // texts of the subject that goes
		goes, stays int // examples
		third       bool
	}{
		{"one example", 30, 1, 0, false}, {"one of each", 30, 1, 1, false}, {"three of each", 30, 3, 3, false}, {"a small part", 8, 2, 2, false},
		{"three subjects", 30, 1, 1, true}, {"a small part of three subjects", 8, 3, 3, true}, {"many of what stays", 30, 1, 12, true},
	} {
		reg, items, main := founded(t)
		merge := decision.Event{Kind: decision.Merge, Driver: main[0], Others: main[1:2]}
		if tt.third {
			merge.Others = main[1:3]
		}
		events := []decision.Event{merge, {Kind: decision.Split, Driver: main[0], Feedback: subject(1, tt.goes)}}
		if tt.stays > 0 {
			events = slices.Insert(events, 1, decision.Event{Kind: decision.Pin, Driver: main[0], Feedback: subject(0, tt.stays)})
		}
		items = slices.DeleteFunc(items, func(it cluster.Item) bool { return it.ID > fmt.Sprintf("s01-%04d", tt.size-1) && it.ID < "s02" })
		found := obey(reg, events...).Found
		driver := map[string]string{}
		for _, a := range Run(items, reg, Options{Found: found}).Assignments {
			if len(a.Drivers) > 0 {
				driver[a.ID] = a.Drivers[0].Driver
			}
		}
		made, gone := reg.Made[0].Driver, part(1, reg.Made[0].Driver, driver)*30/float64(tt.size)
		// Words in random order make pairs that tell nothing: two of 30 may go astray.
		if gone < .9 || part(0, main[0], driver) < .95 || tt.third && part(2, main[0], driver) < .95 {
			t.Errorf("%s: of what goes %.2f is in %s; of what stays %.2f and %.2f in %s", tt.name, gone, made, part(0, main[0], driver), part(2, main[0], driver), main[0])
		}
		for i, id := range append(subject(1, tt.goes), subject(0, tt.stays)...) {
			if want := []string{made, main[0]}[min(1, i/tt.goes)]; driver[id] != want {
				t.Errorf("%s: example %s is in %s, not %s", tt.name, id, driver[id], want)
			}
		}
	}
}

// subject gives the ids of the first n texts of a subject.
func subject(s, n int) []string {
	var out []string
	for i := range n {
		out = append(out, fmt.Sprintf("s%02d-%04d", s, i))
	}
	return out
}

// part is the share of a subject's texts that has a driver.
func part(s int, of string, driver map[string]string) float64 {
	n := 0
	for _, id := range subject(s, 30) {
		if driver[id] == of {
			n++
		}
	}
	return float64(n) / 30
}

func commonest(s int, driver map[string]string) string {
	var list []string
	for _, id := range subject(s, 30) {
		list = append(list, driver[id])
	}
	return most(list)
}

// TestApartSurvivesRegrouping holds that a regrouping does not put two drivers
// together that people keep apart, nor takes out of use what they gave a name.
func TestApartSurvivesRegrouping(t *testing.T) {
	for name, e := range map[string]decision.Event{
		"apart": {Kind: decision.Forbid, Driver: "D0001", Others: []string{"D0002", "D0003", "D0004"}},
		"named": {Kind: decision.Owner, Driver: "D0002", To: "Planning"},
	} {
		reg, items, _ := founded(t)
		obey(reg, e)
		Run(items, reg, Options{Regroup: true, Groups: 1})
		use := map[string]bool{}
		for _, d := range reg.InUse() {
			use[d.ID] = true
		}
		if !use["D0002"] || name == "apart" && !use["D0001"] {
			t.Errorf("%s: %v are in use after a regrouping into one", name, use)
		}
	}
}

func TestPromote(t *testing.T) {
	reg, _, _ := founded(t)
	news := said(1, 30, 9)
	r := Run(news, reg, Options{ByPerson: true})
	if len(r.Drivers) != 4 || len(reg.Candidates) == 0 || !strings.HasPrefix(reg.Candidates[0].ID, "K") {
		t.Fatalf("without a person: %d drivers, candidates %+v", len(r.Drivers), reg.Candidates)
	}
	c := obey(reg, decision.Event{Kind: decision.Promote, Feedback: reg.Candidates[0].Members, To: "Iets nieuws"})
	r = Run(nil, reg, Options{ByPerson: true, Found: c.Found})
	made := reg.Made[0].Driver
	if d := reg.Driver(made); made != "D0005" || d.Name != "Iets nieuws" || d.Size < len(c.Found[0].Feedback) || len(r.Drivers) != 5 {
		t.Errorf("promoted: %s, %+v, %d pending", made, d, r.Pending)
	}
}

// TestBefore holds that ids are handed on by what is published, if that is told.
func TestBefore(t *testing.T) {
	reg, items, main := founded(t)
	before := map[string]string{}
	for _, it := range items {
		before[it.ID] = main[(slices.Index([]string{"s00", "s01", "s02", "s03"}, it.ID[:3])+1)%4]
	}
	got := map[string]string{}
	for _, a := range Run(items, reg, Options{Regroup: true, Before: before}).Assignments {
		if len(a.Drivers) > 0 {
			got[a.ID] = a.Drivers[0].Driver
		}
	}
	same := 0
	for id, d := range before {
		if got[id] == d {
			same++
		}
	}
	if same < len(items)*8/10 {
		t.Errorf("%d of %d have the driver that they were said to have before", same, len(items))
	}
}

func TestMadeOfNothing(t *testing.T) {
	reg, items, _ := founded(t)
	c := obey(reg, decision.Event{Kind: decision.Promote, Feedback: []string{"weg"}})
	Run(items[:3], reg, Options{Found: c.Found})
	if again := obey(reg, decision.Event{Kind: decision.Promote, Feedback: []string{"weg"}}); len(again.Found) > 0 || !reflect.DeepEqual(again.Documents, c.Documents) || len(reg.Drivers) != 4 {
		t.Errorf("what is gone is asked for again: %+v", again)
	}
}
