package compound

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"luister/nlp"
	"luister/nlp/table"
)

// A Cut is one way to cut a word in two.
type Cut struct {
	Modifier, Head string // as lemmas; the modifier of a word with hyphens may hold hyphens itself
	Features       []table.Hash
}

// A Word is what is cut: a lemma with its part of speech, or a part of one.
type Word struct {
	Text  string
	UPOS  nlp.UPOS
	Inner bool // a part of a compound, which may be one itself
}

// How the parts are linked.
const (
	linkNone = iota
	linkS
	linkPlural
	linkEr
	linkHyphen
)

// The shortest parts, in bytes: "ei" opens compounds, but nothing so short
// closes them.
const (
	minModifier = 2
	minHead     = 3
)

// Cuts gives all ways to cut a word in two words that the table knows.
func (s *Splitter) Cuts(w Word) []Cut {
	if i := strings.LastIndexByte(w.Text, '-'); i >= 0 {
		return s.hyphenCuts(w, i)
	}
	if strings.ContainsFunc(w.Text, func(r rune) bool { return !unicode.IsLower(r) }) {
		return nil
	}
	var all []Cut
	j := judge{s: s, word: w, whole: s.part(w.Text), known: s.words.Frequency(w.Text)}
	for i := minModifier; i+minHead <= len(w.Text); i++ {
		if !utf8.RuneStart(w.Text[i]) {
			continue
		}
		head := s.part(w.Text[i:]) // may have kept its plural
		if head&(Noun|Adjective|Plural) == 0 {
			continue
		}
		for _, m := range s.modifiers(w.Text[:i]) {
			all = append(all, j.cut(m, w.Text[i:], head))
		}
	}
	return all
}

// A modifier is one way to read the first part of a compound.
type modifier struct {
	before string // as it stands in the word
	lemma  string
	part   part
	link   int
}

// modifiers gives the words that can stand as before at the start of a
// compound, with or without the letters that link them.
func (s *Splitter) modifiers(before string) (all []modifier) {
	if p := s.part(before); p&(Noun|Adjective|Stem) != 0 {
		all = append(all, modifier{before, before, p, linkNone})
	}
	if len(before) <= minHead {
		return all
	}
	if base, ok := strings.CutSuffix(before, "s"); ok {
		if p := s.part(base); p&(Noun|Adjective|Plural) != 0 {
			all = append(all, modifier{before, base, p, linkS})
		}
	}
	if last := before[len(before)-1]; last == 'n' || last == 's' || last == 'e' {
		if one := s.lemma.Lemma(before, nlp.NOUN); one != before && one+"s" != before && len(one) < len(before) && s.part(one)&Noun != 0 {
			all = append(all, modifier{before, one, s.part(one), linkPlural})
		}
	}
	if base, ok := strings.CutSuffix(before, "er"); ok {
		if one := s.lemma.Lemma(before+"en", nlp.NOUN); one == base && s.part(one)&Noun != 0 {
			all = append(all, modifier{before, one, s.part(one), linkEr})
		}
	}
	return all
}

// hyphenCuts cuts at the last hyphen, at i: "FARC-rebel", "24-jarig".
func (s *Splitter) hyphenCuts(w Word, i int) []Cut {
	before, head := w.Text[:i], w.Text[i+1:]
	if len(head) < minHead || before == "" || strings.Count(before, "-") >= maxHyphens || strings.HasPrefix(before, "-") {
		return nil
	}
	if r, _ := utf8.DecodeRuneInString(head); !unicode.IsLower(r) && w.UPOS != nlp.ADJ {
		return nil
	}
	m := modifier{before, before, s.part(before), linkHyphen}
	if low := strings.ToLower(before); opensSentence(before) && s.part(low)&Noun != 0 {
		m.lemma, m.part = low, s.part(low)
	}
	if m.part&Plural != 0 && m.part&(Noun|Adjective|Stem) == 0 {
		m.lemma = s.lemma.Lemma(before, nlp.NOUN)
	}
	j := judge{s: s, word: w, whole: s.part(strings.ToLower(w.Text)), known: -1}
	return []Cut{j.hyphenCut(m, head, s.part(strings.ToLower(head)))}
}

// opensSentence tells whether word has a capital at its start alone.
func opensSentence(word string) bool {
	low := strings.ToLower(word)
	return len(low) == len(word) && low != word && low[1:] == word[1:]
}

// maxHyphens is how many hyphens a word of two names or nouns has at most;
// "held-die-geen-held-werd" has more.
const maxHyphens = 2

