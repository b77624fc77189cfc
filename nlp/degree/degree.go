// Package degree finds what is strengthened and what is weakened: "heel erg
// slecht", "een beetje traag", "superblij".
//
// It reads Norm, UPOS, Kind, Parts and Sentence and writes Degree. A word of
// degree acts on the adjective, adverb or participle right behind it; several in
// a row all act on the same word. Its words are a list. It does not judge: how
// much worse "heel slecht" is than "slecht" is for who counts.
package degree

import (
	"bufio"
	_ "embed"
	"strings"
	"sync"

	"luister/nlp"
)

//go:embed words.txt
var list string

// Finder finds what words of degree act on. It is safe for concurrent use.
type Finder struct {
	words, prefixes     map[string]int8
	adverbs, quantities map[string]int8 // what can be more or less so, besides adjectives
}

var shared = sync.OnceValue(func() Finder {
	f := Finder{map[string]int8{}, map[string]int8{}, map[string]int8{}, map[string]int8{}}
	for in := bufio.NewScanner(strings.NewReader(list)); in.Scan(); {
		name, rest, _ := strings.Cut(in.Text(), ":")
		for _, w := range strings.Fields(rest) {
			switch name {
			case "strong":
				f.words[w] = 1
			case "weak":
				f.words[w] = -1
			case "prefix":
				f.prefixes[w] = 1
			case "adverb":
				f.adverbs[w] = 1
			case "quantity":
				f.quantities[w] = 1
			}
		}
	}
	return f
})

// New gives the embedded finder.
func New() Finder { return shared() }

// most is how far a degree goes in either direction.
const most = 3

// Annotate writes Degree of the tokens of doc.
func (f Finder) Annotate(doc *nlp.Document) {
	tokens := doc.Tokens
	for i := range tokens {
		tokens[i].Degree = f.inside(&tokens[i])
	}
	for i := range tokens {
		if by := f.words[tokens[i].Norm]; by != 0 {
			if k := f.Target(tokens, i); k > 0 {
				tokens[k].Degree = max(-most, min(most, tokens[k].Degree+by))
			}
		}
	}
}

// inside gives the degree that a word carries itself: "superblij".
func (f Finder) inside(t *nlp.Token) int8 {
	if t.UPOS != nlp.ADJ || len(t.Parts) < 2 {
		return 0
	}
	return f.prefixes[t.Parts[0]]
}

// Target gives the word that the one at i acts on, if it is a word of degree;
// -1 if there is none.
func (f Finder) Target(tokens []nlp.Token, i int) int {
	if f.words[tokens[i].Norm] == 0 || tokens[i].UPOS == nlp.NOUN && tokens[i].Norm != "beetje" {
		return -1
	}
	for k := i + 1; k < len(tokens) && tokens[k].Sentence == tokens[i].Sentence && k <= i+most; k++ {
		t := &tokens[k]
		if f.words[t.Norm] != 0 && k+1 < len(tokens) && f.gradable(&tokens[k+1]) {
			continue // "heel erg slecht"
		}
		if f.gradable(t) && fits(tokens[i].Norm, t) {
			return k
		}
		return -1
	}
	return -1
}

// gradable tells whether t can be more or less so.
func (f Finder) gradable(t *nlp.Token) bool {
	if t.Kind != nlp.Word {
		return false
	}
	switch t.UPOS {
	case nlp.ADJ:
		return true
	case nlp.ADV:
		return f.adverbs[t.Norm] > 0
	case nlp.VERB:
		return strings.HasPrefix(t.Norm, "ge") || strings.HasPrefix(t.Norm, "ver") || strings.HasPrefix(t.Norm, "be") || strings.HasSuffix(t.Norm, "end") || strings.HasSuffix(t.Norm, "ende")
	}
	return f.quantities[t.Norm] > 0
}

// fits tells whether the word of degree can act on t: "veel" strengthens only
// what is compared, and "te" makes too much of what is not.
func fits(word string, t *nlp.Token) bool {
	compared := strings.HasSuffix(t.Norm, "er") || strings.HasSuffix(t.Norm, "ere") || t.Norm == "meer" || t.Norm == "minder" || t.Norm == "liever"
	switch word {
	case "veel", "steeds", "iets", "wat":
		return compared
	case "te":
		return t.UPOS != nlp.VERB && t.Norm != "niet"
	case "best", "door", "meest", "licht", "min":
		return t.UPOS == nlp.ADJ && !compared
	}
	return true
}
