package cluster

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"luister/nlp"
)

// maxPhrases is how many candidates for names one document gives.
const maxPhrases = 60

// longestPhrase is how many words a name may have.
const longestPhrase = 6

// phrases gives the spans of one to six words that could name what a document
// is about: they begin and end with a word that says something, or with a
// negation, and do not break off in the middle of something. They lie within a
// sentence.
func phrases(doc *nlp.Document) []Phrase {
	var out []Phrase
	tokens := sentences(doc)
	for i := range tokens {
		if !edge(&tokens[i], true) || !opens(tokens, i) {
			continue
		}
		governed := afterPreposition(tokens, i)
		for n := 1; n <= longestPhrase && i+n <= len(tokens); n++ {
			run := tokens[i : i+n]
			if !inside(&run[n-1], run[0].Sentence) {
				break
			}
			verbal := slices.ContainsFunc(run, isVerb)
			if p, ok := phrase(doc, run); ok && closes(tokens, i, i+n) && !(governed && verbal) && (verbal || !twoNouns(run)) {
				p.Whole = whole(tokens, i, i+n)
				out = append(out, p)
			}
			if len(out) == maxPhrases {
				return out
			}
		}
	}
	return out
}

// sentences gives the tokens with a new sentence also where somebody wrote a
// capital but no full stop: "geen antwoord De monteur kwam niet".
func sentences(doc *nlp.Document) []nlp.Token {
	out := slices.Clone(doc.Tokens)
	var more int32
	for i := range out {
		t := &out[i]
		if i > 0 && t.Sentence == doc.Tokens[i-1].Sentence && t.Kind == nlp.Word && t.UPOS != nlp.PROPN && capitalised(t.Of(doc.Text)) {
			more++
		}
		t.Sentence += more
	}
	return out
}

// capitalised tells whether a word starts with a capital and goes on without.
func capitalised(word string) bool {
	first, size := utf8.DecodeRuneInString(word)
	rest := word[size:]
	return unicode.IsUpper(first) && rest != "" && strings.ToLower(rest) == rest
}

// inside tells whether a phrase of that sentence may hold the token: it does
// not go on into another clause, and names nobody.
func inside(t *nlp.Token, sentence int32) bool {
	if t.Kind != nlp.Word || t.Sentence != sentence {
		return false
	}
	switch t.UPOS {
	case nlp.SCONJ, nlp.CCONJ, nlp.PROPN, nlp.INTJ:
		return false
	case nlp.PRON:
		return possessive(t.Norm)
	}
	return true
}

func possessive(norm string) bool {
	switch norm {
	case "mijn", "m'n", "ons", "onze", "zijn", "haar", "hun":
		return true
	}
	return false
}

// boundary tells whether a clause ends before token i.
func boundary(tokens []nlp.Token, i int, sentence int32) bool {
	if i >= len(tokens) {
		return true
	}
	t := &tokens[i]
	return t.Sentence != sentence || t.Kind == nlp.Punct || t.UPOS == nlp.PUNCT || t.UPOS == nlp.SCONJ || t.UPOS == nlp.CCONJ
}

// starts tells whether token i begins a clause, but for an article.
func starts(tokens []nlp.Token, i int) bool {
	for i--; i >= 0 && tokens[i].Sentence == tokens[i+1].Sentence; i-- {
		if t := &tokens[i]; t.UPOS != nlp.DET && !possessive(t.Norm) {
			return t.Kind == nlp.Punct || t.UPOS == nlp.PUNCT
		}
	}
	return true
}

// whole tells how much of a clause, or of the text, a phrase is.
func whole(tokens []nlp.Token, from, to int) uint8 {
	if !starts(tokens, from) || !boundary(tokens, to, tokens[from].Sentence) {
		return 0
	}
	rest := func(t nlp.Token) bool { return t.Kind == nlp.Word && t.UPOS != nlp.DET && !possessive(t.Norm) }
	if slices.ContainsFunc(tokens[:from], rest) || slices.ContainsFunc(tokens[to:], rest) {
		return 1
	}
	return 2
}

// opens tells whether a phrase may begin at token i: not in the middle of a
// noun phrase.
func opens(tokens []nlp.Token, i int) bool {
	if i == 0 || tokens[i-1].Sentence != tokens[i].Sentence {
		return true
	}
	before := &tokens[i-1]
	switch before.UPOS {
	case nlp.ADJ, nlp.NOUN:
		return tokens[i].UPOS == nlp.VERB
	case nlp.NUM, nlp.PROPN:
		return false
	case nlp.ADV:
		return tokens[i].UPOS != nlp.ADJ || !degree(before.Norm) || i+1 < len(tokens) && tokens[i+1].UPOS == nlp.NOUN
	}
	return !negation(before.Norm)
}

