package names

// findCare takes hospitals and other institutions of care: a name of the list,
// or a word like "ziekenhuis" with the capitalised words around it.
func (f *finder) findCare() {
	for i := 0; i < len(f.words); i++ {
		if f.taken[i] {
			continue
		}
		w := f.words[i]
		if w.class&careName != 0 && w.shape != lower && !w.common {
			hi := f.runRight(i)
			f.take(i, hi, Care)
			i = hi
			continue
		}
		if w.class&careNoun == 0 {
			continue
		}
		lo, hi := f.runLeft(i), f.runRight(i)
		if hi > lo {
			f.take(lo, hi, Care)
			i = hi
		}
	}
}

func (f *finder) runRight(i int) int {
	for f.joined(i+1) && f.capitalised(i+1) {
		i++
	}
	return i
}

func (f *finder) runLeft(i int) int {
	for i > 0 && !f.taken[i-1] && f.joined(i) && f.capitalised(i-1) {
		i--
	}
	return i
}
