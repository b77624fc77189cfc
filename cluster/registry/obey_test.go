package registry

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"luister/cluster"
	"luister/cluster/decision"
)

// obeyed lets the registry obey events; the id of each is its place: e0, e1, ...
func obeyed(r *Registry, events ...decision.Event) Change {
	for i := range events {
		events[i].ID = fmt.Sprintf("e%d", i)
	}
	return r.Obey(decision.Fold(events, decision.Declared{}))
}

// four is a registry of four drivers, each with one place.
func four() *Registry {
	r := &Registry{Version: 1}
	for i := range 4 {
		id := r.NextID()
		r.Drivers = append(r.Drivers, cluster.Driver{ID: id, Name: "naam " + id})
		place := make([]float32, 4)
		place[i] = 1
		r.Prototypes = append(r.Prototypes, Prototype{Driver: id, Center: place})
	}
	return r
}

func owners(r *Registry) string {
	var out []string
	for _, p := range r.Prototypes {
		out = append(out, p.Driver)
	}
	return strings.Join(out, " ")
}

func TestObeyMerge(t *testing.T) {
	r := four()
	merge := decision.Event{Kind: decision.Merge, Driver: "D0001", Others: []string{"D0002", "D0003"}}
	if c := obeyed(r, merge); len(c.Drivers)+len(c.Documents)+len(c.Notes) > 0 {
		t.Errorf("a merge asks for more than other names: %+v", c)
	}
	if got := owners(r); got != "D0001 D0001 D0001 D0004" || r.Driver("D0003").Retired != "D0001" || r.Resolve("D0002") != "D0001" || len(r.InUse()) != 2 {
		t.Errorf("places of %s, %+v", got, r.Drivers)
	}
	again := obeyed(r, merge, decision.Event{Kind: decision.Merge, Driver: "D0004", Others: []string{"D0001"}})
	if got := owners(r); got != "D0004 D0004 D0004 D0004" || r.Driver("D0003").Retired != "D0004" {
		t.Errorf("a chain: places of %s, %+v", got, again)
	}
	c := obeyed(r, merge, decision.Event{Kind: decision.Undo, From: "e0"})
	if got := owners(r); got != "D0001 D0002 D0003 D0004" || len(r.InUse()) != 4 || !reflect.DeepEqual(c.Drivers, []string{"D0004"}) {
		t.Errorf("taken back: places of %s, %+v", got, c)
	}
	if id := r.NextID(); id != "D0005" {
		t.Errorf("the next id is %s: an id is used again", id)
	}
}

func TestObeyRetire(t *testing.T) {
	r := four()
	retire := decision.Event{Kind: decision.Retire, Driver: "D0002"}
	obeyed(r, retire)
	if got := owners(r); got != "D0001 D0003 D0004" || len(r.Resting) != 1 || r.Resolve("D0002") != decision.None {
		t.Errorf("places of %s, resting %v", got, r.Resting)
	}
	obeyed(r, retire, decision.Event{Kind: decision.Undo, From: "e0"})
	if got := owners(r); got != "D0001 D0003 D0004 D0002" || r.Driver("D0002").Retired != "" {
		t.Errorf("taken back: places of %s", got)
	}
}

func TestObeyAbout(t *testing.T) {
	r := four()
	rename := decision.Event{Kind: decision.Rename, Driver: "D0001", To: "Monteur komt niet"}
	obeyed(r, rename, decision.Event{Kind: decision.Owner, Driver: "D0001", To: "Planning"}, decision.Event{Kind: decision.Status, Driver: "D0001", To: "verklaard"})
	if d := r.Driver("D0001"); d.Name != rename.To || !d.Named || d.Owner != "Planning" || d.Stage != "verklaard" || !r.Kept(d) || r.Kept(r.Driver("D0002")) {
		t.Errorf("%+v", d)
	}
	obeyed(r, rename, decision.Event{Kind: decision.Undo, From: "e0"})
	if d := r.Driver("D0001"); d.Name != "naam D0001" || d.Named || d.Owner != "" {
		t.Errorf("taken back: %+v", d)
	}
	if c := obeyed(r, decision.Event{Kind: decision.Rename, Driver: "D0099", To: "x"}, decision.Event{Kind: decision.Merge, Driver: "D0001", Others: []string{"D0098"}},
		decision.Event{Kind: decision.Merge, Driver: "D0097", Others: []string{"D0001"}}, decision.Event{Kind: decision.Pin, Driver: "D0096", Feedback: []string{"f"}}); len(c.Notes) != 4 || len(r.InUse()) != 4 {
		t.Errorf("of drivers that do not exist: %v", c.Notes)
	}
}

