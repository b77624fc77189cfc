package index

import (
	"slices"
	"sync"

	"github.com/RoaringBitmap/roaring/v2"
)

// columns are the facets of a segment. They are made when first asked for, and
// kept: a segment does not change.
type columns struct {
	mu     sync.Mutex
	facets map[Facet]*column
}

// column is one facet: its values, and the documents that have each.
type column struct {
	values []string
	docs   []*roaring.Bitmap
	size   int
	layers func() [][]uint16
}

// maxValues is how many different values a facet can have in one segment; the
// others are not counted.
const maxValues = 1<<16 - 2

// newColumn gives a facet of a segment with so many documents.
func newColumn(values []string, docs []*roaring.Bitmap, size int) *column {
	most := min(maxValues, len(values))
	c := &column{values: values[:most], docs: docs[:most], size: size}
	c.layers = sync.OnceValue(c.layOut)
	return c
}

// layOut makes of the sets of documents what a million of them are counted by
// in milliseconds: for each document 1 + the place of a value, 0 for none. What
// has several values has others in the next layers.
func (c *column) layOut() [][]uint16 {
	var layers [][]uint16
	for place, docs := range c.docs {
		eachBatch(docs, func(docs []uint32) {
			for _, n := range docs {
				at := slices.IndexFunc(layers, func(layer []uint16) bool { return layer[n] == 0 })
				if at < 0 {
					at, layers = len(layers), append(layers, make([]uint16, c.size))
				}
				layers[at][n] = uint16(place + 1)
			}
		})
	}
	return layers
}

// count gives how many documents have each value.
func (c *column) count(among *roaring.Bitmap, all bool) []int {
	counts := make([]int, len(c.values)+1)
	if all {
		for i, docs := range c.docs {
			counts[i+1] = int(docs.GetCardinality())
		}
		return counts[1:]
	}
	for _, layer := range c.layers() {
		eachBatch(among, func(docs []uint32) {
			for _, n := range docs {
				counts[layer[n]]++
			}
		})
	}
	return counts[1:]
}

// column gives a facet's column; fieldDay is one too.
func (s *segment) column(facet Facet, drivers func(id string) []string) (*column, error) {
	s.columns.mu.Lock()
	defer s.columns.mu.Unlock()
	if c := s.columns.facets[facet]; c != nil {
		return c, nil
	}
	var c *column
	if facet == Driver {
		c = s.driverColumn(drivers)
	} else {
		var values []string
		var docs []*roaring.Bitmap
		err := s.eachValue(string(facet), func(value string, having *roaring.Bitmap) {
			values, docs = append(values, value), append(docs, having)
		})
		if err != nil {
			return nil, err
		}
		c = newColumn(values, docs, s.size())
	}
	if s.columns.facets == nil {
		s.columns.facets = map[Facet]*column{}
	}
	s.columns.facets[facet] = c
	return c, nil
}

func (s *segment) driverColumn(drivers func(id string) []string) *column {
	having := map[string]*roaring.Bitmap{}
	eachBatch(s.live, func(docs []uint32) {
		for _, n := range docs {
			for _, d := range drivers(s.id(n)) {
				if having[d] == nil {
					having[d] = roaring.New()
				}
				having[d].Add(n)
			}
		}
	})
	var docs []*roaring.Bitmap
	values := sortedKeys(having)
	for _, d := range values {
		docs = append(docs, having[d])
	}
	return newColumn(values, docs, s.size())
}

// days gives the day of a document as a number, 20260131; 0 for none.
func (s *segment) days() (func(n uint32) float64, error) {
	c, err := s.column(fieldDay, nil)
	if err != nil {
		return nil, err
	}
	numbers := make([]float64, len(c.values)+1)
	for i, day := range c.values {
		numbers[i+1] = dayNumber(day)
	}
	layers := c.layers()
	if len(layers) == 0 {
		return func(uint32) float64 { return 0 }, nil
	}
	return func(n uint32) float64 { return numbers[layers[0][n]] }, nil
}

// dayNumber makes 20260131 of 2026-01-31.
func dayNumber(day string) float64 {
	n := 0
	for _, c := range day {
		if c >= '0' && c <= '9' {
			n = 10*n + int(c-'0')
		}
	}
	return float64(n)
}
