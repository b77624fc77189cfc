package cluster

import (
	"cmp"
	_ "embed"
	"hash/fnv"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"luister/nlp"
	"luister/nlp/code"
	"luister/nlp/vector"
)

//go:embed stop.txt
var stopList string

// stopWords are words that say nothing about the cause of a feedback.
var stopWords = sync.OnceValue(func() map[string]bool {
	out := map[string]bool{}
	for line := range strings.Lines(stopList) {
		if !strings.HasPrefix(line, "#") {
			for _, w := range strings.Fields(line) {
				out[w] = true
			}
		}
	}
	return out
})

// segmentTerms is how many terms make a segment: sentences with fewer join the next.
const segmentTerms = 1

const dutch = "nl"

// formEmpty is the form of a text that says nothing: “geen”, “n.v.t.”.
const formEmpty = "leeg"

// NewItem makes the item of a document. Received and Customer are the caller's
// to fill in. What says nothing is about nothing: it has no terms, and so no
// driver. Neither has what is in another language than Dutch: the words that it
// shares with others would be those of the language, whatever they are about.
func NewItem(doc *nlp.Document) Item {
	it := NewBareItem(doc)
	it.Vector = vector.Load().Document(doc)
	return it
}

// NewBareItem makes an item without Vector, which finding drivers does without.
func NewBareItem(doc *nlp.Document) Item {
	it := Item{
		ID:        doc.ID,
		Hash:      textHash(doc.Text),
		Sentiment: doc.Coding.Sentiment,
		Form:      doc.Coding.Form,
	}
	for _, c := range doc.Coding.Topics {
		it.Topics = append(it.Topics, c.ID)
	}
	if it.Form == formEmpty || doc.Lang != "" && doc.Lang != dutch {
		return it
	}
	labels := labels(doc)
	if it.addTerms(doc, labels); len(it.Terms) == 0 {
		labels = nil
		it.addTerms(doc, nil)
	}
	it.addShown(slices.Concat(doc.Coding.Topics, doc.Coding.Unsure), labels)
	it.Phrases = phrases(doc)
	return it
}

// labelled is how many words before masked data belong to it.
const labelled = 4

// labels gives the words that say what the masked data after them is: "kunt u
// mij bellen op [TELEFOON]" tells how to reach somebody, and nothing of a cause.
// Names have none: before them stands who somebody is, "de monteur".
func labels(doc *nlp.Document) (out []nlp.Span) {
	for i := range doc.Tokens {
		t := &doc.Tokens[i]
		if t.Kind != nlp.Placeholder || strings.HasPrefix(t.Of(doc.Text), "[NAAM") {
			continue
		}
		for j := max(0, i-labelled); j < i; j++ {
			if before := &doc.Tokens[j]; before.Sentence == t.Sentence {
				out = append(out, before.Span)
			}
		}
	}
	return out
}

// touches tells whether a place in the text touches any of spans.
func touches(at nlp.Span, spans []nlp.Span) bool {
	return slices.ContainsFunc(spans, func(s nlp.Span) bool { return at.Start < s.End && s.Start < at.End })
}

// addTerms fills Terms, Breaks and Segments, but for the terms of labels.
func (it *Item) addTerms(doc *nlp.Document, labels []nlp.Span) {
	sentence, stop := int32(-1), stopWords()
	for i := range doc.Tokens {
		t := &doc.Tokens[i]
		if t.Sentence != sentence {
			sentence = t.Sentence
			it.cut(t.Span)
		}
		for _, term := range tokenTerms(t) {
			if !stop[term] && !touches(t.Span, labels) {
				it.Terms = append(it.Terms, term)
			}
		}
		if n := len(it.Segments); n > 0 {
			it.Segments[n-1].End = t.End
		}
	}
	it.endTerms()
}

// cut starts a new segment at a sentence, if the one before is long enough.
func (it *Item) cut(at nlp.Span) {
	n := len(it.Breaks)
	if n == 0 || len(it.Terms)-int(it.Breaks[n-1]) >= segmentTerms {
		it.Breaks = append(it.Breaks, int32(len(it.Terms)))
		it.Segments = append(it.Segments, at)
	}
}

// endTerms joins a last segment that is too short to the one before.
func (it *Item) endTerms() {
	n := len(it.Breaks)
	if n > 1 && len(it.Terms)-int(it.Breaks[n-1]) < segmentTerms {
		it.Segments[n-2].End = it.Segments[n-1].End
		it.Breaks, it.Segments = it.Breaks[:n-1], it.Segments[:n-1]
	}
	if len(it.Terms) == 0 {
		it.Breaks, it.Segments = nil, nil
	}
}

// addShown fills Shown, but for what labels show.
func (it *Item) addShown(topics []nlp.Code, labels []nlp.Span) {
	if len(it.Segments) == 0 {
		return
	}
	for _, topic := range topics {
		for _, at := range topic.Evidence {
			shown := Shown{topic.ID, int32(it.SegmentAt(at.Start))}
			if !touches(at, labels) && !slices.Contains(it.Shown, shown) {
				it.Shown = append(it.Shown, shown)
			}
		}
	}
}

// SegmentAt gives the segment that a place in the text lies in, or lies after.
func (it *Item) SegmentAt(start int) int {
	at, found := slices.BinarySearchFunc(it.Segments, start, func(s nlp.Span, start int) int { return cmp.Compare(s.Start, start) })
	if !found {
		at--
	}
	return max(0, at)
}

// tokenTerms gives what a token says: its lemma, and its parts if it is a
// compound; nothing for numbers, marks and masked data.
func tokenTerms(t *nlp.Token) []string {
	if t.Kind != nlp.Word {
		return nil
	}
	term := lemma(t)
	if utf8.RuneCountInString(term) < 2 || functionWord(t.UPOS) {
		return nil
	}
	if len(t.Parts) == 0 {
		return []string{term}
	}
	return append([]string{term}, t.Parts...)
}

// lemma is the best known base form of a token, in lower case.
func lemma(t *nlp.Token) string {
	if t.Lemma != "" {
		return strings.ToLower(t.Lemma)
	}
	return t.Norm
}

func functionWord(p nlp.UPOS) bool {
	switch p {
	case nlp.ADP, nlp.AUX, nlp.CCONJ, nlp.DET, nlp.PRON, nlp.SCONJ, nlp.PART, nlp.NUM, nlp.PUNCT, nlp.SYM:
		return true
	}
	return false
}

// textHash is equal for texts that differ only in case, spaces, marks, numbers
// and masked data: exact duplicates and filled-in templates.
func textHash(text string) uint64 {
	h := fnv.New64a()
	var buf [utf8.UTFMax]byte
	masked, gap := false, true
	for _, r := range text {
		switch {
		case r == '[':
			masked = true
		case r == ']':
			masked = false
		case masked:
		case unicode.IsLetter(r):
			h.Write(buf[:utf8.EncodeRune(buf[:], unicode.ToLower(r))])
			gap = false
		case !gap:
			h.Write([]byte{' '})
			gap = true
		}
	}
	return h.Sum64()
}

// Topical tells how much of a term is about a subject: words of praise say how
// it went, of any subject, so that they would keep compliments apart from the
// complaints they belong to. Words of blame often name the cause itself.
func Topical(term string) float32 {
	const praise, rest = 0.3, 0.4
	if code.Words()[term] >= praise {
		return rest
	}
	return 1
}
