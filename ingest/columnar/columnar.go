// Package columnar reads Parquet files that others made as tables.
//
// It owns how columns become cells: nested columns are named with a full stop,
// values of a list are joined with a comma, times are written as
// 2026-03-31 14:05:06 and decimals with a point. It reads bytes and gives
// RFC 4180 text, so that whatever reads delimited files reads these too. It
// never writes to disk, and no error holds a value. What luister itself stores
// is export/table's.
package columnar

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math/big"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/format"

	"luister/ingest/unpack"
)

// maxFile is how large a file may be: it is read at several places at once, so
// it is kept in memory.
const maxFile = 2 << 30

// batch is how many rows are read at once.
const batch = 256

// Looks says whether the first bytes of a file are those of a Parquet file.
func Looks(start []byte) bool { return bytes.HasPrefix(start, []byte("PAR1")) }

// A File is an open Parquet file.
type File struct {
	file   *parquet.File
	leaves []leaf // by number of the column
}

// A leaf is one column of values.
type leaf struct {
	name  string
	write func(parquet.Value) string
}

var errDamaged = errors.New("the Parquet file is damaged or of a kind that is not known: ask for the delivery again, or for CSV")

// Open reads the description of a file. Errors say what to do.
func Open(r io.Reader) (f *File, err error) {
	b, err := io.ReadAll(io.LimitReader(r, maxFile+1))
	if err != nil {
		return nil, err
	}
	if len(b) > maxFile {
		return nil, fmt.Errorf("the Parquet file is larger than %d GB: ask for it in parts", maxFile>>30)
	}
	if !sound(b) {
		return nil, errDamaged
	}
	defer func() {
		if recover() != nil { // the library, on damaged files
			f, err = nil, errDamaged
		}
	}()
	file, err := parquet.OpenFile(bytes.NewReader(b), int64(len(b)), parquet.SkipPageIndex(true), parquet.SkipBloomFilters(true))
	if err != nil {
		return nil, errDamaged
	}
	if !honest(file, b) {
		return nil, errClaims
	}
	f = &File{file: file}
	for _, path := range file.Schema().Columns() {
		column, ok := file.Schema().Lookup(path...)
		if !ok {
			return nil, errDamaged
		}
		f.leaves = append(f.leaves, leaf{nameOf(path), writerOf(column.Node.Type())})
	}
	if len(f.leaves) == 0 {
		return nil, errDamaged
	}
	return f, nil
}

// nameOf names a column, without the words by which Parquet marks lists.
func nameOf(path []string) string {
	if n := len(path); n >= 3 && (path[n-2] == "list" || path[n-2] == "bag") {
		path = path[:n-2]
	}
	return strings.Join(path, ".")
}

// Header gives the names of the columns.
func (f *File) Header() []string {
	header := make([]string, len(f.leaves))
	for i, l := range f.leaves {
		header[i] = l.name
	}
	return header
}

// Text gives the file as RFC 4180 text, UTF-8, with a header. It must be closed.
func (f *File) Text() io.ReadCloser {
	return unpack.Pipe(func(to io.Writer) (err error) {
		defer func() {
			if recover() != nil { // the library, on damaged files
				err = errDamaged
			}
		}()
		return f.write(to)
	})
}

