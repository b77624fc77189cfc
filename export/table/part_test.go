package table

import (
	"fmt"
	"path"
	"slices"
	"strings"
	"testing"
)

// TestParts holds which files a night writes of a month, and which it leaves.
func TestParts(t *testing.T) {
	const month = "2026-01"
	someIDs := func(prefix string, n int) (ids []string) {
		for i := range n {
			ids = append(ids, fmt.Sprintf("%s%03d", prefix, i))
		}
		return ids
	}
	nights := []struct {
		about     string
		put, drop []string
		want      string // parts with their rows
	}{
		{"the first night makes one part", someIDs("A", 200), nil, "r0:200"},
		{"a few rows are a part of their own", someIDs("B", 30), nil, "r0:200 r1:30"},
		{"fewer still", someIDs("C", 4), nil, "r0:200 r1:30 r2:4"},
		{"a small part goes into the next", someIDs("D", 1), nil, "r0:200 r1:30 r3:5"},
		{"so does what is not much larger", someIDs("E", 3), nil, "r0:200 r4:38"},
		{"a row that changes has only its part written", []string{"C003"}, []string{"C003"}, "r0:200 r5:38"},
		{"so has a row that goes", nil, []string{"C001"}, "r0:200 r6:37"},
		{"what is not there changes nothing", nil, []string{"X"}, "r0:200 r6:37"},
		{"a row of the same thing replaces the old one wherever it is", []string{"A007"}, nil, "r8:237"},
		{"a month of which nothing is left has no part", nil, slices.Concat(someIDs("A", 200), someIDs("B", 30), someIDs("C", 4), someIDs("D", 1), someIDs("E", 3)), ""},
	}
	var tables *Tables
	for i, night := range nights {
		tables = build(t, tables, fmt.Sprintf("r%d", i), func(w *Writer) {
			w.small = 5
			w.Drop(night.drop...)
			for _, id := range night.put {
				must(t, Put(w, month, Feedback{ID: id, ReceivedMonth: month, Version: int32(i)}))
			}
			must(t, Put(w, "2025-12", Feedback{ID: fmt.Sprintf("Z%d", i), ReceivedMonth: "2025-12"}))
		})
		var got []string
		for _, rel := range tables.files["feedback"][month] {
			got = append(got, fmt.Sprintf("%s:%d", strings.TrimSuffix(path.Base(rel), ".parquet"), tables.list.Files[rel].Rows))
		}
		if strings.Join(got, " ") != night.want {
			t.Errorf("%s: got %q, want %q", night.about, got, night.want)
		}
		must(t, tables.Check())
	}
}

// TestPartOfSameRun: a part that is named as the file to be made is written again:
// an erasure may write a month of one snapshot twice in one run.
func TestPartOfSameRun(t *testing.T) {
	put := func(w *Writer, ids ...string) {
		w.small = 0
		for _, id := range ids {
			must(t, Put(w, "2026-01", FeedbackFlag{FeedbackID: id, Flag: "x"}))
			must(t, Put(w, "2026-01", Feedback{ID: id}))
		}
	}
	first := build(t, nil, "r1", func(w *Writer) { put(w, "A", "B", "C", "D", "E", "F") })
	second := build(t, first, "r2", func(w *Writer) { put(w, "G") })
	third := build(t, second, "r2", func(w *Writer) { w.small = 0; w.Drop("A") })
	if rows := third.Rows("feedback_flag"); rows != 6 || len(third.files["feedback_flag"]["2026-01"]) != 1 {
		t.Errorf("%d rows in %v", rows, third.files["feedback_flag"])
	}
	must(t, third.Check())
}
