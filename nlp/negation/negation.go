// Package negation finds what the negations of a sentence reach.
//
// It reads Norm, UPOS, Kind and Sentence and writes Negated. "Niet" stands
// behind the verb it denies and before everything else ("de factuur klopt
// niet", "niet op tijd"), "geen" before its noun phrase; so the scope runs from
// the negation to the end of its clause, and back to the finite verb. Its words
// are a list. It does not judge: "niet onvriendelijk" is a negated word, what
// that means is for who counts.
package negation

import (
	"bufio"
	_ "embed"
	"strings"
	"sync"

	"luister/nlp"
)

//go:embed words.txt
var list string

// Finder finds scopes. It is safe for concurrent use.
type Finder struct{ words map[string]role }

type role uint8

const (
	negates role = 1 + iota
	ends
	not // what takes the force from a negation before it: "niet alleen"
)

var shared = sync.OnceValue(func() map[string]role {
	roles := map[string]role{"negates": negates, "ends": ends, "not": not}
	words := map[string]role{}
	for in := bufio.NewScanner(strings.NewReader(list)); in.Scan(); {
		name, rest, _ := strings.Cut(in.Text(), ":")
		for _, w := range strings.Fields(rest) {
			if r, ok := roles[name]; ok {
				words[w] = r
			}
		}
	}
	return words
})

// New gives the embedded finder.
func New() Finder { return Finder{shared()} }

// How many words a scope has at most.
const (
	ahead = 8
	back  = 6
)

// Annotate writes Negated of the tokens of doc.
func (f Finder) Annotate(doc *nlp.Document) {
	tokens := doc.Tokens
	for i := range tokens {
		tokens[i].Negated = false
	}
	for i := range tokens {
		if tokens[i].Kind != nlp.Word || f.words[tokens[i].Norm] != negates {
			continue
		}
		if i+1 < len(tokens) && f.words[tokens[i+1].Norm] == not {
			continue
		}
		f.ahead(tokens, i)
		if tokens[i].Norm == "niet" || tokens[i].Norm == "nooit" {
			f.back(tokens, i)
		}
	}
}

func (f Finder) ahead(tokens []nlp.Token, i int) {
	for k := i + 1; k < len(tokens) && k <= i+ahead && f.inside(tokens, i, k); k++ {
		tokens[k].Negated = true
	}
}

// back goes from "niet" to the finite verb of its clause.
func (f Finder) back(tokens []nlp.Token, i int) {
	for k := i - 1; k >= 0 && k >= i-back && f.inside(tokens, i, k); k-- {
		if p := tokens[k].UPOS; p == nlp.VERB || p == nlp.AUX {
			tokens[k].Negated = true
			return
		}
	}
}

// inside tells whether token k is in the clause of token i.
func (f Finder) inside(tokens []nlp.Token, i, k int) bool {
	t := &tokens[k]
	return t.Sentence == tokens[i].Sentence && t.Kind != nlp.Punct && t.Kind != nlp.Emoticon && f.words[t.Norm] != ends
}
