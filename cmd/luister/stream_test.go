package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"runtime"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
)

// echo answers a line with its number, fails on "bad" and panics on "panic".
func echo() func([]byte) (any, error) {
	return func(line []byte) (any, error) {
		switch string(line) {
		case "bad":
			return nil, errors.New("cannot use it")
		case "panic":
			panic("secret text of the line")
		}
		return map[string]int{"n": len(line)}, nil
	}
}

func TestStreamLines(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{"", ""},
		{"a\nbb\n", `{"n":1}|{"n":2}|`},
		{"a\r\nbb", `{"n":1}|{"n":2}|`},
		{"a\n\nb\n", `{"n":1}|{"n":0}|{"n":1}|`},
		{"a\nbad\nccc\n", `{"n":1}|{"error":"cannot use it"}|{"n":3}|`},
		{"panic\na\n", `{"error":"the program failed on this line (string); please report it"}|{"n":1}|`},
	} {
		var out bytes.Buffer
		if err := streamLines(strings.NewReader(tt.in), &out, echo); err != nil {
			t.Fatal(err)
		}
		if got := strings.ReplaceAll(out.String(), "\n", "|"); got != tt.want {
			t.Errorf("%q: got %s, want %s", tt.in, got, tt.want)
		}
	}
}

func TestStreamLinesKeepsOrder(t *testing.T) {
	var in strings.Builder
	for i := range 10_000 {
		in.WriteString(strings.Repeat("x", i%1000) + "\n")
	}
	var out bytes.Buffer
	if err := streamLines(iotest.HalfReader(strings.NewReader(in.String())), &out, echo); err != nil {
		t.Fatal(err)
	}
	dec := json.NewDecoder(&out)
	for i := range 10_000 {
		var got struct{ N int }
		if err := dec.Decode(&got); err != nil || got.N != i%1000 {
			t.Fatalf("line %d: %v, %v", i, got, err)
		}
	}
}

func TestStreamLinesReportsTheWorld(t *testing.T) {
	broken := errors.New("disk gone")
	if err := streamLines(iotest.ErrReader(broken), io.Discard, echo); !errors.Is(err, broken) {
		t.Errorf("reading: %v", err)
	}
	if err := streamLines(strings.NewReader("a\n"), failing{broken}, echo); !errors.Is(err, broken) {
		t.Errorf("writing: %v", err)
	}
}

type failing struct{ err error }

func (f failing) Write([]byte) (int, error) { return 0, f.err }

func TestFanOutStopsEarly(t *testing.T) {
	read := 0
	in := iter.Seq[int](func(yield func(int) bool) {
		for i := range 1_000_000 {
			if read++; !yield(i) {
				return
			}
		}
	})
	before := runtime.NumGoroutine()
	for out := range fanOut(in, func() func(int) string { return func(i int) string { return fmt.Sprint(i) } }) {
		if out == "10" {
			break
		}
	}
	if read > 1000 {
		t.Errorf("read %d elements although ten were wanted", read)
	}
	if after := runtime.NumGoroutine(); after > before {
		t.Errorf("%d goroutines left behind", after-before)
	}
}

func TestDecodeLineKeepsTextToItself(t *testing.T) {
	for _, line := range []string{``, `{"id":"geheim"`, `{"id":7}`, `geheim`} {
		var v struct{ ID string }
		err := decodeLine([]byte(line), &v)
		if err == nil || strings.Contains(err.Error(), "geheim") {
			t.Errorf("%q: %v", line, err)
		}
	}
	var n struct{ N int8 }
	if err := decodeLine([]byte(`{"n":123456782}`), &n); err == nil || strings.Contains(err.Error(), "123") {
		t.Errorf("a number that does not fit: %v", err)
	}
	var v struct{ ID string }
	if err := decodeLine([]byte(`{"id":"a"}`), &v); err != nil || !slices.Equal([]string{v.ID}, []string{"a"}) {
		t.Errorf("good line: %v, %v", v, err)
	}
}
