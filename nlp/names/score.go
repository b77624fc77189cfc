package names

import (
	"slices"
	"strings"
)

// score adds up what speaks for a chain being a person's name.
func (f *finder) score(c chain) float64 {
	return f.ownScore(c) + f.leftScore(c) + f.rightScore(c)
}

// ownScore is what the words themselves say.
func (f *finder) ownScore(c chain) float64 {
	best, names, surnames, particles, initials := -9.0, 0, 0, 0, 0
	for i := c.lo; i <= c.hi; i++ {
		w := f.words[i]
		switch {
		case w.shape == initial:
			initials++
			continue
		case w.class&infix != 0 && w.class&anyName == 0:
			particles++
			continue
		}
		best = max(best, f.wordScore(i))
		if w.class&(firstName|ownFirst) != 0 {
			names++
		}
		if w.class&(lastName|ownLast|proper) != 0 || !w.common && !w.listed && w.class&place == 0 {
			surnames++
		}
	}
	if best < -3 {
		return best
	}
	if particles > 0 && surnames > 0 && (c.hi-c.lo > particles || f.capitalised(c.lo)) {
		best += 1.2
	}
	if initials > 0 && surnames > 0 {
		best = max(best, 0.8) + 1.5
	}
	if names > 0 && names+surnames > 1 && c.hi > c.lo {
		best += 1.5
	}
	if c.hi > c.lo && f.words[c.hi].class&orgEnd != 0 {
		best -= 3
	}
	return best
}

// wordScore is what one word says.
func (f *finder) wordScore(i int) float64 {
	w := f.words[i]
	start := f.startsSentence(i)
	if w.class&(orgName|noName|month|weekday|function) != 0 && w.class&ownFirst == 0 {
		return -4
	}
	s := 0.0
	switch {
	case w.class&ownFirst != 0:
		s = pick(w.common || w.listed, pick(start, 0.8, 1.5), 2)
	case w.class&firstName != 0:
		s = pick(w.common || w.listed, pick(start, 0.2, 0.6), 1.6)
	case w.common:
		s = pick(w.class&(lastName|ownLast) != 0 && !start, -0.6, -2)
	case w.listed:
		s = -1
	case w.class&(lastName|ownLast|proper) != 0:
		s = 0.8
	default:
		s = pick(start, 0.4, 0.8)
	}
	if w.class&place != 0 {
		s -= pick(w.class&(firstName|ownFirst|ownLast) != 0, 0.6, 1.8)
	}
	if w.class&placeNoun != 0 && w.class&ownFirst == 0 || w.class&careName != 0 && w.class&(firstName|ownFirst) == 0 {
		s -= 1.5
	}
	if w.shape == upper {
		s -= pick(w.class&anyName != 0, pick(w.end-w.start > 3, 0.3, 1.8), 1.5)
	}
	if w.shape == mixed {
		s -= pick(w.class&anyName != 0, 0.3, 1)
	}
	if start && w.class&ownFirst == 0 {
		s -= 0.2
	}
	return s
}

func pick(yes bool, a, b float64) float64 {
	if yes {
		return a
	}
	return b
}

// leftScore is what stands before a chain.
func (f *finder) leftScore(c chain) float64 {
	i := c.lo - 1
	if i < 0 {
		return 0
	}
	if n := f.particlesBefore(c.lo); n > 0 && f.titled(c.lo-n) {
		return 5 // "mevrouw de Vries"
	}
	w, before := f.words[i], f.words[c.lo].gap
	if before&(gapBarrier|gapOther) != 0 {
		return max(f.signature(c), f.introduced(c.lo))
	}
	if w.class&placePrep != 0 && f.owns(c) {
		return 0 // "in Fiona's appartement"
	}
	switch {
	case f.titled(c.lo):
		return 5
	case f.surnameParticles(c.lo, f.particlesBefore(c.lo)):
		return 3
	case w.class&closing != 0, f.closingBefore(c.lo):
		return 2.2
	case w.class&salutation != 0 && before&(gapStop|gapLine) == 0:
		return 2.5
	case f.thanksBefore(c.lo):
		return 1.8
	case before&gapBreak != 0:
		return f.signature(c)
	}
	return f.leftWord(i)
}

// introduced is what a word before a colon or bracket says: "Naam: Ans",
// "mijn man (Kees)".
func (f *finder) introduced(i int) float64 {
	w := f.words[i-1]
	switch strings.TrimSpace(f.text[w.end:f.words[i].start]) {
	case ":":
		return pick(w.class&(label|personNoun|closing|thanks) != 0, 2.2, 0)
	case "(":
		return pick(w.class&personNoun != 0, 1.8, 0)
	}
	return 0
}

