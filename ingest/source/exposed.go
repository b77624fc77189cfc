package source

import (
	"errors"
	"iter"

	"luister/ingest"
	"luister/ingest/exposure"
	"luister/ingest/mapping"
)

// asExposure reads the delivery as a table of customers or contacts, if its
// header and rows show that it is one.
func (d *Delivery) asExposure(header []string, sample [][]string, src Source) (bool, error) {
	layout, ok := exposure.Recognise(header)
	if ok {
		good := 0
		for _, fields := range sample {
			if _, wrong := layout.Read(fields); wrong == "" {
				good++
			}
		}
		ok = 2*good > len(sample)
	}
	if !ok || src.Kind != Exposure && src.Kind != "" && src.Kind != Auto {
		if src.Kind == Exposure {
			return true, errors.New("the file is no table of customers or contacts: it needs a column maand and a column klanten or contacten, and beside them the columns of segments")
		}
		return false, nil
	}
	d.Kind, d.Title, d.Key = Exposure, "customers or contacts per month", "maand en segment"
	d.Layout = Layout{Kind: Exposure, Columns: header}
	for i, name := range header {
		meaning, why := layout.Column(i)
		d.Mapping.Columns = append(d.Mapping.Columns, mapping.Column{Header: name, Meaning: mapping.Meaning(meaning), Reason: why})
	}
	d.rows = func() iter.Seq2[ingest.Row, error] { return d.exposed(layout) }
	return true, nil
}

// exposed gives the rows of a table of customers or contacts.
func (d *Delivery) exposed(layout exposure.Layout) iter.Seq2[ingest.Row, error] {
	return func(yield func(ingest.Row, error) bool) {
		for rec, err := range d.records() {
			row := ingest.Row{Line: rec.Line, Reject: rec.Reject, Apart: rec.Apart, Note: rec.Note}
			if err == nil && row.Reject == "" && row.Apart == "" {
				row.Exposed, row.Reject = layout.Read(rec.Fields)
			}
			if !yield(row, err) {
				return
			}
		}
	}
}
