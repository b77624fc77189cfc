package lemma

import (
	"slices"
	"strings"
	"unicode/utf8"

	"luister/nlp"
	"luister/nlp/table"
)

// A Rule makes a lemma out of a form: it takes off the prefix "ge", wherever
// the particles let it stand, cuts Strip bytes from the end and adds Add.
type Rule struct {
	Ge    bool
	Strip int
	Add   string
}

// Apply gives the lemma of form, and form itself where the rule does not fit. A
// form without "ge" keeps all of its start: "bezegeld" as "gezegeld".
func (r Rule) Apply(form string) string {
	cut := len(form) - r.Strip
	if cut < 0 || cut < len(form) && !utf8.RuneStart(form[cut]) || cut+len(r.Add) == 0 {
		return form
	}
	if at := GePrefix(form); r.Ge && at >= 0 {
		if at+2 > cut {
			return form
		}
		return form[:at] + withoutDiaeresis(form[at+2:cut]) + r.Add
	}
	if strings.HasPrefix(form[cut:], r.Add) {
		return form[:cut+len(r.Add)]
	}
	return form[:cut] + r.Add
}

// withoutDiaeresis takes off the diaeresis that a word has only behind "ge":
// "geïsoleerd", "isoleren".
func withoutDiaeresis(s string) string {
	for marked, plain := range map[string]string{"ï": "i", "ë": "e", "ö": "o", "ü": "u"} {
		if rest, ok := strings.CutPrefix(s, marked); ok {
			return plain + rest
		}
	}
	return s
}

// GePrefix gives where the "ge" of a participle stands: at the start or behind
// a particle, the longest one; -1 if there is none.
func GePrefix(form string) int {
	if strings.HasPrefix(form, "ge") {
		return 0
	}
	best := -1
	for i := 1; i+1 < len(form); i++ {
		if form[i] == 'g' && form[i+1] == 'e' && slices.Contains(Particles[:], form[:i]) {
			best = i
		}
	}
	return best
}

// Group maps the parts of speech that are lemmatised alike onto one.
func Group(p nlp.UPOS) nlp.UPOS {
	if p == nlp.AUX {
		return nlp.VERB
	}
	return p
}

// MaxSuffix is how many bytes at the end of a form a rule can look at; whole
// forms may be longer.
const MaxSuffix = 16

// Suffixes calls yield with the key of every suffix of form, shortest first, the
// whole form last.
func Suffixes(form string, p nlp.UPOS, yield func(table.Hash)) {
	h := table.Seed(byte(Group(p)))
	yield(h)
	for i := len(form) - 1; i >= 0; i-- {
		h = h.Byte(form[i])
		if len(form)-i <= MaxSuffix {
			yield(h)
		}
	}
	yield(h.Byte('^'))
}

// Longest gives the value that a table has for the longest suffix of form.
func Longest(t table.Table, form string, p nlp.UPOS) (value uint16, ok bool) {
	var keys [1 + MaxSuffix + 1]table.Hash
	n := 0
	Suffixes(form, p, func(h table.Hash) {
		keys[n] = h
		n++
	})
	for n > 0 && !ok {
		n--
		value, ok = t.Get(keys[n])
	}
	return value, ok
}
