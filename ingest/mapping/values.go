package mapping

import (
	"time"

	"luister/ingest/value"
)

// Times says how dates without a zone or with two readings are read.
type Times struct {
	Zone  *time.Location // nil means Europe/Amsterdam
	Order string         // "d-m-y", "m-d-y" or a layout of package time; empty means day first
}

// parse reads a date or a moment.
func (t Times) parse(cell string) (time.Time, bool) {
	if t.Zone == nil {
		return value.ParseDate(cell, t.Order)
	}
	return value.ParseDateIn(cell, t.Order, t.Zone)
}

// boolean reads yes or no, with 1 and 0 and a cross as exports write them.
func boolean(cell string) (yes, ok bool) {
	switch cell {
	case "1", "x", "X":
		return true, true
	case "0":
		return false, true
	}
	return value.Bool(cell)
}