// leftWord is what the word right before a name says.
func (f *finder) leftWord(i int) float64 {
	w := f.words[i]
	prior := f.prior(i)
	switch {
	case w.class&streetFirst != 0:
		return -4
	case w.class&placeNoun != 0:
		return -3
	case w.class&(orgNoun|careNoun) != 0:
		return -2
	case w.class&personNoun != 0:
		return 1.8
	case w.class&naming != 0:
		return 2
	case w.class&prepBij != 0:
		return 1 + pick(prior&(contactNoun|welcome) != 0, 0.7, 0)
	case w.class&prepDoor != 0:
		return 1.2 + pick(prior&(contactNoun|welcome) != 0, 0.9, 0)
	case w.class&prepMet != 0:
		return 0.8 + pick(prior&contactNoun != 0, 0.9, 0)
	case w.class&placePrep != 0:
		return -1.5
	case w.class&linkVerb != 0 && f.lower(i) != "zijn" && f.ahead(i+2, 3)&personTrait != 0:
		return 1.8 // "Verder was Ruby erg vriendelijk"
	case w.class&(humanAct|quoting) != 0:
		return 1.2
	case w.class&(helpVerb|personAct) != 0 && f.lower(i) != "zijn":
		return 0.5
	}
	switch f.lower(i) {
	case "van":
		return pick(prior&(ownedNoun|contactNoun) != 0, 1.4, 0.5)
	case "is":
		return pick(prior&contactNoun != 0, 1.5, 0)
	case "ben":
		return 1.5
	case "de", "het", "een", "deze", "dit", "dat", "elke", "geen", "the":
		return -1.2
	case "aan":
		return 0.3
	case "en":
		return 0.2
	}
	return 0
}

// prior gives the classes of the two words before i within the sentence.
func (f *finder) prior(i int) class {
	var c class
	for k := i; k > 0 && k > i-2 && f.words[k].gap&gapBreak == 0; k-- {
		c |= f.words[k-1].class
	}
	return c
}

// thanksBefore says whether word i is thanked: "Bedankt Toon", "Dank je wel, Emre".
func (f *finder) thanksBefore(i int) bool {
	for k := i; k > 0 && k > i-4; k-- {
		if f.words[k].gap&(gapStop|gapOther|gapBarrier|gapLine) != 0 {
			return false
		}
		w := f.words[k-1]
		if w.class&thanks != 0 {
			return true
		}
		switch f.lower(k - 1) {
		case "je", "u", "jij", "jou", "jullie", "aan", "voor", "wel", "nogmaals", "ook", "you", "dus", "en":
		default:
			return false
		}
	}
	return false
}

// closingBefore says whether a closing stands before word i, on the line above
// or before a comma: "Met vriendelijke groet,\nJan".
func (f *finder) closingBefore(i int) bool {
	for k, from := i-1, i; k >= 0 && k > from-4; k-- {
		if f.words[k].class&closing != 0 {
			return true
		}
		if f.lower(k) == "van" || f.words[k].class&infix != 0 {
			continue
		}
		if !f.taken[k] || f.words[i].gap&gapStop != 0 || k <= from-3 || k <= i-longestRun {
			return false
		}
		from = k // "Groeten Michel & Louise": go on before the name
	}
	return false
}

// signature is what speaks for a chain that fills the last line of a text.
func (f *finder) signature(c chain) float64 {
	if c.hi != len(f.words)-1 || f.words[c.lo].gap&gapLine == 0 || c.hi-c.lo > 3 {
		return 0
	}
	return 1.8
}

// next says whether word i is one of these.
func (f *finder) next(i int, words ...string) bool {
	return i < len(f.words) && slices.Contains(words, f.lower(i))
}

// rightScore is what stands after a chain.
func (f *finder) rightScore(c chain) float64 {
	i := c.hi + 1
	s := pick(f.owns(c), 2, 0)
	if i >= len(f.words) {
		return s
	}
	w := f.words[i]
	if w.gap&gapBreak == gapComma {
		return s + pick(f.ahead(i, 5)&personNoun != 0 && f.ahead(i, 2)&adverb != 0, 1.2, 0) + pick(w.class&thanks != 0 || f.ahead(i, 2)&thanks != 0, 1.9, 0)
	}
	if w.gap&gapBreak != 0 {
		return s
	}
	if f.surnameAfter(c) && i+1 < len(f.words) && f.words[i+1].gap&gapBreak == 0 {
		if does := f.rightWord(i + 1); does > 0 { // "Piet Timmerman belde", not "Max Compleet werkt niet"
			return s + 1.5 + does
		}
	}
	return s + f.rightWord(i) + pick(f.words[i].class&(helpVerb|personAct|linkVerb) != 0 && f.pronounAhead(i), 0.5, 0)
}

