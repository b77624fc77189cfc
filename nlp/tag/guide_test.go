package tag

import (
	"math"
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
	p := newLearner(Training{MinCount: 1, Hide: 3, Sources: []Source{{Sentences: [][]Example{hinted("kat/N/NOUN kat/N/NOUN slaapt/WW/VERB")}}}}, false)
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

// TestSlopes holds that a step raises what is allowed by as much as it lowers the rest,
// and that there is none where the right tag is all but certain.
func TestSlopes(t *testing.T) {
	score := rating{nlp.NOUN: 2, nlp.VERB: 2, nlp.ADJ: 1}
	for name, allowed := range map[string]uint32{"one": 1 << nlp.ADJ, "two": 1<<nlp.ADJ | 1<<nlp.VERB} {
		sum := 0.0
		for tag, slope := range score.slopes(allowed) {
			sum += slope
			if right := allowed&(1<<tag) != 0; right != (slope > 0) {
				t.Errorf("%s: the slope of %v is %v", name, nlp.UPOS(tag), slope)
			}
		}
		if math.Abs(sum) > 1e-9 {
			t.Errorf("%s: slopes add up to %v", name, sum)
		}
	}
	certain := rating{nlp.NOUN: 9}
	if got := certain.slopes(1 << nlp.NOUN); got != (rating{}) {
		t.Errorf("slopes of a tag that is certain: %v", got)
	}
}

// TestCased tells "De" in a name from "de" by the word's own capital, wherever its
// neighbours and tags are the same.
func TestCased(t *testing.T) {
	p := newLearner(Training{MinCount: 1, Sources: []Source{{Sentences: [][]Example{hinted("de/LID/DET kat/N/NOUN")}}}}, false)
	small, large := newLexeme(p.model, "de", "de", nlp.Word), newLexeme(p.model, "De", "de", nlp.Word)
	if small.cased != small.word || large.cased == large.word || small.word != large.word {
		t.Errorf("de %x %x, De %x %x", small.word, small.cased, large.word, large.cased)
	}
}

// TestRuledOut holds that a class of hints that is known well has no other tags than it
// had, and one that was hardly seen any.
func TestRuledOut(t *testing.T) {
	var source Source
	for range enough / 2 {
		source.Sentences = append(source.Sentences, hinted("welke/VNW(vb,det)/DET wie/VNW(vb,pron)/PRON zo/BW/ADV"))
	}
	g := NewGuide(Training{Epochs: 1, MinCount: 1, Sources: []Source{source}})
	if got, want := g.allowed(NewHint("VNW(vb,adv)")), uint32(1<<nlp.DET|1<<nlp.PRON); got != want {
		t.Errorf("a pronoun can be %b, want %b", got, want)
	}
	if got := g.allowed(NewHint("BW")); got != anyTag {
		t.Errorf("what was seen %d times can be %b", enough/2, got)
	}
}
