package vector

import (
	"math"
	"slices"
	"testing"

	"luister/nlp"
)

func TestWords(t *testing.T) {
	for _, c := range []struct {
		text string
		want []string
	}{
		{"De factuur klopt niet!", []string{"de", "factuur", "klopt", "niet"}},
		{"foto's van z'n e-mail, 2x", []string{"foto's", "van", "z'n", "e-mail", "x"}},
		{"één 'quote' en -streep-", []string{"één", "quote", "en", "streep"}},
		{"", nil},
		{"12,50 €", nil},
	} {
		if got := slices.Collect(Words(c.text)); !slices.Equal(got, c.want) {
			t.Errorf("Words(%q) = %q, want %q", c.text, got, c.want)
		}
	}
}

func FuzzWords(f *testing.F) {
	f.Add("De factuur van 's avonds — é\u0301n 👍")
	f.Fuzz(func(t *testing.T, text string) {
		for w := range Words(text) {
			if w == "" {
				t.Error("an empty word")
			}
			Grams(w, 100)
		}
	})
}

// plain is a document of words, for tests that need no language layers.
func plain(text string) *nlp.Document {
	doc := &nlp.Document{Text: text}
	for w := range Words(text) {
		doc.Tokens = append(doc.Tokens, nlp.Token{Norm: w, Lemma: w})
	}
	return doc
}

func cosine(a, b string) float32 { return Dot(Load().Word(a), Load().Word(b)) }

func TestNearWords(t *testing.T) {
	for _, c := range []struct{ word, near, far string }{
		{"factuur", "facturen", "trein"},
		{"trein", "treinen", "factuur"},
		{"kinderen", "ouders", "factuur"},
		{"facturcorrectie", "factuur", "trein"}, // never seen: made of its n-grams
		{"wachtwoord", "inloggen", "fiets"},
	} {
		if near, far := cosine(c.word, c.near), cosine(c.word, c.far); near <= far+0.2 {
			t.Errorf("%s lies at %.2f of %s and at %.2f of %s", c.word, near, c.near, far, c.far)
		}
	}
}

func TestVectorsHaveUnitLength(t *testing.T) {
	m := Load()
	for _, v := range [][]float32{m.Word("factuur"), m.Terms([]string{"monteur", "komen"}), m.Document(plain("de monteur kwam niet"))} {
		if n := Dot(v, v); math.Abs(float64(n)-1) > 1e-4 {
			t.Errorf("length² %v", n)
		}
	}
	if v := m.Document(plain("12 !")); v != nil {
		t.Errorf("a text without words has the vector %v", v[:3])
	}
}

func TestCompare(t *testing.T) {
	m := Load()
	score := func(a, b string) float64 { return Compare(m.Text(plain(a)), m.Text(plain(b))) }
	same := score("de monteur kwam niet opdagen", "de monteur kwam niet opdagen")
	typo := score("de monteur kwam niet opdagen", "de montuer kwam niet opdagn")
	other := score("de monteur kwam niet opdagen", "mijn factuur is veel te hoog")
	denied := score("de monteur kwam opdagen", "de monteur kwam niet opdagen")
	if !(same > 0.99 && same > typo && typo > other && denied < same) {
		t.Errorf("same %.2f, typo %.2f, denied %.2f, other %.2f", same, typo, denied, other)
	}
	if a, b := score("een hond", "de hond blaft"), score("de hond blaft", "een hond"); math.Abs(a-b) > 1e-9 {
		t.Errorf("%.4f one way, %.4f the other", a, b)
	}
	if got := score("", "de hond"); got != 0 {
		t.Errorf("an empty text is like another by %.2f", got)
	}
}

func TestRank(t *testing.T) {
	var docs []*nlp.Document
	for _, text := range []string{"mijn factuur is te hoog", "de monteur is niet gekomen", "de trein had vertraging", ""} {
		docs = append(docs, plain(text))
	}
	got := Load().NewCorpus(docs).Rank(plain("monteur niet op komen dagen"), 2)
	if len(got) != 2 || got[0].Index != 1 || got[0].Score <= got[1].Score {
		t.Errorf("ranked %+v", got)
	}
	if got := Load().NewCorpus(nil).Rank(plain("monteur"), 5); len(got) != 0 {
		t.Errorf("an empty corpus ranks %+v", got)
	}
}

func raw() *Raw {
	return &Raw{Dim: 2, Buckets: 3, Words: []string{"een", "hond"}, Freq: []float32{0.1, 0.01}, Vectors: []float32{1, 0, 0.5, -0.5}, Grams: make([]float32, 6), Common: []float32{1, 0}}
}

func TestModelIsReadBack(t *testing.T) {
	m := raw().Model()
	if !m.Known("hond") || m.Known("kat") || m.Dim() != 2 {
		t.Fatalf("read back %+v", m)
	}
	if v := m.Word("hond"); math.Abs(float64(v[0]+v[1])) > 1e-6 || v[0] <= 0 {
		t.Errorf("hond lies at %v", v)
	}
}

func FuzzParse(f *testing.F) {
	b := raw().encode()
	f.Add(string(b))
	f.Add(string(b[:len(b)-3]))
	f.Add(magic)
	f.Fuzz(func(t *testing.T, data string) {
		if m, err := parse(data); err == nil {
			m.Terms([]string{"hond", "x"})
		}
	})
}

func BenchmarkDocument(b *testing.B) {
	m, doc := Load(), plain("de monteur kwam niet opdagen op de afgesproken tijd en niemand belde om te zeggen dat het later zou worden")
	for b.Loop() {
		m.Document(doc)
	}
}

func BenchmarkCompare(b *testing.B) {
	m := Load()
	x, y := m.Text(plain("de monteur kwam niet opdagen op de afgesproken tijd")), m.Text(plain("niemand verschenen op de afspraak die was gemaakt"))
	for b.Loop() {
		Compare(x, y)
	}
}

func BenchmarkText(b *testing.B) {
	m, doc := Load(), plain("de monteur kwam niet opdagen op de afgesproken tijd en niemand belde om te zeggen dat het later zou worden")
	for b.Loop() {
		m.Text(doc)
	}
}
