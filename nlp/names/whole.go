package names

import (
	"slices"
	"strings"

	"luister/nlp"
)

// notGiven is what a word can be that is then no part of a name, unless it is
// a common first name or surname too.
const notGiven = notName&^month | function | placeNoun | orgNoun | orgEnd | careNoun | careName

// findWhole takes the whole text if it has the shape of a full name and nothing
// else, as a cell of a table has: "Kees Visser", "A. de Boer", "Dijk, Mieke van".
func (f *finder) findWhole() bool {
	last := len(f.words) - 1
	if last < 1 || last > longestRun || f.words[0].gap&^gapLine != 0 || strings.Trim(f.text[f.words[last].end:], ". \n\r\t") != "" {
		return false
	}
	if f.fullName(0, last) && f.chainAt(0).hi == last || f.surnameFirst(last) {
		f.takePerson(chain{0, last})
		return true
	}
	return false
}

// surnameFirst says whether words 0..last are "Dijk, Mieke van" or "de Boer, A.".
func (f *finder) surnameFirst(last int) bool {
	comma := 1
	for comma <= last && f.words[comma].gap&gapBreak == 0 {
		comma++
	}
	if comma > last || f.words[comma].gap&gapBreak != gapComma {
		return false
	}
	end := last
	for end > comma && f.words[end].class&infix != 0 && f.words[end].shape == lower && f.joined(end) {
		end--
	}
	for i := comma; i <= end; i++ {
		if !f.initialDot(i) && !f.given(i) || i > comma && !f.joined(i) {
			return false
		}
	}
	from := f.infixes(0)
	if from > comma-1 {
		from = 0
	}
	w := f.words[comma-1]
	return from == comma-1 && f.surname(from, from > 0) && (from > 0 || end < last || w.class&anyName != 0)
}

// fullName says whether words lo..hi are first names or initials, particles if
// any, and a surname.
func (f *finder) fullName(lo, hi int) bool {
	if hi <= lo || f.phrase(lo, orgName|noName|place) > lo {
		return false
	}
	i, initials := lo, 0
	for i < hi && f.initialDot(i) {
		i++
		initials++
	}
	if initials == 0 && !f.given(lo) && !f.rare(lo, hi) {
		return false
	}
	if initials == 0 {
		i++
	}
	for i < hi && (f.given(i) || f.initialDot(i)) {
		i++
	}
	from := f.infixes(i)
	if from > hi {
		from = i
	}
	particle := from > i
	if hi-from > 1 || !f.surname(hi, particle) || from < hi && !f.surname(from, particle) {
		return false
	}
	w := f.words[hi]
	if g := f.words[lo]; initials == 0 && !particle && (g.common || g.listed || g.class&(function|infix|place) != 0) && w.class&(ownLast|lastName) == 0 && f.lex.common.Has(f.lower(hi)) {
		return false // "Ad Hoc", "Elke Dag"
	}
	return particle || initials != 1 || i > lo+1 || w.class&anyName != 0 && w.class&place == 0 || !w.common && !w.listed
}

// initialDot says whether word i is an initial with its dot, or several: "JP.".
func (f *finder) initialDot(i int) bool {
	w := f.words[i]
	dot := w.end < len(f.text) && f.text[w.end] == '.'
	return dot && (w.shape == initial || w.shape == upper && w.end-w.start <= 4 && w.class&(title|orgName) == 0)
}

// given says whether word i is a first name beyond doubt: of the list, or made
// of a name as Dutch does ("Tjeerdina" of Tjeerd).
func (f *finder) given(i int) bool {
	w := f.words[i]
	switch {
	case w.shape != capital && w.shape != upper && w.shape != mixed || w.class&(orgName|noName|weekday) != 0 || w.class&notGiven != 0 && w.class&ownFirst == 0:
		return false
	case w.class&ownFirst != 0:
		return true
	case w.class&firstName != 0:
		return !w.common && !w.listed && w.class&place == 0
	}
	return !w.common && !w.listed && w.class == 0 && f.derived(f.lower(i))
}

// rare says whether word lo is a proper name of the lists that no dictionary
// has, and words lo..hi stand before a number or address.
func (f *finder) rare(lo, hi int) bool {
	w := f.words[lo]
	return w.class&proper != 0 && w.class&(notGiven|place) == 0 && !w.common && !w.listed && f.capitalised(lo) && f.reachable(chain{lo, hi})
}

// derived says whether a word is a name with an ending that makes a woman's
// name or a pet name of it.
func (f *finder) derived(low string) bool {
	for _, ending := range []string{"ina", "tje", "je", "ke", "a"} {
		if stem, ok := strings.CutSuffix(low, ending); ok && len(stem) > 3 {
			if c := f.lex.classes.of(stem); c&(ownFirst|firstName|proper) != 0 && !f.lex.common.Has(stem) {
				return true
			}
		}
	}
	return false
}

// surname says whether word i with its capital can end a full name; what is
// also an ordinary word only after a particle or with no list against it.
func (f *finder) surname(i int, particle bool) bool {
	w := f.words[i]
	if w.shape != capital && w.shape != upper && w.shape != mixed || w.end-w.start < 2 {
		return false
	}
	if w.class&(orgName|noName|weekday|month|function) != 0 && w.class&ownLast == 0 || w.class&place != 0 && w.class&anyName == 0 {
		return false
	}
	return w.class&notGiven == 0 && w.class&personNoun == 0 || w.class&(ownLast|lastName) != 0 && (particle || w.class&orgEnd == 0)
}

