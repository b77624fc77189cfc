// Models makes the data files that the program embeds: one trainer per file of
// this folder, each of which reads open data and writes one model. The same
// data give the same bytes.
//
//	LUISTER_SHARED=../shared go run ./cmd/models vector
package main

import (
	"cmp"
	"fmt"
	"os"
)

// A trainer makes one embedded file from the data under shared.
type trainer struct {
	name, doc string
	train     func(shared string) error
}

// trainers lists what can be made.
func trainers() []trainer {
	return []trainer{
		{"vector", "word vectors: nlp/vector/nl.vec", trainVectors},
		{"names", "word lists: nlp/names/data", trainNames},
		{"silver", "additional training text, tagged by Frog: build/silver.tsv", trainSilver},
		{"lemma", "lemma rules: nlp/lemma/lemma.bin", trainLemma},
		{"tag", "part-of-speech tagger: nlp/tag/tag.bin", trainTag},
		{"compound", "parts of compounds: nlp/compound/compound.bin", trainCompound},
		{"lang", "languages: nlp/lang/lang.bin", trainLang},
		{"norm", "words of the speller: nlp/norm/norm.bin and corrections.txt", trainNorm},
		{"term", "terms of several words: nlp/term/expressions.txt", trainTerms},
		{"english", "tagger of English: nlp/english/english.bin", trainEnglish},
		{"feelings", "polarity of words: nlp/code/data/words.tsv, weak.tsv", trainFeelings},
	}
}

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "models:", err)
		os.Exit(1)
	}
}

func run(names []string) error {
	shared := cmp.Or(os.Getenv("LUISTER_SHARED"), "../shared")
	if len(names) == 0 {
		for _, t := range trainers() {
			fmt.Printf("%-12s %s\n", t.name, t.doc)
		}
		return nil
	}
	for _, name := range names {
		if err := train(name, shared); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return nil
}

func train(name, shared string) error {
	for _, t := range trainers() {
		if t.name == name {
			return t.train(shared)
		}
	}
	return fmt.Errorf("no such model")
}
