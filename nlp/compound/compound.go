// Package compound splits compounds into the lemmas of their parts:
// "factuurcorrectie" is factuur and correctie, "regeringsvorming" is regering
// and vorming.
//
// It reads Lemma, UPOS and Kind of tokens and writes Parts. Of separable verbs
// the parts are the particle and the bare verb. Its knowledge is a table of
// words that open or close many other words of the Dutch word lists, and weights
// of a log-linear choice between the cuts of a word and leaving it whole; "models
// compound" makes both. It never splits foreign words, nor names that are short and have no
// noun behind a hyphen.
package compound

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"sync"
	"unicode"

	"luister/nlp"
	"luister/nlp/lemma"
	"luister/nlp/memo"
	"luister/nlp/norm"
	"luister/nlp/table"
)

//go:embed compound.bin
var model string

// A part is what the table says of a word as a part of others.
//
//	bits 0-3   how many words it opens, as a power of two
//	bits 4-7   how many words it closes, as a power of two
//	bits 8-11  what it is
//	bits 12-15 how frequent it is, as a power of two
type part uint16

// What a part is.
const (
	Noun      part = 1 << 8
	Plural    part = 1 << 9
	Adjective part = 1 << 10
	Stem      part = 1 << 11 // of a verb
)

func (p part) opens() int     { return int(p & 15) }
func (p part) closes() int    { return int(p >> 4 & 15) }
func (p part) frequency() int { return int(p >> 12) }

// Part packs what the table says of a word.
func Part(opens, closes, frequency int, is uint16) uint16 {
	return uint16(min(opens, 15)) | uint16(min(closes, 15))<<4 | is | uint16(min(frequency, 15))<<12
}

// Key is the key of a part in the table.
func Key(word string) table.Hash { return table.Seed('p').String(word) }

// A Splitter splits compounds. It is safe for concurrent use.
type Splitter struct {
	parts   table.Table
	weights table.Table // of features
	lemma   *lemma.Lemmatiser
	words   *norm.Normaliser // how frequent whole words are
	free    sync.Pool        // of *worker
}

var shared = sync.OnceValues(func() (*Splitter, error) {
	l, err := lemma.New()
	if err != nil {
		return nil, err
	}
	return Open(model, l)
})

// New gives the embedded splitter.
func New() (*Splitter, error) { return shared() }

// Open reads a splitter from the bytes of a model.
func Open(data string, l *lemma.Lemmatiser) (*Splitter, error) {
	s := &Splitter{lemma: l}
	var err error
	if s.parts, data, err = table.Open(data); err != nil {
		return nil, fmt.Errorf("compounds: %w", err)
	}
	if s.weights, _, err = table.Open(data); err != nil {
		return nil, fmt.Errorf("compounds: %w", err)
	}
	if s.words, err = norm.New(); err != nil {
		return nil, err
	}
	s.free.New = func() any { return &worker{s, memo.New[[]string](knownWords)} }
	return s, nil
}

// knownWords is how many lemmas a worker remembers, as a power of two.
const knownWords = 15

type worker struct {
	s     *Splitter
	known memo.Memo[[]string] // parts, by lemma and part of speech
}

// Annotate writes the Parts of the tokens of doc.
func (s *Splitter) Annotate(doc *nlp.Document) {
	w := s.free.Get().(*worker)
	for i := range doc.Tokens {
		t := &doc.Tokens[i]
		t.Parts = nil
		if t.Kind != nlp.Word || len(t.Lemma) < minWord {
			continue
		}
		switch t.UPOS {
		case nlp.VERB:
			if s.unknownVerb(t) { // more often a plural: "wereldwonderen"
				t.Parts = w.parts(s.lemma.Lemma(t.Lemma, nlp.NOUN), nlp.NOUN)
			}
			if t.Parts == nil {
				t.Parts = w.parts(t.Lemma, nlp.VERB)
			}
		case nlp.ADJ:
			t.Parts = w.adjective(written(t.Of(doc.Text), t.Lemma))
		case nlp.NOUN, nlp.NUM, nlp.AUX:
			t.Parts = w.parts(written(t.Of(doc.Text), t.Lemma), t.UPOS)
		case nlp.PROPN:
			if strings.IndexByte(t.Lemma, '-') > 0 {
				t.Parts = w.parts(t.Lemma, t.UPOS)
			} else if low, ok := ordinary(t.Lemma); ok {
				t.Parts = w.parts(s.lemma.Lemma(low, nlp.NOUN), nlp.NOUN)
			}
		}
	}
	s.free.Put(w)
}

// unknownVerb tells whether t stands as the infinitive of a verb that is in no list.
func (s *Splitter) unknownVerb(t *nlp.Token) bool {
	if t.Norm != t.Lemma || s.lemma.Verb(t.Lemma) || strings.IndexByte(t.Lemma, '-') >= 0 {
		return false
	}
	_, separable := s.lemma.Separable(t.Lemma)
	return !separable
}

// ordinary gives a name in lower case if it is long and has a capital at its start
// alone: more often than not a noun that opens a sentence or title.
func ordinary(name string) (low string, ok bool) {
	low = strings.ToLower(name)
	return low, len(low) >= minOrdinary && opensSentence(name)
}

