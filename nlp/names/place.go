package names

import "strings"

// findPlaces takes the places of the lists, and after a word like "metro" or
// "in" any name that is no person.
func (f *finder) findPlaces() {
	for i := 0; i < len(f.words); i++ {
		if f.taken[i] || !f.capitalised(i) {
			continue
		}
		if hi := f.longestPlace(i); hi >= i {
			f.take(i, hi, Location)
			i = hi
		}
	}
}

// longestPlace gives the last word of the longest place that starts at i, i-1 if there is none.
func (f *finder) longestPlace(i int) int {
	w := f.words[i]
	if w.class&placePart != 0 {
		name, best := f.lower(i), i-1
		for k := i + 1; k < len(f.words) && k < i+5 && f.joined(k); k++ {
			name += " " + f.lower(k)
			if f.lex.places[name] {
				best = k
			}
		}
		if best >= i {
			return best
		}
	}
	if w.class&place != 0 && !(w.common && (f.startsSentence(i) || w.shape != capital)) {
		return i
	}
	if left, right, ok := strings.Cut(f.lower(i), "-"); ok && (f.lex.classes[left]|f.lex.classes[right])&place != 0 && f.words[i].shape == capital {
		return i
	}
	return i - 1
}
