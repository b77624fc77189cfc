package names

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	"luister/nlp"
)

// shape is how a word is written.
type shape uint8

const (
	lower   shape = iota
	capital       // Aline
	upper         // ALINE
	initial       // A
	mixed         // iPhone
	number
)

// gap is what stands before a word, beside blanks.
type gap uint8

const (
	gapLine    gap = 1 << iota // a new line
	gapStop                    // . ! ?
	gapComma                   // ,
	gapOther                   // any other mark
	gapBarrier                 // a part that is taken already
	gapNone                    // nothing at all, not even a blank
	gapDot                     // exactly "." or ". "
)

const gapBreak = gapLine | gapStop | gapComma | gapOther | gapBarrier

// A word is a run of letters (with apostrophes, hyphens inside) or of digits.
type word struct {
	start, end int
	shape      shape
	gap        gap
	class      class
	common     bool // in the dictionary in lower case
	listed     bool // in the dictionary with its capital: Bijbel, Brussels
}

// A reader cuts a text into words; it keeps its scratch space.
type reader struct {
	lex   *lexicon
	words []word
	buf   []byte // lower-case form of the last word
}

// read cuts text into words, leaving out the parts in skip (ordered).
func (r *reader) read(text string, skip []nlp.Span) {
	r.words = r.words[:0]
	last, before := 0, gap(0)
	for i := 0; i < len(text); {
		if len(skip) > 0 && i >= skip[0].Start {
			before |= gapBarrier
			i, skip = max(i, skip[0].End), skip[1:]
			continue
		}
		c, size := runeAt(text, i)
		switch {
		case isLetter(c):
			end := wordEnd(text, i+size, skip)
			r.add(text, word{start: i, end: end, gap: before | glue(i, last)})
			i, last, before = end, end, 0
		case c >= '0' && c <= '9':
			end := i + 1
			for end < len(text) && text[end] >= '0' && text[end] <= '9' {
				end++
			}
			r.words = append(r.words, word{start: i, end: end, shape: number, gap: before | glue(i, last)})
			i, last, before = end, end, 0
		default:
			before |= markGap(c)
			if c == '.' && i == last {
				before |= gapDot
			}
			i += size
		}
	}
}

func glue(start, last int) gap {
	if start == last && start > 0 {
		return gapNone
	}
	return 0
}

func runeAt(text string, i int) (rune, int) {
	if c := text[i]; c < utf8.RuneSelf {
		return rune(c), 1
	}
	return utf8.DecodeRuneInString(text[i:])
}

func isLetter(c rune) bool {
	if c < utf8.RuneSelf {
		return c|0x20 >= 'a' && c|0x20 <= 'z'
	}
	return unicode.IsLetter(c) || unicode.Is(unicode.Mn, c)
}

func markGap(c rune) gap {
	switch c {
	case ' ', '\t', 0xa0:
		return 0
	case '\n', '\r':
		return gapLine
	case '.', '!', '?', '…':
		return gapStop
	case ',':
		return gapComma
	}
	return gapOther
}

// wordEnd gives the end of the word whose first letter ends at i: letters, and
// one apostrophe or hyphen at a time between letters.
func wordEnd(text string, i int, skip []nlp.Span) int {
	limit := len(text)
	if len(skip) > 0 {
		limit = skip[0].Start
	}
	for i < limit {
		c, size := runeAt(text, i)
		if isLetter(c) {
			i += size
			continue
		}
		if c != '\'' && c != '-' && c != '’' || i+size >= limit {
			break
		}
		next, nextSize := runeAt(text, i+size)
		if !isLetter(next) {
			break
		}
		i += size + nextSize
	}
	return i
}

