package index

import (
	"github.com/RoaringBitmap/roaring/v2"
)

// A node is a part of a planned query: the same in every segment.
type node interface {
	// in finds the documents of a segment.
	in(s *segment, t *terms) (part, error)
	// terms hands on every term that is looked for in texts.
	terms(visit func(fieldTerm))
}

// termNode finds the documents with a term.
type termNode struct {
	field, term string
	boost       float64
}

func (n termNode) in(s *segment, t *terms) (part, error) {
	ft := fieldTerm{n.field, n.term}
	docs, idf := t.docs(ft)[s.at], t.idf(ft)
	score, err := s.byFrequency(n.term, docs, n.boost*idf*idf)
	return part{docs, score}, err
}

func (n termNode) terms(visit func(fieldTerm)) { visit(fieldTerm{n.field, n.term}) }

// wordNode finds the documents with a word as written. How often a document
// has it is not known, so all score alike: less than for a term.
type wordNode struct {
	word  string
	boost float64
}

func (n wordNode) in(s *segment, t *terms) (part, error) {
	ft := fieldTerm{fieldWords, n.word}
	docs := t.docs(ft)[s.at]
	return part{docs, alike(docs, n.boost*t.idf(ft)/2)}, nil
}

func (n wordNode) terms(visit func(fieldTerm)) { visit(fieldTerm{fieldWords, n.word}) }

// phraseNode finds words that stand after one another: the documents that have
// all of them and all pairs that are known, and of those, unless the phrase is one
// such pair, the documents where it stands.
type phraseNode struct{ words []string }

func (n phraseNode) in(s *segment, t *terms) (part, error) {
	sets, known, err := s.knownPairs(n.words)
	if err != nil {
		return part{}, err
	}
	docs, score := roaring.New(), 0.0
	n.terms(func(ft fieldTerm) {
		sets = append(sets, t.docs(ft)[s.at])
		score += t.idf(ft) / 2
	})
	if len(sets) > 0 {
		docs = roaring.FastAnd(sets...)
	}
	if len(n.words) > 2 || known < len(n.words)-1 || n.words[0] == "" {
		docs = s.holding(n.words, docs)
	}
	return part{docs, alike(docs, score)}, nil
}

// knownPairs gives the documents of each pair in a phrase that is known.
func (s *segment) knownPairs(words []string) (sets []*roaring.Bitmap, known int, err error) {
	for i := 1; i < len(words); i++ {
		docs, ok, err := s.pair(wordHash(words[i-1]), wordHash(words[i]))
		if err != nil {
			return nil, 0, err
		}
		if ok {
			sets, known = append(sets, docs), known+1
		}
	}
	return sets, known, nil
}

// holding gives those of the documents in which a phrase stands.
func (s *segment) holding(words []string, docs *roaring.Bitmap) *roaring.Bitmap {
	phrase, found := appendHashes(nil, words), roaring.New()
	eachBatch(docs, func(some []uint32) {
		held := some[:0]
		for _, n := range some {
			if holdsPhrase(s.order.words(s.first+int(n)), phrase) {
				held = append(held, n)
			}
		}
		found.AddMany(held)
	})
	return found
}

func (n phraseNode) terms(visit func(fieldTerm)) {
	for _, word := range n.words {
		if word != "" {
			visit(fieldTerm{fieldWords, word})
		}
	}
}

// allOf finds what all its nodes find.
type allOf []node

func (n allOf) in(s *segment, t *terms) (part, error) {
	if len(n) == 0 {
		return part{docs: s.live}, nil
	}
	parts, sets, err := partsOf(n, s, t)
	if err != nil {
		return part{}, err
	}
	docs := roaring.FastAnd(sets...)
	return part{docs, s.sum(docs, parts)}, nil
}

func (n allOf) terms(visit func(fieldTerm)) { visitAll(n, visit) }

// someOf finds what at least min of its nodes find; the more the better.
type someOf struct {
	nodes []node
	min   int
}

func (n someOf) in(s *segment, t *terms) (part, error) {
	parts, sets, err := partsOf(n.nodes, s, t)
	if err != nil {
		return part{}, err
	}
	docs := roaring.FastOr(sets...)
	if n.min > 1 {
		docs = s.often(docs, sets, n.min)
	}
	return part{docs, s.share(docs, parts)}, nil
}

func (n someOf) terms(visit func(fieldTerm)) { visitAll(n.nodes, visit) }

// often gives those of the documents that at least so many of the sets have.
func (s *segment) often(docs *roaring.Bitmap, sets []*roaring.Bitmap, least int) *roaring.Bitmap {
	having, found := s.room.get(), roaring.New()
	for _, set := range sets {
		having.add(set)
	}
	s.empty(having, docs, func(docs []uint32, having []float64) {
		for i, n := range docs {
			if having[i] >= float64(least) {
				found.Add(n)
			}
		}
	})
	return found
}

// bestOf finds what any of its nodes finds, and scores as the best of them:
// several ways of meaning one word.
type bestOf []node

func (n bestOf) in(s *segment, t *terms) (part, error) {
	parts, sets, err := partsOf(n, s, t)
	if err != nil {
		return part{}, err
	}
	docs := roaring.FastOr(sets...)
	return part{docs, s.best(docs, parts)}, nil
}

func (n bestOf) terms(visit func(fieldTerm)) { visitAll(n, visit) }

// anyValue finds the documents with a value of a facet that is wanted; it does
// not score.
type anyValue struct {
	facet  Facet
	wanted func(value string) bool
}

func (n anyValue) in(s *segment, t *terms) (part, error) {
	c, err := s.column(n.facet, t.drivers)
	if err != nil {
		return part{}, err
	}
	var sets []*roaring.Bitmap
	for i, value := range c.values {
		if n.wanted(value) {
			sets = append(sets, c.docs[i])
		}
	}
	return part{docs: roaring.FastOr(sets...)}, nil
}

func (n anyValue) terms(func(fieldTerm)) {}

// except finds what one node finds and none of the others.
type except struct {
	node
	not []node
}

func (n except) in(s *segment, t *terms) (part, error) {
	found, err := n.node.in(s, t)
	if err != nil || len(n.not) == 0 {
		return found, err
	}
	_, sets, err := partsOf(n.not, s, t)
	if err != nil {
		return part{}, err
	}
	return part{roaring.AndNot(found.docs, roaring.FastOr(sets...)), found.score}, nil
}

func (n except) terms(visit func(fieldTerm)) {
	n.node.terms(visit)
	visitAll(n.not, visit)
}

// partsOf gives what nodes find in a segment.
func partsOf(nodes []node, s *segment, t *terms) (parts []part, sets []*roaring.Bitmap, err error) {
	for _, n := range nodes {
		p, err := n.in(s, t)
		if err != nil {
			return nil, nil, err
		}
		parts, sets = append(parts, p), append(sets, p.docs)
	}
	return parts, sets, nil
}

func visitAll(nodes []node, visit func(fieldTerm)) {
	for _, n := range nodes {
		n.terms(visit)
	}
}
