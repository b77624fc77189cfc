package lemma

import (
	"strings"

	"luister/nlp"
	"luister/nlp/memo"
	"luister/nlp/table"
)

// What a worker remembers, as powers of two: lemmas, of words of so many bytes at most,
// and verbs that it put together.
const (
	knownWords = 16
	knownVerbs = 10
	longest    = 100
)

// A worker lemmatises documents one after the other and remembers words.
type worker struct {
	l         *Lemmatiser
	known     memo.Memo[string] // lemmas, by text, norm and part of speech
	verbs     memo.Memo[string] // by particle and bare verb
	particles particles
	list      []Pair
	features  []table.Hash
}

func newWorker(l *Lemmatiser) *worker {
	return &worker{l: l, known: memo.New[string](knownWords), verbs: memo.New[string](knownVerbs), particles: newParticles()}
}

// Annotate writes the lemmas of the tokens of doc and puts its separable verbs
// together.
func (l *Lemmatiser) Annotate(doc *nlp.Document) {
	w := l.free.Get().(*worker)
	for i := range doc.Tokens {
		t := &doc.Tokens[i]
		t.Lemma, t.Particle = t.Norm, ""
		if t.Kind == nlp.Word {
			t.Lemma = w.lemma(t.Of(doc.Text), t)
		}
	}
	for from := 0; from < len(doc.Tokens); {
		to := from + 1
		for to < len(doc.Tokens) && doc.Tokens[to].Sentence == doc.Tokens[from].Sentence {
			to++
		}
		w.join(doc.Tokens[from:to])
		from = to
	}
	l.free.Put(w)
}

func (w *worker) lemma(text string, t *nlp.Token) string {
	if len(text) > longest {
		return w.l.Cased(text, t.Norm, t.UPOS)
	}
	key := memo.Of(t.Norm).With(uint64(t.UPOS))
	if text != t.Norm {
		key = key.With(uint64(memo.Of(text)))
	}
	lemma, known := w.known.At(key)
	if !known {
		*lemma = strings.Clone(w.l.Cased(text, t.Norm, t.UPOS)) // a text may be long
	}
	return *lemma
}

// joined gives the verb that a particle and a bare verb make.
func (w *worker) joined(particle, verb string) string {
	v, known := w.verbs.At(memo.Of(particle).With(uint64(memo.Of(verb))))
	if !known {
		*v = particle + verb
	}
	return *v
}
