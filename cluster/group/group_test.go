package group

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"reflect"
	"runtime"
	"slices"
	"testing"
	"time"

	"luister/cluster"
	"luister/cluster/decision"
	"luister/cluster/registry"
)

// said makes items about count subjects, each of n texts of six words, of which
// most are the subject's own.
func said(count, n, from int) []cluster.Item {
	rnd := rand.New(rand.NewPCG(5, 6))
	var out []cluster.Item
	for s := range count {
		for i := range n {
			it := cluster.Item{ID: fmt.Sprintf("s%02d-%04d", s+from, i), Breaks: []int32{0}, Customer: fmt.Sprint("k", i), Received: time.Date(2026, 1, 1+i, 0, 0, 0, 0, time.UTC)}
			for range 5 {
				it.Terms = append(it.Terms, fmt.Sprintf("w%02d-%d", s+from, rnd.IntN(8)))
			}
			it.Terms = append(it.Terms, fmt.Sprintf("iets-%d", rnd.IntN(40)))
			it.Hash = rnd.Uint64()
			it.Phrases = []cluster.Phrase{{Text: it.Terms[0] + " " + it.Terms[1], Key: it.Terms[0] + " " + it.Terms[1]}}
			out = append(out, it)
		}
	}
	return out
}

func TestFoundsDriversAtOnce(t *testing.T) {
	items := said(5, 30, 0)
	reg := &registry.Registry{}
	got := drivers(Run(items, reg, Options{}).Assignments)
	subject := map[string]string{} // of each driver
	for i, d := range got {
		s := items[i].ID[:3]
		if d != "" && subject[d] != "" && subject[d] != s {
			t.Errorf("%s is in %s, which is about %s", items[i].ID, d, subject[d])
		}
		subject[d] = s
	}
	if withoutDriver(got) > 0.1 {
		t.Errorf("%.2f has no driver", withoutDriver(got))
	}
	for _, d := range reg.Drivers {
		if d.Name == "" || d.Theme == "" {
			t.Errorf("%s has no name or no theme: %+v", d.ID, d)
		}
	}
}

func TestOrderAndProcessorsChangeNothing(t *testing.T) {
	items := said(5, 30, 0)
	run := func(items []cluster.Item, procs int) (map[string]cluster.Assignment, []cluster.Driver) {
		defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(procs))
		r := Run(items, &registry.Registry{}, Options{})
		out := map[string]cluster.Assignment{}
		for _, a := range r.Assignments {
			out[a.ID] = a
		}
		return out, r.Drivers
	}
	mixed := append([]cluster.Item(nil), items...)
	rand.New(rand.NewPCG(1, 1)).Shuffle(len(mixed), func(i, j int) { mixed[i], mixed[j] = mixed[j], mixed[i] })
	a, da := run(items, 1)
	b, db := run(mixed, 4)
	if !reflect.DeepEqual(a, b) || !reflect.DeepEqual(da, db) {
		t.Error("another order on more processors gives another grouping")
	}
}

// TestSampleInAnyOrder holds, for real texts and everything that comes of them,
// that another order on more processors gives the same bytes: a first grouping,
// a night, and a regrouping.
func TestSampleInAnyOrder(t *testing.T) {
	_, items := plant(t, 780, 7)
	mixed := append([]cluster.Item(nil), items...)
	rand.New(rand.NewPCG(1, 1)).Shuffle(len(mixed), func(i, j int) { mixed[i], mixed[j] = mixed[j], mixed[i] })
	known := func(it cluster.Item) bool { return it.Hash%5 > 0 } // in the first night
	nights := func(items []cluster.Item, procs int) (state []byte, given [3]map[string]cluster.Assignment) {
		defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(procs))
		old := slices.DeleteFunc(slices.Clone(items), func(it cluster.Item) bool { return !known(it) })
		late := slices.DeleteFunc(slices.Clone(items), known)
		reg := &registry.Registry{}
		for i, r := range []*cluster.Result{Run(old, reg, Options{}), Run(late, reg, Options{}), Run(items, reg, Options{Regroup: true})} {
			given[i] = map[string]cluster.Assignment{}
			for _, a := range r.Assignments {
				given[i][a.ID] = a
			}
		}
		state, err := reg.MarshalBinary()
		if err != nil {
			t.Fatal(err)
		}
		return state, given
	}
	a, givenA := nights(items, 1)
	b, givenB := nights(mixed, 4)
	for i, night := range []string{"first grouping", "night", "regrouping"} {
		if !reflect.DeepEqual(givenA[i], givenB[i]) {
			t.Errorf("another order on more processors gives another %s", night)
		}
	}
	if !bytes.Equal(a, b) {
		t.Error("another order on more processors leaves another state")
	}
}

