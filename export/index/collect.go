package index

import (
	"cmp"
	"container/heap"
	"math"
	"sync/atomic"

	"github.com/RoaringBitmap/roaring/v2"
)

// ranked is a document with what it is ranked by.
type ranked struct {
	*segment
	n     uint32
	place uint32  // of its id among those of the month
	key   float64 // score, or the day as a number
	score float64
}

func (r ranked) hit() Hit { return Hit{ID: r.id(r.n), Month: r.month, Score: r.score} }

// better orders the best first; equal ones by month and id, so that an order
// never depends on how shards were built.
func better(a, b ranked) int {
	return cmp.Or(cmp.Compare(b.key, a.key), cmp.Compare(b.month, a.month), cmp.Compare(a.place, b.place))
}

// worstFirst is a heap with the worst document on top.
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

// best are the best of what is offered.
type best struct {
	keep int
	top  worstFirst
}

// open says that not so many were offered yet.
func (b *best) open() bool { return len(b.top) < b.keep }

// worst is the key of the worst that is kept.
func (b *best) worst() float64 { return b.top[0].key }

func (b *best) offer(s *segment, n uint32, key, score float64) {
	if !b.open() && key < b.worst() {
		return
	}
	r := ranked{s, n, s.order.place(s.first + int(n)), key, score}
	if b.open() {
		heap.Push(&b.top, r)
	} else if better(r, b.top[0]) < 0 {
		b.top[0] = r
		heap.Fix(&b.top, 0)
	}
}

// A collector takes what a plan finds in one segment: it counts, and keeps the best.
type collector struct {
	segment *segment
	floor   *floor // of all collectors of a plan
	total   int
	best
	facets  []Facet // all but Month
	columns []*column
	counts  [][]int // by facet, by place in its column
}

// floor is the worst of the best so far, once there are enough: what is worse is
// not among the best, in whatever segment.
type floor struct{ worst atomic.Pointer[ranked] }

// least is the key that a document of a month needs: of equal ones the newest are best.
func (f *floor) least(month string) float64 {
	worst := f.worst.Load()
	switch {
	case worst == nil:
		return 0
	case month < worst.month:
		return math.Nextafter(worst.key, math.Inf(1))
	}
	return worst.key
}

// raise makes the floor at least so high.
func (f *floor) raise(r ranked) {
	for old := f.worst.Load(); old == nil || r.key > old.key || r.key == old.key && r.month > old.month; old = f.worst.Load() {
		if f.worst.CompareAndSwap(old, &r) {
			return
		}
	}
}

// collected goes through a segment.
func collected(s *segment, root node, p *plan, q Query, all *floor) (*collector, error) {
	c := &collector{segment: s, floor: all, best: best{keep: max(q.From, 0) + size(q)}}
	found, err := root.in(s, p.terms)
	if err != nil {
		return nil, err
	}
	c.total = int(found.docs.GetCardinality())
	if c.total == 0 {
		return c, nil
	}
	if err := c.count(found.docs, q.Facets, p.terms.drivers); err != nil {
		return nil, err
	}
	if q.Newest || found.score == nil {
		return c, c.newest(found)
	}
	among := roaring.And(found.docs, found.score.reach(c.floor.least(s.month)))
	return c, found.score.each(among, func(docs []uint32, scores []float64) {
		least := c.floor.least(s.month)
		for i, n := range docs {
			if scores[i] >= least {
				c.offer(s, n, scores[i], scores[i])
			}
		}
		c.raise()
	})
}

// count counts the facets.
func (c *collector) count(docs *roaring.Bitmap, facets []Facet, drivers func(id string) []string) error {
	all := uint64(c.total) == c.segment.live.GetCardinality()
	for _, facet := range facets {
		if facet == Month {
			continue // its collectors are counted
		}
		column, err := c.segment.column(facet, drivers)
		if err != nil {
			return err
		}
		c.facets = append(c.facets, facet)
		c.columns = append(c.columns, column)
		c.counts = append(c.counts, column.count(docs, all))
	}
	return nil
}

// newest keeps the newest, and looks up their scores.
func (c *collector) newest(found part) error {
	day, err := c.segment.days()
	if err != nil {
		return err
	}
	eachBatch(found.docs, func(docs []uint32) {
		least := c.floor.least(c.segment.month)
		for _, n := range docs {
			if key := day(n); key >= least {
				c.offer(c.segment, n, key, 0)
			}
		}
		c.raise()
	})
	if found.score == nil {
		return nil
	}
	kept, at := roaring.New(), map[uint32]int{}
	for i, r := range c.top {
		kept.Add(r.n)
		at[r.n] = i
	}
	return found.score.each(kept, func(docs []uint32, scores []float64) {
		for i, n := range docs {
			c.top[at[n]].score = scores[i]
		}
	})
}

// raise tells the other collectors what is enough.
func (c *collector) raise() {
	if !c.open() {
		c.floor.raise(c.top[0])
	}
}

// found is what all collectors found together.
type found struct {
	total  int
	top    []ranked
	counts map[Facet]map[string]int
}

// merged puts the collectors of all segments together; months are counted here.
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
			months[part.segment.month] += part.total
		}
	}
	return all
}
