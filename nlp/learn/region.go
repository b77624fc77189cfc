package learn

import (
	"cmp"

	"luister/nlp"
)

// Features of a part of the text: its edges, the surroundings of a span, a
// context value; and what a Hinter knows.

// edgeFeatures adds the words of the first sentence (a review's title) and of
// the last one (its conclusion).
func (x *extractor) edgeFeatures() {
	if len(x.words) == 0 {
		return
	}
	last := x.words[len(x.words)-1].sentence
	var before uint64
	for i, w := range x.words {
		if w.sentence == 0 {
			x.add(groupEdge, w.hash, saltFirst)
		}
		if w.sentence == last {
			x.add(groupEdge, w.hash, saltLast)
			if i > 0 {
				x.add(groupEdge, pairHash(before, w.hash), saltLastPair)
			}
		}
		before = w.hash
	}
}

// spanWords gives the half-open range of words that the span touches, and the
// clause they stand in. An empty span has no words: the range is then empty.
func (x *extractor) spanWords(start, end int) (from, to int, clause int32) {
	from, to, clause = -1, -1, -1
	for i, w := range x.words {
		if w.end > start && w.start < end {
			if from < 0 {
				from, clause = i, w.clause
			}
			to = i + 1
		}
	}
	if from < 0 {
		from, to = 0, 0
	}
	return from, to, clause
}

const nearWords = 5 // width of the window around a span, in words

func (x *extractor) spanFeatures(start, end int) {
	from, to, clause := x.spanWords(start, end)
	if to == from {
		x.add(groupSpan, fnvOffset, saltSpanShape)
		return
	}
	for i, w := range x.words {
		var before uint64
		if i > 0 {
			before = x.words[i-1].hash
		}
		if w.clause == clause {
			x.add(groupSpan, w.hash, saltClause)
			if i > 0 {
				x.add(groupSpan, pairHash(before, w.hash), saltClausePair)
			}
			if w.negated {
				x.add(groupSpan, w.hash, saltSentence)
			}
		}
		switch {
		case i >= from && i < to:
			x.add(groupSpan, w.hash, saltInside)
		case i < from && from-i <= nearWords:
			x.add(groupSpan, w.hash, saltNear)
			x.add(groupSpan, w.hash, saltBefore)
		case i >= to && i-to < nearWords:
			x.add(groupSpan, w.hash, saltNear)
			x.add(groupSpan, w.hash, saltAfter)
		}
	}
}

// crossFeatures adds the context value, and the words near the span (of the
// whole text without a span) together with it.
func (x *extractor) crossFeatures(item Item, start, end int) {
	c := hashBytes(fnvOffset, []byte(item.Context))
	for range 3 { // the value itself weighs more than one word with it
		x.add(groupCross, c, saltContext)
	}
	from, to, clause := x.spanWords(start, end)
	for i, w := range x.words {
		if item.Span != nil && to > from && w.clause != clause && (from-i > nearWords || i-to >= nearWords) {
			continue
		}
		x.add(groupCross, pairHash(c, w.hash), saltCrossWord)
	}
}

// hintFeatures adds what a Hinter knows; false if it has no document.
func (x *extractor) hintFeatures(item Item) bool {
	doc, felt := x.hints.Hints(item, func(name string, value float64) {
		x.out[groupHint] = append(x.out[groupHint], feature{mix(hashBytes(fnvOffset, []byte(name)), saltHint), float32(value)})
	})
	if doc == nil {
		return false
	}
	x.lemmaFeatures(doc.Tokens)
	x.termFeatures(doc.Tokens, felt)
	return true
}

// lemmaFeatures adds each lemma, with the one before it, and with the one before
// that.
func (x *extractor) lemmaFeatures(tokens []nlp.Token) {
	var last, before uint64
	for i := range tokens {
		h := hashLemma(&tokens[i])
		x.add(groupWord, h, saltWord)
		x.add(groupWord, pairHash(last, h), saltPair)
		if i > 1 {
			x.add(groupWord, pairHash(before, h), saltSkip)
		}
		last, before = h, last
	}
}

// termFeatures adds the words that carry meaning (nouns, names, adjectives and
// verbs), with the parts of compounds; and the same together with whether a
// feeling speaks from the text, for what is named without one is seldom meant.
func (x *extractor) termFeatures(tokens []nlp.Token, felt bool) {
	salt := uint64(saltUnfelt)
	if felt {
		salt = saltFelt
	}
	add := func(h uint64) {
		x.add(groupTerm, h, saltTerm)
		x.add(groupFelt, h, salt)
	}
	for i := range tokens {
		t := &tokens[i]
		if t.Kind != nlp.Word {
			continue
		}
		switch t.UPOS {
		case nlp.NOUN, nlp.PROPN, nlp.ADJ, nlp.VERB:
			add(hashLemma(t))
			for _, part := range t.Parts {
				add(hashBytes(fnvOffset, []byte(part)))
			}
		}
	}
}

func hashLemma(t *nlp.Token) uint64 {
	return hashBytes(fnvOffset, []byte(cmp.Or(t.Lemma, t.Norm)))
}
