package main

import (
	"math"

	"luister/nlp/vector"
)

// fitGrams gives each hashed character n-gram a vector, so that the mean over
// the n-grams of a word comes near the word's own vector (Zhao, Mudgal and
// Liang 2018, "Generalizing word embeddings using bag of subwords"). Words
// count by the root of their frequency.
func fitGrams(c *wordCounts, vectors []float32) []float32 {
	const epochs = 12
	grams := make([]float32, vectorBuckets*vectorDim)
	parts := make([][]uint32, len(c.words))
	for i, w := range c.words {
		parts[i] = vector.Grams(w, vectorBuckets)
	}
	top := math.Sqrt(c.weight[0])
	guess := make([]float32, vectorDim)
	for epoch := range epochs {
		rate := 0.5 * (1 - float64(epoch)/epochs)
		for i, own := range parts {
			if len(own) == 0 {
				continue
			}
			mean(guess, grams, own)
			weight := math.Min(1, 20*math.Sqrt(c.weight[i])/top)
			step := float32(rate * weight)
			for _, g := range own {
				row := grams[int(g)*vectorDim:][:vectorDim]
				for d := range row {
					row[d] += step * (vectors[i*vectorDim+d] - guess[d])
				}
			}
		}
	}
	return grams
}

func mean(out, rows []float32, which []uint32) {
	clear(out)
	for _, g := range which {
		axpy(1/float32(len(which)), rows[int(g)*vectorDim:][:vectorDim], out)
	}
}

// commonComponents gives the directions that all texts share: the first
// components of the weighted means of a sample of texts (Arora, Liang and Ma
// 2017, "A simple but tough-to-beat baseline for sentence embeddings").
func commonComponents(texts []weighted, raw *vector.Raw) []float32 {
	const sample, keep = 20_000, 2
	m := raw.Model()
	var rows []float32
	n := 0
	for i := 0; i < len(texts) && n < sample; i += max(1, len(texts)/sample) {
		if v := m.Plain(texts[i].text); v != nil {
			rows = append(rows, v...)
			n++
		}
	}
	return topComponents(rows, n, raw.Dim, keep)
}
