// Package code reads a Document the way a coder of complaints would: what kind
// of message it is, how the customer feels, what it is about and how he
// experienced it.
//
// It reads Document.Text, Context, Asked, Sentences and Tokens and is the only
// writer of Document.Coding. It needs no training by the user: the scheme with
// its patterns, the words of feeling and what turns them round are data files
// beside the code (folder data), and adding a word never needs a programmer.
// Each code comes with the words that led to it. Time is linear in the text.
//
// It never looks at who said it, and never guesses a topic without a word that
// shows it.
package code

import (
	"sync"

	"luister/nlp"
)

// Options steer a Coder; the zero value is the default.
type Options struct {
	Scheme *Scheme // nil means DefaultScheme
	// Layers reads the words of a scheme that has examples instead of patterns;
	// nil means as they stand.
	Layers Layers
}

// Layers are the layers of language that a Document is read with before it is coded.
type Layers interface {
	Annotate(doc *nlp.Document)
}

// A Coder codes documents by one scheme. It may be used by several goroutines.
type Coder struct {
	scheme  *Scheme
	layers  Layers
	matcher *matcher
	rules   []rule // what pattern i of the matcher means
	words   Lexicon
	marks   markElements
	scratch sync.Pool
}

// ruleKind says what a pattern is evidence of.
type ruleKind uint8

const (
	ruleFeeling ruleKind = iota // sentiment
	ruleForm
	ruleTopic
	ruleExperience
	ruleFlag
	ruleLine     // second line
	ruleStory    // words of books: what they tell is no experience of the customer
	ruleOpen     // a concrete problem that is not solved, or has been
	ruleSeverity // harm
	ruleExpected
	ruleNotExpected // what looks like ruleExpected in its clause is none
	ruleCause
	ruleEffect // what stands before it in the sentence is a cause
	ruleTrust  // target 1 trust, -1 distrust
	ruleVoid   // what is inside is evidence of none of the kinds of voids[target]
	ruleDamp   // what is inside is not the customer's own judgement: rivals, irony, wishes
)

// A rule is the meaning of a pattern.
type rule struct {
	kind     ruleKind
	target   int     // topic, experience, flag or form number
	weight   float64 // strength as evidence
	polarity float64 // the feeling that the words carry by themselves, -3..3
	negates  bool    // a negation is part of the pattern
	holds    bool    // it may be
	words    int     // number of words without the gaps
}

// New makes a Coder. A pattern of the scheme that cannot be read is an error, and a
// topic that shows what is no experience.
func New(opts Options) (*Coder, error) {
	scheme := opts.Scheme
	if scheme == nil {
		scheme = DefaultScheme()
	}
	if err := scheme.checkShows(); err != nil {
		return nil, err
	}
	b := newBuilder(knowledge().classes)
	c := &Coder{scheme: scheme, layers: opts.Layers, words: Lexicon{}}
	if err := c.addRules(b); err != nil {
		return nil, err
	}
	c.marks = newMarkElements(b)
	c.matcher = b.build()
	for w, p := range Words() {
		c.words[fold(w)] = p
	}
	c.scratch.New = func() any { return newView(c.matcher, c.words, &c.marks) }
	return c, nil
}

// Scheme is what c codes by.
func (c *Coder) Scheme() *Scheme { return c.scheme }

// Annotate writes doc.Coding.
func (c *Coder) Annotate(doc *nlp.Document) {
	v := c.scratch.Get().(*view)
	v.read(doc)
	r := &reading{c: c, v: v, doc: doc}
	r.collect()
	r.feel()
	r.topics()
	r.experience()
	r.flags()
	r.form()
	r.finish()
	v.release()
	c.scratch.Put(v) // not after a panic: it may remember half a word
}
