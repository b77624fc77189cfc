// Package lang tells the language of a message and of its sentences.
//
// It reads Text, Sentences and Tokens and writes Document.Lang. It knows nl,
// en, de, fr, tr, pl and ar. It is a naive Bayes classifier over words, which
// for rare words falls back on their trigrams of letters; both come from lists
// of frequent words ("models lang"). Numbers, names of the web and placeholders
// say nothing. It never looks at anything but the words.
package lang

import (
	_ "embed"
	"errors"
	"strings"
	"sync"
	"unicode/utf8"

	"luister/nlp"
	"luister/nlp/memo"
	"luister/nlp/table"
)

//go:embed lang.bin
var model string

// Languages are what can be told apart, in the order of the model.
var Languages = [...]string{"nl", "en", "de", "fr", "tr", "pl", "ar"}

const n = len(Languages)

// Kinds of key in the table.
const (
	wordKey    = 'w'
	trigramKey = 't'
)

// WordKey is the key of a word in lower case.
func WordKey(word string) table.Hash { return table.Seed(wordKey).String(word) }

// TrigramKey is the key of three letters of a word; a blank stands at its ends.
func TrigramKey(trigram string) table.Hash { return table.Seed(trigramKey).String(trigram) }

// Unit is how many steps of a weight make one natural logarithm.
const Unit = 16

// An Identifier tells languages apart. It is safe for concurrent use.
type Identifier struct {
	table table.Table // key to row
	rows  string      // a weight for each language, signed bytes in steps of 1/Unit
	free  sync.Pool   // of *worker
}

// A worker reads documents one after the other and remembers words.
type worker struct {
	id    *Identifier
	known memo.Memo[said]
}

// knownWords is how many words a worker remembers, as a power of two.
const knownWords = 15

// said is what one word says of its language.
type said struct {
	score [n]int16
	words uint8 // 1 if it says something
}

var shared = sync.OnceValues(func() (*Identifier, error) { return Open(model) })

// New gives the embedded identifier.
func New() (*Identifier, error) { return shared() }

// Open reads an identifier from the bytes of a model.
func Open(data string) (*Identifier, error) {
	t, rest, err := table.Open(data)
	if err != nil {
		return nil, err
	}
	if len(rest) == 0 || len(rest)%n != 0 {
		return nil, errors.New("language model is cut off")
	}
	id := &Identifier{table: t, rows: rest}
	id.free.New = func() any { return &worker{id, memo.New[said](knownWords)} }
	return id, nil
}

// Annotate sets the language of doc, whose tokens must be there, and appends those
// of its sentences to out. One that says too little has the language of the document.
func (id *Identifier) Annotate(doc *nlp.Document, out []string) []string {
	wk := id.free.Get().(*worker)
	first, from := len(out), 0
	var whole witness
	for i := range doc.Sentences {
		to := from
		for to < len(doc.Tokens) && int(doc.Tokens[to].Sentence) == i {
			to++
		}
		w := wk.read(doc.Text, doc.Tokens[from:to])
		out = append(out, w.sentence())
		whole.join(&w)
		from = to
	}
	if whole.words > maxUsed {
		whole = wk.read(doc.Text, doc.Tokens)
	}
	id.free.Put(wk)
	doc.Lang = whole.document()
	for i := first; i < len(out); i++ {
		if out[i] == "" {
			out[i] = doc.Lang
		}
	}
	return out
}

// How far the best language must lead, in steps of 1/Unit.
const (
	home    = 4 * Unit // what Dutch starts with: most messages are
	sure    = 4 * Unit
	maxUsed = 400 // words that are enough to tell the language of a message
)

// A witness is what words say of their language.
type witness struct {
	score [n]int
	words int // that say something
}

func (w *witness) join(other *witness) {
	for i, s := range other.score {
		w.score[i] += s
	}
	w.words += other.words
}

// sentence gives the language of a sentence, "" if it says too little.
func (w *witness) sentence() string {
	if w.words > 1 {
		if best, lead := decide(w.score); lead > sure {
			return Languages[best]
		}
	}
	return ""
}

// document gives the language of a message, "" if it says nothing.
func (w *witness) document() string {
	if w.words == 0 {
		return ""
	}
	score := w.score
	score[0] += home
	best, _ := decide(score)
	return Languages[best]
}

// decide gives the best language and its lead over the next.
func decide(score [n]int) (best, lead int) {
	for i, s := range score {
		if s > score[best] {
			best = i
		}
	}
	lead = 1 << 30
	for i, s := range score {
		if i != best {
			lead = min(lead, score[best]-s)
		}
	}
	return best, lead
}

// read adds up what words say, as far as they are enough.
func (wk *worker) read(text string, tokens []nlp.Token) (w witness) {
	for i := range tokens {
		if tokens[i].Kind != nlp.Word || w.words == maxUsed {
			continue
		}
		word := tokens[i].Of(text)
		s, known := wk.known.At(memo.Of(word))
		if !known {
			*s = wk.id.word(word)
		}
		for k, score := range s.score {
			w.score[k] += int(score)
		}
		w.words += int(s.words)
	}
	return w
}

// word tells what a word says.
func (id *Identifier) word(text string) (s said) {
	var buf [64]byte
	word := lower(buf[:0], text)
	if len(word) == 0 {
		return s
	}
	row, ok := id.table.Get(table.Seed(wordKey).String(string(word)))
	if !ok {
		return id.trigrams(word)
	}
	for i, weight := range []byte(id.row(row)) {
		s.score[i] = int16(int8(weight))
	}
	s.words = 1
	return s
}

// maxTrigrams is how many trigrams of a word count: a long word is one witness.
const maxTrigrams = 8

func (id *Identifier) trigrams(word []byte) (s said) {
	var starts [66]int
	count := 0
	padded := append(append(append(make([]byte, 0, 80), ' '), word...), ' ')
	for i := 0; i < len(padded) && count < len(starts); {
		starts[count] = i
		count++
		_, size := utf8.DecodeRune(padded[i:])
		i += size
	}
	starts[min(count, len(starts)-1)] = len(padded)
	for k := 0; k+3 <= count && k < maxTrigrams; k++ {
		if row, ok := id.table.Get(table.Seed(trigramKey).String(string(padded[starts[k]:starts[k+3]]))); ok {
			for i, weight := range []byte(id.row(row)) {
				s.score[i] += int16(int8(weight)) / 2
			}
			s.words = 1
		}
	}
	return s
}

// row gives the weights of a row, none if there is no such row.
func (id *Identifier) row(row uint16) (weights string) {
	if at := int(row) * n; at+n <= len(id.rows) {
		weights = id.rows[at : at+n]
	}
	return weights
}

// lower appends word in lower case to buf, cut off where it is too long.
func lower(buf []byte, word string) []byte {
	for i := 0; i < len(word) && len(buf)+utf8.UTFMax < cap(buf); i++ {
		c := word[i]
		if c >= utf8.RuneSelf {
			return append(buf[:0], shortened(strings.ToLower(word), cap(buf)-utf8.UTFMax)...)
		}
		if c >= 'A' && c <= 'Z' {
			c += 'a' - 'A'
		}
		buf = append(buf, c)
	}
	return buf
}

func shortened(word string, most int) string {
	if len(word) <= most {
		return word
	}
	for most > 0 && !utf8.RuneStart(word[most]) {
		most--
	}
	return word[:most]
}
