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

// separableVerbs finds the separable verbs among the examples and words: their
// participle has "ge" behind the particle ("teruggebeld"), or the particle nearly
// always separates. The bare verbs stand among them with 0.
func separableVerbs(examples []formLemma, words map[string]bool) map[string]uint16 {
	byLength := slices.Clone(lemma.Particles[:])
	slices.SortFunc(byLength, func(a, b string) int { return cmp.Or(cmp.Compare(len(b), len(a)), strings.Compare(a, b)) })
	infinitive, participle := bareVerbs(examples)
	verbs := map[string]uint16{}
	for v := range infinitive {
		verbs[v] = 0
	}
	particle := func(verb string, is func(p, bare string) bool) {
		for _, p := range byLength {
			if bare, ok := strings.CutPrefix(verb, p); ok && len(bare) >= 4 && infinitive[bare] && is(p, bare) {
				verbs[verb] = max(verbs[verb], uint16(len(p)))
				return
			}
		}
	}
	for _, e := range examples {
		if e.upos == nlp.VERB {
			particle(e.lemma, func(p, bare string) bool { return separates(e.form, p, bare) })
		}
	}
	for _, list := range []map[string]bool{infinitive, words} {
		for w := range list {
			if !infinitive[w] && !strings.HasSuffix(w, "en") && !strings.HasSuffix(w, "aan") {
				continue
			}
			particle(w, func(p, bare string) bool {
				return slices.Contains(lemma.Separating[:], p) || participle[bare] != "" && words[p+participle[bare]]
			})
		}
	}
	return verbs
}

// bareVerbs gives the infinitives among the examples and the participles with
// "ge" of those that have one.
func bareVerbs(examples []formLemma) (infinitive map[string]bool, participle map[string]string) {
	infinitive, participle = map[string]bool{}, map[string]string{}
	for _, e := range examples {
		if e.upos != nlp.VERB || !strings.HasSuffix(e.lemma, "n") {
			continue
		}
		infinitive[e.lemma] = true
		if strings.HasPrefix(e.form, "ge") && (!strings.HasPrefix(e.lemma, "ge") || strings.HasPrefix(e.form, "gege")) && !strings.HasSuffix(e.form, "e") {
			participle[e.lemma] = max(participle[e.lemma], e.form)
		}
	}
	return infinitive, participle
}

func separates(form, particle, bare string) bool {
	rest, ok := strings.CutPrefix(form, particle)
	if ok && strings.HasPrefix(rest, "ge") && !strings.HasPrefix(bare, "ge") {
		return true
	}
	for _, u := range unseparated {
		if strings.HasPrefix(bare, u) && len(bare) > len(u)+4 {
			return slices.Contains(lemma.Separating[:], particle)
		}
	}
	return false
}

// goldVerbs adds the separable verbs of treebanks, and marks those that are one
// word for them where the particle does not stand apart: "voorkomen".
func goldVerbs(verbs map[string]uint16, sentences []treebank.Sentence) {
	whole := map[string]int{}
	for _, s := range sentences {
		for i, w := range s.Words {
			if w.UPOS != nlp.VERB && w.UPOS != nlp.AUX {
				continue
			}
			particle, bare, marked := strings.Cut(strings.ToLower(w.Lemma), "_")
			if !marked {
				whole[particle]++
			} else if slices.Contains(lemma.Particles[:], particle) && !strings.Contains(bare, "_") {
				verbs[particle+bare] = uint16(len(particle))
				if treebank.Particle(s, i) == "" {
					whole[particle+bare]--
				}
			}
		}
	}
	for verb, n := range whole {
		if n > 0 && verbs[verb] > 0 {
			verbs[verb] |= lemma.Whole
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
