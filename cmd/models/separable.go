package main

import (
	"cmp"
	"slices"
	"strings"

	"luister/nlp"
	"luister/nlp/lemma"
	"luister/nlp/table"
	"luister/nlp/treebank"
)

// unseparated are the prefixes of verbs that make no participle with "ge", so
// that the list of participles says nothing of a particle before them.
var unseparated = []string{"be", "ver", "ont", "her", "er", "ge"}

// strong are particles that nearly always separate.
var strong = wordSet("aan achteruit af bekend bij bijeen binnen deel dicht gelijk goed heen in kapot klaar kwijt los mee na neer omhoog op open plaats rond samen stil stop stuk tegemoet tegen tekort teleur terecht terug thuis toe uit uiteen vast voorbij voort vooruit vrij weg")

// separableVerbs finds the separable verbs among the examples: their participle
// has "ge" behind the particle ("teruggebeld"), or a treebank says so.
func separableVerbs(examples []formLemma, words map[string]bool) map[string]uint16 {
	byLength := slices.Clone(lemma.Particles[:])
	slices.SortFunc(byLength, func(a, b string) int { return cmp.Or(cmp.Compare(len(b), len(a)), strings.Compare(a, b)) })
	infinitive := map[string]bool{}
	for _, e := range examples {
		if e.upos == nlp.VERB && strings.HasSuffix(e.lemma, "n") {
			infinitive[e.lemma] = true
		}
	}
	verbs := map[string]uint16{}
	for _, e := range examples {
		if e.upos != nlp.VERB {
			continue
		}
		for _, p := range byLength {
			if bare, ok := strings.CutPrefix(e.lemma, p); ok && len(bare) >= 4 && infinitive[bare] && separates(e.form, p, bare) {
				verbs[e.lemma] = max(verbs[e.lemma], uint16(len(p)))
				break
			}
		}
	}
	for w := range words {
		if !infinitive[w] && !strings.HasSuffix(w, "en") && !strings.HasSuffix(w, "aan") {
			continue
		}
		for _, p := range byLength {
			if bare, ok := strings.CutPrefix(w, p); ok && infinitive[bare] && len(bare) >= 4 && (strong[p] || words[p+"ge"+strings.TrimSuffix(bare, "en")]) {
				verbs[w] = max(verbs[w], uint16(len(p)))
				break
			}
		}
	}
	return verbs
}

func separates(form, particle, bare string) bool {
	rest, ok := strings.CutPrefix(form, particle)
	if ok && strings.HasPrefix(rest, "ge") && !strings.HasPrefix(bare, "ge") {
		return true
	}
	for _, u := range unseparated {
		if strings.HasPrefix(bare, u) && len(bare) > len(u)+4 {
			return strong[particle]
		}
	}
	return false
}

// goldVerbs adds the separable verbs of treebanks.
func goldVerbs(verbs map[string]uint16, lemmas []string) {
	for _, l := range lemmas {
		particle, bare, ok := strings.Cut(strings.ToLower(l), "_")
		if ok && !strings.Contains(bare, "_") && slices.Contains(lemma.Particles[:], particle) {
			verbs[particle+bare] = uint16(len(particle))
		}
	}
}

func verbTable(verbs map[string]uint16) map[table.Hash]uint16 {
	t := make(map[table.Hash]uint16, len(verbs))
	for v, n := range verbs {
		t[lemma.VerbKey(v)] = n
	}
	return t
}

// particleWeights learns which verb a particle that stands apart belongs to,
// from the sentences of treebanks.
func particleWeights(l *lemma.Lemmatiser, gold, old []treebank.Sentence) map[table.Hash]uint16 {
	all := particleChoices(l, gold, true)
	return choiceWeights(append(all, particleChoices(l, old, false)...))
}

// particleChoices gives what there is to decide in sentences; marked tells that
// their lemmas of verbs start with the particle.
func particleChoices(l *lemma.Lemmatiser, sentences []treebank.Sentence, marked bool) (all []choice) {
	for _, s := range sentences {
		doc := documentOf(s)
		for i, w := range s.Words {
			doc.Tokens[i].UPOS = w.UPOS
		}
		l.Annotate(&doc)
		gold := goldPairs(s, marked)
		l.Pairs(doc.Tokens, func(list []lemma.Pair) {
			verb, apart := gold[list[0].Particle]
			c := choice{none: !apart}
			for _, p := range list {
				c.options = append(c.options, slices.Clone(p.Features))
				c.right = append(c.right, apart && p.Verb == verb)
			}
			if c.usable() {
				all = append(all, c)
			}
		})
	}
	return all
}

// goldPairs gives the verbs of the particles of a sentence.
func goldPairs(s treebank.Sentence, marked bool) map[int]int {
	pairs := map[int]int{}
	for i, w := range s.Words {
		if !strings.HasPrefix(w.Relation, "compound") || w.Head < 1 || w.Head > len(s.Words) {
			continue
		}
		verb := strings.ToLower(s.Words[w.Head-1].Lemma)
		if !marked || strings.HasPrefix(verb, strings.ToLower(w.Form)+"_") {
			pairs[i] = w.Head - 1
		}
	}
	return pairs
}

// documentOf makes a document with the gold tokens of a sentence.
func documentOf(s treebank.Sentence) nlp.Document {
	text := treebank.Texts([]treebank.Sentence{s}, treebank.Paragraph)[0]
	doc := nlp.Document{Text: text.Text, Sentences: text.Sentences}
	for _, span := range text.Tokens {
		form := span.Of(text.Text)
		doc.Tokens = append(doc.Tokens, nlp.Token{Span: span, Kind: kindOf(form), Norm: strings.ToLower(form)})
	}
	return doc
}
