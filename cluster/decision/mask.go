package decision

import (
	"maps"
	"slices"
)

// plain are the details that are no words of people's own: days, numbers, codes,
// ids, and who of the organisation is responsible or was present.
var plain = []string{"owner", "present", "status", "feedback", "cost", "indicator", "baseline", "target", "start", "due", "end", "from", "date"}

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
		if e.Kind != Coded && e.Kind != Code && !slices.Contains(plain, detail) {
			e.Values[detail] = mask(text)
		}
	}
}