// written gives a lemma with hyphens the capitals that form has before the last of
// them: "Kuifje-albums" is no "kuifje-album".
func written(form, lemma string) string {
	i := strings.LastIndexByte(lemma, '-')
	if i > 0 && i < len(form) && form[:i] != lemma[:i] && strings.EqualFold(form[:i], lemma[:i]) {
		return form[:i] + lemma[i:]
	}
	return lemma
}

// minOrdinary is the length in bytes from which the parts of such words are more
// often right than wrong, in the development treebanks.
const minOrdinary = 13

// adjective gives the parts of an adjective; one of a country keeps its capital:
// "Franstalig".
func (w *worker) adjective(lemma string) []string {
	if !opensSentence(lemma) || strings.IndexByte(lemma, '-') > 0 {
		return w.parts(lemma, nlp.ADJ)
	}
	parts := slices.Clone(w.parts(strings.ToLower(lemma), nlp.ADJ))
	if parts != nil && strings.EqualFold(parts[0], lemma[:min(len(lemma), len(parts[0]))]) {
		parts[0] = lemma[:len(parts[0])]
	}
	return parts
}

func (w *worker) parts(lemma string, pos nlp.UPOS) []string {
	parts, known := w.known.At(memo.Of(lemma).With(uint64(pos)))
	if known {
		return *parts
	}
	split := w.s.Split
	if pos == nlp.VERB || pos == nlp.AUX {
		split = w.s.verb
	}
	*parts = split(Word{Text: strings.Clone(lemma), UPOS: pos}) // a text may be long
	return *parts
}

// verb gives the particle and the bare verb of a separable verb, and the parts of
// one made with a noun ("pijnstillen") or with on- ("ongeschoold").
func (s *Splitter) verb(w Word) []string {
	if n, ok := s.lemma.Separable(w.Text); ok {
		return append([]string{w.Text[:n]}, s.bare(w.Text[n:])...)
	}
	if s.lemma.Verb(w.Text) {
		return nil
	}
	if bare, ok := strings.CutPrefix(w.Text, "on"); ok && s.lemma.Verb(bare) {
		return append([]string{"on"}, s.bare(bare)...)
	}
	return s.nounVerb(w.Text)
}

// bare gives the parts of a verb behind a particle: of "opmerken" two.
func (s *Splitter) bare(verb string) []string {
	if n, ok := s.lemma.Separable(verb); ok {
		return []string{verb[:n], verb[n:]}
	}
	return []string{verb}
}

// nounVerb gives the parts of a verb that no list has and that starts with a noun or
// adjective: "ontstekingsremmen". Of several verbs that it ends in it takes the longest.
func (s *Splitter) nounVerb(verb string) []string {
	if i := strings.LastIndexByte(verb, '-'); i > 0 && s.lemma.Verb(verb[i+1:]) {
		return append(s.again(verb[:i]), s.bare(verb[i+1:])...)
	}
	for i := minModifier + 1; i+minHead+1 < len(verb); i++ {
		if !s.lemma.Verb(verb[i:]) {
			continue
		}
		for _, m := range s.modifiers(verb[:i]) {
			if m.part&(Noun|Adjective) != 0 {
				return append(s.again(m.lemma), s.bare(verb[i:])...)
			}
		}
	}
	return nil
}

// The lengths in bytes between which words are split.
const (
	minWord = 5
	maxWord = 60
)

// least is the score that a cut must have: the logarithm of how much likelier it
// is than that the word is whole, a little below 0, where F1 is highest.
const least = -0.35

// Split gives the parts of a compound as lemmas, nil for any other word.
func (s *Splitter) Split(w Word) []string {
	if len(w.Text) < minWord || len(w.Text) > maxWord {
		return nil
	}
	best, score := Cut{}, float32(least)
	for _, c := range s.Cuts(w) {
		if x := s.weigh(c); x > score {
			best, score = c, x
		}
	}
	if best.Head == "" {
		return nil
	}
	return append(s.again(best.Modifier), s.again(s.single(best.Head))...)
}

// single gives the lemma of a head that has kept its plural or diminutive in the
// lemma of the compound.
func (s *Splitter) single(head string) string {
	if s.part(head)&Noun != 0 && !strings.HasSuffix(head, "je") {
		return head
	}
	if one := s.lemma.Lemma(head, nlp.NOUN); s.part(one)&Noun != 0 {
		return one
	}
	return head
}

// again splits a part of a compound.
func (s *Splitter) again(text string) []string {
	if strings.Contains(text, "-") {
		if strings.ContainsFunc(text, func(r rune) bool { return unicode.IsUpper(r) || unicode.IsDigit(r) }) {
			return []string{text} // "N-VA"
		}
		return strings.Split(text, "-")
	}
	if more := s.Split(Word{Text: text, UPOS: nlp.NOUN, Inner: true}); more != nil {
		return more
	}
	return []string{text}
}

// weigh gives the score of a cut.
func (s *Splitter) weigh(c Cut) (sum float32) {
	for _, f := range c.Features {
		if w, ok := s.weights.Get(f); ok {
			sum += Weight(w)
		}
	}
	return sum
}

// Weight reads a weight of the table; 1/1024 is the smallest.
func Weight(w uint16) float32 { return float32(int16(w)) / 1024 }

func (s *Splitter) part(word string) part {
	v, _ := s.parts.Get(Key(word))
	return part(v)
}
