// Package tag writes the UPOS of tokens: their part of speech in Universal
// Dependencies. It reads Span, Kind, Norm and Sentence.
package tag

import (
	_ "embed"
	"sync"

	"luister/nlp"
	"luister/nlp/lemma"
	"luister/nlp/table"
)

//go:embed tag.bin
var model string

// A Tagger tags tokens. It is safe for concurrent use.
type Tagger struct{ table table.Table }

var shared = sync.OnceValues(func() (*Tagger, error) {
	t, _, err := table.Open(model)
	return &Tagger{t}, err
})

// New gives the embedded tagger.
func New() (*Tagger, error) { return shared() }

// Annotate tags the tokens of doc.
func (t *Tagger) Annotate(doc *nlp.Document) {
	for i := range doc.Tokens {
		doc.Tokens[i].UPOS = t.tag(&doc.Tokens[i])
	}
}

func (t *Tagger) tag(tok *nlp.Token) nlp.UPOS {
	switch tok.Kind {
	case nlp.Number:
		return nlp.NUM
	case nlp.Punct:
		return nlp.PUNCT
	case nlp.Symbol, nlp.Emoticon:
		return nlp.SYM
	case nlp.URL, nlp.Email, nlp.Placeholder:
		return nlp.X
	}
	best := nlp.NOUN
	lemma.Suffixes(tok.Norm, nlp.X, func(h table.Hash) {
		if v, ok := t.table.Get(h); ok {
			best = nlp.UPOS(v)
		}
	})
	return best
}
