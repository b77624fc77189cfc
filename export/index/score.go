package index

import (
	"cmp"
	"math"
	"slices"

	"github.com/RoaringBitmap/roaring/v2"
)

// BM25 (Robertson and others, TREC-3) as bleve counts it: with the square root
// of how often a text has a term. averageWords stands for the average length of a
// text: a constant, so that a score does not change because of what else came in.
const (
	saturation   = 1.2
	lengthPart   = .75
	averageWords = 50
)

// part is what a node finds in one segment.
type part struct {
	docs  *roaring.Bitmap // not to be changed
	score *scoring        // nil if it does not score
}

// scoring scores the documents of a part. Most documents of a part are not
// scored: what cannot come among the best is left out by its bounds.
type scoring struct {
	most  float64                             // no document scores more
	reach func(least float64) *roaring.Bitmap // those that may score so much; there may be others
	each  func(among *roaring.Bitmap, take taker) error
}

// taker takes the scores of documents: each document once, in any order. It does
// not keep the slices.
type taker func(docs []uint32, scores []float64)

// slack is what a bound gives for sums that are not added up in the same order.
const slack = 1 - 1e-9

// idf is the inverse document frequency of BM25, over all segments.
func idf(documents, having uint64) float64 {
	n := float64(having)
	return math.Log(1 + (float64(documents)-n+0.5)/(n+0.5))
}

// bm25 is the score of a term that a text of so many terms has so often, as its
// square root; it falls with the length.
func bm25(weight, root float64, length uint16) float64 {
	return weight * root * saturation / (root + saturation*(1-lengthPart+lengthPart*float64(length)/averageWords))
}

// alike scores all documents the same.
func alike(docs *roaring.Bitmap, score float64) *scoring {
	reach := func(least float64) *roaring.Bitmap {
		if score < least {
			return roaring.New()
		}
		return docs
	}
	return &scoring{score, reach, func(among *roaring.Bitmap, take taker) error {
		var scores [batch]float64
		for i := range scores {
			scores[i] = score
		}
		eachBatch(roaring.And(docs, among), func(docs []uint32) { take(docs, scores[:len(docs)]) })
		return nil
	}}
}

// byFrequency scores by BM25: most texts have a term once, the others are looked up.
func (s *segment) byFrequency(term string, docs *roaring.Bitmap, weight float64) (*scoring, error) {
	more, err := s.docs(fieldRepeated, term)
	if err != nil {
		return nil, err
	}
	most := weight * saturation
	if more.IsEmpty() {
		most = bm25(weight, 1, 0)
	}
	lengths := s.lengths()
	reach := func(least float64) *roaring.Bitmap {
		if most < least {
			return roaring.New()
		}
		return roaring.And(docs, roaring.Or(more, lengths.upTo(func(length uint16) bool { return bm25(weight, 1, length) >= least })))
	}
	return &scoring{most, reach, func(among *roaring.Bitmap, take taker) error {
		among = roaring.And(docs, among)
		var scores [batch]float64
		eachBatch(roaring.AndNot(among, more), func(docs []uint32) {
			for i, n := range docs {
				scores[i] = bm25(weight, 1, lengths.of[n])
			}
			take(docs, scores[:len(docs)])
		})
		return s.repeated(term, roaring.And(among, more), func(docs []uint32, freqs []uint64) {
			for i, n := range docs {
				scores[i] = bm25(weight, math.Sqrt(float64(freqs[i])), lengths.of[n])
			}
			take(docs, scores[:len(docs)])
		})
	}}, nil
}

// batch is how many documents are looked at in one go.
const batch = 128

func eachBatch(docs *roaring.Bitmap, visit func(docs []uint32)) {
	var some [batch]uint32
	it := docs.ManyIterator()
	for n := it.NextMany(some[:]); n > 0; n = it.NextMany(some[:]) {
		visit(some[:n])
	}
}

// sums are numbers by document, all 0 when they are not in use.
type sums []float64

// room keeps sums between their uses, for the largest segment.
type room struct {
	largest int
	free    chan sums
}

const roomKept = 32

func (r *room) get() sums {
	select {
	case v := <-r.free:
		return v
	default:
		return make(sums, r.largest)
	}
}

func (r *room) put(v sums) {
	select {
	case r.free <- v:
	default: // there are enough
	}
}

// add adds one for each document.
func (v sums) add(docs *roaring.Bitmap) {
	eachBatch(docs, func(docs []uint32) {
		for _, n := range docs {
			v[n]++
		}
	})
}

