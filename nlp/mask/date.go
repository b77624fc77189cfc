package mask

import (
	"strconv"
	"strings"
)

var months = map[string]int{
	"januari": 1, "jan": 1, "februari": 2, "feb": 2, "febr": 2, "maart": 3, "mrt": 3, "april": 4, "apr": 4, "mei": 5, "juni": 6, "jun": 6,
	"juli": 7, "jul": 7, "augustus": 8, "aug": 8, "september": 9, "sep": 9, "sept": 9, "oktober": 10, "okt": 10, "november": 11, "nov": 11,
	"december": 12, "dec": 12, "january": 1, "february": 2, "march": 3, "may": 5, "june": 6, "july": 7, "august": 8, "october": 10, "oct": 10,
}

// date is a day with a month and mostly a year. It is personal as a date of
// birth; Strict masks every date.
func (s *scanner) date(i int) bool {
	start, end, year := s.dateAt(i)
	if end == 0 {
		return false
	}
	said, words := s.before(start, 5)
	born := said&birthWord != 0 || s.hints.of(s.after(end))&birthWord != 0 && (year || strings.HasPrefix(s.text[end:], " ("))
	switch {
	case born && (year || len(words) < 4):
		return s.hit(BirthDate, start, end)
	case s.strict:
		return s.hit(Date, start, end)
	}
	if year {
		s.next = max(s.next, end)
		return true // a date of an event: no number to look at further
	}
	return false
}

// dateAt gives the extent of a date whose digits start at i; end is 0 if there
// is none. year says whether it has one.
func (s *scanner) dateAt(i int) (start, end int, year bool) {
	start = i
	if s.wordBefore(i) || i > 1 && strings.IndexByte("-./,", s.text[i-1]) >= 0 && isDigit(s.text[i-2]) {
		return 0, 0, false
	}
	a, pos := s.datePart(i)
	wide := pos - i
	if rest := s.text[pos:]; strings.HasPrefix(rest, "e ") || strings.HasPrefix(rest, "ste ") || strings.HasPrefix(rest, "de ") {
		pos += strings.IndexByte(rest, ' ')
	}
	sep := pos
	b, pos2 := s.datePart(s.dateGap(pos))
	if a == 0 || b == 0 {
		return 0, 0, false
	}
	named := !isDigit(s.text[s.dateGap(sep)])
	c, pos3 := 0, 0
	if gap := s.dateGap(pos2); gap > pos2 && gap < len(s.text) && isDigit(s.text[gap]) && (named || s.text[sep] == s.text[pos2]) {
		c, pos3 = s.datePart(gap)
	}
	if c != 0 && !s.wordAfter(pos3) && !s.dateGoesOn(pos3) && validDate(a, b, c, wide, pos3-s.dateGap(pos2)) {
		if i > 0 && (s.text[i-1] == '\'' || s.text[i-1] == '`') && wide == 2 {
			start--
		}
		return start, pos3, true
	}
	if named && b <= 12 && a <= 31 && !s.wordAfter(pos2) && wide <= 2 {
		return start, pos2, false
	}
	return 0, 0, false
}

// datePart reads a number or the name of a month.
func (s *scanner) datePart(i int) (value, end int) {
	if i >= len(s.text) {
		return 0, i
	}
	if isDigit(s.text[i]) {
		end = s.digitsEnd(i)
		if end-i > 4 {
			return 0, end
		}
		value, _ = strconv.Atoi(s.text[i:end])
		return value, end
	}
	end = i
	for end < len(s.text) && end < i+10 && isASCIILetter(s.text[end]) {
		end++
	}
	return months[strings.ToLower(s.text[i:end])], end
}

// dateGap skips one separator, with blanks and the apostrophe of a short year.
func (s *scanner) dateGap(i int) int {
	blank := func() {
		if i < len(s.text) && s.text[i] == ' ' {
			i++
		}
	}
	blank()
	if i < len(s.text) && strings.IndexByte("-./", s.text[i]) >= 0 {
		i++
		blank()
	}
	if i < len(s.text) && (s.text[i] == '\'' || s.text[i] == '`') {
		i++
	}
	return i
}

// dateGoesOn: a fourth part means a telephone number, a version, an address.
func (s *scanner) dateGoesOn(i int) bool {
	return i+1 < len(s.text) && strings.IndexByte("-./ ", s.text[i]) >= 0 && isDigit(s.text[i+1]) &&
		(s.text[i] != ' ' || s.digitsEnd(i+1)-i == 3 && !strings.HasPrefix(s.text[s.digitsEnd(i+1):], ":"))
}

// validDate says whether a, b, c with so many digits in a and c are a day, a
// month and a year, or the other way round.
func validDate(a, b, c, wideA, wideC int) bool {
	if b > 12 {
		return false
	}
	year := func(v, wide int) bool { return wide == 2 || wide == 4 && v >= 1900 && v < 2100 }
	day := func(v, wide int) bool { return wide <= 2 && v >= 1 && v <= 31 }
	return day(a, wideA) && year(c, wideC) || year(a, wideA) && day(c, wideC) && (wideA == 4 || wideC == 2)
}

// monthYear is "mei 2020"; masked by Strict only.
func (s *scanner) monthYear(i int) bool {
	end := s.digitsEnd(i)
	if !s.strict || end-i != 4 || !isYear(s.text[i:end]) || i < 4 || s.text[i-1] != ' ' || s.wordAfter(end) {
		return false
	}
	start := s.wordStart(i - 1)
	if months[strings.ToLower(s.text[start:i-1])] == 0 {
		return false
	}
	return s.hit(Date, start, end)
}

// age is "34 jaar oud", "34-jarige" or "ben 34 jaar"; masked by Strict only.
func (s *scanner) age(i int) bool {
	if !s.strict || s.wordBefore(i) {
		return false
	}
	end := s.digitsEnd(i)
	if end-i > 3 {
		return false
	}
	if end+1 < len(s.text) && (s.text[end] == ',' || s.text[end] == '.') && isDigit(s.text[end+1]) {
		end = s.digitsEnd(end + 1)
	}
	rest := strings.ToLower(s.text[end:min(len(s.text), end+24)])
	rest = strings.TrimLeft(rest, " -")
	switch {
	case strings.HasPrefix(rest, "jarig"), strings.HasPrefix(rest, "jaar oud"), strings.HasPrefix(rest, "jaar jong"), strings.HasPrefix(rest, "jr oud"), strings.HasPrefix(rest, "maanden oud"), strings.HasPrefix(rest, "weken oud"),
		strings.HasPrefix(rest, "years old"), strings.HasPrefix(rest, "year old"):
		return s.hit(Age, i, end)
	case strings.HasPrefix(rest, "jaar"):
		if _, words := s.before(i, 3); s.agedBefore(words) {
			return s.hit(Age, i, end)
		}
	}
	return false
}

// agedBefore says whether the words before "34 jaar" speak of a person's age.
func (s *scanner) agedBefore(words []string) bool {
	if len(words) == 0 {
		return false
	}
	switch words[0] {
	case "ben", "leeftijd", "van", "wordt", "werd", "man", "vrouw", "jongen", "meisje", "patient", "patiënt", "dochter", "zoon", "m", "v":
		return true
	case "is":
		return len(words) > 1 && (words[1] == "hij" || words[1] == "zij" || words[1] == "ze" || words[1] == "moeder" || words[1] == "vader" || words[1] == "man" || words[1] == "vrouw" || strings.HasPrefix(words[1], "pati") || words[1] == "zoon" || words[1] == "dochter" || words[1] == "kind")
	}
	return false
}
