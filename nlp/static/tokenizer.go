package static

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// A tokenizer takes words apart into the numbers of tokens.
type tokenizer interface {
	tokens(word string) []int
}

// file is what is read of tokenizer.json.
type file struct {
	Normalizer normalizer `json:"normalizer"`
	Model      struct {
		Type   string          `json:"type"`
		Vocab  json.RawMessage `json:"vocab"`
		Prefix *string         `json:"continuing_subword_prefix"`
		Unk    *int            `json:"unk_id"`
	} `json:"model"`
}

// normalizer says what is done to a text first; those in a sequence are of one list.
type normalizer struct {
	Type      string       `json:"type"`
	Lowercase bool         `json:"lowercase"`
	Strip     *bool        `json:"strip_accents"`
	Sequence  []normalizer `json:"normalizers"`
}

// strips tells whether accents are taken off: as BERT does it, also where nothing
// is said of them and all is lower case.
func (n *normalizer) strips() bool {
	for i := range n.Sequence {
		if n.Sequence[i].strips() {
			return true
		}
	}
	return n.Type == "StripAccents" || n.Type == "BertNormalizer" && (n.Strip != nil && *n.Strip || n.Strip == nil && n.Lowercase)
}

// parseTokenizer reads a tokenizer.json with a model of one of the kinds that
// model2vec makes: WordPiece and WordLevel, or Unigram.
func parseTokenizer(b []byte) (tokenizer, error) {
	var f file
	if err := json.Unmarshal(b, &f); err != nil {
		return nil, errors.New("it is no JSON of a tokenizer")
	}
	switch f.Model.Type {
	case "WordPiece", "WordLevel":
		p := &pieces{strip: f.Normalizer.strips(), whole: f.Model.Type == "WordLevel", prefix: "##"}
		if f.Model.Prefix != nil {
			p.prefix = *f.Model.Prefix
		}
		if err := json.Unmarshal(f.Model.Vocab, &p.vocab); err != nil || len(p.vocab) == 0 {
			return nil, errors.New("its vocabulary cannot be read")
		}
		return p, checkNumbers(p.vocab)
	case "Unigram":
		return parseUnigram(f.Model.Vocab, f.Model.Unk)
	}
	return nil, fmt.Errorf("a tokenizer of type %q is not read; WordPiece, WordLevel and Unigram are", f.Model.Type)
}

func checkNumbers(vocab map[string]int) error {
	for _, n := range vocab {
		if n < 0 {
			return errors.New("a token has a number below 0")
		}
	}
	return nil
}

// pieces is WordPiece: the longest token that a word starts with, then the longest
// that goes on, and so on (Schuster and Nakajima 2012).
type pieces struct {
	vocab  map[string]int
	prefix string // of a token that goes on
	strip  bool   // accents are taken off
	whole  bool   // words are tokens or nothing
}

// longest word that is taken apart, in bytes; others are unknown.
const longestWord = 200

func (p *pieces) tokens(word string) []int {
	if p.strip {
		word = unaccented(word)
	}
	var out []int
	for _, part := range strings.FieldsFunc(word, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) }) {
		out = append(out, p.of(part)...)
	}
	return out
}

// of takes apart a word without marks; nil if a part of it is unknown.
func (p *pieces) of(word string) []int {
	if n, ok := p.vocab[word]; ok || p.whole {
		if !ok {
			return nil
		}
		return []int{n}
	}
	if len(word) > longestWord {
		return nil
	}
	var out []int
	for from := 0; from < len(word); {
		prefix := p.prefix
		if from == 0 {
			prefix = ""
		}
		to := len(word)
		for ; to > from; to-- {
			if n, ok := p.vocab[prefix+word[from:to]]; ok {
				out = append(out, n)
				break
			}
		}
		if to == from {
			return nil
		}
		from = to
	}
	return out
}

func unaccented(word string) string {
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, norm.NFD.String(word))
}

// unigram takes a word apart in the likeliest way (Kudo 2018).
type unigram struct {
	number  map[string]int
	score   []float64
	longest int // bytes of a token
	least   float64
	unknown int // -1: none
}

const (
	wordStart = "▁" // stands for the space before a word
	strange   = 10  // how much less likely an unknown letter is than the least likely token
)

func parseUnigram(vocab json.RawMessage, unknown *int) (*unigram, error) {
	var list [][2]json.RawMessage
	if err := json.Unmarshal(vocab, &list); err != nil || len(list) == 0 {
		return nil, errors.New("its vocabulary cannot be read")
	}
	u := &unigram{number: make(map[string]int, len(list)), score: make([]float64, len(list)), unknown: -1}
	if unknown != nil {
		u.unknown = *unknown
	}
	for i, entry := range list {
		var token string
		if json.Unmarshal(entry[0], &token) != nil || json.Unmarshal(entry[1], &u.score[i]) != nil {
			return nil, fmt.Errorf("token %d cannot be read", i)
		}
		if _, twice := u.number[token]; !twice && token != "" {
			u.number[token] = i
		}
		u.longest, u.least = max(u.longest, len(token)), min(u.least, u.score[i])
	}
	return u, nil
}

func (u *unigram) tokens(word string) []int {
	word = wordStart + norm.NFKC.String(word)
	if len(word) > longestWord {
		return nil
	}
	best, from, by := make([]float64, len(word)+1), make([]int, len(word)+1), make([]int, len(word)+1)
	for to := 1; to <= len(word); to++ {
		best[to] = math.Inf(-1)
	}
	for at := 0; at < len(word); at++ {
		if math.IsInf(best[at], -1) {
			continue // in the middle of a letter
		}
		for to := at + 1; to <= min(len(word), at+u.longest); to++ {
			if n, ok := u.number[word[at:to]]; ok && n != u.unknown && best[at]+u.score[n] > best[to] {
				best[to], from[to], by[to] = best[at]+u.score[n], at, n
			}
		}
		_, size := utf8.DecodeRuneInString(word[at:])
		if s := best[at] + u.least - strange; s > best[at+size] {
			best[at+size], from[at+size], by[at+size] = s, at, -1
		}
	}
	var out []int
	for to := len(word); to > 0; to = from[to] {
		if by[to] >= 0 {
			out = append(out, by[to])
		}
	}
	return out
}
