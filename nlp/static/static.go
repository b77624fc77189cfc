// Package static reads a static-embedding model that an organisation puts in its
// workspace, in the layout of model2vec: a folder with model.safetensors, the
// vectors of the tokens, and tokenizer.json, how words come apart into tokens.
//
// It owns that layout. It gives vectors of words, as nlp/vector does for the
// built-in model; drivers are then found with these. It runs no network, learns
// nothing, and never writes.
package static

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"sync"
)

// The files of a model.
const (
	TensorFile    = "model.safetensors"
	TokenizerFile = "tokenizer.json"
)

// largest is how large a file of a model may be: it is kept in memory.
const largest = 2 << 30

// A Model holds the vectors of tokens. It is safe for use by several goroutines.
type Model struct {
	rows    matrix
	tokens  tokenizer
	weights []float64 // of tokens; nil: all the same
	places  []int64   // row of a token; nil: its own number
	version string

	seen sync.Map // word to its vector, []float32 of unit length or nil
}

// Open reads the model in a folder. Errors say which file is at fault.
func Open(dir string) (*Model, error) {
	tensors, err := read(filepath.Join(dir, TensorFile))
	if err != nil {
		return nil, err
	}
	tokens, err := read(filepath.Join(dir, TokenizerFile))
	if err != nil {
		return nil, err
	}
	m := &Model{}
	if err := m.parse(tensors); err != nil {
		return nil, fmt.Errorf("word vectors: %s: %w", filepath.Join(dir, TensorFile), err)
	}
	if m.tokens, err = parseTokenizer(tokens); err != nil {
		return nil, fmt.Errorf("word vectors: %s: %w", filepath.Join(dir, TokenizerFile), err)
	}
	h := sha256.New()
	h.Write(tensors)
	h.Write(tokens)
	m.version = "eigen-" + hex.EncodeToString(h.Sum(nil)[:4])
	return m, nil
}

func read(path string) ([]byte, error) {
	info, err := os.Stat(path)
	if err == nil && info.Size() > largest {
		return nil, fmt.Errorf("word vectors: %s is larger than %d GB", path, largest>>30)
	}
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("word vectors: %w", err)
	}
	return b, nil
}

// Dim is the length of every vector.
func (m *Model) Dim() int { return m.rows.dim }

// Version names the content of the files: vectors of different versions cannot be
// compared.
func (m *Model) Version() string { return m.version }

// Weighted gives the vector of words in lower case that weigh as they are said to,
// of unit length; nil if the model knows nothing of any.
func (m *Model) Weighted(words []string, weights []float32) []float32 {
	sum := make([]float32, m.rows.dim)
	for i, w := range words {
		for d, x := range m.word(w) {
			sum[d] += weights[i] * x
		}
	}
	if !unit(sum) {
		return nil
	}
	return sum
}

// word gives the vector of a word: the mean of those of its tokens, of unit
// length; nil if it has none.
func (m *Model) word(word string) []float32 {
	if v, ok := m.seen.Load(word); ok {
		return v.([]float32)
	}
	v := make([]float32, m.rows.dim)
	for _, token := range m.tokens.tokens(word) {
		m.add(v, token)
	}
	if !unit(v) {
		v = nil
	}
	m.seen.Store(word, v)
	return v
}

// add adds the vector of a token.
func (m *Model) add(to []float32, token int) {
	row, weight := int64(token), 1.0
	if m.weights != nil {
		if token >= len(m.weights) {
			return
		}
		weight = m.weights[token]
	}
	if m.places != nil {
		if token >= len(m.places) {
			return
		}
		row = m.places[token]
	}
	if row >= 0 && row < int64(m.rows.rows) {
		m.rows.add(to, int(row), float32(weight))
	}
}

// unit brings v to length 1; false if it has none.
func unit(v []float32) bool {
	var sum float64
	for _, x := range v {
		sum += float64(x) * float64(x)
	}
	length := math.Sqrt(sum)
	if length < 1e-9 || math.IsNaN(length) || math.IsInf(length, 0) {
		return false
	}
	for i := range v {
		v[i] = float32(float64(v[i]) / length)
	}
	return true
}
