package mask

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"luister/nlp"
)

// A fullName is the value of a name field in its parts.
type fullName struct{ given, particles, surname string }

// parseName reads "Mieke van Dijk" or "Dijk, Mieke van"; ok is false if the
// value has not both a first name and a surname.
func parseName(value string) (n fullName, ok bool) {
	if last, first, found := strings.Cut(value, ","); found {
		value = strings.TrimSpace(first) + " " + strings.TrimSpace(last)
	}
	words := strings.Fields(value)
	i := 0
	for i < len(words) && !particles.has(words[i]) {
		i++
	}
	switch {
	case i == len(words):
		i = min(len(words), max(1, len(words)-1))
	case i == 0:
		return n, false
	}
	k := i
	for k < len(words) && particles.has(words[k]) {
		k++
	}
	n = fullName{strings.Join(words[:i], " "), strings.Join(words[i:k], " "), strings.Join(words[k:], " ")}
	return n, n.given != "" && len(n.surname) > 2 && !strings.Contains(n.given, "\n")
}

// variants gives other ways to write a full name: the surname first, initials.
func (n fullName) variants() []string {
	last := strings.TrimSpace(n.particles + " " + n.surname)
	initial := string(unicode.ToUpper(firstRune(n.given))) + "."
	out := []string{n.given + " " + last, last + ", " + n.given, last + " " + n.given}
	if n.particles != "" {
		out = append(out, n.surname+", "+n.given+" "+n.particles, n.surname+", "+initial+" "+n.particles)
	}
	return append(out, initial+" "+last, initial+last, initial[:len(initial)-1]+" "+last, last+", "+initial)
}

// knownFull finds a full name however it is written.
func (s *scanner) knownFull(value string) {
	n, ok := parseName(value)
	if !ok {
		return
	}
	for _, v := range n.variants() {
		s.each(v, func(h hit) { h.kind, h.base = Name, value; s.add(h) })
	}
	if n.particles == "" {
		return
	}
	s.each(n.particles+" "+n.surname, func(h hit) {
		h.kind = Name
		at := h.End - len(n.surname)
		if at > h.Start && s.plainWord(n.surname, at) {
			return // "naar de bakker"
		}
		s.add(h)
	})
}

// plainWord says whether the part of a name found at i is rather the ordinary
// word: without the capital that the name has.
func (s *scanner) plainWord(part string, i int) bool {
	for i > 0 && i < len(s.text) && !utf8.RuneStart(s.text[i]) {
		i--
	}
	low := strings.ToLower(part)
	return unicode.IsUpper(firstRune(part)) && unicode.IsLower(firstRune(s.text[i:])) && s.lex.Common(low) && !s.lex.FirstName(low)
}

// withSurname adds a known first name together with the surname after it:
// "Mieke van Dijk".
func (s *scanner) withSurname(h hit) {
	if h.End+1 >= len(s.text) || s.text[h.End] != ' ' {
		return
	}
	stop := min(len(s.text), h.End+60)
	for stop < len(s.text) && !utf8.RuneStart(s.text[stop]) {
		stop++
	}
	next, _ := slices.BinarySearchFunc(s.taken, h.End, func(t nlp.Span, end int) int { return cmp.Compare(t.Start, end) })
	if next < len(s.taken) {
		stop = min(stop, s.taken[next].Start)
	}
	small := unicode.IsLower(firstRune(s.text[h.Start:]))
	if h.End+1 < stop {
		if end := s.lex.SurnameEnd(s.text[:stop], h.End+1, small); end > 0 {
			s.add(hit{Span: nlp.Span{Start: h.Start, End: end}, kind: Name})
		}
	}
}
