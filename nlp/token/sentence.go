package token

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"luister/nlp"
)

// sentences appends the sentences of text to spans and sets each token's
// Sentence.
func sentences(text string, tokens []nlp.Token, spans []nlp.Span, abbreviations map[string]bool) []nlp.Span {
	c := cutter{text: text, tokens: tokens, abbreviations: abbreviations, lines: newLayout(text)}
	for i := range tokens {
		tokens[i].Sentence = int32(len(spans))
		if tokens[i].Of(text) == `"` {
			c.quoted = !c.quoted
		}
		if i+1 < len(tokens) && !c.boundary(i) {
			continue
		}
		spans = append(spans, nlp.Span{Start: tokens[c.start].Start, End: tokens[i].End})
		c.start = i + 1
	}
	return spans
}

// A cutter finds where sentences end.
type cutter struct {
	text          string
	tokens        []nlp.Token
	abbreviations map[string]bool
	lines         layout
	start         int  // the first token of the current sentence
	quoted        bool // an odd number of " stands before
}

// boundary tells whether the current sentence ends between tokens i and i+1.
func (c *cutter) boundary(i int) bool {
	text, tokens := c.text, c.tokens
	gap := text[tokens[i].End:tokens[i+1].Start]
	if n := strings.Count(gap, "\n"); n > 0 {
		if n > 1 || c.lines.ends(text, tokens[i].End, tokens[i+1].Start) {
			c.quoted = c.quoted && n == 1
			return n > 1 || tokens[i].Of(text) != ","
		}
	}
	next := tokens[i+1].Of(text)
	if c.belongs(next, gap) || isTerminator(next) || tokens[i+1].Kind == nlp.Emoticon && opens(tokens, i+1, text) {
		return false // belongs to what went before; asked again after it
	}
	if c.heading(i) {
		return true
	}
	last := terminator(text, tokens, i, c.start)
	return last >= 0 && c.endsAt(last, i)
}

// maxHeading is how many words a heading or salutation without a mark has.
const maxHeading = 6

// heading tells whether the words so far are a heading or salutation that runs
// into its sentence ("Externe links Het gebied is ..."): a function word with a
// capital starts the next one.
func (c *cutter) heading(i int) bool {
	if i+2 >= len(c.tokens) || i-c.start >= maxHeading || c.tokens[i].Kind != nlp.Word || c.tokens[i+2].Kind != nlp.Word {
		return false
	}
	if !openers[c.tokens[i+1].Of(c.text)] || !startsLower(c.tokens[i+2].Of(c.text)) {
		return false
	}
	for k := c.start; k <= i; k++ {
		if c.tokens[k].Kind == nlp.Punct {
			return false
		}
	}
	return startsUpper(c.tokens[c.start].Of(c.text))
}

// openers are function words that start a sentence and hardly ever stand with a
// capital inside one.
var openers = map[string]bool{
	"Een": true, "Het": true, "In": true, "Dit": true, "Deze": true, "Er": true, "Bij": true, "Na": true, "Als": true, "Tijdens": true, "Door": true, "Met": true, "Om": true,
	"Hij": true, "Zij": true, "Ze": true, "Wij": true, "We": true, "Ik": true, "Hierbij": true, "Graag": true, "Mijn": true, "Wegens": true, "Behalve": true, "Tot": true, "De": true, "Op": true, "Vanaf": true, "Omdat": true, "Naar": true, "Dat": true, "Voor": true, "Toen": true,
}

// belongs tells whether next closes something of the current sentence.
func (c *cutter) belongs(next, gap string) bool {
	switch next {
	case "''", "”", ")", "]":
		return true
	case `"`:
		return c.quoted
	}
	return gap == "" && closes(next)
}

// opens tells whether the emoticon at i still belongs to the sentence before
// it: what follows it is a new sentence or a new line.
func opens(tokens []nlp.Token, i int, text string) bool {
	return i+1 == len(tokens) || !startsLower(tokens[i+1].Of(text))
}

// terminator gives the token at or before i that could end the sentence: behind
// it stand only closing quotes, brackets and emoticons. It is -1 if there is none.
func terminator(text string, tokens []nlp.Token, i, start int) int {
	for k := i; k >= start && k > i-5; k-- {
		t := tokens[k].Of(text)
		if isTerminator(t) || tokens[k].Kind == nlp.Word && strings.HasSuffix(t, ".") {
			return k
		}
		if tokens[k].Kind == nlp.Emoticon && k > start {
			if k == i && !closes(tokens[k-1].Of(text)) && !isTerminator(tokens[k-1].Of(text)) {
				return k
			}
			continue
		}
		if !closes(t) || k == start || tokens[k-1].End != tokens[k].Start && t != "''" && t != `"` {
			return -1
		}
	}
	return -1
}

// endsAt decides for the mark at token last, with token i as the last of its
// sentence.
func (c *cutter) endsAt(last, i int) bool {
	text, tokens, start := c.text, c.tokens, c.start
	mark, next := tokens[last].Of(text), tokens[i+1].Of(text)
	lower := startsLower(next)
	if tokens[last].Kind == nlp.Word {
		return !lower && stopEnds(mark, c.abbreviations) && startsUpper(next)
	}
	if mark == "." && last == start+1 && tokens[start].Kind == nlp.Number && tokens[start].End-tokens[start].Start <= 2 {
		return false // "1. Eerste punt"
	}
	if !lower {
		return next != "," && next != ";" && next != ":"
	}
	return mark == "." && i == last && last > start && tokens[last-1].Kind == nlp.Word && tokens[last-1].End-tokens[last-1].Start > 1
}

// stopEnds tells whether a sentence may end with the full stop of this word.
func stopEnds(word string, abbreviations map[string]bool) bool {
	return abbreviations[strings.ToLower(strings.TrimSuffix(word, "."))]
}

func isTerminator(t string) bool {
	switch t[0] {
	case '.', '!', '?':
		return true
	}
	return t == "…"
}

func closes(t string) bool {
	switch t {
	case `"`, "'", "''", ")", "]", "”", "’", "»", "“":
		return true
	}
	return false
}

func startsLower(t string) bool {
	r, _ := utf8.DecodeRuneInString(t)
	if r == '\'' && len(t) > 1 {
		return false // 's Avonds
	}
	return unicode.IsLower(r)
}

func startsUpper(t string) bool {
	r, _ := utf8.DecodeRuneInString(t)
	return unicode.IsUpper(r)
}
