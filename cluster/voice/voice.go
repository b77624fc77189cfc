// Package voice owns the columns that figures about listening are made of.
//
// Feedback holds, column by column, what is known of every feedback beside its
// text; Member says which driver a feedback belongs to. Packages beside it
// (repeat, reach, indicator, ...) take them and give figures. It never holds a
// text, and never copies what a table gave.
package voice

import (
	"math"
	"time"
)

// None is the time of what has no time.
const None = math.MinInt64

// Day is a day in the unit of the columns of times.
const Day = int64(24 * time.Hour / time.Microsecond)

// Feedback is one element a feedback in every column; a column that is nil is
// unknown throughout. Times are microseconds since 1970 UTC. The columns must not
// change once they were asked, and it is not safe for concurrent use.
type Feedback struct {
	ID       []string
	Customer []string // keyed hashes; empty if unknown; so are Contact and Case
	Contact  []string // of an e-mail address; in mail the same as Customer
	Case     []string
	Source   []string
	Channel  []string
	Stance   []string
	Form     []string
	Line     []string

	Product    []string
	Department []string
	Region     []string
	Location   []string

	Received []int64
	Answered []int64
	Closed   []int64

	Sentiment []string
	Severity  []int64
	Trust     []int64 // 1 language of trust, -1 of distrust, 0 neither or both

	NPS      []float64 // NaN if not given, on the scale of the source
	CSAT     []float64
	CES      []float64
	Stars    []float64
	Handling []float64

	HandlingScale map[string]Scale // that sources state for Handling; see Scales for those that do not

	Reopened  []bool
	Consent   []bool
	Employee  []bool
	Duplicate []bool // says the same as another one

	Topic []string           // the most important one; empty if none
	Flags map[string][]int32 // by id of the flag: rows, ascending

	Drivers [][]string // of each row: the drivers it belongs to, best first
	Until   int64      // the end of the data: nothing was seen after it

	people   []string // what People, Persons, Places and ByDriver gave before
	persons  []int32
	places   []int32
	byDriver map[string][]int32
}

// Len is the number of feedback.
func (f *Feedback) Len() int { return len(f.ID) }

// All gives every row.
func (f *Feedback) All() []int32 {
	rows := make([]int32, f.Len())
	for i := range rows {
		rows[i] = int32(i)
	}
	return rows
}

// Text gives the value of a row in a column, "" if the column is unknown.
func Text(column []string, row int) string { return at(column, row, "") }

// Time gives the time of a row, None if it is unknown.
func Time(column []int64, row int) int64 { return at(column, row, None) }

// Score gives the number of a row, NaN if it is unknown.
func Score(column []float64, row int) float64 { return at(column, row, math.NaN()) }

// Yes gives the value of a row, false if the column is unknown.
func Yes(column []bool, row int) bool { return at(column, row, false) }

func at[V any](column []V, row int, none V) V {
	if column == nil {
		return none
	}
	return column[row]
}

// Complaint says whether a row is an unmet expectation: a complaint, an
// objection or a report of something broken.
func (f *Feedback) Complaint(row int) bool {
	switch f.Form[row] {
	case "klacht", "bezwaar", "melding":
		return true
	}
	return false
}

// Counts says whether a row counts in figures: it was said by a customer, at a
// known time before the end of the data, and not the same as another one.
func (f *Feedback) Counts(row int) bool {
	return !Yes(f.Employee, row) && !Yes(f.Duplicate, row) && f.Received[row] != None && f.Received[row] <= f.Until && f.Form[row] != "leeg"
}

// Dissatisfied says of each row whether its customer was dissatisfied with how
// the feedback was handled: below the middle of the scale. known says whether
// that was asked and answered.
func (f *Feedback) Dissatisfied() (dissatisfied, known []bool) {
	dissatisfied, known = make([]bool, f.Len()), make([]bool, f.Len())
	source := func(row int) string { return Text(f.Source, row) }
	scales := Scales(f.Handling, source, f.HandlingScale)
	for row, v := range f.Handling {
		if !math.IsNaN(v) {
			known[row], dissatisfied[row] = true, v < scales[source(row)].Middle()
		}
	}
	return dissatisfied, known
}

// Flagged says of each row whether it has a flag.
func (f *Feedback) Flagged(flag string) []bool {
	has := make([]bool, f.Len())
	for _, row := range f.Flags[flag] {
		has[row] = true
	}
	return has
}

// ByDriver gives the rows of every driver, ascending.
func (f *Feedback) ByDriver() map[string][]int32 {
	if f.byDriver != nil {
		return f.byDriver
	}
	f.byDriver = map[string][]int32{}
	for row, drivers := range f.Drivers {
		for _, d := range drivers {
			f.byDriver[d] = append(f.byDriver[d], int32(row))
		}
	}
	return f.byDriver
}
