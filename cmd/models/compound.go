package main

import (
	"errors"
	"fmt"
	"maps"
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
	l, err := lemma.New()
	if err != nil {
		return err
	}
	model, err := compoundModel(parts, gold, l)
	if err != nil {
		return err
	}
	fmt.Printf("compound: %d bytes\n", len(model))
	return os.WriteFile("nlp/compound/compound.bin", model, 0o644)
}

// partLists are what the word lists say of words as parts of compounds.
type partLists struct {
	is            map[string]uint16 // what a word is
	singular      map[string]string // of plurals
	opens, closes map[string]int    // how many words of the lists it opens and closes
	frequency     map[string]int    // as a power of two
}

// compoundParts reads the word lists and counts, for every simple word, how many
// words it opens and closes.
func compoundParts(data string) (p partLists, err error) {
	words, err := p.read(data)
	if err != nil {
		return p, err
	}
	p.frequency = map[string]int{}
	err = eachLine(filepath.Join(data, "freqwords-nl/nl_50k_2018.txt"), func(line string) {
		w, n, _ := strings.Cut(line, " ")
		count, _ := strconv.Atoi(n)
		p.frequency[w] = max(0, bits.Len(uint(count))-4)
	})
	p.opens, p.closes = map[string]int{}, map[string]int{}
	for w := range words {
		for i := 2; i+3 <= len(w); i++ {
			before, head := w[:i], w[i:]
			if p.is[head]&uint16(compound.Noun|compound.Adjective) == 0 {
				continue
			}
			found := false
			for _, m := range [...]string{before, strings.TrimSuffix(before, "s"), p.singular[before]} {
				if p.is[m]&^uint16(compound.Plural) != 0 {
					p.opens[m]++
					found = true
				}
			}
			if found {
				p.closes[head]++
			}
		}
	}
	return p, err
}

// table makes the table of parts, to which gold adds the parts of its compounds.
func (p partLists) table(gold []compoundGold) map[table.Hash]uint16 {
	is := maps.Clone(p.is)
	for _, g := range gold {
		for _, part := range g.parts[:len(g.parts)-1] {
			if is[part] == 0 {
				is[part] = uint16(compound.Stem)
			}
		}
		if last := g.parts[len(g.parts)-1]; len(g.parts) > 1 && is[last]&uint16(compound.Noun|compound.Adjective) == 0 {
			is[last] |= map[bool]uint16{true: uint16(compound.Adjective), false: uint16(compound.Noun)}[g.upos == nlp.ADJ]
		}
	}
	values := map[table.Hash]uint16{}
	for w, class := range is {
		if p.opens[w]+p.closes[w]+p.frequency[w] == 0 && p.is[w] == class && !strings.Contains(w, "-") {
			continue // a compound itself
		}
		values[compound.Key(w)] = compound.Part(bits.Len(uint(p.opens[w])), bits.Len(uint(p.closes[w])), p.frequency[w], class)
	}
	for w, n := range p.frequency {
		if is[w] == 0 && len(w) > 4 {
			values[compound.Key(w)] = compound.Part(0, 0, n, 0)
		}
	}
	return values
}

// read fills in what words are and gives the words to count in.
func (p *partLists) read(data string) (words map[string]bool, err error) {
	words = map[string]bool{}
	p.is, p.singular = map[string]uint16{}, map[string]string{}
	lists, err := listLemmas(data)
	if err != nil {
		return nil, err
	}
	lower := func(w string) bool { return w == strings.ToLower(w) && !strings.ContainsAny(w, " '.") }
	known, plural := map[string]bool{}, map[string]bool{}
	err = eachLine(filepath.Join(data, "opentaal/nouns-meervouden.txt"), func(w string) { plural[w] = true })
	err = errors.Join(err, eachLine(filepath.Join(data, "opentaal/basiswoorden-gekeurd.txt"), func(w string) {
		if lower(w) {
			words[w], known[w] = true, true
			if strings.Contains(w, "-") {
				p.is[w] |= uint16(compound.Noun)
			}
		}
	}))
	for w := range known { // "varken", which is no plural
		if plural[w+"s"] {
			p.is[w] |= uint16(compound.Noun)
		}
	}
	for _, e := range lists {
		if !lower(e.form) || len(e.form) < 2 || strings.Contains(e.form, "-") {
			continue
		}
		switch e.upos {
		case nlp.NOUN:
			if e.form == e.lemma || known[e.form] && plural[e.form+"s"] {
				p.is[e.form] |= uint16(compound.Noun)
				words[e.form] = true
			} else {
				p.is[e.form] |= uint16(compound.Plural)
				p.singular[e.form] = max(p.singular[e.form], e.lemma) // the same, whatever the order
			}
		case nlp.ADJ:
			if e.form == e.lemma {
				p.is[e.form] |= uint16(compound.Adjective)
				words[e.form] = true
			}
		}
	}
	err = errors.Join(err, eachLine(filepath.Join(data, "pattern-nl/nl-verbs.txt"), func(line string) {
		if forms := strings.Split(line, ","); len(forms) > 2 && len(forms[1]) > 2 {
			p.is[forms[1]] |= uint16(compound.Stem) // ik bel
		}
	}))
	for w := range p.is {
		if len(w) < 3 && !known[w] {
			delete(p.is, w)
		}
	}
	for w := range wordSet(derivations) {
		delete(p.is, w)
	}
	for w := range wordSet(prefixes) {
		p.is[w] |= uint16(compound.Adjective)
	}
	return words, err
}

