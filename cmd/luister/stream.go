package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"
	"sync"
)

// A lineError is what a streaming command answers for a line it cannot use.
type lineError struct {
	Error string `json:"error"`
}

const (
	streamBatch  = 64 // lines handed to a worker at a time
	streamBuffer = 1 << 20
)

// streamLines reads JSON Lines from r and answers each line with each(line) as
// one line of JSON on w, in the order of the input. A line that each cannot use
// is answered with {"error": ...} and the others go on. Memory does not grow
// with the input. newEach is called once per worker.
func streamLines(r io.Reader, w io.Writer, newEach func() func(line []byte) (any, error)) error {
	var readErr error
	written := sync.Pool{New: func() any { return new([]byte) }}
	answers := fanOut(batches(r, &readErr), func() func([][]byte) *[]byte {
		each := newEach()
		return func(lines [][]byte) *[]byte {
			out := written.Get().(*[]byte)
			*out = answerLines((*out)[:0], lines, each)
			return out
		}
	})
	for answer := range answers {
		if _, err := w.Write(*answer); err != nil {
			return wrap("writing standard output", err)
		}
		written.Put(answer)
	}
	return wrap("reading standard input", readErr)
}

// batches gives the lines of r some at a time: as many as have come in, so that
// whoever writes line by line is not kept waiting. A last line without a newline
// counts, and an empty line is a line. What goes wrong is left in err.
func batches(r io.Reader, err *error) iter.Seq[[][]byte] {
	return func(yield func([][]byte) bool) {
		in := bufio.NewReaderSize(r, streamBuffer)
		var batch [][]byte
		for {
			line, readErr := readLine(in)
			if readErr == nil || len(line) > 0 {
				batch = append(batch, line)
			}
			full := len(batch) == streamBatch || readErr != nil || in.Buffered() == 0
			if full && len(batch) > 0 {
				if !yield(batch) {
					return
				}
				batch = nil
			}
			if readErr != nil {
				if readErr != io.EOF {
					*err = readErr
				}
				return
			}
		}
	}
}

// readLine reads one line of any length, without its end.
func readLine(in *bufio.Reader) ([]byte, error) {
	line, err := in.ReadBytes('\n')
	if n := len(line); n > 0 && line[n-1] == '\n' {
		line = line[:n-1]
	}
	if n := len(line); n > 0 && line[n-1] == '\r' {
		line = line[:n-1]
	}
	return line, err
}

// answerLines appends the answers to lines to out.
func answerLines(out []byte, lines [][]byte, each func([]byte) (any, error)) []byte {
	for _, line := range lines {
		answer, err := safely(each, line)
		if err != nil {
			answer = lineError{err.Error()}
		}
		out = append(appendAnswer(out, answer), '\n')
	}
	return out
}

// appendAnswer appends the JSON of an answer. One that is JSON already is taken
// as it is: checking it again took more time than making it.
func appendAnswer(out []byte, answer any) []byte {
	if ready, ok := answer.(json.RawMessage); ok {
		return append(out, ready...)
	}
	b, err := json.Marshal(answer)
	if err != nil {
		b, _ = json.Marshal(lineError{err.Error()})
	}
	return append(out, b...)
}

// safely turns a panic on one line into that line's error: one bad line costs
// one line, and the text of the line is not repeated.
func safely(each func([]byte) (any, error), line []byte) (answer any, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("the program failed on this line (%T); please report it", p)
		}
	}()
	return each(line)
}

// decodeLine reads one line of JSON into v; the error does not repeat the line.
func decodeLine(line []byte, v any) error {
	if len(line) == 0 {
		return errors.New("empty line; one JSON object per line is expected")
	}
	if err := json.Unmarshal(line, v); err != nil {
		if syntax, ok := errors.AsType[*json.SyntaxError](err); ok {
			return fmt.Errorf("not valid JSON at byte %d", syntax.Offset)
		}
		if wrong, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
			kind, _, _ := strings.Cut(wrong.Value, " ") // behind a blank stands the number itself
			return fmt.Errorf("field %q cannot be a %s", wrong.Field, kind)
		}
		return errors.New("not valid JSON")
	}
	return nil
}

// wrap says what was being done when err happened; nil stays nil.
func wrap(doing string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", doing, err)
}