// empty hands on the sums of documents, all of them that are not 0, and gives
// them back.
func (s *segment) empty(v sums, docs *roaring.Bitmap, take taker) {
	var some [batch]float64
	eachBatch(docs, func(docs []uint32) {
		for i, n := range docs {
			some[i], v[n] = v[n], 0
		}
		take(docs, some[:len(docs)])
	})
	s.room.put(v)
}

// best scores a document as the best of the parts that have it.
func (s *segment) best(docs *roaring.Bitmap, parts []part) *scoring {
	scored := scoringsOf(parts)
	if len(scored) <= 1 {
		return append(scored, nil)[0]
	}
	most := 0.0
	for _, p := range scored {
		most = max(most, p.most)
	}
	reach := func(least float64) *roaring.Bitmap {
		var sets []*roaring.Bitmap
		for _, p := range scored {
			sets = append(sets, p.reach(least))
		}
		return roaring.FastOr(sets...)
	}
	return &scoring{most, reach, s.joined(docs, scored, func(a, b float64) float64 { return max(a, b) })}
}

// sum scores a document as the sum of the parts that have it; all score some.
func (s *segment) sum(docs *roaring.Bitmap, parts []part) *scoring {
	scored := scoringsOf(parts)
	if len(scored) <= 1 {
		return append(scored, nil)[0]
	}
	most := 0.0
	for _, p := range scored {
		most += p.most
	}
	reach := func(least float64) *roaring.Bitmap {
		found := docs
		for _, p := range scored {
			found = roaring.And(found, p.reach((least-(most-p.most))*slack))
		}
		return found
	}
	return &scoring{most, reach, s.joined(docs, scored, func(a, b float64) float64 { return a + b })}
}

func scoringsOf(parts []part) []*scoring {
	var scored []*scoring
	for _, p := range parts {
		if p.score != nil {
			scored = append(scored, p.score)
		}
	}
	return scored
}

// joined makes one score of those of parts.
func (s *segment) joined(docs *roaring.Bitmap, scored []*scoring, join func(a, b float64) float64) func(*roaring.Bitmap, taker) error {
	return func(among *roaring.Bitmap, take taker) error {
		v, among := s.room.get(), roaring.And(docs, among)
		for _, p := range scored {
			err := p.each(among, func(docs []uint32, scores []float64) {
				for i, n := range docs {
					v[n] = join(v[n], scores[i])
				}
			})
			if err != nil {
				return err
			}
		}
		s.empty(v, among, take)
		return nil
	}
}

// share scores a document as the sum of the parts that have it, times the share
// of the parts that do.
func (s *segment) share(docs *roaring.Bitmap, parts []part) *scoring {
	if len(parts) == 1 {
		return parts[0].score
	}
	most := 0.0
	for _, p := range parts {
		most += p.score.most
	}
	reach := func(least float64) *roaring.Bitmap { return essential(parts, least) }
	return &scoring{most, reach, func(among *roaring.Bitmap, take taker) error { return s.addUp(parts, roaring.And(docs, among), take) }}
}

// addUp scores documents for share: in one go it adds up, and counts the parts.
func (s *segment) addUp(parts []part, among *roaring.Bitmap, take taker) error {
	sum, having, total := s.room.get(), s.room.get(), float64(len(parts))
	for _, p := range parts {
		err := p.score.each(among, func(docs []uint32, scores []float64) {
			for i, n := range docs {
				sum[n] += scores[i]
				having[n]++
			}
		})
		if err != nil {
			return err
		}
	}
	s.empty(sum, among, func(docs []uint32, sums []float64) {
		for i, n := range docs {
			sums[i], having[n] = sums[i]*having[n]/total, 0
		}
		take(docs, sums)
	})
	s.room.put(having)
	return nil
}

// essential leaves out the documents that have only parts which even together
// cannot score so much (MaxScore; Turtle and Flood 1995).
func essential(parts []part, least float64) *roaring.Bitmap {
	parts = slices.SortedFunc(slices.Values(parts), func(a, b part) int { return cmp.Compare(a.score.most, b.score.most) })
	sum, sets := 0.0, []*roaring.Bitmap{}
	for i, p := range parts {
		sum += p.score.most
		if sum*float64(i+1)/float64(len(parts)) >= least*slack {
			sets = append(sets, p.docs)
		}
	}
	return roaring.FastOr(sets...)
}
