package source

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// A term is a length of time as people state it.
type term struct{ years, months, days int }

// KeptSince gives the moment before which feedback of the source may not be
// kept; limited is false if it is kept without end.
func (s Source) KeptSince(now time.Time) (since time.Time, limited bool) {
	t, err := parseTerm(s.Retention)
	if err != nil || t == (term{}) {
		return time.Time{}, false
	}
	return now.AddDate(-t.years, -t.months, -t.days), true
}

// parseTerm reads a term such as 24 months, 2 jaar or 90 dagen; nothing is the
// zero term.
func parseTerm(text string) (term, error) {
	words := strings.Fields(strings.ToLower(text))
	if len(words) == 0 {
		return term{}, nil
	}
	wrong := fmt.Errorf("retention %q is not a number of days, weeks, months or years: write it as “24 months”", text)
	if len(words) != 2 {
		return term{}, wrong
	}
	n, err := strconv.Atoi(words[0])
	if err != nil || n < 1 || n > 10_000 {
		return term{}, wrong
	}
	switch words[1] {
	case "day", "days", "dag", "dagen":
		return term{days: n}, nil
	case "week", "weeks", "weken":
		return term{days: 7 * n}, nil
	case "month", "months", "maand", "maanden":
		return term{months: n}, nil
	case "year", "years", "jaar", "jaren":
		return term{years: n}, nil
	}
	return term{}, wrong
}
