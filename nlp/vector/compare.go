package vector

import (
	"cmp"
	"math"
	"slices"

	"luister/nlp"
)

// A Text is a document made ready for comparing: its words with what each
// weighs and means, and its character n-grams. It is made once per document.
type Text struct {
	words  []word
	meant  []float32 // of the whole; nil without words
	weight float64   // of all words together
	grams  []gram    // by hash; of unit length
	denied bool      // holds a negation
}

// word is one word of a Text.
type word struct {
	norm, lemma string
	weight      float64
	vector      []float32 // unit length
}

// gram is a hashed character n-gram with what it weighs.
type gram struct {
	hash   uint32
	weight float32
}

// Text makes a document ready for comparing.
func (m *Model) Text(doc *nlp.Document) *Text {
	t := &Text{meant: m.Document(doc)}
	for i := range doc.Tokens {
		tok := &doc.Tokens[i]
		if tok.Kind != nlp.Word && tok.Kind != nlp.Number {
			continue
		}
		t.denied = t.denied || denies(tok.Norm)
		w := word{norm: tok.Norm, lemma: lemmaOf(tok), weight: float64(m.Weight(tok.Norm)), vector: make([]float32, m.dim)}
		m.addToken(w.vector, tok)
		unit(w.vector)
		t.words = append(t.words, w)
		t.weight += w.weight
		t.addGrams(w.norm, float32(w.weight)/2)
		t.addGrams(w.lemma, float32(w.weight)/2)
	}
	t.joinGrams()
	return t
}

// addGrams adds the character n-grams (2 to 4) of a word with its borders.
func (t *Text) addGrams(word string, weight float32) {
	runes := []rune("<" + word + ">")
	for n := 2; n <= 4; n++ {
		for i := 0; i+n <= len(runes); i++ {
			t.grams = append(t.grams, gram{hashRunes(runes[i : i+n]), weight})
		}
	}
}

// joinGrams adds up equal n-grams and brings them to unit length.
func (t *Text) joinGrams() {
	slices.SortFunc(t.grams, func(a, b gram) int {
		return cmp.Or(cmp.Compare(a.hash, b.hash), cmp.Compare(a.weight, b.weight))
	})
	out := t.grams[:0]
	for _, g := range t.grams {
		if n := len(out); n > 0 && out[n-1].hash == g.hash {
			out[n-1].weight += g.weight
		} else {
			out = append(out, g)
		}
	}
	var norm float64
	for _, g := range out {
		norm += float64(g.weight) * float64(g.weight)
	}
	for i := range out {
		out[i].weight /= float32(math.Sqrt(norm))
	}
	t.grams = out
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

// What the judgement is made of; chosen on sick-nl and stsb-nl, told at Compare.
const (
	gramPart  = 0.8
	alignPart = 0.2
	bend      = 0.7 // exponent: people give more than the share of what two texts have in common
	denied    = 0.8
)

// Compare judges how alike two texts are, from 0 to 1. It joins the cosine of
// the character n-grams of forms and lemmas, which forgives typos and sees
// compounds, with how well each word of one finds a partner in the other (the
// same lemma, or a near meaning; Sultan, Bethard and Sumner 2014). A negation
// that stands in only one of them takes a fifth off.
func Compare(a, b *Text) float64 {
	if len(a.words) == 0 || len(b.words) == 0 {
		return 0
	}
	score := math.Pow(gramPart*gramCosine(a, b)+alignPart*(align(a, b)+align(b, a))/2, bend)
	if a.denied != b.denied {
		score *= denied
	}
	return math.Min(1, score)
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
	var sum float64
	for i, j := 0, 0; i < len(a.grams) && j < len(b.grams); {
		switch x, y := a.grams[i], b.grams[j]; {
		case x.hash < y.hash:
			i++
		case x.hash > y.hash:
			j++
		default:
			sum += float64(x.weight) * float64(y.weight)
			i, j = i+1, j+1
		}
	}
	return sum
}
