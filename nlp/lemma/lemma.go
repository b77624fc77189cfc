// Package lemma gives the lemma of a word and puts separable verbs together.
//
// It reads the Norm, UPOS and Kind of tokens and writes Lemma and Particle. The
// knowledge is a table of rules ("-te -> -en") keyed by suffix and part of
// speech, in which whole words are the longest suffixes, a list of separable
// verbs, and weights of a log-linear choice of the verb that a particle belongs
// to; "models lemma" makes them from treebanks and word lists. It never changes
// Norm or UPOS.
package lemma

import (
	_ "embed"
	"errors"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"luister/nlp"
	"luister/nlp/table"
)

//go:embed lemma.bin
var model string

// Magic opens the model file.
const Magic = "LLM1"

// A Lemmatiser gives lemmas. It is safe for concurrent use.
type Lemmatiser struct {
	rules   []Rule
	table   table.Table // suffixes to rules
	verbs   table.Table // separable verbs to the length of their particles
	weights table.Table // of the features of pairs of a verb and a particle
	free    sync.Pool   // of *worker
}

var shared = sync.OnceValues(func() (*Lemmatiser, error) { return Open(model) })

// New gives the embedded lemmatiser.
func New() (*Lemmatiser, error) { return shared() }

// Open reads a lemmatiser from the bytes of a model.
func Open(data string) (*Lemmatiser, error) {
	if !strings.HasPrefix(data, Magic) || len(data) < len(Magic)+2 {
		return nil, errors.New("no lemma model")
	}
	data = data[len(Magic):]
	l := &Lemmatiser{rules: make([]Rule, int(data[0])|int(data[1])<<8)}
	data = data[2:]
	for i := range l.rules {
		if len(data) < 3 || len(data) < 3+int(data[2]) {
			return nil, errors.New("lemma model is cut off")
		}
		l.rules[i] = Rule{Ge: data[0] != 0, Strip: int(data[1]), Add: data[3 : 3+int(data[2])]}
		data = data[3+int(data[2]):]
	}
	var err error
	if l.table, data, err = table.Open(data); err != nil {
		return nil, err
	}
	if l.verbs, data, err = table.Open(data); err != nil {
		return nil, err
	}
	if l.weights, _, err = table.Open(data); err != nil {
		return nil, err
	}
	l.free.New = func() any { return newWorker(l) }
	return l, nil
}

// Lemma gives the lemma of a form in lower case.
func (l *Lemmatiser) Lemma(form string, p nlp.UPOS) string {
	best, found := uint16(0), false
	Suffixes(form, p, func(h table.Hash) {
		if rule, ok := l.table.Get(h); ok {
			best, found = rule, true
		}
	})
	if !found || int(best) >= len(l.rules) {
		return form
	}
	return l.rules[best].Apply(form)
}

// Cased gives the lemma of a word as it stands in the text. A capital stays
// where it belongs to the word: in names and abbreviations, and inside a
// sentence in adjectives; norm is the form in lower case.
func (l *Lemmatiser) Cased(word, norm string, p nlp.UPOS, initial bool) string {
	switch {
	case p == nlp.PROPN:
		return l.Lemma(word, p)
	case mixed(word) || p == nlp.ADJ && !initial && startsUpper(word):
		return restoreCase(l.Lemma(norm, p), word)
	}
	return l.Lemma(norm, p)
}

// restoreCase gives lemma the capitals of word as far as they agree.
func restoreCase(lemma, word string) string {
	n := 0
	for n < len(lemma) && n < len(word) {
		a, size := utf8.DecodeRuneInString(lemma[n:])
		b, _ := utf8.DecodeRuneInString(word[n:])
		if a != unicode.ToLower(b) {
			break
		}
		n += size
	}
	if n < len(lemma) && n < len(word) && !utf8.RuneStart(word[n]) {
		return lemma
	}
	return word[:n] + lemma[n:]
}

func startsUpper(word string) bool {
	r, _ := utf8.DecodeRuneInString(word)
	return unicode.IsUpper(r)
}

// mixed tells whether word has a capital behind its first letter.
func mixed(word string) bool {
	for i, r := range word {
		if i > 0 && unicode.IsUpper(r) {
			return true
		}
	}
	return false
}
