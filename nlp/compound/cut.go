package compound

import (
	"encoding/binary"
	"errors"
	"math"
	"strings"
	"unicode/utf8"

	"luister/nlp"
)

// A Cut is one way to cut a word in two.
type Cut struct {
	Modifier, Head string // as lemmas
	Features       []int  // which weights count
}

// Kinds of feature; each has 16 values.
const (
	opensFeature = iota
	closesFeature
	wholeFeature // how frequent the whole word is
	headFeature
	modifierFeature
	headLengthFeature
	modifierLengthFeature
	linkFeature
	isFeature
	lengthFeature
	headIsFeature
	wholeIsFeature
	bothFeature // how frequent the whole and how productive the parts
	features
)

// Weights is the number of weights.
const Weights = 16*features + 1

// How the parts are linked.
const (
	linkNone = iota
	linkS
	linkPlural
)

// Cuts gives all ways to cut word in two words that the table knows.
func (s *Splitter) Cuts(word string) []Cut {
	var all []Cut
	whole := s.part(word)
	for i := minPart; i+minPart <= len(word); i++ {
		if !utf8.RuneStart(word[i]) {
			continue
		}
		head := s.part(word[i:])
		if head.closes() == 0 || head&(Noun|Adjective) == 0 {
			continue
		}
		modifier, first, link, ok := s.modifier(word[:i])
		if !ok {
			continue
		}
		feature := func(kind, value int) int { return 16*kind + max(0, min(15, value)) }
		all = append(all, Cut{Modifier: modifier, Head: word[i:], Features: []int{
			Weights - 1,
			feature(opensFeature, first.opens()),
			feature(closesFeature, head.closes()),
			feature(wholeFeature, whole.frequency()),
			feature(headFeature, head.frequency()),
			feature(modifierFeature, first.frequency()),
			feature(headLengthFeature, len(word)-i),
			feature(modifierLengthFeature, i),
			feature(linkFeature, link),
			feature(isFeature, int(first>>8&15)),
			feature(lengthFeature, len(word)-6),
			feature(headIsFeature, int(head>>8&15)),
			feature(wholeIsFeature, int(whole>>8&15)),
			feature(bothFeature, min(3, whole.frequency()/3)*4+min(3, (first.opens()+head.closes())/5)),
		}})
	}
	return all
}

// modifier gives the lemma of the first part of a compound, without the s or en
// that links it, and what the table says of it.
func (s *Splitter) modifier(before string) (lemma string, p part, link int, ok bool) {
	p = s.part(before)
	if strings.HasSuffix(before, "en") && p&Stem == 0 && p.opens() > 0 {
		if one := s.lemma.Lemma(before, nlp.NOUN); one != before && s.part(one)&Noun != 0 && (p&Noun == 0 || s.part(one).frequency() >= p.frequency()) {
			return one, p, linkPlural, true
		}
	}
	if base, cut := strings.CutSuffix(before, "s"); cut && len(base) >= minPart {
		if b := s.part(base); b&Noun != 0 && p.opens()+b.opens() > 0 && b.frequency() >= p.frequency() {
			return base, b, linkS, true
		}
	}
	if p&(Noun|Adjective|Stem) != 0 && p.opens() > 0 {
		return before, p, linkNone, true
	}
	return "", 0, 0, false
}

// weights judge cuts: the sum over the features of a cut is above 0 if the word
// is likelier cut than whole.
type weights [Weights]float32

func (w *weights) score(c Cut) (sum float32) {
	for _, f := range c.Features {
		sum += w[f]
	}
	return sum
}

func (w *weights) read(data string) error {
	if len(data) < 4*Weights {
		return errors.New("model is cut off")
	}
	for i := range w {
		w[i] = math.Float32frombits(binary.LittleEndian.Uint32([]byte(data[4*i : 4*i+4])))
	}
	return nil
}
