package delimited

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"
)

// benchText is 32 MB of feedback as it is delivered: short cells and a text of
// some sixty words, every third one quoted with a line break.
func benchText(quoted bool) []byte {
	text := cleanTables()["feedback"]
	s := style{delim: ";", quoteAll: quoted}
	one := cleanTable{rows: text.rows}
	var b bytes.Buffer
	b.Write(style{delim: ";"}.write(cleanTable{header: text.header}))
	for b.Len() < 32<<20 {
		b.Write(s.write(one))
	}
	return b.Bytes()
}

// perCore reports MB per second of processor time, garbage collection included: a
// measure that other work on the machine does not change.
func perCore(b *testing.B, size int) func() {
	used := func() time.Duration {
		var u syscall.Rusage
		if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
			b.Fatal(err)
		}
		return time.Duration(u.Utime.Nano() + u.Stime.Nano())
	}
	from := used()
	return func() {
		b.ReportMetric(float64(size)*float64(b.N)/1e6/(used()-from).Seconds(), "MB/cpu-s")
	}
}

// benchStated is how benchText is written.
func benchStated() Dialect {
	return Dialect{Encoding: "utf-8", Delimiter: ";", Quote: `"`, Escape: double, SkipRows: -1, HeaderRows: 1}
}

// TestEvalSpeed measures clean files against encoding/csv in the same run, in MB
// per second of processor time, the best of several runs.
func TestEvalSpeed(t *testing.T) {
	needEval(t)
	for _, c := range []struct {
		name   string
		text   []byte
		stated Dialect
		floor  float64
	}{
		{"stated", benchText(false), benchStated(), 150},
		{"detected", benchText(false), Dialect{}, 80},
		{"stated_quoted", benchText(true), benchStated(), 150},
		{"detected_quoted", benchText(true), Dialect{}, 80},
	} {
		var own, std float64
		for range 7 {
			own = max(own, speed(t, c.text, func() error { return readAll(c.text, c.stated) }))
			std = max(std, speed(t, c.text, func() error { return readStandard(c.text) }))
		}
		fmt.Printf("EVAL ingest/delimited speed_%s %.0f n=%d\n", c.name, own, len(c.text))
		fmt.Printf("EVAL ingest/delimited speed_%s_to_encoding_csv %.2f n=%d\n", c.name, own/std, len(c.text))
		if own < c.floor {
			t.Errorf("%s: %.0f MB per second, floor %.0f; encoding/csv %.0f", c.name, own, c.floor, std)
		}
	}
}

func speed(t *testing.T, text []byte, read func() error) float64 {
	var from, to syscall.Rusage
	runtime.GC()
	if err := errors.Join(syscall.Getrusage(syscall.RUSAGE_SELF, &from), read(), syscall.Getrusage(syscall.RUSAGE_SELF, &to)); err != nil {
		t.Fatal(err)
	}
	return float64(len(text)) / 1e6 / (float64(to.Utime.Nano()+to.Stime.Nano()-from.Utime.Nano()-from.Stime.Nano()) / 1e9)
}

func readAll(text []byte, stated Dialect) error {
	r, err := Open(bytes.NewReader(text), stated)
	if err != nil {
		return err
	}
	for rec, err := range r.Records() {
		if err != nil || rec.Reject != "" {
			return errors.Join(err, errors.New(rec.Reject))
		}
	}
	return nil
}

func readStandard(text []byte) error {
	r := csv.NewReader(bytes.NewReader(text))
	r.Comma = ';'
	for {
		if _, err := r.Read(); err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
	}
}

func BenchmarkRead(b *testing.B) {
	stated := benchStated()
	for _, c := range []struct {
		name   string
		text   []byte
		stated Dialect
	}{
		{"stated", benchText(false), stated},
		{"detected", benchText(false), Dialect{}},
		{"stated-quoted", benchText(true), stated},
		{"detected-quoted", benchText(true), Dialect{}},
		{"detected-cr", []byte(strings.ReplaceAll(string(benchText(false)), "\r\n", "\r")), Dialect{}},
	} {
		b.Run(c.name, func(b *testing.B) {
			b.SetBytes(int64(len(c.text)))
			b.ReportAllocs()
			defer perCore(b, len(c.text))()
			for b.Loop() {
				if err := readAll(c.text, c.stated); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run(c.name+"/encoding-csv", func(b *testing.B) {
			if c.name == "detected-cr" {
				b.Skip("encoding/csv does not read CR")
			}
			b.SetBytes(int64(len(c.text)))
			b.ReportAllocs()
			defer perCore(b, len(c.text))()
			for b.Loop() {
				if err := readStandard(c.text); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
