// Package table is the store: it alone reads and writes Parquet.
//
// It owns the row types, one struct per table, and the layout of a directory of
// tables; dictionary.tsv says what every column means. It reads a directory of
// tables and gives rows (Scan, Get) or plain column slices (Columns); it takes
// rows and gives a new directory (Writer), which shares every file that did not
// change with the old one by hard link. It never changes a file once written,
// never knows what a stage does with a row, and keeps no state between calls
// but what it read.
//
// A directory of tables holds
//
//	feedback/month=2026-01/<run>.parquet    tables about feedback: a month has one file, or several parts
//	driver/<run>.parquet                    small tables: one file; empty.parquet without rows
//	checksums.json                          the list of files: what is not in it does not count
//
// parquet-go writes and reads rows; arrow reads columns for the maths, and only
// from files whose SHA-256 was checked, because it cannot survive a damaged page.
package table

import (
	"iter"
	"reflect"
	"slices"
	"sync"

	"github.com/parquet-go/parquet-go"
)

// SchemaVersion is the version of the tables' schema. Columns are only ever
// added; a column keeps its name, type and meaning for ever.
const SchemaVersion = 1

// NoMonth is the partition of feedback without a date.
const NoMonth = "0000-00"

// ptr is a pointer to a row type: how the functions of this package know a row.
type ptr[T any] interface {
	*T
	// table names the table.
	table() string
	// compare orders the rows of a file. Two rows that are equal are two states
	// of one thing: the later one replaces the earlier one.
	compare(*T) int
	// owner is the feedback that a row belongs to, "" in a small table.
	owner() string
}

// A kind is a table with its row type forgotten.
type kind interface {
	name() string
	monthly() bool // about feedback: one file a month
	schema() *parquet.Schema
	rowType() reflect.Type
	scan(t *Tables) iter.Seq2[reflect.Value, error]
	newSpill(dir string) spiller
	write(job mergeJob) (merged, error)
	erase(w *Writer, instead map[string]string) error
}

type kindOf[T any, P ptr[T]] struct {
	sorted []string // the columns that rows are sorted by
	blooms []string // the columns with a bloom filter
	months bool
}

func (k *kindOf[T, P]) name() string            { return tableOf[T, P]() }
func (k *kindOf[T, P]) monthly() bool           { return k.months }
func (k *kindOf[T, P]) schema() *parquet.Schema { return parquet.SchemaOf(new(T)) }

// tableOf names the table of a row type. It is asked for every row that is put,
// so it makes no row.
func tableOf[T any, P ptr[T]]() string { return P(nil).table() }

// kinds lists every table, in the order of the data dictionary.
var kinds = sync.OnceValue(func() []kind {
	id := []string{"feedback_id"}
	return []kind{
		&kindOf[Feedback, *Feedback]{id, []string{"feedback_id", "key_hash", "content_hash", "customer_id"}, true},
		&kindOf[FeedbackTopic, *FeedbackTopic]{[]string{"feedback_id", "topic"}, id, true},
		&kindOf[FeedbackExperience, *FeedbackExperience]{[]string{"feedback_id", "experience"}, id, true},
		&kindOf[FeedbackFlag, *FeedbackFlag]{[]string{"feedback_id", "flag"}, id, true},
		&kindOf[FeedbackDriver, *FeedbackDriver]{[]string{"feedback_id", "driver_id"}, []string{"feedback_id", "driver_id"}, true},
		&kindOf[Document, *Document]{id, id, true},
		&kindOf[Driver, *Driver]{[]string{"driver_id"}, nil, false},
		&kindOf[Candidate, *Candidate]{[]string{"candidate_id"}, nil, false},
		&kindOf[DriverEvent, *DriverEvent]{[]string{"at", "driver_id", "kind", "other_id"}, nil, false},
		&kindOf[Decision, *Decision]{[]string{"decision_id"}, nil, false},
		&kindOf[DriverDay, *DriverDay]{[]string{"driver_id", "day"}, nil, false},
		&kindOf[DriverPeriod, *DriverPeriod]{[]string{"driver_id", "unit", "start"}, nil, false},
		&kindOf[DriverTrend, *DriverTrend]{[]string{"driver_id"}, nil, false},
		&kindOf[DriverSegment, *DriverSegment]{[]string{"driver_id", "dimension", "value"}, nil, false},
		&kindOf[DriverImpact, *DriverImpact]{[]string{"driver_id", "score"}, nil, false},
		&kindOf[DriverFigure, *DriverFigure]{[]string{"driver_id", "figure"}, nil, false},
		&kindOf[DriverRepeat, *DriverRepeat]{[]string{"driver_id"}, nil, false},
		&kindOf[DriverRank, *DriverRank]{[]string{"driver_id"}, nil, false},
		&kindOf[DriverUnit, *DriverUnit]{[]string{"driver_id", "dimension", "value"}, nil, false},
		&kindOf[MeasureEffect, *MeasureEffect]{[]string{"measure_id"}, nil, false},
		&kindOf[Target, *Target]{[]string{"target_id", "run_id"}, nil, false},
		&kindOf[Indicator, *Indicator]{[]string{"indicator", "dimension", "value", "month"}, nil, false},
		&kindOf[Reach, *Reach]{[]string{"dimension", "value"}, nil, false},
		&kindOf[Suggestion, *Suggestion]{[]string{"feedback_id"}, nil, false},
		&kindOf[NewWord, *NewWord]{[]string{"term"}, nil, false},
		&kindOf[Overview, *Overview]{[]string{"year", "level", "form", "department", "outcome"}, nil, false},
		&kindOf[Date, *Date]{[]string{"day"}, nil, false},
		&kindOf[Topic, *Topic]{[]string{"topic"}, nil, false},
		&kindOf[Experience, *Experience]{[]string{"experience"}, nil, false},
		&kindOf[Flag, *Flag]{[]string{"flag"}, nil, false},
		&kindOf[Segment, *Segment]{[]string{"dimension", "value"}, nil, false},
		&kindOf[Source, *Source]{[]string{"source"}, nil, false},
		&kindOf[File, *File]{[]string{"file_id", "run_id"}, nil, false},
		&kindOf[Reject, *Reject]{[]string{"file_id", "file_part", "line", "reason"}, nil, false},
		&kindOf[Run, *Run]{[]string{"run_id"}, nil, false},
		&kindOf[RunQuality, *RunQuality]{[]string{"run_id", "source"}, nil, false},
		&kindOf[Exposure, *Exposure]{[]string{"month", "dimension", "value", "unit"}, nil, false},
	}
})

// Names lists the tables.
func Names() []string {
	var names []string
	for _, k := range kinds() {
		names = append(names, k.name())
	}
	return names
}

func kindNamed(name string) (kind, bool) {
	all := kinds()
	i := slices.IndexFunc(all, func(k kind) bool { return k.name() == name })
	if i < 0 {
		return nil, false
	}
	return all[i], true
}
