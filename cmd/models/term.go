package main

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode"

	"luister/nlp/treebank"
)

// trainTerms writes nlp/term/expressions.txt: the words of OpenTaal that are several,
// and the fixed expressions of both treebanks, with where each comes from.
func trainTerms(shared string) error {
	data := filepath.Join(shared, "data")
	terms := map[string][]string{}
	add := func(name, source string) {
		if isTerm(name) && !slices.Contains(terms[name], source) {
			terms[name] = append(terms[name], source)
		}
	}
	if err := eachLine(filepath.Join(data, "opentaal/basiswoorden-gekeurd.txt"), func(line string) { add(line, "opentaal") }); err != nil {
		return err
	}
	for source, name := range map[string]string{"alpino": "ud-alpino/nl_alpino-ud-dev.conllu", "lassy": "ud-lassysmall/nl_lassysmall-ud-dev.conllu"} {
		sentences, err := treebank.ReadFile(filepath.Join(data, name))
		if err != nil {
			return err
		}
		for _, s := range sentences {
			for _, at := range s.Fixed() {
				add(strings.ToLower(s.Joined(at)), source)
			}
		}
	}
	var out strings.Builder
	out.WriteString("# source: OpenTaal word list (CC BY 3.0), fixed expressions of UD Dutch Alpino and LassySmall (CC BY-SA 4.0); licence: CC BY-SA 4.0; date: 2026-11-22\n")
	for _, name := range slices.Sorted(maps.Keys(terms)) {
		fmt.Fprintf(&out, "%s\t%s\n", name, strings.Join(slices.Sorted(slices.Values(terms[name])), " "))
	}
	return os.WriteFile(filepath.Join("nlp", "term", "expressions.txt"), []byte(out.String()), 0o644)
}

// isTerm tells whether name is two or more words in lower case, letters alone.
func isTerm(name string) bool {
	words := strings.Fields(name)
	for _, r := range name {
		if r != ' ' && r != '\'' && !unicode.IsLower(r) {
			return false
		}
	}
	return len(words) > 1
}
