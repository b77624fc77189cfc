package names

// A chain is a row of words that can be one name: words lo..hi.
type chain struct{ lo, hi int }

// capitalised says whether word i is written as a name is.
func (f *finder) capitalised(i int) bool {
	s := f.words[i].shape
	return s == capital || s == initial || s == upper || s == mixed
}

// joined says whether word i follows word i-1 with nothing but a blank, or
// after an abbreviation, a dot.
func (f *finder) joined(i int) bool {
	if i < 1 || i >= len(f.words) || f.taken[i] {
		return false
	}
	w, before := f.words[i], f.words[i-1]
	broken := w.gap & gapBreak
	if broken == 0 {
		return w.gap&gapNone == 0
	}
	return broken == gapStop && w.gap&gapDot != 0 && f.abbreviation(i-1) && before.shape != number
}

// abbreviation says whether word i, before a dot, is rather shortened than the
// end of a sentence: an initial, a title, or "Th" in "A.Th. Smit".
func (f *finder) abbreviation(i int) bool {
	w := f.words[i]
	if w.shape == initial || w.class&shortTitle != 0 && !(w.shape == upper && w.class&orgName != 0) || f.isInfixAbbreviation(i) {
		return true
	}
	short := w.end-w.start <= 3 && w.shape == capital && !w.common
	return short && (i > 0 && (f.words[i-1].shape == initial || f.words[i-1].class&title != 0) || i+1 < len(f.words) && f.words[i+1].gap&gapNone != 0)
}

// isInfixAbbreviation: the v and d of "v.d." and "v/d".
func (f *finder) isInfixAbbreviation(i int) bool {
	w := f.words[i]
	return w.end-w.start <= 2 && w.class&infix != 0 && (f.text[w.start] == 'v' || f.text[w.start] == 'd')
}

// infixes gives the index after the name particles that start at i, at most three.
func (f *finder) infixes(i int) int {
	end := i
	for end < len(f.words) && end < i+3 && f.words[end].class&infix != 0 && (end == i || f.joinedInfix(end)) {
		end++
	}
	return end
}

func (f *finder) joinedInfix(i int) bool {
	slash := f.words[i].gap&gapOther != 0 && f.words[i].start == f.words[i-1].end+1 && f.text[f.words[i-1].end] == '/'
	return slash || f.joined(i)
}

// particles that need no second one: "Jan van Dijk", "Jan te Kolste"; the
// others ("op", "in", "aan") only stand before an article: "op den".
var plainParticle = map[string]bool{
	"van": true, "de": true, "der": true, "den": true, "ten": true, "ter": true, "te": true, "'t": true, "v": true, "vd": true,
	"vande": true, "vanden": true, "vander": true, "el": true, "al": true, "ben": true, "bin": true, "di": true, "da": true,
	"du": true, "von": true, "dos": true, "la": true, "le": true, "af": true, "d": true,
}

// chainAt gives the longest chain that starts at the capitalised word i.
func (f *finder) chainAt(i int) chain {
	c := chain{i, i}
	for c.hi-c.lo < 10 {
		next := c.hi + 1
		if !f.joined(next) {
			return c
		}
		if f.capitalised(next) && f.words[next].class&title == 0 {
			if !f.shouted(c.hi, next) {
				return c
			}
			c.hi = next
			continue
		}
		end := f.infixes(next)
		if end == next || end >= len(f.words) || !f.joined(end) || !f.capitalised(end) || !f.particlesFit(c, next, end) {
			return c
		}
		c.hi = end
	}
	return c
}

// shouted says whether word next, after word i, can go on with a name where all
// is written in capitals: then a capital says nothing.
func (f *finder) shouted(i, next int) bool {
	w := f.words[next]
	if f.words[i].shape != upper || w.shape != upper || f.o.Strict {
		return true
	}
	return w.class&(anyName|infix) != 0 && (w.class&function == 0 || w.class&infix != 0) || !w.common
}

// particlesFit says whether the particles next..end-1 before word end belong to
// a name rather than to the sentence: not "Jan in Utrecht", "Jan van Ziggo".
func (f *finder) particlesFit(c chain, next, end int) bool {
	w := f.words[end]
	known := f.words[c.hi].class&(firstName|ownFirst) != 0 || f.words[c.hi].shape == initial
	if w.class&(orgName|noName|month|weekday) != 0 || w.class&placeNoun != 0 && w.class&anyName == 0 || w.common && w.class&anyName == 0 && !known {
		return false
	}
	first := f.lower(next)
	if first == "'t" || first == "in" || first == "op" || first == "aan" || first == "uit" {
		return end-next == 2 && w.class&(lastName|ownLast|proper) != 0 && w.class&place == 0
	}
	if !plainParticle[first] {
		return false
	}
	if end-next == 1 && (first == "van" || first == "te" || first == "de") && w.class&(place|anyName) == place {
		return false
	}
	return true
}

// lower gives word i in lower case.
func (f *finder) lower(i int) string {
	w := f.words[i]
	return lowerCase(f.text[w.start:w.end])
}
