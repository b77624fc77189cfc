package learn

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A group is a family of features that is weighted by inverse document
// frequency and scaled to length one by itself, as in a union of vectorisers.
type group uint8

const (
	groupWord  group = iota // words, or lemmas if a Hinter knows them, and pairs of them
	groupChar               // character n-grams inside words
	groupEdge               // words of the first and of the last sentence
	groupSpan               // words around the span
	groupCross              // context, and context crossed with words
	groupTerm               // words that carry meaning
	groupFelt               // those, with whether a feeling speaks from the text
	groupHint               // values of a Hinter, as they are
	groups
)

// featureSet says which features a model uses; it is part of the model file.
type featureSet struct {
	CharMin, CharMax int // character n-grams; zero means none
	Edge             bool
	Span             bool
	Cross            bool
	Hint             bool // lemmas, terms and values of a Hinter
}

// scale is how long the vector of each group is before the candidate has a say.
var scale = [groups]float32{groupWord: 1, groupChar: 1, groupEdge: 0.5, groupSpan: 1, groupCross: 1, groupTerm: 0.7, groupFelt: 0.7, groupHint: 0.5}

// A feature is a hashed feature of one item with its count, or its value for groupHint.
type feature struct {
	hash  uint32
	value float32
}

// maxFeatureBytes bounds what is read of one text: what is said stands in the
// first half a megabyte.
const maxFeatureBytes = 512 << 10

// An extractor turns items into features; it keeps scratch space.
type extractor struct {
	set    featureSet
	hints  Hinter
	lower  []byte
	words  []word
	raw    [groups][]uint32
	out    [groups][]feature
	offset []int
}

// A word is a run of letters and digits, or a mark, of the lowered text.
type word struct {
	start, end int // bytes of the lowered text
	hash       uint64
	mark       bool // punctuation
	negated    bool
	sentence   int32
	clause     int32
}

func newExtractor(set featureSet, hints Hinter) *extractor {
	return &extractor{set: set, hints: hints}
}

const (
	fnvOffset = 14695981039346656037
	fnvPrime  = 1099511628211
)

func hashBytes(h uint64, b []byte) uint64 {
	for _, c := range b {
		h = (h ^ uint64(c)) * fnvPrime
	}
	return h
}

// mix folds a running hash and a salt to the 32 bits of a feature.
func mix(h uint64, salt uint64) uint32 {
	h ^= salt * 0x9e3779b97f4a7c15
	h ^= h >> 32
	h *= 0xd6e8feb86659fd93
	h ^= h >> 32
	return uint32(h)
}

// Salts keep features of different kinds apart.
const (
	saltWord = iota + 1
	saltPair
	saltNegated
	saltChar
	saltFirst
	saltLast
	saltInside
	saltNear
	saltBefore
	saltAfter
	saltClause
	saltClausePair
	saltContext
	saltCrossWord
	saltCrossClause
	saltSpanShape
	saltLastPair
	saltSentence
	saltHint
	saltTerm
	saltSkip
	saltFelt
	saltUnfelt
)

// run reads item; the features are then in x.out.
func (x *extractor) run(item Item) {
	for g := range x.raw {
		x.raw[g] = x.raw[g][:0]
		x.out[g] = x.out[g][:0]
	}
	text := item.Text
	if len(text) > maxFeatureBytes {
		text = text[:maxFeatureBytes]
	}
	start, end := x.lowerText(text, item)
	x.split()
	if !x.set.Hint || !x.hintFeatures(item) {
		x.wordFeatures()
	}
	if x.set.CharMax > 0 {
		x.charFeatures()
	}
	if x.set.Edge {
		x.edgeFeatures()
	}
	if x.set.Span && item.Span != nil {
		x.spanFeatures(start, end)
	}
	if x.set.Cross && item.Context != "" {
		x.crossFeatures(item, start, end)
	}
	for g := range x.raw {
		if group(g) != groupHint {
			x.out[g] = countHashes(x.raw[g], x.out[g])
		}
	}
}

// lowerText fills x.lower and gives the span in it.
func (x *extractor) lowerText(text string, item Item) (start, end int) {
	x.lower = x.lower[:0]
	start, end = -1, -1
	for i, r := range text {
		if s := item.Span; s != nil {
			if start < 0 && i >= s.Start {
				start = len(x.lower)
			}
			if end < 0 && i >= s.End {
				end = len(x.lower)
			}
		}
		if r < utf8.RuneSelf {
			if 'A' <= r && r <= 'Z' {
				r += 'a' - 'A'
			}
			x.lower = append(x.lower, byte(r))
		} else {
			x.lower = utf8.AppendRune(x.lower, unicode.ToLower(r))
		}
	}
	if start < 0 {
		start = len(x.lower)
	}
	if end < 0 {
		end = len(x.lower)
	}
	return start, end
}

