package main

import (
	"cmp"
	"encoding/json"
	"errors"
	"maps"
	"math"
	"path/filepath"
	"slices"
	"strings"

	"luister/nlp"
	"luister/nlp/tag"
	"luister/nlp/token"
)

// Word clusters: words that stand between the same frequent words go together
// (Schütze 1995, "Distributional part-of-speech tagging").
const (
	clusters       = 200
	clusterContext = 500 // neighbours that count: the most frequent words
	clusterMinimum = 12  // a word must stand so often in the texts
	clusterRounds  = 12
)

// A sparse vector of unit length, in the order of its indices.
type sparse struct {
	index []int32
	value []float32
}

// wordClusters clusters the words of the open texts; clusters count from 1.
func wordClusters(shared string) (map[string]uint16, error) {
	texts, vocabulary, err := clusterTexts(shared)
	if err != nil {
		return nil, err
	}
	vectors := neighbourVectors(texts, len(vocabulary))
	assigned := kMeans(vectors)
	out := make(map[string]uint16, len(vocabulary))
	for i, w := range vocabulary {
		if len(vectors[i].index) > 0 {
			out[w] = uint16(assigned[i]) + 1
		}
	}
	return out, nil
}

// clusterTexts gives the texts as numbers of words, -1 for rare ones, and the
// words, most frequent first.
func clusterTexts(shared string) ([][]int32, []string, error) {
	count := map[string]int{}
	var raw [][]string
	err := clusterSources(shared, func(text string) {
		doc := nlp.Document{Text: text}
		token.Split(&doc)
		words := make([]string, 0, len(doc.Tokens)+1)
		for i, t := range doc.Tokens {
			if i > 0 && doc.Tokens[i-1].Sentence != t.Sentence {
				words = append(words, ".")
			}
			w := strings.ToLower(t.Of(text))
			if t.Kind == nlp.Number || t.Kind == nlp.Word && tag.IsClitic(w) {
				w = "0"
			}
			words = append(words, w)
			count[w]++
		}
		raw = append(raw, words)
	})
	if err != nil {
		return nil, nil, err
	}
	vocabulary := slices.SortedFunc(maps.Keys(count), func(a, b string) int {
		return cmp.Or(cmp.Compare(count[b], count[a]), strings.Compare(a, b))
	})
	n := 0
	for n < len(vocabulary) && count[vocabulary[n]] >= clusterMinimum {
		n++
	}
	vocabulary = vocabulary[:n]
	number := make(map[string]int32, n)
	for i, w := range vocabulary {
		number[w] = int32(i)
	}
	texts := make([][]int32, len(raw))
	for k, words := range raw {
		for _, w := range words {
			i, ok := number[w]
			if !ok {
				i = -1
			}
			texts[k] = append(texts[k], i)
		}
	}
	return texts, vocabulary, nil
}

func clusterSources(shared string, each func(text string)) error {
	err := eachLine(filepath.Join(shared, "data/dekamer-nl/dekamer2017.jsonl"), func(line string) {
		var row struct{ Question, Answer string }
		if json.Unmarshal([]byte(line), &row) == nil {
			each(row.Question)
			each(row.Answer)
		}
	})
	err = errors.Join(err, reviewTexts(filepath.Join(shared, "data/bolcom-pattern/train.csv"), each))
	for _, part := range []struct {
		name  string
		every int
	}{{"government", 1}, {"other", 1}, {"software", 2}, {"helpdesk", 4}, {"law", 4}} {
		err = errors.Join(err, corpusTexts(filepath.Join(shared, "corpus", part.name+".txt.zst"), part.every, each))
	}
	return err
}

// neighbourVectors gives for every word the positive pointwise mutual
// information with the frequent words to its left and to its right.
func neighbourVectors(texts [][]int32, n int) []sparse {
	counts := make([]map[int32]float64, n)
	var context [2 * clusterContext]float64
	total := 0.0
	for _, words := range texts {
		for i, w := range words {
			if w < 0 {
				continue
			}
			if counts[w] == nil {
				counts[w] = map[int32]float64{}
			}
			for side, k := range [2]int{i - 1, i + 1} {
				if k < 0 || k >= len(words) || words[k] < 0 || words[k] >= clusterContext {
					continue
				}
				c := int32(side*clusterContext) + words[k]
				counts[w][c]++
				context[c]++
				total++
			}
		}
	}
	vectors := make([]sparse, n)
	for w, row := range counts {
		vectors[w] = informative(row, &context, total)
	}
	return vectors
}

func informative(row map[int32]float64, context *[2 * clusterContext]float64, total float64) sparse {
	own, norm := 0.0, 0.0
	for _, c := range slices.Sorted(maps.Keys(row)) {
		own += row[c]
	}
	var v sparse
	for _, c := range slices.Sorted(maps.Keys(row)) {
		if x := math.Log(row[c] * total / (own * context[c])); x > 0 {
			x *= math.Sqrt(row[c] / (row[c] + 2)) // few sightings say little
			v.index = append(v.index, c)
			v.value = append(v.value, float32(x))
			norm += x * x
		}
	}
	for i := range v.value {
		v.value[i] /= float32(math.Sqrt(norm))
	}
	return v
}

// kMeans clusters vectors by cosine. It starts from the most frequent words,
// which come first.
func kMeans(vectors []sparse) []int {
	centres := make([][]float32, clusters)
	for k := range centres {
		centres[k] = make([]float32, 2*clusterContext)
		v := vectors[k*8%len(vectors)]
		for i, c := range v.index {
			centres[k][c] = v.value[i]
		}
	}
	assigned := make([]int, len(vectors))
	for range clusterRounds {
		for w, v := range vectors {
			best, most := 0, float32(-1)
			for k, centre := range centres {
				var dot float32
				for i, c := range v.index {
					dot += v.value[i] * centre[c]
				}
				if dot > most {
					best, most = k, dot
				}
			}
			assigned[w] = best
		}
		recentre(centres, vectors, assigned)
	}
	return assigned
}

func recentre(centres [][]float32, vectors []sparse, assigned []int) {
	for _, centre := range centres {
		clear(centre)
	}
	for w, v := range vectors {
		for i, c := range v.index {
			centres[assigned[w]][c] += v.value[i]
		}
	}
	for _, centre := range centres {
		norm := 0.0
		for _, x := range centre {
			norm += float64(x) * float64(x)
		}
		if norm > 0 {
			for i := range centre {
				centre[i] /= float32(math.Sqrt(norm))
			}
		}
	}
}
