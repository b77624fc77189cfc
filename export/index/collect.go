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
	drivers func(id string) []string
	keep    int
	byDay   bool
	byDrv   bool     // count drivers
	read    []string // the fields to read of every match

	total  int
	top    worstFirst
	values map[string]map[string]*int
	day    float64 // of the match being read
}

func newCollector(x *Index, s *shard, p *plan, q Query) *collector {
	c := &collector{shard: s, plan: p, drivers: x.options.Drivers, keep: max(q.From, 0) + size(q),
		byDay: q.Newest || !p.scored, values: map[string]map[string]*int{}}
	if c.drivers == nil {
		c.drivers = func(string) []string { return nil }
	}
	for _, facet := range q.Facets {
		c.values[string(facet)] = map[string]*int{}
		switch facet {
		case Driver:
			c.byDrv = true
		case Month:
		default:
			c.read = append(c.read, string(facet))
		}
	}
	if c.byDay {
		c.read = append(c.read, fieldDay)
	}
	return c
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
	var values bleve.DocValueReader
	if len(c.read) > 0 {
		if values, err = reader.DocValueReader(c.read); err != nil {
			return err
		}
	}
	search := &search.SearchContext{DocumentMatchPool: search.NewDocumentMatchPool(s.DocumentMatchPoolSize()+2, 0), IndexReader: reader}
	for n := 0; ; n++ {
		match, err := s.Next(search)
		if err != nil || match == nil {
			return err
		}
		if n%1024 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		if err := c.take(match, values); err != nil {
			return err
		}
		search.DocumentMatchPool.Put(match)
	}
}

// take counts a match and keeps it if it is one of the best.
func (c *collector) take(match *search.DocumentMatch, values bleve.DocValueReader) error {
	var id string
	var err error
	if c.byDrv || c.plan.drivers != nil || c.plan.noDriver != nil {
		if id, err = c.shard.reader.ExternalID(match.IndexInternalID); err != nil {
			return err
		}
		if !c.wanted(id) {
			return nil
		}
	}
	c.total++
	if values != nil {
		c.day = 0
		if err := values.VisitDocValues(match.IndexInternalID, c.visit); err != nil {
			return err
		}
	}
	return c.offer(match, id)
}

// wanted counts the drivers of a match, and says whether the plan wants them.
func (c *collector) wanted(id string) bool {
	drivers := c.drivers(id)
	in := func(set map[string]bool) bool {
		return slices.ContainsFunc(drivers, func(d string) bool { return set[d] })
	}
	if c.plan.drivers != nil && !in(c.plan.drivers) || c.plan.noDriver != nil && in(c.plan.noDriver) {
		return false
	}
	if c.byDrv {
		for _, d := range drivers {
			count(c.values[string(Driver)], d)
		}
	}
	return true
}

// visit counts one value of one field of a match.
func (c *collector) visit(field string, term []byte) {
	if field == fieldDay {
		c.day = dayNumber(term)
		return
	}
	if counts := c.values[field]; counts != nil {
		if n := counts[string(term)]; n != nil {
			*n++
			return
		}
		count(counts, string(term))
	}
}

func count(counts map[string]*int, value string) {
	if counts[value] == nil {
		counts[value] = new(int)
	}
	*counts[value]++
}

// dayNumber makes 20260131 of 2026-01-31.
func dayNumber(day []byte) float64 {
	n := 0
	for _, c := range day {
		if c >= '0' && c <= '9' {
			n = 10*n + int(c-'0')
		}
	}
	return float64(n)
}

// offer keeps a match if it is one of the best.
func (c *collector) offer(match *search.DocumentMatch, id string) error {
	r := ranked{Hit{Month: c.shard.month, Score: match.Score}, match.Score}
	if c.byDay {
		r.key = c.day
	}
	if len(c.top) == c.keep && r.key < c.top[0].key {
		return nil
	}
	if r.ID = id; id == "" {
		var err error
		if r.ID, err = c.shard.reader.ExternalID(match.IndexInternalID); err != nil {
			return err
		}
	}
	if len(c.top) < c.keep {
		heap.Push(&c.top, r)
	} else if better(r, c.top[0]) < 0 {
		c.top[0] = r
		heap.Fix(&c.top, 0)
	}
	return nil
}

// merged puts the collectors of all shards together; months are counted here.
func merged(parts []*collector, q Query) *collector {
	all := &collector{values: map[string]map[string]*int{}}
	for _, facet := range q.Facets {
		all.values[string(facet)] = map[string]*int{}
	}
	for _, part := range parts {
		if part == nil {
			continue
		}
		all.total += part.total
		all.top = append(all.top, part.top...)
		for field, counts := range part.values {
			for value, n := range counts {
				if all.values[field][value] == nil {
					all.values[field][value] = new(int)
				}
				*all.values[field][value] += *n
			}
		}
		if months := all.values[string(Month)]; months != nil && part.total > 0 {
			months[part.shard.month] = &part.total
		}
	}
	return all
}
