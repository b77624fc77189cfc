package index

import (
	"math"

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
	score scoring         // nil if it does not score
}

// scoring hands on the scores of those of its documents that are among others:
// each document once, in any order.
type scoring func(among *roaring.Bitmap, take func(docs []uint32, scores []float64)) error

// idf is the inverse document frequency of BM25, over all segments.
func idf(documents, having uint64) float64 {
	n := float64(having)
	return math.Log(1 + (float64(documents)-n+0.5)/(n+0.5))
}

// alike scores all documents the same.
func alike(docs *roaring.Bitmap, score float64) scoring {
	return func(among *roaring.Bitmap, take func([]uint32, []float64)) error {
		var scores [batch]float64
		for i := range scores {
			scores[i] = score
		}
		eachBatch(roaring.And(docs, among), func(docs []uint32) { take(docs, scores[:len(docs)]) })
		return nil
	}
}

// byFrequency scores by BM25: most texts have a term once, the others are looked up.
func (s *segment) byFrequency(term string, docs *roaring.Bitmap, weight float64) scoring {
	bm25 := func(n uint32, tf float64) float64 {
		length := float64(s.order.length(s.first + int(n)))
		return weight * tf * saturation / (tf + saturation*(1-lengthPart+lengthPart*length/averageWords))
	}
	return func(among *roaring.Bitmap, take func([]uint32, []float64)) error {
		among = roaring.And(docs, among)
		more, err := s.docs(fieldRepeated, term)
		if err != nil {
			return err
		}
		var scores [batch]float64
		eachBatch(roaring.AndNot(among, more), func(docs []uint32) {
			for i, n := range docs {
				scores[i] = bm25(n, 1)
			}
			take(docs, scores[:len(docs)])
		})
		if more.IsEmpty() {
			return nil
		}
		return s.repeated(term, among, func(n uint32, freq uint64) {
			take([]uint32{n}, []float64{bm25(n, math.Sqrt(float64(freq)))})
		})
	}
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
func (s *segment) empty(v sums, docs *roaring.Bitmap, take func(docs []uint32, sums []float64)) {
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
func (s *segment) best(docs *roaring.Bitmap, parts []part) scoring {
	return s.joined(docs, parts, func(v sums, docs []uint32, scores []float64) {
		for i, n := range docs {
			v[n] = max(v[n], scores[i])
		}
	})
}

// sum scores a document as the sum of the parts that have it.
func (s *segment) sum(docs *roaring.Bitmap, parts []part) scoring {
	return s.joined(docs, parts, func(v sums, docs []uint32, scores []float64) {
		for i, n := range docs {
			v[n] += scores[i]
		}
	})
}

// joined makes one scoring of those of parts; one alone stays what it is.
func (s *segment) joined(docs *roaring.Bitmap, parts []part, join func(v sums, docs []uint32, scores []float64)) scoring {
	var scored []scoring
	for _, p := range parts {
		if p.score != nil {
			scored = append(scored, p.score)
		}
	}
	if len(scored) <= 1 {
		return append(scored, nil)[0]
	}
	return func(among *roaring.Bitmap, take func([]uint32, []float64)) error {
		v, among := s.room.get(), roaring.And(docs, among)
		for _, score := range scored {
			if err := score(among, func(docs []uint32, scores []float64) { join(v, docs, scores) }); err != nil {
				return err
			}
		}
		s.empty(v, among, take)
		return nil
	}
}

// share scores a document as the sum of the parts that have it, times the share
// of the parts that do.
func (s *segment) share(docs *roaring.Bitmap, parts []part) scoring {
	if len(parts) == 1 {
		return parts[0].score
	}
	total := s.sum(docs, parts)
	return func(among *roaring.Bitmap, take func([]uint32, []float64)) error {
		having, among := s.room.get(), roaring.And(docs, among)
		for _, p := range parts {
			having.add(roaring.And(p.docs, among))
		}
		var shares [batch]float64
		err := total(among, func(docs []uint32, scores []float64) {
			for i, n := range docs {
				shares[i], having[n] = scores[i]*having[n]/float64(len(parts)), 0
			}
			take(docs, shares[:len(docs)])
		})
		if err == nil {
			s.room.put(having)
		}
		return err
	}
}
