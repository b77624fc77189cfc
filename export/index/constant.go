package index

import (
	"math"

	"github.com/blevesearch/bleve/v2/search"
	bleve "github.com/blevesearch/bleve_index_api"
)

// constant is a search.Searcher that gives all that another finds one score.
type constant struct {
	search.Searcher
	score, norm float64
}

// Next gives the next document.
func (c *constant) Next(ctx *search.SearchContext) (*search.DocumentMatch, error) {
	return c.scored(c.Searcher.Next(ctx))
}

// Advance gives the first document at or after id.
func (c *constant) Advance(ctx *search.SearchContext, id bleve.IndexInternalID) (*search.DocumentMatch, error) {
	return c.scored(c.Searcher.Advance(ctx, id))
}

func (c *constant) scored(m *search.DocumentMatch, err error) (*search.DocumentMatch, error) {
	if m != nil {
		m.Score = c.score * c.norm
	}
	return m, err
}

// Weight is what the searcher adds to the sum that bleve normalises by.
func (c *constant) Weight() float64 { return c.score * c.score }

// SetQueryNorm takes the factor that bleve normalises by.
func (c *constant) SetQueryNorm(norm float64) { c.norm = norm }

// idf is the inverse document frequency of BM25, over all shards.
func (r *globalReader) idf(ft fieldTerm) float64 {
	n := float64(r.counts[ft])
	return math.Log(1 + (float64(r.documents)-n+0.5)/(n+0.5))
}
