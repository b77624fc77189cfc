package index

import (
	"github.com/RoaringBitmap/roaring/v2"
)

type fieldTerm struct{ field, term string }

// terms are the documents with each of the terms of a query, in every segment:
// they are looked up once, and a word weighs the same in every month. What was
// loaded may be read by many.
type terms struct {
	segments  []*segment
	documents uint64
	drivers   func(id string) []string
	sets      map[fieldTerm][]*roaring.Bitmap // by place of the segment
	counts    map[fieldTerm]uint64
}

func (x *Index) newTerms() *terms {
	return &terms{x.segments, x.documents, x.driversOf, map[fieldTerm][]*roaring.Bitmap{}, map[fieldTerm]uint64{}}
}

// load looks up the terms of a node.
func (t *terms) load(n node) error {
	var err error
	n.terms(func(ft fieldTerm) {
		if _, done := t.sets[ft]; !done && err == nil {
			err = t.find(ft)
		}
	})
	return err
}

func (t *terms) find(ft fieldTerm) error {
	sets := make([]*roaring.Bitmap, len(t.segments))
	for i, s := range t.segments {
		var err error
		if sets[i], err = s.docs(ft.field, ft.term); err != nil {
			return err
		}
		t.counts[ft] += sets[i].GetCardinality()
	}
	t.sets[ft] = sets
	return nil
}

// docs gives the documents with a term that was loaded, by place of the segment.
func (t *terms) docs(ft fieldTerm) []*roaring.Bitmap { return t.sets[ft] }

// idf is the inverse document frequency of a term that was loaded.
func (t *terms) idf(ft fieldTerm) float64 { return idf(t.documents, t.counts[ft]) }
