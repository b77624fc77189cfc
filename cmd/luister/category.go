package main

import (
	"slices"

	"luister/nlp/mask"
)

// category gives the value of a column of categories. It is kept as delivered,
// because people count by it, unless it is a person or holds a person's data.
func (r *reader) category(rec *record, column, value string) string {
	if value == "" {
		return ""
	}
	masked := r.night.masker.Mask(value, nil)
	personal := slices.ContainsFunc(masked.Spans, func(s mask.Span) bool {
		switch s.Type {
		case mask.Name:
			return s.Start == 0 && s.End == len(value)
		case mask.Email, mask.Phone, mask.IBAN, mask.BSN, mask.Card:
			return true
		}
		return false
	})
	if !personal {
		return value
	}
	rec.people = append(rec.people, column)
	for _, s := range masked.Spans {
		rec.masked[string(s.Type)]++
	}
	return masked.Text
}
