package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"luister/nlp"
	"luister/nlp/compound"
	"luister/nlp/lemma"
	"luister/nlp/treebank"
)

// TestEvalCompound cross-validates splits on today's gold, with gold lemmas and
// parts of speech.
func TestEvalCompound(t *testing.T) {
	data := filepath.Join(evalShared(t), "data")
	parts, err := compoundParts(data)
	if err != nil {
		t.Fatal(err)
	}
	l, err := lemma.New()
	if err != nil {
		t.Fatal(err)
	}
	for i, set := range []struct {
		name  string
		split float64 // floor
	}{{"alpino", 0.84}, {"lassysmall", 0.82}} {
		gold, err := readTreebanks(data, goldFiles[i:i+1])
		if err != nil {
			t.Fatal(err)
		}
		other, err := readTreebanks(data, goldFiles[1-i:2-i])
		if err != nil {
			t.Fatal(err)
		}
		var score treebank.Score
		var splitter *compound.Splitter
		for k, s := range gold {
			if fold := k * folds / len(gold); k == 0 || fold != (k-1)*folds/len(gold) {
				from, to := len(gold)*fold/folds, len(gold)*(fold+1)/folds
				if splitter, err = trainedSplitter(parts, slices.Concat(gold[:from], gold[to:], other), l); err != nil {
					t.Fatal(err)
				}
			}
			doc := documentOf(s)
			for i, w := range s.Words {
				doc.Tokens[i].UPOS = w.UPOS
				form := w.Form
				if w.UPOS != nlp.PROPN {
					form = strings.ToLower(form)
				}
				doc.Tokens[i].Lemma = naturalLemma(form, w.Lemma)
			}
			splitter.Annotate(&doc)
			for i, w := range s.Words {
				if w.UPOS == nlp.VERB || w.UPOS == nlp.AUX {
					continue
				}
				score.Add(scoreSplit(w, doc.Tokens[i].Parts))
			}
		}
		floorEval(t, "compound/"+set.name+" F1", score.F1(), set.split, score.Gold)
	}
}

func trainedSplitter(lists partLists, gold []treebank.Sentence, l *lemma.Lemmatiser) (*compound.Splitter, error) {
	model, err := compoundModel(lists, gold, l)
	if err != nil {
		return nil, err
	}
	return compound.Open(string(model), l)
}

func scoreSplit(w treebank.Word, parts []string) (score treebank.Score) {
	got := strings.Join(parts, "_")
	if strings.Contains(w.Lemma, "_") && w.Form != "_" {
		score.Gold = 1
	}
	if len(parts) > 0 {
		score.Found = 1
	}
	if score.Gold+score.Found > 0 && strings.EqualFold(got, w.Lemma) {
		score.Right = 1
	} else if score.Gold+score.Found > 0 && os.Getenv("LUISTER_ERRORS") != "" {
		fmt.Printf("SPLIT %s %s gold %s got %s\n", w.UPOS, w.Form, w.Lemma, got)
	}
	return score
}
