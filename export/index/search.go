package index

import (
	"cmp"
	"context"
	"fmt"
	"runtime"
	"slices"

	"golang.org/x/sync/errgroup"
)

const defaultSize = 20

// A Hit is a feedback that was found.
type Hit struct {
	ID    string
	Month string
	Score float64 // the higher the better; 0 if the query has no words
}

// A Count is how many of the feedback found have a value.
type Count struct {
	Value string
	N     int
}

// A Result is the answer to a Query.
type Result struct {
	Total  int
	Hits   []Hit
	Facets map[Facet][]Count // most first
	Marks  Marks             // what to mark in the texts
	Notes  []string          // in Dutch: what was understood otherwise than typed
}

// Search finds feedback. If no feedback has all the words, those with most of
// them are given, and a note says so.
func (x *Index) Search(ctx context.Context, q Query) (*Result, error) {
	p, err := x.plan(q)
	if err != nil {
		return nil, fmt.Errorf("search: %w", err)
	}
	found, err := x.collect(ctx, p, q, 0)
	if err == nil && found.total == 0 && len(p.words) > 1 {
		found, err = x.collect(ctx, p, q, (len(p.words)+1)/2)
		if err == nil && found.total > 0 {
			p.notes = append(p.notes, "geen feedback heeft al deze woorden; dit heeft er de meeste van")
		}
	}
	if err != nil {
		return nil, fmt.Errorf("search: %w", err)
	}
	return &Result{Total: found.total, Hits: found.page(q), Facets: found.facets(q.Facets), Marks: p.marks, Notes: p.notes}, nil
}

// collect runs a plan on all segments, as many at a time as there are processors.
func (x *Index) collect(ctx context.Context, p *plan, q Query, least int) (*found, error) {
	root := p.root(least)
	if err := p.terms.load(root); err != nil {
		return nil, err
	}
	parts, all := make([]*collector, len(x.segments)), &floor{}
	err := eachSegment(ctx, x.segments, func(s *segment) (err error) {
		if p.has(s.month) {
			parts[s.at], err = collected(s, root, p, q, all)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	return merged(parts, q), nil
}

// eachSegment visits segments, as many at a time as there are processors; the
// newest first, for of equal documents the newest are the best.
func eachSegment(ctx context.Context, all []*segment, visit func(*segment) error) error {
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(runtime.GOMAXPROCS(0))
	for _, s := range slices.Backward(all) {
		group.Go(func() error {
			if err := ctx.Err(); err != nil {
				return err
			}
			return visit(s)
		})
	}
	return group.Wait()
}

// driversOf gives the drivers of a feedback, none if the index was not told of any.
func (x *Index) driversOf(id string) []string {
	if x.options.Drivers == nil {
		return nil
	}
	return x.options.Drivers(id)
}

// page gives the hits that were asked for.
func (f *found) page(q Query) []Hit {
	slices.SortFunc(f.top, better)
	from := min(max(q.From, 0), len(f.top))
	var hits []Hit
	for _, r := range f.top[from:min(from+size(q), len(f.top))] {
		hits = append(hits, r.hit())
	}
	return hits
}

func size(q Query) int {
	if q.Size <= 0 {
		return defaultSize
	}
	return q.Size
}

// facets gives the counts, each with the most frequent value first.
func (f *found) facets(facets []Facet) map[Facet][]Count {
	all := map[Facet][]Count{}
	for _, facet := range facets {
		counts := []Count{}
		for value, n := range f.counts[facet] {
			counts = append(counts, Count{value, n})
		}
		slices.SortFunc(counts, func(a, b Count) int { return cmp.Or(cmp.Compare(b.N, a.N), cmp.Compare(a.Value, b.Value)) })
		all[facet] = counts
	}
	return all
}
