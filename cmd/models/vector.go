package main

import (
	"cmp"
	"fmt"
	"log/slog"
	"math"
	"path/filepath"
	"slices"

	"luister/nlp/vector"
)

// What the word vectors are made with; chosen on the development halves of the
// sentence-similarity sets.
const (
	vectorWords   = 45_000 // vocabulary
	vectorDim     = 128
	vectorMin     = 5      // weighted occurrences below which a word is left out
	vectorWindow  = 6      // words to each side, weighted 1/distance
	vectorSmooth  = 0.75   // exponent on context frequencies (Levy, Goldberg and Dagan 2015)
	vectorSample  = 3e-4   // frequent words count less, as in word2vec's subsampling
	vectorEigen   = 0.25   // exponent on the singular values (the same paper, p)
	vectorBuckets = 16_000 // hashed character n-grams
)

// trainVectors makes nlp/vector/nl.vec: positive pointwise mutual information
// of words in a window, reduced by a randomised singular value decomposition,
// and character n-gram vectors fitted to it for words never seen.
func trainVectors(shared string) error {
	texts, err := vectorTexts(shared)
	if err != nil {
		return err
	}
	counts := countWords(texts)
	slog.Info("vocabulary", "words", len(counts.words), "tokens", counts.tokens)
	matrix := pmiMatrix(texts, counts)
	slog.Info("matrix", "cells", len(matrix.cols))
	vectors := embedMatrix(matrix, vectorDim, vectorEigen)
	slog.Info("decomposed")
	grams := fitGrams(counts, vectors)
	slog.Info("n-grams fitted")
	model := vector.Raw{Dim: vectorDim, Buckets: vectorBuckets, Words: counts.words, Freq: counts.share(), Vectors: vectors, Grams: grams}
	model.Common = commonComponents(texts, &model)
	return vector.Write(filepath.Join("nlp", "vector", "nl.vec"), &model)
}

// wordCounts is the vocabulary, in descending order of weight.
type wordCounts struct {
	words  []string
	weight []float64
	index  map[string]int32
	total  float64
	tokens int
}

func countWords(texts []weighted) *wordCounts {
	sums := map[string]float64{}
	c := &wordCounts{index: map[string]int32{}}
	for _, t := range texts {
		for w := range vector.Words(t.text) {
			sums[w] += t.weight
			c.total += t.weight
			c.tokens++
		}
	}
	for w, n := range sums {
		if n >= vectorMin && !notAWord[w] {
			c.words = append(c.words, w)
		}
	}
	slices.SortFunc(c.words, func(a, b string) int {
		return cmp.Or(cmp.Compare(sums[b], sums[a]), cmp.Compare(a, b))
	})
	c.words = c.words[:min(len(c.words), vectorWords)]
	for i, w := range c.words {
		c.index[w] = int32(i)
		c.weight = append(c.weight, sums[w])
	}
	return c
}

// share gives the part of all words that each word makes up.
func (c *wordCounts) share() []float32 {
	out := make([]float32, len(c.words))
	for i, n := range c.weight {
		out[i] = float32(n / c.total)
	}
	return out
}

// keep is the expected part of a word's occurrences that subsampling keeps.
func (c *wordCounts) keep() []float64 {
	out := make([]float64, len(c.words))
	for i, n := range c.weight {
		out[i] = min(1, math.Sqrt(vectorSample/(n/c.total)))
	}
	return out
}

// errNoTexts says that the open corpus is not where it was looked for.
func errNoTexts(dir string, err error) error {
	return fmt.Errorf("reading the corpus in %s (set LUISTER_SHARED): %w", dir, err)
}
