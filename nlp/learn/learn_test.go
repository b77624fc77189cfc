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
		list = append(list, Example{Item: Item{Text: text}, Labels: []string{labels[k]}})
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
			examples[i] = Example{Item: Item{Text: "Alles is in orde, dank u."}, Labels: nil}
		case 1:
			examples[i] = Example{Item: Item{Text: "De factuur van de trein."}, Labels: []string{"trein", "factuur"}}
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
			examples = append(examples, Example{Item: Item{text, &nlp.Span{Start: at, End: at + len(target)}, target}, Labels: []string{label}})
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
	earlier := bytes.Clone(file)
	earlier[len(magic)]--
	cut := file[:len(file)-5]
	broken := bytes.Clone(file)
	broken[len(broken)/2] ^= 1
	for name, tt := range map[string]struct {
		file []byte
		want error
	}{"empty": {nil, ErrNotModel}, "text": {[]byte("{\"text\":\"x\"}\n"), ErrNotModel}, "cut": {cut, ErrDamaged}, "earlier": {earlier, ErrVersion}, "broken": {broken, ErrDamaged}, "head": {file[:20], ErrDamaged}} {
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
		"one label":    {[]Example{{Item: Item{Text: "a"}, Labels: []string{"x"}}, {Item: Item{Text: "b"}, Labels: []string{"x"}}}, false},
		"empty label":  {[]Example{{Item: Item{Text: "a"}, Labels: []string{""}}}, true},
		"no label":     {[]Example{{Item: Item{Text: "a"}, Labels: nil}}, false},
		"only empties": {[]Example{{Item: Item{Text: "a"}, Labels: nil}, {Item: Item{Text: "b"}, Labels: nil}}, true},
	} {
		_, err := Train(tt.examples, Options{Multi: tt.multi})
		if err == nil {
			t.Errorf("%s: no error", name)
		}
		if few := name != "empty label" && name != "no label"; few != errors.Is(err, ErrTooFew) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Examples of a rare label cost as much in its question as those of the mean one.
func TestOwnCost(t *testing.T) {
	three := trainer{labels: []string{"a", "b", "c"}}
	two := trainer{labels: []string{"a", "b"}}
	for _, one := range []struct {
		t         trainer
		rows, yes int
		want      float64
	}{{three, 90, 30, 1}, {three, 90, 60, 1}, {three, 30, 2, 5}, {three, 900, 10, 3}, {three, 9, 0, 3}, {two, 30, 2, 1}} {
		if got := one.t.own(one.rows, one.yes); got != one.want {
			t.Errorf("%d of %d examples, %d labels: %g, wanted %g", one.yes, one.rows, len(one.t.labels), got, one.want)
		}
	}
}

func sure(t *testing.T, m *Model, text string) Result {
	t.Helper()
	r, err := m.Classifier().Classify(Item{Text: text})
	if err != nil || math.IsNaN(r.Score) || r.Score < 0 || r.Score > 1 {
		t.Fatalf("%q: %+v, %v", text, r, err)
	}
	return r
}

// Few examples give a model that says something and is not sure of it.
func TestFewExamples(t *testing.T) {
	a, b := Example{Item: Item{Text: "goed"}, Labels: []string{"a"}}, Example{Item: Item{Text: "slecht"}, Labels: []string{"b"}}
	empty := Example{Item: Item{}, Labels: []string{"b"}}
	rare := append(made(19), Example{Item: Item{Text: "De stroom viel uit."}, Labels: []string{"storing"}})
	for name, tt := range map[string]struct {
		examples []Example
		multi    bool
		most     float64 // the score for a text without a known word is at most this
	}{
		"one of each":          {[]Example{a, b}, false, 0.7},
		"empty texts":          {[]Example{empty, empty, {Item: Item{}, Labels: []string{"a"}}}, false, 0.8},
		"one empty text":       {[]Example{a, a, empty}, false, 0.8},
		"label with one":       {rare, false, 0.9},
		"twenty":               {made(20), false, 0.9},
		"many, one with a yes": {append([]Example{a}, Example{Item: Item{Text: "iets"}, Labels: nil}, Example{Item: Item{Text: "niets"}, Labels: nil}), true, 0.7},
		"many, always both":    {[]Example{{Item: Item{Text: "x"}, Labels: []string{"a", "b"}}, {Item: Item{Text: "y"}, Labels: []string{"a", "b"}}}, true, 0.95},
	} {
		m := trained(t, tt.examples, Options{Multi: tt.multi})
		if r := sure(t, m, "zzz qqq"); r.Score > tt.most {
			t.Errorf("%s: %.2f sure of a text that it knows nothing of", name, r.Score)
		}
		sure(t, m, "")
		sure(t, m, strings.Repeat("factuur ", 50_000))
	}
	if r := sure(t, trained(t, rare, Options{}), "De betaling en de factuur waren niet goed."); r.Label != "factuur" {
		t.Errorf("twenty examples: %+v", r)
	}
}

// What a label is called tells what it means, where its examples do not say it.
func TestNameOfLabel(t *testing.T) {
	rare := append(made(60), Example{Item: Item{Text: "Alles viel uit."}, Labels: []string{"STROOM_storing"}})
	if r := sure(t, trained(t, rare, Options{}), "Er was weer een storing in de stroom"); r.Label != "STROOM_storing" {
		t.Errorf("%+v", r)
	}
}

// Of answers with a score of 0.8 about 80 % are right, also where a fifth of
// the labels is wrong and some labels are rare; in the mean of some draws, of
// which one alone differs by as much as is allowed.
func TestScoresAreHonest(t *testing.T) {
	noisy := func(n int, seed random) []Example {
		rnd := &seed
		var list []Example
		for range n {
			k := min(rnd.next()%9, rnd.next()%9)
			text := fmt.Sprintf("onderwerp%d woord%d woord%d woord%d", k+rnd.next()%2, rnd.next()%50, rnd.next()%50, rnd.next()%50)
			if rnd.next()%5 == 0 {
				k = rnd.next() % 9
			}
			list = append(list, Example{Item: Item{Text: text}, Labels: []string{fmt.Sprint("label", k)}})
		}
		return list
	}
	total, draws := 0.0, []random{1, 11, 21, 31}
	for _, seed := range draws {
		c := trained(t, noisy(1000, seed), Options{}).Classifier()
		var all []outcome
		for _, e := range noisy(2000, seed+2) {
			r, err := c.Classify(e.Item)
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, outcome{e.Labels, r, false})
		}
		total += calibrationError(all)
	}
	if e := total / float64(len(draws)); e > 0.05 {
		t.Errorf("scores and shares right are %.3f apart in the mean", e)
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
