// Package tag writes the UPOS of tokens: their part of speech in Universal
// Dependencies.
//
// It reads Span, Kind, Norm and Sentence and writes UPOS only. The tagger is an
// averaged perceptron (Collins 2002) that goes through a sentence from left to
// right: it weighs the word, its ends and shape, what a word list says of it,
// two words on either side and the two tags before it. What depends on one word
// alone is added up once per word and kept, so that a known word costs five
// additions of vectors and a few questions for pairs.
package tag

import (
	_ "embed"
	"strings"
	"sync"

	"luister/nlp"
	"luister/nlp/table"
)

//go:embed tag.bin
var embedded string

// Tags is the number of parts of speech; tag Tags stands for "outside the
// sentence" in the history.
const (
	Tags    = int(nlp.VERB) + 1
	outside = uint8(Tags)
)

// A Tagger tags tokens. It is safe for concurrent use.
type Tagger struct {
	model *model
	free  sync.Pool // of *worker
}

var shared = sync.OnceValues(func() (*Tagger, error) {
	model, err := table.Unpack(embedded)
	if err != nil {
		return nil, err
	}
	return Open(model)
})

// New gives the embedded tagger.
func New() (*Tagger, error) { return shared() }

// Open reads a tagger from the bytes of a model.
func Open(data string) (*Tagger, error) {
	m, err := openModel(data)
	if err != nil {
		return nil, err
	}
	t := &Tagger{model: m}
	t.free.New = func() any { return newWorker(m) }
	return t, nil
}

// Annotate tags the tokens of doc.
func (t *Tagger) Annotate(doc *nlp.Document) {
	w := t.free.Get().(*worker)
	for from := 0; from < len(doc.Tokens); {
		to := from + 1
		for to < len(doc.Tokens) && doc.Tokens[to].Sentence == doc.Tokens[from].Sentence {
			to++
		}
		w.sentence(doc.Text, doc.Tokens[from:to])
		from = to
	}
	t.free.Put(w)
}

// maxKnown is how many words a worker remembers before it starts afresh: about
// 14 MB.
const maxKnown = 1 << 15

// A worker tags sentences one after the other.
type worker struct {
	model *model
	known map[word]*lexeme
	edge  *lexeme // stands before and after a sentence
	words []*lexeme
	ahead []verbs
	memo  memo

	hashes [maxDynamic]uint64 // space
}

// A word is what a lexeme depends on. The same text has another normal form where
// its neighbours say so.
type word struct {
	text string // "" where it is the norm
	norm string
	kind nlp.Kind
}

func newWorker(m *model) *worker {
	w := &worker{model: m, known: make(map[word]*lexeme), memo: newMemo()}
	w.edge = newLexeme(m, edgeWord, edgeWord, nlp.Punct)
	m.emit(w.edge, edgeWord)
	return w
}

// lexeme gives what is known of a word.
func (w *worker) lexeme(text, norm string, kind nlp.Kind) *lexeme {
	key := word{text, norm, kind}
	if text == norm {
		key.text = ""
	}
	if l, ok := w.known[key]; ok {
		return l
	}
	if len(w.known) >= maxKnown {
		clear(w.known)
		clear(w.memo) // it holds lexemes that are gone
	}
	l := newLexeme(w.model, text, norm, kind)
	w.model.emit(l, norm)
	w.known[word{strings.Clone(key.text), strings.Clone(norm), kind}] = l // copies: the text may be long
	return l
}

func (w *worker) sentence(text string, tokens []nlp.Token) {
	w.words = append(w.words[:0], w.edge, w.edge)
	for i := range tokens {
		t := &tokens[i]
		w.words = append(w.words, w.lexeme(t.Of(text), t.Norm, t.Kind))
	}
	w.words = append(w.words, w.edge, w.edge)
	w.ahead = ahead(w.ahead[:0], w.words, w.edge)
	h := start
	for i := range tokens {
		tag := fixed(tokens[i].Kind)
		if tag == nlp.X {
			tag = w.best(place{around: w.words[i : i+5], ahead: w.ahead[i+2], history: h})
		}
		tokens[i].UPOS = tag
		h = h.next(tag)
	}
}

// best gives the tag of the word at a place.
func (w *worker) best(at place) nlp.UPOS {
	before, word, next, h := at.around[1], at.around[2], at.around[3], at.history
	var score sums
	for offset, l := range at.around {
		score.plus(&l.emit[offset])
	}
	score.plus(w.sum(cause{word: word, rest: uint32(h.last)<<16 | uint32(h.before)<<8 | uint32(h.verb)}, at, behindTags))
	score.plus(w.sum(cause{word: word, next: next, rest: uint32(h.last)}, at, withNext))
	score.plus(w.sum(cause{word, before, next, uint32(at.around[0].class)<<16 | uint32(at.around[4].class)}, at, amidWords))
	w.model.weights.add(&score, ofAuxiliary(w.hashes[:0], at))
	return nlp.UPOS(score.best())
}

// sum gives the sum of a group of features that have this cause.
func (w *worker) sum(c cause, at place, features func([]uint64, place) []uint64) *sums {
	sum, known := w.memo.at(c)
	if !known {
		w.model.weights.add(sum, features(w.hashes[:0], at))
	}
	return sum
}

// fixed is the tag of tokens that are no language; X for all others.
func fixed(kind nlp.Kind) nlp.UPOS {
	switch kind {
	case nlp.Emoticon:
		return nlp.SYM
	case nlp.Placeholder:
		return nlp.PROPN
	}
	return nlp.X
}
