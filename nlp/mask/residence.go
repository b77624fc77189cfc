package mask

import (
	"strings"
	"unicode"

	"luister/nlp"
)

func spanOf(start, end int) nlp.Span { return nlp.Span{Start: start, End: end} }

// statedAddress is what follows "adres:" or "mijn adres is": a name with a
// capital and a house number, whatever the name is.
func (s *scanner) statedAddress(i int) bool {
	for _, word := range []string{" is", " was", " wordt", " nu", ":"} {
		if strings.HasPrefix(s.text[i:], word) {
			i += len(word)
		}
	}
	for i < len(s.text) && (s.text[i] == ' ' || s.text[i] == ':') {
		i++
	}
	if end := s.namedHouse(i); end > 0 && !s.wordBefore(i) {
		return s.address(i, end)
	}
	return false
}

// namedHouse gives the end of a name with capitals and the house number after
// it, 0 if there is none at i: "Veldzicht 10", "De Hoge Kamp 3a".
func (s *scanner) namedHouse(i int) int {
	if i >= len(s.text) || !unicode.IsUpper(firstRune(s.text[i:])) && s.text[i] != '\'' {
		return 0
	}
	for range 5 {
		end := s.wordEnd(i)
		if end == i || end+1 >= len(s.text) || s.text[end] != ' ' {
			return 0
		}
		word := s.text[i:end]
		low := strings.ToLower(word)
		if !unicode.IsUpper(firstRune(strings.TrimLeft(word, "'"))) && !particles.has(low) || s.lex.Organisation(low) {
			return 0
		}
		if isDigit(s.text[end+1]) {
			return s.houseEnd(end + 1)
		}
		i = end + 1
	}
	return 0
}

// houseEnd gives the end of the house number at i, 0 if it counts something:
// "10 jaar", "3 keer".
func (s *scanner) houseEnd(i int) int {
	end := s.numberEnd(i)
	if s.digitsEnd(i)-i > 4 || s.text[i] == '0' || s.wordAfter(end) {
		return 0
	}
	if strings.HasPrefix(s.text[end:], " ") {
		if next := s.letters(end + 1); next > end+1 {
			low := strings.ToLower(s.text[end+1 : next])
			if low == s.text[end+1:next] && !s.lex.Function(low) {
				return 0
			}
		}
	}
	if end < len(s.text) && strings.IndexByte("%€:", s.text[end]) >= 0 {
		return 0
	}
	return end
}
