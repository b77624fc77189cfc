package registry

import (
	"bytes"
	"reflect"
	"testing"

	"luister/cluster"
	"luister/cluster/space"
)

func small(t testing.TB) *Registry {
	t.Helper()
	r := &Registry{Version: 1, Vectors: "v"}
	r.Space = space.Fit([][]string{{"monteur", "afspraak"}, {"monteur", "wachten"}, {"factuur", "hoog"}, {"factuur", "fout"}}, space.Options{Dim: 2})
	for range 2 {
		id := r.NextID()
		r.Drivers = append(r.Drivers, cluster.Driver{ID: id, Name: "naam " + id})
		r.Prototypes = append(r.Prototypes, Prototype{id, []float32{1, 0}})
	}
	r.Pending = []cluster.Item{{ID: "x", Terms: []string{"vertraging"}, Breaks: []int32{0}}}
	return r
}

func TestSaveLoad(t *testing.T) {
	dir := t.TempDir()
	empty, err := Load(dir)
	if err != nil || !reflect.DeepEqual(empty, &Registry{}) {
		t.Fatalf("a directory without state gives %+v, %v", empty, err)
	}
	want := small(t)
	if err := want.Save(dir); err != nil {
		t.Fatal(err)
	}
	got, err := Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
	a, _ := want.MarshalBinary()
	b, _ := got.MarshalBinary()
	if !bytes.Equal(a, b) {
		t.Error("equal registries give different bytes")
	}
}

func TestDecisions(t *testing.T) {
	r := small(t)
	if err := r.Rename("D0001", "Monteur komt niet"); err != nil || r.Driver("D0001").Name != "Monteur komt niet" || !r.Driver("D0001").Named {
		t.Errorf("rename: %v, %+v", err, r.Driver("D0001"))
	}
	if err := r.Pin("doc2", "D0002"); err != nil {
		t.Error(err)
	}
	if err := r.Pin("doc1", "D0001"); err != nil {
		t.Error(err)
	}
	if d, ok := r.Pinned("doc1"); !ok || d != "D0001" {
		t.Errorf("doc1 is pinned to %q, %v", d, ok)
	}
	if err := r.Merge("D0002", "D0001"); err != nil {
		t.Error(err)
	}
	if use := r.InUse(); len(use) != 1 || use[0].ID != "D0001" || r.Driver("D0002").Retired != "D0001" {
		t.Errorf("after the merger %+v are in use", use)
	}
	if d, _ := r.Pinned("doc2"); d != "D0001" {
		t.Errorf("a pin to a merged driver leads to %q", d)
	}
	for _, p := range r.Prototypes {
		if p.Driver != "D0001" {
			t.Errorf("a place still belongs to %s", p.Driver)
		}
	}
	if id := r.NextID(); id != "D0003" {
		t.Errorf("the next id is %s: an id is used again", id)
	}
	for name, err := range map[string]error{"rename": r.Rename("D0009", "x"), "pin": r.Pin("doc", "D0009"), "merge": r.Merge("D0001", "D0001")} {
		if err == nil {
			t.Errorf("%s of what is not there is accepted", name)
		}
	}
}

func FuzzUnmarshal(f *testing.F) {
	b, err := small(f).MarshalBinary()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(b)
	f.Add(b[:len(b)/2])
	f.Add([]byte(magic))
	f.Fuzz(func(t *testing.T, data []byte) {
		var r Registry
		if r.UnmarshalBinary(data) == nil {
			if _, err := r.MarshalBinary(); err != nil {
				t.Error(err)
			}
		}
	})
}
