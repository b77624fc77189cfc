package source

import (
	"fmt"
	"iter"
	"time"

	"luister/ingest"
	"luister/ingest/mail"
)

// Rows reads the delivery. Every call reads it anew from the start; memory does
// not grow with it. An error ends the sequence and means that the file itself
// can no longer be read; a record at fault is a Row with Reject.
//
// A date that cannot be, in the future or long before there were such exports,
// costs the date and not the row: the feedback has none, and the row says so. The
// address of a mailbox that people share is no Contact.
func (d *Delivery) Rows() iter.Seq2[ingest.Row, error] {
	return func(yield func(ingest.Row, error) bool) {
		for row, err := range d.rows() {
			if err == nil {
				d.dropImplausible(&row)
				dropShared(&row)
			}
			if !yield(row, err) {
				return
			}
		}
	}
}

// ReadAt says when the delivery was read first, in place of Source.Now: what lay
// in the future then was a mistake, however late it is read again.
func (d *Delivery) ReadAt(at time.Time) {
	d.now = at
	for _, part := range d.parts {
		part.now = at
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
			if f.Delivered == nil {
				whole := *f
				f.Delivered = &whole
			}
			*date.at = time.Time{}
			if note := fmt.Sprintf("datum van %s ligt %s: niet overgenomen", date.name, why); !noted[note] {
				noted[note] = true
				row.Note = join(note, row.Note)
			}
		}
	}
}

// dropShared takes addresses that tell no customer out of the answers of a row.
func dropShared(row *ingest.Row) {
	for i := range row.Answers {
		if f := &row.Answers[i]; mail.Shared(f.Contact) {
			f.Contact = ""
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
