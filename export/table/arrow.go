package table

import (
	"errors"
	"fmt"
	"io"
	"iter"
	"reflect"
	"time"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/apache/arrow/go/v17/arrow/ipc"
	"github.com/apache/arrow/go/v17/arrow/memory"
)

// arrowBatch is the number of rows in a record of an Arrow stream.
const arrowBatch = 4096

// catArrow writes rows as an Arrow IPC stream.
func catArrow(w io.Writer, row reflect.Type, rows iter.Seq2[reflect.Value, error]) (err error) {
	schema := arrow.NewSchema(arrowFields(row), nil)
	out := ipc.NewWriter(w, ipc.WithSchema(schema))
	defer func() { err = errors.Join(err, out.Close()) }()
	batch := array.NewRecordBuilder(memory.DefaultAllocator, schema)
	defer batch.Release()
	n := 0
	for v, err := range rows {
		if err != nil {
			return err
		}
		for i := range v.NumField() {
			appendArrow(batch.Field(i), v.Field(i))
		}
		if n++; n%arrowBatch == 0 {
			if err := writeArrow(out, batch); err != nil {
				return err
			}
		}
	}
	return writeArrow(out, batch)
}

// writeArrow writes what is in the batch, if anything is, and empties it.
func writeArrow(out *ipc.Writer, batch *array.RecordBuilder) error {
	record := batch.NewRecord()
	defer record.Release()
	if record.NumRows() == 0 {
		return nil
	}
	return out.Write(record)
}

func arrowFields(row reflect.Type) []arrow.Field {
	var fields []arrow.Field
	for i, name := range columnsOf(row) {
		kind := row.Field(i).Type
		nullable := kind == reflect.TypeFor[time.Time]() || kind.Kind() == reflect.Pointer
		fields = append(fields, arrow.Field{Name: name, Type: arrowType(kind), Nullable: nullable})
	}
	return fields
}

// arrowType says how a field of a row goes to arrow; a type that no row has is a
// mistake in the program.
func arrowType(kind reflect.Type) arrow.DataType {
	if kind == reflect.TypeFor[time.Time]() {
		return &arrow.TimestampType{Unit: arrow.Microsecond, TimeZone: "UTC"}
	}
	switch kind.Kind() {
	case reflect.String:
		return arrow.BinaryTypes.String
	case reflect.Bool:
		return arrow.FixedWidthTypes.Boolean
	case reflect.Int32:
		return arrow.PrimitiveTypes.Int32
	case reflect.Int64:
		return arrow.PrimitiveTypes.Int64
	case reflect.Float64:
		return arrow.PrimitiveTypes.Float64
	case reflect.Pointer:
		return arrowType(kind.Elem())
	case reflect.Struct:
		return arrow.StructOf(arrowFields(kind)...)
	case reflect.Slice:
		if kind.Elem().Kind() == reflect.Uint8 {
			return arrow.BinaryTypes.Binary
		}
		return arrow.ListOfNonNullable(arrowType(kind.Elem()))
	}
	panic(fmt.Sprintf("a row has a field of type %s", kind))
}

// appendArrow appends a value to the column of its type.
func appendArrow(to array.Builder, v reflect.Value) {
	if v.Kind() == reflect.Pointer {
		if v.IsNil() {
			to.AppendNull()
			return
		}
		v = v.Elem()
	}
	switch to := to.(type) {
	case *array.TimestampBuilder:
		if at := v.Interface().(time.Time); !at.IsZero() {
			to.Append(arrow.Timestamp(at.UnixMicro()))
			return
		}
		to.AppendNull()
	case *array.StringBuilder:
		to.Append(v.String())
	case *array.BooleanBuilder:
		to.Append(v.Bool())
	case *array.Int32Builder:
		to.Append(int32(v.Int()))
	case *array.Int64Builder:
		to.Append(v.Int())
	case *array.Float64Builder:
		to.Append(v.Float())
	case *array.BinaryBuilder:
		to.Append(v.Bytes())
	case *array.StructBuilder:
		to.Append(true)
		for i := range v.NumField() {
			appendArrow(to.FieldBuilder(i), v.Field(i))
		}
	case *array.ListBuilder:
		to.Append(true)
		for i := range v.Len() {
			appendArrow(to.ValueBuilder(), v.Index(i))
		}
	}
}
