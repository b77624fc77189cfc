package index

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"runtime"
	"slices"

	"golang.org/x/sync/errgroup"

	"luister/nlp"
)

const (
	similarTerms = 24  // the terms of a text that say most about it
	enoughTerms  = 8   // so many are enough to leave out those that are common:
	commonOne    = 30  // in one of so many texts or more; they cost most and say least
	similarDepth = 100 // how deep each of the two rankings is read
	fusion       = 60  // constant of reciprocal rank fusion (Cormack and others, SIGIR 2009)
	judged       = 40  // how many of the fused ranking are read; for longer answers twice as many as are asked for
	sameText     = 0.8 // Jaccard overlap of words from which two texts count as the same
)

// SimilarTo says what to find similar feedback to: a text, or a feedback by id.
// The other fields of Query choose among what is found.
type SimilarTo struct {
	ID   string
	Text string
	Query
}

// A Match is a similar feedback, and why it was found.
type Match struct {
	Hit               // Score is that of the fused ranking
	Words    float64  // score of the shared words, 0 if they did not find it
	Meaning  float64  // cosine of the vectors, 0 if they did not find it
	Shared   []string // the words of the found text that both share, those that say most first
	Sentence nlp.Span // the sentence of the found text that is closest; bytes
	Again    []string // other feedback with (nearly) the same text, left out of the list
	at       ranked   // where it is
}

// Similar finds feedback that is about the same, by words and by meaning: two
// rankings, fused by reciprocal rank. Letters that share words with enough others
// are found by those alone. Near duplicates are folded into the best.
// Only as many are looked for at a time as there are processors, in the order in
// which they were asked: side by side all would be as slow as the slowest.
func (x *Index) Similar(ctx context.Context, to SimilarTo) ([]Match, error) {
	select {
	case x.turns <- struct{}{}:
		defer func() { <-x.turns }()
	case <-ctx.Done():
		return nil, fmt.Errorf("similar: %w", ctx.Err())
	}
	text, err := x.textOf(to)
	if err != nil {
		return nil, fmt.Errorf("similar: %w", err)
	}
	doc := x.options.Analyse(text)
	q := to.Query
	q.Facets, q.From, q.Size = nil, 0, similarDepth
	p, err := x.plan(q)
	if err != nil {
		return nil, fmt.Errorf("similar: %w", err)
	}
	weights, err := x.weigh(p.terms, TermsOf(doc).Terms)
	if err != nil {
		return nil, fmt.Errorf("similar: %w", err)
	}
	lexical, err := x.byWords(ctx, *p, q, weights)
	if err != nil {
		return nil, fmt.Errorf("similar: %w", err)
	}
	var meaning []ranked
	if len(lexical) < similarDepth || meaningWeight(doc) > leastWeight {
		if meaning, err = x.byMeaning(ctx, p, x.vectors.of(to.ID, doc)); err != nil {
			return nil, fmt.Errorf("similar: %w", err)
		}
	}
	ask := asked{doc: doc, weights: weights}
	if to.ID != "" {
		ask.drivers = x.driversOf(to.ID)
	}
	matches := slices.DeleteFunc(fuse(lexical, meaning), func(m Match) bool { return m.ID == to.ID })
	x.prefer(matches, ask, 1/float64(fusion+1)) // as if it were the first of a third ranking
	n := size(to.Query)
	return x.explain(matches[:min(len(matches), max(judged, 2*n))], ask, n)
}

// asked is what similar feedback is looked for to.
type asked struct {
	doc     *nlp.Document
	weights map[string]float64 // of its terms that say most
	drivers []string           // of the feedback, none for a text
}

func (x *Index) textOf(to SimilarTo) (string, error) {
	if to.ID == "" || to.Text != "" {
		return to.Text, nil
	}
	if x.options.Texts == nil {
		return "", errors.New("there are no texts to look up a feedback by id")
	}
	texts, err := x.options.Texts(to.ID)
	if err != nil {
		return "", err
	}
	text, ok := texts[to.ID]
	if !ok {
		return "", fmt.Errorf("no feedback has id %q", to.ID)
	}
	return text, nil
}

