package value

import (
	"strings"
	"sync"
	"time"
	_ "time/tzdata" // Europe/Amsterdam on machines without a zone database
)

// Order is the order of day and month in a date of figures only.
type Order string

// The orders. An ISO date (2025-03-31) is read the same under both.
const (
	DMY Order = "d-m-y"
	MDY Order = "m-d-y"
)

// Zone is the zone of times that name none: Europe/Amsterdam.
var zone = sync.OnceValue(func() *time.Location {
	l, err := time.LoadLocation("Europe/Amsterdam")
	if err != nil {
		panic("value: " + err.Error()) // embedded above
	}
	return l
})

// Amsterdam is the zone in which a time without a zone is read.
func Amsterdam() *time.Location { return zone() }

// DayOf gives the day of a moment in Amsterdam, as a midnight in UTC; of midnight
// UTC that is the same day.
func DayOf(at time.Time) time.Time {
	y, m, d := at.In(Amsterdam()).Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}

// ParseDate reads a date, with or without a time and a zone. hint is "" or DMY
// (day first), MDY, or a layout of package time (one that holds "2006" or "06")
// that is tried first. A date without a time is midnight in Amsterdam; a time
// without a zone is a time in Amsterdam. What is read: 31-3-2025, 31/03/25,
// 31.3.2025 14:05, 2025-03-31, 2025-03-31T14:05:06.123+02:00, 20250331,
// 31 maart 2025, 31 mrt. 2025 om 14:05, ma 31 mrt 2025, March 31, 2025 2:05 PM.
func ParseDate(s string, hint string) (time.Time, bool) {
	return ParseDateIn(s, hint, zone())
}

// ParseDateIn is ParseDate for an export whose times without a zone are in loc.
func ParseDateIn(s, hint string, loc *time.Location) (time.Time, bool) {
	s = trim(s)
	if s == "" || len(s) > 60 {
		return time.Time{}, false
	}
	if strings.Contains(hint, "06") {
		if t, err := time.ParseInLocation(hint, s, loc); err == nil {
			return t, true
		}
	}
	p := dateParser{rest: s, monthFirst: hint == string(MDY)}
	return p.parse(loc)
}

// ParseDay reads a day as people give it to a program, 2026-03-01 or 20260301, as
// a midnight in UTC.
func ParseDay(s string) (time.Time, error) {
	if day, err := time.Parse("20060102", s); err == nil {
		return day, nil
	}
	return time.Parse(time.DateOnly, s)
}

// DateOrder settles the order of day and month over the values of a column: MDY
// only if it reads all values that are dates of figures and DMY does not;
// otherwise DMY, the Dutch order. sure is false if the values leave it open.
func DateOrder(samples []string) (order Order, sure bool) {
	var dayFirst, monthFirst int
	for _, s := range samples {
		p := dateParser{rest: trim(s)}
		a, sep1, ok := p.figures()
		if !ok || len(p.rest) == 0 || a > 31 || sep1 > 2 {
			continue
		}
		if c := p.rest[0]; c != '-' && c != '/' && c != '.' {
			continue
		}
		p.rest = p.rest[1:]
		b, _, ok := p.figures()
		switch {
		case !ok || b > 31:
		case a > 12 && b <= 12:
			dayFirst++
		case b > 12 && a <= 12:
			monthFirst++
		}
	}
	if monthFirst > dayFirst {
		return MDY, dayFirst == 0
	}
	return DMY, dayFirst > 0 && monthFirst == 0
}

// dateParser walks over a date from left to right.
type dateParser struct {
	rest       string
	monthFirst bool

	year, month, day     int
	hour, min, sec, nano int
	zone                 *time.Location
}

func (p *dateParser) parse(loc *time.Location) (time.Time, bool) {
	p.skipWeekday()
	if !p.date() || !p.clock() || p.rest != "" {
		return time.Time{}, false
	}
	if p.zone != nil {
		loc = p.zone
	}
	if p.month < 1 || p.month > 12 || p.day < 1 || p.day > daysIn(p.year, p.month) || p.hour > 23 || p.min > 59 || p.sec > 60 {
		return time.Time{}, false
	}
	return time.Date(p.year, time.Month(p.month), p.day, p.hour, p.min, p.sec, p.nano, loc), true
}