func TestObeyHold(t *testing.T) {
	r := four()
	pin := decision.Event{Kind: decision.Pin, Driver: "D0003", Feedback: []string{"doc2", "doc1"}}
	ban := decision.Event{Kind: decision.Forbid, Driver: "D0001", Feedback: []string{"doc3"}}
	if c := obeyed(r, pin, ban); strings.Join(c.Documents, " ") != "doc1 doc2 doc3" {
		t.Errorf("to do again: %v", c.Documents)
	}
	if c := obeyed(r, pin, ban); len(c.Documents) > 0 {
		t.Errorf("to do again the second time: %v", c.Documents)
	}
	if d, ok := r.Pinned("doc1"); !ok || d != "D0003" || len(r.Banned("doc3")) != 1 || len(r.Banned("doc1")) != 0 {
		t.Errorf("doc1 is pinned to %q; %+v", d, r.Bans)
	}
	obeyed(r, pin, ban, decision.Event{Kind: decision.Merge, Driver: "D0002", Others: []string{"D0003"}})
	if d, _ := r.Pinned("doc1"); d != "D0002" {
		t.Errorf("a pin to a merged driver leads to %q", d)
	}
	if c := obeyed(r, pin, decision.Event{Kind: decision.Move, Feedback: []string{"doc1"}, From: "D0003", To: decision.None}); len(c.Documents) != 3 {
		t.Errorf("to do again: %v", c.Documents)
	}
	if d, _ := r.Pinned("doc1"); d != decision.None {
		t.Errorf("doc1 is pinned to %q", d)
	}
}

// TestObeyElsewhere holds that decisions of a history that is gone say nothing of
// the drivers of a new one.
func TestObeyElsewhere(t *testing.T) {
	r := &Registry{}
	if c := obeyed(r, decision.Event{Kind: decision.Rename, Driver: "D0007", To: "x"}); len(c.Notes) != 1 || r.NextID() != "D0008" {
		t.Errorf("%+v, last id D%04d", c, r.Last)
	}
}

func TestObeyMade(t *testing.T) {
	r := four()
	split := decision.Event{Kind: decision.Split, Driver: "D0001", Feedback: []string{"doc1"}, To: "Het nieuwe deel"}
	c := obeyed(r, split)
	if len(c.Found) != 1 || c.Found[0].From != "D0001" || c.Found[0].Event != "e0" {
		t.Fatalf("to be made: %+v", c.Found)
	}
	r.Drivers = append(r.Drivers, cluster.Driver{ID: r.NextID()})
	r.Prototypes = append(r.Prototypes, Prototype{Driver: "D0005", Center: []float32{0, 0, 0, 1}})
	r.Made = append(r.Made, Made{Event: "e0", Driver: "D0005", From: "D0001"})
	if c = obeyed(r, split); len(c.Found) > 0 || !r.AreApart("D0005", "D0001") || r.Driver("D0005").Name != "Het nieuwe deel" {
		t.Errorf("made: %+v, %+v", c, r.Driver("D0005"))
	}
	if d, _ := r.Pinned("doc1"); d != "D0005" {
		t.Errorf("what it was made of is pinned to %q", d)
	}
	obeyed(r, split, decision.Event{Kind: decision.Undo, From: "e0"})
	if d := r.Driver("D0005"); d.Retired != "D0001" || len(r.Pins) > 0 || r.AreApart("D0005", "D0001") {
		t.Errorf("taken back: %+v", d)
	}
	if c = obeyed(r, split); len(c.Found) > 0 || r.Driver("D0005").Retired != "" {
		t.Errorf("and again: %+v", c)
	}
}

