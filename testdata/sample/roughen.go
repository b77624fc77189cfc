package sample

import (
	"strings"
	"unicode/utf8"
)

// chat are short forms that people type.
var chat = strings.NewReplacer(" alstublieft", " aub", " in ieder geval", " iig", " op dit moment", " momenteel", " even ", " ff ", " niet meer ", " niet mr ", " natuurlijk", " natuurlyk")

// roughen makes a text as people type it on a phone: small slips, no capitals,
// no full stops, letters held too long. Planted personal data stays as it is.
func (g *generator) roughen(m *message, text string) string {
	if g.chance(0.10) {
		text = chat.Replace(text)
	}
	if len(m.Personal) == 0 && g.chance(0.12) {
		text = strings.ToLower(text)
	}
	if g.chance(0.06) {
		text = strings.ReplaceAll(text, ". ", " ")
	}
	if g.chance(0.05) {
		text = strings.Replace(text, "zo ", "zoooo ", 1)
	}
	if g.chance(0.05) {
		text = strings.TrimRight(text, ".") + "!!!!"
	}
	words := strings.Split(text, " ")
	for i, w := range words {
		if g.chance(0.012) && len(w) > 5 && !personal(m, w) {
			words[i] = g.slip(w)
		}
	}
	return strings.Join(words, " ")
}

func personal(m *message, word string) bool {
	if strings.ContainsAny(word, "0123456789@\n") {
		return true
	}
	for _, p := range m.Personal {
		if strings.Contains(p, strings.Trim(word, ".,!?")) {
			return true
		}
	}
	return false
}

// slip swaps two letters inside a word, or drops one, or doubles one.
func (g *generator) slip(word string) string {
	runes := []rune(word)
	if !utf8.ValidString(word) || len(runes) < 5 {
		return word
	}
	i := 1 + g.rand.IntN(len(runes)-3)
	switch g.rand.IntN(3) {
	case 0:
		runes[i], runes[i+1] = runes[i+1], runes[i]
	case 1:
		runes = append(runes[:i], runes[i+1:]...)
	default:
		runes = append(runes[:i+1], runes[i:]...)
	}
	return string(runes)
}

// fillers are words that people put in without meaning much.
var fillers = []string{"echt", "dus", "nogal", "toch", "eigenlijk", "ook"}

// retype gives a text as who wrote it would type it again: one word in nine
// is slipped, left out or followed by another; some leave out a sentence, some
// add one.
func (g *generator) retype(m *message, text string) string {
	if lines := strings.SplitAfter(text, ". "); len(lines) > 3 && len(m.Personal) == 0 && g.chance(0.4) {
		i := 1 + g.rand.IntN(len(lines)-2)
		text = strings.Join(append(lines[:i:i], lines[i+1:]...), "")
	}
	var words []string
	for w := range strings.SplitSeq(text, " ") {
		switch draw := g.rand.Float64(); {
		case draw > 0.11 || personal(m, w):
			words = append(words, w)
		case draw > 0.06:
			words = append(words, g.slip(w))
		case draw > 0.03:
			words = append(words, w, pick(g, fillers))
		}
	}
	if g.chance(0.3) {
		words = append(words, pick(g, g.fragments.Requests))
	}
	return strings.Join(words, " ")
}
