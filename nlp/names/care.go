package names

import "strings"

// findCare takes hospitals and other institutions of care: a name of the list,
// or a word like "ziekenhuis" with the capitalised words around it.
func (f *finder) findCare() {
	for i := 0; i < len(f.words); i++ {
		if f.taken[i] {
			continue
		}
		if lo, hi := f.careAt(i); hi >= lo {
			f.take(lo, hi, Care)
			i = hi
		}
	}
}

// careAt gives the institution that word i names, hi < lo if it names none.
func (f *finder) careAt(i int) (lo, hi int) {
	w := f.words[i]
	if w.shape == lower && w.class&(careNoun|placeNoun) == 0 {
		return i, i - 1
	}
	if hi := f.phrase(i, careName); hi > i {
		return i, hi
	}
	if w.class&careName != 0 && w.shape != lower && !w.common {
		return i, f.runRight(i)
	}
	lo, hi = f.runLeft(i), f.runRight(i)
	switch {
	case w.class&careNoun != 0 && hi > lo:
		return lo, hi
	case w.shape == capital && careEnding(f.lower(i)):
		return lo, hi
	case f.lower(i) == "centrum" && i-lo >= 2, f.lower(i) == "centrum" && i > lo && f.lower(i-1) == "medisch":
		return lo, max(hi, i)
	}
	return i, i - 1
}

// careEnding: "Antoniusziekenhuis", "Zonnekliniek".
func careEnding(low string) bool {
	for _, ending := range []string{"ziekenhuis", "kliniek", "gasthuis", "hospitaal", "zorgcentrum", "praktijk", "huisartsen"} {
		if len(low) > len(ending)+3 && strings.HasSuffix(low, ending) {
			return true
		}
	}
	return false
}

// longestRun bounds how many capitalised words belong to one name.
const longestRun = 6

func (f *finder) runRight(i int) int {
	for start := i; i < start+longestRun && f.joined(i+1) && f.capitalised(i+1); {
		i++
	}
	return i
}

func (f *finder) runLeft(i int) int {
	for start := i; i > 0 && i > start-longestRun && !f.taken[i-1] && f.joined(i) && f.capitalised(i-1); {
		i--
	}
	return i
}
