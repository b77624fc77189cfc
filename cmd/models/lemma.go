package main

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"luister/nlp"
	"luister/nlp/lemma"
	"luister/nlp/table"
	"luister/nlp/treebank"
)

// A formLemma is one example: a form in lower case, its lemma, and how much it
// counts.
type formLemma struct {
	form, lemma string
	upos        nlp.UPOS
	weight      int
}

// What one line of a source counts: gold outweighs every list.
const (
	goldWeight = 200
	oldWeight  = 40
	listWeight = 3
)

func trainLemma(shared string) error {
	data := filepath.Join(shared, "data")
	gold, err := readTreebanks(data, goldFiles)
	if err != nil {
		return err
	}
	known, err := readLemmaKnowledge(data)
	if err != nil {
		return err
	}
	model, err := known.model(gold)
	if err != nil {
		return err
	}
	fmt.Printf("lemma: %d bytes\n", len(model))
	return os.WriteFile("nlp/lemma/lemma.bin", model, 0o644)
}

// lemmaKnowledge is what lemmas are learned from besides today's gold.
type lemmaKnowledge struct {
	old         []treebank.Sentence
	lists       []formLemma
	words       map[string]bool     // of OpenTaal
	participles map[string][]string // of verbs
}

func readLemmaKnowledge(data string) (k lemmaKnowledge, err error) {
	if k.old, err = readTreebanks(data, oldFiles); err != nil {
		return k, err
	}
	if k.lists, err = listLemmas(data); err != nil {
		return k, err
	}
	if k.words, err = openTaalWords(data); err != nil {
		return k, err
	}
	if k.participles, err = listParticiples(data); err != nil {
		return k, err
	}
	forms, err := openTaalForms(data)
	k.lists = append(k.lists, inflectedNouns(k.lists, forms)...)
	return k, err
}

// openTaalForms gives the inflected forms of OpenTaal.
func openTaalForms(data string) (map[string]bool, error) {
	forms := map[string]bool{}
	add := func(w string) { forms[w] = true }
	err := eachLine(filepath.Join(data, "opentaal/nouns-meervouden.txt"), add)
	return forms, errors.Join(err, eachLine(filepath.Join(data, "opentaal/flexies-ongekeurd.txt"), add))
}

// model makes the bytes of a lemmatiser. What it learns of particles that stand
// apart rests on its own lemmas.
func (k lemmaKnowledge) model(gold []treebank.Sentence) ([]byte, error) {
	model := k.rules(gold)
	l, err := lemma.Open(string(model) + string(table.Build(nil)))
	if err != nil {
		return nil, err
	}
	return append(model, table.Build(particleWeights(l, gold, k.old))...), nil
}

// openTaalWords gives the words of OpenTaal, approved or not.
func openTaalWords(data string) (map[string]bool, error) {
	words := map[string]bool{}
	var err error
	for _, name := range []string{"basiswoorden-gekeurd.txt", "flexies-ongekeurd.txt", "werkwoorden-infinitief.txt"} {
		err = errors.Join(err, eachLine(filepath.Join(data, "opentaal", name), func(w string) { words[w] = true }))
	}
	return words, err
}

// treebankLemmas takes examples from gold sentences. A verb whose particle
// stands elsewhere is an example of its bare lemma.
func treebankLemmas(sentences []treebank.Sentence, weight int) []formLemma {
	var all []formLemma
	for _, s := range sentences {
		for i, w := range s.Words {
			gold := w.Lemma
			if apart := treebank.Particle(s, i); apart != "" {
				gold = strings.TrimPrefix(gold, apart+"_")
			}
			form := w.Form
			switch {
			case w.UPOS != nlp.PROPN:
				form = strings.ToLower(form)
				gold = strings.ToLower(gold)
			case form != gold && strings.EqualFold(form, gold):
				continue // older guidelines
			}
			all = append(all, formLemma{form, naturalLemma(form, gold), w.UPOS, weight})
		}
	}
	return all
}

// naturalLemma puts the linking letters and hyphens back that a treebank leaves
// out of the lemma of a compound: "opleiding_ploeg" is "opleidingsploeg".
func naturalLemma(form, gold string) string {
	parts := strings.Split(gold, "_")
	if len(parts) == 1 || form == "_" {
		return gold
	}
	last := parts[len(parts)-1]
	joined := strings.Join(parts, "")
	if strings.HasPrefix(form, parts[0]+"ge") {
		return joined // a participle, "uitgevoerd": nothing links a particle
	}
	for n := utf8.RuneCountInString(last); n >= 3; n-- {
		start := string([]rune(last)[:n])
		if at := strings.LastIndex(form, start); at >= len(parts[0])-2 && at > 0 {
			if strings.HasPrefix(form, joined[:min(len(joined), at+1)]) {
				return joined
			}
			return form[:at] + last
		}
	}
	return joined
}

// lemmaRule finds the rule that makes lemma out of form.
func lemmaRule(form, lem string) lemma.Rule {
	plain := suffixRule(form, lem)
	at := lemma.GePrefix(form)
	if at < 0 {
		return plain
	}
	without := form[:at] + form[at+2:]
	if lower := strings.NewReplacer("ï", "i", "ë", "e", "ö", "o", "ü", "u"); lem[min(at, len(lem)):] != "" && !strings.HasPrefix(lem[min(at, len(lem)):], without[at:min(len(without), at+2)]) {
		without = without[:at] + lower.Replace(without[at:min(len(without), at+2)]) + without[min(len(without), at+2):]
	}
	if ge := suffixRule(without, lem); ge.Strip < plain.Strip-2 && ge.Strip < 250 {
		ge.Ge = true
		if ge.Apply(form) == lem {
			return ge
		}
	}
	return plain
}

