package token

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"luister/nlp"
	"luister/nlp/treebank"
)

// TestEvalTreebank measures tokens and sentences on the gold texts of the two
// Dutch treebanks, per paragraph and per document with all line ends lost.
func TestEvalTreebank(t *testing.T) {
	for _, set := range []struct {
		name                        string
		tokens, sentences, document float64 // floors
	}{
		{"ud-alpino/nl_alpino-ud-dev.conllu", 0.999, 0.997, 0.992},
		{"ud-lassysmall/nl_lassysmall-ud-dev.conllu", 0.9985, 0.931, 0.865},
	} {
		gold := evalSentences(t, set.name)
		tokens, sentences := measure(t, treebank.Texts(gold, treebank.Paragraph))
		_, document := measure(t, treebank.Texts(gold, treebank.Article))
		base := filepath.Dir(set.name)
		report(t, base+"/tokens F1", tokens, set.tokens)
		report(t, base+"/sentences F1", sentences, set.sentences)
		report(t, base+"/sentences-one-line F1", document, set.document)
	}
}

func evalSentences(t *testing.T, name string) []treebank.Sentence {
	t.Helper()
	if os.Getenv("LUISTER_EVAL") == "" {
		t.Skip("set LUISTER_EVAL=1 to measure")
	}
	dir, ok := treebank.Shared(".")
	if !ok {
		t.Skip("the data sets are not here")
	}
	gold, err := treebank.ReadFile(filepath.Join(dir, "data", name))
	if err != nil {
		t.Fatal(err)
	}
	return gold
}

func report(t *testing.T, what string, s treebank.Score, floor float64) {
	t.Helper()
	fmt.Printf("EVAL token/%s %.4f n=%d\n", what, s.F1(), s.Gold)
	if s.F1() < floor {
		t.Errorf("%s is %.4f, below %.4f", what, s.F1(), floor)
	}
}

func measure(t *testing.T, texts []treebank.Text) (tokens, sentences treebank.Score) {
	show := os.Getenv("LUISTER_ERRORS") != ""
	for _, gold := range texts {
		doc := nlp.Document{Text: gold.Text}
		Split(&doc)
		found := make([]nlp.Span, len(doc.Tokens))
		for i, tok := range doc.Tokens {
			found[i] = tok.Span
		}
		tokens.Spans(found, gold.Tokens)
		sentences.Spans(doc.Sentences, gold.Sentences)
		if show {
			diff(gold.Text, found, gold.Tokens, "token")
			diff(gold.Text, doc.Sentences, gold.Sentences, "sentence")
		}
	}
	return tokens, sentences
}

// diff prints the spans that only one side has.
func diff(text string, found, gold []nlp.Span, what string) {
	in := func(list []nlp.Span) map[nlp.Span]bool {
		m := make(map[nlp.Span]bool)
		for _, s := range list {
			m[s] = true
		}
		return m
	}
	f, g := in(found), in(gold)
	for _, s := range found {
		if !g[s] {
			fmt.Printf("%s found %q\n", what, s.Of(text))
		}
	}
	for _, s := range gold {
		if !f[s] {
			fmt.Printf("%s gold  %q  in %q\n", what, s.Of(text), text[max(0, s.Start-15):min(len(text), s.End+15)])
		}
	}
}