// weigh gives the terms that say most, with their inverse document frequency.
func (x *Index) weigh(known *terms, terms []string) (map[string]float64, error) {
	freq := map[string]float64{}
	for _, term := range terms {
		freq[term]++
	}
	idf := map[string]float64{}
	for term := range freq {
		if err := known.load(termNode{fieldTerms, term, 1}); err != nil {
			return nil, err
		}
		if ft := (fieldTerm{fieldTerms, term}); known.counts[ft] > 0 {
			idf[term] = known.idf(ft)
		}
	}
	best := sortedKeys(idf)
	weight := func(term string) float64 { return idf[term] * math.Sqrt(freq[term]) }
	slices.SortStableFunc(best, func(a, b string) int { return cmp.Compare(weight(b), weight(a)) })
	for i, term := range best {
		if common := known.counts[fieldTerm{fieldTerms, term}]*commonOne > x.documents; i >= similarTerms || i >= enoughTerms && common {
			delete(idf, term)
		}
	}
	return idf, nil
}

// byWords ranks by BM25 over the terms that say most.
func (x *Index) byWords(ctx context.Context, p plan, q Query, weights map[string]float64) ([]ranked, error) {
	if len(weights) == 0 {
		return nil, nil
	}
	some := someOf{min: 1}
	for _, term := range sortedKeys(weights) {
		some.nodes = append(some.nodes, termNode{fieldTerms, term, 1})
	}
	p.words = append(slices.Clone(p.words), some)
	found, err := x.collect(ctx, &p, q, 0)
	if err != nil {
		return nil, err
	}
	slices.SortFunc(found.top, better)
	return found.top[:min(similarDepth, len(found.top))], nil
}

