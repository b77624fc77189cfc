package mask

import (
	"strings"
	"unicode"

	"luister/nlp"
)

// surnames puts surnames to the first names that were found, where nothing else was.
func (s *scanner) surnames() {
	for i := range s.hits {
		h := &s.hits[i]
		if h.kind != Name || !h.read {
			continue
		}
		if end := s.nameEnd(h.Span); i+1 == len(s.hits) || end <= s.hits[i+1].Start {
			h.End = end
		}
	}
}

// nameEnd gives the end of a person's name that was found by its first name
// alone, with the word behind it that has a capital within a sentence: of "Piet
// Timmerman" or "Kees Spoorboekje" the surname is a word as well.
func (s *scanner) nameEnd(name nlp.Span) int {
	end := name.End
	if !s.lex.FirstName(strings.ToLower(name.Of(s.text))) || end+1 >= len(s.text) || s.text[end] != ' ' {
		return end
	}
	last := s.letters(end + 1)
	word := s.text[end+1 : last]
	low, first := strings.ToLower(word), firstRune(word)
	rest := strings.TrimPrefix(word, string(first))
	if len(word) < 4 || !unicode.IsUpper(first) || rest != strings.ToLower(rest) || s.wordAfter(last) || s.lex.Function(low) || s.lex.Organisation(low) || calendar[low] {
		return end
	}
	if s.lex.PlaceEnd(s.text[:min(len(s.text), end+80)], end+1) > 0 {
		return end
	}
	return last
}

// calendar are words of time that people write with a capital.
var calendar = func() map[string]bool {
	words := map[string]bool{}
	for word := range strings.FieldsSeq("januari februari maart april juni juli augustus september oktober november december " +
		"maandag dinsdag woensdag donderdag vrijdag zaterdag zondag kerst pasen pinksteren vandaag gisteren morgen") {
		words[word] = true
	}
	return words
}()
