package space

import "testing"

// TestSharpen holds that a term of one group gains on one that stands in all.
func TestSharpen(t *testing.T) {
	var texts []Text
	groups := make([][][]string, 2)
	for g, own := range []string{"monteur", "factuur"} {
		for i := range 6 {
			terms := []string{own, "groeten", []string{"laat", "fout", "hoog"}[i%3]}
			texts = append(texts, Text{Terms: terms, Breaks: []int32{0}})
			groups[g] = append(groups[g], terms)
		}
	}
	s := Fit(texts, Options{Dim: 2})
	s.Sharpen(groups)
	own, _ := s.weight("monteur")
	all, _ := s.weight("laat")
	if before := s.plain[s.index["monteur"]]; own != before || all >= s.plain[s.index["laat"]]/2 {
		t.Errorf("monteur weighs %.2f of %.2f, laat %.2f of %.2f", own, before, all, s.plain[s.index["laat"]])
	}
}

// TestSharpenStored holds that a space that was read from a file stays as it is.
func TestSharpenStored(t *testing.T) {
	s, err := Parse(Fit(corpus(), Options{Dim: 2}).Append(nil))
	if err != nil {
		t.Fatal(err)
	}
	before := s.Weight[0]
	s.Sharpen([][][]string{{{s.Terms[0]}}, {{s.Terms[1]}}})
	if s.Weight[0] != before {
		t.Error("a weight changed")
	}
}
