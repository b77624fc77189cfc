package index

import (
	"fmt"
	"sync"

	"github.com/RoaringBitmap/roaring/v2"
	segmentapi "github.com/blevesearch/scorch_segment_api/v2"
)

// segment is a part of a shard that bleve wrote in one go. Its documents have
// numbers from 0 on, and it is searched by sets of these: bleve keeps one for
// every word. It never changes.
type segment struct {
	at      int // among all segments of the Index
	month   string
	data    segmentapi.Segment
	deleted *roaring.Bitmap // nil for none
	live    *roaring.Bitmap
	first   int // place of its document 0 in order
	order   *wordOrder
	pairs   *wordPairs
	room    *room
	columns
	lengths func() *lengths
}

// newSegment is a segment of which deleted documents do not count.
func newSegment(month string, data segmentapi.Segment, deleted *roaring.Bitmap) *segment {
	s := &segment{month: month, data: data, deleted: deleted, live: roaring.New()}
	s.live.AddRange(0, data.Count())
	if deleted != nil {
		s.live.AndNot(deleted)
	}
	s.lengths = sync.OnceValue(s.measure)
	return s
}

// size is the number of documents, with those that are deleted.
func (s *segment) size() int { return int(s.data.Count()) }

// id gives the id of a document.
func (s *segment) id(n uint32) string { return s.order.id(s.first + int(n)) }

// docs gives the documents with a term. The set is not to be changed.
func (s *segment) docs(field, term string) (*roaring.Bitmap, error) {
	dict, err := s.data.Dictionary(field)
	if err != nil {
		return nil, err
	}
	return s.listed(dict, term)
}

func (s *segment) listed(dict segmentapi.TermDictionary, term string) (*roaring.Bitmap, error) {
	list, err := dict.PostingsList([]byte(term), s.deleted, nil)
	if err != nil {
		return nil, err
	}
	it, ok := list.Iterator(false, false, false, nil).(segmentapi.OptimizablePostingsIterator)
	if !ok {
		return nil, fmt.Errorf("segments of a kind that is not known: %T", list)
	}
	if n, one := it.DocNum1Hit(); one {
		return roaring.BitmapOf(uint32(n)), nil
	}
	if set := it.ActualBitmap(); set != nil {
		return set, nil
	}
	return roaring.New(), nil
}

// repeated hands on how often documents have a term that they have more than once.
func (s *segment) repeated(term string, among *roaring.Bitmap, visit func(docs []uint32, freqs []uint64)) error {
	if among.IsEmpty() {
		return nil
	}
	dict, err := s.data.Dictionary(fieldRepeated)
	if err != nil {
		return err
	}
	list, err := dict.PostingsList([]byte(term), s.deleted, nil)
	if err != nil {
		return err
	}
	it := list.Iterator(true, false, false, nil)
	if it, ok := it.(segmentapi.OptimizablePostingsIterator); ok {
		it.ReplaceActual(among)
	}
	var docs [batch]uint32
	var freqs [batch]uint64
	for n := 0; ; n++ {
		p, err := it.Next()
		if p == nil || n == batch {
			visit(docs[:n], freqs[:n])
			n = 0
		}
		if err != nil || p == nil {
			return err
		}
		docs[n], freqs[n] = uint32(p.Number()), p.Frequency()
	}
}

// eachValue hands on every value of a field with the documents that have it, in
// order of value.
func (s *segment) eachValue(field string, visit func(value string, docs *roaring.Bitmap)) error {
	dict, err := s.data.Dictionary(field)
	if err != nil {
		return err
	}
	for it := dict.AutomatonIterator(nil, nil, nil); ; {
		entry, err := it.Next()
		if err != nil || entry == nil {
			return err
		}
		docs, err := s.listed(dict, entry.Term)
		if err != nil {
			return err
		}
		visit(entry.Term, docs)
	}
}