func TestNights(t *testing.T) {
	reg := &registry.Registry{}
	first := said(4, 30, 0)
	before := drivers(Run(first, reg, Options{}).Assignments)
	known := len(reg.Drivers)

	// The same texts again, with the state: the same drivers.
	if again := drivers(Run(first, reg, Options{}).Assignments); !reflect.DeepEqual(again, before) {
		t.Error("the same texts got other drivers")
	}
	// Two texts about something new wait.
	news := said(1, 30, 9)
	r := Run(news[:2], reg, Options{})
	if len(r.Assignments[0].Drivers) != 0 || r.Pending < 2 || len(r.Drivers) != known {
		t.Errorf("two texts about something new: %+v, %d pending, %d drivers", r.Assignments, r.Pending, len(r.Drivers))
	}
	// Enough of them, of enough customers and days, make a driver, which takes
	// in those that waited.
	r = Run(news[2:], reg, Options{})
	if len(r.Drivers) <= known || len(r.Events) == 0 || r.Events[0].Kind != cluster.Founded {
		t.Fatalf("%d drivers after %d, events %+v", len(r.Drivers), known, r.Events)
	}
	if id := r.Drivers[known].ID; id != fmt.Sprintf("D%04d", known+1) {
		t.Errorf("the first new driver is called %s", id)
	}
	for _, d := range drivers(r.Assignments) {
		if d != "" && d <= fmt.Sprintf("D%04d", known) {
			t.Errorf("something new is in %s", d)
		}
	}
}

// TestNothingNewChangesNothing holds that a candidate that waits becomes a
// driver only in a night that brings a text of it.
func TestNothingNewChangesNothing(t *testing.T) {
	reg := &registry.Registry{}
	items := said(4, 30, 0)
	Run(items, reg, Options{})
	known := len(reg.Drivers)
	news := said(1, 33, 9)                       // three come later: words in random order lie too loosely for one to make a driver
	Run(news[:30], reg, Options{ByPerson: true}) // they wait
	if len(reg.Candidates) == 0 {
		t.Fatal("nothing waits")
	}
	waiting := reg.Pending
	for _, given := range [][]cluster.Item{nil, items[:10], waiting[:3]} {
		r := Run(given, reg, Options{})
		if len(r.Drivers) != known || len(r.Events) != 0 || r.Pending != len(waiting) {
			t.Errorf("%d texts that are not new: %d drivers after %d, %d wait after %d", len(given), len(r.Drivers), known, r.Pending, len(waiting))
		}
	}
	if r := Run(news[30:], reg, Options{}); len(r.Drivers) <= known {
		t.Error("new texts about the same make no driver")
	}
}

