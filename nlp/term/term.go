// Package term finds terms of several words that have a meaning of their own:
// "op de hoogte", "contact opnemen", "ten onrechte", "automatische incasso".
//
// It reads Norm, Lemma, Kind and Sentence of the tokens and gives the places of
// the terms with how they are called; a word fits by its normal form or its
// lemma, so that "contact opgenomen" is "contact opnemen". The longest term wins.
// The terms are lists: expressions.txt, made by cmd/models, and own.txt. Names of
// people, places and products are for names. It changes nothing of a Document but
// Terms.
package term

import (
	"bufio"
	_ "embed"
	"slices"
	"strings"
	"sync"

	"luister/nlp"
)

var (
	//go:embed expressions.txt
	made string
	//go:embed own.txt
	own string
)

// A Finder finds terms. It is safe for concurrent use.
type Finder struct {
	from map[string][][]string // by first word: the terms, longest first
}

var shared = sync.OnceValue(func() *Finder { return newFinder(made+own, func(string) bool { return true }) })

// New gives the embedded finder.
func New() *Finder { return shared() }

// newFinder reads lines "term<TAB>sources" with a source to keep.
func newFinder(list string, keep func(source string) bool) *Finder {
	f := &Finder{map[string][][]string{}}
	for in := bufio.NewScanner(strings.NewReader(list)); in.Scan(); {
		name, sources, _ := strings.Cut(in.Text(), "\t")
		words := strings.Fields(name)
		if strings.HasPrefix(name, "#") || len(words) < 2 || !slices.ContainsFunc(strings.Fields(sources), keep) {
			continue
		}
		f.from[words[0]] = append(f.from[words[0]], words)
	}
	for _, terms := range f.from {
		slices.SortStableFunc(terms, func(a, b []string) int { return len(b) - len(a) })
	}
	return f
}

// Annotate writes Terms of doc.
func (f *Finder) Annotate(doc *nlp.Document) {
	doc.Terms = doc.Terms[:0]
	for i := 0; i < len(doc.Tokens); {
		words := f.at(doc.Tokens[i:])
		if words == nil {
			i++
			continue
		}
		last := i + len(words) - 1
		doc.Terms = append(doc.Terms, nlp.Term{Span: nlp.Span{Start: doc.Tokens[i].Start, End: doc.Tokens[last].End}, Name: strings.Join(words, " ")})
		i = last + 1
	}
}

// at gives the words of the longest term that the tokens begin with, nil if there
// is none.
func (f *Finder) at(tokens []nlp.Token) []string {
	first := &tokens[0]
	if first.Kind != nlp.Word {
		return nil
	}
	for _, words := range f.from[first.Norm] {
		if fits(tokens, words) {
			return words
		}
	}
	if first.Lemma != first.Norm {
		for _, words := range f.from[first.Lemma] {
			if fits(tokens, words) {
				return words
			}
		}
	}
	return nil
}

// fits tells whether the tokens begin with words, the first of which is known to.
func fits(tokens []nlp.Token, words []string) bool {
	if len(tokens) < len(words) {
		return false
	}
	for k := 1; k < len(words); k++ {
		t := &tokens[k]
		if t.Kind != nlp.Word || t.Sentence != tokens[0].Sentence || t.Norm != words[k] && t.Lemma != words[k] {
			return false
		}
	}
	return true
}
