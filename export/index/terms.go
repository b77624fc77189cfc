package index

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"luister/nlp"
)

// Terms is a text as the index knows it.
type Terms struct {
	Terms []string // folded lemmas and compound parts of the words with content, in order
	Words []string // every word as written, folded, in order
}

// maxTerm is the longest term in bytes; longer ones are noise and are cut.
const maxTerm = 64

// TermsOf gives the terms of an analysed text. Placeholders for masked personal
// data are never terms; in Words they are a gap, so that a phrase does not
// match across them.
func TermsOf(doc *nlp.Document) Terms {
	var t Terms
	for i := range doc.Tokens {
		token := &doc.Tokens[i]
		if !isTerm(token) {
			if token.Kind == nlp.Placeholder {
				t.Words = append(t.Words, "")
			}
			continue
		}
		word := fold(token.Of(doc.Text))
		t.Words = append(t.Words, word)
		if !isStop(word) {
			t.Terms = appendTerms(t.Terms, token, word)
		}
	}
	return t
}

// isTerm says whether a token can be looked for.
func isTerm(t *nlp.Token) bool {
	return t.Kind == nlp.Word || t.Kind == nlp.Number || t.Kind == nlp.Emoticon
}

// appendTerms adds what a word can be found by: its lemma, and the parts of a
// compound.
func appendTerms(terms []string, t *nlp.Token, word string) []string {
	lemma := lemmaOf(t, word)
	terms = append(terms, lemma)
	for _, part := range t.Parts {
		if part = fold(part); part != lemma && utf8.RuneCountInString(part) > 2 {
			terms = append(terms, part)
		}
	}
	return terms
}

func lemmaOf(t *nlp.Token, word string) string {
	switch {
	case t.Lemma != "":
		return fold(t.Lemma)
	case t.Norm != "":
		return fold(t.Norm)
	}
	return word
}

// fold makes words equal that differ in capitals and accents only.
func fold(s string) string {
	if isPlain(s) {
		return cut(s)
	}
	s = norm.NFD.String(strings.ToLower(s))
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Mn, r):
			return -1
		case r == '’' || r == '‘' || r == '`' || r == '´':
			return '\''
		}
		return r
	}, s)
	return cut(norm.NFC.String(s))
}

func isPlain(s string) bool {
	for i := range len(s) {
		if c := s[i]; c >= utf8.RuneSelf || c == '`' || 'A' <= c && c <= 'Z' {
			return false
		}
	}
	return true
}

// cut shortens an overlong term at a rune.
func cut(s string) string {
	if len(s) <= maxTerm {
		return s
	}
	end := maxTerm
	for !utf8.RuneStart(s[end]) {
		end--
	}
	return s[:end]
}

// isStop says whether a folded word carries no meaning to look for. Negations
// are not among them.
func isStop(word string) bool {
	_, found := slices.BinarySearch(stopWords(), word)
	return found
}
