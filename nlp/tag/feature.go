package tag

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"luister/nlp"
	"luister/nlp/lemma"
	"luister/nlp/memo"
	"luister/nlp/table"
)

// edgeWord is the word outside a sentence.
const edgeWord = "\x01"

// A lexeme is what is known of a word before one looks at its neighbours.
type lexeme struct {
	key     memo.Key // of text, norm and kind
	word    uint64   // hash of the norm
	cased   uint64   // the same, another one where it has a capital
	ending  uint64   // hash of its last three letters
	class   uint16   // what the word lists say it can be
	cluster uint16   // words that stand between the same words
	shape   uint8
	known   uint8    // what the word lists say of its first letter: 0 nothing, 1 a capital, 2 none
	small   bool     // written as its norm
	tag     nlp.UPOS // the only one it has; X: see settled

	// emit is the sum of the weights of this word's own features for a tag
	// two places on, one on, here, one back, two back.
	emit [5]sums
}

// A history is what the tags before a word leave.
type history struct {
	last, before uint8
	verb         uint8 // the last verb of this clause: 0 none, AUX or VERB
}

var start = history{last: outside, before: outside}

// next gives the history after a word with this tag.
func (h history) next(tag nlp.UPOS) history {
	n := history{last: uint8(tag), before: h.last, verb: h.verb}
	switch tag {
	case nlp.PUNCT, nlp.CCONJ, nlp.SCONJ:
		n.verb = 0
	case nlp.VERB, nlp.AUX:
		n.verb = uint8(tag)
	}
	return n
}

// The bits of a class that the features look at; the word lists set them.
const (
	ClassInfinitive = 1 << 4
	ClassParticiple = 1 << 6
	ClassAuxiliary  = 1 << 10
)

// The bits of words that can be of a closed class.
const (
	ClassDeterminer = 1 << (11 + iota)
	ClassPronoun
	ClassPreposition
	ClassConjunction
	ClassAdverbial
)

// Closed gives the bit of a tag, 0 of tags of open classes.
func Closed(tag nlp.UPOS) uint16 {
	switch tag {
	case nlp.DET:
		return ClassDeterminer
	case nlp.PRON:
		return ClassPronoun
	case nlp.ADP:
		return ClassPreposition
	case nlp.CCONJ, nlp.SCONJ:
		return ClassConjunction
	case nlp.ADV:
		return ClassAdverbial
	}
	return 0
}

// verbs are the nearest words behind a word in the same clause that can be a
// participle and an infinitive: what tells an auxiliary from a full verb.
type verbs struct{ participle, infinitive *lexeme }

// ahead gives the verbs behind every word; edge stands for none.
func ahead(out []verbs, words []*lexeme, edge *lexeme) []verbs {
	none := verbs{edge, edge}
	for range words {
		out = append(out, none)
	}
	next := none
	for i := len(words) - 1; i >= 0; i-- {
		out[i] = next
		l := words[i]
		if l.shape == 32+uint8(nlp.Punct) {
			next = none
			continue
		}
		if l.class&ClassParticiple != 0 {
			next.participle = l
		}
		if l.class&ClassInfinitive != 0 {
			next.infinitive = l
		}
	}
	return out
}

// participial tells whether a word is made like a participle: "gebeld", "opgehangen".
func participial(norm string) bool {
	at := lemma.GePrefix(norm)
	return at >= 0 && len(norm) > at+5 && (strings.HasSuffix(norm, "t") || strings.HasSuffix(norm, "d") || strings.HasSuffix(norm, "en"))
}

func newLexeme(m *model, text, norm string, kind nlp.Kind) lexeme {
	l := lexeme{word: hashOf(norm), ending: hashOf(suffix(norm, 3)), shape: shapeOf(text, kind)}
	l.cased = l.word
	if l.capital() {
		l.cased = mix(l.word, 1)
	}
	l.class = m.class(norm)
	l.known = m.known(norm)
	if kind == nlp.Word && participial(norm) {
		l.class |= ClassParticiple
	}
	l.cluster = m.cluster(norm)
	l.small = text == norm
	l.tag = m.tag(&l, kind)
	return l
}

