package names

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"luister/nlp"
)

// A featurer writes the features of tokens as hashes. What it looks at: the
// words around, prefixes and suffixes, shapes, the lists of this package, and
// how the same word is written elsewhere in the text.
type featurer struct {
	lex   *lexicon
	toks  []tokenInfo
	other map[string]elsewhere
	out   []uint64
}

// tokenInfo is what is computed once per token.
type tokenInfo struct {
	low, shape, norm string
	class            class
	cap, common      bool
	first            bool // of its sentence
}

// elsewhere says how a word is written in the whole text, but for the starts
// of sentences.
type elsewhere struct{ capital, small int32 }

func newFeaturer() *featurer {
	return &featurer{lex: loadLexicon(), other: map[string]elsewhere{}}
}

// read prepares the tokens of a document.
func (f *featurer) read(doc *nlp.Document) {
	f.toks = f.toks[:0]
	clear(f.other)
	for i := range doc.Tokens {
		t := &doc.Tokens[i]
		text := t.Of(doc.Text)
		info := tokenInfo{low: lowerCase(text), shape: wordShape(text), first: i == 0 || doc.Tokens[i-1].Sentence != t.Sentence}
		info.class = f.lex.classes.of(info.low)
		r, _ := utf8.DecodeRuneInString(text)
		info.cap = unicode.IsUpper(r)
		info.common = f.lex.common.Has(info.low)
		info.norm = digitsAlike(info.low)
		f.toks = append(f.toks, info)
		if !info.first && t.Kind == nlp.Word {
			e := f.other[info.low]
			if info.cap {
				e.capital++
			} else {
				e.small++
			}
			f.other[info.low] = e
		}
	}
}

// digitsAlike writes every digit as 0: numbers of one form are one feature.
func digitsAlike(s string) string {
	if !strings.ContainsAny(s, "0123456789") {
		return s
	}
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return '0'
		}
		return r
	}, s)
}

// wordShape writes capitals as X, small letters as x, digits as 0, in runs of
// at most two: "McDonald's" is "XxXxx'x".
func wordShape(s string) string {
	var out []byte
	for _, r := range s {
		c := byte('x')
		switch {
		case unicode.IsUpper(r):
			c = 'X'
		case unicode.IsLetter(r):
		case unicode.IsDigit(r):
			c = '0'
		case r < utf8.RuneSelf:
			c = byte(r)
		default:
			c = '?'
		}
		if n := len(out); n >= 2 && out[n-1] == c && out[n-2] == c {
			continue
		}
		out = append(out, c)
	}
	return string(out)
}

// hash of a template and up to two strings (FNV-1a).
func featureHash(template uint64, a, b string) uint64 {
	h := 14695981039346656037 ^ template*0x9e3779b97f4a7c15
	for i := range len(a) {
		h = (h ^ uint64(a[i])) * 1099511628211
	}
	h = (h ^ 0xff) * 1099511628211
	for i := range len(b) {
		h = (h ^ uint64(b[i])) * 1099511628211
	}
	return h ^ h>>29
}

func (f *featurer) put(template uint64, a, b string) {
	f.out = append(f.out, featureHash(template, a, b))
}

func (f *featurer) flag(template, value uint64) {
	h := (template*0x9e3779b97f4a7c15 ^ value) * 0xff51afd7ed558ccd
	f.out = append(f.out, h^h>>31)
}

// at gives token i, or an empty one outside lo..hi.
func (f *featurer) at(i, lo, hi int) *tokenInfo {
	if i < lo || i >= hi {
		return &outside
	}
	return &f.toks[i]
}

var outside = tokenInfo{low: "\x00", norm: "\x00", shape: "\x00"}

// features gives the features of token i of the sentence lo..hi-1; the slice is
// good until the next call.
func (f *featurer) features(i, lo, hi int) []uint64 {
	f.out = f.out[:0]
	t := &f.toks[i]
	p1, p2, n1, n2 := f.at(i-1, lo, hi), f.at(i-2, lo, hi), f.at(i+1, lo, hi), f.at(i+2, lo, hi)
	f.flag(1, 0)
	f.put(2, t.norm, "")
	f.put(3, p1.norm, "")
	f.put(4, n1.norm, "")
	f.put(5, p2.norm, "")
	f.put(6, n2.norm, "")
	f.put(7, p1.norm, t.norm)
	f.put(8, t.norm, n1.norm)
	f.put(9, t.shape, "")
	f.put(10, p1.shape, t.shape)
	f.put(11, t.shape, n1.shape)
	f.put(12, p1.shape+t.shape, n1.shape)
	f.put(13, p2.norm, p1.norm)
	f.put(14, n1.norm, n2.norm)
	f.affixes(t)
	f.lists(t, p1, n1, p2, n2)
	f.surroundings(i, lo, hi)
	return f.out
}

