package decision

import (
	"maps"
	"slices"
	"strings"
)

// CausePrefix stands before the id of a driver in the details of a session: the
// cause that the team named.
const CausePrefix = "cause."

// ownWords are the details that people write in their own words.
var ownWords = []string{"what", "customers", "conclusion", "agreed"}

// Mask masks what people wrote in their own words: reasons, details, descriptions,
// and the name that they gave a driver. Who is responsible, who was present and
// who decided are people of the organisation, and meant to be read.
func (e *Event) Mask(mask func(string) string) {
	e.Why = mask(e.Why)
	switch e.Kind {
	case Describe, Rename:
		e.From, e.To = mask(e.From), mask(e.To)
	case Split, Promote:
		e.To = mask(e.To)
	}
	e.Values = maps.Clone(e.Values) // an event that was read is never changed
	for detail, text := range e.Values {
		if strings.HasPrefix(detail, CausePrefix) || slices.Contains(ownWords, detail) {
			e.Values[detail] = mask(text)
		}
	}
}
