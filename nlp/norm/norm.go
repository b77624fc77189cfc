// Package norm writes the Norm of a token: the form by which it is counted and
// looked up. It is in lower case, without elongation ("zoooo") and common
// typos. The text itself is never changed.
package norm

import (
	"strings"
	"unicode/utf8"

	"luister/nlp"
)

// A Normaliser gives normal forms. It is safe for concurrent use.
type Normaliser struct{}

// New gives the embedded normaliser.
func New() (*Normaliser, error) { return &Normaliser{}, nil }

// Norm gives the normal form of a word.
func (n *Normaliser) Norm(word string, kind nlp.Kind) string {
	if kind != nlp.Word {
		return word
	}
	return shorten(strings.ToLower(word))
}

// shorten cuts a letter that stands more than twice in a row down to one.
func shorten(word string) string {
	run, last := 0, utf8.RuneError
	for _, r := range word {
		if r != last {
			run = 0
		}
		run, last = run+1, r
		if run > 2 {
			return cut(word)
		}
	}
	return word
}

func cut(word string) string {
	var b strings.Builder
	runes := []rune(word)
	for i := 0; i < len(runes); {
		end := i
		for end < len(runes) && runes[end] == runes[i] {
			end++
		}
		keep := end - i
		if keep > 2 {
			keep = 1
		}
		b.WriteString(string(runes[i : i+keep]))
		i = end
	}
	return b.String()
}
