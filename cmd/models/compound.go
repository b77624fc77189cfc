package main

import (
	"encoding/binary"
	"errors"
	"fmt"
	"maps"
	"math"
	"math/bits"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"luister/nlp"
	"luister/nlp/compound"
	"luister/nlp/lemma"
	"luister/nlp/table"
	"luister/nlp/treebank"
)

func trainCompound(shared string) error {
	data := filepath.Join(shared, "data")
	parts, err := compoundParts(data)
	if err != nil {
		return err
	}
	gold, err := readTreebanks(data, goldFiles)
	if err != nil {
		return err
	}
	model, err := compoundModel(parts, gold)
	if err != nil {
		return err
	}
	fmt.Printf("compound: %d bytes\n", len(model))
	return os.WriteFile("nlp/compound/compound.bin", model, 0o644)
}

// compoundParts counts, for every simple word, how many words of the lists it
// opens and closes, and makes the table.
func compoundParts(data string) ([]byte, error) {
	words, is, err := compoundWords(data)
	if err != nil {
		return nil, err
	}
	frequency := map[string]int{}
	err = eachLine(filepath.Join(data, "freqwords-nl/nl_50k_2018.txt"), func(line string) {
		w, n, _ := strings.Cut(line, " ")
		count, _ := strconv.Atoi(n)
		frequency[w] = max(0, bits.Len(uint(count))-4)
	})
	if err != nil {
		return nil, err
	}
	opens, closes := map[string]int{}, map[string]int{}
	for w := range words {
		for i := 3; i+3 <= len(w); i++ {
			before, head := w[:i], w[i:]
			if is[head]&uint16(compound.Noun|compound.Adjective) == 0 || !modifies(before, is) {
				continue
			}
			opens[before]++
			closes[head]++
		}
	}
	values := map[table.Hash]uint16{}
	for _, list := range []map[string]int{opens, closes, frequency} {
		for w := range list {
			values[compound.Key(w)] = compound.Part(bits.Len(uint(opens[w])), bits.Len(uint(closes[w])), frequency[w], is[w])
		}
	}
	return table.Build(values), nil
}

// modifies tells whether before can be the first part of a compound, with or
// without a linking s.
func modifies(before string, is map[string]uint16) bool {
	if is[before] != 0 {
		return true
	}
	base, ok := strings.CutSuffix(before, "s")
	return ok && len(base) > 2 && is[base]&uint16(compound.Noun) != 0
}

// compoundWords gives the words to count in, and what each word is.
func compoundWords(data string) (words map[string]bool, is map[string]uint16, err error) {
	words, is = map[string]bool{}, map[string]uint16{}
	lists, err := listLemmas(data)
	if err != nil {
		return nil, nil, err
	}
	lower := func(w string) bool { return w == strings.ToLower(w) && !strings.ContainsAny(w, " -'.") }
	for _, e := range lists {
		if !lower(e.form) || len(e.form) < 3 {
			continue
		}
		switch e.upos {
		case nlp.NOUN:
			if e.form == e.lemma {
				is[e.form] |= uint16(compound.Noun)
				words[e.form] = true
			} else {
				is[e.form] |= uint16(compound.Plural)
			}
		case nlp.ADJ:
			if e.form == e.lemma {
				is[e.form] |= uint16(compound.Adjective)
				words[e.form] = true
			}
		}
	}
	err = eachLine(filepath.Join(data, "pattern-nl/nl-verbs.txt"), func(line string) {
		if forms := strings.Split(line, ","); len(forms) > 2 && len(forms[1]) > 2 {
			is[forms[1]] |= uint16(compound.Stem) // ik bel
		}
	})
	for w := range wordSet(derivations) {
		delete(is, w)
	}
	for w := range wordSet(prefixes) {
		is[w] |= uint16(compound.Adjective)
	}
	err = errors.Join(err,
		eachLine(filepath.Join(data, "opentaal/basiswoorden-gekeurd.txt"), func(w string) {
			if lower(w) {
				words[w] = true
			}
		}))
	return words, is, err
}

