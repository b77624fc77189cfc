package vector

import (
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
	t, grams := &Text{meant: m.Document(doc)}, make([]uint64, 0, 32*len(doc.Tokens))
	room := make([]float32, m.dim*len(doc.Tokens))
	for i := range doc.Tokens {
		tok := &doc.Tokens[i]
		if tok.Kind != nlp.Word && tok.Kind != nlp.Number {
			continue
		}
		t.denied = t.denied || denies(tok.Norm)
		w := word{norm: tok.Norm, lemma: lemmaOf(tok), weight: float64(m.Weight(tok.Norm)), vector: room[m.dim*i : m.dim*(i+1)]}
		m.addToken(w.vector, tok)
		unit(w.vector)
		t.words = append(t.words, w)
		t.weight += w.weight
		if w.norm == w.lemma {
			grams = appendGrams(grams, w.norm, float32(w.weight))
		} else {
			grams = appendGrams(appendGrams(grams, w.norm, float32(w.weight)/2), w.lemma, float32(w.weight)/2)
		}
	}
	t.grams = joinGrams(grams)
	return t
}

// appendGrams appends the character n-grams (2 to 4) of a word with its borders:
// the hash, and in the lower half the bits of the weight, so that they sort fast.
func appendGrams(to []uint64, word string, weight float32) []uint64 {
	var room [64]rune
	runes := append(room[:0], '<')
	for _, r := range word {
		runes = append(runes, r)
	}
	runes = append(runes, '>')
	for i := range runes {
		h := uint32(gramSeed)
		for n, r := range runes[i:min(i+4, len(runes))] {
			if h = nextHash(h, r); n > 0 {
				to = append(to, uint64(lastHash(h))<<32|uint64(math.Float32bits(weight)))
			}
		}
	}
	return to
}

// joinGrams adds up equal n-grams and brings them to unit length.
func joinGrams(grams []uint64) []gram {
	slices.Sort(grams)
	joined := make([]gram, 0, len(grams))
	for _, g := range grams {
		hash, weight := uint32(g>>32), math.Float32frombits(uint32(g))
		if n := len(joined); n > 0 && joined[n-1].hash == hash {
			joined[n-1].weight += weight
		} else {
			joined = append(joined, gram{hash, weight})
		}
	}
	var norm float64
	for _, g := range joined {
		norm += float64(g.weight) * float64(g.weight)
	}
	for i := range joined {
		joined[i].weight /= float32(math.Sqrt(norm))
	}
	return joined
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
	score := math.Pow(gramPart*gramCosine(a, b)+alignPart*align(a, b), bend)
	if a.denied != b.denied {
		score *= denied
	}
	return math.Min(1, score)
}

// align is the weighted share of the words that find a partner in the other
// text, the mean of both sides.
func align(a, b *Text) float64 {
	var ofA, ofB float64
	bestOfB := make([]float64, len(b.words))
	for i := range a.words {
		best := 0.0
		for j := range b.words {
			near := alike(&a.words[i], &b.words[j])
			best, bestOfB[j] = math.Max(best, near), math.Max(bestOfB[j], near)
		}
		ofA += best * a.words[i].weight
	}
	for j, best := range bestOfB {
		ofB += best * b.words[j].weight
	}
	return (ofA/a.weight + ofB/b.weight) / 2
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
	c := float64(FastDot(a.vector, b.vector))
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
