package code

import (
	"maps"
	"math"
	"slices"
	"strings"

	"luister/nlp"
	"luister/nlp/token"
	"luister/nlp/vector"
)

// Seeds are the words that show a class which has no patterns: those of its
// label, its description and its examples.

// What a word counts as evidence, by where it stands. Set on the shipped scheme
// without its patterns: its labels and descriptions alone reach a micro F1 of
// .356 on coded texts, without near words .333.
const (
	seedLabel   = 1.3
	seedText    = 1.2 // of a description or an example
	seedPhrase  = 1.0 // a whole short example
	seedPart    = 0.5 // a part of a compound, against the whole
	seedLeast   = 0.15
	seedSharing = 1.5  // how much less a word counts that stands in several classes
	seedShared  = 0.34 // share of the classes from which on a word tells none of them
	shortPhrase = 3    // words of an example that is taken as it stands
	enoughTexts = 4    // examples of a class from which on their words are counted
	seedTexts   = 2    // examples that such a word must stand in
	fullLift    = 5.0  // how much more frequent a word is in a class that it tells for certain
)

// Words near to a seed, by their vectors, are seeds of less weight.
const (
	nearSeed  = 0.4 // least weight of a seed whose neighbours count
	nearWords = 5
	nearLeast = 0.7
	nearShare = 0.7
)

// seeds are the words of one class.
type seeds struct {
	words map[string]float64 // of what is said about the class, with their strength
	in    map[string]float64 // in how many of its texts a word stands
	texts float64            // examples that are texts, if they are enough to count in
}

// addSeeds compiles the classes that have no patterns.
func (c *Coder) addSeeds(b *builder, classes []Class, kind ruleKind) {
	all := make([]seeds, len(classes))
	for i := range classes {
		if classes[i].Patterns == "" {
			all[i] = c.seedsOf(&classes[i])
		}
	}
	addNear(all)
	strength := weighSeeds(all)
	for i := range classes {
		for _, word := range slices.Sorted(maps.Keys(strength[i])) {
			if weight := strength[i][word]; weight >= seedLeast {
				c.addItems(b, pattern{items: []item{{choices: []string{word, lemmaMark + word}}}}, rule{kind: kind, target: i, weight: weight, words: 1})
			}
		}
		if classes[i].Patterns == "" {
			for _, example := range classes[i].Examples {
				c.addPhrase(b, example, rule{kind: kind, target: i, weight: seedPhrase})
			}
		}
	}
}

// weighSeeds gives the strength of the seeds of each class against the others:
// a word of several classes says less, and a word of examples as much as it is
// more frequent in them than in those of other classes.
func weighSeeds(all []seeds) []map[string]float64 {
	classes, shares := map[string]float64{}, map[string]float64{} // that a word stands in; sum of its shares of examples
	counted := 0.0
	for _, s := range all {
		for w := range s.words {
			classes[w]++
		}
		for w, n := range s.in {
			shares[w] += n / s.texts
		}
		if s.texts > 0 {
			counted++
		}
	}
	most := max(2, seedShared*float64(len(all)))
	out := make([]map[string]float64, len(all))
	for i, s := range all {
		out[i] = map[string]float64{}
		for w, weight := range s.words {
			if classes[w] <= most {
				out[i][w] = weight / math.Pow(classes[w], seedSharing)
			}
		}
		for w, n := range s.in {
			lift := n / s.texts / (shares[w] / counted)
			if n >= seedTexts && lift > 1 {
				weight := seedText * float64(vector.Load().Weight(w)) * min(1, math.Log(lift)/math.Log(fullLift))
				out[i][w] = max(out[i][w], weight)
			}
		}
	}
	return out
}

