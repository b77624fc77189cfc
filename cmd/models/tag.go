package main

import (
	"bufio"
	"errors"
	"io/fs"
	"maps"
	"math"
	"math/bits"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"luister/nlp"
	"luister/nlp/lemma"
	"luister/nlp/table"
	"luister/nlp/tag"
	"luister/nlp/token"
	"luister/nlp/treebank"
)

// tagRows is how many rows of weights the shipped tagger has: about 24 bytes each.
const tagRows = 230_000

// How much of the silver is used: a sentence in so many, and of those one in so
// many an epoch.
const (
	silverShare = 3
	silverEvery = 2
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
	classes  map[table.Hash]uint16
	clusters map[string]uint16
}

func readTagMaterial(shared string) (m tagMaterial, err error) {
	m.shared = shared
	data := filepath.Join(shared, "data")
	if m.old, err = readTreebanks(data, oldFiles); err != nil {
		return m, err
	}
	if m.classes, err = wordClasses(data); err != nil {
		return m, err
	}
	if m.clusters, err = wordClusters(shared); err != nil {
		return m, err
	}
	if m.silver, err = silverExamples(silverFile); errors.Is(err, fs.ErrNotExist) {
		err = nil
	}
	return m, err
}

// training joins the material with gold. What the old guidelines allow depends
// on the gold, so that nothing is known of a fold that is held out.
func (m tagMaterial) training(gold []treebank.Sentence) tag.Training {
	today, old := tagExamples(gold), tagExamples(m.old)
	loosen(old, today)
	sources := []tag.Source{{Sentences: today}, {Sentences: old}}
	if len(m.silver) > 0 {
		sources = append(sources, tag.Source{Sentences: m.silver, Every: silverEvery})
	}
	return tag.Training{Sources: sources, Classes: m.classes, Clusters: m.clusters, Epochs: 12, MinCount: 2, MaxRows: tagRows, Seed: 7}
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

func tagExamples(sentences []treebank.Sentence) [][]tag.Example {
	var all [][]tag.Example
	for _, s := range sentences {
		var list []tag.Example
		for _, w := range s.Words {
			list = append(list, tagExample(w.Form, 1<<w.UPOS))
		}
		all = append(all, list)
	}
	return all
}

func tagExample(form string, allowed uint32) tag.Example {
	return tag.Example{Text: form, Norm: strings.ToLower(form), Kind: kindOf(form), Allowed: allowed}
}

// loosen allows for the words of old text, whose guidelines were others, every
// tag that the word has today, where the shares of its tags moved.
func loosen(old, today [][]tag.Example) {
	before, now := tagShares(old), tagShares(today)
	for _, sentence := range old {
		for i, e := range sentence {
			b, n := before[e.Norm], now[e.Norm]
			t := bits.TrailingZeros32(e.Allowed)
			if n.total < 5 || math.Abs(b.share(t)-n.share(t)) < 0.1 {
				continue
			}
			sentence[i].Allowed = 0
			for k := range tag.Tags {
				if n.share(k) > 0.03 {
					sentence[i].Allowed |= 1 << k
				}
			}
		}
	}
}

// A share counts the tags of a word.
type share struct {
	count [tag.Tags]int
	total int
}

func (s share) share(t int) float64 {
	if s.total == 0 {
		return 0
	}
	return float64(s.count[t]) / float64(s.total)
}

func tagShares(sentences [][]tag.Example) map[string]share {
	all := map[string]share{}
	for _, sentence := range sentences {
		for _, e := range sentence {
			s := all[e.Norm]
			s.count[bits.TrailingZeros32(e.Allowed)]++
			s.total++
			all[e.Norm] = s
		}
	}
	return all
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

// What a word list can say of a word; the tagger learns what that means.
const (
	classNoun = 1 << iota
	classPlural
	classAdjective
	classInflected
	classInfinitive
	classFinite
	classParticiple
	classAdverb
	classProper
	classOther
	classAuxiliary
)

// wordClasses reads the word lists into a table by suffix.
func wordClasses(data string) (map[table.Hash]uint16, error) {
	class := map[string]uint16{}
	add := func(word string, bits uint16) {
		if word != "" && len(word) < 40 && !strings.ContainsRune(word, ' ') {
			class[strings.ToLower(word)] |= bits
		}
	}
	for _, read := range []func(string, func(string, uint16)) error{spacyClasses, unimorphClasses, openTaalClasses} {
		if err := read(data, add); err != nil {
			return nil, err
		}
	}
	for word := range auxiliaries {
		add(word, classAuxiliary)
	}
	return classTable(class), nil
}

// classTable keeps the classes by suffix, as decide does for lemmas.
func classTable(class map[string]uint16) map[table.Hash]uint16 {
	votes := map[table.Hash]map[uint16]int{}
	parent := map[table.Hash]table.Hash{}
	var order []table.Hash
	for _, word := range slices.Sorted(maps.Keys(class)) {
		var last table.Hash
		lemma.Suffixes(word, 0, func(h table.Hash) {
			if votes[h] == nil {
				votes[h] = map[uint16]int{}
				parent[h] = last
				order = append(order, h)
			}
			votes[h][class[word]]++
			last = h
		})
	}
	return decide(order, parent, votes)
}

func spacyClasses(data string, add func(word string, bits uint16)) error {
	var index map[string][]string
	if err := readJSON(filepath.Join(data, "spacy-lookups-nl/nl_lemma_index.json"), &index); err != nil {
		return err
	}
	base := map[string]uint16{"noun": classNoun, "adj": classAdjective, "verb": classInfinitive}
	for class, words := range index {
		bits, ok := base[class]
		if !ok {
			bits = classOther
		}
		for _, w := range words {
			add(w, bits)
		}
	}
	var exceptions map[string]map[string][]string
	if err := readJSON(filepath.Join(data, "spacy-lookups-nl/nl_lemma_exc.json"), &exceptions); err != nil {
		return err
	}
	inflected := map[string]uint16{"noun": classPlural, "adj": classInflected, "verb": classFinite, "adv": classAdverb}
	for class, forms := range exceptions {
		for form := range forms {
			add(form, inflected[class])
		}
	}
	return nil
}

func unimorphClasses(data string, add func(word string, bits uint16)) error {
	return eachLine(filepath.Join(data, "unimorph-nld/nld.tsv"), func(line string) {
		column := strings.Split(line, "\t")
		if len(column) != 3 {
			return
		}
		features := strings.Split(column[2], ";")
		switch {
		case features[0] == "ADJ":
			add(column[1], classInflected)
			add(column[0], classAdjective)
		case features[0] == "V.PTCP":
			add(column[1], classParticiple)
		case slices.Contains(features, "NFIN"):
			add(column[1], classInfinitive)
		default:
			add(column[1], classFinite)
		}
	})
}

func openTaalClasses(data string, add func(word string, bits uint16)) error {
	file := func(name string) string { return filepath.Join(data, "opentaal", name) }
	lower := map[string]bool{}
	var proper []string
	err := eachLine(file("basiswoorden-gekeurd.txt"), func(w string) {
		if r, _ := utf8.DecodeRuneInString(w); unicode.IsUpper(r) {
			proper = append(proper, w)
			return
		}
		lower[w] = true
	})
	err = errors.Join(err, eachLine(file("basiswoorden-ongekeurd.txt"), func(w string) {
		if r, _ := utf8.DecodeRuneInString(w); unicode.IsUpper(r) {
			proper = append(proper, w)
		}
	}))
	for _, w := range proper {
		if !lower[strings.ToLower(w)] {
			add(w, classProper)
		}
	}
	err = errors.Join(err, eachLine(file("werkwoorden-infinitief.txt"), func(w string) { add(w, classInfinitive) }))
	err = errors.Join(err, eachLine(file("nouns-meervouden.txt"), func(w string) { add(w, classPlural) }))
	return errors.Join(err, eachLine(file("adjectieven-en-bijwoorden.txt"), func(w string) { add(w, classAdverb) }))
}

// silverExamples reads what Frog tagged; a tag of Frog may allow several of ours.
func silverExamples(name string) ([][]tag.Example, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var all [][]tag.Example
	var list []tag.Example
	n := 0
	in := bufio.NewScanner(f)
	for in.Scan() {
		word, rest, ok := strings.Cut(in.Text(), "\t")
		if !ok {
			if n++; n%silverShare == 0 && len(list) > 2 {
				all = append(all, list)
			}
			list = nil
			continue
		}
		_, cgn, _ := strings.Cut(rest, "\t")
		list = append(list, tagExample(word, allowedBy(cgn, strings.ToLower(word))))
	}
	return all, in.Err()
}