func suffixRule(form, lem string) lemma.Rule {
	n := 0
	for n < len(form) && n < len(lem) {
		r, size := utf8.DecodeRuneInString(form[n:])
		q, _ := utf8.DecodeRuneInString(lem[n:])
		if r != q || r == unicode.ReplacementChar {
			break
		}
		n += size
	}
	return lemma.Rule{Strip: len(form) - n, Add: lem[n:]}
}

// rules grows the table of rules: a suffix gets a rule of its own only where it
// decides otherwise than the next shorter one. Behind it stand the separable verbs.
func (k lemmaKnowledge) rules(gold []treebank.Sentence) []byte {
	examples := slices.Concat(treebankLemmas(gold, goldWeight), treebankLemmas(k.old, oldWeight), k.lists)
	separable := separableVerbs(examples, k)
	goldVerbs(separable, gold)
	index, rules := map[lemma.Rule]uint16{}, []lemma.Rule{}
	votes := map[table.Hash]map[uint16]int{}
	parent := map[table.Hash]table.Hash{}
	order := []table.Hash{}
	for _, e := range mergedExamples(examples) {
		r := lemmaRule(e.form, e.lemma)
		if r.Strip > 250 || len(r.Add) > 250 {
			continue
		}
		id, ok := index[r]
		if !ok {
			id = uint16(len(rules))
			index[r] = id
			rules = append(rules, r)
		}
		var last table.Hash
		n := 0
		lemma.Suffixes(e.form, e.upos, func(h table.Hash) {
			if votes[h] == nil {
				votes[h] = map[uint16]int{}
				parent[h] = last
				order = append(order, h)
			}
			if n >= r.Strip {
				votes[h][id] += e.weight // a rule may not cut more than the suffix shows
			}
			last = h
			n++
		})
	}
	verbs := verbTable(separable)
	for _, w := range properAdjectives(examples, k.words) {
		verbs[lemma.ProperKey(w)] = 0
	}
	for _, w := range goldAdjectives(slices.Concat(gold, k.old)) {
		verbs[lemma.ProperKey(w)] = 0
	}
	return append(writeLemmaModel(rules, decide(order, parent, votes)), table.Build(verbs)...)
}

// goldAdjectives gives those that the lemmas of treebanks write so.
func goldAdjectives(sentences []treebank.Sentence) (all []string) {
	capitals := map[string]int{}
	for _, s := range sentences {
		for _, w := range s.Words {
			low := strings.ToLower(w.Lemma)
			switch {
			case w.UPOS != nlp.ADJ || strings.ContainsAny(low, "_-"):
			case low == w.Lemma:
				capitals[low]--
			default:
				capitals[low]++
			}
		}
	}
	for w, n := range capitals {
		if n > 0 {
			all = append(all, w)
		}
	}
	return all
}

// properAdjectives gives the adjectives that the word lists have only with a
// capital, in lower case.
func properAdjectives(examples []formLemma, words map[string]bool) (all []string) {
	for _, e := range examples {
		first, size := utf8.DecodeRuneInString(e.lemma)
		if e.upos == nlp.ADJ && !words[e.lemma] && words[string(unicode.ToUpper(first))+e.lemma[size:]] {
			all = append(all, e.lemma)
		}
	}
	return all
}

// mergedExamples sorts the examples and keeps for every form and part of speech
// the lemma that counts most. A form counts at most a little more than one for
// its suffixes, so that frequent irregular words do not make rules.
func mergedExamples(examples []formLemma) []formLemma {
	total := map[formLemma]int{}
	for _, e := range examples {
		if len(e.form) == 0 || len(e.form) > 40 {
			continue
		}
		w := e.weight
		e.weight, e.upos = 0, lemma.Group(e.upos)
		total[e] += w
	}
	var all []formLemma
	for e, w := range total {
		e.weight = w
		all = append(all, e)
	}
	slices.SortFunc(all, func(a, b formLemma) int {
		return cmp.Or(strings.Compare(a.form, b.form), cmp.Compare(a.upos, b.upos), cmp.Compare(b.weight, a.weight), strings.Compare(a.lemma, b.lemma))
	})
	all = slices.CompactFunc(all, func(a, b formLemma) bool { return a.form == b.form && a.upos == b.upos })
	for i := range all {
		all[i].weight = 1
	}
	return all
}

// decide keeps the suffixes whose majority differs from what a shorter one says.
func decide(order []table.Hash, parent map[table.Hash]table.Hash, votes map[table.Hash]map[uint16]int) map[table.Hash]uint16 {
	said := map[table.Hash]uint16{} // what holds at each suffix
	kept := map[table.Hash]uint16{}
	for _, h := range order {
		best, most := uint16(0), -1
		for id, n := range votes[h] {
			if n > most || n == most && id < best {
				best, most = id, n
			}
		}
		above, ok := said[parent[h]]
		if ok && (most < 0 || votes[h][above] == most) {
			best = above
		}
		said[h] = best
		if !ok || best != above {
			kept[h] = best
		}
	}
	return kept
}

func writeLemmaModel(rules []lemma.Rule, kept map[table.Hash]uint16) []byte {
	var b bytes.Buffer
	b.WriteString(lemma.Magic)
	b.Write(binary.LittleEndian.AppendUint16(nil, uint16(len(rules))))
	for _, r := range rules {
		ge := byte(0)
		if r.Ge {
			ge = 1
		}
		b.Write([]byte{ge, byte(r.Strip), byte(len(r.Add))})
		b.WriteString(r.Add)
	}
	b.Write(table.Build(kept))
	return b.Bytes()
}
