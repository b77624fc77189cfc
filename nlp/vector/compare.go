package vector

import (
	"math"

	"luister/nlp"
)

// A Text is a document made ready for comparing: its words with what each
// weighs and means. It is made once per document.
type Text struct {
	words  []word
	meant  []float32 // of the whole; nil without words
	weight float64   // of all words together
	grams  map[uint32]float32
	denied int // negations
}

// word is one word of a Text.
type word struct {
	norm, lemma string
	weight      float64
	vector      []float32 // unit length
}

// Text makes a document ready for comparing.
func (m *Model) Text(doc *nlp.Document) *Text {
	t := &Text{meant: m.Document(doc), grams: map[uint32]float32{}}
	for i := range doc.Tokens {
		tok := &doc.Tokens[i]
		if tok.Kind != nlp.Word && tok.Kind != nlp.Number {
			continue
		}
		if denies(tok.Norm) {
			t.denied++
		}
		w := word{norm: tok.Norm, lemma: lemmaOf(tok), weight: float64(m.Weight(tok.Norm)), vector: make([]float32, m.dim)}
		m.addToken(w.vector, tok)
		unit(w.vector)
		t.words = append(t.words, w)
		t.weight += w.weight
		for _, g := range Grams(w.norm, math.MaxInt32) {
			t.grams[g] += float32(w.weight)
		}
	}
	return t
}

func lemmaOf(t *nlp.Token) string {
	if t.Lemma != "" {
		return t.Lemma
	}
	return t.Norm
}

func denies(norm string) bool {
	switch norm {
	case "niet", "geen", "nooit", "niets", "niks", "niemand", "zonder":
		return true
	}
	return false
}

// Parts of the judgement; what each measures is told at Compare.
const (
	alignPart = 0.5
	meantPart = 0.2
	gramPart  = 0.3
	denyPart  = 0.1
)

// Compare judges how alike two texts are, from 0 to 1. It joins three views:
// how well each word of one finds a partner in the other (the same lemma, or a
// near meaning; Sultan, Bethard and Sumner 2014), the cosine of the mean
// vectors, and the cosine of the character n-grams, which forgives typos. A
// negation that stands in only one of them takes a little off.
func Compare(a, b *Text) float64 {
	if len(a.words) == 0 || len(b.words) == 0 {
		return 0
	}
	meant := 0.0
	if a.meant != nil && b.meant != nil {
		meant = math.Max(0, float64(Dot(a.meant, b.meant)))
	}
	score := alignPart*(align(a, b)+align(b, a))/2 + meantPart*meant + gramPart*gramCosine(a, b)
	if (a.denied > 0) != (b.denied > 0) {
		score -= denyPart * score
	}
	return math.Min(1, math.Max(0, score))
}

// align is the weighted share of a's words that find a partner in b.
func align(a, b *Text) float64 {
	var sum float64
	for i := range a.words {
		best := 0.0
		for j := range b.words {
			best = math.Max(best, alike(&a.words[i], &b.words[j]))
		}
		sum += best * a.words[i].weight
	}
	return sum / a.weight
}

// alike is 1 for the same word, less for another form or another word of near
// meaning, 0 below a floor.
func alike(a, b *word) float64 {
	switch {
	case a.norm == b.norm:
		return 1
	case a.lemma == b.lemma:
		return 0.95
	}
	const floor = 0.3
	c := float64(Dot(a.vector, b.vector))
	if c < floor {
		return 0
	}
	return 0.9 * (c - floor) / (1 - floor)
}

// gramCosine is the cosine of the weighted character n-grams.
func gramCosine(a, b *Text) float64 {
	var ab, aa, bb float64
	for g, x := range a.grams {
		aa += float64(x) * float64(x)
		ab += float64(x) * float64(b.grams[g])
	}
	for _, y := range b.grams {
		bb += float64(y) * float64(y)
	}
	if aa == 0 || bb == 0 {
		return 0
	}
	return ab / math.Sqrt(aa*bb)
}