// byMeaning ranks by the cosine of vectors.
func (x *Index) byMeaning(ctx context.Context, p *plan, vector []float32) ([]ranked, error) {
	if len(vector) == 0 {
		return nil, nil
	}
	if p.isOpen() {
		return x.vectors.nearest(vector, similarDepth, nil), nil
	}
	root := p.root(0)
	if err := p.terms.load(root); err != nil {
		return nil, err
	}
	allowed := make([][]uint64, len(x.segments))
	err := eachSegment(ctx, x.segments, func(s *segment) error {
		if !p.has(s.month) {
			return nil
		}
		found, err := root.in(s, p.terms)
		if err == nil {
			allowed[s.at] = found.docs.ToDense()
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	return x.vectors.nearest(vector, similarDepth, allowed), nil
}

// fuse puts two rankings together.
func fuse(lexical, meaning []ranked) []Match {
	found := map[string]*Match{}
	get := func(r ranked) *Match {
		h := r.hit()
		if found[h.ID] == nil {
			found[h.ID] = &Match{Hit: Hit{ID: h.ID, Month: h.Month}, at: r}
		}
		return found[h.ID]
	}
	for i, r := range lexical {
		m := get(r)
		m.Words = r.key
		m.Score += 1 / float64(fusion+i+1)
	}
	for i, r := range meaning {
		m := get(r)
		m.Meaning = r.key
		m.Score += 1 / float64(fusion+i+1)
	}
	var matches []Match
	for _, m := range found {
		matches = append(matches, *m)
	}
	slices.SortFunc(matches, func(a, b Match) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(b.Meaning, a.Meaning), cmp.Compare(a.ID, b.ID))
	})
	return matches
}

// explain gives the n best with why, and folds near duplicates. With Alike the
// texts found are judged anew. Without texts it can do none of these. All that was
// found is read only where it matters what it means.
func (x *Index) explain(matches []Match, to asked, n int) ([]Match, error) {
	if x.options.Texts == nil {
		return matches[:min(n, len(matches))], nil
	}
	var docs map[string]*nlp.Document
	var err error
	if meaningWeight(to.doc) > leastWeight {
		if matches, docs, err = x.read(matches); err != nil {
			return nil, err
		}
	}
	if x.options.Alike != nil {
		x.judge(matches, to, docs)
	}
	matches = folded(matches, docs, n)
	if docs == nil {
		if matches, docs, err = x.read(matches); err != nil {
			return nil, err
		}
	}
	for i := range matches {
		matches[i] = why(matches[i], docs[matches[i].ID], to.weights)
	}
	return matches, nil
}

// read gives what was found with its documents; what is gone is left out.
func (x *Index) read(matches []Match) ([]Match, map[string]*nlp.Document, error) {
	ids := make([]string, len(matches))
	for i := range matches {
		ids[i] = matches[i].ID
	}
	texts, err := x.options.Texts(ids...)
	if err != nil {
		return nil, nil, fmt.Errorf("similar: %w", err)
	}
	docs := x.analyseAll(matches, texts)
	return slices.DeleteFunc(matches, func(m Match) bool { return docs[m.ID] == nil }), docs, nil
}

// analyseAll reads the texts found, on all processors.
func (x *Index) analyseAll(matches []Match, texts map[string]string) map[string]*nlp.Document {
	docs := make([]*nlp.Document, len(matches))
	var group errgroup.Group
	group.SetLimit(runtime.GOMAXPROCS(0))
	for i, m := range matches {
		if text, ok := texts[m.ID]; ok {
			group.Go(func() error {
				docs[i] = x.options.Analyse(text)
				return nil
			})
		}
	}
	group.Wait() // gives no errors
	byID := make(map[string]*nlp.Document, len(docs))
	for i, doc := range docs {
		if doc != nil {
			byID[matches[i].ID] = doc
		}
	}
	return byID
}

// folded gives the n best, and folds what has nearly the same text into one.
func folded(matches []Match, docs map[string]*nlp.Document, n int) []Match {
	var kept []Match
	var said [][]uint16
next:
	for _, m := range matches {
		words := m.at.said(docs[m.ID])
		for i := range kept {
			if jaccard(said[i], words) >= sameText {
				kept[i].Again = append(kept[i].Again, m.ID)
				continue next
			}
		}
		kept, said = append(kept, m), append(said, words)
	}
	return kept[:min(n, len(kept))]
}

// said gives the hashes of a text's terms, in order, each once; if it was not
// read, of its words that are no stop words.
func (r ranked) said(doc *nlp.Document) []uint16 {
	words := r.order.words(r.first + int(r.n))
	if doc != nil {
		words = appendHashes(nil, TermsOf(doc).Terms)
	}
	var said []uint16
	for hash := range hashes(words) {
		if hash != 0 && !stopHashes()[hash] {
			said = append(said, hash)
		}
	}
	slices.Sort(said)
	return slices.Compact(said)
}

// why fills in what a match shares with the text that was asked for.
func why(m Match, doc *nlp.Document, weights map[string]float64) Match {
	sums := make([]float64, len(doc.Sentences))
	best := map[string]string{} // shared term: the word that shows it
	for i := range doc.Tokens {
		t := &doc.Tokens[i]
		if !isTerm(t) {
			continue
		}
		word := fold(t.Of(doc.Text))
		for _, term := range appendTerms(nil, t, word) {
			if weights[term] > 0 && !isStop(word) {
				if int(t.Sentence) < len(sums) {
					sums[t.Sentence] += weights[term]
				}
				best[term] = word
			}
		}
	}
	terms := sortedKeys(best)
	slices.SortStableFunc(terms, func(a, b string) int { return cmp.Compare(weights[b], weights[a]) })
	for _, term := range terms {
		if !slices.Contains(m.Shared, best[term]) {
			m.Shared = append(m.Shared, best[term])
		}
	}
	if len(sums) > 0 {
		i := slices.Index(sums, slices.Max(sums))
		m.Sentence = doc.Sentences[i]
	}
	return m
}

// jaccard is the overlap of two sorted lists without repeats; where it must be
// below sameText, a bound of it.
func jaccard(a, b []uint16) float64 {
	if len(a) == 0 || len(b) == 0 {
		return 0
	}
	if most := float64(min(len(a), len(b))) / float64(max(len(a), len(b))); most < sameText {
		return most // the overlap is not more than this, and that is too little
	}
	both := 0
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch c := cmp.Compare(a[i], b[j]); {
		case c < 0:
			i++
		case c > 0:
			j++
		default:
			both, i, j = both+1, i+1, j+1
		}
	}
	return float64(both) / float64(len(a)+len(b)-both)
}
