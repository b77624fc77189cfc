package table

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/parquet"
	"github.com/apache/arrow/go/v17/parquet/file"
	"golang.org/x/sync/errgroup"
)

// A Frame holds some columns of a table: one slice a column, one element a row,
// month by month and ordered by id within a month.
type Frame struct {
	Rows    int
	Months  []string // the months it was read from, in order
	strings map[string][]string
	ints    map[string][]int64
	floats  map[string][]float64
	bools   map[string][]bool
	bytes   map[string][][]byte
	lists   map[string][][]string
	has     map[string]bool // the columns that were read
}

// Strings is a text column.
func (f *Frame) Strings(column string) []string { return f.strings[column] }

// Ints is a column of whole numbers, or of times as microseconds since 1970 UTC
// with math.MinInt64 for none.
func (f *Frame) Ints(column string) []int64 { return f.ints[column] }

// Floats is a column of numbers, NaN where there is none.
func (f *Frame) Floats(column string) []float64 { return f.floats[column] }

// Bools is a column of yes and no.
func (f *Frame) Bools(column string) []bool { return f.bools[column] }

// Lists is a column of lists of texts.
func (f *Frame) Lists(column string) [][]string { return f.lists[column] }

// Bytes is a column of bytes; nil where there are none.
func (f *Frame) Bytes(column string) [][]byte { return f.bytes[column] }

// Vectors is a column of vectors, one after the other, all of dim numbers; a row
// without a vector is all zero. Vectors of another size than the first count as none.
func (f *Frame) Vectors(column string) (flat []float32, dim int) {
	for _, b := range f.bytes[column] {
		if len(b) > 0 {
			dim = len(b) / 4
			break
		}
	}
	flat = make([]float32, f.Rows*dim)
	for i, b := range f.bytes[column] {
		if len(b) == 4*dim {
			decodeVector(flat[i*dim:(i+1)*dim], b)
		}
	}
	return flat, dim
}

// EncodeVector gives a vector as a table holds it: float32, little endian.
func EncodeVector(v []float32) []byte {
	b := make([]byte, 0, 4*len(v))
	for _, x := range v {
		b = binary.LittleEndian.AppendUint32(b, math.Float32bits(x))
	}
	return b
}

// DecodeVector is the reverse of EncodeVector.
func DecodeVector(b []byte) []float32 {
	v := make([]float32, len(b)/4)
	decodeVector(v, b)
	return v
}

func decodeVector(v []float32, b []byte) {
	for i := range v {
		v[i] = math.Float32frombits(binary.LittleEndian.Uint32(b[4*i:]))
	}
}

// Columns reads some columns of a table, in those months or (nil) in all. Every
// file is checked against its SHA-256 first. A column that a file of an older
// schema lacks reads as empty. Of a list of structures one field is a column:
// attributes.name is a list of texts.
func (t *Tables) Columns(table string, months []string, columns ...string) (*Frame, error) {
	k, ok := kindNamed(table)
	if !ok {
		return nil, fmt.Errorf("no table %q", table)
	}
	for _, column := range columns {
		if root, _, _ := strings.Cut(column, "."); !slices.Contains(columnsOf(k.rowType()), root) {
			return nil, fmt.Errorf("table %s has no column %q", table, column)
		}
	}
	found := t.months(table, months)
	frames := make([][]*Frame, len(found)) // of the parts of each month
	var group errgroup.Group
	group.SetLimit(runtime.GOMAXPROCS(0))
	for i, month := range found {
		rels := t.files[table][month]
		wanted := columns
		if len(rels) > 1 {
			wanted = withIDs(columns) // to put the rows in order
		}
		frames[i] = make([]*Frame, len(rels))
		for j, rel := range rels {
			group.Go(func() (err error) {
				frames[i][j], err = t.partColumns(k, rel, wanted)
				return err
			})
		}
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	all := joinFrames(frames, columns)
	all.Months = found
	return all, nil
}

func withIDs(columns []string) []string {
	if slices.Contains(columns, "feedback_id") {
		return columns
	}
	return append(slices.Clone(columns), "feedback_id")
}

// partColumns reads columns of one file, after its checksum.
func (t *Tables) partColumns(k kind, rel string, columns []string) (*Frame, error) {
	if err := t.check(rel); err != nil {
		return nil, err
	}
	frame, err := readColumns(t.path(rel), columns)
	if err != nil {
		return nil, fmt.Errorf("table %s: %w", rel, err)
	}
	frame.fill(k.rowType(), columns)
	return frame, nil
}

// Trust takes over which files of other tables were found whole: a file that both
// share is not read again for that.
func (t *Tables) Trust(others *Tables) {
	others.mu.Lock()
	defer others.mu.Unlock()
	for rel, err := range others.checked {
		if err == nil && t.list.Files[rel] == others.list.Files[rel] {
			t.checked[rel] = nil
		}
	}
}

// check compares a file with its SHA-256, once.
func (t *Tables) check(rel string) error {
	t.mu.Lock()
	err, done := t.checked[rel]
	t.mu.Unlock()
	if done {
		return err
	}
	err = checkFile(t.path(rel), t.list.Files[rel])
	t.mu.Lock()
	t.checked[rel] = err
	t.mu.Unlock()
	return err
}

func checkFile(path string, want fileInfo) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	sum := sha256.New()
	if _, err := io.CopyBuffer(sum, f, make([]byte, 1<<20)); err != nil {
		return err
	}
	if hex.EncodeToString(sum.Sum(nil)) != want.SHA256 {
		return fmt.Errorf("%s is damaged: its SHA-256 is not the one in %s", path, listName)
	}
	return nil
}