// afterPreposition tells whether what begins at token i belongs to a preposition
// before it: "inzage is niet gereageerd" of "op mijn inzage is niet gereageerd"
// would make another sentence.
func afterPreposition(tokens []nlp.Token, i int) bool {
	for i--; i >= 0 && tokens[i].Sentence == tokens[i+1].Sentence; i-- {
		switch t := &tokens[i]; {
		case t.UPOS == nlp.ADP:
			return true
		case t.UPOS != nlp.DET && t.UPOS != nlp.ADJ && t.UPOS != nlp.NUM && !possessive(t.Norm):
			return false
		}
	}
	return false
}

// twoNouns tells whether a noun phrase begins right after another, as in "(bij)
// tarieven een foutmelding": without a verb they say nothing together.
func twoNouns(run []nlp.Token) bool {
	for i := 1; i < len(run); i++ {
		if run[i-1].UPOS == nlp.NOUN && run[i].UPOS == nlp.DET {
			return true
		}
	}
	return false
}

func degree(norm string) bool {
	switch norm {
	case "te", "heel", "erg", "zeer", "veel", "zo", "echt":
		return true
	}
	return false
}

// closes tells whether the phrase from..to may end there: at the end of a clause
// whose verb does not go on ("de storingspagina meldde dat ..."), or as a noun
// phrase that does not.
func closes(tokens []nlp.Token, from, to int) bool {
	if boundary(tokens, to, tokens[from].Sentence) {
		return !(isVerb(tokens[to-1]) && complement(tokens, to, tokens[from].Sentence))
	}
	last, next := &tokens[to-1], &tokens[to]
	if last.UPOS != nlp.NOUN || next.UPOS == nlp.NOUN || next.UPOS == nlp.PROPN || next.UPOS == nlp.NUM {
		return false
	}
	return !slices.ContainsFunc(tokens[from:to], isVerb)
}

// complement tells whether token i begins what the verb before it says.
func complement(tokens []nlp.Token, i int, sentence int32) bool {
	return i < len(tokens) && tokens[i].Sentence == sentence && (tokens[i].Norm == "dat" || tokens[i].Norm == "of")
}

// edge tells whether a phrase may start or end with the token.
func edge(t *nlp.Token, first bool) bool {
	switch t.Norm {
	case "geen", "niemand", "zonder":
		return first
	case "niet", "niets", "niks", "nooit":
		return !first
	}
	return contentWord(t) && t.UPOS != nlp.ADV
}

func contentWord(t *nlp.Token) bool {
	return t.Kind == nlp.Word && len(t.Norm) > 2 && !stopWords()[t.Norm] && !stopWords()[lemma(t)] && !functionWord(t.UPOS) && t.UPOS != nlp.PROPN
}

func negation(norm string) bool {
	switch norm {
	case "niet", "geen", "nooit", "niets", "niks", "niemand", "zonder":
		return true
	}
	return false
}

// hasSubject tells whether a phrase says what it is about: it holds a noun, and
// does not start with the verb of another one, or it holds two verbs that say
// something ("inloggen lukt niet"). Where the parts of speech are not known, it
// may.
func hasSubject(run []nlp.Token) bool {
	verbs := 0
	for i := range run {
		if !contentWord(&run[i]) {
			continue
		}
		switch run[i].UPOS {
		case nlp.NOUN, nlp.X:
			return run[0].UPOS != nlp.VERB
		case nlp.VERB:
			verbs++
		}
	}
	return verbs > 1
}

func isVerb(t nlp.Token) bool { return t.UPOS == nlp.VERB || t.UPOS == nlp.AUX }

func phrase(doc *nlp.Document, run []nlp.Token) (Phrase, bool) {
	if last := &run[len(run)-1]; !edge(last, false) || negation(last.Norm) && !slices.ContainsFunc(run, isVerb) {
		return Phrase{}, false
	}
	var key []string
	for i := range run {
		if contentWord(&run[i]) || negation(run[i].Norm) {
			key = append(key, lemma(&run[i]))
		}
	}
	if len(run) > 1 && len(key) < 2 || len(run) > 1 && !hasSubject(run) || len(run) == 1 && run[0].UPOS != nlp.NOUN {
		return Phrase{}, false
	}
	slices.Sort(key)
	span := nlp.Span{Start: run[0].Start, End: run[len(run)-1].End}
	return Phrase{Span: span, Text: span.Of(doc.Text), Key: strings.Join(slices.Compact(key), " ")}, true
}