// surnameAfter says whether a first name has a word behind it that is written as a
// surname, with a capital within the sentence: "Piet Timmerman belde".
func (f *finder) surnameAfter(c chain) bool {
	w := f.words[c.hi+1]
	return f.words[c.hi].class&(firstName|ownFirst) != 0 && w.shape == capital && w.end-w.start >= 4 && f.joined(c.hi+1) &&
		w.class&(orgName|noName|month|weekday|function|place|placeNoun|orgNoun|careNoun|careName|orgEnd) == 0
}

// pronounAhead says whether "hij" or "hem" follows within the sentence.
func (f *finder) pronounAhead(i int) bool {
	for k := i + 1; k < len(f.words) && k < i+14; k++ {
		if f.words[k].gap&(gapStop|gapLine) != 0 {
			return false
		}
		if low := f.lower(k); low == "hij" || low == "hem" {
			return true
		}
	}
	return false
}

// rightWord is what the word right after a name says.
func (f *finder) rightWord(i int) float64 {
	w := f.words[i]
	low := f.lower(i)
	switch {
	case w.class&placeNoun != 0 && w.shape == lower:
		return -2
	case w.class&humanAct != 0:
		return 1.9
	case (low == "zijn" || low == "haar") && f.ahead(i+1, 2)&(ownedNoun|contactNoun) != 0:
		return 1.9
	case low == "zelf" && f.ahead(i+1, 3)&meeting != 0:
		return 1.5
	case low == "en" && f.next(i+1, "haar", "zijn") && f.ahead(i+2, 1)&personNoun != 0:
		return 2
	case w.class&linkVerb != 0:
		if f.ahead(i+1, 5)&(personTrait|personNoun) != 0 {
			return 2
		}
		return pick(f.ahead(i+1, 2)&adverb != 0, 0.8, 0.5)
	case w.class&helpVerb != 0:
		if f.ahead(i+1, 7)&welcome != 0 && f.ahead(i+1, 7)&object != 0 {
			return 1.8
		}
		return pick(f.ahead(i+1, 1)&object != 0 || f.next(i+1, "je"), 1.8, 0.7)
	case w.class&personAct != 0:
		return pick(f.ahead(i+1, 1)&object != 0, 1.2, 0.7)
	case w.class&thanks != 0:
		return 1.9
	case low == "en" && f.ahead(i+2, 1)&(linkVerb|helpVerb) != 0 && f.ahead(i+2, 6)&(personTrait|personNoun|welcome) != 0:
		return 1.5
	case low == "van" && f.ahead(i+1, 2)&desk != 0:
		return 1.2 // "Roos van de balie"
	case low == "die" && f.ahead(i+1, 2)&(personAct|adverb) != 0:
		return 0.7
	}
	return 0
}

// ahead gives the classes of the n words from i within the sentence.
func (f *finder) ahead(i, n int) class {
	var c class
	for k := i; k < len(f.words) && k < i+n; k++ {
		if k > i && f.words[k].gap&(gapStop|gapLine|gapBarrier) != 0 {
			break
		}
		c |= f.words[k].class
	}
	return c
}

// owns says whether a chain ends in s before something that people have:
// "Fiona's appartement", "Toons tips".
func (f *finder) owns(c chain) bool {
	i := c.hi + 1
	if i >= len(f.words) || f.words[i].gap&gapBreak != 0 || f.words[i].class&(ownedNoun|contactNoun) == 0 {
		return false
	}
	end := f.words[c.hi].end
	return f.possessive(c.hi) > 0 || f.text[end-1] == 's' && f.words[c.hi].class&(firstName|ownFirst) != 0 && f.genitive(c.hi) ||
		f.text[end-1] == '\'' && f.words[i].gap&gapNone == 0
}

// genitive says whether word i is a first name with an s: "Toons".
func (f *finder) genitive(i int) bool {
	low := f.lower(i)
	return f.lex.classes.of(low)&anyName == 0 && f.lex.classes.of(low[:len(low)-1])&(firstName|ownFirst) != 0
}