// add appends a word with its shape and classes.
func (r *reader) add(text string, w word) {
	r.buf = r.buf[:0]
	letters, caps := 0, 0
	for i := w.start; i < w.end; {
		if c := text[i]; c < utf8.RuneSelf {
			if c >= 'A' && c <= 'Z' {
				caps++
				c |= 0x20
			}
			if c >= 'a' {
				letters++
			}
			r.buf = append(r.buf, c)
			i++
			continue
		}
		c, size := utf8.DecodeRuneInString(text[i:])
		if c == '’' {
			r.buf = append(r.buf, '\'')
		} else {
			letters++
			if unicode.IsUpper(c) {
				caps++
				c = unicode.ToLower(c)
			}
			r.buf = utf8.AppendRune(r.buf, c)
		}
		i += size
	}
	start, _ := runeAt(text, w.start)
	first := caps > 0 && unicode.IsUpper(start)
	w.class = r.classOf(r.buf, text[w.start:w.end], caps > 0)
	w.shape = shapeOf(letters, caps, first)
	if caps > 0 && letters > 1 {
		w.common = r.lex.common.Has(string(r.buf)) || w.class&function != 0 || w.class == 0 && r.composed(text[w.start:w.end])
		w.listed = r.lex.common.Has(text[w.start:w.end])
	}
	if r.timeOfDay(text, w) {
		w.class = w.class&^anyName | noName
	}
	r.words = append(r.words, w)
}

// timeOfDay says whether w stands behind the "'s" of "'s Avonds".
func (r *reader) timeOfDay(text string, w word) bool {
	n := len(r.words)
	if n == 0 || w.gap != 0 || w.class&place != 0 || text[w.end-1]|0x20 != 's' {
		return false
	}
	before := r.words[n-1]
	if before.end-before.start != 1 || text[before.start]|0x20 != 's' {
		return false
	}
	return text[before.start] == 's' || apostropheBefore(text, before.start)
}

// apostropheBefore says whether an apostrophe of any kind stands right before byte i.
func apostropheBefore(text string, i int) bool {
	for _, mark := range []string{"'", "’", "‘", "`", "´"} {
		if strings.HasSuffix(text[:i], mark) {
			return true
		}
	}
	return false
}

func shapeOf(letters, caps int, first bool) shape {
	switch {
	case caps == 0:
		return lower
	case letters == 1:
		return initial
	case caps == letters:
		return upper
	case first && caps == 1:
		return capital
	case first:
		return mixed
	}
	return lower // iPhone
}

// classOf looks a word in lower case up, without the ending of a possessive:
// "fiona's", and for names "toons".
func (r *reader) classOf(low []byte, written string, capital bool) class {
	c := r.lex.classes.ofBytes(low)
	n := len(low)
	if capital && c == 0 {
		if i := bytes.IndexByte(low, '-'); i > 1 && namePart(written[strings.LastIndexByte(written, '-')+1:]) {
			first := r.lex.classes.ofBytes(low[:i])
			if first&anyName == 0 && (r.lex.common.Has(string(low[:i])) || r.lex.common.Has(written[:i])) {
				return 0 // "Belgisch-Frans"
			}
			return (first | r.lex.classes.ofBytes(low[i+1:])) & anyName
		}
	}
	if n < 4 || low[n-1] != 's' || c&anyName != 0 {
		return c
	}
	if low[n-2] == '\'' {
		return c | r.lex.classes.ofBytes(low[:n-2])
	}
	if capital && !r.lex.common.Has(string(low)) {
		return c | r.lex.classes.ofBytes(low[:n-1])&(firstName|ownFirst)
	}
	return c
}

// composed says whether a word that no list has is made of words: joined by a
// hyphen ("AI-systemen"), or a compound of two ("Zaaktypen").
func (r *reader) composed(written string) bool {
	if i := strings.LastIndexByte(written, '-'); i >= 0 {
		last := written[i+1:]
		return r.lex.common.Has(last) || last == strings.ToUpper(last)
	}
	const part, longest = 4, 40
	if len(r.buf) > longest {
		return false
	}
	for i := part; i <= len(r.buf)-part; i++ {
		if utf8.RuneStart(r.buf[i]) && r.lex.common.Has(string(r.buf[:i])) && r.lex.common.Has(string(r.buf[i:])) {
			return true
		}
	}
	return false
}

// namePart says whether what follows a hyphen can be part of a name: "Willem", or the "de" of "Visser-de Jong".
func namePart(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsUpper(r) || plainParticle[s]
}
