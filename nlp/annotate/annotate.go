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
//	negation Token.Negated
//	degree  Token.Degree
//	term    Terms
//	names   Names
//	code    Coding
//
// Names and coding are handed in, so that this package knows no models of the
// user. What is not Dutch is not analysed as Dutch, sentence by sentence: English
// goes to the layer english, and other languages keep their tokens alone. Coding
// sees the Dutch sentences of a mixed message alone; a document without any Dutch is
// a remark (opmerking) without topics.
package annotate

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"luister/nlp"
	"luister/nlp/compound"
	"luister/nlp/degree"
	"luister/nlp/english"
	"luister/nlp/lang"
	"luister/nlp/lemma"
	"luister/nlp/negation"
	"luister/nlp/norm"
	"luister/nlp/tag"
	"luister/nlp/term"
	"luister/nlp/token"
)

// A Layer writes its part of a Document. It is safe for concurrent use.
type Layer interface {
	Annotate(doc *nlp.Document)
}

// Options chooses the layers; the zero value gives the language layers alone.
type Options struct {
	Names Layer  // writes Names; nil: none
	Code  Layer  // writes Coding; nil: none
	Last  string // the last layer to run, one of Layers; "": all of them
}

// An Annotator runs the layers. It is safe for concurrent use.
type Annotator struct {
	runs    map[string]bool // by layer
	lang    *lang.Identifier
	words   []Layer // those of Dutch words, in order
	english *english.Tagger
	term    *term.Finder
	names   Layer
	code    Layer
	free    sync.Pool // of *scratch
}

// ofWords are the layers of Dutch words, in order.
var ofWords = [...]struct {
	name string
	load func() (Layer, error)
}{
	{"norm", func() (Layer, error) { return norm.New() }},
	{"tag", func() (Layer, error) { return tag.New() }},
	{"lemma", func() (Layer, error) { return lemma.New() }},
	{"compound", func() (Layer, error) { return compound.New() }},
	{"negation", func() (Layer, error) { return negation.New(), nil }},
	{"degree", func() (Layer, error) { return degree.New(), nil }},
}

// Layers names the layers in the order in which they run.
func Layers() []string {
	all := []string{"token", "lang"}
	for _, l := range ofWords {
		all = append(all, l.name)
	}
	return append(all, "term", "names", "code")
}

// New loads the layers that are asked for.
func New(o Options) (*Annotator, error) {
	a := &Annotator{names: o.Names, code: o.Code, runs: map[string]bool{}}
	for _, name := range Layers() {
		a.runs[name] = true
		if name == o.Last {
			break
		}
	}
	if o.Last != "" && !a.runs[o.Last] {
		return nil, fmt.Errorf("there is no layer %q; the layers are %s", o.Last, strings.Join(Layers(), ", "))
	}
	a.free.New = func() any { return new(scratch) }
	if !a.Runs("lang") {
		return a, nil
	}
	a.english, a.term = english.New(), term.New()
	var err error
	if a.lang, err = lang.New(); err != nil {
		return nil, fmt.Errorf("layer lang: %w", err)
	}
	a.words, err = a.load()
	return a, err
}

// load loads the layers of words that run, side by side: most of it is unpacking
// models.
func (a *Annotator) load() ([]Layer, error) {
	var layers [len(ofWords)]Layer
	var failed [len(ofWords)]error
	var loading sync.WaitGroup
	running := 0
	for i, l := range ofWords {
		if !a.runs[l.name] {
			break
		}
		running++
		loading.Go(func() {
			if layers[i], failed[i] = l.load(); failed[i] != nil {
				failed[i] = fmt.Errorf("layer %s: %w", l.name, failed[i])
			}
		})
	}
	loading.Wait()
	return layers[:running], errors.Join(failed[:]...)
}

// Runs tells whether a layer is one of those that run.
func (a *Annotator) Runs(layer string) bool { return a.runs[layer] }

