package group

import (
	"slices"
	"testing"

	"luister/cluster"
	"luister/cluster/registry"
)

// TestQuotes holds that the typical quotes of a driver are five of five texts,
// and do not say one sentence over and over where there are others.
func TestQuotes(t *testing.T) {
	_, items := plant(t, 780, 7)
	terms := func(q cluster.Quote) map[string]bool {
		it := &items[slices.IndexFunc(items, func(it cluster.Item) bool { return it.ID == q.ID })]
		of := map[string]bool{}
		for _, term := range it.SegmentTerms(slices.Index(it.Segments, q.Span)) {
			of[term] = true
		}
		return of
	}
	reg := &registry.Registry{}
	Run(items, reg, Options{})
	same, quotes := 0, 0
	for _, d := range reg.Drivers {
		if d.Size < 20 {
			continue
		}
		if len(d.Typical) != typicalQuotes || len(d.Unusual) != unusualQuotes {
			t.Errorf("%s has %d typical quotes and %d others", d.Name, len(d.Typical), len(d.Unusual))
		}
		texts := map[string]bool{}
		for _, q := range slices.Concat(d.Typical, d.Unusual) {
			texts[q.ID] = true
		}
		if len(texts) != len(d.Typical)+len(d.Unusual) {
			t.Errorf("%s quotes a text twice", d.Name)
		}
		var before []quotable
		for _, q := range d.Typical {
			one := quotable{q, terms(q)}
			if slices.ContainsFunc(before, one.saysOf) {
				same++
			}
			before = append(before, one)
			quotes++
		}
	}
	if quotes < 50 || 10*same > quotes {
		t.Errorf("%d of %d quotes say what another of the driver does", same, quotes)
	}
}

func TestSaysOf(t *testing.T) {
	of := func(terms ...string) quotable {
		q := quotable{Quote: cluster.Quote{ID: "F1"}, terms: map[string]bool{}}
		for _, term := range terms {
			q.terms[term] = true
		}
		return q
	}
	one := of("monteur", "komen", "afspraak", "niet", "dag")
	if !of("monteur", "komen", "afspraak").saysOf(one) || one.saysOf(of("monteur", "dag")) {
		t.Error("a part is said by the whole, not the whole by a part")
	}
}
