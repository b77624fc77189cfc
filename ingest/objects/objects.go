// Package objects reads JSON as a table: one record per object.
//
// It owns where the objects are in a file (an array, one object per line, or the
// list inside an envelope such as {"tickets": [...], "next_page": ...}) and how
// an object becomes columns: nested names are joined with a dot, lists of plain
// values with a comma, and lists of {id, value} pairs become a column per id. It
// reads bytes and gives a header and Records in the order of the file, with
// memory that does not grow with it. It never interprets a value, and no error
// holds text of the file.
package objects

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"

	"luister/ingest/charset"
)

// headerObjects is how many objects tell the columns; a name that appears only
// later is not read.
const headerObjects = 300

// peeked is how far is looked for the end of the first value.
const peeked = 1 << 20

// A Record is one object. Number is its line where every line holds one object;
// else it counts from 1, for a file of one line has no other place to name.
type Record struct {
	Number int
	Fields []string
	Reject string // why a line holds no object; it has no fields then
}

// A Reader gives the objects of one file.
type Reader struct {
	decoder *json.Decoder
	inList  bool   // objects are items of a list, else they follow each other
	lines   *lines // set if every line is an object
	header  []string
	column  map[string]int
	first   []object // those that told the header
	number  int
	ended   bool
}

// ErrNoObjects says that a file is JSON without a list of objects.
var ErrNoObjects = errors.New("the file is JSON, but holds no list of objects: export the records as an array, one object per line, or CSV")

// Looks says whether the first bytes of a file can be JSON that holds objects.
func Looks(sample []byte) bool {
	sample = bytes.TrimLeft(bytes.TrimPrefix(sample, []byte("\ufeff")), " \t\r\n")
	if byLine(sample) {
		return true
	}
	if len(sample) == 0 || sample[0] != '{' && sample[0] != '[' {
		return false
	}
	decoder := json.NewDecoder(bytes.NewReader(sample))
	for i := range 4 { // [ { "name" value
		if _, err := decoder.Token(); err != nil {
			return i >= 2 && errors.Is(err, io.ErrUnexpectedEOF) // a long value
		}
	}
	return true
}

// Open finds the objects and reads the names of the columns.
func Open(r io.Reader) (*Reader, error) {
	raw := bufio.NewReaderSize(r, 1<<16)
	sample, _ := raw.Peek(1 << 16)
	text := bufio.NewReaderSize(charset.NewReader(raw, charset.Detect(sample)), peeked)
	start, _ := text.Peek(peeked)
	start = bytes.Clone(start) // the buffer is read on
	reader := &Reader{decoder: json.NewDecoder(text), column: map[string]int{}}
	reader.decoder.UseNumber()
	if byLine(start) {
		reader.lines = &lines{in: text}
		return reader, reader.learn()
	}
	if err := reader.enter(start); err != nil {
		return nil, err
	}
	return reader, reader.learn()
}

// enter moves to the first object.
func (r *Reader) enter(start []byte) error {
	start = bytes.TrimLeft(start, " \t\r\n")
	switch {
	case len(start) == 0:
		return errors.New("the file is empty: ask for the delivery again")
	case start[0] == '[':
		r.inList = true
		_, err := r.decoder.Token()
		return syntax(err)
	case start[0] != '{':
		return ErrNoObjects
	case followed(start):
		return nil
	}
	r.inList = true
	err := r.envelope()
	if errors.Is(err, ErrNoObjects) && r.single(start) {
		return nil
	}
	return err
}

// single reads the file again as one object that is a record by itself: one with
// several fields, so that {"error": "..."} is none.
func (r *Reader) single(start []byte) bool {
	var fields map[string]json.RawMessage
	if json.Unmarshal(start, &fields) != nil || len(fields) < 3 {
		return false
	}
	r.inList, r.decoder = false, json.NewDecoder(bytes.NewReader(start))
	r.decoder.UseNumber()
	return true
}

// followed says whether something stands behind the first value.
func followed(start []byte) bool {
	decoder := json.NewDecoder(bytes.NewReader(start))
	var first json.RawMessage
	if decoder.Decode(&first) != nil {
		return false
	}
	return len(bytes.TrimSpace(start[decoder.InputOffset():])) > 0
}

