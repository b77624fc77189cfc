package vector

import (
	"cmp"
	"math"
	"slices"

	"luister/nlp"
)

// A Corpus is a set of texts in memory that can be ranked by likeness to a
// query, by words and by meaning together. It is safe for concurrent use.
type Corpus struct {
	model *Model
	texts []*Text
	posts map[string][]posting // per lemma or part
	long  []float64            // terms per text
	mean  float64              // of long
}

// posting is how often a term stands in a text.
type posting struct {
	text  int32
	count float64
}

// A Ranked is one text of a corpus, by its place in it.
type Ranked struct {
	Index int
	Score float64 // 0..1
}

// NewCorpus makes the documents ready for ranking.
func (m *Model) NewCorpus(docs []*nlp.Document) *Corpus {
	c := &Corpus{model: m, posts: map[string][]posting{}}
	for i, d := range docs {
		c.texts = append(c.texts, m.Text(d))
		terms := rankTerms(d)
		for _, t := range terms {
			list := c.posts[t]
			if n := len(list); n > 0 && list[n-1].text == int32(i) {
				list[n-1].count++
			} else {
				c.posts[t] = append(list, posting{int32(i), 1})
			}
		}
		c.long = append(c.long, float64(len(terms)))
		c.mean += float64(len(terms)) / float64(len(docs))
	}
	return c
}

// rankTerms gives the lemmas and compound parts of a document.
func rankTerms(doc *nlp.Document) []string {
	var out []string
	for i := range doc.Tokens {
		t := &doc.Tokens[i]
		if t.Kind != nlp.Word && t.Kind != nlp.Number {
			continue
		}
		out = append(out, lemmaOf(t))
		out = append(out, t.Parts...)
	}
	return out
}

const (
	reRanked    = 100 // of the best by each view are compared word by word
	lexicalPart = 0.2 // of the share of the best text's BM25, beside Compare
)

// Rank gives the at most n texts that are most alike to the query, best first:
// the best by words and the best by meaning, in the order of Compare and BM25
// together.
func (c *Corpus) Rank(query *nlp.Document, n int) []Ranked {
	q := c.model.Text(query)
	lexical := c.bm25(rankTerms(query))
	share := map[int]float64{} // of the best BM25; also says which texts are taken
	for _, r := range lexical {
		share[r.Index] = r.Score / lexical[0].Score
	}
	for _, r := range c.meant(q) {
		share[r.Index] += 0
	}
	var out []Ranked
	for i, s := range share {
		out = append(out, Ranked{i, (Compare(q, c.texts[i]) + lexicalPart*s) / (1 + lexicalPart)})
	}
	sortRanked(out)
	return out[:min(n, len(out))]
}

func sortRanked(list []Ranked) {
	slices.SortFunc(list, func(a, b Ranked) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.Index, b.Index))
	})
}

// bm25 gives the best texts by words (Robertson and Zaragoza 2009, k1 1.2, b 0.75).
func (c *Corpus) bm25(terms []string) []Ranked {
	const k1, b = 1.2, 0.75
	scores := make([]float64, len(c.texts))
	for _, t := range terms {
		list := c.posts[t]
		idf := math.Log(1 + (float64(len(c.texts))-float64(len(list))+0.5)/(float64(len(list))+0.5))
		for _, p := range list {
			scores[p.text] += idf * p.count * (k1 + 1) / (p.count + k1*(1-b+b*c.long[p.text]/c.mean))
		}
	}
	return best(scores)
}

// meant gives the best texts by the cosine of the mean vectors.
func (c *Corpus) meant(q *Text) []Ranked {
	scores := make([]float64, len(c.texts))
	if q.meant != nil {
		for i, t := range c.texts {
			if t.meant != nil {
				scores[i] = float64(Dot(q.meant, t.meant))
			}
		}
	}
	return best(scores)
}

// best gives the highest scores above zero, at most reRanked.
func best(scores []float64) []Ranked {
	var out []Ranked
	least := 0.0
	for i, s := range scores {
		if s <= least {
			continue
		}
		if out = append(out, Ranked{i, s}); len(out) == 4*reRanked {
			sortRanked(out)
			out = out[:reRanked]
			least = out[reRanked-1].Score
		}
	}
	sortRanked(out)
	return out[:min(len(out), reRanked)]
}