// derivations are words that are more often the end or start of a derived word
// than a part of a compound.
const derivations = `ing heid lijk schap baar loos aar der tier nis end sing ledig tig ent aal ist isme ster erij teit ling dom sel ant air haft zaam achtig
	ver ont her aan uit toe tot bij met per pro con dis des wel lei ren ten den len sen ter ger ker per eur age ade ine ette iek
	kel gen men ben ver nat trans king`

// prefixes make compounds as adjectives do.
const prefixes = `achter tussen onder buiten binnen boven mede oud hoofd half super mini mega anti extra neven eind begin kern bio multi non ex co vice micro macro mono poly video tele kilo milli hydro pseudo auto`

// A compoundGold is a lemma with its parts; one part if it is whole.
type compoundGold struct {
	word  compound.Word
	parts []string
	upos  nlp.UPOS
}

// compoundModel makes the table of parts and the weights.
func compoundModel(lists partLists, gold []treebank.Sentence, l *lemma.Lemmatiser) ([]byte, error) {
	examples := compoundExamples(gold)
	parts := table.Build(lists.table(examples))
	s, err := compound.Open(string(parts)+string(table.Build(nil)), l)
	if err != nil {
		return nil, err
	}
	var all []choice
	for _, e := range examples {
		all = append(all, choices(s, e)...)
	}
	weights := choiceWeights(all)
	for _, e := range examples {
		remember(weights, s.Cuts(e.word), e)
	}
	return append(parts, table.Build(weights)...), nil
}

// remember changes the weight of the word of an example just as far as it takes to
// cut the word, or leave it whole, as gold does: a lemma is always cut alike.
func remember(weights map[table.Hash]uint16, cuts []compound.Cut, g compoundGold) {
	best, right := 0, false
	for i, c := range cuts {
		sum := 0
		for _, f := range c.Features {
			sum += int(int16(weights[f]))
		}
		if i == 0 || sum > best {
			_, _, right = g.sides(c)
			best = sum
		}
	}
	move := 0
	switch {
	case len(cuts) == 0:
		return
	case len(g.parts) == 1:
		move = min(0, -margin-best)
	case right:
		move = max(0, margin-best)
	default:
		return // another cut would win
	}
	if move != 0 {
		word := compound.WordFeature(g.word.Text)
		weights[word] = uint16(int16(max(-32000, min(32000, int(int16(weights[word]))+move))))
	}
}

// margin is how far, in units of the weights, what is remembered is from the border.
const margin = 512

// choices gives what there is to decide for a word and for its parts.
func choices(s *compound.Splitter, g compoundGold) (all []choice) {
	c := choice{none: len(g.parts) == 1}
	for _, cut := range s.Cuts(g.word) {
		left, right, ok := g.sides(cut)
		c.options = append(c.options, cut.Features)
		c.right = append(c.right, ok)
		if ok && !strings.Contains(g.word.Text, "-") {
			all = append(all, choices(s, left)...)
		}
		if ok {
			all = append(all, choices(s, right)...)
		}
	}
	if c.usable() {
		all = append(all, c)
	}
	return all
}

// sides tells whether a cut goes through a boundary of gold, and what is gold
// for what it leaves.
func (g compoundGold) sides(c compound.Cut) (left, right compoundGold, ok bool) {
	inner := func(text string, parts []string) compoundGold {
		return compoundGold{compound.Word{Text: text, UPOS: nlp.NOUN, Inner: true}, parts, nlp.NOUN}
	}
	for k := 1; k < len(g.parts); k++ {
		before, behind := strings.Join(g.parts[:k], ""), strings.Join(g.parts[k:], "")
		if alike(c.Modifier, before, k > 1) && alike(c.Head, behind, k+1 < len(g.parts)) {
			return inner(c.Modifier, g.parts[:k]), inner(c.Head, g.parts[k:]), true
		}
	}
	return g, g, false
}

// alike tells whether a side of a cut is what gold has there: its parts are
// joined without what links them, so that a long side may have a letter more.
func alike(side, gold string, several bool) bool {
	if side == gold {
		return true
	}
	side = strings.ReplaceAll(side, "-", "")
	return several && len(side) >= len(gold) && len(side) <= len(gold)+2 && side[0] == gold[0] && side[len(side)-2:] == gold[len(gold)-2:]
}

// compoundExamples gives every lemma of nouns, adjectives and numerals once.
func compoundExamples(gold []treebank.Sentence) []compoundGold {
	all := map[string]compoundGold{}
	for _, s := range gold {
		for _, w := range s.Words {
			switch {
			case len(w.Form) < 5 || strings.ContainsAny(w.Form, "_/."):
				continue
			case w.UPOS == nlp.PROPN && strings.Contains(w.Form, "-"):
			case w.UPOS != nlp.NOUN && w.UPOS != nlp.ADJ && w.UPOS != nlp.NUM:
				continue
			}
			gold := w.Lemma
			l := naturalLemma(w.Form, gold)
			if !strings.Contains(w.Form, "-") {
				gold = strings.ToLower(gold)
				l = naturalLemma(strings.ToLower(w.Form), gold)
			}
			all[l+w.UPOS.String()] = compoundGold{compound.Word{Text: l, UPOS: w.UPOS}, strings.Split(gold, "_"), w.UPOS}
		}
	}
	var list []compoundGold
	for _, l := range slices.Sorted(maps.Keys(all)) {
		list = append(list, all[l])
	}
	return list
}
