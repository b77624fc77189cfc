package naming

import (
	_ "embed"
	"maps"
	"math"
	"slices"
	"strings"
	"sync"

	"luister/nlp/code"
	"luister/nlp/vector"
)

// meanings are the vectors of words that were asked for, of unit length.
type meanings map[string][]float32

func (m meanings) of(word string) []float32 {
	v, known := m[word]
	if known {
		return v
	}
	v = make([]float32, vector.Load().Dim())
	vector.Load().AddWord(v, word, 1)
	if length := math.Sqrt(float64(vector.Dot(v, v))); length > 0 {
		for i := range v {
			v[i] /= float32(length)
		}
	}
	m[word] = v
	return v
}

const (
	supporters = 80  // terms that support each other, the most typical ones
	alike      = 0.3 // cosine from which they do
)

// support gives the most typical terms with what others add to each that mean
// nearly the same: "technieker" and "installateur" to "monteur", so that what
// stands in the middle of what a group says comes first. It is the geometric
// mean of what a term has by itself and with its neighbours.
func (m meanings) support(typical map[string]float64) map[string]float64 {
	terms := slices.SortedFunc(maps.Keys(typical), func(a, b string) int {
		return byScore(typical[a], typical[b], a, b)
	})
	terms = terms[:min(supporters, len(terms))]
	out := make(map[string]float64, len(terms))
	for _, t := range terms {
		sum := 0.0
		for _, other := range terms {
			if near := float64(vector.Dot(m.of(t), m.of(other))); other != t && near > alike {
				sum += typical[other] * (near - alike) / (1 - alike)
			}
		}
		out[t] = math.Sqrt(typical[t] * (typical[t] + sum))
	}
	return out
}

// misspelled is what a phrase is worth with a word that nobody else uses and
// that is no known word.
const misspelled = 0.3

// spelled gives what a phrase is worth by how its words are written. A word that
// is not known may be a form of one that others use.
func (n *Namer) spelled(c *candidate) float64 {
	keys := strings.Fields(c.key)
	for _, w := range strings.Fields(strings.ToLower(c.form())) {
		formOf := func(key string) bool { return n.all[key] > 1 && inflected(w, key) }
		if !vector.Load().Known(w) && !slices.ContainsFunc(keys, formOf) {
			return misspelled
		}
	}
	return 1
}

// inflected tells whether a word is a lemma but for a few letters at its end.
func inflected(word, lemma string) bool {
	const letters = 3
	same := 0
	for same < min(len(word), len(lemma)) && word[same] == lemma[same] {
		same++
	}
	return same > 0 && same >= max(len(word), len(lemma))-letters
}

// What a phrase is worth as the name of something that goes wrong.
const (
	blame  = 1.5   // it says so
	praise = 0.5   // it says that it goes well
	bad    = -0.25 // polarity of a word that says so
)

// verdict gives what a phrase is worth where people complain: what did not
// happen or was bad makes a better name, what went well a worse one.
func verdict(key string) float64 {
	out := 1.0
	for w := range strings.FieldsSeq(key) {
		switch polarity := code.Words()[w]; {
		case denial(w) || polarity <= bad:
			return blame
		case polarity >= -bad || settled()[w]:
			out = praise
		}
	}
	return out
}

// denial tells whether a word turns a phrase round: it belongs to it, and says
// nothing of how typical it is.
func denial(w string) bool {
	switch w {
	case "niet", "geen", "nooit", "niets", "niks", "niemand", "zonder":
		return true
	}
	return false
}

//go:embed settled.txt
var settledList string

// settled are the verbs that say that something was put right.
var settled = sync.OnceValue(func() map[string]bool {
	out := map[string]bool{}
	for line := range strings.Lines(settledList) {
		if w := strings.TrimSpace(line); w != "" && !strings.HasPrefix(w, "#") {
			out[w] = true
		}
	}
	return out
})