// affixes are the first and last letters of a word, and its form without capitals.
func (f *featurer) affixes(t *tokenInfo) {
	w := t.low
	for n, end := 1, 0; n <= 5 && end < len(w); n++ {
		_, size := utf8.DecodeRuneInString(w[end:])
		end += size
		if n >= 2 {
			f.put(20+uint64(n), w[:end], "")
		}
	}
	for n, start := 1, len(w); n <= 5 && start > 0; n++ {
		_, size := utf8.DecodeLastRuneInString(w[:start])
		start -= size
		if n >= 2 {
			f.put(30+uint64(n), w[start:], pick2(t.cap, "C", "c"))
		}
	}
	if head, tail, ok := strings.Cut(w, "-"); ok {
		f.put(28, head, "")
		f.put(29, tail, "")
	}
}

func pick2(yes bool, a, b string) string {
	if yes {
		return a
	}
	return b
}

// listClasses are the classes that make features.
const listClasses = title | infix | personNoun | personAct | humanAct | placePrep | placeNoun | orgNoun | month | weekday | orgName |
	firstName | lastName | ownFirst | ownLast | place | phraseStart | proper | function | careNoun

// lists are what the lists of this package say about the word and its neighbours.
func (f *featurer) lists(t, p1, n1, p2, n2 *tokenInfo) {
	state := uint64(0)
	for k, yes := range []bool{t.cap, t.common, t.first, t.class&(firstName|ownFirst) != 0, t.class&(lastName|ownLast|proper) != 0, t.class&(place|phraseStart) != 0} {
		if yes {
			state |= 1 << k
		}
	}
	f.flag(40, state)
	f.flag(41, uint64(t.class&listClasses))
	f.flag(42, uint64(p1.class&listClasses)<<1|uint64(bit(p1.cap)))
	f.flag(43, uint64(n1.class&listClasses)<<1|uint64(bit(n1.cap)))
	f.flag(44, uint64(p2.class&listClasses)<<1|uint64(bit(p2.cap)))
	f.flag(45, uint64(n2.class&listClasses)<<1|uint64(bit(n2.cap)))
	for c := class(1); c != 0 && c <= naming; c <<= 1 {
		if t.class&c&listClasses != 0 && t.cap {
			f.flag(46, uint64(c))
		}
		if p1.class&c&listClasses != 0 {
			f.flag(47, uint64(c))
		}
		if n1.class&c&listClasses != 0 {
			f.flag(48, uint64(c))
		}
	}
	f.put(49, p1.norm, pick2(t.cap, t.shape, "-"))
	f.put(50, n1.norm, pick2(t.cap, t.shape, "-"))
}

func bit(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

// surroundings are what stands further off: the nearest words without a capital
// around a run of capitals, and how the word is written elsewhere in the text.
func (f *featurer) surroundings(i, lo, hi int) {
	t := &f.toks[i]
	if !t.cap {
		return
	}
	left, right := i-1, i+1
	for left >= lo && f.toks[left].cap {
		left--
	}
	for right < hi && f.toks[right].cap {
		right++
	}
	f.put(60, f.at(left, lo, hi).norm, "")
	f.put(61, f.at(right, lo, hi).norm, "")
	f.flag(62, uint64(min(right-left-1, 5))<<4|uint64(min(i-left-1, 5)))
	e := f.other[t.low]
	if !t.first {
		e.capital--
	}
	f.flag(63, uint64(bit(t.first))<<4|uint64(min(e.capital, 2))<<2|uint64(min(e.small, 2)))
	if t.first {
		f.flag(64, uint64(bit(t.common))<<8|uint64(min(e.capital, 1))<<1|uint64(min(e.small, 1)))
	}
	all := true
	for k := lo; k < hi; k++ {
		if c := f.toks[k].shape[0]; c == 'x' {
			all = false
			break
		}
	}
	f.flag(65, uint64(bit(all)))
}
