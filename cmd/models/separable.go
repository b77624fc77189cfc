package main

import (
	"cmp"
	"errors"
	"path/filepath"
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

// beforePrefix are particles that separate where such a prefix follows ("doorverbinden",
// "voorbereiden"), and may not elsewhere.
var beforePrefix = []string{"door", "onder", "voor"}

// separableVerbs finds the separable verbs among the examples and words: their
// participle has "ge" behind the particle ("teruggebeld"), or the particle nearly
// always separates. The bare verbs stand among them with 0, as do those whose
// participle is known to have no "ge" ("ondertekend"); those with both are marked
// as one word.
func separableVerbs(examples []formLemma, k lemmaKnowledge) map[string]uint16 {
	byLength := slices.Clone(lemma.Particles[:])
	slices.SortFunc(byLength, func(a, b string) int { return cmp.Or(cmp.Compare(len(b), len(a)), strings.Compare(a, b)) })
	infinitive, participle := bareVerbs(examples)
	verbs := map[string]uint16{}
	for v := range infinitive {
		verbs[v] = 0
	}
	particle := func(verb string, is func(p, bare string) bool) {
		for _, p := range byLength {
			if bare, ok := strings.CutPrefix(verb, p); ok && len(bare) >= minBare && infinitive[bare] && is(p, bare) {
				verbs[verb] = max(verbs[verb], uint16(len(p)))
				return
			}
		}
	}
	for _, e := range examples {
		if e.upos == nlp.VERB {
			if n := beforeGe(e.form, e.lemma, infinitive); n > 0 {
				verbs[e.lemma] = max(verbs[e.lemma], uint16(n))
				continue
			}
			particle(e.lemma, func(p, bare string) bool { return separates(e.form, p, bare) })
		}
	}
	for _, list := range []map[string]bool{infinitive, k.words} {
		for w := range list {
			if !infinitive[w] && !strings.HasSuffix(w, "en") && !strings.HasSuffix(w, "aan") {
				continue
			}
			particle(w, func(p, bare string) bool {
				return slices.Contains(lemma.Separating[:], p) || participle[bare] != "" && k.words[p+participle[bare]]
			})
		}
	}
	for w := range k.words {
		if n := nounBefore(w, k.words, participle); n > 0 && verbs[w] == 0 {
			verbs[w] = uint16(n)
		}
	}
	nouns := simpleWords(examples)
	for v := range infinitive {
		if verbs[v] == 0 && len(k.participles[v]) == 0 && participle[v] == "" {
			verbs[v] = uint16(behindNoun(v, nouns, participle))
		}
	}
	for v, list := range k.participles {
		if n := int(verbs[v]); n > 0 && participle[v[n:]] != "" {
			verbs[v] = apart(v[:n], v[n:], list)
		}
	}
	return verbs
}

// nounBefore gives the length of what stands before a verb in a verb whose participle
// the words have as well: "gebruikmaken", "gebruikgemaakt". It is 0 for any other word.
func nounBefore(verb string, words map[string]bool, participle map[string]string) int {
	for i := minNoun; i+minBare <= len(verb); i++ {
		if p := participle[verb[i:]]; p != "" && words[verb[:i]+p] && words[verb[:i]] {
			return i
		}
	}
	return 0
}

// minNoun is the length of a short noun before a verb: "lesgeven".
const minNoun = 3

// behindNoun gives the length of the noun or adjective before a verb in one whose
// participle is unknown ("honklopen"), 0 if there is none.
func behindNoun(verb string, nouns map[string]bool, participle map[string]string) int {
	for i := minNoun + 1; i+minBare < len(verb); i++ {
		if nouns[verb[:i]] && participle[verb[i:]] != "" {
			return i
		}
	}
	return 0
}

// simpleWords gives the nouns and adjectives that the examples have as lemmas.
func simpleWords(examples []formLemma) map[string]bool {
	words := map[string]bool{}
	for _, e := range examples {
		if (e.upos == nlp.NOUN || e.upos == nlp.ADJ) && e.form == e.lemma {
			words[e.form] = true
		}
	}
	return words
}

// apart gives the value of a verb with that particle and those participles.
func apart(particle, bare string, participles []string) (value uint16) {
	for _, p := range participles {
		if beforeGe(p, particle+bare, map[string]bool{bare: true}) > 0 {
			value |= uint16(len(particle))
		} else {
			value |= lemma.Whole
		}
	}
	if value == lemma.Whole {
		return 0
	}
	return value
}

// listParticiples gives the participles that the word lists have of verbs.
func listParticiples(data string) (map[string][]string, error) {
	all := map[string][]string{}
	err := eachLine(filepath.Join(data, "unimorph-nld/nld.tsv"), func(line string) {
		if column := strings.Split(line, "\t"); len(column) == 3 && column[2] == "V.PTCP;PST" {
			all[column[0]] = append(all[column[0]], column[1])
		}
	})
	return all, errors.Join(err, eachLine(filepath.Join(data, "pattern-nl/nl-verbs.txt"), func(line string) {
		forms := strings.Split(line, ",")
		all[forms[0]] = append(all[forms[0]], forms[len(forms)-1])
	}))
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

// beforeGe gives the length of what stands before the "ge" of a participle, be it a
// particle or a noun ("ademgehaald" of "ademhalen"), 0 if it is no participle of that kind.
func beforeGe(form, lemma string, infinitive map[string]bool) int {
	for i := 2; i+minBare <= len(lemma) && i < len(form) && form[:i] == lemma[:i]; i++ {
		bare := lemma[i:]
		if infinitive[bare] && strings.HasPrefix(form[i:], "ge") && (!strings.HasPrefix(bare, "ge") || strings.HasPrefix(form[i:], "gege")) {
			return i
		}
	}
	return 0
}

// minBare is the length of a short bare verb.
const minBare = 4

func separates(form, particle, bare string) bool {
	rest, ok := strings.CutPrefix(form, particle)
	if ok && strings.HasPrefix(rest, "ge") && !strings.HasPrefix(bare, "ge") {
		return true
	}
	for _, u := range unseparated {
		if strings.HasPrefix(bare, u) && len(bare) > len(u)+4 {
			return slices.Contains(lemma.Separating[:], particle) || slices.Contains(beforePrefix, particle)
		}
	}
	return false
}

// goldVerbs adds the verbs of treebanks that have a first part ("op_bellen",
// "pijn_stillen"), and marks those that are one word for them where the particle
// does not stand apart: "voorkomen". Those with letters that link ("ontsteking_remmen")
// are no simple verbs, and left to the splitter.
func goldVerbs(verbs map[string]uint16, sentences []treebank.Sentence) {
	whole := map[string]int{}
	for _, s := range sentences {
		for i, w := range s.Words {
			if w.UPOS != nlp.VERB && w.UPOS != nlp.AUX {
				continue
			}
			gold := strings.ToLower(w.Lemma)
			first, rest, marked := strings.Cut(gold, "_")
			joined := strings.ReplaceAll(gold, "_", "")
			switch {
			case !marked:
				whole[joined]++
				continue
			case treebank.Particle(s, i) == "":
				if natural := naturalLemma(strings.ToLower(w.Form), gold); natural != joined {
					delete(verbs, natural)
					continue
				}
				whole[joined]--
			}
			if verbs[joined] = uint16(len(first)); strings.Contains(rest, "_") {
				verbs[strings.ReplaceAll(rest, "_", "")] = uint16(strings.IndexByte(rest, '_'))
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
