package names

import (
	"cmp"
	"slices"
	"sync"

	"luister/nlp"
)

// Care is the type that Rules gives a hospital or another institution of care;
// only with Options.Strict.
const Care = "CARE"

// Rules finds names by lists and context, without training. It is safe for
// concurrent use.
type Rules struct {
	lex     *lexicon
	readers sync.Pool
}

// NewRules gives the recogniser as shipped.
func NewRules() *Rules {
	r := &Rules{lex: loadLexicon()}
	r.readers.New = func() any { return &finder{reader: reader{lex: r.lex}} }
	return r
}

// Options say what Find looks for; the zero value finds persons only.
type Options struct {
	Skip   []nlp.Span // parts to leave alone, in order
	Reach  []nlp.Span // telephone numbers, addresses and the like, in order: a full name before one is a person's
	Places bool       // also places that the lists or the context name (LOC)
	Strict bool       // also bare surnames, every place, and care institutions (CARE)

	organisations bool // also organisations of the list (ORG)
}

// Find gives the names in text, in order and not overlapping. Titles are not
// part of a name; a possessive 's is not either.
func (r *Rules) Find(text string, o Options) []nlp.Name {
	f := r.readers.Get().(*finder)
	defer r.readers.Put(f)
	f.reset(text, o)
	f.read(text, o.Skip)
	f.findPersons()
	if o.Strict {
		f.findCare()
	}
	if o.organisations {
		f.findOrganisations()
	}
	if o.Places || o.Strict {
		f.findPlaces()
	}
	return f.names()
}

// A finder holds what one call of Find works on.
type finder struct {
	reader
	text  string
	o     Options
	taken []bool // per word: part of a name found
	found []nlp.Name
	seen  map[string]bool // words of names found, in lower case
}

func (f *finder) reset(text string, o Options) {
	f.text, f.o = text, o
	f.found = f.found[:0]
	clear(f.seen)
	if f.seen == nil {
		f.seen = map[string]bool{}
	}
}

// take notes the words lo..hi as a name.
func (f *finder) take(lo, hi int, kind string) {
	for i := lo; i <= hi; i++ {
		f.taken[i] = true
	}
	span := nlp.Span{Start: f.words[lo].start, End: f.words[hi].end}
	if kind == Person {
		span.End -= f.possessive(hi)
	}
	f.found = append(f.found, nlp.Name{Span: span, Type: kind})
}

// possessive gives the length of the 's that ends a word.
func (f *finder) possessive(i int) int {
	w := f.text[f.words[i].start:f.words[i].end]
	if w[len(w)-1] != 's' {
		return 0
	}
	for _, ending := range []string{"'s", "’s"} {
		if n := len(w) - len(ending); n > 1 && w[n:] == ending {
			return len(ending)
		}
	}
	return 0
}

func (f *finder) names() []nlp.Name {
	if len(f.found) == 0 {
		return nil
	}
	out := slices.Clone(f.found)
	slices.SortFunc(out, func(a, b nlp.Name) int { return cmp.Compare(a.Start, b.Start) })
	return out
}

// Common says whether a dictionary has the word, in lower case.
func (r *Rules) Common(low string) bool { return r.lex.common.Has(low) }

// FirstName says whether a word in lower case is a common first name.
func (r *Rules) FirstName(low string) bool { return r.lex.classes.of(low)&ownFirst != 0 }

// Function says whether a word in lower case is an article, pronoun,
// preposition or the like.
func (r *Rules) Function(low string) bool { return r.lex.classes.of(low)&function != 0 }

// Organisation says whether a word in lower case is an organisation of the list.
func (r *Rules) Organisation(low string) bool { return r.lex.classes.of(low)&orgName != 0 }

// PlaceEnd gives the end of the name of a place that starts at byte i of text,
// 0 if none of the list does.
func (r *Rules) PlaceEnd(text string, i int) int {
	f := r.readers.Get().(*finder)
	defer r.readers.Put(f)
	f.reset(text[i:], Options{})
	f.read(text[i:], nil)
	f.taken = append(f.taken[:0], make([]bool, len(f.words))...)
	if len(f.words) == 0 || f.words[0].start != 0 {
		return 0
	}
	if hi := f.longestPlace(0, true); hi >= 0 {
		return i + f.words[hi].end
	}
	return 0
}