// addNear adds the words that are near to strong seeds.
func addNear(all []seeds) {
	var words []string
	for _, s := range all {
		for w, weight := range s.words {
			if weight >= nearSeed {
				words = append(words, w)
			}
		}
	}
	slices.Sort(words)
	words = slices.Compact(words)
	near := vector.Load().Near(words, nearWords, nearLeast)
	for _, s := range all {
		own := maps.Clone(s.words)
		for i, w := range words {
			for _, n := range near[i] {
				word := fold(n.Word)
				if own[word] == 0 && own[w] >= nearSeed {
					s.words[word] = max(s.words[word], own[w]*nearShare*float64(n.Near))
				}
			}
		}
	}
}

// addPhrase takes a short example as it stands.
func (c *Coder) addPhrase(b *builder, example string, r rule) {
	doc := c.analysed(example)
	var p pattern
	for i := range doc.Tokens {
		if t := &doc.Tokens[i]; t.Kind == nlp.Word {
			word, lemma := seedForms(t)
			p.items = append(p.items, item{choices: slices.Compact([]string{word, lemmaMark + lemma})})
		}
	}
	if n := len(p.items); n > 0 && n <= shortPhrase {
		r.words = n
		c.addItems(b, p, r)
	}
}

func (c *Coder) addItems(b *builder, p pattern, r rule) {
	c.rules = append(c.rules, r)
	b.add(p, int32(len(c.rules)-1))
}

// seedsOf gathers the words of a class.
func (c *Coder) seedsOf(class *Class) seeds {
	s := seeds{words: map[string]float64{}, in: map[string]float64{}}
	var texts []map[string]float64
	for i, text := range append([]string{class.Label, class.Description}, class.Examples...) {
		words := c.contentWords(text)
		if i > 1 && len(words) > shortPhrase {
			texts = append(texts, words)
			continue
		}
		weight := seedText
		if i == 0 {
			weight = seedLabel
		}
		for w, x := range words {
			s.words[w] = max(s.words[w], weight*x)
		}
	}
	if len(texts) >= enoughTexts {
		s.texts = float64(len(texts))
	}
	for _, words := range texts {
		for w, x := range words {
			if s.texts > 0 {
				s.in[w]++
			} else {
				s.words[w] = max(s.words[w], seedText*x)
			}
		}
	}
	return s
}

// contentWords gives the lemmas of a text, and those of the parts of its
// compounds, with what they say by their rarity.
func (c *Coder) contentWords(text string) map[string]float64 {
	here, words := map[string]float64{}, vector.Load()
	doc := c.analysed(text)
	add := func(word string, weight float64) {
		if len(word) > 2 {
			here[word] = max(here[word], weight*float64(words.Weight(word)))
		}
	}
	for i := range doc.Tokens {
		t := &doc.Tokens[i]
		if t.Kind != nlp.Word || !content(t.UPOS) {
			continue
		}
		_, lemma := seedForms(t)
		add(lemma, 1)
		for _, part := range t.Parts {
			add(fold(part), seedPart)
		}
	}
	return here
}

// content tells whether words of a part of speech tell what a text is about; X
// is a word that no layer looked at.
func content(p nlp.UPOS) bool {
	switch p {
	case nlp.NOUN, nlp.PROPN, nlp.VERB, nlp.ADJ, nlp.X:
		return true
	}
	return false
}

// seedForms gives a word as it stands and its lemma.
func seedForms(t *nlp.Token) (word, lemma string) {
	word = fold(t.Norm)
	if lemma = fold(strings.ToLower(t.Lemma)); lemma == "" {
		lemma = word
	}
	return word, lemma
}

// analysed reads a text of the scheme.
func (c *Coder) analysed(text string) *nlp.Document {
	doc := &nlp.Document{Text: text}
	if c.layers != nil {
		c.layers.Annotate(doc)
	} else {
		token.Split(doc)
	}
	for i := range doc.Tokens {
		if t := &doc.Tokens[i]; t.Norm == "" {
			t.Norm = strings.ToLower(t.Of(text))
		}
	}
	return doc
}
