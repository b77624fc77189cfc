package learn

import (
	"testing"

	"luister/nlp"
	"luister/nlp/code"
	"luister/nlp/token"
)

// coderHints is the wiring of the command, for measurements.
type coderHints struct{ coder *code.Coder }

func (h coderHints) Hints(item Item, give func(string, float64)) {
	doc := &nlp.Document{Text: item.Text}
	token.Split(doc)
	h.coder.Hints(doc, item.Span, give)
}

func evalOptions(t *testing.T, multi bool) Options {
	t.Helper()
	c, err := code.New(code.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return Options{Multi: multi, Hints: coderHints{c}}
}