func hashOf(s string) uint64 { return uint64(table.Seed('w').String(s)) }

// suffix gives the last n characters of s, or all of it.
func suffix(s string, n int) string {
	at := len(s)
	for ; n > 0 && at > 0; n-- {
		_, size := utf8.DecodeLastRuneInString(s[:at])
		at -= size
	}
	return s[at:]
}

func prefix(s string, n int) string {
	at := 0
	for ; n > 0 && at < len(s); n-- {
		_, size := utf8.DecodeRuneInString(s[at:])
		at += size
	}
	return s[:at]
}

// IsClitic tells whether a word is a shortened one ("'t", "'er"). It has the shape of a
// number, and no list of words holds it.
func IsClitic(text string) bool {
	rest, short := strings.CutPrefix(strings.Replace(text, "’", "'", 1), "'")
	return short && len(rest) <= 3
}

// shapeOf tells what a word looks like: capitals, digits, hyphen and a small letter
// behind it, kind.
func shapeOf(text string, kind nlp.Kind) uint8 {
	if kind == nlp.Number || kind == nlp.Word && IsClitic(text) {
		return 48 + uint8(strings.Count(text, "-")&3) + uint8(strings.Count(text, ".")&3)<<2
	}
	if kind != nlp.Word {
		return 32 + uint8(kind)
	}
	var upper, lower, digit, hyphen, first, tail bool
	for i, r := range text {
		switch {
		case unicode.IsUpper(r):
			upper = upper || i > 0
			first = first || i == 0
		case unicode.IsLetter(r):
			lower = true
		case unicode.IsDigit(r):
			digit = true
		case r == '-':
			hyphen = true
			tail = i+1 < len(text) && text[i+1] >= 'a' && text[i+1] <= 'z'
		}
	}
	shape := uint8(0)
	for i, is := range [...]bool{first, upper, lower, digit, hyphen} {
		if is {
			shape |= 1 << i
		}
	}
	if tail {
		shape |= 1 << 6
	}
	return shape
}

// maxOwn is how many features own can give for one offset.
const maxOwn = 20

// own gives the features of a word by itself, for the tag at the given offset:
// 2 is its own tag, 0 that of the word two further on.
func own(out []uint64, l *lexeme, norm string, offset int) []uint64 {
	add := func(template byte, x uint64) { out = append(out, mix(uint64(template)<<8|uint64(offset), x)) }
	add(1, l.word)
	add(2, uint64(l.class))
	if l.cluster > 0 {
		add(3, uint64(l.cluster))
	}
	if offset == 0 || offset == 4 {
		return out
	}
	add(4, l.look())
	add(5, l.ending)
	add(6, hashOf(suffix(norm, 2)))
	if offset != 2 {
		return out
	}
	add(7, hashOf(suffix(norm, 1)))
	add(8, hashOf(suffix(norm, 4)))
	add(9, hashOf(suffix(norm, 5)))
	add(10, hashOf(prefix(norm, 2)))
	add(11, hashOf(prefix(norm, 3)))
	add(12, hashOf(prefix(norm, 4)))
	add(13, mix(uint64(l.class), hashOf(suffix(norm, 2))))
	add(14, mix(uint64(l.class), l.look()))
	if i := strings.LastIndexByte(norm, '-'); i > 0 && i+1 < len(norm) {
		add(15, hashOf(suffix(norm[i+1:], 3)))
		add(16, hashOf(norm[i+1:]))
		add(17, hashOf(norm[:i]))
	}
	if at := lemma.GePrefix(norm); at >= 0 {
		add(18, hashOf(suffix(norm, 1)))
	}
	return out
}

// maxDynamic is how many features dynamic gives at most, without hints.
const maxDynamic = 25

