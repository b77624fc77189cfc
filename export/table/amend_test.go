package table

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestAmend adds a small table twice over two nights: only the last one is
// there, everything else is untouched, and the night before keeps its own.
func TestAmend(t *testing.T) {
	rows := someFeedback(20)
	var nights []*Tables
	for night, name := range []string{"eerste", "tweede"} {
		var old *Tables
		if night > 0 {
			old = nights[night-1]
		}
		made := build(t, old, name, func(w *Writer) {
			if night == 0 {
				putAll(t, w, rows)
			}
			w.Clear("driver")
			must(t, Put(w, "", Driver{ID: "D0001"}))
		})
		w := Amend(made, name)
		w.Clear("driver")
		must(t, Put(w, "", Driver{ID: "D0001", Topic: name})) // which the run wrote before
		must(t, Put(w, "", DriverTrend{DriverID: "D0001", Feedback: int64(night)}))
		must(t, w.Close())
		again, err := Open(made.Dir())
		must(t, err)
		t.Cleanup(func() { again.Close() })
		must(t, again.Check())
		nights = append(nights, again)
	}
	for night, tables := range nights {
		if got := scanned[DriverTrend](t, tables); len(got) != 1 || got[0].Feedback != int64(night) {
			t.Errorf("night %d: %+v", night, got)
		}
		if got := scanned[Driver](t, tables); len(got) != 1 || got[0].Topic != []string{"eerste", "tweede"}[night] {
			t.Errorf("night %d: %+v", night, got)
		}
		if diff := cmp.Diff(int64(20), tables.Rows("feedback")); diff != "" {
			t.Errorf("night %d: feedback %s", night, diff)
		}
	}
	left, err := os.ReadDir(filepath.Join(nights[1].Dir(), "driver_trend"))
	must(t, err)
	if len(left) != 1 || left[0].Name() != "tweede.parquet" {
		t.Errorf("files of the night before lie in the new directory: %v", left)
	}
	if err := Put(Amend(nights[1], "derde"), "2026-01", rows[0]); err == nil {
		t.Error("feedback could be amended")
	}
}
