package names

// lowerCaseName takes a name that is written without a capital, where lists and
// context agree: "groetjes lot", "onze gastvrouw helene", "mevrouw jansen".
func (f *finder) lowerCaseName(i int) {
	w := f.words[i]
	if w.shape != lower || w.class&anyName == 0 || f.taken[i] {
		return
	}
	if w.class&(function|title|closing|salutation|thanks|personNoun|placeNoun|month|adverb|personAct) != 0 {
		return
	}
	own := pick(w.class&ownFirst != 0, 0.8, pick(w.class&firstName != 0, 0.4, 0))
	if f.titled(i) {
		own = pick(w.class&(ownFirst|firstName|ownLast|lastName) != 0, 0.4, 0)
	} else if w.class&(firstName|ownFirst) == 0 {
		return
	}
	common := f.lex.common.Has(f.lower(i))
	if common {
		own -= 0.8
	}
	if w.class&place != 0 {
		own -= 0.6
	}
	c := chain{i, i}
	if own > 0 && own+f.leftScore(c)+f.rightScore(c) >= accept || common && f.signs(i) {
		f.takePerson(c)
	}
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
