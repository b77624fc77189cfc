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
	var texts []space.Text
	for _, terms := range [][]string{{"monteur", "afspraak"}, {"monteur", "wachten"}, {"factuur", "hoog"}, {"factuur", "fout"}} {
		texts = append(texts, space.Text{Terms: terms, Breaks: []int32{0}})
	}
	stored, err := space.Parse(space.Fit(texts, space.Options{Dim: 2}).Append(nil))
	if err != nil {
		t.Fatal(err)
	}
	r.Space = stored
	for range 2 {
		id := r.NextID()
		r.Drivers = append(r.Drivers, cluster.Driver{ID: id, Name: "naam " + id})
		r.Prototypes = append(r.Prototypes, Prototype{Driver: id, Center: []float32{1, 0}})
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
