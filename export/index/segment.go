package index

import (
	"fmt"

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
	room    *room
	columns
}

// newSegment is a segment of which deleted documents do not count.
func newSegment(month string, data segmentapi.Segment, deleted *roaring.Bitmap) *segment {
	s := &segment{month: month, data: data, deleted: deleted, live: roaring.New()}
	s.live.AddRange(0, data.Count())
	if deleted != nil {
		s.live.AndNot(deleted)
	}
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

// repeated hands on the documents that have a term more than once, with how often.
func (s *segment) repeated(term string, among *roaring.Bitmap, visit func(n uint32, freq uint64)) error {
	dict, err := s.data.Dictionary(fieldRepeated)
	if err != nil {
		return err
	}
	list, err := dict.PostingsList([]byte(term), s.deleted, nil)
	if err != nil {
		return err
	}
	for it := list.Iterator(true, false, false, nil); ; {
		p, err := it.Next()
		if err != nil || p == nil {
			return err
		}
		if n := uint32(p.Number()); among.Contains(n) {
			visit(n, p.Frequency())
		}
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
