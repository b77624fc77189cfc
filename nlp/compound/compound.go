// Package compound splits compounds into the lemmas of their parts:
// "factuurcorrectie" is factuur and correctie, "regeringsvorming" is regering
// and vorming.
//
// It reads Lemma, UPOS and Kind of tokens and writes Parts. Of separable verbs
// the parts are the particle and the bare verb. Its knowledge is a table of
// words that open or close many other words of the Dutch word lists; "models
// compound" makes it. It never splits names and foreign words.
package compound

import (
	_ "embed"
	"fmt"
	"strings"
	"sync"
	"unicode"

	"luister/nlp"
	"luister/nlp/lemma"
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
	parts table.Table
	weigh weights
	lemma *lemma.Lemmatiser
	free  sync.Pool // of *worker
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
	t, rest, err := table.Open(data)
	if err != nil {
		return nil, fmt.Errorf("compounds: %w", err)
	}
	s := &Splitter{parts: t, lemma: l}
	if err := s.weigh.read(rest); err != nil {
		return nil, fmt.Errorf("compounds: %w", err)
	}
	s.free.New = func() any { return &worker{s: s, known: map[string][]string{}} }
	return s, nil
}

// maxKnown is how many lemmas a worker remembers before it starts afresh.
const maxKnown = 1 << 15

type worker struct {
	s     *Splitter
	known map[string][]string
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
		case nlp.NOUN, nlp.ADJ:
			t.Parts = w.parts(t.Lemma, s.Split)
		case nlp.VERB, nlp.AUX:
			t.Parts = w.parts(t.Lemma, s.verb)
		}
	}
	s.free.Put(w)
}

func (w *worker) parts(lemma string, split func(string) []string) []string {
	if p, ok := w.known[lemma]; ok {
		return p
	}
	if len(w.known) >= maxKnown {
		clear(w.known)
	}
	own := strings.Clone(lemma)
	p := split(own)
	w.known[own] = p
	return p
}

// verb gives the particle and the bare verb of a separable verb.
func (s *Splitter) verb(lemma string) []string {
	if n, ok := s.lemma.Separable(lemma); ok {
		return []string{lemma[:n], lemma[n:]}
	}
	return nil
}

// The lengths below which nothing is split, in bytes.
const (
	minWord = 6
	minPart = 3
	maxWord = 60
)

// Split gives the parts of a compound as lemmas, nil for any other word.
func (s *Splitter) Split(word string) []string {
	if len(word) > maxWord {
		return nil
	}
	if parts := s.hyphenated(word); parts != nil {
		return parts
	}
	if strings.ContainsFunc(word, func(r rune) bool { return !unicode.IsLower(r) }) {
		return nil
	}
	return s.split(word, outer)
}

// maxHyphens is how many hyphens a word of two names or nouns has at most;
// "held-die-geen-held-werd" has more.
const maxHyphens = 2

// hyphenated splits at hyphens: "FARC-rebel", "24-jarig". The last piece must
// be a word of its own.
func (s *Splitter) hyphenated(word string) []string {
	i := strings.LastIndexByte(word, '-')
	if i <= 0 || i+minPart > len(word) || strings.Count(word, "-") > maxHyphens || s.part(word[i+1:])&(Noun|Adjective) == 0 {
		return nil
	}
	var parts []string
	for piece := range strings.SplitSeq(word[:i], "-") {
		if piece == "" || piece == "e" {
			return nil
		}
		if p := s.part(piece); p&Plural != 0 && p&(Noun|Adjective|Stem) == 0 {
			piece = s.lemma.Lemma(piece, nlp.NOUN)
		}
		parts = append(parts, piece)
	}
	return append(parts, s.again(word[i+1:])...)
}

// inner is how much surer the cut of a part must be: most parts that could be
// cut again are words of their own ("voorzitter", "vrijdag").
const inner = 12

// outer is the score a whole word is cut at: a little below 0, because a missed
// cut costs as much as a false one and the weights were learned to be sure.
const outer = -1.5

// split cuts word in two where that is likelier by more than least than that it
// is whole, and its parts again.
func (s *Splitter) split(word string, least float32) []string {
	best, score := Cut{}, least
	for _, c := range s.Cuts(word) {
		if x := s.weigh.score(c); x > score {
			best, score = c, x
		}
	}
	if best.Head == "" {
		return nil
	}
	return append(s.again(best.Modifier), s.again(best.Head)...)
}

func (s *Splitter) again(part string) []string {
	if len(part) >= minWord {
		if more := s.split(part, inner); more != nil {
			return more
		}
	}
	return []string{part}
}

func (s *Splitter) part(word string) part {
	v, _ := s.parts.Get(Key(word))
	return part(v)
}
