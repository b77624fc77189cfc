package lemma

import (
	"strings"

	"luister/nlp"
	"luister/nlp/table"
)

// maxKnown is how many words a worker remembers before it starts afresh.
const maxKnown = 1 << 15

// A worker lemmatises documents one after the other and remembers words.
type worker struct {
	l         *Lemmatiser
	known     map[word]string
	verbs     map[[2]string]string // particle and bare verb to the verb
	particles particles
	list      []Pair
	features  []table.Hash
}

// A word is what a lemma depends on.
type word struct {
	text string // "" where it is the norm
	norm string
	upos nlp.UPOS
}

func newWorker(l *Lemmatiser) *worker {
	return &worker{l: l, known: map[word]string{}, verbs: map[[2]string]string{}, particles: newParticles()}
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
	key := word{text, t.Norm, t.UPOS}
	if text == t.Norm {
		key.text = ""
	}
	if lemma, ok := w.known[key]; ok {
		return lemma
	}
	if len(w.known) >= maxKnown {
		clear(w.known)
	}
	lemma := w.l.Cased(text, t.Norm, t.UPOS)
	if lemma == text {
		lemma = string([]byte(text))
	}
	w.known[word{strings.Clone(key.text), strings.Clone(t.Norm), t.UPOS}] = strings.Clone(lemma) // copies: a text may be long
	return lemma
}

// joined gives the verb that a particle and a bare verb make.
func (w *worker) joined(particle, verb string) string {
	key := [2]string{particle, verb}
	if v, ok := w.verbs[key]; ok {
		return v
	}
	if len(w.verbs) >= maxKnown {
		clear(w.verbs)
	}
	v := particle + verb
	w.verbs[[2]string{particle, string([]byte(verb))}] = v
	return v
}
