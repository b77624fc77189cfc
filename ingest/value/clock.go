package value

import (
	"strings"
	"time"
)

// ParseClock reads a time of the day: 14:05, 14:05:06, 14.05 uur, 2:05 PM.
func ParseClock(s string) (sinceMidnight time.Duration, ok bool) {
	p := dateParser{rest: trim(s)}
	if p.rest == "" || !p.timeOfDay() || p.rest != "" || p.hour > 23 || p.min > 59 || p.sec > 60 {
		return 0, false
	}
	return time.Duration(p.hour)*time.Hour + time.Duration(p.min)*time.Minute +
		time.Duration(p.sec)*time.Second + time.Duration(p.nano), true
}

// clock reads the time and zone behind a date, if there is one.
func (p *dateParser) clock() bool {
	p.skip(",")
	if !p.skip("T", "t") && !p.skipBlanks() {
		return p.rest == ""
	}
	if p.rest == "" {
		return true
	}
	if p.skip("om ", "at ", "- ") {
		p.skipBlanks()
	}
	return p.timeOfDay() && p.readZone()
}

func (p *dateParser) timeOfDay() bool {
	hour, n, ok := p.figures()
	if !ok || n > 2 || !p.skip(":", ".", "h", "u") {
		return false
	}
	minute, n, ok := p.figures()
	if !ok || n != 2 {
		return false
	}
	p.hour, p.min = hour, minute
	if p.skip(":") {
		second, n, ok := p.figures()
		if !ok || n != 2 {
			return false
		}
		p.sec = second
		if p.skip(".", ",") {
			p.nano, ok = p.fraction()
			if !ok {
				return false
			}
		}
	}
	p.noon()
	p.skip(" uur", " u", "u")
	return true
}

// noon applies AM and PM.
func (p *dateParser) noon() {
	before := p.rest
	p.skipBlanks()
	switch w := p.word(); {
	case w == "am" && p.hour <= 12:
		p.rest, p.hour = p.rest[2:], p.hour%12
	case w == "pm" && p.hour <= 12:
		p.rest, p.hour = p.rest[2:], p.hour%12+12
	default:
		p.rest = before
	}
}

// fraction reads the decimals of a second as nanoseconds.
func (p *dateParser) fraction() (int, bool) {
	nano, digits := 0, 0
	for ; digits < len(p.rest) && p.rest[digits] >= '0' && p.rest[digits] <= '9'; digits++ {
		if digits < 9 {
			nano = nano*10 + int(p.rest[digits]-'0')
		}
	}
	for range max(0, 9-digits) {
		nano *= 10
	}
	p.rest = p.rest[digits:]
	return nano, digits > 0
}

// readZone reads Z, UTC, GMT, CET, CEST, +02:00, +0200, +02.
func (p *dateParser) readZone() bool {
	p.skipBlanks()
	switch {
	case p.rest == "":
		return true
	case p.rest == "Z" || p.rest == "UTC" || p.rest == "GMT" || p.rest == "(UTC)":
		p.zone, p.rest = time.UTC, ""
		return true
	case p.rest == "CET" || p.rest == "CEST":
		p.zone, p.rest = Amsterdam(), ""
		return true
	}
	p.skip("UTC", "GMT")
	sign := 1
	if p.skip("-") {
		sign = -1
	} else if !p.skip("+") {
		return false
	}
	hours, n, ok := p.figures()
	minutes := 0
	if n == 4 {
		hours, minutes = hours/100, hours%100
	} else if p.skip(":") {
		minutes, _, ok = p.figures()
	}
	if !ok || hours > 15 || minutes > 59 {
		return false
	}
	p.zone = time.FixedZone("", sign*(hours*3600+minutes*60))
	return true
}

// looksDate is the quick form test: 2025-03-31..., 31-3-2025..., with digits
// where digits belong; the calendar is not asked.
func looksDate(s string) bool {
	a, i := digitRun(s)
	if i == len(s) || a == 0 || a == 3 || a > 4 {
		return false
	}
	sep := s[i]
	if sep != '-' && sep != '/' && sep != '.' {
		return false
	}
	b, j := digitRun(s[i+1:])
	j += i + 1
	if b == 0 || b > 2 || j == len(s) || s[j] != sep {
		return false
	}
	c, k := digitRun(s[j+1:])
	k += j + 1
	if !(a == 4 && c >= 1 && c <= 2 || a <= 2 && (c == 2 || c == 4)) {
		return false
	}
	if k == len(s) {
		return true
	}
	return looksTail(s[k:])
}

// looksTail judges what follows the date: a time, perhaps with a zone.
func looksTail(s string) bool {
	if s[0] != ' ' && s[0] != 'T' && s[0] != ',' || len(s) > 40 {
		return false
	}
	s = strings.TrimLeft(s[1:], " ")
	n, i := digitRun(s)
	return n >= 1 && n <= 2 && i < len(s) && (s[i] == ':' || s[i] == '.') && len(s) >= i+3
}

func looksClock(s string) bool {
	if len(s) > 18 {
		return false
	}
	n, i := digitRun(s)
	if n == 0 || n > 2 || i == len(s) || s[i] != ':' {
		return false
	}
	_, ok := ParseClock(s)
	return ok
}

func digitRun(s string) (n, end int) {
	for n < len(s) && s[n] >= '0' && s[n] <= '9' {
		n++
	}
	return n, n
}
