package learn

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"

	"luister/nlp"
)

// made gives made-up examples of two topics.
func made(n int) []Example {
	about := [][]string{{"factuur", "bedrag", "betaling", "rekening"}, {"trein", "vertraging", "perron", "conducteur"}}
	labels := []string{"factuur", "trein"}
	rnd := random(3)
	var list []Example
	for range n {
		k := int(rnd.next() % 2)
		words := about[k]
		text := fmt.Sprintf("De %s en de %s waren niet goed.", words[rnd.next()%4], words[rnd.next()%4])
		list = append(list, Example{Item{Text: text}, []string{labels[k]}})
	}
	return list
}

func trained(t testing.TB, examples []Example, opts Options) *Model {
	t.Helper()
	m, err := Train(examples, opts)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func packed(t testing.TB, m *Model) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := m.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestTrainAndClassify(t *testing.T) {
	m := trained(t, made(300), Options{Field: "onderwerp"})
	r, err := m.Classifier().Classify(Item{Text: "Mijn FACTUUR klopt niet"})
	if err != nil {
		t.Fatal(err)
	}
	if r.Label != "factuur" || r.Score < 0.7 || len(r.Labels) != 2 {
		t.Errorf("result %+v", r)
	}
	if sum := r.Labels[0].Score + r.Labels[1].Score; math.Abs(sum-1) > 1e-9 {
		t.Errorf("the scores of one label add up to %g", sum)
	}
	if m.Field() != "onderwerp" || m.Multi() {
		t.Errorf("field %q, multi %v", m.Field(), m.Multi())
	}
}

func TestMultiLabel(t *testing.T) {
	examples := made(300)
	for i := range examples {
		switch i % 5 {
		case 0:
			examples[i] = Example{Item{Text: "Alles is in orde, dank u."}, nil}
		case 1:
			examples[i] = Example{Item{Text: "De factuur van de trein."}, []string{"trein", "factuur"}}
		}
	}
	c := trained(t, examples, Options{Multi: true}).Classifier()
	for text, want := range map[string]int{"Alles is in orde, dank u.": 0, "De factuur van de trein.": 2, "De conducteur op het perron": 1} {
		r, err := c.Classify(Item{Text: text})
		if err != nil {
			t.Fatal(err)
		}
		if len(r.Labels) != want || (want == 0) != (r.Label == "") {
			t.Errorf("%q: %+v, want %d labels", text, r, want)
		}
	}
}

func TestSpanAndContext(t *testing.T) {
	var examples []Example
	for i := range 200 {
		good, bad := "eten", "bediening"
		if i%2 == 0 {
			good, bad = bad, good
		}
		text := fmt.Sprintf("Lekker %s, maar slechte %s.", good, bad)
		for _, target := range []string{good, bad} {
			at := strings.Index(text, target)
			label := "goed"
			if target == bad {
				label = "slecht"
			}
			examples = append(examples, Example{Item{text, &nlp.Span{Start: at, End: at + len(target)}, target}, []string{label}})
		}
	}
	c := trained(t, examples, Options{}).Classifier()
	text := "Lekker brood, maar slechte koffie."
	for target, want := range map[string]string{"brood": "goed", "koffie": "slecht"} {
		at := strings.Index(text, target)
		r, err := c.Classify(Item{text, &nlp.Span{Start: at, End: at + len(target)}, ""})
		if err != nil || r.Label != want {
			t.Errorf("%s is %s (%v), want %s", target, r.Label, err, want)
		}
	}
	if _, err := c.Classify(Item{Text: "kort", Span: &nlp.Span{Start: 2, End: 9}}); err == nil {
		t.Error("a span outside the text is accepted")
	}
}

// Bytes of a model depend on the examples alone.
func TestSameWhateverTheProcessors(t *testing.T) {
	one := packed(t, trained(t, made(200), Options{Workers: 1}))
	for _, workers := range []int{2, 7} {
		if !bytes.Equal(one, packed(t, trained(t, made(200), Options{Workers: workers}))) {
			t.Errorf("%d workers make another model than one", workers)
		}
	}
}

func TestFile(t *testing.T) {
	m := trained(t, made(200), Options{Field: "x"})
	file := packed(t, m)
	back, err := Read(bytes.NewReader(file), nil)
	if err != nil {
		t.Fatal(err)
	}
	item := Item{Text: "De betaling van het bedrag"}
	a, _ := m.Classifier().Classify(item)
	b, _ := back.Classifier().Classify(item)
	if a.Label != b.Label || math.Abs(a.Score-b.Score) > 1e-6 {
		t.Errorf("read back: %+v, want %+v", b, a)
	}
	if !bytes.Equal(file, packed(t, back)) {
		t.Error("written again it has other bytes")
	}
	cut := file[:len(file)-5]
	broken := bytes.Clone(file)
	broken[len(broken)/2] ^= 1
	for name, tt := range map[string]struct {
		file []byte
		want error
	}{"empty": {nil, ErrNotModel}, "text": {[]byte("{\"text\":\"x\"}\n"), ErrNotModel}, "cut": {cut, ErrDamaged}, "broken": {broken, ErrDamaged}, "head": {file[:20], ErrDamaged}} {
		if _, err := Read(bytes.NewReader(tt.file), nil); !errors.Is(err, tt.want) {
			t.Errorf("%s: %v, want %v", name, err, tt.want)
		}
	}
}

func TestBadExamples(t *testing.T) {
	for name, tt := range map[string]struct {
		examples []Example
		multi    bool
	}{
		"none":         {nil, false},
		"one label":    {[]Example{{Item{Text: "a"}, []string{"x"}}, {Item{Text: "b"}, []string{"x"}}}, false},
		"empty label":  {[]Example{{Item{Text: "a"}, []string{""}}}, true},
		"no label":     {[]Example{{Item{Text: "a"}, nil}}, false},
		"only empties": {[]Example{{Item{Text: "a"}, nil}, {Item{Text: "b"}, nil}}, true},
	} {
		if _, err := Train(tt.examples, Options{Multi: tt.multi}); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func TestFewExamples(t *testing.T) {
	m := trained(t, []Example{{Item{Text: "goed"}, []string{"a"}}, {Item{Text: "slecht"}, []string{"b"}}}, Options{})
	for _, text := range []string{"goed", "", "iets heel anders"} {
		if _, err := m.Classifier().Classify(Item{Text: text}); err != nil {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add(packed(f, trained(f, made(40), Options{})))
	f.Fuzz(func(t *testing.T, file []byte) {
		if m, err := Read(bytes.NewReader(file), nil); err == nil {
			if _, err := m.Classifier().Classify(Item{Text: "De factuur van de trein."}); err != nil {
				t.Fatal(err)
			}
		}
	})
}

func FuzzClassify(f *testing.F) {
	c := trained(f, made(60), Options{}).Classifier()
	f.Add("De factuur, maar niet de trein!", 3, 10)
	f.Fuzz(func(t *testing.T, text string, start, end int) {
		r, err := c.Classify(Item{Text: text, Span: &nlp.Span{Start: start, End: end}})
		if err == nil && (r.Score < 0 || r.Score > 1 || math.IsNaN(r.Score)) {
			t.Fatalf("score %g", r.Score)
		}
	})
}
