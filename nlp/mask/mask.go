// Package mask replaces personal data in a text by pseudonyms.
//
// It owns what counts as personal data (the kinds, the two policies), how it is
// found (scanners per kind, names from package names) and how it is replaced:
// "[NAAM-K7QX2M4NPR]", the kind and ten characters of a keyed hash of the
// normalised text, so that equal text gives an equal pseudonym under one key. It
// reads a text and what the record's own fields name; it gives the masked text
// and the spans. It keeps nothing, and masking a masked text changes nothing.
//
// It is the first layer of nlp: nothing unmasked may be stored or logged.
package mask

import (
	"cmp"
	"slices"
	"strings"

	"luister/ingest"
	"luister/nlp"
	"luister/nlp/names"
)

// Policy says how much is masked.
type Policy string

// The policies. Normal leaves organisations, products, and dates of events;
// Strict also masks every date, place, URL, age and institution of care.
const (
	Normal Policy = "normaal"
	Strict Policy = "streng"
)

// Options of a Masker; the zero value masks as Normal.
type Options struct {
	Policy Policy
	Allow  []string // words and phrases that are never masked: the organisation's own names
	Block  []string // words and phrases that are always masked, as naam
}

// A Span is one piece of personal data that was replaced.
type Span struct {
	nlp.Span           // bytes of the given text
	Type        Type   // naam, email, ...
	Replacement string // what stands in its place
}

// Result is a masked text with what was replaced in it, in order.
type Result struct {
	Text  string
	Spans []Span
}

// A Masker masks texts under one key. It is safe for concurrent use.
type Masker struct {
	key    keyed
	rules  *names.Rules
	strict bool
	allow  phrases
	block  phrases
}

// New gives a Masker with this secret key (NewKey, ReadKey).
func New(key []byte, o Options) *Masker {
	return &Masker{
		key:    newKeyed(key),
		rules:  names.NewRules(),
		strict: o.Policy == Strict,
		allow:  newPhrases(o.Allow),
		block:  newPhrases(o.Block),
	}
}

// rounds bounds how often a text is searched again after replacements: a
// pseudonym may uncover what stands beside it, hardly ever more than once.
const rounds = 8

// Mask replaces the personal data in text. Known is what the record's own
// fields name; it is found in the text also where it is inflected.
func (m *Masker) Mask(text string, known []ingest.Known) Result {
	masked := Result{Text: text}
	for range rounds {
		hits := m.find(masked.Text, known)
		if len(hits) == 0 {
			break
		}
		masked = m.replace(masked, hits)
	}
	return masked
}

// A hit is one piece of personal data found.
type hit struct {
	nlp.Span
	kind Type
	base string // what is hashed, if it is not the text of the span
	read bool   // found as a name by the text around it
}

// find gives what is to be replaced in text, in order and not overlapping;
// never a part of a pseudonym.
func (m *Masker) find(text string, known []ingest.Known) []hit {
	s := scanner{text: text, strict: m.strict, lex: m.rules}
	s.taken = placeholders(text)
	s.knownValues(known)
	s.phrases(m.block)
	s.scan()
	s.settle()
	found := m.rules.Find(text, names.Options{Skip: s.taken, Reach: s.reach(), Strict: m.strict, Places: m.strict})
	for _, n := range found {
		s.hits = append(s.hits, hit{Span: n.Span, kind: nameType[n.Type], read: true})
	}
	slices.SortFunc(s.hits, func(a, b hit) int { return cmp.Compare(a.Start, b.Start) })
	s.surnames()
	return m.allowed(text, s.hits)
}

// reach gives what leads to a person: the telephone numbers, mail addresses and
// addresses found, and the pseudonyms of such.
func (s *scanner) reach() []nlp.Span {
	var out []nlp.Span
	for _, h := range s.hits {
		if reaches(h.kind) {
			out = append(out, h.Span)
		}
	}
	for _, p := range placeholders(s.text) {
		kind, _, _ := strings.Cut(s.text[p.Start+1:p.End], "-")
		if reaches(Type(strings.ToLower(kind))) {
			out = append(out, p)
		}
	}
	slices.SortFunc(out, func(a, b nlp.Span) int { return cmp.Compare(a.Start, b.Start) })
	return out
}

func reaches(kind Type) bool {
	return kind == Phone || kind == Email || kind == Address || kind == Postcode
}

var nameType = map[string]Type{names.Person: Name, names.Location: Place, names.Care: Institution}

// allowed leaves out what the allow-list names.
func (m *Masker) allowed(text string, hits []hit) []hit {
	if len(m.allow.words) == 0 {
		return hits
	}
	return slices.DeleteFunc(hits, func(h hit) bool { return m.allow.has(h.Of(text)) })
}

// replace puts pseudonyms in place of hits, and gives all spans in terms of the
// text that was first given.
func (m *Masker) replace(r Result, hits []hit) Result {
	var out strings.Builder
	var spans []Span
	last, shift, old := 0, 0, r.Spans
	for _, h := range hits {
		for len(old) > 0 && old[0].Start+shift < h.Start {
			shift += delta(old[0])
			spans, old = append(spans, old[0]), old[1:]
		}
		base := cmp.Or(h.base, h.Of(r.Text))
		pseudonym := m.pseudonym(h.kind, base)
		spans = append(spans, Span{nlp.Span{Start: h.Start - shift, End: h.End - shift}, h.kind, pseudonym})
		out.WriteString(r.Text[last:h.Start])
		out.WriteString(pseudonym)
		last = h.End
	}
	out.WriteString(r.Text[last:])
	return Result{out.String(), append(spans, old...)}
}

// delta is by how much a replacement moved what follows it.
func delta(s Span) int { return len(s.Replacement) - (s.End - s.Start) }
