// Package delimited reads delimited text files: CSV in all the forms in which
// organisations really deliver it.
//
// It owns the dialect of such a file (encoding, delimiter, quotes, where the
// table starts), its detection, and the repair of damaged rows. It reads bytes
// and gives a header and Records, in the order of the file, with memory that
// does not grow with the file. It never interprets a cell: types are looked at
// only to find out where the table is and how a damaged row belongs together.
// No reason, note or error holds the text of a cell.
package delimited

import (
	"fmt"
	"strings"
)

// A Dialect says how a file is written. The zero value means: find out. What is
// stated wins over what is detected.
type Dialect struct {
	Encoding   string `yaml:"encoding,omitempty"`    // as charset.Named knows it
	Delimiter  string `yaml:"delimiter,omitempty"`   // one or more characters
	Quote      string `yaml:"quote,omitempty"`       // one character, or "none"
	Escape     string `yaml:"escape,omitempty"`      // one character, or "double": the quote written twice
	SkipRows   int    `yaml:"skip_rows,omitempty"`   // lines in front of the header; -1 states that there are none
	HeaderRows int    `yaml:"header_rows,omitempty"` // rows of column names
	NoHeader   bool   `yaml:"no_header,omitempty"`   // the first row is data; columns get names by number
	CellLimit  int    `yaml:"cell_limit,omitempty"`  // bytes of the longest row that is kept; default 16 MiB

	// FirstTable stops at a blank line with the header once more behind it. By
	// default such a file is taken for several exports of one table.
	FirstTable bool `yaml:"first_table,omitempty"`

	// Seen says in words what the detection saw; it is never read.
	Seen []string `yaml:"-"`

	layout layout // what detection found out about the table
}

const (
	none             = "none"
	double           = "double"
	defaultCellLimit = 16 << 20
)

// check refuses settings that cannot be meant.
func (d Dialect) check() error {
	switch {
	case len(d.Quote) > 1 && d.Quote != none:
		return fmt.Errorf("dialect: quote %q is not a single character", d.Quote)
	case len(d.Escape) > 1 && d.Escape != double:
		return fmt.Errorf("dialect: escape %q is not a single character", d.Escape)
	case strings.ContainsAny(d.Delimiter, "\r\n"):
		return fmt.Errorf("dialect: delimiter %q holds a line end", d.Delimiter)
	case d.Quote != "" && d.Quote == d.Delimiter:
		return fmt.Errorf("dialect: quote and delimiter are both %q", d.Quote)
	case d.NoHeader && d.HeaderRows > 0:
		return fmt.Errorf("dialect: no_header and header_rows: %d exclude each other", d.HeaderRows)
	}
	return nil
}

// quoteByte is the quote, 0 for none.
func (d Dialect) quoteByte() byte {
	if d.Quote == "" || d.Quote == none {
		return 0
	}
	return d.Quote[0]
}

// escapeByte is the escape, 0 if quotes are doubled.
func (d Dialect) escapeByte() byte {
	if d.Escape == "" || d.Escape == double {
		return 0
	}
	return d.Escape[0]
}

func (d Dialect) limit() int {
	if d.CellLimit > 0 {
		return d.CellLimit
	}
	return defaultCellLimit
}

// String describes the dialect on one line.
func (d Dialect) String() string {
	name := map[string]string{",": "comma", ";": "semicolon", "\t": "tab", "|": "bar", " ": "blank"}[d.Delimiter]
	if name == "" {
		name = fmt.Sprintf("%q", d.Delimiter)
	}
	header := fmt.Sprintf("%d header rows", d.HeaderRows)
	if d.NoHeader {
		header = "no header"
	} else if d.HeaderRows == 1 {
		header = "1 header row"
	}
	s := fmt.Sprintf("%s, delimiter %s, quote %s, escape %s, %s", d.Encoding, name, d.Quote, d.Escape, header)
	if d.SkipRows > 0 {
		s += fmt.Sprintf(", %d lines in front", d.SkipRows)
	}
	return s
}
