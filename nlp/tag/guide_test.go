package tag

import (
	"strings"
	"testing"

	"luister/nlp"
)

// hinted reads "form/CGN/UPOS" words; the last may be missing.
func hinted(words string) (s []Example) {
	for w := range strings.FieldsSeq(words) {
		part := strings.SplitN(w+"/X", "/", 4)
		s = append(s, Example{Text: part[0], Norm: part[0], Allowed: 1 << nlp.ParseUPOS(part[2]), Hint: NewHint(part[1])})
	}
	return s
}

// TestGuide learns what the hints mean, and labels words that it never saw by them.
func TestGuide(t *testing.T) {
	guide := NewGuide(Training{Epochs: 8, MinCount: 1, Seed: 1, Sources: []Source{{Sentences: [][]Example{
		hinted("de/LID(bep)/DET kat/N(soort,ev)/NOUN slaapt/WW(pv,tgw)/VERB"),
		hinted("een/LID(onbep)/DET hond/N(soort,ev)/NOUN eet/WW(pv,tgw)/VERB"),
		hinted("slaapt/WW(pv,tgw)/VERB de/LID(bep)/DET hond/N(soort,ev)/NOUN"),
		hinted("vissen/N(soort,mv)/NOUN zwemmen/WW(pv,tgw)/VERB"),
	}}}})
	for sentence, want := range map[string]string{
		"de/LID(bep) bel/N(soort,ev) gaat/WW(pv,tgw)": "DET NOUN VERB",
		"bel/WW(pv,tgw) de/LID(bep) bel/N(soort,ev)":  "VERB DET NOUN",
	} {
		words := hinted(sentence)
		guide.Label(words)
		var got []string
		for _, w := range words {
			got = append(got, nlp.UPOS(lowest(w.Allowed)).String())
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: got %s, want %s", sentence, strings.Join(got, " "), want)
		}
	}
}

// TestHide learns from a word as if it were not known: its ending has to do, and
// so serves for words that are not known.
func TestHide(t *testing.T) {
	p := newPerceptron(Training{MinCount: 1, Hide: 3, Sources: []Source{{Sentences: [][]Example{hinted("kat/N/NOUN kat/N/NOUN slaapt/WW/VERB")}}}}, false)
	r := &p.work[0][0]
	if got := r.targets[0].hide; got != 0.6 {
		t.Errorf("a word that is there twice is hidden %v of the times, want 3/(3+2)", got)
	}
	known, hidden := p.features(nil, r, 0, start, false), p.features(nil, r, 0, start, true)
	word := p.index[own(nil, r.words[2], "kat", 2)[0]]
	for _, id := range hidden {
		if id == word {
			t.Error("the word itself is among the features without it")
		}
	}
	if len(hidden) >= len(known) || len(hidden) < len(known)/3 {
		t.Errorf("%d features with the word, %d without", len(known), len(hidden))
	}
}
