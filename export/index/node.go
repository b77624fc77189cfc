package index

import (
	"context"
	"fmt"

	"github.com/blevesearch/bleve/v2/search"
	"github.com/blevesearch/bleve/v2/search/searcher"
)

// A node is a part of a planned query: the same in every shard.
type node interface {
	searcher(ctx context.Context, r *globalReader, options search.SearcherOptions) (search.Searcher, error)
	// terms hands on every term that the node scores by.
	terms(visit func(fieldTerm))
}

// termNode finds the documents with a term.
type termNode struct {
	field, term string
	boost       float64
}

func (n termNode) searcher(ctx context.Context, r *globalReader, o search.SearcherOptions) (search.Searcher, error) {
	return searcher.NewTermSearcher(ctx, r, n.term, n.field, n.boost, o)
}

func (n termNode) terms(visit func(fieldTerm)) { visit(fieldTerm{n.field, n.term}) }

// wordNode finds the documents with a word as written. How often a document
// has it is not known, so all score alike: half of what a term can score.
type wordNode struct {
	word  string
	boost float64
}

func (n wordNode) searcher(ctx context.Context, r *globalReader, o search.SearcherOptions) (search.Searcher, error) {
	unscored := o
	unscored.Score = "none"
	s, err := searcher.NewTermSearcher(ctx, r, n.word, fieldWords, 0, unscored)
	if err != nil || o.Score == "none" {
		return s, err
	}
	return &constant{Searcher: s, score: n.boost * r.idf(fieldTerm{fieldWords, n.word}) / 2, norm: 1}, nil
}

func (n wordNode) terms(visit func(fieldTerm)) { visit(fieldTerm{fieldWords, n.word}) }

// phraseNode finds words that stand after one another: first the documents that
// have all of them, then those where they do.
type phraseNode struct{ words []string }

func (n phraseNode) searcher(ctx context.Context, r *globalReader, o search.SearcherOptions) (search.Searcher, error) {
	var all allOf
	for _, word := range n.words {
		if word != "" {
			all = append(all, wordNode{word, 1})
		}
	}
	s, err := all.searcher(ctx, r, o)
	if err != nil {
		return nil, err
	}
	phrase := appendHashes(nil, n.words)
	return searcher.NewFilteringSearcher(ctx, s, func(_ *search.SearchContext, m *search.DocumentMatch) bool {
		return r.shard.holds(m.IndexInternalID, phrase)
	}), nil
}

func (n phraseNode) terms(visit func(fieldTerm)) {
	for _, word := range n.words {
		if word != "" {
			visit(fieldTerm{fieldWords, word})
		}
	}
}

// allOf finds what all its nodes find.
type allOf []node

func (n allOf) searcher(ctx context.Context, r *globalReader, o search.SearcherOptions) (search.Searcher, error) {
	if len(n) == 0 {
		return searcher.NewMatchAllSearcher(ctx, r, 0, o)
	}
	if len(n) == 1 {
		return n[0].searcher(ctx, r, o)
	}
	parts, err := searchers(ctx, n, r, o)
	if err != nil {
		return nil, err
	}
	return searcher.NewConjunctionSearcher(ctx, r, parts, o)
}

func (n allOf) terms(visit func(fieldTerm)) { visitAll(n, visit) }

// someOf finds what at least min of its nodes find; the more the better.
type someOf struct {
	nodes []node
	min   int
}

func (n someOf) searcher(ctx context.Context, r *globalReader, o search.SearcherOptions) (search.Searcher, error) {
	parts, err := searchers(ctx, n.nodes, r, o)
	if err != nil {
		return nil, err
	}
	return searcher.NewDisjunctionSearcher(ctx, r, parts, float64(n.min), o)
}

func (n someOf) terms(visit func(fieldTerm)) { visitAll(n.nodes, visit) }

// bestOf finds what any of its nodes finds, and scores as the best of them:
// several ways of meaning one word.
type bestOf []node

func (n bestOf) searcher(ctx context.Context, r *globalReader, o search.SearcherOptions) (search.Searcher, error) {
	if len(n) == 1 {
		return n[0].searcher(ctx, r, o)
	}
	parts, err := searchers(ctx, n, r, o)
	if err != nil {
		return nil, err
	}
	return newUnion(parts), nil
}

func (n bestOf) terms(visit func(fieldTerm)) { visitAll(n, visit) }

// filter finds what its node finds, and does not score.
type filter struct{ node }

func (n filter) searcher(ctx context.Context, r *globalReader, o search.SearcherOptions) (search.Searcher, error) {
	o.Score = "none"
	return n.node.searcher(ctx, r, o)
}

func (n filter) terms(func(fieldTerm)) {}

// anyValue finds the documents with one of some values; it is for filters.
type anyValue struct {
	field  string
	values []string
}

func (n anyValue) searcher(ctx context.Context, r *globalReader, o search.SearcherOptions) (search.Searcher, error) {
	return searcher.NewMultiTermSearcher(ctx, r, n.values, n.field, 0, o, false)
}

func (n anyValue) terms(func(fieldTerm)) {}

// days finds the documents of a period, first and last day included; it is for filters.
type days struct{ first, last string }

func (n days) searcher(ctx context.Context, r *globalReader, o search.SearcherOptions) (search.Searcher, error) {
	yes := true
	var first, last []byte
	if n.first != "" {
		first = []byte(n.first)
	}
	if n.last != "" {
		last = []byte(n.last)
	}
	return searcher.NewTermRangeSearcher(ctx, r, first, last, &yes, &yes, fieldDay, 0, o)
}

func (n days) terms(func(fieldTerm)) {}

// except finds what one node finds and none of the others.
type except struct {
	node
	not []node
}

func (n except) searcher(ctx context.Context, r *globalReader, o search.SearcherOptions) (search.Searcher, error) {
	must, err := n.node.searcher(ctx, r, o)
	if err != nil || len(n.not) == 0 {
		return must, err
	}
	o.Score = "none"
	parts, err := searchers(ctx, n.not, r, o)
	if err != nil {
		return nil, closing(err, must)
	}
	not, err := searcher.NewDisjunctionSearcher(ctx, r, parts, 1, o)
	if err != nil {
		return nil, closing(err, must)
	}
	return searcher.NewBooleanSearcher(ctx, r, must, nil, not, o)
}

func searchers(ctx context.Context, nodes []node, r *globalReader, o search.SearcherOptions) ([]search.Searcher, error) {
	var parts []search.Searcher
	for _, n := range nodes {
		part, err := n.searcher(ctx, r, o)
		if err != nil {
			return nil, closing(err, parts...)
		}
		parts = append(parts, part)
	}
	return parts, nil
}

func closing(err error, parts ...search.Searcher) error {
	for _, part := range parts {
		if closeErr := part.Close(); closeErr != nil {
			err = fmt.Errorf("%w; %w", err, closeErr)
		}
	}
	return err
}

func visitAll(nodes []node, visit func(fieldTerm)) {
	for _, n := range nodes {
		n.terms(visit)
	}
}
