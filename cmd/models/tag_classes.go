package main

import (
	"errors"
	"maps"
	"math/bits"
	"path/filepath"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"luister/nlp"
	"luister/nlp/lemma"
	"luister/nlp/table"
	"luister/nlp/tag"
)

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

// What makes a word one of a closed class: it is there often enough, and a tag of
// that class is not too seldom among its own.
const (
	closedSeen  = 5
	closedShare = 0.03
)

// closedClasses adds to the classes of words what closed classes labelled text
// has them in.
func closedClasses(classes map[table.Hash]uint16, text [][]tag.Example) map[table.Hash]uint16 {
	total := map[string]int{}
	seen := map[string]map[uint16]int{}
	for _, sentence := range text {
		for _, e := range sentence {
			total[e.Norm]++
			if c := tag.Closed(nlp.UPOS(bits.TrailingZeros32(e.Allowed))); c != 0 {
				if seen[e.Norm] == nil {
					seen[e.Norm] = map[uint16]int{}
				}
				seen[e.Norm][c]++
			}
		}
	}
	all := maps.Clone(classes)
	for word, counts := range seen {
		closed := uint16(0)
		for c, n := range counts {
			if n >= closedSeen && float64(n) >= closedShare*float64(total[word]) {
				closed |= c
			}
		}
		if closed == 0 {
			continue
		}
		class, whole := lookUp(classes, word)
		all[whole] = class | closed
	}
	return all
}

// lookUp gives the class of a word, and the key of the whole word.
func lookUp(classes map[table.Hash]uint16, word string) (class uint16, whole table.Hash) {
	lemma.Suffixes(word, 0, func(h table.Hash) {
		if c, ok := classes[h]; ok {
			class = c
		}
		whole = h
	})
	return class, whole
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

// auxiliaries are forms of verbs that can be auxiliaries.
var auxiliaries = wordSet(`ben bent is was waren zijn geweest wees heb hebt heeft had hadden hebben gehad word wordt werd werden worden geworden
	zal zult zullen zou zouden zul kan kunt kun kunnen kon konden gekund mag mogen mocht mochten moet moeten moest moesten wil wilt willen wilde wilden wou
	hoef hoeft hoeven hoefde hoefden laat laten liet lieten ga gaat gaan ging gingen blijf blijft blijven bleef bleven doe doet doen deed deden kom komt komen kwam kwamen`)

func wordSet(words string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(words) {
		set[w] = true
	}
	return set
}
