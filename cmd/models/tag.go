package main

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"luister/nlp"
	"luister/nlp/table"
	"luister/nlp/tag"
	"luister/nlp/token"
	"luister/nlp/treebank"
)

const (
	tagRows     = 350_000 // most rows of weights, before those go that decide nothing
	silverEvery = 6       // a sentence of the silver takes part in one epoch of so many
	nameEvery   = 4       // a sentence with a name that was given an article, likewise
	guideRuns   = 3
)

func trainTag(shared string) error {
	material, err := readTagMaterial(shared)
	if err != nil {
		return err
	}
	gold, err := readTreebanks(filepath.Join(shared, "data"), goldFiles)
	if err != nil {
		return err
	}
	t := material.training(gold)
	t.Log = true
	return os.WriteFile("nlp/tag/tag.bin", table.Pack(tag.Train(t)), 0o644)
}

// Files of gold: those of today's guidelines and those of older ones.
var (
	goldFiles = []string{"ud-alpino/nl_alpino-ud-dev.conllu", "ud-lassysmall/nl_lassysmall-ud-dev.conllu"}
	oldFiles  = []string{"ud-alpino/train_clean_old2017_partial.conllu", "ud-lassysmall/train_clean_old2017.conllu"}
)

// tagMaterial is what taggers are trained on besides today's gold.
type tagMaterial struct {
	shared   string
	old      []treebank.Sentence
	silver   [][]tag.Example
	hints    map[string][]tag.Hint // of the sentences of treebanks, by their text
	classes  map[table.Hash]uint16
	clusters map[string]uint16
}

func readTagMaterial(shared string) (m tagMaterial, err error) {
	m.shared = shared
	data := filepath.Join(shared, "data")
	if err := needSilver(shared); err != nil {
		return m, err
	}
	if m.old, err = readTreebanks(data, oldFiles); err != nil {
		return m, err
	}
	if m.classes, err = wordClasses(data); err != nil {
		return m, err
	}
	if m.clusters, err = wordClusters(shared); err != nil {
		return m, err
	}
	m.hints = map[string][]tag.Hint{}
	err = frogSentences(hintFile, func(words []string, hints []tag.Hint) {
		m.hints[strings.Join(words, " ")] = hints
	})
	return m, errors.Join(err, frogSentences(silverFile, func(words []string, hints []tag.Hint) {
		if len(words) > 2 {
			m.silver = append(m.silver, hintedExamples(words, hints))
		}
	}))
}

// training joins the material with gold. A guide learns from the gold alone what
// the tags of Frog mean by today's guidelines, and labels the rest: so nothing
// is known of a fold that is held out.
func (m tagMaterial) training(gold []treebank.Sentence) tag.Training {
	today, old := m.hinted(gold), m.hinted(m.old)
	t := tag.Training{Sources: []tag.Source{{Sentences: today}}, Classes: m.classes, Clusters: m.clusters, Epochs: 10, Runs: guideRuns, MinCount: 2, Seed: 7}
	guide := tag.NewGuide(t)
	for _, s := range old {
		guide.Label(s)
	}
	for _, s := range m.silver {
		guide.Label(s)
	}
	t.Classes = closedClasses(m.classes, slices.Concat(today, old, m.silver))
	t.Sources = append(t.Sources, tag.Source{Sentences: old}, tag.Source{Sentences: m.silver, Every: silverEvery}, tag.Source{Sentences: withArticles(old), Every: nameEvery})
	t.Epochs, t.Runs, t.MinCount, t.MaxRows, t.Hide = 12, 3, 3, tagRows, 2
	return t
}

// withArticles gives the sentences with a name of one word that follows a word without
// a capital, and an article before it: "zei Morgan" becomes "zei De Morgan". Such names
// are common, and every text has others.
func withArticles(sentences [][]tag.Example) (all [][]tag.Example) {
	article := tag.Example{Text: "De", Norm: "de", Kind: nlp.Word, Allowed: 1 << nlp.PROPN}
	for _, s := range sentences {
		for i := 1; i+1 < len(s); i++ {
			if isName(s[i]) && !isName(s[i+1]) && takesName(s[i-1]) {
				all = append(all, slices.Insert(slices.Clone(s), i, article))
				break
			}
		}
	}
	return all
}

func isName(e tag.Example) bool {
	return e.Allowed == 1<<nlp.PROPN && e.Kind == nlp.Word && e.Text != e.Norm
}

// takesName tells whether a name can follow, with an article of its own.
func takesName(e tag.Example) bool {
	const not = 1<<nlp.DET | 1<<nlp.ADJ | 1<<nlp.PROPN
	return e.Kind == nlp.Word && e.Text == e.Norm && e.Allowed&not == 0
}

// hinted gives examples of gold with the tags of Frog.
func (m tagMaterial) hinted(sentences []treebank.Sentence) (all [][]tag.Example) {
	for _, s := range sentences {
		words := s.Joined(nlp.Span{End: len(s.Words)})
		list := hintedExamples(strings.Fields(words), m.hints[words])
		for i, w := range s.Words {
			list[i].Allowed = 1 << w.UPOS
		}
		all = append(all, list)
	}
	return all
}

// hintedExamples makes examples of words; where there are no hints, without.
func hintedExamples(words []string, hints []tag.Hint) []tag.Example {
	list := make([]tag.Example, len(words))
	for i, w := range words {
		list[i] = tag.Example{Text: w, Norm: strings.ToLower(w), Kind: kindOf(w)}
		if i < len(hints) {
			list[i].Hint = hints[i]
		}
	}
	return list
}

func readTreebanks(data string, files []string) ([]treebank.Sentence, error) {
	var all []treebank.Sentence
	for _, f := range files {
		sentences, err := treebank.ReadFile(filepath.Join(data, f))
		if err != nil {
			return nil, err
		}
		all = append(all, sentences...)
	}
	return all, nil
}

// kindOf gives the kind that the tokeniser gives a word.
func kindOf(form string) nlp.Kind {
	doc := nlp.Document{Text: form}
	token.Split(&doc)
	if len(doc.Tokens) == 0 {
		return nlp.Punct
	}
	return doc.Tokens[0].Kind
}