// readColumns reads columns of one file. The file must have been checked.
func readColumns(path string, columns []string) (*Frame, error) {
	rd, err := file.OpenParquetFile(path, false)
	if err != nil {
		return nil, err
	}
	defer rd.Close()
	frame := newFrame(int(rd.NumRows()))
	schema := rd.MetaData().Schema
	for i := range schema.NumColumns() {
		path := strings.Split(schema.Column(i).Path(), ".")
		name := path[0]
		if field := name + "." + path[len(path)-1]; slices.Contains(columns, field) {
			name = field
		}
		if !slices.Contains(columns, name) {
			continue
		}
		if err := frame.add(name, rd, i); err != nil {
			return nil, fmt.Errorf("column %s: %w", name, err)
		}
	}
	return frame, nil
}

func newFrame(rows int) *Frame {
	return &Frame{Rows: rows, strings: map[string][]string{}, ints: map[string][]int64{}, floats: map[string][]float64{},
		bools: map[string][]bool{}, bytes: map[string][][]byte{}, lists: map[string][][]string{}, has: map[string]bool{}}
}

// add reads the column with that number. Strings and bytes stay where arrow put
// them: the memory is the garbage collector's.
func (f *Frame) add(name string, rd *file.Reader, leaf int) error {
	col, err := readLeaf(rd, leaf)
	if err != nil {
		return err
	}
	f.has[name] = true
	switch descr := rd.MetaData().Schema.Column(leaf); descr.PhysicalType() {
	case parquet.Types.ByteArray:
		if isText(descr) {
			f.addTexts(name, col)
			return nil
		}
		f.addBytes(name, col)
	case parquet.Types.Int32:
		values := arrow.Int32Traits.CastFromBytes(col.Values())[:col.ValuesWritten()]
		if descr.MaxRepetitionLevel() > 0 {
			return errors.New("a list of numbers is not read by column")
		}
		f.ints[name] = appendEach(nil, len(values), func(i int) int64 { return int64(values[i]) })
	case parquet.Types.Int64:
		values := arrow.Int64Traits.CastFromBytes(col.Values())[:col.ValuesWritten()]
		f.ints[name] = orNone(col, values, math.MinInt64)
	case parquet.Types.Double:
		values := arrow.Float64Traits.CastFromBytes(col.Values())[:col.ValuesWritten()]
		f.floats[name] = orNone(col, values, math.NaN())
	case parquet.Types.Boolean:
		values := col.Values() // a byte each
		f.bools[name] = appendEach(nil, col.ValuesWritten(), func(i int) bool { return values[i] != 0 })
	default:
		return errors.New("cannot be read as a column")
	}
	return nil
}

// fill gives the columns that a file of an older schema lacks.
func (f *Frame) fill(row reflect.Type, columns []string) {
	for i, name := range columnsOf(row) {
		if f.has[name] || !slices.Contains(columns, name) {
			continue
		}
		switch row.Field(i).Type {
		case reflect.TypeFor[string]():
			f.strings[name] = make([]string, f.Rows)
		case reflect.TypeFor[bool]():
			f.bools[name] = make([]bool, f.Rows)
		case reflect.TypeFor[[]byte]():
			f.bytes[name] = make([][]byte, f.Rows)
		case reflect.TypeFor[[]string]():
			f.lists[name] = make([][]string, f.Rows)
		case reflect.TypeFor[time.Time]():
			f.ints[name] = slices.Repeat([]int64{math.MinInt64}, f.Rows)
		case reflect.TypeFor[*float64]():
			f.floats[name] = slices.Repeat([]float64{math.NaN()}, f.Rows)
		case reflect.TypeFor[float64]():
			f.floats[name] = make([]float64, f.Rows)
		default:
			f.ints[name] = make([]int64, f.Rows)
		}
	}
}
