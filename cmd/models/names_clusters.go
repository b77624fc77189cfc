package main

import (
	"cmp"
	"log/slog"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode"

	"luister/nlp/names"
)

// What the word clusters of the names tagger are made with.
const (
	clusterWords    = 30_000 // most frequent words, in lower case
	clusterContexts = 1_000  // most frequent words that count as neighbours, left and right apart
	clusterCoarse   = 64
	clusterFine     = 400
	clusterPasses   = 12
)

// trainClusters writes nlp/names/data/groepen.bin: words by the company of
// their direct neighbours (positive pointwise mutual information, spherical
// k-means), so that the tagger knows what a rare word is like.
func trainClusters(shared string) error {
	texts, err := vectorTexts(shared)
	if err != nil {
		return err
	}
	words, ids := frequentWords(texts)
	rows := neighbourRows(texts, ids, len(words))
	slog.Info("neighbours counted", "words", len(words))
	coarse, fine := groupRows(rows, clusterCoarse), groupRows(rows, clusterFine)
	return os.WriteFile(filepath.Join("nlp", "names", "data", "groepen.bin"), names.NewWordGroups(words, coarse, fine).Bytes(), 0o644)
}

func eachWord(text string, yield func(word string)) {
	for w := range strings.FieldsFuncSeq(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && r != '\'' && r != '-' }) {
		yield(w)
	}
}

// frequentWords gives the vocabulary, most frequent first, and its indexes.
func frequentWords(texts []weighted) ([]string, map[string]int32) {
	counts := map[string]int{}
	for _, t := range texts {
		eachWord(t.text, func(w string) { counts[w]++ })
	}
	words := make([]string, 0, len(counts))
	for w := range counts {
		words = append(words, w)
	}
	slices.SortFunc(words, func(a, b string) int { return cmp.Or(counts[b]-counts[a], strings.Compare(a, b)) })
	words = words[:min(len(words), clusterWords)]
	ids := make(map[string]int32, len(words))
	for i, w := range words {
		ids[w] = int32(i)
	}
	return words, ids
}

// A cell is one value of a sparse row.
type cell struct {
	dim   int32
	value float32
}

// neighbourRows gives every word its neighbours, weighed and of length 1.
func neighbourRows(texts []weighted, ids map[string]int32, n int) [][]cell {
	var pairs []uint64 // word << 32 | context
	for _, t := range texts {
		last := int32(-1)
		eachWord(t.text, func(w string) {
			id, known := ids[w]
			if !known {
				last = -1
				return
			}
			if last >= 0 && last < clusterContexts {
				pairs = append(pairs, uint64(id)<<32|uint64(last))
			}
			if last >= 0 && id < clusterContexts {
				pairs = append(pairs, uint64(last)<<32|uint64(clusterContexts+id))
			}
			last = id
		})
	}
	slices.Sort(pairs)
	return weigh(pairs, n)
}

func weigh(pairs []uint64, n int) [][]cell {
	contexts := make([]float64, 2*clusterContexts)
	totals := make([]float64, n)
	for _, p := range pairs {
		contexts[uint32(p)]++
		totals[p>>32]++
	}
	rows := make([][]cell, n)
	for i := 0; i < len(pairs); {
		k := i
		for k < len(pairs) && pairs[k] == pairs[i] {
			k++
		}
		w, c := pairs[i]>>32, uint32(pairs[i])
		if pmi := math.Log(float64(k-i) * float64(len(pairs)) / (totals[w] * contexts[c])); pmi > 0 {
			rows[w] = append(rows[w], cell{int32(c), float32(pmi)})
		}
		i = k
	}
	for _, row := range rows {
		length := 0.0
		for _, c := range row {
			length += float64(c.value * c.value)
		}
		for i := range row {
			row[i].value /= float32(math.Sqrt(length))
		}
	}
	return rows
}

// groupRows groups the rows by the cosine with k centroids that start as the k
// most frequent words.
func groupRows(rows [][]cell, k int) []uint16 {
	const dims = 2 * clusterContexts
	group := make([]uint16, len(rows))
	for i := range group {
		group[i] = uint16(i % k)
		if i >= k {
			group[i] = math.MaxUint16
		}
	}
	for pass := range clusterPasses {
		centroids := make([]float32, k*dims)
		for i, row := range rows {
			if group[i] != math.MaxUint16 {
				for _, c := range row {
					centroids[int(group[i])*dims+int(c.dim)] += c.value
				}
			}
		}
		for g := range k {
			unit(centroids[g*dims : (g+1)*dims])
		}
		for i, row := range rows {
			group[i] = nearest(row, centroids, dims)
		}
		slog.Info("clusters", "k", k, "pass", pass+1)
	}
	return group
}

func unit(v []float32) {
	length := 0.0
	for _, x := range v {
		length += float64(x * x)
	}
	for i := range v {
		v[i] /= float32(math.Sqrt(max(length, 1e-12)))
	}
}

func nearest(row []cell, centroids []float32, dims int) uint16 {
	best, at := float32(-1), 0
	for g := 0; g*dims < len(centroids); g++ {
		sum := float32(0)
		centroid := centroids[g*dims : (g+1)*dims]
		for _, c := range row {
			sum += c.value * centroid[c.dim]
		}
		if sum > best {
			best, at = sum, g
		}
	}
	return uint16(at)
}
