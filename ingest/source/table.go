package source

import (
	"io"
	"iter"

	"luister/ingest/delimited"
)

// A table is a delimited file that is being read, as delimited.Reader gives it.
type table interface {
	Dialect() delimited.Dialect
	Header() []string
	HeaderRows() [][]string
	Records() iter.Seq2[delimited.Record, error]
	Remarks() []delimited.Remark
}

// openTable starts reading a table.
func openTable(r io.Reader, dialect delimited.Dialect) (table, error) {
	return delimited.Open(r, dialect)
}