// envelope moves to the first list of objects of the one object that there is.
func (r *Reader) envelope() error {
	if _, err := r.decoder.Token(); err != nil {
		return syntax(err)
	}
	for r.decoder.More() {
		if _, err := r.decoder.Token(); err != nil { // the name
			return syntax(err)
		}
		value, err := r.decoder.Token()
		if err != nil {
			return syntax(err)
		}
		if value == json.Delim('[') && r.listOfObjects() {
			return nil
		}
		if _, nested := value.(json.Delim); nested {
			if err := r.skip(); err != nil {
				return err
			}
		}
	}
	return ErrNoObjects
}

// listOfObjects looks whether the list just entered holds objects, without
// moving.
func (r *Reader) listOfObjects() bool {
	if !r.decoder.More() {
		return false
	}
	buffered, err := io.ReadAll(r.decoder.Buffered())
	buffered = bytes.TrimLeft(buffered, " \t\r\n,")
	return err == nil && len(buffered) > 0 && buffered[0] == '{'
}

// skip moves behind the list or object just entered.
func (r *Reader) skip() error {
	for depth := 1; depth > 0; {
		token, err := r.decoder.Token()
		if err != nil {
			return syntax(err)
		}
		switch token {
		case json.Delim('{'), json.Delim('['):
			depth++
		case json.Delim('}'), json.Delim(']'):
			depth--
		}
	}
	return nil
}

// learn reads the first objects for the names of the columns.
func (r *Reader) learn() error {
	good := 0
	for len(r.first) < headerObjects {
		o, err := r.next(func(name string) {
			if _, known := r.column[name]; !known {
				r.column[name] = len(r.header)
				r.header = append(r.header, name)
			}
		})
		if errors.Is(err, io.EOF) {
			r.ended = true
			break
		}
		if err != nil {
			return err
		}
		if o.reject == "" {
			good++
		}
		r.first = append(r.first, o)
	}
	if good == 0 {
		return ErrNoObjects
	}
	return nil
}

// Header gives the names of the columns, in the order of their appearance.
func (r *Reader) Header() []string { return r.header }

// Records gives the objects of the file, once. A line that holds no object is a
// Record with Reject. An error ends them: from there on the file is not JSON.
func (r *Reader) Records() iter.Seq2[Record, error] {
	return func(yield func(Record, error) bool) {
		for _, o := range r.first {
			if !yield(r.record(o), nil) {
				return
			}
		}
		for r.first = nil; !r.ended; {
			o, err := r.next(func(string) {})
			if errors.Is(err, io.EOF) {
				return
			}
			if err != nil {
				yield(Record{Number: r.number}, fmt.Errorf("object %d: %w", r.number, err))
				return
			}
			if !yield(r.record(o), nil) {
				return
			}
		}
	}
}

func (r *Reader) record(o object) Record {
	fields := make([]string, len(r.header))
	for name, value := range o.fields {
		if i, known := r.column[name]; known {
			fields[i] = value
		}
	}
	return Record{o.number, fields, o.reject}
}

// An object is one object with its names joined, or why there is none.
type object struct {
	number int
	fields map[string]string
	reject string
}

// next reads one object; see is told every name in its order.
func (r *Reader) next(see func(name string)) (object, error) {
	if r.lines != nil {
		return r.lines.next(see)
	}
	if r.inList && !r.decoder.More() {
		return object{}, io.EOF
	}
	token, err := r.decoder.Token()
	if errors.Is(err, io.EOF) && !r.inList {
		return object{}, io.EOF
	}
	if r.number++; err != nil {
		return object{}, syntax(err)
	}
	if token != json.Delim('{') {
		return object{}, ErrNoObjects
	}
	flat := flattener{r.decoder, map[string]string{}, see}
	return object{number: r.number, fields: flat.fields}, flat.object("", 0)
}

// syntax says where a file is not JSON, without repeating it.
func syntax(err error) error {
	if err == nil {
		return nil
	}
	if wrong, ok := errors.AsType[*json.SyntaxError](err); ok {
		return fmt.Errorf("not valid JSON at byte %d", wrong.Offset)
	}
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return errors.New("the JSON is cut off: ask for the delivery again")
	}
	return fmt.Errorf("reading JSON: %w", err)
}

// joined joins a prefix and a name.
func joined(prefix, name string) string {
	if prefix == "" {
		return name
	}
	return prefix + "." + strings.TrimSpace(name)
}
