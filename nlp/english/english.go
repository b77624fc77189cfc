// Package english reads the English sentences that stand among Dutch feedback.
//
// It cuts contractions ("don't" is do and n't), and writes UPOS, Norm and Lemma
// of the tokens of a sentence that the token layer has cut. The tagger is that of
// prose v2, an averaged perceptron made for English: cmd/models writes its
// weights into english.bin, an eighth of what prose brings along, and here
// they are read without prose, forty times as fast. It is
// for English alone: prose's own tagger is 33 % right for Dutch.
package english

import (
	_ "embed"
	"strings"
	"sync"

	"luister/nlp"
)

//go:embed english.bin
var embedded string

// A Tagger tags English sentences. It is safe for concurrent use.
type Tagger struct{ model func() *model }

// shared reads the model when the first English sentence comes.
var shared = sync.OnceValue(func() *model {
	m, err := parse(embedded)
	if err != nil {
		panic("english: the embedded model is broken: " + err.Error())
	}
	return m
})

// New gives a tagger; its model is read with the first sentence.
func New() *Tagger { return &Tagger{shared} }

// Sentence reads one sentence: the tokens of it, as they stand in text, are
// appended to out with parts of speech and lemmas, and with contractions cut.
func (t *Tagger) Sentence(out []nlp.Token, text string, sentence []nlp.Token) []nlp.Token {
	from := len(out)
	for _, token := range sentence {
		out = cut(out, text, token)
	}
	t.model().tag(text, out[from:])
	return out
}

// clitics are what is cut off a word, longest first.
var clitics = [...]string{"n't", "n’t", "'ll", "’ll", "'re", "’re", "'ve", "’ve", "'s", "’s", "'m", "’m", "'d", "’d"}

// cut appends token, or the two it is made of.
func cut(out []nlp.Token, text string, token nlp.Token) []nlp.Token {
	word := token.Of(text)
	if token.Kind != nlp.Word || !strings.ContainsAny(word, "'’") {
		return append(out, token)
	}
	lower := strings.ToLower(word)
	for _, end := range clitics {
		if at := len(word) - len(end); at > 0 && len(lower) == len(word) && lower[at:] == end {
			head, tail := token, token
			head.End, tail.Start = token.Start+at, token.Start+at
			return append(out, head, tail)
		}
	}
	return append(out, token)
}

// read fills in what is known of an English token.
func read(text string, token *nlp.Token, tag string) {
	token.UPOS = universal(token.Kind, tag)
	token.Norm = strings.ToLower(token.Of(text))
	token.Lemma, token.Parts, token.Particle = token.Norm, nil, ""
	if token.UPOS == nlp.PROPN || token.Kind == nlp.Placeholder {
		token.Lemma = token.Of(text)
	}
	if full := contraction(token.Norm); full != "" {
		token.Lemma = full
	}
}

// contraction is the lemma of a shortened word, "" for others.
func contraction(norm string) string {
	switch strings.Replace(norm, "’", "'", 1) {
	case "n't":
		return "not"
	case "'re", "'m":
		return "be"
	case "'ve":
		return "have"
	case "'ll":
		return "will"
	}
	return ""
}

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