func (f *File) write(to io.Writer) error {
	out := csv.NewWriter(to)
	if err := out.Write(f.Header()); err != nil {
		return err
	}
	for _, group := range f.file.RowGroups() {
		if err := f.writeGroup(out, group); err != nil {
			out.Flush()
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// writeGroup writes the rows of one group.
func (f *File) writeGroup(out *csv.Writer, group parquet.RowGroup) (err error) {
	rows := group.Rows()
	defer func() { err = errors.Join(err, rows.Close()) }()
	buffer := make([]parquet.Row, batch)
	cells := make([]string, len(f.leaves))
	for {
		n, err := rows.ReadRows(buffer)
		for _, row := range buffer[:n] {
			f.fill(cells, row)
			if err := out.Write(cells); err != nil {
				return err
			}
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil || n == 0 { // no rows and no end: it would never come
			return errDamaged
		}
	}
}

// fill writes a row; values of one column are joined.
func (f *File) fill(cells []string, row parquet.Row) {
	clear(cells)
	for _, value := range row {
		if value.IsNull() {
			continue
		}
		i := value.Column()
		cell := f.leaves[i].write(value)
		if value.RepetitionLevel() > 0 && cells[i] != "" {
			cell = cells[i] + ", " + cell
		}
		cells[i] = cell
	}
}

// writerOf says how values of a type are written.
func writerOf(t parquet.Type) func(parquet.Value) string {
	if logical := t.LogicalType(); logical != nil {
		switch kind := logical.Value.(type) {
		case *format.TimestampType:
			return timed(kind.Unit.Value.Duration(), "2006-01-02 15:04:05")
		case *format.DateType:
			return timed(24*time.Hour, "2006-01-02")
		case *format.TimeType:
			return timed(kind.Unit.Value.Duration(), "15:04:05")
		case *format.DecimalType:
			return func(v parquet.Value) string { return decimal(v, int(kind.Scale)) }
		}
	}
	if t.Kind() == parquet.Int96 { // times, as Spark and Impala wrote them
		return func(v parquet.Value) string {
			day, nanos := v.Int96()[2], uint64(v.Int96()[1])<<32|uint64(v.Int96()[0])
			const epoch = 2_440_588 // the Julian day of 1 January 1970
			return time.Unix((int64(day)-epoch)*86400, int64(nanos%(1<<62))).UTC().Format("2006-01-02 15:04:05")
		}
	}
	return plain
}

// timed writes units since 1970.
func timed(unit time.Duration, layout string) func(parquet.Value) string {
	perSecond := int64(time.Second / max(unit, 1))
	return func(v parquet.Value) string {
		n := v.Int64()
		if v.Kind() == parquet.Int32 {
			n = int64(v.Int32())
		}
		at := time.Unix(n*int64(unit/time.Second), 0)
		if perSecond > 0 {
			at = time.Unix(n/perSecond, 0)
		}
		return at.UTC().Format(layout)
	}
}

// decimal writes a whole number with a point before its last digits.
func decimal(v parquet.Value, scale int) string {
	n := new(big.Int)
	switch v.Kind() {
	case parquet.Int32:
		n.SetInt64(int64(v.Int32()))
	case parquet.Int64:
		n.SetInt64(v.Int64())
	default: // two's complement, the high byte first
		b := slices.Clone(v.ByteArray())
		n.SetBytes(b)
		if len(b) > 0 && b[0] >= 0x80 {
			n.Sub(n, new(big.Int).Lsh(big.NewInt(1), uint(8*len(b))))
		}
	}
	sign, digits := "", n.String()
	if strings.HasPrefix(digits, "-") {
		sign, digits = "-", digits[1:]
	}
	if scale <= 0 || scale > 100 {
		return sign + digits
	}
	if missing := scale + 1 - len(digits); missing > 0 {
		digits = strings.Repeat("0", missing) + digits
	}
	return sign + digits[:len(digits)-scale] + "." + digits[len(digits)-scale:]
}

// plain writes a value that is no time and no decimal.
func plain(v parquet.Value) string {
	switch v.Kind() {
	case parquet.Boolean:
		return strconv.FormatBool(v.Boolean())
	case parquet.Int32:
		return strconv.FormatInt(int64(v.Int32()), 10)
	case parquet.Int64:
		return strconv.FormatInt(v.Int64(), 10)
	case parquet.Float:
		return strconv.FormatFloat(float64(v.Float()), 'f', -1, 32)
	case parquet.Double:
		return strconv.FormatFloat(v.Double(), 'f', -1, 64)
	}
	return strings.ToValidUTF8(string(v.ByteArray()), "\ufffd")
}
