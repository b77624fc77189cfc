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
	"luister/nlp/tag"
	"luister/nlp/treebank"
)

const folds = 5

var treebanks = [...]string{"alpino", "lassysmall"} // in the order of goldFiles

// TestEvalTag cross-validates the tagger, and what follows from its tags, on
// today's gold: of both treebanks the same fifth is held out at a time. One fold
// takes two minutes; LUISTER_FOLDS=1 measures all five.
func TestEvalTag(t *testing.T) {
	shared := evalShared(t)
	if err := needSilver(shared); err != nil {
		t.Skip(err)
	}
	material, err := readTagMaterial(shared)
	if err != nil {
		t.Fatal(err)
	}
	var gold [2][]treebank.Sentence
	for i := range gold {
		if gold[i], err = readTreebanks(shared+"/data", goldFiles[i:i+1]); err != nil {
			t.Fatal(err)
		}
	}
	scores := crossValidate(t, material, gold)
	which := 0
	if os.Getenv("LUISTER_FOLDS") != "" {
		which = 1
	}
	for i, name := range treebanks {
		score, floor := scores[i], tagFloors[name][which]
		floorEval(t, "tag/"+name+" UPOS", score.full(), floor.full, score.words)
		floorEval(t, "tag/"+name+" UPOS-merged", score.merged(), floor.merged, score.words)
		floorEval(t, "lemma/"+name+" accuracy", float64(score.lemma)/float64(score.words), floor.lemma, score.words)
		floorEval(t, "lemma/"+name+" accuracy-natural", float64(score.natural)/float64(score.words), floor.lemma, score.words)
		floorEval(t, "compound/"+name+"-and-verbs F1", score.parts.F1(), floor.parts, score.parts.Gold)
		floorEval(t, "lemma/"+name+" particles-F1", score.verbs.F1(), floor.verbs, score.verbs.Gold)
	}
}

// tagFloors are for the fold in the middle, and for all five, of which some articles
// are harder.
var tagFloors = map[string][2]struct{ full, merged, lemma, verbs, parts float64 }{
	"alpino":     {{0.95, 0.962, 0.96, 0.80, 0.86}, {0.965, 0.972, 0.970, 0.80, 0.86}},
	"lassysmall": {{0.96, 0.968, 0.972, 0.75, 0.80}, {0.957, 0.964, 0.970, 0.80, 0.85}},
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

// join adds what was counted elsewhere.
func (s *tagScore) join(other tagScore) {
	s.words += other.words
	s.right += other.right
	s.same += other.same
	s.lemma += other.lemma
	s.natural += other.natural
	s.verbs.Add(other.verbs)
	s.parts.Add(other.parts)
}

// crossValidate trains on all folds but one of both treebanks, and tags that one.
// A fold is a run of sentences, so that articles stay together.
func crossValidate(t *testing.T, material tagMaterial, gold [2][]treebank.Sentence) (scores [2]tagScore) {
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
		var rest []treebank.Sentence
		var held [2][]treebank.Sentence
		for i, g := range gold {
			from, to := len(g)*fold/folds, len(g)*(fold+1)/folds
			rest, held[i] = slices.Concat(rest, g[:from], g[to:]), g[from:to]
		}
		var l layers
		if l.tagger, err = tag.Open(string(tag.Train(material.training(rest)))); err != nil {
			t.Fatal(err)
		}
		l.lemmas = trainedLemmas(t, known, rest)
		if l.parts, err = trainedSplitter(compounds, rest, l.lemmas); err != nil {
			t.Fatal(err)
		}
		for i, name := range treebanks {
			var score tagScore
			for _, s := range held[i] {
				score.add(s, l)
			}
			fmt.Printf("EVAL tag/%s-fold-%d UPOS-merged %.4f n=%d\n", name, fold, score.merged(), score.words)
			scores[i].join(score)
		}
	}
	return scores
}

// layers are what is trained on the same gold.
type layers struct {
	tagger *tag.Tagger
	lemmas *lemma.Lemmatiser
	parts  *compound.Splitter
}

// add compares what the layers make of a sentence with gold.
func (score *tagScore) add(s treebank.Sentence, l layers) {
	doc := documentOf(s)
	l.tagger.Annotate(&doc)
	l.lemmas.Annotate(&doc)
	l.parts.Annotate(&doc)
	score.verbs.Add(scoreVerbs(s, doc.Tokens))
	for i, w := range s.Words {
		score.parts.Add(scoreSplit(w, joinedParts(&doc.Tokens[i])))
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
