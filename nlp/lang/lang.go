// Package lang tells the language of a message and of its sentences.
//
// It reads Text, Sentences and Tokens and writes Document.Lang. It knows nl,
// en, de, fr, tr, pl and ar.
package lang

import (
	"bufio"
	_ "embed"
	"strings"
	"sync"
	"unicode"

	"luister/nlp"
)

//go:embed words.txt
var wordList string

// languages are what can be told apart; the first is what a tie goes to.
var languages = [...]string{"nl", "en", "de", "fr", "tr", "pl", "ar"}

// An Identifier tells languages apart. It is safe for concurrent use.
type Identifier struct {
	words map[string][]uint8 // the languages a word is frequent in
}

var shared = sync.OnceValue(func() *Identifier {
	id := &Identifier{words: map[string][]uint8{}}
	for in := bufio.NewScanner(strings.NewReader(wordList)); in.Scan(); {
		name, words, _ := strings.Cut(in.Text(), ": ")
		for i, l := range languages {
			if l == name {
				for _, w := range strings.Fields(words) {
					id.words[w] = append(id.words[w], uint8(i))
				}
			}
		}
	}
	return id
})

// New gives the embedded identifier.
func New() (*Identifier, error) { return shared(), nil }

// Annotate sets the language of doc, whose tokens must be there.
func (id *Identifier) Annotate(doc *nlp.Document) {
	doc.Lang = id.of(doc.Text, doc.Tokens)
}

func (id *Identifier) of(text string, tokens []nlp.Token) string {
	var score [len(languages)]float64
	words := 0
	for _, t := range tokens {
		if t.Kind != nlp.Word {
			continue
		}
		words++
		word := strings.ToLower(t.Of(text))
		in := id.words[word]
		for _, l := range in {
			score[l] += 1 / float64(len(in))
		}
		for _, r := range word {
			if unicode.Is(unicode.Arabic, r) {
				score[6]++
				break
			}
		}
	}
	if words == 0 {
		return ""
	}
	best := 0
	for i := range score {
		if score[i] > score[best] {
			best = i
		}
	}
	return languages[best]
}

// Sentences gives the language of each sentence of doc.
func (id *Identifier) Sentences(doc *nlp.Document) []string {
	out := make([]string, len(doc.Sentences))
	for i, from := 0, 0; i < len(out); i++ {
		to := from
		for to < len(doc.Tokens) && int(doc.Tokens[to].Sentence) == i {
			to++
		}
		out[i] = id.of(doc.Text, doc.Tokens[from:to])
		from = to
	}
	return out
}
