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

// phrases gives the spans of one to six words, with what governs them, that could
// name what a document is about: they begin and end with a word that says
// something, or with a negation, and do not break off in the middle of something.
// They lie within a sentence.
func phrases(doc *nlp.Document) []Phrase {
	var out []Phrase
	tokens := sentences(doc)
	for i := range tokens {
		if p, ok := clause(doc, tokens, i); ok {
			out = append(out, p)
		}
		if !edge(&tokens[i], true) || !opens(tokens, i) || tokens[i].UPOS == nlp.VERB && !starts(tokens, i) {
			continue
		}
		for n := 1; n <= longestPhrase && i+n <= len(tokens); n++ {
			run := tokens[i : i+n]
			if !inside(&run[n-1], run[0].Sentence) {
				break
			}
			if p, ok := phrase(doc, run); ok && closes(tokens, i, i+n) && together(tokens, i, i+n) {
				if from := governor(tokens, i, i+n); from >= 0 {
					p.Span.Start = tokens[from].Start
					p.Text, p.Whole = p.Of(doc.Text), whole(tokens, from, i+n)
					out = append(out, p)
				}
			}
			if len(out) >= maxPhrases {
				return out
			}
		}
	}
	return out
}

// longestClause is how many words a clause may have to be a name as it is.
const longestClause = 7

// clause gives the short clause that begins at token i, without its article, if it
// is all that the text says: "nooit teruggebeld", "app geeft geen standen door". It
// may begin and end with any word. One that also is a phrase by its words is none.
func clause(doc *nlp.Document, tokens []nlp.Token, i int) (Phrase, bool) {
	if t := &tokens[i]; t.UPOS == nlp.DET && !negation(t.Norm) || possessive(t.Norm) || !starts(tokens, i) {
		return Phrase{}, false
	}
	if i > 0 && tokens[i-1].Sentence == tokens[i].Sentence && negation(tokens[i-1].Norm) {
		return Phrase{}, false // "geen antwoord gehad" is not "antwoord gehad"
	}
	end := i
	for end < len(tokens) && end-i <= longestClause && inside(&tokens[end], tokens[i].Sentence) {
		end++
	}
	if n := end - i; n < 2 || n > longestClause || whole(tokens, i, end) < 2 {
		return Phrase{}, false
	}
	run := tokens[i:end]
	key := keyOf(run)
	if key == "" || edge(&run[0], true) && edge(&run[len(run)-1], false) {
		return Phrase{}, false
	}
	span := nlp.Span{Start: run[0].Start, End: run[len(run)-1].End}
	return Phrase{Span: span, Text: span.Of(doc.Text), Key: key, Whole: 2}, true
}

// keyOf gives the lemmas of the words that say something, sorted; "" if there are
// none but negations.
func keyOf(run []nlp.Token) string {
	var key []string
	said := false
	for i := range run {
		if t := &run[i]; contentWord(t) || negation(t.Norm) {
			key, said = append(key, lemma(t)), said || contentWord(t) && t.UPOS != nlp.ADV
		}
	}
	if !said {
		return ""
	}
	slices.Sort(key)
	return strings.Join(slices.Compact(key), " ")
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
		return possessive(t.Norm) || negation(t.Norm) || quantity(t.Norm)
	}
	return true
}

