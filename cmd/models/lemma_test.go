package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"luister/nlp"
	"luister/nlp/lemma"
	"luister/nlp/treebank"
)

// TestEvalLemma cross-validates lemmas and separable verbs on today's gold, with
// gold parts of speech.
func TestEvalLemma(t *testing.T) {
	shared := evalShared(t)
	data := filepath.Join(shared, "data")
	known, err := readLemmaKnowledge(data)
	if err != nil {
		t.Fatal(err)
	}
	for i, set := range []struct {
		name            string
		stripped, verbs float64 // floors
	}{{"alpino", 0.978, 0.88}, {"lassysmall", 0.982, 0.86}} {
		gold, err := readTreebanks(data, goldFiles[i:i+1])
		if err != nil {
			t.Fatal(err)
		}
		other, err := readTreebanks(data, goldFiles[1-i:2-i])
		if err != nil {
			t.Fatal(err)
		}
		words, right, natural := 0, 0, 0
		var verbs treebank.Score
		const folds = 2
		for fold := range folds {
			from, to := len(gold)*fold/folds, len(gold)*(fold+1)/folds
			l := trainedLemmas(t, known, slices.Concat(gold[:from], gold[to:], other))
			for _, s := range gold[from:to] {
				doc := documentOf(s)
				for i, w := range s.Words {
					doc.Tokens[i].UPOS = w.UPOS
				}
				l.Annotate(&doc)
				for i, w := range s.Words {
					got := doc.Tokens[i].Lemma
					words++
					if got == strings.ReplaceAll(w.Lemma, "_", "") {
						right++
					}
					if sameLemma(got, w) {
						natural++
					} else if os.Getenv("LUISTER_ERRORS") != "" {
						fmt.Printf("ERR %s %s gold %s got %s in %s\n", w.UPOS, w.Form, w.Lemma, got, around(s, i))
					}
				}
				verbs.Add(scoreVerbs(s, doc.Tokens))
			}
		}
		floorEval(t, "lemma/"+set.name+"-gold-tags accuracy", float64(right)/float64(words), set.stripped, words)
		floorEval(t, "lemma/"+set.name+"-gold-tags accuracy-natural", float64(natural)/float64(words), set.stripped, words)
		floorEval(t, "lemma/"+set.name+"-particles F1", verbs.F1(), set.verbs, verbs.Gold)
	}
}

func trainedLemmas(t *testing.T, known lemmaKnowledge, gold []treebank.Sentence) *lemma.Lemmatiser {
	t.Helper()
	model, err := known.model(gold)
	if err != nil {
		t.Fatal(err)
	}
	l, err := lemma.Open(string(model))
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// sameLemma tells whether a lemma is right, with or without the linking letters
// and hyphens that the treebank leaves out.
func sameLemma(got string, w treebank.Word) bool {
	form := w.Form
	if w.UPOS != nlp.PROPN {
		form = strings.ToLower(form)
	}
	return got == strings.ReplaceAll(w.Lemma, "_", "") || strings.EqualFold(got, naturalLemma(form, w.Lemma))
}

// scoreVerbs compares the verbs whose particle stands elsewhere.
func scoreVerbs(s treebank.Sentence, tokens []nlp.Token) (score treebank.Score) {
	for i := range s.Words {
		gold, got := treebank.Particle(s, i), tokens[i].Particle
		if gold != "" {
			score.Gold++
		}
		if got != "" {
			score.Found++
		}
		if got != "" && strings.EqualFold(got, gold) {
			score.Right++
		} else if (got != "" || gold != "") && os.Getenv("LUISTER_ERRORS") != "" {
			fmt.Printf("PRT %s gold %q got %q in %s\n", s.Words[i].Form, gold, got, sentence(s))
		}
	}
	return score
}

func sentence(s treebank.Sentence) string {
	var b strings.Builder
	for _, w := range s.Words {
		b.WriteString(w.Form + " ")
	}
	return b.String()
}
