package learn

import (
	"testing"

	"luister/nlp"
	"luister/nlp/annotate"
	"luister/nlp/code"
)

// dutch is the wiring of the command, for measurements.
type dutch struct {
	layers *annotate.Annotator
	coder  *code.Coder
}

func (d dutch) Hints(item Item, give func(string, float64)) (*nlp.Document, bool) {
	doc := &nlp.Document{Text: item.Text}
	d.layers.Annotate(doc)
	return doc, d.coder.Hints(doc, item.Span, give)
}

func evalOptions(t *testing.T, multi bool) Options {
	t.Helper()
	layers, err := annotate.New(annotate.Options{})
	if err != nil {
		t.Fatal(err)
	}
	coder, err := code.New(code.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return Options{Multi: multi, Hints: dutch{layers, coder}}
}