// TestSplitTakenBack holds that a split which is taken back leaves no trace in the
// places, that it is as it was when it counts again, and that of two splits the
// first may be taken back without what the second moved.
func TestSplitTakenBack(t *testing.T) {
	r := four()
	split := func(part string) decision.Event {
		return decision.Event{Kind: decision.Split, Driver: "D0001", Feedback: []string{part}}
	}
	undo := func(event string) decision.Event { return decision.Event{Kind: decision.Undo, From: event} }
	moved := func(c Change, to float32) { // as group makes a driver
		id, were := r.NextID(), r.Places("D0001")
		r.Drivers = append(r.Drivers, cluster.Driver{ID: id})
		r.Prototypes = append(r.Prototypes, Prototype{Driver: id, Center: []float32{0, 0, 0, to}})
		for i := range r.Prototypes {
			if r.Prototypes[i].Driver == "D0001" {
				r.Prototypes[i].Center = []float32{to, 0, 0, 0}
			}
		}
		r.Make(c.Found[0], id, were)
	}
	at := func() (largest float32) {
		for _, p := range r.Places("D0001") {
			largest = max(largest, p.Center[0])
		}
		return largest
	}
	moved(obeyed(r, split("doc1")), 2)
	r.Made[0].Left = []string{"doc9"} // as a night notes
	c := obeyed(r, split("doc1"), undo("e0"))
	if at() != 1 || !slices.Contains(c.Documents, "doc9") || len(r.Prototypes) != 4 || !reflect.DeepEqual(c.Drivers, []string{"D0001", "D0005"}) {
		t.Errorf("taken back: at %v, places of %s, again %v", at(), owners(r), c.Drivers)
	}
	if obeyed(r, split("doc1")); at() != 2 || len(r.Places("D0005")) != 1 {
		t.Errorf("and again: at %v, places of %s", at(), owners(r))
	}
	moved(obeyed(r, split("doc1"), split("doc2")), 3)
	obeyed(r, split("doc1"), split("doc2"), undo("e0"))
	if at() != 3 || len(r.Places("D0001")) != 2 || len(r.Places("D0006")) != 1 {
		t.Errorf("the first of two: at %v, places of %s", at(), owners(r))
	}
	if obeyed(r, split("doc1"), split("doc2"), undo("e0"), undo("e1")); at() != 2 || len(r.Places("D0006")) != 0 {
		t.Errorf("both: at %v, places of %s", at(), owners(r))
	}
}

// TestObeyAnything holds for any decisions, right or wrong: obeying them twice is
// obeying them once, no place is lost or doubled, every retired driver leads to
// one in use or to none, and without them all is as it was.
func TestObeyAnything(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		driver := rapid.SampledFrom([]string{"D0001", "D0002", "D0003", "D0004", "D0009"})
		feedback := rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"a", "b", "c"}), 1, 2, rapid.ID)
		var events []decision.Event
		r := four()
		for range rapid.IntRange(1, 3).Draw(rt, "nights") {
			for range rapid.IntRange(0, 5).Draw(rt, "events") {
				e := decision.Event{Kind: rapid.SampledFrom([]decision.Kind{decision.Merge, decision.Retire, decision.Rename, decision.Pin, decision.Move, decision.Forbid, decision.Undo}).Draw(rt, "kind")}
				e.Driver, e.Others, e.Feedback = driver.Draw(rt, "driver"), []string{driver.Draw(rt, "other")}, feedback.Draw(rt, "feedback")
				switch e.Kind {
				case decision.Undo:
					e.From = fmt.Sprintf("e%d", rapid.IntRange(0, 9).Draw(rt, "undone"))
				case decision.Move:
					e.From, e.To = driver.Draw(rt, "from"), driver.Draw(rt, "to")
				case decision.Forbid:
					if rapid.Bool().Draw(rt, "apart") {
						e.Feedback = nil
					} else {
						e.Others = nil
					}
				}
				events = append(events, e)
			}
			obeyed(r, events...)
			if c := obeyed(r, events...); len(c.Documents)+len(c.Drivers)+len(c.Found) > 0 {
				rt.Fatalf("the second time there is %+v to be done", c)
			}
			if len(r.Prototypes)+len(r.Resting) != 4 {
				rt.Fatalf("places %+v, resting %+v", r.Prototypes, r.Resting)
			}
			for _, d := range r.Drivers {
				if heir := r.Resolve(d.ID); heir != decision.None && r.Driver(heir).Retired != "" {
					rt.Fatalf("%s leads to %s, which is not in use", d.ID, heir)
				}
			}
			for _, p := range r.Prototypes {
				if r.Driver(p.Driver).Retired != "" {
					rt.Fatalf("a place belongs to %s, which is not in use", p.Driver)
				}
			}
			for _, p := range r.Pins {
				if p.Driver != decision.None && r.Driver(p.Driver).Retired != "" {
					rt.Fatalf("%s is pinned to %s, which is not in use", p.Document, p.Driver)
				}
			}
		}
		obeyed(r)
		if len(r.InUse()) != 4 || len(r.Pins)+len(r.Bans)+len(r.Apart)+len(r.Resting) > 0 || r.Driver("D0001").Named {
			rt.Fatalf("without decisions: %+v", r)
		}
	})
}
