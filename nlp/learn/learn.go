// Package learn fits linear models on the labels of a user and applies them.
//
// It owns the Model: word, character and span features with a weight per label,
// calibrated so that a score of 0.8 is right in about 80 % of the cases. It
// reads Examples and gives a Model; a Model gives a Result per Item. A Model is
// written as one compact file with a version and a checksum, and needs nothing
// beside itself to be used. Training depends on the examples and their order
// alone, never on the number of processors. It does no input or output beyond
// the reader or writer it is handed, and never keeps text of an example.
package learn

import (
	"errors"
	"fmt"
	"runtime"

	"luister/nlp"
)

// An Item is what a label is about: a text, or a part of one.
type Item struct {
	Text    string
	Span    *nlp.Span // the part of Text that the label is about; nil for all of it
	Context string    // one more categorical value; empty for none
}

// An Example is an Item with its labels. An empty list of labels says no to
// all of them, which only a multi-label model can learn from.
type Example struct {
	Item
	Labels []string
	// Unknown are labels, beside Labels, of which it is not known whether they
	// hold; only with many labels. The example says nothing of them.
	Unknown []string
}

// A Score is a label with its calibrated probability, 0 to 1.
type Score struct {
	Label string
	Score float64
}

// A Result is what a Model says about an Item.
type Result struct {
	Label string  // the best label; "" if a multi-label model says no to all
	Score float64 // of that label; if Label is "", of the best one that was not decided
	// Labels are best first: of a multi-label model those decided yes, of any
	// other model all labels.
	Labels []Score
}

// Options steer Train; the zero value is the default.
type Options struct {
	Field   string // what the labels are about; kept in the model for messages
	Multi   bool   // an example may have any number of labels
	Hints   Hinter // more features; the model then needs the same to classify
	Workers int    // goroutines; zero means GOMAXPROCS. The model does not depend on it.
	// Log is called with one line per step; nil means silent.
	Log func(format string, args ...any)
}

func (o *Options) log(format string, args ...any) {
	if o.Log != nil {
		o.Log(format, args...)
	}
}

func (o *Options) workers() int {
	if o.Workers > 0 {
		return o.Workers
	}
	return runtime.GOMAXPROCS(0)
}

// A Hinter knows more about an item than its letters; the same for the same
// item. It is used by several goroutines.
type Hinter interface {
	// Hints gives the item as an annotated document (nil if there is none), whether
	// a feeling speaks from it, and named values.
	Hints(item Item, give func(name string, value float64)) (doc *nlp.Document, felt bool)
}

// ErrTooFew says that there is nothing to learn from.
var ErrTooFew = errors.New("too few examples: at least two labels, or one label on some examples and not on others, are needed")

// A Model is a trained linear model. It may be used by several goroutines.
type Model struct {
	field  string
	multi  bool
	labels []string // sorted
	set    featureSet
	vocab  vocabulary
	weight sparseWeights
	bias   []float32
	calib  calibration
	hints  Hinter
}

// Field is what the labels of m are about.
func (m *Model) Field() string { return m.field }

// Multi tells whether an item can have any number of labels.
func (m *Model) Multi() bool { return m.multi }

// Labels lists the labels that m knows, sorted.
func (m *Model) Labels() []string { return append([]string(nil), m.labels...) }

// A Classifier applies a Model and keeps scratch space between items: one per
// goroutine.
type Classifier struct {
	model   *Model
	extract *extractor
	vec     sparse
	margin  []float64
}

// Classifier gives a classifier for use by one goroutine.
func (m *Model) Classifier() *Classifier {
	return &Classifier{model: m, extract: newExtractor(m.set, m.hints), margin: make([]float64, len(m.labels))}
}

// ClassifierWith is Classifier with a Hinter of its own, in the place of that of
// the model: one that knows more about the items at hand.
func (m *Model) ClassifierWith(h Hinter) *Classifier {
	return &Classifier{model: m, extract: newExtractor(m.set, h), margin: make([]float64, len(m.labels))}
}

// Classify says what the model makes of an item. A span outside the text is an error.
func (c *Classifier) Classify(item Item) (Result, error) {
	if err := c.read(item); err != nil {
		return Result{}, err
	}
	m := c.model
	return m.calib.result(m.labels, c.margin, m.multi), nil
}

// All gives every label with its probability, in the order of the labels.
func (c *Classifier) All(item Item) ([]Score, error) {
	if err := c.read(item); err != nil {
		return nil, err
	}
	m := c.model
	return m.calib.scores(m.labels, c.margin, m.multi), nil
}

// read fills in the margins of an item.
func (c *Classifier) read(item Item) error {
	if err := checkSpan(item); err != nil {
		return err
	}
	m := c.model
	c.extract.run(item)
	c.vec = m.vocab.vector(c.extract, c.vec)
	for k := range c.margin {
		c.margin[k] = float64(m.bias[k])
	}
	m.weight.addTo(c.margin, c.vec)
	return nil
}

func checkSpan(item Item) error {
	if s := item.Span; s != nil && (s.Start < 0 || s.End < s.Start || s.End > len(item.Text)) {
		return fmt.Errorf("the span %d-%d lies outside the text of %d bytes", s.Start, s.End, len(item.Text))
	}
	return nil
}
