// Package facts holds what pages and packs count, in memory.
//
// It reads the columns of one snapshot's tables once and gives counts over any
// set of feedback: by month, by value, by code. It holds small numbers per
// feedback and no text, so that a hundred thousand feedback take some tens of
// megabytes. It never writes, and never reads a row that a page did not ask for.
package facts

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"luister/export/table"
	"luister/ingest/value"
)

// Facts are the facts of one snapshot. They do not change after Load, but for Agenda.
type Facts struct {
	Run    table.Run // that made the snapshot
	First  bool      // it is the first run: everything is new
	IDs    []string  // of all feedback; a row is an index into it
	Months []string  // from the first month with a date to the last, without gaps
	Latest time.Time // received date of the newest feedback: what is recent is told from there

	Form, Sentiment, Line, Source, Channel Column
	Product, Department, Region, Language  Column
	Severity                               []uint8
	Employees                              int // feedback of employees
	Topics, Experience                     Codes

	Drivers []*Driver // in use, largest first
	byID    map[string]*Driver

	received []int64 // microseconds since 1970 UTC; math.MinInt64 for none
	month    []int32 // index into Months, -1 for none
	rows     map[string]int32
	topics   map[string]int // feedback with each topic
	driver   [][]int32      // of each row: indexes into Drivers
}

// Load reads the facts of a snapshot's tables.
func Load(tables *table.Tables) (*Facts, error) {
	f := &Facts{byID: map[string]*Driver{}}
	if err := f.loadRun(tables); err != nil {
		return nil, fmt.Errorf("facts: %w", err)
	}
	if err := f.loadFeedback(tables); err != nil {
		return nil, fmt.Errorf("facts: %w", err)
	}
	for _, c := range []struct {
		codes         *Codes
		table, column string
	}{{&f.Topics, "feedback_topic", "topic"}, {&f.Experience, "feedback_experience", "experience"}} {
		frame, err := tables.Columns(c.table, nil, "feedback_id", c.column, "sentiment")
		if err != nil {
			return nil, fmt.Errorf("facts: %w", err)
		}
		*c.codes = newCodes(f, frame.Strings("feedback_id"), frame.Strings(c.column), frame.Strings("sentiment"))
	}
	if err := f.loadDrivers(tables); err != nil {
		return nil, fmt.Errorf("facts: %w", err)
	}
	return f, nil
}

func (f *Facts) loadRun(tables *table.Tables) error {
	runs, err := table.All[table.Run](tables)
	if err != nil {
		return err
	}
	f.First = len(runs) < 2
	for _, r := range runs {
		f.Run = r
	}
	return nil
}

func (f *Facts) loadFeedback(tables *table.Tables) error {
	columns := []struct {
		name string
		to   *Column
	}{
		{"form", &f.Form}, {"sentiment", &f.Sentiment}, {"line", &f.Line}, {"source", &f.Source}, {"channel", &f.Channel},
		{"product", &f.Product}, {"department", &f.Department}, {"region", &f.Region}, {"language", &f.Language},
	}
	names := []string{"feedback_id", "received", "severity", "employee"}
	for _, c := range columns {
		names = append(names, c.name)
	}
	frame, err := tables.Columns("feedback", nil, names...)
	if err != nil {
		return err
	}
	f.IDs, f.received = frame.Strings("feedback_id"), frame.Ints("received")
	f.rows = make(map[string]int32, len(f.IDs))
	for i, id := range f.IDs {
		f.rows[id] = int32(i)
	}
	for _, c := range columns {
		*c.to = newColumn(frame.Strings(c.name))
	}
	f.Severity = make([]uint8, len(f.IDs))
	for i, severity := range frame.Ints("severity") {
		f.Severity[i] = uint8(min(max(severity, 0), 4))
	}
	for _, employee := range frame.Bools("employee") {
		if employee {
			f.Employees++
		}
	}
	f.date()
	return nil
}

// date fills Months, Latest and the month of every row. A date after the run
// is a mistake of the export and counts for neither.
func (f *Facts) date() {
	first, last := int64(math.MaxInt64), int64(math.MinInt64)
	until := f.Run.Started.UnixMicro()
	for _, at := range f.received {
		if at != math.MinInt64 && at <= until {
			first, last = min(first, at), max(last, at)
		}
	}
	f.month = make([]int32, len(f.received))
	if last == math.MinInt64 {
		for i := range f.month {
			f.month[i] = -1
		}
		return
	}
	f.Latest = time.UnixMicro(last).In(value.Amsterdam())
	from := time.UnixMicro(first).In(value.Amsterdam())
	for at := time.Date(from.Year(), from.Month(), 1, 0, 0, 0, 0, value.Amsterdam()); !at.After(f.Latest); at = at.AddDate(0, 1, 0) {
		f.Months = append(f.Months, at.Format("2006-01"))
	}
	for i, at := range f.received {
		f.month[i] = -1
		if at != math.MinInt64 && at <= until {
			t := time.UnixMicro(at).In(value.Amsterdam())
			f.month[i] = int32((t.Year()-from.Year())*12 + int(t.Month()) - int(from.Month()))
		}
	}
}

// Row gives the row of a feedback.
func (f *Facts) Row(id string) (int32, bool) {
	row, ok := f.rows[id]
	return row, ok
}

// Received gives when a feedback was received, on the clock of Amsterdam, as the
// months of the tables are; zero if that is unknown.
func (f *Facts) Received(row int32) time.Time {
	if f.received[row] == math.MinInt64 {
		return time.Time{}
	}
	return time.UnixMicro(f.received[row]).In(value.Amsterdam())
}

// All gives every row.
func (f *Facts) All() []int32 {
	rows := make([]int32, len(f.IDs))
	for i := range rows {
		rows[i] = int32(i)
	}
	return rows
}

// Newest puts rows in order of date, newest first.
func (f *Facts) Newest(rows []int32) { slices.SortFunc(rows, f.newer) }

// newer orders two rows by date, newest first.
func (f *Facts) newer(a, b int32) int {
	return cmp.Or(cmp.Compare(f.received[b], f.received[a]), strings.Compare(f.IDs[a], f.IDs[b]))
}

// IDsOf gives the ids of at most n rows.
func (f *Facts) IDsOf(rows []int32, n int) []string {
	var ids []string
	for _, row := range rows[:min(n, len(rows))] {
		ids = append(ids, f.IDs[row])
	}
	return ids
}
