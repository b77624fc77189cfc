// Package value reads the values that stand in cells of Dutch exports: numbers
// and money with a decimal comma, dates and times, booleans.
//
// It owns what a value may look like and nothing else. It reads strings and
// gives Go values with a yes or no; it never guesses silently: what depends on
// the column (decimal mark, order of day and month) is settled over samples of
// that column (DecimalMark, DateOrder) and passed in.
package value

import (
	"strings"
	"unicode/utf8"
)

// Kind is what a single cell looks like.
type Kind uint8

// The kinds of a cell. Text is anything that is none of the others.
const (
	Empty Kind = iota
	Text
	Number
	Money
	Percent
	Date
	Clock // a time of the day without a date
	Boolean
	Email
	URL
)

var kindNames = [...]string{"empty", "text", "number", "money", "percent", "date", "time", "boolean", "e-mail", "url"}

func (k Kind) String() string { return kindNames[k] }

// Of says what a cell looks like. It is made for speed: it judges the form, not
// whether a date exists in the calendar.
func Of(s string) Kind {
	s = trim(s)
	switch {
	case s == "":
		return Empty
	case len(s) > 2000:
		return Text
	case looksMissing(s):
		return Empty
	}
	c := s[0]
	if c >= '0' && c <= '9' || c == '-' || c == '+' || c == '.' || c == ',' || c == '(' {
		return ofDigits(s)
	}
	if _, ok := Bool(s); ok {
		return Boolean
	}
	if rest, ok := currency(s); ok && isNumber(rest) {
		return Money
	}
	if looksURL(s) {
		return URL
	}
	if looksEmail(s) {
		return Email
	}
	if startsWithDay(s) {
		if _, ok := ParseDate(s, ""); ok {
			return Date
		}
	}
	return Text
}

func ofDigits(s string) Kind {
	switch {
	case isNumber(s):
		return Number
	case strings.HasSuffix(s, "%") && isNumber(trim(s[:len(s)-1])):
		return Percent
	case looksDate(s):
		return Date
	case looksClock(s):
		return Clock
	}
	if rest, ok := currency(s); ok && isNumber(rest) {
		return Money
	}
	if _, ok := ParseDate(s, ""); ok {
		return Date
	}
	if looksEmail(s) {
		return Email
	}
	return Text
}

// looksMissing knows the words that stand for "no value" in exports.
func looksMissing(s string) bool {
	if len(s) > 6 {
		return false
	}
	switch s {
	case "NULL", "null", "Null", "NA", "N/A", "n/a", "NaN", "nan", "#N/B", "#N/A", "-", "--", "\\N", "?", "(null)":
		return true
	}
	return false
}

func looksURL(s string) bool {
	if strings.ContainsAny(s, " \n") {
		return false
	}
	return strings.HasPrefix(s, "http://") || strings.HasPrefix(s, "https://") || strings.HasPrefix(s, "www.")
}

func looksEmail(s string) bool {
	at := strings.IndexByte(s, '@')
	if at < 1 || at > len(s)-4 || strings.ContainsAny(s, " ,;\n\"") {
		return false
	}
	return strings.IndexByte(s[at+1:], '@') < 0 && strings.IndexByte(s[at+1:], '.') > 0
}

// Bool reads a boolean in Dutch or English, as Excel and survey tools write it.
// Bare 0 and 1 are numbers, not booleans.
func Bool(s string) (value, ok bool) {
	s = trim(s)
	if len(s) > 8 {
		return false, false
	}
	switch strings.ToLower(s) {
	case "waar", "ja", "true", "yes", "j", "y", "aan":
		return true, true
	case "onwaar", "nee", "neen", "false", "no", "n", "uit":
		return false, true
	}
	return false, false
}

// trim removes blanks, no-break blanks and a byte order mark from both ends.
func trim(s string) string {
	if s == "" {
		return s
	}
	first, last := s[0], s[len(s)-1]
	if first > ' ' && first < utf8.RuneSelf && last > ' ' && last < utf8.RuneSelf {
		return s
	}
	return strings.TrimFunc(s, func(r rune) bool {
		return r <= ' ' || r == '\u00a0' || r == '\u202f' || r == '\u2009' || r == '\ufeff'
	})
}
