package table

import (
	"cmp"
	"os"
	"path/filepath"
	"strconv"
	"testing"
)

// benchRows is how many rows are written and read; LUISTER_BENCH_N sets it.
func benchRows() int {
	n, _ := strconv.Atoi(cmp.Or(os.Getenv("LUISTER_BENCH_N"), "100000"))
	return n
}

func benchTables(b *testing.B) (*Tables, []Feedback) {
	rows := someFeedback(benchRows())
	return build(b, nil, "r1", func(w *Writer) { putFeedback(b, w, rows) }), rows
}

func putFeedback(b *testing.B, w *Writer, rows []Feedback) {
	for i := range rows {
		must(b, Put(w, rows[i].ReceivedMonth, rows[i]))
	}
}

func BenchmarkWrite(b *testing.B) {
	rows := someFeedback(benchRows())
	for b.Loop() {
		w, err := NewWriter(filepath.Join(b.TempDir(), "t"), "r1", nil)
		must(b, err)
		putFeedback(b, w, rows)
		must(b, w.Close())
	}
	b.ReportMetric(float64(benchRows())*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}

func BenchmarkScan(b *testing.B) {
	tables, _ := benchTables(b)
	for b.Loop() {
		n := 0
		for _, err := range Scan[Feedback](tables) {
			must(b, err)
			n++
		}
	}
	b.ReportMetric(float64(benchRows())*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}

func BenchmarkLedgerColumns(b *testing.B) {
	tables, _ := benchTables(b)
	for b.Loop() {
		fresh, err := Open(tables.Dir()) // with the check of every SHA-256
		must(b, err)
		_, err = fresh.Columns("feedback", nil, "feedback_id", "key_hash", "content_hash", "version", "customer_id", "received_month")
		must(b, err)
	}
	b.ReportMetric(float64(benchRows())*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}

func BenchmarkGet20(b *testing.B) {
	tables, rows := benchTables(b)
	i := 0
	for b.Loop() {
		ids := make([]string, 20)
		for j := range ids {
			ids[j] = rows[(i*7919+j*104729)%len(rows)].ID
		}
		i++
		_, err := Get[Feedback](tables, ids...)
		must(b, err)
	}
}

func BenchmarkTexts100(b *testing.B) {
	tables, rows := benchTables(b)
	i := 0
	for b.Loop() {
		ids := make([]string, 100)
		for j := range ids {
			ids[j] = rows[(i*7919+j*104729)%len(rows)].ID
		}
		i++
		_, err := tables.Texts(ids...)
		must(b, err)
	}
}