// A place is where a word stands.
type place struct {
	around  []*lexeme // from two before to two after
	ahead   verbs
	history history
	hints   []Hint // from one before to one after; none where the tagger is not guided
}

// dynamic gives the features that join words with each other and with the tags
// before, in groups by what they depend on.
func dynamic(out []uint64, at place) []uint64 {
	out = behindTags(out, at)
	out = withNext(out, at)
	out = amidWords(out, at)
	out = ofAuxiliary(out, at)
	if at.hints != nil {
		out = guided(out, at)
	}
	return out
}

// behindTags gives the features of a word and the tags before it.
func behindTags(out []uint64, at place) []uint64 {
	w, h := at.around[2], at.history
	last, both := uint64(h.last), uint64(h.last)<<8|uint64(h.before)
	verb, first := uint64(h.verb), uint64(0)
	if h.last == outside {
		first = 1
	}
	return append(out,
		mix(0x40, last),
		mix(0x41, both),
		mix(mix(0x42, last), w.cased),
		mix(mix(0x43, last), w.ending),
		mix(mix(0x45, both), uint64(w.class)),
		mix(mix(0x4a, first), w.look()<<16|uint64(w.class)),
		mix(mix(0x4f, first), w.look()<<8|last),
		mix(mix(0x50, verb), w.word),
		mix(mix(0x51, verb), uint64(w.class)<<8|last),
	)
}

// withNext gives the features of a word, the next one and the tag before.
func withNext(out []uint64, at place) []uint64 {
	w, n, last := at.around[2], at.around[3], uint64(at.history.last)
	return append(out,
		mix(mix(0x44, last), n.word),
		mix(mix(0x46, last), uint64(w.class)<<16|uint64(n.class)),
		mix(mix(0x48, w.word), n.word),
		mix(mix(0x49, w.ending), n.ending),
		mix(mix(0x4e, last), uint64(w.cluster)<<16|uint64(n.cluster)),
		mix(mix(0x57, w.cased), n.look()<<8|last),
	)
}

// amidWords gives the features of a word, those beside it and the classes of the two
// beyond, whatever their tags.
func amidWords(out []uint64, at place) []uint64 {
	b, w, n := at.around[1], at.around[2], at.around[3]
	return append(out,
		mix(mix(0x47, b.word), w.word),
		mix(mix(0x4b, uint64(b.class)), uint64(w.class)<<16|uint64(n.class)),
		mix(mix(0x4c, w.word), uint64(at.around[0].class)<<16|uint64(b.class)),
		mix(mix(0x4d, w.word), uint64(n.class)<<16|uint64(at.around[4].class)),
		mix(mix(0x58, w.look()), n.look()<<16|b.look()),
	)
}

// ofAuxiliary gives the features that tell an auxiliary from a full verb.
func ofAuxiliary(out []uint64, at place) []uint64 {
	b, w := at.around[1], at.around[2]
	if w.class&ClassAuxiliary == 0 {
		return out
	}
	verb, part, inf := uint64(at.history.verb), at.ahead.participle, at.ahead.infinitive
	return append(out,
		mix(mix(0x52, w.word), uint64(part.class)<<8|verb),
		mix(mix(0x53, w.word), part.ending),
		mix(mix(0x54, w.word), uint64(inf.class)<<8|verb),
		mix(mix(0x55, w.word), uint64(part.class&ClassParticiple)<<32|uint64(inf.class&ClassInfinitive)<<16|uint64(b.class&(ClassParticiple|ClassInfinitive))),
		mix(mix(0x56, verb), uint64(part.class)<<16|uint64(inf.class)),
	)
}

// look joins the shape with whether the word is known, and in lower case.
func (l *lexeme) look() uint64 {
	return uint64(l.shape) | uint64(l.known)<<8
}

// mix joins two hashes.
func mix(a, b uint64) uint64 {
	x := (a+0x9e3779b97f4a7c15)*0xbf58476d1ce4e5b9 ^ b*0x94d049bb133111eb
	x ^= x >> 31
	return x * 0xd6e8feb86659fd93
}
