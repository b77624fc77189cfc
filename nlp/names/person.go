package names

import "strings"

// lowerCase is strings.ToLower with the typographic apostrophe made plain.
func lowerCase(s string) string {
	s = strings.ToLower(s)
	if !strings.Contains(s, "’") {
		return s
	}
	return strings.ReplaceAll(s, "’", "'")
}

// accept is the score from which a chain is a person's name. The scores below
// add up what lists and context say; they were set by hand on development data.
const (
	accept       = 2.0
	acceptStrict = 0.5
)

// findPersons takes the names that stand on their own evidence first, and then
// those that gain from the names found: the same word, or "X en Y".
func (f *finder) findPersons() {
	f.taken = append(f.taken[:0], make([]bool, len(f.words))...)
	if f.findWhole() {
		return
	}
	var open []chain
	for i := 0; i < len(f.words); i++ {
		if w := f.words[i]; w.gap&gapNone != 0 && f.words[i-1].shape == number || w.class&title != 0 && f.capitalised(i) || f.marked(i) {
			continue
		}
		if !f.capitalised(i) {
			f.lowerCaseName(i)
			continue
		}
		if hi := f.phrase(i, orgName|noName); hi > i {
			i = hi
			continue
		}
		c := f.chainAt(i)
		i = c.hi
		if f.titled(c.lo) && f.initials(c) {
			f.takePerson(c)
			continue
		}
		if f.takeReachable(c) {
			continue
		}
		if c = f.trim(c); c.hi < c.lo {
			continue
		}
		if f.score(c) >= f.threshold() {
			c = f.doubled(f.withParticles(c))
			i = max(i, c.hi)
			f.takePerson(c)
			continue
		}
		open = append(open, c)
	}
	f.takeAlike(open)
	f.takeSmall()
}

// marked says whether a single letter hangs on a mark: the last of "B&B".
func (f *finder) marked(i int) bool {
	w := f.words[i]
	return w.shape == initial && w.gap&(gapOther|gapStop) != 0 && strings.IndexByte(" \n\t(\"'", f.text[w.start-1]) < 0
}

// threshold is lower where every name counts, also a surname by itself.
func (f *finder) threshold() float64 { return pick(f.o.Strict, acceptStrict, accept) }

// initials says whether a chain is initials only: "dr. A.B."
func (f *finder) initials(c chain) bool {
	for i := c.lo; i <= c.hi; i++ {
		if s := f.words[i].shape; s != initial && !(s == upper && f.words[i].end-f.words[i].start <= 4) {
			return false
		}
	}
	return true
}

// withParticles puts the particles before a surname to it: "van der Sluis".
func (f *finder) withParticles(c chain) chain {
	if n := f.particlesBefore(c.lo); f.surnameParticles(c.lo, n) || n > 0 && f.titled(c.lo-n) {
		c.lo -= n
	}
	return c
}

// particlesBefore counts the particles without a capital right before word i.
func (f *finder) particlesBefore(i int) int {
	n := 0
	for n < 3 && i-n > 0 && f.words[i-n-1].class&infix != 0 && f.joined(i-n) && plainParticle[f.lower(i-n-1)] {
		n++
	}
	return n
}

// surnameParticles says whether n particles before word i make a surname of
// it: "van der Sluis", and "van de Pol" if a list has the name.
func (f *finder) surnameParticles(i, n int) bool {
	if n < 2 {
		return false
	}
	switch f.lower(i - 1) {
	case "der", "den", "'t", "d", "ter", "ten":
		return true
	}
	return f.words[i].class&(lastName|ownLast|proper) != 0 && !f.words[i].common
}

// takePerson takes a chain and remembers its words.
func (f *finder) takePerson(c chain) {
	for i := c.lo; i <= c.hi; i++ {
		if w := f.words[i]; w.class&infix == 0 && w.shape != initial && !(w.common && w.class&anyName == 0) {
			f.seen[f.stem(i)] = true
		}
	}
	f.take(c.lo, c.hi, Person)
}

// stem gives word i in lower case without the ending of a possessive.
func (f *finder) stem(i int) string {
	w := f.lower(i)
	if cut := f.possessive(i); cut > 0 {
		return strings.TrimSuffix(w, "'s")
	}
	return w
}

// takeAlike takes the open chains that hold a word of a name already found, or
// are joined to one by "en" or "&".
func (f *finder) takeAlike(open []chain) {
	if len(f.found) == 0 {
		return
	}
	for _, c := range open {
		if f.alike(c) || f.coordinated(c) && f.score(c) > accept-2 {
			f.takePerson(c)
		}
	}
}

