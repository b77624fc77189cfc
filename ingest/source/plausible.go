package source

import (
	"fmt"
	"iter"
	"time"

	"luister/ingest"
)

// Rows reads the delivery. Every call reads it anew from the start; memory does
// not grow with it. An error ends the sequence and means that the file itself
// can no longer be read; a record at fault is a Row with Reject.
//
// A date that cannot be, in the future or long before there were such exports,
// costs the date and not the row: the feedback has none, and the row says so.
func (d *Delivery) Rows() iter.Seq2[ingest.Row, error] {
	return func(yield func(ingest.Row, error) bool) {
		for row, err := range d.rows() {
			if err == nil {
				d.dropImplausible(&row)
			}
			if !yield(row, err) {
				return
			}
		}
	}
}

// earliest is the day before which no feedback was received: what is earlier is
// mostly a day that stands for “unknown”, such as 1900-01-01 or 1970-01-01.
var earliest = time.Date(1990, 1, 1, 0, 0, 0, 0, time.UTC)

// ahead is how far the clock of who made an export may run before that of who
// reads it, time zones included.
const ahead = 48 * time.Hour

// dropImplausible takes dates that cannot be out of the answers of a row.
func (d *Delivery) dropImplausible(row *ingest.Row) {
	noted := map[string]bool{}
	for i := range row.Answers {
		f := &row.Answers[i]
		for _, date := range []struct {
			name string
			at   *time.Time
		}{{"ontvangst", &f.Received}, {"beantwoorden", &f.Answered}, {"afhandelen", &f.Closed}, {"wijzigen", &f.Updated}} {
			why := d.implausible(*date.at)
			if why == "" {
				continue
			}
			*date.at = time.Time{}
			if note := fmt.Sprintf("datum van %s ligt %s: niet overgenomen", date.name, why); !noted[note] {
				noted[note] = true
				row.Note = join(note, row.Note)
			}
		}
	}
}

func (d *Delivery) implausible(at time.Time) string {
	switch {
	case at.IsZero():
	case at.Before(earliest):
		return "voor 1990"
	case !d.now.IsZero() && at.After(d.now.Add(ahead)):
		return "in de toekomst"
	}
	return ""
}
