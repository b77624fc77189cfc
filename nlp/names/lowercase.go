package names

// lowerCaseName takes a name that is written without a capital, where lists and
// context agree: "groetjes lot", "onze gastvrouw helene", "mevrouw jansen".
func (f *finder) lowerCaseName(i int) {
	w := f.words[i]
	if w.shape != lower || f.taken[i] {
		return
	}
	if hi := f.smallSignature(i); hi > i {
		f.takePerson(chain{i, hi})
		return
	}
	particles := f.particlesBefore(i)
	titled := f.titled(i - particles)
	if f.introducesSelf(i) {
		f.takePerson(chain{i, i})
		return
	}
	if w.class&anyName == 0 && !(titled && w.class == 0 && w.end-w.start > 3 && f.words[i-particles-1].class&personNoun == 0) {
		return
	}
	if w.class&month != 0 && !(w.class&ownFirst != 0 && f.signs(i) && f.words[i-1].shape != number) {
		return // "3 jan", but "mvg jan"
	}
	if w.class&(function|title|closing|salutation|thanks|adverb|personAct) != 0 || w.class&(personNoun|placeNoun) != 0 && !titled {
		return
	}
	own := pick(w.class&ownFirst != 0, 1.2, pick(w.class&firstName != 0, 0.4, 0))
	if titled {
		own = pick(w.class&(ownFirst|firstName|ownLast|lastName) != 0, 1.2, 0.4)
	} else if w.class&(firstName|ownFirst) == 0 {
		return
	}
	common := f.lex.common.Has(f.lower(i))
	surname := titled && (w.class&ownLast != 0 || particles > 0 && w.class&(lastName|proper) != 0)
	if common && !surname {
		own -= 0.8
	}
	if w.class&place != 0 && !surname {
		own -= 0.6
	}
	c := chain{i, i}
	if own > 0 && own+f.leftScore(c)+f.rightScore(c) >= accept || (common || w.class&month != 0) && f.signs(i) {
		if n := i + 1; f.joined(n) && f.words[n].shape == lower && f.surnameAlone(n) {
			c.hi = n // "pieter jansen"
		}
		f.takePerson(f.withParticles(c))
	}
}

// introducesSelf says whether word i, which no list has, is what the writer says he
// is called: "mijn naam is tinne".
func (f *finder) introducesSelf(i int) bool {
	w := f.words[i]
	if i < 2 || w.class&^anyName != 0 || w.end-w.start < 3 || f.lex.common.Has(f.lower(i)) || !f.joined(i) || !f.joined(i-1) {
		return false
	}
	switch f.lower(i-2) + " " + f.lower(i-1) {
	case "naam is", "noem mij", "noem me", "ik heet", "heet ik":
		return true
	}
	return false
}

// surnameAlone says whether a word without a capital is nothing but a surname.
func (f *finder) surnameAlone(i int) bool {
	w := f.words[i]
	return w.class&(ownLast|lastName) != 0 && w.class&(function|infix) == 0 && !f.lex.common.Has(f.lower(i))
}

// signs says whether word i stands in a closing line: "Groet lot en Ad".
func (f *finder) signs(i int) bool {
	if !f.closingBefore(i) {
		return false
	}
	end := i + 1
	for end < len(f.words) && end < i+3 && f.words[end].gap&(gapLine|gapStop) == 0 {
		end++
	}
	return end == len(f.words) || f.words[end].gap&gapLine != 0
}

// takeSmall takes first names without a capital that are joined to a name found
// by "en" or "&", or were found elsewhere in the text.
func (f *finder) takeSmall() {
	if len(f.found) == 0 {
		return
	}
	for i, w := range f.words {
		if w.shape != lower || f.taken[i] || w.class&(firstName|ownFirst) == 0 || w.class&(function|personNoun|month) != 0 {
			continue
		}
		if !f.lex.common.Has(f.lower(i)) && (f.coordinated(chain{i, i}) || f.seen[f.stem(i)]) {
			f.takePerson(chain{i, i})
		}
	}
}