func (f *finder) alike(c chain) bool {
	for i := c.lo; i <= c.hi; i++ {
		w := f.words[i]
		if w.class&(infix|placeNoun) != 0 || f.startsSentence(i) && w.common && f.score(chain{i, i}) < 1.3 {
			continue
		}
		stem := f.stem(i)
		if f.seen[stem] || len(stem) > 3 && strings.HasSuffix(stem, "s") && f.seen[stem[:len(stem)-1]] {
			return f.leftScore(c) > -1.5
		}
	}
	return false
}

func (f *finder) coordinated(c chain) bool {
	for step := 1; step <= 2; step++ {
		after, before := c.hi+step, c.lo-step
		if after < len(f.words) && f.taken[after] && f.isAnd(c.hi, after) || before >= 0 && f.taken[before] && f.isAnd(before, c.lo) {
			return true
		}
	}
	return false
}

// isAnd says whether words a and b have "en" or "&" and nothing else between them.
func (f *finder) isAnd(a, b int) bool {
	switch between := strings.TrimSpace(f.text[f.words[a].end:f.words[b].start]); between {
	case "en", "&", "+", "and", "et", "-", "/":
		return true
	}
	return false
}

// trim cuts words off a chain that are rather the start of the sentence or
// what follows the name. An empty chain has hi < lo.
func (f *finder) trim(c chain) chain {
	for c.lo <= c.hi && f.leads(c) {
		c.lo++
	}
	for c.hi >= c.lo && f.trails(c) {
		c.hi--
	}
	return c
}

const notName = salutation | closing | thanks | title | weekday | month | noName | streetFirst | orgName

// leads says whether the first word of a chain is no part of the name.
func (f *finder) leads(c chain) bool {
	w := f.words[c.lo]
	if w.shape == initial {
		return c.lo == c.hi
	}
	if w.shape == lower || f.roman(c.lo) {
		return true
	}
	if w.class&ownFirst != 0 && w.class&(salutation|title) == 0 {
		return false
	}
	if w.class&notName != 0 || w.class&function != 0 && w.class&infix == 0 {
		return true
	}
	if w.class&infix != 0 {
		next := f.words[min(c.lo+1, c.hi)]
		return c.lo == c.hi || !plainParticle[f.lower(c.lo)] || next.class&(lastName|ownLast|proper|infix) == 0 || next.common && next.class&ownLast == 0 && f.startsSentence(c.lo)
	}
	if c.lo == c.hi {
		return f.dictionary(c.lo)
	}
	if w.listed && w.class&(firstName|ownFirst) == 0 {
		return true // "de Peruaan Alejandro"
	}
	return w.common && (w.class&anyName == 0 || f.startsSentence(c.lo)) || w.class&(personNoun|placeNoun) != 0
}

// dictionary says whether a word alone is an ordinary word and no name.
func (f *finder) dictionary(i int) bool {
	w := f.words[i]
	if f.titled(i) {
		return w.class&function != 0 || w.end-w.start < 3 && w.class&anyName == 0
	}
	return w.common && w.class&(anyName&^proper) == 0
}

// trails says whether the last word of a chain is no part of the name.
func (f *finder) trails(c chain) bool {
	w := f.words[c.hi]
	if w.shape == lower || w.class&infix != 0 && w.class&anyName == 0 || w.class&(orgName|noName|month|weekday|function) != 0 && w.class&ownFirst == 0 {
		return true
	}
	if w.shape == initial {
		return c.hi > c.lo && f.words[c.hi-1].class&(firstName|ownFirst) == 0
	}
	if c.lo == c.hi || f.titled(c.lo) {
		return false
	}
	before := f.words[c.hi-1]
	if before.shape == initial || before.class&infix != 0 {
		return w.common && w.class&anyName == 0 && before.class&infix == 0
	}
	return w.common && w.class&anyName == 0
}

// titled says whether a title stands right before word i.
func (f *finder) titled(i int) bool {
	return i > 0 && f.words[i-1].class&title != 0 && f.joined(i) && !(f.words[i-1].shape == upper && f.words[i-1].class&orgName != 0)
}

// startsSentence says whether a capital at word i is due to its place.
func (f *finder) startsSentence(i int) bool {
	if i == 0 {
		return true
	}
	w := f.words[i]
	if w.gap&gapStop != 0 {
		return !f.abbreviation(i - 1)
	}
	return w.gap&(gapLine|gapOther) != 0
}

// roman says whether word i is a Roman number: "bijlage III".
func (f *finder) roman(i int) bool {
	w := f.words[i]
	return w.shape == upper && strings.Trim(f.text[w.start:w.end], "IVXLC") == ""
}
