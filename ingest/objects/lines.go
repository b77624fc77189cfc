package objects

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// lineLimit is the longest line that is read as an object.
const lineLimit = 16 << 20

// The reasons for which a line of JSON Lines is rejected.
const (
	noObject = "de regel is geen JSON-object"
	tooLong  = "de regel is te lang"
)

// lines reads a file in which every line is an object. A line that is none does
// not spoil the others.
type lines struct {
	in     *bufio.Reader
	number int
}

// byLine says whether a text is JSON Lines: at least two of its first lines are
// whole objects, and they are more than those that are not.
func byLine(text []byte) bool {
	whole, other := 0, 0
	for range 20 {
		line, rest, ended := bytes.Cut(text, []byte("\n"))
		if text = rest; len(bytes.TrimSpace(line)) > 0 {
			if line = bytes.TrimSpace(line); line[0] == '{' && json.Valid(line) {
				whole++
			} else if ended { // the last one may be cut off
				other++
			}
		}
		if !ended {
			break
		}
	}
	return whole >= 2 && whole > other
}

// next reads the next line that is not empty.
func (l *lines) next(see func(name string)) (object, error) {
	for {
		line, long, err := l.read()
		if err != nil && !errors.Is(err, io.EOF) {
			return object{}, fmt.Errorf("reading JSON: %w", err)
		}
		if line = bytes.TrimSpace(line); len(line) > 0 || long {
			return l.parse(line, long, see), nil
		}
		if err != nil {
			return object{}, io.EOF
		}
	}
}

// read gives one line; of one that is too long nothing is kept.
func (l *lines) read() (line []byte, long bool, err error) {
	l.number++
	for {
		part, err := l.in.ReadSlice('\n')
		if long = long || len(line)+len(part) > lineLimit; long {
			line = nil
		} else {
			line = append(line, part...)
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return line, long, err
		}
	}
}

// parse reads the object of a line.
func (l *lines) parse(line []byte, long bool, see func(name string)) object {
	switch {
	case long:
		return object{number: l.number, reject: tooLong}
	case line[0] != '{' || !json.Valid(line):
		return object{number: l.number, reject: noObject}
	}
	decoder := json.NewDecoder(bytes.NewReader(line))
	decoder.UseNumber()
	_, err := decoder.Token() // {
	flat := flattener{decoder, map[string]string{}, see}
	if err == nil {
		err = flat.object("", 0)
	}
	if err != nil {
		return object{number: l.number, reject: noObject}
	}
	return object{number: l.number, fields: flat.fields}
}
