package table

import (
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/parquet-go/parquet-go"
)

// oldDocument is the table document before it had all of its columns, and with
// one that was never written.
type oldDocument struct {
	FeedbackID string   `parquet:"feedback_id"`
	Terms      []string `parquet:"terms,list" parquet-element:",dict"`
}

// TestOlderFiles reads and merges a file that lacks columns.
func TestOlderFiles(t *testing.T) {
	first := build(t, nil, "r1", func(w *Writer) {
		for _, id := range []string{"F1", "F2"} {
			must(t, Put(w, "2026-01", Feedback{ID: id}, Feedback{ID: id}))
			must(t, Put(w, "2026-01", Document{FeedbackID: id}))
		}
	})
	path := onlyFile(t, first, "document", "2026-01")
	must(t, os.Remove(path))
	var rows []oldDocument
	for _, id := range []string{"F1", "F2"} {
		rows = append(rows, oldDocument{id, []string{"factuur", id}})
	}
	info, err := writeFile(path, func(f io.Writer) (int64, error) {
		return writeRows(f, func(yield func(*oldDocument, error) bool) {
			for i := range rows {
				yield(&rows[i], nil)
			}
		}, []parquet.WriterOption{parquet.DefaultEncodingFor(parquet.ByteArray, &parquet.Plain)})
	})
	must(t, err)
	first.list.Files["document/month=2026-01/r1.parquet"] = info
	must(t, os.Remove(filepath.Join(first.dir, listName)))
	must(t, first.list.write(first.dir))

	old, err := Open(first.dir)
	must(t, err)
	defer old.Close()
	got, err := Get[Document](old, "F2")
	must(t, err)
	if len(got) != 1 || len(got[0].Terms) != 2 || got[0].Terms[1] != "F2" || len(got[0].Vector) > 0 || got[0].VectorVersion != "" {
		t.Errorf("an older row reads as %+v", got)
	}
	before, err := old.Columns("document", nil, "terms", "vector_version", "text_hash", "vector")
	must(t, err)
	if len(before.Strings("vector_version")) != 2 || len(before.Ints("text_hash")) != 2 || len(before.Lists("terms")) != 2 {
		t.Errorf("columns of an older file: %+v", before)
	}
	if _, err := old.Columns("document", nil, "no such column"); err == nil {
		t.Error("a column that no schema has gave no error")
	}
	night := build(t, old, "r2", func(w *Writer) {
		must(t, Put(w, "2026-01", Document{FeedbackID: "F3", Terms: []string{"nieuw"}, Vector: EncodeVector([]float32{1, 2})}))
	})
	frame, err := night.Columns("document", nil, "feedback_id", "terms", "vector", "vector_version")
	must(t, err)
	flat, dim := frame.Vectors("vector")
	if frame.Rows != 3 || dim != 2 || flat[4] != 1 || frame.Lists("terms")[1][1] != "F2" || len(frame.Strings("vector_version")) != 3 {
		t.Errorf("after a night: %d rows, dim %d, %v, terms %v", frame.Rows, dim, flat, frame.Lists("terms"))
	}
	must(t, old.Check())
}
