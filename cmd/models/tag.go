package main

import (
	"os"
	"path/filepath"
	"strings"

	"luister/nlp"
	"luister/nlp/lemma"
	"luister/nlp/table"
	"luister/nlp/treebank"
)

func trainTag(shared string) error {
	votes := map[table.Hash]map[uint16]int{}
	parent := map[table.Hash]table.Hash{}
	var order []table.Hash
	for _, name := range []string{"ud-alpino/nl_alpino-ud-dev.conllu", "ud-lassysmall/nl_lassysmall-ud-dev.conllu", "ud-alpino/train_clean_old2017_partial.conllu", "ud-lassysmall/train_clean_old2017.conllu"} {
		sentences, err := treebank.ReadFile(filepath.Join(shared, "data", name))
		if err != nil {
			return err
		}
		for _, s := range sentences {
			for _, w := range s.Words {
				var last table.Hash
				lemma.Suffixes(strings.ToLower(w.Form), nlp.X, func(h table.Hash) {
					if votes[h] == nil {
						votes[h] = map[uint16]int{}
						parent[h] = last
						order = append(order, h)
					}
					votes[h][uint16(w.UPOS)]++
					last = h
				})
			}
		}
	}
	return os.WriteFile("nlp/tag/tag.bin", table.Build(decide(order, parent, votes)), 0o644)
}
