package table

import (
	"fmt"
	"iter"
	"slices"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/apache/arrow/go/v17/arrow/memory"
	"github.com/apache/arrow/go/v17/parquet/file"
	"github.com/apache/arrow/go/v17/parquet/schema"
)

// readLeaf reads a whole column: values close together, with their levels. Of a
// column that may be empty every row has a slot, of a list only what is in it.
func readLeaf(rd *file.Reader, leaf int) (file.RecordReader, error) {
	descr := rd.MetaData().Schema.Column(leaf)
	info := file.LevelInfo{NullSlotUsage: 1, DefLevel: descr.MaxDefinitionLevel(), RepLevel: descr.MaxRepetitionLevel()}
	if info.RepLevel > 0 {
		info.RepeatedAncestorDefLevel = info.DefLevel
	}
	col := file.NewRecordReader(descr, info, textType(rd, leaf), memory.DefaultAllocator, rd.BufferPool())
	if err := col.Reserve(rd.NumRows()); err != nil {
		return nil, err
	}
	for group := range rd.NumRowGroups() {
		rows := rd.RowGroup(group)
		pages, err := rows.GetColumnPageReader(leaf)
		if err != nil {
			return nil, err
		}
		col.SetPageReader(pages)
		read, err := col.ReadRecords(rows.NumRows())
		if err != nil {
			return nil, err
		}
		if read != rows.NumRows() {
			return nil, fmt.Errorf("it has %d of %d rows", read, rows.NumRows())
		}
	}
	return col, nil
}

// textType says how arrow is to give texts: where every row group has a
// dictionary, by their places in it, so that equal texts are one in memory.
func textType(rd *file.Reader, leaf int) arrow.DataType {
	if !isText(rd.MetaData().Schema.Column(leaf)) {
		return arrow.BinaryTypes.Binary
	}
	for group := range rd.NumRowGroups() {
		chunk, err := rd.MetaData().RowGroup(group).ColumnChunk(leaf)
		if err != nil || !chunk.HasDictionaryPage() {
			return arrow.BinaryTypes.Binary
		}
	}
	return &arrow.DictionaryType{IndexType: arrow.PrimitiveTypes.Int32, ValueType: arrow.BinaryTypes.Binary}
}

func isText(column *schema.Column) bool {
	return column.LogicalType().Equals(schema.StringLogicalType{})
}

// addTexts adds a column of texts or of lists of texts.
func (f *Frame) addTexts(name string, col file.RecordReader) {
	var texts []string
	for _, chunk := range col.(file.BinaryRecordReader).GetBuilderChunks() {
		switch chunk := chunk.(type) {
		case *array.Binary:
			texts = appendEach(texts, chunk.Len(), chunk.ValueString)
		case *array.Dictionary:
			values := chunk.Dictionary().(*array.Binary)
			known := appendEach(nil, values.Len(), values.ValueString)
			texts = appendEach(texts, chunk.Len(), func(i int) string { return known[chunk.GetValueIndex(i)] })
		}
	}
	if isList(col) {
		f.lists[name] = listsOf(col, texts)
		return
	}
	f.strings[name] = texts
}

// addBytes adds a column of bytes.
func (f *Frame) addBytes(name string, col file.RecordReader) {
	var values [][]byte
	for chunk := range binaries(col) {
		values = appendEach(values, chunk.Len(), chunk.Value)
	}
	f.bytes[name] = values
}

func binaries(col file.RecordReader) iter.Seq[*array.Binary] {
	return func(yield func(*array.Binary) bool) {
		for _, chunk := range col.(file.BinaryRecordReader).GetBuilderChunks() {
			if !yield(chunk.(*array.Binary)) {
				return
			}
		}
	}
}

func appendEach[V any](to []V, n int, value func(int) V) []V {
	to = slices.Grow(to, n)
	for i := range n {
		to = append(to, value(i))
	}
	return to
}

// isList says whether a column was read as a list: it has repetition levels then.
func isList(col file.RecordReader) bool { return len(col.RepLevels()) > 0 }

// listsOf cuts the values of a column of lists into rows: repetition level 0
// begins a row, and only the highest definition level stands for a value.
func listsOf(col file.RecordReader, values []string) [][]string {
	defs, reps := col.DefLevels()[:col.LevelsPos()], col.RepLevels()[:col.LevelsPos()]
	full := slices.Max(append([]int16{1}, defs...))
	values = slices.Clone(values)
	var rows [][]string
	start, end := 0, 0
	for i, rep := range reps {
		if rep == 0 && i > 0 {
			rows, start = append(rows, cut(values, start, end)), end
		}
		if defs[i] == full {
			end++
		}
	}
	if len(reps) > 0 {
		rows = append(rows, cut(values, start, end))
	}
	return rows
}

// cut gives part of values, nil if there is nothing in it.
func cut(values []string, start, end int) []string {
	if start == end {
		return nil
	}
	return values[start:end:end]
}

// orNone copies values; a row that has none gets none.
func orNone[V any](col file.RecordReader, values []V, none V) []V {
	values = slices.Clone(values)
	for i, def := range col.DefLevels()[:col.LevelsPos()] {
		if def == 0 {
			values[i] = none
		}
	}
	return values
}
