package source

import (
	"fmt"
	"iter"
	"slices"

	"luister/ingest"
	"luister/ingest/mapping"
)

// Empty says that the delivery has a header and no rows.
func (d *Delivery) Empty() bool { return d.empty }

// tellsColumns says whether a header without rows is surely one: it has the stated
// column of text, or tells two columns. A single line of text is no header.
func tellsColumns(header []string, src Source) bool {
	if slices.ContainsFunc(src.Columns.Text, func(name string) bool { return slices.Contains(header, name) }) {
		return true
	}
	m, told := mapping.Propose(header, nil), 0
	for _, c := range m.Columns {
		if c.Meaning != mapping.Attribute && c.Meaning != mapping.Ignore {
			told++
		}
	}
	return told > 1 && m.Check() == nil
}

// asEmpty takes the delivery for one of 0 rows. Nothing is settled by it: by what
// feedback is known shows in a delivery with rows.
func (d *Delivery) asEmpty(columns []mapping.Column) {
	d.empty, d.Title = true, d.Title+" without rows"
	d.Layout.Kind, d.Mapping.Columns = d.Kind, columns
	for _, c := range columns {
		d.Layout.Columns = append(d.Layout.Columns, c.Header)
	}
	d.Assumed = append(d.Assumed, fmt.Sprintf("The file holds a header of %d columns and no rows: a delivery of 0 rows.", len(columns)))
	d.rows = func() iter.Seq2[ingest.Row, error] { return func(func(ingest.Row, error) bool) {} }
}
