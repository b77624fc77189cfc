package names

import "strings"

// provinces are the abbreviations that tell places of one name apart.
var provinces = map[string]bool{"NH": true, "ZH": true, "NB": true, "LB": true, "GLD": true, "UT": true, "OV": true, "DR": true, "FR": true, "ZLD": true, "FL": true, "Gld": true, "Ov": true, "Dr": true, "Fr": true, "Lb": true}

// findPlaces takes the places of the lists, and after a word like "metro" or
// "in" any name that is no person.
func (f *finder) findPlaces() {
	for i := 0; i < len(f.words); i++ {
		if f.taken[i] || !f.capitalised(i) {
			continue
		}
		if hi := f.longestPlace(i, false); hi >= i {
			f.take(i, hi, Location)
			i = hi
		}
	}
}

// longestPlace gives the last word of the longest place that starts at i, i-1 if
// there is none. Where no place is expected, one that is also an ordinary word is
// left at the start of a sentence.
func (f *finder) longestPlace(i int, expected bool) int {
	w := f.words[i]
	if hi := f.phrase(i, place); hi > i {
		return hi
	}
	if w.class&place != 0 && w.class&(title|personNoun|function|infix) == 0 && (expected || !w.common || !(f.startsSentence(i) || w.shape != capital)) {
		return i
	}
	if f.o.Strict && f.capitalised(i) && i+1 < len(f.words) && f.words[i+1].start-f.words[i].end <= 2 && provinces[f.text[f.words[i+1].start:f.words[i+1].end]] {
		return i // "Bovenkerk (NH)"
	}
	if left, right, ok := strings.Cut(f.lower(i), "-"); ok && (f.lex.classes.of(left)|f.lex.classes.of(right))&place != 0 && f.words[i].shape == capital {
		return i
	}
	return i - 1
}

// phrase gives the last word of the longest phrase of this class that starts at
// i, i-1 if there is none.
func (f *finder) phrase(i int, c class) int {
	best := i - 1
	if f.words[i].class&phraseStart == 0 || f.words[i].shape == lower {
		return best
	}
	name := f.lower(i)
	for k := i + 1; k < len(f.words) && k < i+5 && f.joined(k); k++ {
		name += " " + f.lower(k)
		if f.lex.phrases[name]&c != 0 {
			best = k
		}
	}
	return best
}
