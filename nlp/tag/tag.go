// Package tag writes the UPOS of tokens: their part of speech in Universal
// Dependencies.
//
// It reads Span, Kind, Norm and Sentence and writes UPOS only. More than half of the
// words have settled on a tag (settled.go). For the others a log-linear model goes through a
// sentence from left to right: it weighs the word, its ends and shape, what a word list
// says of it, two words on either side and the two tags before it. What depends on one
// word alone is added up once per word and kept, so that a known word costs five
// additions of vectors and a few questions for pairs.
package tag

import (
	_ "embed"
	"sync"

	"luister/nlp"
	"luister/nlp/memo"
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
	known memo.Shared[lexeme] // words, for all workers
	free  sync.Pool           // of *worker
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
	t := &Tagger{model: m, known: memo.NewShared[lexeme](knownWords)}
	t.free.New = func() any { return newWorker(t) }
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

// What is remembered, as powers of two: words, of 200 bytes, and sums by each worker.
const (
	knownWords = 16
	knownSums  = 15
)

// A worker tags sentences one after the other.
type worker struct {
	tagger *Tagger
	model  *model
	edge   *lexeme // stands before and after a sentence
	words  []*lexeme
	ahead  []verbs
	sums   memo.Memo[sums]

	hashes [maxDynamic]uint64 // space
}

func newWorker(t *Tagger) *worker {
	w := &worker{tagger: t, model: t.model, sums: memo.New[sums](knownSums)}
	w.edge = w.lexeme(edgeWord, edgeWord, nlp.Punct)
	return w
}

// lexeme gives what is known of a word. The same text has another normal form where
// its neighbours say so.
func (w *worker) lexeme(text, norm string, kind nlp.Kind) *lexeme {
	key := memo.Of(norm).With(uint64(kind))
	if text != norm {
		key = key.With(uint64(memo.Of(text)))
	}
	return w.tagger.known.At(key, func(key memo.Key) lexeme {
		l := newLexeme(w.model, text, norm, kind)
		l.key = key
		w.model.emit(&l, norm)
		return l
	})
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
		at := place{around: w.words[i : i+5], ahead: w.ahead[i+2], history: h}
		tag := w.model.settled(at)
		if tag == nlp.X {
			tag = w.best(at)
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
	last := uint64(h.last)
	score.plus(w.sum(word.key.With(last<<16|uint64(h.before)<<8|uint64(h.verb)), at, behindTags))
	score.plus(w.sum(word.key.With(last).With(uint64(next.key)), at, withNext))
	classes := uint64(at.around[0].class)<<16 | uint64(at.around[4].class)
	score.plus(w.sum(before.key.With(uint64(word.key)).With(uint64(next.key)).With(classes), at, amidWords))
	w.model.weights.add(&score, ofAuxiliary(w.hashes[:0], at))
	return nlp.UPOS(score.best())
}

// sum gives the sum of a group of features, which depends on what key stands for.
func (w *worker) sum(key memo.Key, at place, features func([]uint64, place) []uint64) *sums {
	sum, known := w.sums.At(key)
	if !known {
		w.model.weights.add(sum, features(w.hashes[:0], at))
	}
	return sum
}