// derivations are words that are more often the end or start of a derived word
// than a part of a compound.
const derivations = `ing heid lijk schap baar loos aar der tier nis end sing ledig tig ent aal ist isme ster erij teit ling dom sel ant air haft zaam achtig
	ver ont her aan uit toe tot bij met per pro con dis des wel eer aard lei maal matig ren ten den len sen ter ger ker per eur age ade ine ette iek
	kel gen men ben ver rit tal nat ras trans king`

// prefixes make compounds as adjectives do.
const prefixes = `achter tussen onder buiten binnen boven mede oud hoofd half super mini mega anti extra neven eind begin kern`

// A compoundGold is a lemma with its parts; one part if it is whole.
type compoundGold struct {
	lemma string
	parts []string
}

// compoundModel adds the weights to the table; they are learned from the
// compounds of a treebank with an averaged perceptron, in which a word that is
// whole scores 0.
func compoundModel(parts []byte, gold []treebank.Sentence) ([]byte, error) {
	l, err := lemma.New()
	if err != nil {
		return nil, err
	}
	s, err := compound.Open(string(parts)+strings.Repeat("\x00", 4*compound.Weights), l)
	if err != nil {
		return nil, err
	}
	var weight, total [compound.Weights]float64
	examples := compoundExamples(gold)
	const rounds = 30
	for range rounds {
		for _, e := range examples {
			learnCompound(s, e, &weight)
			for i, w := range weight {
				total[i] += w
			}
		}
	}
	out := slices.Clone(parts)
	for _, sum := range total {
		mean := float32(sum / float64(rounds*max(1, len(examples))))
		out = binary.LittleEndian.AppendUint32(out, math.Float32bits(mean))
	}
	return out, nil
}

// learnCompound moves the weights if the best cut of a word is wrong.
func learnCompound(s *compound.Splitter, e compoundGold, weight *[compound.Weights]float64) {
	guess, right := compound.Cut{}, compound.Cut{}
	var best, bestRight float64
	for _, c := range s.Cuts(e.lemma) {
		score := 0.0
		for _, f := range c.Features {
			score += weight[f]
		}
		if score > best {
			guess, best = c, score
		}
		if e.has(c) && (right.Head == "" || score > bestRight) {
			right, bestRight = c, score
		}
	}
	if len(e.parts) > 1 && right.Head == "" {
		return // the table does not know its parts
	}
	if guess.Head == right.Head && guess.Modifier == right.Modifier && (right.Head == "" || best > 1) {
		return
	}
	for _, f := range right.Features {
		weight[f]++
	}
	for _, f := range guess.Features {
		weight[f]--
	}
}

// has tells whether cut c goes through a boundary of gold.
func (e compoundGold) has(c compound.Cut) bool {
	n := len(e.parts)
	switch {
	case n < 2:
		return false
	case n == 2:
		return c.Modifier == e.parts[0] && c.Head == e.parts[1]
	}
	return c.Modifier == e.parts[0] || c.Head == e.parts[n-1]
}

// compoundExamples gives every lemma of nouns and adjectives once.
func compoundExamples(gold []treebank.Sentence) []compoundGold {
	all := map[string]compoundGold{}
	for _, s := range gold {
		for _, w := range s.Words {
			if w.UPOS != nlp.NOUN && w.UPOS != nlp.ADJ || strings.ContainsAny(w.Form, "-_") || len(w.Form) < 6 {
				continue
			}
			l := strings.ToLower(naturalLemma(strings.ToLower(w.Form), w.Lemma))
			all[l] = compoundGold{l, strings.Split(strings.ToLower(w.Lemma), "_")}
		}
	}
	var list []compoundGold
	for _, l := range slices.Sorted(maps.Keys(all)) {
		list = append(list, all[l])
	}
	return list
}
