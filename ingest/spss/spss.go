// Package spss reads SPSS system files (.sav and .zsav) as tables.
//
// It owns the layout of such a file (the dictionary, bytecode and zlib
// compression, very long strings, value labels, missing values) and how a value
// is written as text: the label where labels name answers, the code where they
// only mark the ends of a scale, dates as 2026-03-31 14:05:06. It reads bytes
// and gives RFC 4180 text with the name and the label of a variable as its
// header, so that whatever reads delimited files reads these too. Memory does
// not grow with the number of cases. It never writes to disk, and no error
// holds a value.
//
// The layout is described in the PSPP developers' guide, "System File Format".
package spss

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math"
	"strings"

	"luister/ingest/charset"
	"luister/ingest/unpack"
)

// Limits of what a dictionary may claim; SPSS itself stays far below them.
const (
	maxVariables = 1 << 20
	maxRecord    = 64 << 20 // bytes of one extension record
)

// Looks says whether the first bytes of a file are those of a system file.
func Looks(start []byte) bool {
	return bytes.HasPrefix(start, []byte("$FL2")) || bytes.HasPrefix(start, []byte("$FL3"))
}

// A File is an open system file: its dictionary was read, its cases follow.
type File struct {
	in        *bufio.Reader
	order     binary.ByteOrder
	bias      float64 // of numbers that are stored in one byte
	packing   int32   // none, bytecode or zlib
	sysmis    float64
	encoding  charset.Encoding
	slots     int        // elements of 8 bytes in a case
	variables []variable // in order; a very long string is one
	cases     elements
}

// A variable is one column.
type variable struct {
	name   string
	short  string // of 8 bytes, which other records refer to
	label  string
	slot   int // the first element
	parts  []part
	text   bool
	length int // of a string, in bytes
	format int // how a number is shown
	miss   missing
	labels map[string]string // by the 8 bytes, or the trimmed string, of a value
	coded  bool              // values are written as their labels
}

// A part is a piece of a string: elements are filled up, so a very long string
// lies in several.
type part struct{ slot, length int }

// Open reads the dictionary of a system file. Errors say what to do.
func Open(r io.Reader) (*File, error) {
	f := &File{in: bufio.NewReaderSize(r, 1<<16), sysmis: -math.MaxFloat64}
	if err := f.open(); err != nil {
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			return nil, errors.New("the SPSS file is cut off: ask for the delivery again")
		}
		return nil, fmt.Errorf("the SPSS file cannot be read (%w): open it in SPSS or PSPP and save it as CSV", err)
	}
	return f, nil
}

func (f *File) open() error {
	d := dictionary{file: f, long: map[string]string{}, veryLong: map[string]int{}}
	if err := d.header(); err != nil {
		return err
	}
	if err := d.records(); err != nil {
		return err
	}
	if err := d.settle(); err != nil {
		return err
	}
	if len(f.variables) == 0 {
		return errors.New("it has no variables")
	}
	f.cases = elements{in: f.in, order: f.order, bias: f.bias, sysmis: f.sysmis, packing: f.packing}
	return f.cases.begin()
}

// Header gives the columns: the name of a variable, and its label if that says more.
func (f *File) Header() []string {
	header := make([]string, len(f.variables))
	for i, v := range f.variables {
		header[i] = v.name
		if label := strings.Join(strings.Fields(v.label), " "); label != "" && !strings.EqualFold(label, v.name) {
			header[i] += " " + label
		}
	}
	return header
}

// Text gives the file as RFC 4180 text, UTF-8, with a header. It must be closed.
func (f *File) Text() io.ReadCloser { return unpack.Pipe(f.write) }

// write writes header and cases.
func (f *File) write(to io.Writer) error {
	out := csv.NewWriter(to)
	if err := out.Write(f.Header()); err != nil {
		return err
	}
	row := make([]byte, 8*f.slots)
	cells := make([]string, len(f.variables))
	for {
		more, err := f.cases.next(row)
		if err != nil || !more {
			out.Flush()
			return errors.Join(err, out.Error())
		}
		for i := range f.variables {
			cells[i] = f.cell(&f.variables[i], row)
		}
		if err := out.Write(cells); err != nil {
			return err
		}
	}
}
