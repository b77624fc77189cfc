package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"runtime"
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

// streamLines is the one place where a streaming command runs in parallel. It
// reads JSON Lines from r, answers each line with each(line) as one line of
// JSON on w, in the order of the input, and uses all processors. A line that
// each cannot use is answered with {"error": ...} and the others go on. Memory
// does not grow with the input. newEach is called once per worker, so that what
// it gives may keep scratch space.
func streamLines(r io.Reader, w io.Writer, newEach func() func(line []byte) (any, error)) error {
	type job struct {
		lines [][]byte
		out   chan []byte
	}
	workers := runtime.GOMAXPROCS(0)
	jobs := make(chan job, workers)
	ordered := make(chan chan []byte, 4*workers)

	var working sync.WaitGroup
	for range workers {
		working.Go(func() {
			each := newEach()
			for j := range jobs {
				j.out <- answerLines(j.lines, each)
			}
		})
	}

	var readErr error
	go func() {
		defer close(ordered)
		defer close(jobs)
		readErr = eachBatch(r, func(lines [][]byte) {
			j := job{lines, make(chan []byte, 1)}
			ordered <- j.out
			jobs <- j
		})
	}()

	out := bufio.NewWriterSize(w, streamBuffer)
	var writeErr error
	for answer := range ordered {
		b := <-answer
		if writeErr == nil {
			_, writeErr = out.Write(b)
		}
		if writeErr == nil && len(ordered) == 0 {
			writeErr = out.Flush() // whoever reads line by line is not kept waiting
		}
	}
	working.Wait()
	if writeErr == nil {
		writeErr = out.Flush()
	}
	return errors.Join(wrap("reading standard input", readErr), wrap("writing standard output", writeErr))
}

// eachBatch hands the lines of r on in batches; a last line without a newline
// counts, and an empty line is a line.
func eachBatch(r io.Reader, hand func(lines [][]byte)) error {
	in := bufio.NewReaderSize(r, streamBuffer)
	var batch [][]byte
	for {
		line, err := readLine(in)
		if err == nil || len(line) > 0 {
			batch = append(batch, line)
		}
		if len(batch) == streamBatch || (err != nil && len(batch) > 0) || (len(batch) > 0 && in.Buffered() == 0) {
			hand(batch)
			batch = nil
		}
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
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

func answerLines(lines [][]byte, each func([]byte) (any, error)) []byte {
	var out []byte
	for _, line := range lines {
		answer, err := safely(each, line)
		if err != nil {
			answer = lineError{err.Error()}
		}
		b, err := json.Marshal(answer)
		if err != nil {
			b, _ = json.Marshal(lineError{err.Error()})
		}
		out = append(append(out, b...), '\n')
	}
	return out
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
			return fmt.Errorf("field %q cannot be a %s", wrong.Field, wrong.Value)
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
