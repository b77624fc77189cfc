// Package vector turns Dutch words and texts into dense vectors, and judges how
// alike two texts are.
//
// It owns the word vectors (nl.vec, made by cmd/models from open text; MODEL.md
// says from which) and the measure of likeness made of them. It reads the
// tokens of a Document; it gives vectors of unit length and scores between 0
// and 1. Words never seen get a vector from their compound parts or their
// character n-grams. It never stores anything and never changes a Document.
package vector

import (
	_ "embed"
	"math"
	"sync"

	"luister/nlp"
)

//go:embed nl.vec
var embedded string

var load = sync.OnceValue(func() *Model {
	m, err := parse(embedded)
	if err != nil {
		panic("vector: the embedded model is broken: " + err.Error())
	}
	return m
})

// Load gives the built-in Dutch model; it is read on the first call.
func Load() *Model { return load() }

// A Model holds word vectors. It is safe for use by several goroutines.
type Model struct {
	dim     int
	buckets int
	version string
	index   map[string]int32
	freq    []float32 // part of all words, per word
	words   matrix
	grams   matrix
	common  [][]float32 // unit directions that all texts share
}

// matrix is rows of bytes with a scale each.
type matrix struct {
	scale []float32
	cells string
}

// addRow adds weight times row i to dst.
func (t matrix) addRow(dst []float32, i int, weight float32) {
	cells := t.cells[i*len(dst):][:len(dst)]
	weight *= t.scale[i]
	for d := range dst {
		dst[d] += weight * float32(int8(cells[d]))
	}
}

// Dim is the length of every vector.
func (m *Model) Dim() int { return m.dim }

// Version names the model: vectors of different versions cannot be compared.
func (m *Model) Version() string { return m.version }

// Known tells whether word, in lower case, has a vector of its own.
func (m *Model) Known(word string) bool {
	_, ok := m.index[word]
	return ok
}

// sif is the constant of smooth inverse frequency weighting (Arora, Liang and
// Ma 2017); rare is the frequency of a word that is not in the vocabulary.
const (
	sif  = 1e-3
	rare = 2e-7
)

// Weight is how much a word says: from 1 for a rare word down to nearly 0.
func (m *Model) Weight(word string) float32 {
	if i, ok := m.index[word]; ok {
		return sif / (sif + m.freq[i])
	}
	return sif / (sif + rare)
}

// AddWord adds weight times the vector of a word in lower case to dst. An
// unknown word is made of its n-grams; false if it has none.
func (m *Model) AddWord(dst []float32, word string, weight float32) bool {
	if i, ok := m.index[word]; ok {
		m.words.addRow(dst, int(i), weight)
		return true
	}
	grams := Grams(word, m.buckets)
	for _, g := range grams {
		m.grams.addRow(dst, int(g), weight/float32(len(grams)))
	}
	return len(grams) > 0
}

// Word gives the vector of a word in lower case, of unit length; all zero if
// there is none.
func (m *Model) Word(word string) []float32 {
	v := make([]float32, m.dim)
	m.AddWord(v, word, 1)
	unit(v)
	return v
}

// Terms gives the vector of a bag of words, of unit length; nil if there is
// nothing to make it of.
func (m *Model) Terms(words []string) []float32 {
	v := make([]float32, m.dim)
	for _, w := range words {
		m.AddWord(v, w, m.Weight(w))
	}
	return m.finish(v)
}

// Weighted gives the vector of words that weigh as they are said to, of unit
// length; nil if there is nothing to make it of.
func (m *Model) Weighted(words []string, weights []float32) []float32 {
	v := make([]float32, m.dim)
	for i, w := range words {
		m.AddWord(v, w, weights[i])
	}
	return m.finish(v)
}

// Document gives the vector of a document, of unit length; nil if there is
// nothing to make it of.
func (m *Model) Document(doc *nlp.Document) []float32 {
	v := make([]float32, m.dim)
	for i := range doc.Tokens {
		if doc.Tokens[i].Kind == nlp.Word {
			m.addToken(v, &doc.Tokens[i])
		}
	}
	return m.finish(v)
}

// addToken adds a token by its form, else its lemma, else its compound parts,
// else its n-grams.
func (m *Model) addToken(v []float32, t *nlp.Token) {
	switch {
	case m.Known(t.Norm):
		m.AddWord(v, t.Norm, m.Weight(t.Norm))
	case m.Known(t.Lemma):
		m.AddWord(v, t.Lemma, m.Weight(t.Lemma))
	case len(t.Parts) > 0:
		for _, p := range t.Parts {
			m.AddWord(v, p, m.Weight(p)/float32(len(t.Parts)))
		}
	default:
		m.AddWord(v, t.Norm, m.Weight(t.Norm))
	}
}

// Plain gives the weighted mean of the words of a text before the common
// components are taken out; nil without words.
func (m *Model) Plain(text string) []float32 {
	v := make([]float32, m.dim)
	for w := range Words(text) {
		m.AddWord(v, w, m.Weight(w))
	}
	if !unit(v) {
		return nil
	}
	return v
}

// finish takes out the common components and brings v to unit length.
func (m *Model) finish(v []float32) []float32 {
	if !unit(v) {
		return nil
	}
	for _, c := range m.common {
		p := Dot(v, c)
		for d := range v {
			v[d] -= p * c[d]
		}
	}
	if !unit(v) {
		return nil
	}
	return v
}

// Dot is the inner product of two vectors of one length: of unit vectors, the
// cosine of their angle.
func Dot(a, b []float32) float32 {
	var s float32
	b = b[:len(a)]
	for i, x := range a {
		s += x * b[i]
	}
	return s
}

// FastDot is Dot in four sums that the processor can do at once: three times as
// fast, and rounded otherwise.
func FastDot(a, b []float32) float32 {
	var s0, s1, s2, s3 float32
	b = b[:len(a)]
	for len(a) >= 4 && len(b) >= 4 {
		s0 += a[0] * b[0]
		s1 += a[1] * b[1]
		s2 += a[2] * b[2]
		s3 += a[3] * b[3]
		a, b = a[4:], b[4:]
	}
	for i := range a {
		s0 += a[i] * b[i]
	}
	return s0 + s1 + s2 + s3
}

// unit brings v to length 1; false if it is zero.
func unit(v []float32) bool {
	n := math.Sqrt(float64(Dot(v, v)))
	if n < 1e-9 {
		return false
	}
	for i := range v {
		v[i] = float32(float64(v[i]) / n)
	}
	return true
}
