// Package english reads the English sentences that stand among Dutch feedback.
//
// It cuts contractions ("don't" is do and n't), and writes UPOS, Norm and Lemma
// of the tokens of a sentence that the token layer has cut. The tokeniser and
// tagger are those of prose v2, which were made for English; its segmenter
// (which reads its model again for every text) and its entities are not used.
// Prose gives no offsets: they are found again here, and what cannot be found
// keeps the tokens it had. One model is shared by all; a panic of prose costs
// its tags for one sentence, nothing else.
package english

import (
	"fmt"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/jdkato/prose/v2"

	"luister/nlp"
)

// A Tagger tags English sentences. It is safe for concurrent use.
type Tagger struct{ model func() *prose.Model }

// shared loads the model of prose once, when the first English sentence comes.
var shared = sync.OnceValue(func() *prose.Model {
	doc, err := prose.NewDocument("a", prose.WithExtraction(false), prose.WithSegmentation(false))
	if err != nil {
		return nil
	}
	return doc.Model
})

// New gives a tagger; its model is loaded with the first sentence.
func New() *Tagger { return &Tagger{shared} }

// Sentence reads one sentence: the tokens of it, as they stand in text, are
// appended to out with parts of speech and lemmas, and with contractions cut.
func (t *Tagger) Sentence(out []nlp.Token, text string, sentence []nlp.Token) []nlp.Token {
	if len(sentence) == 0 {
		return out
	}
	start, end := sentence[0].Start, sentence[len(sentence)-1].End
	words, err := t.words(text[start:end])
	if err != nil {
		words = nil
	}
	pieces := locate(text[start:end], start, words)
	for _, token := range sentence {
		out = cut(out, text, token, pieces)
		for len(pieces) > 0 && pieces[0].span.End <= token.End {
			pieces = pieces[1:]
		}
	}
	return out
}

// words gives the tokens of prose for a sentence. Prose panics where it fails.
func (t *Tagger) words(sentence string) (words []prose.Token, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("prose failed (%T)", p)
		}
	}()
	doc, err := prose.NewDocument(sentence, prose.UsingModel(t.model()), prose.WithExtraction(false), prose.WithSegmentation(false))
	if err != nil {
		return nil, err
	}
	return doc.Tokens(), nil
}

// A piece is a token of prose with its place in the text.
type piece struct {
	span nlp.Span
	tag  string
}

// locate finds the tokens of prose in the sentence again, from left to right;
// those it cannot find are left out. Prose rewrites curly quotes.
func locate(sentence string, offset int, words []prose.Token) []piece {
	pieces := make([]piece, 0, len(words))
	at := 0
	for _, w := range words {
		for at < len(sentence) && isSpace(sentence[at]) {
			at++
		}
		n := match(sentence[at:], w.Text)
		if n == 0 {
			continue
		}
		pieces = append(pieces, piece{nlp.Span{Start: offset + at, End: offset + at + n}, w.Tag})
		at += n
	}
	return pieces
}

func isSpace(c byte) bool { return c == ' ' || c >= '\t' && c <= '\r' }

// match gives how many bytes of text say word, 0 if it says something else.
func match(text, word string) int {
	n := 0
	for i := 0; i < len(word); {
		if n >= len(text) {
			return 0
		}
		r, size := utf8.DecodeRuneInString(text[n:])
		q, width := utf8.DecodeRuneInString(word[i:])
		if r != q && plain(r) != q {
			return 0
		}
		n += size
		i += width
	}
	return n
}

func plain(r rune) rune {
	switch r {
	case '“', '”':
		return '"'
	case '‘', '’':
		return '\''
	}
	return r
}

// cut appends token, or its pieces if prose cut a word into several.
func cut(out []nlp.Token, text string, token nlp.Token, pieces []piece) []nlp.Token {
	inside := 0
	covered := token.Start
	for inside < len(pieces) && pieces[inside].span.Start == covered && pieces[inside].span.End <= token.End {
		covered = pieces[inside].span.End
		inside++
	}
	if token.Kind != nlp.Word || covered != token.End || inside < 2 {
		tag := ""
		if len(pieces) > 0 && pieces[0].span.Start <= token.Start {
			tag = pieces[0].tag
		}
		return append(out, read(text, token, tag))
	}
	for _, p := range pieces[:inside] {
		part := token
		part.Span = p.span
		out = append(out, read(text, part, p.tag))
	}
	return out
}

// read fills in what is known of an English token.
func read(text string, token nlp.Token, tag string) nlp.Token {
	token.UPOS = universal(token.Kind, tag)
	token.Norm = strings.ToLower(token.Of(text))
	token.Lemma, token.Parts, token.Particle = token.Norm, nil, ""
	if token.UPOS == nlp.PROPN || token.Kind == nlp.Placeholder {
		token.Lemma = token.Of(text)
	}
	if full, ok := contractions[token.Norm]; ok {
		token.Lemma = full
	}
	return token
}

// contractions are the lemmas of shortened words.
var contractions = map[string]string{"n't": "not", "n’t": "not", "'re": "be", "’re": "be", "'m": "be", "’m": "be", "'ve": "have", "’ve": "have", "'ll": "will", "’ll": "will"}

// universal maps a tag of the Penn treebank to UPOS, as the guidelines of
// Universal Dependencies do.
func universal(kind nlp.Kind, tag string) nlp.UPOS {
	switch kind {
	case nlp.Number:
		return nlp.NUM
	case nlp.Punct:
		return nlp.PUNCT
	case nlp.Symbol, nlp.Emoticon:
		return nlp.SYM
	case nlp.Placeholder:
		return nlp.PROPN
	case nlp.URL, nlp.Email:
		return nlp.X
	}
	return penn[tag]
}

// penn maps tags of words; one that is missing is X.
var penn = map[string]nlp.UPOS{
	"CC": nlp.CCONJ, "CD": nlp.NUM, "DT": nlp.DET, "PDT": nlp.DET, "WDT": nlp.DET, "EX": nlp.PRON, "PRP": nlp.PRON, "PRP$": nlp.PRON, "WP": nlp.PRON, "WP$": nlp.PRON,
	"IN": nlp.ADP, "TO": nlp.PART, "RP": nlp.ADP, "POS": nlp.PART, "JJ": nlp.ADJ, "JJR": nlp.ADJ, "JJS": nlp.ADJ, "RB": nlp.ADV, "RBR": nlp.ADV, "RBS": nlp.ADV, "WRB": nlp.ADV,
	"MD": nlp.AUX, "VB": nlp.VERB, "VBD": nlp.VERB, "VBG": nlp.VERB, "VBN": nlp.VERB, "VBP": nlp.VERB, "VBZ": nlp.VERB,
	"NN": nlp.NOUN, "NNS": nlp.NOUN, "NNP": nlp.PROPN, "NNPS": nlp.PROPN, "UH": nlp.INTJ, "SYM": nlp.SYM, "FW": nlp.X, "LS": nlp.X,
}
