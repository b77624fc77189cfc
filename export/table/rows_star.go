package table

import (
	"cmp"
	"time"
)

// Date is a day of the calendar: every day of the years in which there is
// feedback, with or without any.
type Date struct {
	Day         time.Time `parquet:"day,timestamp(microsecond:utc)"` // midnight; stands for the day in the Netherlands
	Year        int32     `parquet:"year"`
	Quarter     int32     `parquet:"quarter"`
	Month       string    `parquet:"month,dict"` // as received_month
	MonthNumber int32     `parquet:"month_number"`
	MonthName   string    `parquet:"month_name,dict"`
	WeekYear    int32     `parquet:"week_year"` // ISO 8601
	Week        int32     `parquet:"week"`
	Weekday     int32     `parquet:"weekday"` // 1 is Monday
	WeekdayName string    `parquet:"weekday_name,dict"`
	Weekend     bool      `parquet:"weekend"`
}

// Topic is a topic of the coding scheme.
type Topic struct {
	Topic       string `parquet:"topic"`
	Name        string `parquet:"name"`
	Parent      string `parquet:"parent,dict"` // the topic or main group above it, "" if it is a main group itself
	Main        string `parquet:"main,dict"`
	MainName    string `parquet:"main_name,dict"`
	Level       int32  `parquet:"level"` // 1 is a main group
	Description string `parquet:"description"`
	Retired     bool   `parquet:"retired"` // history has it, the scheme no longer
}

// Experience is an experience (beleving) of the coding scheme.
type Experience struct {
	Experience  string `parquet:"experience"`
	Name        string `parquet:"name"`
	Description string `parquet:"description"`
}

// Flag is a flag of the coding scheme.
type Flag struct {
	Flag        string `parquet:"flag"`
	Name        string `parquet:"name"`
	Description string `parquet:"description"`
}

// Segment is a value of a column by which feedback is split.
type Segment struct {
	Dimension string `parquet:"dimension,dict"` // as in driver_segment
	Value     string `parquet:"value"`          // "" is unknown
	Feedback  int64  `parquet:"feedback"`
}

func (*Date) table() string       { return "date" }
func (*Topic) table() string      { return "topic" }
func (*Experience) table() string { return "experience" }
func (*Flag) table() string       { return "flag" }
func (*Segment) table() string    { return "segment" }

func (*Date) owner() string       { return "" }
func (*Topic) owner() string      { return "" }
func (*Experience) owner() string { return "" }
func (*Flag) owner() string       { return "" }
func (*Segment) owner() string    { return "" }

func (r *Date) compare(o *Date) int             { return r.Day.Compare(o.Day) }
func (r *Topic) compare(o *Topic) int           { return cmp.Compare(r.Topic, o.Topic) }
func (r *Experience) compare(o *Experience) int { return cmp.Compare(r.Experience, o.Experience) }
func (r *Flag) compare(o *Flag) int             { return cmp.Compare(r.Flag, o.Flag) }
func (r *Segment) compare(o *Segment) int {
	return cmp.Or(cmp.Compare(r.Dimension, o.Dimension), cmp.Compare(r.Value, o.Value))
}
