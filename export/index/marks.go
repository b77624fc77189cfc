package index

import (
	"luister/nlp"
)

// Marks is what a query found a text by, for showing it in the text.
type Marks struct {
	terms   map[string]bool
	words   map[string]bool
	phrases [][]string
}

func (m *Marks) addTerm(term string) {
	if m.terms == nil {
		m.terms = map[string]bool{}
	}
	m.terms[term] = true
}

func (m *Marks) addWord(word string) {
	if m.words == nil {
		m.words = map[string]bool{}
	}
	m.words[word] = true
}

// Spans gives the parts of a text that match: bytes of doc.Text, in order, not
// overlapping.
func (m Marks) Spans(doc *nlp.Document) []nlp.Span {
	marked := make([]bool, len(doc.Tokens))
	var terms []int // the tokens that are terms
	for i := range doc.Tokens {
		if t := &doc.Tokens[i]; isTerm(t) || t.Kind == nlp.Placeholder {
			if t.Kind != nlp.Placeholder && m.matches(t, fold(t.Of(doc.Text))) {
				marked[i] = true
				markParticle(doc, i, marked)
			}
			terms = append(terms, i)
		}
	}
	for _, phrase := range m.phrases {
		markPhrase(doc, terms, phrase, marked)
	}
	var spans []nlp.Span
	for i, yes := range marked {
		if yes {
			spans = append(spans, doc.Tokens[i].Span)
		}
	}
	return spans
}

func (m Marks) matches(t *nlp.Token, word string) bool {
	if m.words[word] {
		return true
	}
	if isStop(word) {
		return false
	}
	if m.terms[lemmaOf(t, word)] {
		return true
	}
	for _, part := range t.Parts {
		if m.terms[fold(part)] {
			return true
		}
	}
	return false
}

// markParticle marks the particle of a separable verb: the nearest one in its sentence.
func markParticle(doc *nlp.Document, verb int, marked []bool) {
	v := &doc.Tokens[verb]
	if v.Particle == "" {
		return
	}
	for d := 1; d < len(doc.Tokens); d++ {
		for _, i := range [...]int{verb + d, verb - d} {
			if i < 0 || i >= len(doc.Tokens) {
				continue
			}
			if t := &doc.Tokens[i]; t.Sentence == v.Sentence && fold(t.Of(doc.Text)) == fold(v.Particle) {
				marked[i] = true
				return
			}
		}
	}
}

// markPhrase marks the tokens of every place where a phrase stands.
func markPhrase(doc *nlp.Document, terms []int, phrase []string, marked []bool) {
	for start := 0; start+len(phrase) <= len(terms); start++ {
		at := terms[start : start+len(phrase)]
		if stands(doc, at, phrase) {
			for _, i := range at {
				marked[i] = true
			}
		}
	}
}

func stands(doc *nlp.Document, at []int, phrase []string) bool {
	for j, word := range phrase {
		t := &doc.Tokens[at[j]]
		if word != "" && (t.Kind == nlp.Placeholder || fold(t.Of(doc.Text)) != word) {
			return false
		}
	}
	return true
}
