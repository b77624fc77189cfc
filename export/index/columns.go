package index

import (
	"errors"
	"sync"

	bleve "github.com/blevesearch/bleve_index_api"
)

// columns are the values of a shard's documents, by document number: what makes
// counting a million matches a matter of milliseconds. They are read from the
// shard when first asked for, and kept: a shard does not change.
type columns struct {
	mu     sync.Mutex
	facets map[Facet]*column
	days   []int32
}

// column is one facet: a document has the values ords[start[n]:start[n+1]].
type column struct {
	values []string
	start  []uint32
	ords   []uint16
}

// of gives the values of a document, as places in values.
func (c *column) of(n uint64) []uint16 {
	if n+1 >= uint64(len(c.start)) {
		return nil
	}
	return c.ords[c.start[n]:c.start[n+1]]
}

// maxValues is how many different values a facet can have in one month; rarer
// ones that come later are not counted.
const maxValues = 1<<16 - 1

// columnBuilder makes a column, document by document in order of number.
type columnBuilder struct {
	column
	places map[string]uint16
}

func newColumnBuilder() *columnBuilder { return &columnBuilder{places: map[string]uint16{}} }

// begin starts document n; the numbers that were left out have no values.
func (b *columnBuilder) begin(n uint64) {
	for uint64(len(b.start)) <= n {
		b.start = append(b.start, uint32(len(b.ords)))
	}
}

func (b *columnBuilder) add(value []byte) {
	place, ok := b.places[string(value)]
	if !ok {
		if len(b.values) == maxValues {
			return
		}
		place = uint16(len(b.values))
		b.places[string(value)] = place
		b.values = append(b.values, string(value))
	}
	b.ords = append(b.ords, place)
}

func (b *columnBuilder) end() *column {
	b.start = append(b.start, uint32(len(b.ords)))
	return &b.column
}

// column gives a facet's column.
func (s *shard) column(facet Facet, drivers func(id string) []string) (*column, error) {
	s.columns.mu.Lock()
	defer s.columns.mu.Unlock()
	if c := s.columns.facets[facet]; c != nil {
		return c, nil
	}
	b := newColumnBuilder()
	var err error
	if facet == Driver {
		err = s.eachDocument(func(id bleve.IndexInternalID) error {
			b.begin(id.Value())
			external, err := s.reader.ExternalID(id)
			for _, d := range drivers(external) {
				b.add([]byte(d))
			}
			return err
		})
	} else {
		err = s.eachStored(string(facet), func(n uint64) { b.begin(n) }, b.add)
	}
	if err != nil {
		return nil, err
	}
	if s.columns.facets == nil {
		s.columns.facets = map[Facet]*column{}
	}
	s.columns.facets[facet] = b.end()
	return s.columns.facets[facet], nil
}

// days gives the day of every document as a number, 20260131; 0 for none.
func (s *shard) days() ([]int32, error) {
	s.columns.mu.Lock()
	defer s.columns.mu.Unlock()
	if s.columns.days != nil {
		return s.columns.days, nil
	}
	days := []int32{}
	err := s.eachStored(fieldDay, func(n uint64) {
		for uint64(len(days)) <= n {
			days = append(days, 0)
		}
	}, func(value []byte) { days[len(days)-1] = dayNumber(value) })
	s.columns.days = days
	return days, err
}

// eachStored hands on every document's number, and after it its values of a field.
func (s *shard) eachStored(field string, document func(n uint64), value func([]byte)) error {
	values, err := s.reader.DocValueReader([]string{field})
	if err != nil {
		return err
	}
	return s.eachDocument(func(id bleve.IndexInternalID) error {
		document(id.Value())
		return values.VisitDocValues(id, func(_ string, term []byte) { value(term) })
	})
}

// eachDocument hands on every document, in order of number.
func (s *shard) eachDocument(visit func(id bleve.IndexInternalID) error) error {
	all, err := s.reader.DocIDReaderAll()
	if err != nil {
		return err
	}
	for {
		id, err := all.Next()
		if err != nil || id == nil {
			return errors.Join(err, all.Close())
		}
		if err := visit(id); err != nil {
			return errors.Join(err, all.Close())
		}
	}
}

// dayNumber makes 20260131 of 2026-01-31.
func dayNumber(day []byte) int32 {
	var n int32
	for _, c := range day {
		if c >= '0' && c <= '9' {
			n = 10*n + int32(c-'0')
		}
	}
	return n
}
