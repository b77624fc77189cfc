// Package nlp owns the Document: one feedback, read as Dutch.
//
// It holds the types only. Each layer below it (token, tag, lemma, names, lang,
// code, ...) has a folder of its own with its knowledge as data, and is the
// only writer of its part of a Document; annotate runs the layers in order.
// Masking (mask) is the first layer: what comes after it never sees personal data.
package nlp

// Span is a half-open range of bytes in a Document's Text.
type Span struct{ Start, End int }

// Of gives the part of text that s covers.
func (s Span) Of(text string) string { return text[s.Start:s.End] }

// A Document is one feedback with everything that was read in it.
type Document struct {
	ID      string
	Text    string // masked, when it comes from a run
	Context string // what the text answers: the question of a survey; may be empty
	Asked   bool   // the organisation asked for it (stance proactief)

	Lang      string // ISO 639-1 of most of the text, "" if there is nothing to tell it by (lang)
	Sentences []Span // in order, not overlapping; every token lies in one (token)
	Tokens    []Token
	Names     []Name // in order, not overlapping (names)
	Terms     []Term // in order, not overlapping (term)
	Coding    Coding // (code)
}

// Kind is what a token is made of.
type Kind uint8

// The kinds of token. A Placeholder stands for masked personal data
// ("[NAAM-K7QX2M4NPR]"): one token, never a term.
const (
	Word Kind = iota
	Number
	Punct
	Symbol
	URL
	Email
	Emoticon // emoticon or emoji
	Placeholder
)

// A Token is a word, number or mark of the text. The strings are parts of the
// text or of shared tables: making a token does not copy.
type Token struct {
	Span
	Kind     Kind
	UPOS     UPOS     // universal part of speech (tag)
	Sentence int32    // index into Document.Sentences
	Norm     string   // lower case, without elongation and common typos: beside the original, never instead of it
	Lemma    string   // with the particle of a separable verb in front: "terugbellen" (lemma)
	Parts    []string // of a compound, as lemmas: "factuur", "correctie"; nil if it is none
	Particle string   // the particle of a separable verb that stands elsewhere in the sentence: "terug"
	Negated  bool     // in the scope of a negation
	Degree   int8     // above 0: strengthened ("heel goed"), below 0: weakened (degree)
}

// UPOS is a part of speech of Universal Dependencies v2.
type UPOS uint8

// The universal parts of speech; X is also the zero value.
const (
	X UPOS = iota
	ADJ
	ADP
	ADV
	AUX
	CCONJ
	DET
	INTJ
	NOUN
	NUM
	PART
	PRON
	PROPN
	PUNCT
	SCONJ
	SYM
	VERB
)

var uposNames = [...]string{"X", "ADJ", "ADP", "ADV", "AUX", "CCONJ", "DET", "INTJ", "NOUN", "NUM", "PART", "PRON", "PROPN", "PUNCT", "SCONJ", "SYM", "VERB"}

func (p UPOS) String() string { return uposNames[p] }

// ParseUPOS gives the part of speech of that name, X if there is none.
func ParseUPOS(name string) UPOS {
	for i, n := range uposNames {
		if n == name {
			return UPOS(i)
		}
	}
	return X
}

// A Name is the name of a person, place, organisation or something else.
type Name struct {
	Span
	Type string // PER, LOC, ORG, MISC
}

// A Term is a term of several words.
type Term struct {
	Span
	Name string // as in the list: verbs as their lemma, "contact opnemen"
}

// Sentiment is the four-valued sentiment of a feedback or an aspect.
type Sentiment string

// The sentiments.
const (
	Negative Sentiment = "negatief"
	Mixed    Sentiment = "gemengd"
	Neutral  Sentiment = "neutraal"
	Positive Sentiment = "positief"
)

// A Code is one label of the scheme on a document, with what led to it.
type Code struct {
	ID        string
	Score     float64 // calibrated probability, 0..1
	Sentiment Sentiment
	Evidence  []Span
}

// Coding is how a document was coded. Lists are best first.
type Coding struct {
	Form           string // klacht, bezwaar, melding, vraag, suggestie, compliment, opmerking, leeg
	FormScore      float64
	Stance         string // reactief, proactief
	Line           string // eerste, tweede
	Severity       int    // 0..4
	Sentiment      Sentiment
	SentimentScore float64 // -1..1; exactly 0 only without any evidence
	Topics         []Code  // onderwerp, 0..3
	Experience     []Code  // beleving, 0..3
	Flags          []Code
	Trust          int    // 1 language of trust in the organisation, -1 of distrust, 0 neither or both
	Unsure         []Code // topics with some evidence, but too little to be given
	Expected       []Span // what the customer says he expected or was promised
	Causes         []Span // the cause he names himself: "omdat ...", "doordat ..."
}
