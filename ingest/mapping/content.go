package mapping

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"luister/ingest"
	"luister/ingest/value"
)

// A profile is what the sampled cells of one column look like.
type profile struct {
	rows     int // rows sampled
	filled   int // cells that are not empty
	distinct int
	words    float64 // mean number of words per filled cell
	runes    float64 // mean length
	longest  int     // words in the longest cell

	dates, numbers, bools, emails, phones, names, persons, codes, personal int

	mark byte // decimal mark of the numbers; 0 if no cell decides it
}

var (
	emailCell    = regexp.MustCompile(`^\S+@\S+\.[A-Za-z]{2,}$`)
	phoneCell    = regexp.MustCompile(`^'?(\+|00|0)[1-9][0-9()\s./-]{7,16}$`)
	codeCell     = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_./:#-]*$`)
	nameCell     = regexp.MustCompile(`^((dhr|mevr|mw|de heer|mevrouw|mr|mrs|ms)\.? )?(\p{Lu}[\p{L}'’.-]* )+((van|de|der|den|ter|ten|te|het|'t|von|el|la) )*\p{Lu}[\p{L}'’-]+$`)
	personalCell = regexp.MustCompile(`^(NL[0-9]{2} ?[A-Z]{4}[0-9 ]{10,13}|BE[0-9]{2}[0-9 ]{12,15}|[1-9][0-9]{3} ?[A-Z]{2}|[0-9]{1,3}(\.[0-9]{1,3}){3})$`)
)

// profileOf looks at the column of the sample.
func profileOf(sample [][]string, column int, times Times) profile {
	p := profile{rows: len(sample)}
	seen := map[string]bool{}
	words, runes := 0, 0
	var cells []string
	for _, row := range sample {
		if column >= len(row) {
			continue
		}
		cell := strings.TrimSpace(row[column])
		if cell == "" {
			continue
		}
		p.filled++
		seen[cell] = true
		cells = append(cells, cell)
		n := len(strings.Fields(cell))
		words, runes = words+n, runes+utf8.RuneCountInString(cell)
		p.longest = max(p.longest, n)
		p.look(cell, times)
	}
	p.distinct, p.mark = len(seen), value.DecimalMark(cells)
	if p.filled > 0 {
		p.words, p.runes = float64(words)/float64(p.filled), float64(runes)/float64(p.filled)
	}
	return p
}

// look counts what kinds of value one cell can be.
func (p *profile) look(cell string, times Times) {
	if len(cell) > 120 {
		return
	}
	if _, ok := value.ParseNumber(cell, 0); ok {
		p.numbers++
	}
	if _, ok := times.parse(cell); ok {
		p.dates++
	}
	if _, ok := boolean(cell); ok {
		p.bools++
	}
	count(&p.emails, emailCell.MatchString(cell))
	count(&p.phones, phoneCell.MatchString(cell))
	count(&p.names, nameCell.MatchString(cell))
	count(&p.persons, person(cell))
	count(&p.codes, codeCell.MatchString(cell) && strings.ContainsFunc(cell, unicode.IsDigit))
	count(&p.personal, personalCell.MatchString(cell))
}

func count(n *int, is bool) {
	if is {
		*n++
	}
}

// mostly says whether at least the share of the filled cells is counted in n.
func (p profile) mostly(n int, share float64) bool {
	return p.filled > 0 && float64(n) >= share*float64(p.filled)
}

// unique says whether no two filled cells are equal and all are filled.
func (p profile) unique() bool {
	return p.filled >= 2 && p.distinct == p.filled && p.filled == p.rows
}

// prose says whether the cells read as text somebody wrote: several words, and
// hardly any two alike.
func (p profile) prose() bool {
	if p.filled == 0 || p.mostly(p.dates, .5) || p.mostly(p.names, .7) || p.mostly(p.emails, .5) {
		return false
	}
	varied := float64(p.distinct) >= .6*float64(p.filled)
	return varied && (p.words >= 4.5 || p.words >= 2.5 && p.longest >= 8)
}

// text says whether the cells can be text at all: not numbers, codes or dates.
func (p profile) text() bool {
	return p.filled == 0 || !p.mostly(p.numbers, .8) && !p.mostly(p.dates, .8) && !p.mostly(p.emails, .8) &&
		(!p.mostly(p.codes, .9) || p.words > 1.5)
}

// choice says whether the cells are one of a few answers.
func (p profile) choice() bool {
	return p.filled >= 8 && p.distinct*4 <= p.filled && p.words < 12
}

// attributeType is the type of the cells as an attribute.
func (p profile) attributeType() ingest.AttributeType {
	switch {
	case p.mostly(p.dates, .95) && !p.mostly(p.numbers, .5):
		return ingest.AttrDate
	case p.mostly(p.bools, 1) && p.distinct <= 2:
		return ingest.AttrBool
	case p.mostly(p.numbers, .95):
		return ingest.AttrNumber
	}
	return ingest.AttrText
}

// IsData says whether a cell that stands where a header should be is data: an
// address, a number of a person, a date.
func IsData(cell string) bool {
	cell = strings.TrimSpace(cell)
	if cell == "" || len(cell) > 120 {
		return false
	}
	return emailCell.MatchString(cell) || phoneCell.MatchString(cell) || personalCell.MatchString(cell) || value.Of(cell) == value.Date
}