// split cuts the lowered text in words, sentences and clauses, and marks what
// stands under a negation.
func (x *extractor) split() {
	x.words = x.words[:0]
	var sentence, clause int32
	b := x.lower
	for i := 0; i < len(b); {
		r, n := utf8.DecodeRune(b[i:])
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			j := wordEnd(b, i+n)
			w := word{start: i, end: j, hash: hashBytes(fnvOffset, b[i:j])}
			if isContrast(b[i:j]) {
				clause++
			}
			w.sentence, w.clause = sentence, clause
			x.words = append(x.words, w)
			i = j
		case unicode.IsSpace(r):
			if r == '\n' && i+1 < len(b) && b[i+1] == '\n' {
				sentence++
				clause++
			}
			i += n
		default:
			j := i + n
			for j < len(b) && b[j] == b[i] && n == 1 && j-i < 3 {
				j++
			}
			x.words = append(x.words, word{start: i, end: j, hash: hashBytes(fnvOffset, b[i:j]), mark: true, sentence: sentence, clause: clause})
			if strings.ContainsRune(".!?;", r) && (j >= len(b) || b[j] == ' ' || b[j] == '\n' || b[j] == '\r') {
				sentence++
				clause++
			} else if r == ',' || r == ':' {
				clause++
			}
			i = j
		}
	}
	x.markNegation()
}

func wordEnd(b []byte, i int) int {
	for i < len(b) {
		r, n := utf8.DecodeRune(b[i:])
		inside := unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r)
		if !inside && (r == '\'' || r == '’' || r == '-') && i+n < len(b) {
			next, _ := utf8.DecodeRune(b[i+n:])
			inside = unicode.IsLetter(next)
		}
		if !inside {
			break
		}
		i += n
	}
	return i
}

func isContrast(b []byte) bool {
	switch string(b) {
	case "maar", "echter", "hoewel", "terwijl", "doch", "toch", "alleen", "ondanks", "behalve":
		return true
	}
	return false
}

func isNegation(b []byte) bool {
	switch string(b) {
	case "niet", "geen", "nooit", "niets", "niks", "zonder", "nergens", "niemand", "noch", "nie", "amper", "nauwelijks", "weinig":
		return true
	}
	return false
}

// negationReach is how many words after a negation are taken to be negated.
const negationReach = 4

func (x *extractor) markNegation() {
	left := 0
	for i := range x.words {
		w := &x.words[i]
		switch {
		case w.mark || (i > 0 && x.words[i-1].clause != w.clause):
			left = 0
		case left > 0:
			w.negated = true
			left--
		}
		if !w.mark && isNegation(x.lower[w.start:w.end]) {
			left = negationReach
		}
	}
}

func (x *extractor) add(g group, h uint64, salt uint64) { x.raw[g] = append(x.raw[g], mix(h, salt)) }

func pairHash(a, b uint64) uint64 { return (a^0x517cc1b727220a95)*fnvPrime ^ b*0x9e3779b97f4a7c15 }

func (x *extractor) wordFeatures() {
	var last uint64
	for i, w := range x.words {
		x.add(groupWord, w.hash, saltWord)
		if i > 0 {
			x.add(groupWord, pairHash(last, w.hash), saltPair)
		}
		if w.negated {
			x.add(groupWord, w.hash, saltNegated)
		}
		last = w.hash
	}
}

// charFeatures adds the character n-grams of each blank-separated piece, with
// a blank before and after it.
func (x *extractor) charFeatures() {
	b := x.lower
	for i := 0; i < len(b); {
		if b[i] == ' ' || b[i] == '\n' || b[i] == '\t' || b[i] == '\r' {
			i++
			continue
		}
		j := i
		for j < len(b) && b[j] != ' ' && b[j] != '\n' && b[j] != '\t' && b[j] != '\r' {
			j++
		}
		x.pieceGrams(b[i:j])
		i = j
	}
}

// maxPiece bounds one blank-separated piece, so that a text without blanks stays linear.
const maxPiece = 200

func (x *extractor) pieceGrams(piece []byte) {
	if len(piece) > maxPiece {
		piece = piece[:maxPiece]
	}
	x.offset = x.offset[:0]
	for i := range piece {
		if utf8.RuneStart(piece[i]) {
			x.offset = append(x.offset, i)
		}
	}
	n := len(x.offset) + 2 // runes with a blank at both ends
	for s := range n - 1 {
		h := uint64(fnvOffset)
		for e := s; e < n && e-s < x.set.CharMax; e++ {
			h = hashBytes(h, x.runeAt(piece, e, n))
			if e-s+1 >= x.set.CharMin {
				x.add(groupChar, h, saltChar)
			}
		}
	}
}

func (x *extractor) runeAt(piece []byte, i, n int) []byte {
	if i == 0 || i == n-1 {
		return blank
	}
	end := len(piece)
	if i < len(x.offset) {
		end = x.offset[i]
	}
	return piece[x.offset[i-1]:end]
}

var blank = []byte{' '}

// countHashes sorts raw and appends each distinct hash with its count to out.
func countHashes(raw []uint32, out []feature) []feature {
	slices.Sort(raw)
	for i := 0; i < len(raw); {
		j := i + 1
		for j < len(raw) && raw[j] == raw[i] {
			j++
		}
		out = append(out, feature{raw[i], float32(j - i)})
		i = j
	}
	return out
}
