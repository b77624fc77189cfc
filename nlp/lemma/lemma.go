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
	"luister/nlp/norm"
	"luister/nlp/table"
)

//go:embed lemma.bin
var model string

// Magic opens the model file.
const Magic = "LLM1"

// A Lemmatiser gives lemmas. It is safe for concurrent use.
type Lemmatiser struct {
	rules   []Rule
	table   table.Table      // suffixes to rules
	verbs   table.Table      // separable verbs to the length of their particles
	weights table.Table      // of the features of pairs of a verb and a particle
	words   *norm.Normaliser // which words are written in lower case
	free    sync.Pool        // of *worker
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
	if l.words, err = norm.New(); err != nil {
		return nil, err
	}
	l.free.New = func() any { return newWorker(l) }
	return l, nil
}

// Lemma gives the lemma of a form in lower case.
func (l *Lemmatiser) Lemma(form string, p nlp.UPOS) string {
	rule, ok := Longest(l.table, form, p)
	if !ok || int(rule) >= len(l.rules) {
		return form
	}
	return l.rules[rule].Apply(form)
}

// Cased gives the lemma of a word as it stands in the text. A capital stays
// where it belongs to the word: in names, symbols, abbreviations and foreign
// words, and in adjectives that are not known without ("Vlaams"); norm is the
// form in lower case.
func (l *Lemmatiser) Cased(word, norm string, p nlp.UPOS) string {
	if p == nlp.PROPN {
		return restoreCase(l.Lemma(word, p), word)
	}
	lemma := l.Lemma(norm, p)
	if p == nlp.VERB || p == nlp.AUX {
		lemma = l.participle(norm, lemma)
	}
	switch {
	case !startsUpper(word) && !mixed(word):
	case p == nlp.X || p == nlp.SYM:
		if lemma == norm {
			return word
		}
	case mixed(word), abbreviated(word), p == nlp.ADJ && l.proper(lemma):
		return restoreCase(lemma, word)
	}
	return lemma
}

// proper tells whether an adjective, given in lower case, is written with a capital.
func (l *Lemmatiser) proper(adjective string) bool {
	_, ok := l.verbs.Get(ProperKey(adjective))
	return ok || !l.words.IsLower(adjective)
}

// participle gives the lemma of a form that may be the participle of a verb that
// is in no list: of "gemanipuleerde" not "gemanipuleren", unless that is a verb.
func (l *Lemmatiser) participle(form, lemma string) string {
	at := GePrefix(form)
	if strings.HasPrefix(form, "onge") {
		at = len("on")
	}
	if at < 0 || !strings.HasPrefix(lemma[min(at, len(lemma)):], "ge") || len(form) < at+minParticiple || l.Verb(lemma) {
		return lemma
	}
	return form[:at] + l.Lemma(withoutDiaeresis(form[at+2:]), nlp.VERB)
}

// minParticiple is the length of a short participle: "gehad".
const minParticiple = 5

// abbreviated tells whether word has a capital alone before a digit or hyphen:
// "F1", "A-element".
func abbreviated(word string) bool {
	return len(word) > 1 && (word[1] == '-' || word[1] >= '0' && word[1] <= '9')
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