// reachWords may stand between a name and the number or address of its bearer.
var reachWords = []string{"", "op", "via", "tel", "telefoon", "op tel", "op telefoon", "op nummer", "op het nummer", "telefoonnummer", "mobiel", "gsm", "mail", "email", "e-mail", "wonende", "wonend", "wonende te", "woont op", "adres"}

// reachable says whether a chain ends right before a telephone number, an
// address or the like: "Piet Bakker, Dorpsstraat 12".
func (f *finder) reachable(c chain) bool {
	end := f.words[c.hi].end
	at, _ := slices.BinarySearchFunc(f.o.Reach, end, func(s nlp.Span, end int) int { return s.Start - end })
	if at == len(f.o.Reach) || f.o.Reach[at].Start-end > 24 {
		return false
	}
	between := f.text[end:f.o.Reach[at].Start]
	if strings.Contains(between, "\n") && f.words[c.lo].start > 0 && f.words[c.lo].gap&gapLine == 0 {
		return false
	}
	return slices.Contains(reachWords, strings.ToLower(strings.Trim(between, " ,.:;()-–|\t\r\n")))
}

// takeReachable takes the full name at the end of a chain before a number or address.
func (f *finder) takeReachable(c chain) bool {
	if c.hi == c.lo || !f.reachable(c) {
		return false
	}
	for lo := c.lo; lo < c.hi; lo++ {
		if f.fullName(lo, c.hi) {
			f.takePerson(chain{lo, c.hi})
			return true
		}
	}
	return false
}

// doubled puts the second surname after a hyphen with blanks to a titled name:
// "familie Van Damme - De Clercq".
func (f *finder) doubled(c chain) chain {
	next := c.hi + 1
	if next >= len(f.words) || f.taken[next] || !f.titled(c.lo) || strings.TrimSpace(f.text[f.words[c.hi].end:f.words[next].start]) != "-" || f.words[next].gap&gapLine != 0 {
		return c
	}
	end := f.infixes(next)
	if end >= len(f.words) {
		return c
	}
	if w := f.words[end]; f.surname(end, end > next) && (end > next && f.joined(end) || end == next && w.class&(ownLast|lastName|proper) != 0 && !w.common) {
		c.hi = end
	}
	return c
}

// SurnameEnd gives the end of the surname, with its particles, that starts at
// byte i of text after a first name; 0 if what stands there is none. Small also
// takes one that is written without a capital.
func (r *Rules) SurnameEnd(text string, i int, small bool) int {
	f := r.readers.Get().(*finder)
	defer r.readers.Put(f)
	f.reset(text[i:], Options{})
	f.read(text[i:], nil)
	f.taken = append(f.taken[:0], make([]bool, len(f.words))...)
	if len(f.words) == 0 || f.words[0].start != 0 {
		return 0
	}
	at := f.infixes(0)
	if at >= len(f.words) || at > 0 && (!f.joined(at) || !plainParticle[f.lower(0)]) {
		return 0
	}
	if f.goesOn(at, at > 0) || small && f.smallSurname(at, at > 0) {
		return i + f.words[at].end - f.possessive(at)
	}
	return 0
}

// goesOn says whether the capitalised word i after a first name is its surname.
func (f *finder) goesOn(i int, particle bool) bool {
	w := f.words[i]
	known := w.class&(ownLast|lastName|proper) != 0
	return f.surname(i, particle) && (known && (!w.common || w.class&(ownLast|lastName) != 0) || !w.common && !w.listed || particle && f.lower(i-1) != "van" && w.class&(personNoun|placeNoun) == 0)
}

// smallSurname says whether word i without a capital is a surname: of the lists.
func (f *finder) smallSurname(i int, particle bool) bool {
	w := f.words[i]
	if w.shape != lower || w.class&(function|infix|personNoun|orgName) != 0 || w.class&placeNoun != 0 && w.class&ownLast == 0 {
		return false
	}
	return particle && w.class&(ownLast|lastName) != 0 && (w.class&ownLast != 0 || !f.lex.common.Has(f.lower(i))) || f.surnameAlone(i)
}

// smallSignature gives the last word of the name without capitals that starts
// at word i and fills the rest of a closing line: "mvg piet bakker". It is below
// i if there is none.
func (f *finder) smallSignature(i int) int {
	letter := f.words[i].end-f.words[i].start == 1
	if (f.words[i].class&(firstName|ownFirst) == 0 || f.words[i].class&function != 0) && !letter || !f.closingBefore(i) {
		return i - 1
	}
	from := i + 1
	dotted := letter && from < len(f.words) && f.words[from].gap == gapStop|gapDot
	if from < len(f.words) && (f.joined(from) || dotted) {
		from = f.infixes(from)
	}
	if from >= len(f.words) || !f.joined(from) && !(dotted && from == i+1) || f.words[from].shape != lower {
		return i - 1
	}
	w := f.words[from]
	ends := from+1 == len(f.words) || f.words[from+1].gap&gapLine != 0
	if !ends || w.class&(function|infix|placeNoun&^personNoun) != 0 && w.class&ownLast == 0 {
		return i - 1
	}
	if w.class&(ownLast|lastName) != 0 || w.class&proper != 0 && !f.lex.common.Has(f.lower(from)) || !f.lex.common.Has(f.lower(from)) && w.class == 0 && !letter {
		return from
	}
	return i - 1
}