// hyphenCut gives a cut at a hyphen with its features: nearly all are compounds.
func (j *judge) hyphenCut(m modifier, head string, h part) Cut {
	shape := shapeOf(m.before)
	return Cut{Modifier: m.lemma, Head: head, Features: []table.Hash{
		feature(hyphenFeature, 0),
		feature(hyphenFeature, 0x10|min(1, int(j.whole>>8&15))<<5|int(j.word.UPOS)<<8),
		feature(hyphenFeature, 0x40|shape<<8|int(h>>8&7)),
		feature(hyphenFeature, 0x41|int(m.part>>8&15)<<8),
		feature(hyphenFeature, 0x42|min(2, strings.Count(m.before, "-"))<<8),
		wordKey(headWordFeature, head),
		wordKey(modifierWordFeature, m.lemma),
		WordFeature(j.word.Text),
	}}
}

// A judge makes the features of the cuts of one word.
type judge struct {
	s     *Splitter
	word  Word
	whole part
	known int // how frequent the whole word is; -1 if no list has it
}

// Kinds of feature.
const (
	biasFeature = iota
	opensFeature
	closesFeature
	wholeFeature // how frequent the whole word is
	wholeKnownFeature
	headFeature
	headKnownFeature
	modifierFeature
	modifierKnownFeature
	headLengthFeature
	modifierLengthFeature
	lengthFeature
	linkFeature
	isFeature
	headIsFeature
	wholeIsFeature
	bothFeature // how frequent the whole and how productive the parts
	headWordFeature
	modifierWordFeature
	modifierLinkFeature
	wordFeature
	strayFeature // whether the head has another reading with the letter before it
	uposFeature
	hyphenFeature
	headEndFeature
	knownBothFeature
	wholeOpensFeature // how many compounds the whole word is itself a part of
	wholeClosesFeature
	headUposFeature
)

func feature(kind, value int) table.Hash {
	return table.Seed('f').Byte(byte(kind)).Byte(byte(value)).Byte(byte(value >> 8))
}

// WordFeature is the feature of all cuts of a word: what is known of the word itself.
func WordFeature(word string) table.Hash { return wordKey(wordFeature, word) }

func wordKey(kind int, word string) table.Hash { return table.Seed('g').Byte(byte(kind)).String(word) }

// cut gives a cut with its features. Those of what the whole word is hold the
// knowledge whether it is felt as one word.
func (j *judge) cut(m modifier, head string, h part) Cut {
	known := j.s.words.Frequency
	inner := 0
	if j.word.Inner {
		inner = 1
	}
	before := m.before[len(m.before)-1:]
	stray := j.s.part(before + head)
	f := []table.Hash{
		feature(biasFeature, inner),
		feature(opensFeature, m.part.opens()),
		feature(closesFeature, h.closes()),
		feature(wholeFeature, j.whole.frequency()),
		feature(wholeKnownFeature, j.known+1),
		feature(headFeature, h.frequency()),
		feature(headKnownFeature, known(head)+1),
		feature(modifierFeature, m.part.frequency()),
		feature(modifierKnownFeature, known(m.lemma)+1),
		feature(headLengthFeature, min(len(head), 15)),
		feature(modifierLengthFeature, min(len(m.before), 15)),
		feature(lengthFeature, min(len(j.word.Text), 24)),
		feature(linkFeature, m.link),
		feature(isFeature, int(m.part>>8&15)),
		feature(headIsFeature, int(h>>8&15)),
		feature(wholeIsFeature, int(j.whole>>8&15)),
		feature(bothFeature, min(3, j.whole.frequency()/3)*8+min(7, (m.part.opens()+h.closes())/3)),
		feature(knownBothFeature, min(7, (j.known+2)/2)*8+min(7, (m.part.opens()+h.closes())/3)),
		wordKey(headWordFeature, head),
		wordKey(modifierWordFeature, m.lemma),
		wordKey(modifierLinkFeature, m.before),
		WordFeature(j.word.Text),
		feature(strayFeature, m.link<<8|min(1, int(stray>>8&5))<<4|min(2, max(0, stray.closes()-h.closes()+1))),
		feature(uposFeature, int(j.word.UPOS)),
		feature(uposFeature, int(j.word.UPOS)|1<<5|min(3, j.known+1)<<8),
		feature(wholeOpensFeature, j.whole.opens()),
		feature(wholeClosesFeature, j.whole.closes()),
		feature(headUposFeature, int(j.word.UPOS)<<8|int(h>>8&15)),
		wordKey(headEndFeature, head[max(0, len(head)-3):]),
	}
	return Cut{Modifier: m.lemma, Head: head, Features: f}
}

// shapeOf tells what stands before a hyphen: capitals, digits, a single letter.
func shapeOf(before string) int {
	r, size := utf8.DecodeRuneInString(before)
	shape := 0
	if unicode.IsUpper(r) {
		shape |= 1
	}
	if unicode.IsDigit(r) {
		shape |= 2
	}
	if size == len(before) {
		shape |= 4
	}
	return shape
}
