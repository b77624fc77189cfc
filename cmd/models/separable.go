package main

import (
	"cmp"
	"slices"
	"strings"

	"luister/nlp"
	"luister/nlp/lemma"
	"luister/nlp/table"
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
