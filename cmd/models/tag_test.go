package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"luister/nlp"
	"luister/nlp/tag"
	"luister/nlp/treebank"
)

const folds = 5

// TestEvalTag cross-validates the tagger, and what follows from its tags, on
// today's gold: what it is measured on it was not trained on. One fold takes a
// minute; LUISTER_FOLDS=1 measures all five.
func TestEvalTag(t *testing.T) {
	shared := evalShared(t)
	if err := needSilver(shared); err != nil {
		t.Skip(err)
	}
	material, err := readTagMaterial(shared)
	if err != nil {
		t.Fatal(err)
	}
	for _, set := range []struct {
		name, file   string
		full, merged float64 // floors
		lemma, verbs float64
		parts        float64
	}{{"alpino", goldFiles[0], 0.95, 0.962, 0.96, 0.80, 0.86}, {"lassysmall", goldFiles[1], 0.96, 0.968, 0.972, 0.75, 0.80}} {
		gold, err := readTreebanks(shared+"/data", []string{set.file})
		if err != nil {
			t.Fatal(err)
		}
		other, err := readTreebanks(shared+"/data", slices.DeleteFunc(slices.Clone(goldFiles), func(f string) bool { return f == set.file }))
		if err != nil {
			t.Fatal(err)
		}
		score := crossValidate(t, material, gold, other)
		floorEval(t, "tag/"+set.name+" UPOS", score.full(), set.full, score.words)
		floorEval(t, "tag/"+set.name+" UPOS-merged", score.merged(), set.merged, score.words)
		floorEval(t, "lemma/"+set.name+" accuracy", float64(score.lemma)/float64(score.words), set.lemma, score.words)
		floorEval(t, "lemma/"+set.name+" accuracy-natural", float64(score.natural)/float64(score.words), set.lemma, score.words)
		floorEval(t, "compound/"+set.name+"-and-verbs F1", score.parts.F1(), set.parts, score.parts.Gold)
		floorEval(t, "lemma/"+set.name+" particles-F1", score.verbs.F1(), set.verbs, score.verbs.Gold)
	}
}

// evalShared finds the data sets, or skips.
func evalShared(t *testing.T) string {
	t.Helper()
	if os.Getenv("LUISTER_EVAL") == "" {
		t.Skip("set LUISTER_EVAL=1 to measure")
	}
	shared, ok := treebank.Shared(".")
	if !ok {
		t.Skip("the data sets are not here")
	}
	t.Chdir("../..") // trainers run in the root of the repository
	return shared
}

func floorEval(t *testing.T, what string, value, floor float64, n int) {
	t.Helper()
	name, metric, _ := strings.Cut(what, " ")
	fmt.Printf("EVAL %s %s %.4f n=%d\n", name, metric, value, n)
	if value < floor {
		t.Errorf("%s is %.4f, below %.4f", what, value, floor)
	}
}

type tagScore struct {
	words, right, same, lemma, natural int
	verbs, parts                       treebank.Score
}

func (s tagScore) full() float64   { return float64(s.right) / float64(s.words) }
func (s tagScore) merged() float64 { return float64(s.same) / float64(s.words) }

// crossValidate trains on other and all folds of gold but one, which it tags.
// A fold is a run of sentences, so that articles stay together.
func crossValidate(t *testing.T, material tagMaterial, gold, other []treebank.Sentence) (score tagScore) {
	data := filepath.Join(material.shared, "data")
	known, err := readLemmaKnowledge(data)
	if err != nil {
		t.Fatal(err)
	}
	compounds, err := compoundParts(data)
	if err != nil {
		t.Fatal(err)
	}
	for fold := range folds {
		if fold != folds/2 && os.Getenv("LUISTER_FOLDS") == "" {
			continue
		}
		from, to := len(gold)*fold/folds, len(gold)*(fold+1)/folds
		rest := slices.Concat(gold[:from], gold[to:], other)
		tagger, err := tag.Open(string(tag.Train(material.training(rest))))
		if err != nil {
			t.Fatal(err)
		}
		lemmas := trainedLemmas(t, known, rest)
		parts, err := trainedSplitter(compounds, rest, lemmas)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range gold[from:to] {
			doc := documentOf(s)
			tagger.Annotate(&doc)
			lemmas.Annotate(&doc)
			parts.Annotate(&doc)
			score.verbs.Add(scoreVerbs(s, doc.Tokens))
			for i, w := range s.Words {
				score.parts.Add(scoreSplit(w, joinedParts(&doc.Tokens[i])))
			}
			for i, w := range s.Words {
				score.words++
				if doc.Tokens[i].Lemma == strings.ReplaceAll(w.Lemma, "_", "") {
					score.lemma++
				}
				if sameLemma(doc.Tokens[i].Lemma, w) {
					score.natural++
				}
				got := doc.Tokens[i].UPOS
				if got == w.UPOS {
					score.right++
				} else if os.Getenv("LUISTER_ERRORS") != "" {
					fmt.Printf("ERR %s/%s %s\n", got, w.UPOS, around(s, i))
				}
				if merge(got) == merge(w.UPOS) {
					score.same++
				}
			}
		}
	}
	return score
}

// joinedParts gives the parts of a compound or separable verb, wherever its
// particle stands.
func joinedParts(t *nlp.Token) []string {
	if t.Particle != "" {
		return []string{t.Particle, strings.TrimPrefix(t.Lemma, t.Particle)}
	}
	return t.Parts
}

// merge joins the parts of speech that older tools do not tell apart.
func merge(p nlp.UPOS) nlp.UPOS {
	switch p {
	case nlp.AUX:
		return nlp.VERB
	case nlp.SCONJ:
		return nlp.CCONJ
	case nlp.DET:
		return nlp.PRON
	}
	return p
}

// around shows word i of a sentence between its neighbours.
func around(s treebank.Sentence, i int) string {
	var b strings.Builder
	for k := max(0, i-4); k < min(len(s.Words), i+4); k++ {
		if k == i {
			b.WriteString("*" + s.Words[k].Form + "* ")
			continue
		}
		b.WriteString(s.Words[k].Form + " ")
	}
	return b.String()
}
