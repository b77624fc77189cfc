package index

import (
	"cmp"
	"container/heap"
	"context"
	"errors"
	"slices"

	"github.com/blevesearch/bleve/v2/search"
	bleve "github.com/blevesearch/bleve_index_api"
)

// ranked is a hit with what it is ranked by.
type ranked struct {
	Hit
	key float64 // score, or the day as a number
}

// better orders the best first; equal ones by id, so that an order never
// depends on how shards were built.
func better(a, b ranked) int {
	return cmp.Or(cmp.Compare(b.key, a.key), cmp.Compare(b.Month, a.Month), cmp.Compare(a.ID, b.ID))
}

// worstFirst is a heap with the worst hit on top.
type worstFirst []ranked

func (h worstFirst) Len() int           { return len(h) }
func (h worstFirst) Less(i, j int) bool { return better(h[i], h[j]) > 0 }
func (h worstFirst) Swap(i, j int)      { h[i], h[j] = h[j], h[i] }

// Push adds a ranked.
func (h *worstFirst) Push(v any) { *h = append(*h, v.(ranked)) }

// Pop takes the last off.
func (h *worstFirst) Pop() any {
	last := len(*h) - 1
	v := (*h)[last]
	*h = (*h)[:last]
	return v
}

// A collector goes through what a plan finds in one shard: it counts, and keeps
// the best.
type collector struct {
	shard   *shard
	plan    *plan
	keep    int
	byDay   bool
	facets  []Facet
	columns []*column // of facets
	drivers *column   // if the plan chooses drivers
	choices [][]bool  // for each choice, by place in drivers
	days    []int32   // if byDay

	total  int
	top    worstFirst
	counts [][]int // by facet, by place in its column
}

func newCollector(s *shard, p *plan, q Query) *collector {
	c := &collector{shard: s, plan: p, keep: max(q.From, 0) + size(q), byDay: q.Newest || !p.scored}
	for _, facet := range q.Facets {
		if facet != Month {
			c.facets = append(c.facets, facet)
		}
	}
	return c
}

// load gets the columns that are needed.
func (c *collector) load(drivers func(id string) []string) error {
	for _, facet := range c.facets {
		column, err := c.shard.column(facet, drivers)
		if err != nil {
			return err
		}
		c.columns = append(c.columns, column)
		c.counts = append(c.counts, make([]int, len(column.values)))
	}
	var err error
	if len(c.plan.drivers) > 0 {
		if c.drivers, err = c.shard.column(Driver, drivers); err != nil {
			return err
		}
		for _, choice := range c.plan.drivers {
			c.choices = append(c.choices, c.drivers.which(choice.ids))
		}
	}
	if c.byDay {
		c.days, err = c.shard.days()
	}
	return err
}

// which says which places have one of the values.
func (c *column) which(set map[string]bool) []bool {
	in := make([]bool, len(c.values))
	for i, value := range c.values {
		in[i] = set[value]
	}
	return in
}

// run goes through the shard.
func (c *collector) run(ctx context.Context, root node, reader *globalReader) (err error) {
	var options search.SearcherOptions
	if !c.plan.scored {
		options.Score = "none"
	}
	s, err := root.searcher(ctx, reader, options)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	search := &search.SearchContext{DocumentMatchPool: search.NewDocumentMatchPool(s.DocumentMatchPoolSize()+2, 0), IndexReader: reader}
	for n := 0; ; n++ {
		match, err := s.Next(search)
		if err != nil || match == nil {
			return err
		}
		if n%1024 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		if err := c.take(match); err != nil {
			return err
		}
		search.DocumentMatchPool.Put(match)
	}
}

// take counts a match and keeps it if it is one of the best.
func (c *collector) take(match *search.DocumentMatch) error {
	n := match.IndexInternalID.Value()
	if c.drivers != nil && !c.chosen(c.drivers.of(n)) {
		return nil
	}
	c.total++
	for i, column := range c.columns {
		counts := c.counts[i]
		for _, place := range column.of(n) {
			counts[place]++
		}
	}
	r := ranked{Hit{Month: c.shard.month, Score: match.Score}, match.Score}
	if c.byDay {
		r.key = 0
		if n < uint64(len(c.days)) {
			r.key = float64(c.days[n])
		}
	}
	return c.offer(r, match.IndexInternalID)
}

// chosen says whether the plan wants a document with these drivers.
func (c *collector) chosen(drivers []uint16) bool {
	for i, choice := range c.plan.drivers {
		in := slices.ContainsFunc(drivers, func(place uint16) bool { return c.choices[i][place] })
		if in == choice.excluded {
			return false
		}
	}
	return true
}

// offer keeps a match if it is one of the best.
func (c *collector) offer(r ranked, id bleve.IndexInternalID) error {
	full := len(c.top) == c.keep
	if full && r.key < c.top[0].key {
		return nil
	}
	var err error
	if r.ID, err = c.shard.reader.ExternalID(id); err != nil {
		return err
	}
	if !full {
		heap.Push(&c.top, r)
	} else if better(r, c.top[0]) < 0 {
		c.top[0] = r
		heap.Fix(&c.top, 0)
	}
	return nil
}

// found is what all collectors found together.
type found struct {
	total  int
	top    []ranked
	counts map[Facet]map[string]int
}

// merged puts the collectors of all shards together; months are counted here.
func merged(parts []*collector, q Query) *found {
	all := &found{counts: map[Facet]map[string]int{}}
	for _, facet := range q.Facets {
		all.counts[facet] = map[string]int{}
	}
	for _, part := range parts {
		if part == nil {
			continue
		}
		all.total += part.total
		all.top = append(all.top, part.top...)
		for i, facet := range part.facets {
			for place, n := range part.counts[i] {
				if n > 0 {
					all.counts[facet][part.columns[i].values[place]] += n
				}
			}
		}
		if months := all.counts[Month]; months != nil && part.total > 0 {
			months[part.shard.month] = part.total
		}
	}
	return all
}
