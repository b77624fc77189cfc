package mask

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"luister/ingest"
	"luister/nlp"
)

var knownType = map[ingest.KnownType]Type{
	ingest.KnownName: Name, ingest.KnownEmail: Email, ingest.KnownPhone: Phone, ingest.KnownOther: Number,
}

// knownValues finds what the record's own fields name.
func (s *scanner) knownValues(known []ingest.Known) {
	for _, k := range known {
		kind := knownType[k.Type]
		if k.Type != ingest.KnownName {
			if utf8.RuneCountInString(strings.TrimSpace(k.Value)) > 3 {
				s.each(strings.TrimSpace(k.Value), func(h hit) { h.kind = kind; s.add(h) })
			}
			continue
		}
		s.each(k.Value, func(h hit) { h.kind = Name; s.add(h) })
		s.knownFull(k.Value)
		for _, part := range strings.FieldsFunc(k.Value, func(r rune) bool { return unicode.IsSpace(r) || r == ',' }) {
			s.knownName(strings.Trim(part, "."))
		}
	}
}

// particles and titles that a name field may hold are no names by themselves.
var particles = newPhrases(strings.Fields("van de der den ten ter te 't het in op aan bij dhr mevr mevrouw meneer mw heer de heer en of la le el al von du dr drs ir ing mr prof fam familie b.v. bv nv vzw"))

// knownName finds one part of a name, also with an ending: "Jans", "Jan's".
func (s *scanner) knownName(part string) {
	if utf8.RuneCountInString(part) < 3 || particles.has(part) {
		return
	}
	s.each(part, func(h hit) {
		h.kind, h.base = Name, part
		if s.plainWord(part, h.Start) {
			return // "bakker" in the text of Mrs. Bakker is a baker
		}
		s.add(h)
		s.withSurname(h)
	})
}

func firstRune(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}

// each calls yield with every place where value stands as whole words, with
// whatever capitals, or with the ending s or 's (which "'s" is not part of the span).
func (s *scanner) each(value string, yield func(hit)) {
	if value == "" {
		return
	}
	low := s.lowered()
	if low == "" {
		return
	}
	value = strings.ToLower(value)
	for i := 0; i < len(low); {
		k := strings.Index(low[i:], value)
		if k < 0 {
			return
		}
		start := i + k
		end := start + len(value)
		i = end
		if s.wordBefore(start) {
			continue
		}
		if end < len(low) && low[end] == 's' && !s.wordAfter(end+1) {
			end++
		}
		if !s.wordAfter(end) {
			yield(hit{Span: nlp.Span{Start: start, End: end}})
		}
	}
}

// lowered gives the text in lower case if that has the same offsets, which is
// so unless it holds one of a few letters whose cases differ in length.
func (s *scanner) lowered() string {
	if s.low == "" {
		s.low = strings.Map(func(r rune) rune {
			if l := unicode.ToLower(r); utf8.RuneLen(l) == utf8.RuneLen(r) {
				return l
			}
			return r
		}, s.text)
		if len(s.low) != len(s.text) { // invalid bytes become U+FFFD
			s.low = strings.ToLower(strings.ToValidUTF8(s.text, "?"))
		}
		if len(s.low) != len(s.text) {
			s.low = s.text
		}
	}
	return s.low
}

func (s *scanner) wordBefore(i int) bool {
	r, _ := utf8.DecodeLastRuneInString(s.text[:i])
	return i > 0 && (unicode.IsLetter(r) || unicode.IsDigit(r))
}

func (s *scanner) wordAfter(i int) bool {
	if i >= len(s.text) {
		return false
	}
	r := firstRune(s.text[i:])
	return unicode.IsLetter(r) || unicode.IsDigit(r)
}

// phrases is a set of words and phrases, whatever their capitals.
type phrases struct{ words map[string]bool }

func newPhrases(list []string) phrases {
	p := phrases{map[string]bool{}}
	for _, w := range list {
		if w = fold(w); w != "" {
			p.words[w] = true
		}
	}
	return p
}

func (p phrases) has(w string) bool { return p.words[fold(w)] }

func (s *scanner) phrases(p phrases) {
	for w := range p.words {
		s.each(w, func(h hit) { h.kind = Name; s.add(h) })
	}
}