func daysIn(year, month int) int {
	return time.Date(year, time.Month(month)+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

// date reads the day, month and year in whatever order they stand.
func (p *dateParser) date() bool {
	if m, ok := p.monthName(); ok { // March 31, 2025
		p.month = m
		p.skipBlanks()
		d, n, ok := p.figures()
		p.day = d
		p.skip("e", "th", "st", "nd", "rd")
		p.skip(",")
		p.skipBlanks()
		return ok && n <= 2 && p.readYear()
	}
	first, n, ok := p.figures()
	switch {
	case !ok:
		return false
	case n == 8: // 20250331
		p.year, p.month, p.day = first/10000, first/100%100, first%100
		return p.year > 1800 && p.year < 2200
	case n == 4:
		p.year = first
		return p.year > 1800 && p.year < 2200 && p.yearFirst()
	case n > 2:
		return false
	}
	return p.dayFirst(first)
}

func (p *dateParser) yearFirst() bool {
	sep := p.separator()
	if sep == "" {
		return false
	}
	month, n, ok := p.figures()
	if !ok || n > 2 || !p.skip(sep) {
		return false
	}
	p.month = month
	day, n, ok := p.figures()
	p.day = day
	return ok && n <= 2
}

// dayFirst reads what follows a first figure of one or two digits.
func (p *dateParser) dayFirst(first int) bool {
	p.day = first
	p.skip("e", "th", "st", "nd", "rd")
	before := p.rest
	p.skip("-", "/", ".")
	p.skipBlanks()
	if m, ok := p.monthName(); ok {
		p.month = m
		p.skip("-", "/", ",")
		p.skipBlanks()
		return p.readYear()
	}
	p.rest = before
	sep := p.separator()
	second, n, ok := p.figures()
	if sep == "" || !ok || n > 2 || !p.skip(sep) {
		return false
	}
	p.month = second
	if p.monthFirst && first <= 12 || first <= 12 && second > 12 {
		p.day, p.month = second, first
	}
	return p.readYear()
}

// readYear reads a year of four or two digits (70-99 is 19xx).
func (p *dateParser) readYear() bool {
	year, n, ok := p.figures()
	switch {
	case ok && n == 4:
		p.year = year
	case ok && n == 2 && year >= 70:
		p.year = 1900 + year
	case ok && n == 2:
		p.year = 2000 + year
	default:
		return false
	}
	return true
}

func (p *dateParser) separator() string {
	for _, sep := range [...]string{"-", "/", "."} {
		if p.skip(sep) {
			return sep
		}
	}
	return ""
}

// figures reads a run of digits and says how many.
func (p *dateParser) figures() (value, digits int, ok bool) {
	for digits < len(p.rest) && digits < 10 && p.rest[digits] >= '0' && p.rest[digits] <= '9' {
		value = value*10 + int(p.rest[digits]-'0')
		digits++
	}
	p.rest = p.rest[digits:]
	return value, digits, digits > 0
}

func (p *dateParser) skip(any ...string) bool {
	for _, s := range any {
		if strings.HasPrefix(p.rest, s) {
			p.rest = p.rest[len(s):]
			return true
		}
	}
	return false
}

func (p *dateParser) skipBlanks() bool {
	before := len(p.rest)
	p.rest = strings.TrimLeft(p.rest, " \u00a0\u202f")
	return len(p.rest) < before
}

// word takes the letters at the front, in lower case, of at most 10 bytes.
func (p *dateParser) word() string {
	n := 0
	for n < len(p.rest) && (p.rest[n]|0x20 >= 'a' && p.rest[n]|0x20 <= 'z') {
		n++
	}
	if n == 0 || n > 10 {
		return ""
	}
	return strings.ToLower(p.rest[:n])
}

func (p *dateParser) skipWeekday() {
	w := p.word()
	if w == "" || !isWeekday(w) {
		return
	}
	p.rest = p.rest[len(w):]
	p.skip(".", ",")
	p.skip(",")
	p.skipBlanks()
}

func (p *dateParser) monthName() (int, bool) {
	w := p.word()
	if w == "" {
		return 0, false
	}
	m := monthOf(w)
	if m == 0 {
		return 0, false
	}
	p.rest = p.rest[len(w):]
	p.skip(".")
	return m, true
}

// startsWithDay is a cheap test whether a cell can start with a weekday or month.
func startsWithDay(s string) bool {
	p := dateParser{rest: s}
	w := p.word()
	return w != "" && (isWeekday(w) || monthOf(w) > 0)
}

func isWeekday(w string) bool {
	switch w {
	case "ma", "di", "wo", "do", "vr", "za", "zo", "mon", "tue", "wed", "thu", "fri", "sat", "sun",
		"maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag",
		"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday":
		return true
	}
	return false
}

// monthOf is the number of a month by its Dutch or English name, 0 if none.
func monthOf(w string) int {
	switch w {
	case "jan", "januari", "january":
		return 1
	case "feb", "febr", "februari", "february":
		return 2
	case "mrt", "maa", "maart", "mar", "march":
		return 3
	case "apr", "april":
		return 4
	case "mei", "may":
		return 5
	case "jun", "juni", "june":
		return 6
	case "jul", "juli", "july":
		return 7
	case "aug", "augustus", "august":
		return 8
	case "sep", "sept", "september":
		return 9
	case "okt", "oktober", "oct", "october":
		return 10
	case "nov", "november":
		return 11
	case "dec", "december":
		return 12
	}
	return 0
}