func quantity(norm string) bool {
	switch norm {
	case "veel", "meer", "weinig", "minder", "alles":
		return true
	}
	return false
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

// opens tells whether a phrase may begin at token i: not in the middle of a noun
// phrase, but for what is no part of a name, as in "de derde stroomstoring".
func opens(tokens []nlp.Token, i int) bool {
	if i == 0 || tokens[i-1].Sentence != tokens[i].Sentence {
		return true
	}
	before := &tokens[i-1]
	switch before.UPOS {
	case nlp.ADJ:
		return tokens[i].UPOS == nlp.VERB || tokens[i].UPOS == nlp.NOUN && !contentWord(before)
	case nlp.NOUN:
		return tokens[i].UPOS == nlp.VERB
	case nlp.NUM, nlp.PROPN:
		return false
	case nlp.ADV:
		return tokens[i].UPOS != nlp.ADJ || !degree(before.Norm) || i+1 < len(tokens) && tokens[i+1].UPOS == nlp.NOUN
	}
	return !negation(before.Norm)
}

// attributive tells whether a verb belongs to the noun after it, as in "voor
// werkende mensen" and "de oude, opgeheven rekening".
func attributive(tokens []nlp.Token, i int) bool {
	if i == 0 || tokens[i-1].Sentence != tokens[i].Sentence {
		return false
	}
	switch before := &tokens[i-1]; before.UPOS {
	case nlp.DET, nlp.ADP:
		return true
	case nlp.PUNCT:
		return i > 1 && tokens[i-2].UPOS == nlp.ADJ
	default:
		return owner(before.Norm)
	}
}

// together tells whether what stands from..to says one thing, and would say the
// same in its sentence.
func together(tokens []nlp.Token, from, to int) bool {
	run := tokens[from:to]
	half := isNoun(run[0]) && from > 0 && tokens[from-1].Sentence == run[0].Sentence && tokens[from-1].UPOS == nlp.ADJ
	switch {
	case infinitive(tokens, from, to):
		return false
	case states(tokens, from, to):
		return !half && !stranded(run)
	case twoNouns(run):
		return false
	case predicate(run) || run[0].UPOS == nlp.ADJ && !describes(run):
		return !half && boundary(tokens, to, run[0].Sentence)
	}
	return true
}

// states tells whether a verb is in the phrase that is no part of a noun phrase, as
// it is in "tegen de opgelegde naheffing".
func states(tokens []nlp.Token, from, to int) bool {
	for i := from; i < to; i++ {
		ofNext := i+1 < to && ofNoun(tokens[i+1]) && attributive(tokens, i)
		if isVerb(tokens[i]) && !ofNext {
			return true
		}
	}
	return false
}

// predicate tells whether a phrase without a verb says something of its noun:
// "mensen onbereikbaar".
func predicate(run []nlp.Token) bool {
	noun := slices.IndexFunc(run, isNoun)
	return noun >= 0 && (slices.ContainsFunc(run[noun:], isAdverb) || run[len(run)-1].UPOS == nlp.ADJ)
}

// governor gives where the phrase from..to begins if it says something of its
// noun: with the preposition or the adverb that the noun belongs to, since "inzage
// is niet gereageerd" is not "op mijn inzage is niet gereageerd", and "verhaal
// werd er opgehangen" not "halverwege mijn verhaal werd er opgehangen". It is -1
// if more than that stands before the verb: "(inloggen) met mijn adres lukt niet".
func governor(tokens []nlp.Token, from, to int) int {
	run, i := tokens[from:to], nounPhrase(tokens, from)-1
	if i < 0 || tokens[i].Sentence != run[0].Sentence {
		return from
	}
	first := i == 0 || boundary(tokens, i-1, run[0].Sentence)
	verb := slices.IndexFunc(run, isVerb)
	switch {
	case verb < 0 && !predicate(run) && tokens[i].UPOS == nlp.ADP && slices.ContainsFunc(run, when):
		return -1
	case verb < 0 && !predicate(run):
		if tokens[i].Norm == "van" && slices.ContainsFunc(run, goal) {
			return i
		}
		return from
	case tokens[i].UPOS == nlp.ADV && first && verb > 0 && plain(run[:verb]):
		return i
	case tokens[i].UPOS != nlp.ADP:
		return from
	case first || !ofNoun(tokens[i-1]) && (verb < 0 || !slices.ContainsFunc(run[verb:], func(t nlp.Token) bool { return !isVerb(t) })):
		return i
	}
	return -1
}

// when tells whether a word begins what says when: behind a preposition it belongs
// to the clause, as in "(in onze) straat in een maand tijd".
func when(t nlp.Token) bool {
	switch t.Norm {
	case "in", "binnen", "sinds", "tijdens", "na":
		return t.UPOS == nlp.ADP
	}
	return false
}

// goal tells whether a word goes with "van": "van het kastje naar de muur".
func goal(t nlp.Token) bool { return t.Norm == "naar" || t.Norm == "tot" }

// plain tells whether these are nouns and their adjectives only.
func plain(run []nlp.Token) bool {
	return !slices.ContainsFunc(run, func(t nlp.Token) bool { return !ofNoun(t) })
}

func ofNoun(t nlp.Token) bool { return isNoun(t) || t.UPOS == nlp.PROPN || t.UPOS == nlp.ADJ }

// infinitive tells whether the phrase breaks off in "om ... te": "mogelijk om de
// factuur" of "om de factuur op papier te ontvangen".
func infinitive(tokens []nlp.Token, from, to int) bool {
	is := func(norm string) func(nlp.Token) bool {
		return func(t nlp.Token) bool { return t.Norm == norm && t.Kind == nlp.Word }
	}
	if !slices.ContainsFunc(tokens[from:to], is("om")) {
		return false
	}
	end := to
	for !boundary(tokens, end, tokens[from].Sentence) {
		end++
	}
	return slices.ContainsFunc(tokens[to:end], is("te"))
}

// stranded tells whether a verb at the end follows a preposition whose noun is
// elsewhere: "klacht over ingediend".
func stranded(run []nlp.Token) bool {
	n := len(run)
	return n > 1 && run[n-2].UPOS == nlp.ADP && run[n-2].Norm != "te" && slices.IndexFunc(run, isVerb) == n-1
}

// describes tells whether the adjectives that a phrase begins with belong to a
// noun: those of "kosteloos eerder weg" and "ruim op tijd" belong to a verb.
func describes(run []nlp.Token) bool {
	for i := range run {
		switch run[i].UPOS {
		case nlp.ADJ, nlp.VERB:
		default:
			return isNoun(run[i])
		}
	}
	return false
}

func isNoun(t nlp.Token) bool   { return t.UPOS == nlp.NOUN }
func isAdverb(t nlp.Token) bool { return t.UPOS == nlp.ADV }

// nounPhrase gives where the noun phrase begins that goes on at token i.
func nounPhrase(tokens []nlp.Token, i int) int {
	for ; i > 0 && tokens[i-1].Sentence == tokens[i].Sentence; i-- {
		switch t := &tokens[i-1]; {
		case t.UPOS == nlp.DET, t.UPOS == nlp.ADJ, t.UPOS == nlp.NUM, owner(t.Norm):
		case t.UPOS == nlp.VERB && attributive(tokens, i-1):
		case t.UPOS == nlp.PUNCT && i > 1 && tokens[i-2].UPOS == nlp.ADJ:
		default:
			return i
		}
	}
	return i
}

// owner tells whether a word says whose something is.
func owner(norm string) bool {
	switch norm {
	case "uw", "jullie", "je", "jouw":
		return true
	}
	return possessive(norm)
}

// twoNouns tells whether a noun phrase begins right after another, as in "(bij)
// tarieven een foutmelding", or a preposition after a particle, as in "(dien een)
// bezwaar in tegen het besluit": without a verb they say nothing together.
func twoNouns(run []nlp.Token) bool {
	for i := 1; i < len(run); i++ {
		if isNoun(run[i-1]) && run[i].UPOS == nlp.DET || run[i-1].UPOS == nlp.ADP && run[i].UPOS == nlp.ADP {
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
	last := &tokens[to-1]
	if boundary(tokens, to, tokens[from].Sentence) {
		cut := last.UPOS == nlp.ADJ && to-from > 1 && tokens[to-2].UPOS == nlp.DET
		return !cut && (last.UPOS == nlp.NOUN || !complement(tokens, to, tokens[from].Sentence))
	}
	next := &tokens[to]
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
	case "dezelfde", "hetzelfde":
		return false
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
// does not start with the verb of another one, but for a participle, or it holds
// two verbs that say something ("inloggen lukt niet"). Where the parts of speech are not known, it
// may.
func hasSubject(run []nlp.Token) bool {
	verbs := 0
	for i := range run {
		if !contentWord(&run[i]) {
			continue
		}
		switch run[i].UPOS {
		case nlp.NOUN, nlp.X:
			return run[0].UPOS != nlp.VERB || participle(&run[0])
		case nlp.VERB:
			verbs++
		}
	}
	return verbs > 1
}

// participle tells whether a verb is a past participle by its form: what ends on
// "-t" without "ge" may be finite.
func participle(t *nlp.Token) bool {
	if t.Norm == lemma(t) {
		return false
	}
	if strings.HasSuffix(t.Norm, "t") {
		return strings.Contains(t.Norm, "ge") && !strings.Contains(lemma(t), "ge")
	}
	return strings.HasSuffix(t.Norm, "d") || strings.HasSuffix(t.Norm, "en")
}

func isVerb(t nlp.Token) bool { return t.UPOS == nlp.VERB || t.UPOS == nlp.AUX }

func phrase(doc *nlp.Document, run []nlp.Token) (Phrase, bool) {
	if last := &run[len(run)-1]; !edge(last, false) || negation(last.Norm) && !slices.ContainsFunc(run, isVerb) {
		return Phrase{}, false
	}
	key := keyOf(run)
	if len(run) > 1 && (!strings.Contains(key, " ") || !hasSubject(run)) || len(run) == 1 && !isNoun(run[0]) {
		return Phrase{}, false
	}
	span := nlp.Span{Start: run[0].Start, End: run[len(run)-1].End}
	return Phrase{Span: span, Text: span.Of(doc.Text), Key: key}, true
}
