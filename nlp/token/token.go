// Package token cuts the text of a Document into sentences and tokens.
//
// It reads Document.Text and writes Document.Sentences and the Span, Kind and
// Sentence of Document.Tokens. Nothing is lost: the tokens stand in the order
// of the text, do not overlap, and every byte that is not white space lies in
// exactly one of them. The conventions are those of Universal Dependencies for
// Dutch: "foto's", "'s", "24-jarige", "o.a." and "€" are one token each.
//
// Time is linear in the text, and making a token allocates nothing. It never
// looks at the meaning of a word: the only knowledge is the list of
// abbreviations.
package token

import (
	"bufio"
	_ "embed"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"luister/nlp"
)

//go:embed abbreviations.txt
var abbreviationList string

// abbreviations holds, in lower case and without the last full stop, the words
// that keep their full stop; the value tells whether a sentence may end there.
var abbreviations = sync.OnceValue(func() map[string]bool {
	m := make(map[string]bool)
	for in := bufio.NewScanner(strings.NewReader(abbreviationList)); in.Scan(); {
		line, _, _ := strings.Cut(in.Text(), "#")
		for _, word := range strings.Fields(line) {
			word, ends := strings.CutSuffix(word, "*")
			m[strings.TrimSuffix(word, ".")] = ends
		}
	}
	return m
})

// Split sets the sentences and tokens of doc; what doc held of them before is
// reused as space.
func Split(doc *nlp.Document) {
	s := scanner{text: doc.Text, tokens: doc.Tokens[:0], abbreviations: abbreviations()}
	s.run()
	doc.Tokens = s.tokens
	doc.Sentences = sentences(doc.Text, doc.Tokens, doc.Sentences[:0], s.abbreviations)
}

// A scanner reads tokens from left to right.
type scanner struct {
	text          string
	tokens        []nlp.Token
	abbreviations map[string]bool
	quoted        bool // a single quote is open
}

func (s *scanner) run() {
	for i := 0; i < len(s.text); {
		c := s.text[i]
		if class[c]&space != 0 {
			i++
			continue
		}
		if c >= utf8.RuneSelf {
			if r, n := utf8.DecodeRuneInString(s.text[i:]); unicode.IsSpace(r) {
				i += n
				continue
			}
		}
		end, kind := s.next(i)
		s.tokens = append(s.tokens, nlp.Token{Span: nlp.Span{Start: i, End: end}, Kind: kind})
		i = end
	}
}

// next gives the end and kind of the token that starts at i.
func (s *scanner) next(i int) (end int, kind nlp.Kind) {
	c := s.text[i]
	switch {
	case class[c]&(letter|digit) != 0:
		return s.word(i)
	case c == '[':
		if end := placeholder(s.text, i); end > 0 {
			return end, nlp.Placeholder
		}
	case c == '\'':
		if end := s.clitic(i, i+1); end > 0 {
			return s.wordFrom(i, end)
		}
		s.quoted = !s.quoted
	case c == '-':
		if end := hyphenated(s.text, i); end > 0 {
			return end, nlp.Word
		}
	case c == '(':
		if end := bracketed(s.text, i); end > 0 {
			return s.wordFrom(i, end)
		}
	case c >= utf8.RuneSelf:
		return s.nonASCII(i)
	}
	if end := emoticon(s.text, i); end > 0 {
		return end, nlp.Emoticon
	}
	return s.mark(i)
}

// mark reads punctuation: a run of the same mark is one token where people
// repeat it for emphasis or as a line; brackets and quotes stand alone.
func (s *scanner) mark(i int) (end int, kind nlp.Kind) {
	c, end := s.text[i], i+1
	switch c {
	case '!', '?':
		for end < len(s.text) && (s.text[end] == '!' || s.text[end] == '?') {
			end++
		}
	case '.', '-', '*', '=', '_', '~', '#', '+', '<', '>', '|':
		for end < len(s.text) && s.text[end] == c {
			end++
		}
	case ',', '\'', '`':
		if end < len(s.text) && s.text[end] == c {
			end++
		}
	}
	if class[c]&symbol != 0 {
		return end, nlp.Symbol
	}
	return end, nlp.Punct
}

// nonASCII reads a token that starts with a rune outside ASCII.
func (s *scanner) nonASCII(i int) (end int, kind nlp.Kind) {
	r, n := utf8.DecodeRuneInString(s.text[i:])
	switch {
	case r == '’' || r == '‘':
		if end := s.clitic(i, i+n); end > 0 {
			return s.wordFrom(i, end)
		}
	case isEmoji(r):
		return emojiEnd(s.text, i+n, r), nlp.Emoticon
	case isWordRune(r):
		return s.word(i)
	}
	if unicode.IsPunct(r) {
		return i + n, nlp.Punct
	}
	return i + n, nlp.Symbol
}

// isWordRune tells whether r can be part of a word: letters, marks, numbers
// such as ², and the invisible signs that stand inside words.
func isWordRune(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r) || r == '\u00ad' || r == '\u200c' || r == '\u200d'
}
