package delimited

import (
	"bytes"
	"encoding/csv"
	"io"
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

func BenchmarkRead(b *testing.B) {
	stated := Dialect{Encoding: "utf-8", Delimiter: ";", Quote: `"`, Escape: double, SkipRows: -1, HeaderRows: 1}
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
				r, err := Open(bytes.NewReader(c.text), c.stated)
				if err != nil {
					b.Fatal(err)
				}
				n := 0
				for rec, err := range r.Records() {
					if err != nil {
						b.Fatal(err)
					}
					if rec.Reject == "" {
						n++
					}
				}
				if n < 1000 {
					b.Fatal(n)
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
				r := csv.NewReader(bytes.NewReader(c.text))
				r.Comma = ';'
				for {
					if _, err := r.Read(); err == io.EOF {
						break
					} else if err != nil {
						b.Fatal(err)
					}
				}
			}
		})
	}
}
