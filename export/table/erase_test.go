package table

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"
)

func TestErase(t *testing.T) {
	day := func(n int) time.Time { return someDay.AddDate(0, 0, n) }
	old := build(t, nil, "r1", func(w *Writer) {
		must(t, Put(w, "2026-01",
			Feedback{ID: "A", Text: "weg", ReceivedMonth: "2026-01", Received: day(0)},
			Feedback{ID: "B", DuplicateOf: "A", ReceivedMonth: "2026-01", Received: day(2)},
			Feedback{ID: "C", DuplicateOf: "A", ReceivedMonth: "2026-01", Received: day(1)},
			Feedback{ID: "D", NearOf: "A", Near: .9, ReceivedMonth: "2026-01"},
			Feedback{ID: "E", DuplicateOf: "X", ReceivedMonth: "2026-01"}))
		must(t, Put(w, "2026-02", Feedback{ID: "F", DuplicateOf: "A", ReceivedMonth: "2026-02", Received: day(30)}))
		must(t, Put(w, "2026-01", FeedbackTopic{FeedbackID: "A", Topic: "x"}, FeedbackTopic{FeedbackID: "B", Topic: "x"}))
		must(t, Put(w, "2026-01", Document{FeedbackID: "A", Terms: []string{"weg"}}))
		must(t, Put(w, "", Driver{ID: "D1", Feedback: 6, Quotes: []Quote{{FeedbackID: "A"}, {FeedbackID: "B"}}}, Driver{ID: "D2", Name: "oude naam", Phrases: []string{"geheim", "openbaar"}}))
		must(t, Put(w, "", DriverEvent{At: someDay, DriverID: "D1", OtherID: "A"}))
		must(t, Put(w, "", Run{RunID: "r1", Started: someDay, New: 6}))
	})
	made := build(t, old, "r2", func(w *Writer) {
		must(t, w.Erase([]string{"A"}, map[string]string{"geheim": "", "oude naam": "nieuwe naam"}))
	})
	links := map[string]string{}
	for f, err := range Scan[Feedback](made) {
		must(t, err)
		links[f.ID] = f.DuplicateOf + f.NearOf
	}
	want := map[string]string{"B": "C", "C": "", "D": "", "E": "X", "F": "C"}
	if len(links) != len(want) {
		t.Errorf("left: %v", links)
	}
	for id, to := range want {
		if links[id] != to {
			t.Errorf("%s is linked to %q, want %q", id, links[id], to)
		}
	}
	drivers, err := All[Driver](made)
	must(t, err)
	if len(drivers) != 2 || len(drivers[0].Quotes) != 1 || drivers[0].Quotes[0].FeedbackID != "B" || drivers[0].Feedback != 6 {
		t.Errorf("drivers %+v", drivers)
	}
	for _, k := range kinds() {
		for row, err := range k.scan(made) {
			must(t, err)
			if said := fmt.Sprintf("%+v", row.Interface()); strings.Contains(said, ":A ") || strings.Contains(said, "weg") {
				t.Errorf("table %s still holds it: %s", k.name(), said)
			}
		}
	}
	if runs, _ := All[Run](made); len(runs) != 1 || runs[0].New != 6 {
		t.Errorf("the counts of earlier runs changed: %+v", runs)
	}
	if d := drivers[1]; d.Name != "nieuwe naam" || len(d.Phrases) != 1 {
		t.Errorf("what was said: %+v", d)
	}
	must(t, made.Check())
	must(t, old.Check())
	if rows := old.Rows("feedback"); rows != 6 {
		t.Errorf("the old tables changed: %d rows", rows)
	}
}

// TestScrubLists holds that an id that goes is taken out of what people wrote too.
func TestScrubLists(t *testing.T) {
	d := Decision{Who: "ana", Why: "zie ID1", Feedback: []string{"ID1", "ID2"}, Values: []Value{{"feedback", "ID2,ID1"}, {"what", "sms vooraf"}}}
	if _, named := scrub(reflect.ValueOf(&d).Elem(), map[string]string{"ID1": ""}); !named {
		t.Error("nothing was found")
	}
	if d.Why != "" || len(d.Feedback) != 1 || len(d.Values) != 1 || d.Values[0].Name != "what" {
		t.Errorf("left: %+v", d)
	}
}