// Annotate reads doc.Text and fills in the rest of doc. The slices that doc
// holds are reused.
func (a *Annotator) Annotate(doc *nlp.Document) {
	token.Split(doc)
	if a.lang == nil {
		return
	}
	s := a.free.Get().(*scratch)
	defer a.free.Put(s)
	s.languages = a.lang.Annotate(doc, s.languages[:0])
	dutch := len(a.words) > 0 && a.sentences(doc, s)
	if a.Runs("term") {
		a.term.Annotate(doc)
	}
	if a.names != nil && a.Runs("names") {
		a.names.Annotate(doc)
	}
	doc.Coding = nlp.Coding{}
	switch {
	case a.code == nil || !a.Runs("code"):
	case dutch || doc.Lang == "":
		a.codeDutch(doc, s)
	default:
		doc.Coding = uncoded(doc)
	}
}

// codeDutch codes the sentences that are Dutch, or in no language at all.
func (a *Annotator) codeDutch(doc *nlp.Document, s *scratch) {
	if !slices.ContainsFunc(s.languages, isForeign) {
		a.code.Annotate(doc)
		return
	}
	s.tokens = s.tokens[:0]
	for _, t := range doc.Tokens {
		if !isForeign(s.languages[t.Sentence]) {
			s.tokens = append(s.tokens, t)
		}
	}
	part := *doc
	part.Tokens = s.tokens
	a.code.Annotate(&part)
	doc.Coding = part.Coding
	if doc.Coding.Form == "leeg" { // a Dutch greeting around what is not read
		doc.Coding = uncoded(doc)
	}
}

func isForeign(language string) bool { return language != "nl" && language != "" }

// uncoded is the coding of a document that has content and is not read: a
// remark, without topics, and with a score of 0 for being unsure.
func uncoded(doc *nlp.Document) nlp.Coding {
	c := nlp.Coding{Form: "opmerking", Stance: "reactief", Line: "eerste", Sentiment: nlp.Neutral}
	if doc.Asked {
		c.Stance = "proactief"
	}
	return c
}

// scratch is space that documents share.
type scratch struct {
	languages []string
	tokens    []nlp.Token
}

// sentences reads each run of sentences in one language, and tells whether one
// of them is Dutch.
func (a *Annotator) sentences(doc *nlp.Document, s *scratch) (dutch bool) {
	tokens := doc.Tokens
	english := slices.Contains(s.languages, "en")
	if english { // which may change the number of tokens
		tokens = append(s.tokens[:0], doc.Tokens...)
		s.tokens = tokens
		doc.Tokens = doc.Tokens[:0]
	}
	for from := 0; from < len(tokens); {
		language := s.languages[tokens[from].Sentence]
		to := from + 1
		for to < len(tokens) && s.languages[tokens[to].Sentence] == language {
			to++
		}
		run := tokens[from:to]
		switch language {
		case "nl", "":
			dutch = dutch || language == "nl"
			a.dutch(doc.Text, run)
		case "en":
			doc.Tokens = a.inEnglish(doc.Tokens, doc.Text, run)
		default:
			foreign(doc.Text, run)
		}
		if english && language != "en" {
			doc.Tokens = append(doc.Tokens, run...)
		}
		from = to
	}
	return dutch
}

// dutch runs the Dutch layers over the tokens of some sentences.
func (a *Annotator) dutch(text string, tokens []nlp.Token) {
	doc := nlp.Document{Text: text, Tokens: tokens}
	for _, layer := range a.words {
		layer.Annotate(&doc)
	}
}

// inEnglish reads sentence by sentence, and appends the tokens to out.
func (a *Annotator) inEnglish(out []nlp.Token, text string, tokens []nlp.Token) []nlp.Token {
	for from := 0; from < len(tokens); {
		to := from + 1
		for to < len(tokens) && tokens[to].Sentence == tokens[from].Sentence {
			to++
		}
		out = a.english.Sentence(out, text, tokens[from:to])
		from = to
	}
	return out
}

// foreign fills in tokens of a language that is not analysed: the lemma is the
// word itself.
func foreign(text string, tokens []nlp.Token) {
	for i := range tokens {
		t := &tokens[i]
		t.Norm = strings.ToLower(t.Of(text))
		t.Lemma = t.Norm
		switch t.Kind {
		case nlp.Punct:
			t.UPOS = nlp.PUNCT
		case nlp.Number:
			t.UPOS = nlp.NUM
		case nlp.Symbol, nlp.Emoticon:
			t.UPOS = nlp.SYM
		}
	}
}
