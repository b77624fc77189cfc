package learn

import (
	"sync"
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

// remembered knows again what it was asked before: several draws of the same
// texts then cost one reading of them.
type remembered struct {
	Hinter
	mu   sync.Mutex
	seen map[string]reading
}

// A reading is what a Hinter says of a text without a span.
type reading struct {
	doc    *nlp.Document
	felt   bool
	names  []string
	values []float64
}

func (m *remembered) Hints(item Item, give func(string, float64)) (*nlp.Document, bool) {
	m.mu.Lock()
	r, known := m.seen[item.Text]
	m.mu.Unlock()
	if !known {
		r.doc, r.felt = m.Hinter.Hints(item, func(name string, value float64) {
			r.names, r.values = append(r.names, name), append(r.values, value)
		})
		m.mu.Lock()
		m.seen[item.Text] = r
		m.mu.Unlock()
	}
	for i, name := range r.names {
		give(name, r.values[i])
	}
	return r.doc, r.felt
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
