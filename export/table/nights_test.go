package table

import (
	"flag"
	"fmt"
	"path"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"
)

// TestNights holds any sequence of nights against a plain map: nothing lost,
// nothing doubled, and the same files as one night that knew it all.
func TestNights(t *testing.T) {
	must(t, flag.Set("rapid.checks", "25")) // every one writes and syncs dozens of files
	rapid.Check(t, func(rt *rapid.T) {
		want := map[string]Feedback{}
		var tables *Tables
		nights := rapid.IntRange(1, 4).Draw(rt, "nights")
		for night := range nights {
			fresh := rapid.SliceOfN(rapid.IntRange(0, 30), 0, 12).Draw(rt, "new")
			gone := rapid.SliceOfN(rapid.IntRange(0, 30), 0, 5).Draw(rt, "gone")
			tables = build(t, tables, "r", func(w *Writer) {
				for _, i := range gone {
					w.Drop(idOf(i))
					delete(want, idOf(i))
				}
				for _, i := range fresh {
					row := Feedback{ID: idOf(i), Version: int32(night), ReceivedMonth: fmt.Sprintf("2026-%02d", 1+(i+night)%3)}
					w.Drop(row.ID)
					if old, ok := want[row.ID]; ok && old.Version == row.Version {
						continue // once a night
					}
					must(t, Put(w, row.ReceivedMonth, row))
					want[row.ID] = row
				}
			})
		}
		got := map[string]Feedback{}
		for _, row := range scanned[Feedback](t, tables) {
			if _, twice := got[row.ID]; twice {
				rt.Fatalf("%s is there twice", row.ID)
			}
			got[row.ID] = row
		}
		if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
			rt.Fatalf("after %d nights (-want +got):\n%s", nights, diff)
		}
		once := build(t, nil, "r", func(w *Writer) {
			for _, id := range slices.Sorted(keysOf(want)) {
				must(t, Put(w, want[id].ReceivedMonth, want[id]))
			}
		})
		if diff := cmp.Diff(once.list, tables.list); diff != "" {
			rt.Fatalf("the files differ from those of one night:\n%s", diff)
		}
	})
}

func idOf(i int) string { return fmt.Sprintf("F%02d", i) }

func keysOf(m map[string]Feedback) func(func(string) bool) {
	return func(yield func(string) bool) {
		for id := range m {
			if !yield(id) {
				return
			}
		}
	}
}

// TestDropFrom holds that other drivers of some feedback write no file of another
// table again, and no month that they are not in.
func TestDropFrom(t *testing.T) {
	old := build(t, nil, "r1", func(w *Writer) {
		for _, month := range []string{"2026-01", "2026-02"} {
			id := "F" + month
			must(t, Put(w, month, Feedback{ID: id, ReceivedMonth: month}))
			must(t, Put(w, month, FeedbackDriver{FeedbackID: id, DriverID: "D0001", Rank: 1}))
		}
	})
	now := build(t, old, "r2", func(w *Writer) {
		w.DropFrom("feedback_driver", "F2026-01")
		must(t, Put(w, "2026-01", FeedbackDriver{FeedbackID: "F2026-01", DriverID: "D0002", Rank: 1}))
	})
	if got := scanned[FeedbackDriver](t, now); len(got) != 2 || got[0].DriverID != "D0002" || got[1].DriverID != "D0001" {
		t.Errorf("got %+v", got)
	}
	want := []string{"feedback/month=2026-01/r1.parquet", "feedback/month=2026-02/r1.parquet", "feedback_driver/month=2026-01/r2.parquet", "feedback_driver/month=2026-02/r1.parquet"}
	got := slices.DeleteFunc(sortedKeys(now.list.Files), func(rel string) bool { return path.Base(rel) == "empty.parquet" })
	if !slices.Equal(got, want) {
		t.Errorf("files %v, want %v", got, want)
	}
}
