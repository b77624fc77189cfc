package space

import (
	"reflect"
	"testing"
)

func corpus() []Text {
	var out []Text
	for _, terms := range [][]string{
		{"monteur", "afspraak", "wachten"}, {"monteur", "afspraak", "thuis"}, {"afspraak", "wachten", "thuis"},
		{"factuur", "hoog", "bedrag"}, {"factuur", "bedrag", "fout"}, {"factuur", "hoog", "fout"},
	} {
		out = append(out, Text{terms, []int32{0}})
	}
	return out
}

// TestQuiet holds that a form of words that stands in texts about anything says
// less than a word as common that stands with one subject.
func TestQuiet(t *testing.T) {
	var texts []Text
	for i := range 2 * tooFew {
		subject := []string{"monteur", "afspraak", "thuis", "wachten"}
		if i%2 == 0 {
			subject = []string{"factuur", "bedrag", "hoog", "betalen"}
		}
		first, second := subject[i/2%4], subject[(i/2+1)%4]
		terms := []string{first, second, subject[(i/2+2)%4], []string{"groet", "dank"}[i/4%2]}
		texts = append(texts, Text{terms, []int32{0, 2, 3}})
	}
	s := Fit(texts, Options{Dim: 4})
	said, _ := s.weight("monteur")
	form, _ := s.weight("groet")
	if form > said/2 {
		t.Errorf("a greeting weighs %.2f, a subject %.2f", form, said)
	}
}

func TestPlace(t *testing.T) {
	s := Fit(corpus(), Options{Dim: 2})
	at := func(terms ...string) []float32 {
		v := make([]float32, s.Dim)
		s.Place(v, terms)
		return v
	}
	dot := func(a, b []float32) (sum float32) {
		for i := range a {
			sum += a[i] * b[i]
		}
		return sum
	}
	near, far := dot(at("monteur"), at("wachten", "thuis")), dot(at("monteur"), at("bedrag", "hoog"))
	if near < 0.9 || far > 0.5 {
		t.Errorf("a word lies at %.2f of its fellows and at %.2f of the others", near, far)
	}
	if v := make([]float32, s.Dim); s.Place(v, []string{"onbekend"}) {
		t.Error("a text without known terms has a place")
	}
}

func TestFitIsDeterministic(t *testing.T) {
	if a, b := Fit(corpus(), Options{Dim: 2}), Fit(corpus(), Options{Dim: 2}); !reflect.DeepEqual(a, b) {
		t.Error("the same texts give another space")
	}
}

func TestAppendParse(t *testing.T) {
	want := Fit(corpus(), Options{Dim: 2})
	want.plain = nil // not stored
	got, err := Parse(want.Append(nil))
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

func FuzzParse(f *testing.F) {
	f.Add(Fit(corpus(), Options{Dim: 2}).Append(nil))
	f.Add([]byte{1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0})
	f.Fuzz(func(t *testing.T, data []byte) {
		if s, err := Parse(data); err == nil {
			s.Place(make([]float32, s.Dim), []string{"a"})
		}
	})
}
