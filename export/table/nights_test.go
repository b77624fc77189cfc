package table

import (
	"bytes"
	"errors"
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
// nothing doubled, the same rows in the same order as of one night that knew it
// all, whatever parts the months have; and the same files where parts are small.
func TestNights(t *testing.T) {
	must(t, flag.Set("rapid.checks", "25")) // every one writes and syncs dozens of files
	rapid.Check(t, func(rt *rapid.T) {
		want := map[string]Feedback{}
		var tables *Tables
		nights := rapid.IntRange(1, 4).Draw(rt, "nights")
		small := rapid.SampledFrom([]int64{0, 3, smallRows}).Draw(rt, "small")
		for night := range nights {
			fresh := rapid.SliceOfN(rapid.IntRange(0, 30), 0, 12).Draw(rt, "new")
			gone := rapid.SliceOfN(rapid.IntRange(0, 30), 0, 5).Draw(rt, "gone")
			run := "r"
			if small < smallRows {
				run = fmt.Sprintf("r%d", night)
			}
			tables = build(t, tables, run, func(w *Writer) {
				w.small = small
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
		if diff := cmp.Diff(read(t, once), read(t, tables)); diff != "" {
			rt.Fatalf("read otherwise than what one night writes:\n%s", diff)
		}
		if diff := cmp.Diff(once.list, tables.list); small == smallRows && diff != "" {
			rt.Fatalf("the files differ from those of one night:\n%s", diff)
		}
	})
}

// A reading is what every way of reading says of the feedback of tables.
type reading struct {
	CSV     string
	IDs     []string
	Version []int64
	Months  map[string][]string
	Texts   map[string]string
	Said    []Said
	Rows    []Feedback
	Count   int
}

func read(t *testing.T, tables *Tables) (r reading) {
	t.Helper()
	var b bytes.Buffer
	must(t, tables.Cat(&b, "feedback", CSV))
	r.CSV = b.String()
	for _, columns := range [][]string{{"feedback_id", "version"}, {"version"}} {
		frame, err := tables.Columns("feedback", nil, columns...)
		must(t, err)
		r.IDs, r.Version = append(r.IDs, frame.Strings("feedback_id")...), append(r.Version, frame.Ints("version")...)
	}
	ids := append(slices.Clone(r.IDs), "no such id")
	slices.Reverse(ids)
	var errs [5]error
	r.Months, errs[0] = tables.Months(ids...)
	r.Texts, errs[1] = tables.Texts(ids...)
	r.Said, errs[2] = tables.Said(ids...)
	r.Rows, errs[3] = Get[Feedback](tables, ids...)
	r.Count, errs[4] = tables.Count("feedback", ids...)
	must(t, errors.Join(errs[:]...))
	for _, here := range r.Months {
		slices.Sort(here)
	}
	return r
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
