package main

import (
	"bufio"
	"errors"
	"fmt"
	"maps"
	"math/bits"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"luister/nlp"
	"luister/nlp/norm"
	"luister/nlp/table"
	"luister/nlp/tag"
	"luister/nlp/token"
)

func trainNorm(shared string) error {
	words, err := knownWords(shared)
	if err != nil {
		return err
	}
	frequent, rare := map[table.Hash]uint16{}, map[table.Hash]uint16{}
	for w, n := range words {
		f, list := bits.Len(uint(n.count)), rare
		if f >= norm.Frequent {
			list = frequent
		}
		list[norm.Key(w)] = uint16(f)
		if n.lower {
			list[norm.Key(w)] |= norm.Lower
		}
	}
	model := table.Pack(append(table.Build(frequent), table.Build(rare)...))
	fmt.Printf("norm: %d words, %d bytes\n", len(words), len(model))
	if err := os.WriteFile("nlp/norm/norm.bin", model, 0o644); err != nil {
		return err
	}
	return writeCorrections(filepath.Join(shared, "data"), words)
}

// A knownWord is how often a word stands in the texts, and whether it is written
// in lower case.
type knownWord struct {
	count int
	lower bool
}

// knownWords gives the words in lower case with how often they stand in open
// texts; those of word lists alone count 0. A word that only the texts have
// must stand there often, and not beside a word one would take it for.
func knownWords(shared string) (map[string]knownWord, error) {
	data := filepath.Join(shared, "data")
	words, err := dictionary(data)
	if err != nil {
		return nil, err
	}
	count, lower := map[string]int{}, map[string]int{}
	err = clusterSources(shared, func(text string) {
		doc := nlp.Document{Text: text}
		token.Split(&doc)
		for _, t := range doc.Tokens {
			if w := t.Of(text); t.Kind == nlp.Word && !tag.IsClitic(w) {
				low := strings.ToLower(w)
				count[low]++
				if w == low {
					lower[low]++
				}
			}
		}
	})
	if err != nil {
		return nil, err
	}
	err = eachLine(filepath.Join(data, "freqwords-nl/nl_50k_2018.txt"), func(line string) {
		w, n, _ := strings.Cut(line, " ")
		c, _ := strconv.Atoi(n)
		count[w] += c / 50 // to the size of the texts
	})
	if err != nil {
		return nil, err
	}
	wrong, err := misspellings(data)
	if err != nil {
		return nil, err
	}
	for w, right := range wrong { // the unapproved lists hold misspellings
		if _, ok := words[right]; ok {
			delete(words, w)
		}
	}
	for w, n := range count {
		k, ok := words[w]
		if ok || n >= 60 && wrong[w] == "" {
			words[w] = knownWord{n, k.lower || lower[w] > 2 && 2*lower[w] > n}
		}
	}
	return words, nil
}

// dictionary gives the words of the lists, each counted 0.
func dictionary(data string) (map[string]knownWord, error) {
	words := map[string]knownWord{}
	add := func(w string) {
		if len(w) > 1 && len(w) < 30 && !strings.ContainsFunc(w, func(r rune) bool { return !unicode.IsLetter(r) && r != '\'' }) {
			low := strings.ToLower(w)
			words[low] = knownWord{lower: words[low].lower || w == low}
		}
	}
	var err error
	for _, name := range []string{"basiswoorden-gekeurd.txt", "basiswoorden-ongekeurd.txt", "flexies-ongekeurd.txt", "nouns-meervouden.txt", "werkwoorden-infinitief.txt"} {
		err = errors.Join(err, eachLine(filepath.Join(data, "opentaal", name), add))
	}
	if err != nil {
		return nil, err
	}
	lists, err := listLemmas(data)
	if err != nil {
		return nil, err
	}
	for _, e := range lists {
		if e.upos == nlp.VERB || e.upos == nlp.ADJ {
			add(e.form)
		}
	}
	return words, nil
}

// misspellings reads the spelling corrections of OpenTaal: single words in lower
// case, wrong to right.
func misspellings(data string) (map[string]string, error) {
	pairs := map[string]string{}
	err := eachLine(filepath.Join(data, "opentaal/corrections.tsv"), func(line string) {
		wrong, right, _ := strings.Cut(line, "\t")
		if right == "" || strings.ContainsAny(wrong+right, " ;`") || wrong != strings.ToLower(wrong) || right != strings.ToLower(right) {
			return
		}
		if strings.ContainsFunc(wrong, unicode.IsDigit) || strings.ContainsRune(wrong, '-') != strings.ContainsRune(right, '-') {
			return // how to write compounds: the parts are the same
		}
		pairs[wrong] = right
	})
	return pairs, err
}

// writeCorrections writes the spelling corrections of OpenTaal whose wrong form
// is no word.
func writeCorrections(data string, words map[string]knownWord) error {
	pairs, err := misspellings(data)
	if err != nil {
		return err
	}
	maps.DeleteFunc(pairs, func(wrong, _ string) bool { _, ok := words[wrong]; return ok })
	f, err := os.Create("nlp/norm/corrections.txt")
	if err != nil {
		return err
	}
	defer f.Close()
	w := bufio.NewWriter(f)
	fmt.Fprintln(w, "# source: OpenTaal word list, elements/corrections.tsv; licence: BSD or CC BY 3.0; date: 2026-11-21")
	for _, wrong := range slices.Sorted(maps.Keys(pairs)) {
		fmt.Fprintf(w, "%s\t%s\n", wrong, pairs[wrong])
	}
	return w.Flush()
}
