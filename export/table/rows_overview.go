package table

import "cmp"

// Overview is a line of the public yearly overview: a year, a form in it, a
// department within that, a way of closing within that. Each level adds up to the
// one above; what is nil is too small to show, or would give away what is.
type Overview struct {
	Year       int32    `parquet:"year"`
	Level      string   `parquet:"level,dict"` // jaar, vorm, afdeling, wijze
	Form       string   `parquet:"form,dict"`
	Department string   `parquet:"department,dict"`
	Outcome    string   `parquet:"outcome,dict"`
	Received   *int64   `parquet:"received,optional"`
	Closed     *int64   `parquet:"closed,optional"`
	Days       *float64 `parquet:"days,optional"` // median from receipt to closing
	Whole      bool     `parquet:"whole"`         // the year is over
}

func (*Overview) table() string { return "overview" }
func (*Overview) owner() string { return "" }
func (r *Overview) compare(o *Overview) int {
	return cmp.Or(cmp.Compare(r.Year, o.Year), cmp.Compare(r.Level, o.Level), cmp.Compare(r.Form, o.Form), cmp.Compare(r.Department, o.Department), cmp.Compare(r.Outcome, o.Outcome))
}
