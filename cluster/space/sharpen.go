package space

import "math"

const (
	fewHolders = 3   // texts that a term's own evidence weighs as much as the sizes of the groups
	sharpening = 0.5 // power of what is left of the weight
)

// Sharpen weighs the terms again once groups are known, by what a term tells of
// the group that a text is in: how far the groups of the texts that hold it are
// from the groups of all texts (Kullback and Leibler 1951). Terms that tell less
// than what stands in the texts does on average lose weight; what Fit took from
// terms for standing in texts about anything, it gets back if that proves wrong.
// Terms of no group keep their weight. It does nothing to a space that was read
// from a file.
func (s *Space) Sharpen(groups [][][]string) {
	if s.plain == nil {
		return
	}
	counts, sizes := s.holders(groups)
	told, mean := make([]float64, len(s.Terms)), 0.0
	var total float64
	for t := range s.Terms {
		of := counts[t*len(groups):][:len(groups)]
		n := sum(of)
		told[t] = tells(of, sizes, n)
		mean, total = mean+n*told[t], total+n
	}
	if mean == 0 {
		return
	}
	mean /= total
	for t := range s.Terms {
		if sum(counts[t*len(groups):][:len(groups)]) > 0 {
			s.Weight[t] = s.plain[t] * float32(min(1, math.Pow(told[t]/mean, sharpening)))
		}
	}
}

// holders counts the texts of each group that hold each term, and gives the
// share of each group in all texts.
func (s *Space) holders(groups [][][]string) (counts, sizes []float64) {
	counts, sizes = make([]float64, len(s.Terms)*len(groups)), make([]float64, len(groups))
	last := make([]int, len(s.Terms)) // the text, from 1, that held the term last
	text := 0
	for g, texts := range groups {
		for _, terms := range texts {
			text++
			sizes[g]++
			for _, term := range terms {
				if t, ok := s.index[term]; ok && last[t] != text {
					counts[int(t)*len(groups)+g]++
					last[t] = text
				}
			}
		}
	}
	for g := range sizes {
		sizes[g] /= float64(max(1, text))
	}
	return counts, sizes
}

// tells is how far the groups of n texts are from what is usual, with a few
// texts of what is usual among them.
func tells(of, usual []float64, n float64) (d float64) {
	for g, p := range usual {
		if p > 0 {
			q := (of[g] + fewHolders*p) / (n + fewHolders)
			d += q * math.Log(q/p)
		}
	}
	return d
}

func sum(list []float64) (n float64) {
	for _, x := range list {
		n += x
	}
	return n
}