// TestFirstGroupingObeysTheRule holds that a first grouping founds by the rule of
// later nights, and tells of what it founds.
func TestFirstGroupingObeysTheRule(t *testing.T) {
	items := slices.DeleteFunc(said(5, 30, 0), func(it cluster.Item) bool {
		return it.ID > "s03-0007" && it.ID < "s04" || it.ID > "s04-0007" // eight texts each
	})
	for i := len(items) - 8; i < len(items); i++ { // and the last of one day
		items[i].Received = items[0].Received
	}
	for _, c := range []struct {
		what string
		opts Options
		want map[string]bool // subjects that have a driver
	}{
		{"more texts", Options{Documents: 9}, map[string]bool{"s00": true, "s01": true, "s02": true}},
		{"the defaults", Options{}, map[string]bool{"s00": true, "s01": true, "s02": true, "s03": true}},
		{"more customers", Options{Customers: 31}, map[string]bool{}},
		{"a person", Options{ByPerson: true}, map[string]bool{}},
	} {
		reg := &registry.Registry{}
		r := Run(items, reg, c.opts)
		got, founded := map[string]bool{}, map[string]bool{}
		for _, e := range r.Events {
			founded[e.Driver] = e.Kind == cluster.Founded && !e.At.IsZero() && e.Count > 0
		}
		for i, d := range drivers(r.Assignments) {
			if d != "" {
				got[items[i].ID[:3]] = true
			}
			if d != "" && !founded[d] {
				t.Errorf("%s: %s was not told of", c.what, d)
			}
		}
		waits := map[string]bool{}
		for _, k := range r.Candidates {
			waits[k.Members[0][:3]] = k.Name != ""
		}
		for _, s := range []string{"s00", "s01", "s02", "s03", "s04"} {
			if got[s] != c.want[s] || !c.want[s] && !waits[s] {
				t.Errorf("%s: %s has a driver: %v, waits with a name: %v", c.what, s, got[s], waits[s])
			}
		}
		if again := Run(items, reg, Options{Regroup: true, Documents: c.opts.Documents, Customers: c.opts.Customers, ByPerson: c.opts.ByPerson}); len(again.Drivers) != len(r.Drivers) {
			t.Errorf("%s: %d drivers after %d when all is grouped again", c.what, len(again.Drivers), len(r.Drivers))
		}
	}
}

func TestTemplatesMakeNoDriver(t *testing.T) {
	reg := &registry.Registry{}
	Run(said(4, 30, 0), reg, Options{})
	copies := said(1, 30, 9)
	for i := range copies {
		copies[i].Terms, copies[i].Hash = copies[0].Terms, copies[0].Hash
	}
	known := len(reg.Drivers)
	if r := Run(copies, reg, Options{}); len(r.Drivers) != known {
		t.Error("thirty copies of one text made a driver")
	}
}

func TestRegroupHandsOnIDs(t *testing.T) {
	reg := &registry.Registry{}
	items := said(4, 30, 0)
	before := drivers(Run(items, reg, Options{}).Assignments)
	obey(reg, decision.Event{Kind: decision.Rename, Driver: "D0001", To: "Zo heet het"})
	r := Run(append(items, said(1, 30, 9)...), reg, Options{Regroup: true})
	after := drivers(r.Assignments)
	same := 0
	for i := range before {
		if before[i] == after[i] {
			same++
		}
	}
	if same < len(before)*9/10 {
		t.Errorf("only %d of %d kept their driver", same, len(before))
	}
	if reg.Driver("D0001").Name != "Zo heet het" {
		t.Errorf("the name a person gave became %q", reg.Driver("D0001").Name)
	}
}

func TestNothingToGroup(t *testing.T) {
	for _, items := range [][]cluster.Item{nil, {{ID: "a"}}, {{ID: "a", Terms: []string{"x"}, Breaks: []int32{0}}}} {
		if r := Run(items, &registry.Registry{}, Options{}); len(r.Assignments) != len(items) {
			t.Errorf("%d assignments of %d items", len(r.Assignments), len(items))
		}
	}
}

func TestAssignBest(t *testing.T) {
	for _, c := range []struct {
		gain [][]float64
		want []int
	}{
		{[][]float64{{5, 1}, {4, 3}}, []int{0, 1}},
		{[][]float64{{5, 4}, {5, 1}}, []int{1, 0}},
		{[][]float64{{1}, {3}, {2}}, []int{-1, 0, -1}},
		{[][]float64{{0, 0, 7}}, []int{2}},
	} {
		if got := assignBest(c.gain); !reflect.DeepEqual(got, c.want) {
			t.Errorf("assignBest(%v) = %v, want %v", c.gain, got, c.want)
		}
	}
}

func BenchmarkFound(b *testing.B) {
	items := said(40, 100, 0)
	for b.Loop() {
		Run(items, &registry.Registry{}, Options{})
	}
}

func BenchmarkNight(b *testing.B) {
	items := said(40, 100, 0)
	reg := &registry.Registry{}
	Run(items, reg, Options{})
	for b.Loop() {
		known := *reg
		Run(items[:200], &known, Options{})
	}
}
