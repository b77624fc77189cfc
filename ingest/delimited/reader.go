package delimited

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"

	"luister/ingest/charset"
)

// A Record is one row of the table. Fields has as many cells as the header,
// unless Reject says that the row is longer; its strings may be kept.
type Record struct {
	Line   int // 1-based line of the file where the row starts
	Fields []string
	Note   string // what was repaired
	Reject string // why the row cannot be trusted; Fields then hold what there is
	Apart  string // why the row is not of the table; only All gives such rows, without Fields
}

// Why a row is set apart.
const (
	apartHeader  = "de kopregel staat er nog eens"
	apartComment = "commentaarregel tussen de rijen"
	apartBehind  = "regel onder de tabel, zoals een totaal of een bron"
	apartTable   = "rij van een volgende tabel in het bestand"
)

// A Remark tells what was left out of the records, and where.
type Remark struct {
	Line int
	Text string
}

// A Reader gives the table of one delimited file.
type Reader struct {
	dialect Dialect
	rows    [][]string // header rows, each as wide as the table
	header  []string
	width   int
	columns []column
	scan    *scanner
	remarks []Remark
	used    bool
	doubt   int // rows with only their first cell filled
	count   int // records given
}

// ErrBinary is returned for a file that is no text.
var ErrBinary = errors.New("not a text file")

// ErrEmpty is returned for a file without any row.
var ErrEmpty = errors.New("the file is empty")

// Open finds out the dialect, except for what is stated, and reads the header.
func Open(r io.Reader, stated Dialect) (*Reader, error) {
	if err := stated.check(); err != nil {
		return nil, err
	}
	raw := bufio.NewReaderSize(r, sampleSize)
	sample, err := raw.Peek(sampleSize)
	if err != nil && err != io.EOF && err != bufio.ErrBufferFull {
		return nil, fmt.Errorf("delimited: %w", err)
	}
	if len(sample) == 0 {
		return nil, ErrEmpty
	}
	e, err := encodingOf(sample, stated)
	if err != nil {
		return nil, fmt.Errorf("dialect: %w", err)
	}
	if kind := binary(sample, e); kind != "" {
		return nil, fmt.Errorf("%w: %s", ErrBinary, kind)
	}
	return open(charset.NewReader(raw, e), e, stated)
}

// open continues Open with text that is UTF-8.
func open(text io.Reader, e charset.Encoding, stated Dialect) (*Reader, error) {
	text = &withoutZeros{r: text}
	sample, partial, err := takeSample(text)
	if err != nil {
		return nil, fmt.Errorf("delimited: %w", err)
	}
	stated.layout = layout{partial: partial}
	d := detectText(sample, e, stated)
	reader := &Reader{dialect: d, width: d.layout.width, columns: d.layout.columns}
	text = io.MultiReader(bytes.NewReader(sample), text)
	if d.layout.wrapped {
		text = &unwrapper{in: bufio.NewReader(text)}
	}
	reader.scan = newScanner(text, d)
	reader.scan.skipLines(d.SkipRows)
	if err := reader.readHeader(); err != nil {
		return nil, err
	}
	return reader, nil
}

// takeSample reads the front of a text: sampleSize, or more if that holds only few
// lines. partial is true if the text goes on behind it.
func takeSample(text io.Reader) (sample []byte, partial bool, err error) {
	for size := sampleSize; size <= maxSample; size *= 2 {
		had := len(sample)
		sample = append(sample, make([]byte, size-had)...)
		n, err := io.ReadFull(text, sample[had:])
		sample = sample[:had+n]
		if err == io.EOF || err == io.ErrUnexpectedEOF {
			return sample, false, nil
		}
		if err != nil {
			return sample, true, err
		}
		if linesAt(sample, fewLines) < len(sample) {
			break
		}
	}
	return sample, true, nil
}

// withoutZeros drops NUL bytes, which no cell can mean.
type withoutZeros struct{ r io.Reader }

func (z *withoutZeros) Read(p []byte) (int, error) {
	n, err := z.r.Read(p)
	if bytes.IndexByte(p[:n], 0) < 0 {
		return n, err
	}
	kept := 0
	for _, c := range p[:n] {
		if c != 0 {
			p[kept] = c
			kept++
		}
	}
	return kept, err
}

