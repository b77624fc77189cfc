package taught

import (
	"fmt"
	"slices"
	"testing"

	"luister/nlp"
	"luister/nlp/annotate"
	"luister/nlp/code"
)

// A coder who names one topic of two does not teach that the other is absent,
// unless he says that there is nothing else.
func TestPartialCodingIsNoEvidence(t *testing.T) {
	coder, err := code.New(code.Options{})
	if err != nil {
		t.Fatal(err)
	}
	layers, err := annotate.New(annotate.Options{Code: coder})
	if err != nil {
		t.Fatal(err)
	}
	both := func(i int) *nlp.Document {
		doc := &nlp.Document{Text: fmt.Sprintf("Ik wachtte %d minuten aan de telefoon in de wachtrij. De factuur klopt niet, er staat een verkeerd bedrag op van %d euro.", i, 3*i)}
		layers.Annotate(doc)
		return doc
	}
	topics := func(m *Model) (codes []string) {
		doc := both(77)
		m.Annotate(doc)
		return Codes(&doc.Coding, Topic)
	}
	before := both(1).Coding
	if len(before.Topics) < 2 {
		t.Fatalf("the built-in coding sees %v in it", before.Topics)
	}
	named, left := before.Topics[0].ID, before.Topics[1].ID
	for _, tt := range []struct {
		why     string
		partial bool
		denied  []string
		kept    bool
	}{
		{"one topic was named", true, nil, true},
		{"one topic was named, and nothing else", false, nil, false},
		{"one topic was named, the other taken away", true, []string{left}, false},
	} {
		var examples []Example
		for i := range 40 {
			examples = append(examples, Example{Doc: both(i), Codes: []string{named}, Partial: tt.partial, Denied: tt.denied})
			other := &nlp.Document{Text: fmt.Sprintf("Even melden dat ik gisteren om %d uur langs ben geweest, verder niets.", i%24)}
			layers.Annotate(other)
			examples = append(examples, Example{Doc: other, Partial: tt.partial})
		}
		m, err := Train(Topic, examples, Options{Coder: coder})
		if err != nil {
			t.Fatal(err)
		}
		if got := topics(m); !slices.Contains(got, named) || slices.Contains(got, left) != tt.kept {
			t.Errorf("%s: the model gives %v; named was %s, left out %s", tt.why, got, named, left)
		}
	}
}
