// Package annotate runs the layers of Dutch analysis over a Document, in order.
//
// It reads Document.Text and gives everything else of the Document; each part
// is written by the layer that owns it:
//
//	token   Sentences, Tokens
//	lang    Lang
//	norm    Token.Norm
//	tag     Token.UPOS
//	lemma   Token.Lemma, Particle
//	compound Token.Parts
//	names   Names
//	code    Coding
//
// Names and coding are handed in, so that this package knows no models of the
// user. A document in another language keeps its sentences, tokens and language
// and is not analysed as Dutch.
package annotate

import (
	"fmt"

	"luister/nlp"
	"luister/nlp/compound"
	"luister/nlp/lang"
	"luister/nlp/lemma"
	"luister/nlp/norm"
	"luister/nlp/tag"
	"luister/nlp/token"
)

// A Layer writes its part of a Document. It is safe for concurrent use.
type Layer interface {
	Annotate(doc *nlp.Document)
}

// Options chooses the layers; the zero value gives the language layers alone.
type Options struct {
	Names Layer // writes Names; nil: none
	Code  Layer // writes Coding; nil: none
}

// An Annotator runs the layers. It is safe for concurrent use.
type Annotator struct {
	lang  *lang.Identifier
	norm  *norm.Normaliser
	tag   *tag.Tagger
	lemma *lemma.Lemmatiser
	parts *compound.Splitter
	names Layer
	code  Layer
}

// New loads the layers.
func New(o Options) (*Annotator, error) {
	a := &Annotator{names: o.Names, code: o.Code}
	var err error
	if a.lang, err = lang.New(); err != nil {
		return nil, fmt.Errorf("languages: %w", err)
	}
	if a.norm, err = norm.New(); err != nil {
		return nil, fmt.Errorf("normal forms: %w", err)
	}
	if a.tag, err = tag.New(); err != nil {
		return nil, fmt.Errorf("parts of speech: %w", err)
	}
	if a.lemma, err = lemma.New(); err != nil {
		return nil, fmt.Errorf("lemmas: %w", err)
	}
	if a.parts, err = compound.New(); err != nil {
		return nil, fmt.Errorf("compounds: %w", err)
	}
	return a, nil
}

// Annotate reads doc.Text and fills in the rest of doc. The slices that doc
// holds are reused.
func (a *Annotator) Annotate(doc *nlp.Document) {
	token.Split(doc)
	a.lang.Annotate(doc)
	for i := range doc.Tokens {
		t := &doc.Tokens[i]
		t.Norm = a.norm.Norm(t.Of(doc.Text), t.Kind)
	}
	if doc.Lang == "nl" || doc.Lang == "" {
		a.dutch(doc)
	}
	if a.names != nil {
		a.names.Annotate(doc)
	}
	if a.code != nil {
		a.code.Annotate(doc)
	}
}

func (a *Annotator) dutch(doc *nlp.Document) {
	a.tag.Annotate(doc)
	a.lemma.Annotate(doc)
	a.parts.Annotate(doc)
}