// skipLines moves over n lines.
func (s *scanner) skipLines(n int) {
	for range n {
		s.skipLine()
	}
}

// readHeader reads the header rows and settles the width.
func (r *Reader) readHeader() error {
	var heads []row
	for range r.dialect.HeaderRows {
		row, ok := r.nextFilled()
		if !ok {
			break
		}
		heads = append(heads, row)
		r.rows = append(r.rows, row.fields)
	}
	if err := r.scan.err; err != nil {
		return fmt.Errorf("delimited: %w", err)
	}
	if r.dialect.NoHeader && r.width == 0 || !r.dialect.NoHeader && len(r.rows) == 0 {
		return ErrEmpty
	}
	if r.width == 0 {
		r.width = len(r.rows[0])
	}
	if len(r.columns) != r.width {
		r.columns = make([]column, r.width)
	}
	for i := range heads {
		r.rows[i] = fitHeader(&heads[i], r.width, r.dialect)
	}
	r.header = joinHeader(r.rows, r.width)
	r.scan.width = r.width
	return nil
}

func (r *Reader) nextFilled() (row, bool) {
	for {
		row, ok := r.scan.next()
		if !ok || !row.blank() {
			return row, ok
		}
	}
}

// fitHeader makes a header row as wide as the table: it is mended if it can be;
// a name too few in front (row names) or behind is left empty.
func fitHeader(r *row, width int, d Dialect) []string {
	cells := fitNames(r, width, d)
	if cells == nil {
		cells = r.fields
	}
	if len(cells) >= width {
		return cells[:width:width]
	}
	out := make([]string, width)
	if len(cells) == width-1 && d.layout.rowNames() {
		copy(out[1:], cells)
	} else {
		copy(out, cells)
	}
	return out
}

// rowNames is true if the first column looks like the names of the rows: all
// different, while the last column has values.
func (l *layout) rowNames() bool {
	if len(l.columns) < 2 || l.columns[len(l.columns)-1].filled() == 0 {
		return false
	}
	first := &l.columns[0]
	return first.filled() == first.cells && (first.values == nil || len(first.values) == first.cells)
}

// joinHeader joins the header rows per column with one blank; without header
// rows the columns get numbers.
func joinHeader(rows [][]string, width int) []string {
	names := make([]string, width)
	for j := range names {
		if len(rows) == 0 {
			names[j] = fmt.Sprintf("kolom %d", j+1)
			continue
		}
		var parts []string
		for _, cells := range rows {
			if cells[j] != "" {
				parts = append(parts, cells[j])
			}
		}
		names[j] = strings.Join(parts, " ")
	}
	return names
}

// Dialect is how the file is read: what was stated and what was detected.
func (r *Reader) Dialect() Dialect { return r.dialect }

// Header is the name of each column: the header rows joined with one blank, or
// "kolom 1" and so on without a header. Names may be empty or occur twice.
func (r *Reader) Header() []string { return r.header }

// HeaderRows are the header rows as they stand, each as wide as the table.
func (r *Reader) HeaderRows() [][]string { return r.rows }

// Remarks tells what Records left out: lines behind the table, repeated headers, a
// second table. It is complete when Records has ended. All gives those rows instead.
func (r *Reader) Remarks() []Remark { return r.remarks }

// Records gives the rows of the table, once. An error ends it: the file could not
// be read further. A damaged row is a Record with a Note or Reject.
func (r *Reader) Records() iter.Seq2[Record, error] { return r.read(false) }

// All is Records with every other row of the file that is not blank: each of
// those is a Record with Apart. Those behind the table come last.
func (r *Reader) All() iter.Seq2[Record, error] { return r.read(true) }

func (r *Reader) read(all bool) iter.Seq2[Record, error] {
	return func(yield func(Record, error) bool) {
		if r.used {
			yield(Record{}, errors.New("delimited: the records were read before"))
			return
		}
		r.used = true
		t := table{Reader: r, yield: yield, all: all}
		t.run()
		if err := r.scan.err; err != nil && !t.stopped {
			yield(Record{Line: r.scan.line}, fmt.Errorf("delimited: line %d: %w", r.scan.line, err))
		}
	}
}
