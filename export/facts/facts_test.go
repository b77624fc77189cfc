package facts

import (
	"fmt"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"luister/export/table"
)

// An addition is some feedback of one driver, on one day.
type addition struct {
	driver    string
	day       string
	n         int
	sentiment string
	team      string
}

// load makes tables of additions and reads their facts.
func load(t *testing.T, all ...addition) (*Facts, *table.Tables) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "tables")
	w, err := table.NewWriter(dir, "R2", nil)
	must(t, err)
	n, drivers := 0, map[string]bool{}
	for _, a := range all {
		at, _ := time.Parse("2006-01-02", a.day)
		month := table.NoMonth
		if !at.IsZero() {
			month = a.day[:7]
		}
		for range a.n {
			n++
			id := fmt.Sprintf("F%05d", n)
			must(t, table.Put(w, month, table.Feedback{ID: id, Received: at, ReceivedMonth: month, Sentiment: a.sentiment, Form: "klacht", Department: a.team, Line: "tweede",
				Text: fmt.Sprintf("Tekst %d, omdat het zo is", n), Causes: []table.Span{{Start: 0, End: 14}, {Start: 3, End: 9999}}}))
			must(t, table.Put(w, month, table.FeedbackTopic{FeedbackID: id, Topic: "t." + a.driver, Sentiment: "positief"}))
			if a.driver != "" {
				must(t, table.Put(w, month, table.FeedbackDriver{FeedbackID: id, DriverID: a.driver, Rank: 1, Score: 1 / float64(n)}))
				drivers[a.driver] = true
			}
		}
	}
	for id := range drivers {
		must(t, table.Put(w, "", table.Driver{ID: id, Name: id, Severity: 2}))
	}
	must(t, table.Put(w, "", table.Driver{ID: "EMPTY"}, table.Driver{ID: "MERGED", MergedInto: "A"}))
	must(t, table.Put(w, "", table.DriverRank{DriverID: "A", Place: 1}, table.DriverRank{DriverID: "B", Place: 2, Why: []string{"gegroeid"}}, table.DriverRank{DriverID: "C", Place: 3, Why: []string{"nieuw"}}))
	must(t, table.Put(w, "", table.DriverEvent{DriverID: "C", Kind: "gevonden", RunID: "R2"}, table.DriverEvent{DriverID: "A", Kind: "gevonden", RunID: "R1"}))
	must(t, table.Put(w, "", table.Run{RunID: "R1"}, table.Run{RunID: "R2", Started: time.Date(2026, 7, 1, 0, 0, 0, 0, time.UTC)}))
	must(t, w.Close())
	tables, err := table.Open(dir)
	must(t, err)
	t.Cleanup(func() { tables.Close() })
	f, err := Load(tables)
	must(t, err)
	return f, tables
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// TestDrivers holds order, growth and novelty.
func TestDrivers(t *testing.T) {
	f, _ := load(t,
		addition{"A", "2026-02-10", 20, "negatief", "x"}, addition{"A", "2026-06-20", 5, "positief", "x"},
		addition{"B", "2026-02-10", 6, "negatief", "x"}, addition{"B", "2026-06-20", 15, "negatief", "x"},
		addition{"C", "2026-06-29", 1, "gemengd", "x"}, addition{"", "2026-03-01", 4, "neutraal", "x"},
		addition{"A", "2099-01-01", 1, "neutraal", "x"}, addition{"A", "", 1, "neutraal", "x"})
	var ids []string
	for _, d := range f.Drivers {
		ids = append(ids, d.ID)
	}
	if !slices.Equal(ids, []string{"A", "B", "C"}) || f.Driver("EMPTY") != nil || f.Driver("MERGED") != nil {
		t.Errorf("drivers %v", ids)
	}
	a, b, c := f.Driver("A"), f.Driver("B"), f.Driver("C")
	if a.Growing || !b.Growing || c.Growing || a.New || b.New || !c.New {
		t.Errorf("growing %v %v %v, new %v %v %v", a.Growing, b.Growing, c.Growing, a.New, b.New, c.New)
	}
	if a.Recent != 5 || a.Split != (Count{N: 27, Negative: 20, Positive: 5}) || a.TopTopic != "t.A" || a.Repeat != 27 {
		t.Errorf("A: recent %d, split %v, topic %s, repeat %d", a.Recent, a.Split, a.TopTopic, a.Repeat)
	}
	if got := f.Due(3); len(got) != 3 || got[0] != b || got[1] != c || got[2] != a {
		t.Errorf("due: %v", got)
	}
	if got := f.Latest.Format("2006-01-02"); got != "2026-06-29" || len(f.Months) != 5 {
		t.Errorf("latest %s, months %v: a date after the run does not count", got, f.Months)
	}
	row, ok := f.Row(f.IDsOf(b.Rows, 1)[0])
	if in := f.DriversOf(row); !ok || len(in) != 1 || in[0] != b {
		t.Errorf("drivers of a row: %v", in)
	}
	sum := 0
	for _, month := range f.Monthly(f.All()) {
		sum += month.N
	}
	if sum != len(f.IDs)-2 {
		t.Errorf("the months have %d of %d feedback, want all but the two without a date that counts", sum, len(f.IDs))
	}
}

// TestSegments holds that few are not counted out, and what is called more.
func TestSegments(t *testing.T) {
	f, _ := load(t, addition{"A", "2026-02-10", 12, "negatief", "Techniek"}, addition{"A", "2026-02-11", 4, "positief", "Balie"},
		addition{"", "2026-03-01", 40, "neutraal", "Balie"}, addition{"", "2026-03-01", 3, "neutraal", ""})
	got := f.Segments(f.Driver("A").Rows, &f.Department)
	if len(got) != 2 || got[0].Value != "Techniek" || got[0].N != 12 || !got[0].More || got[0].Small {
		t.Errorf("segments %+v", got)
	}
	if few := got[1]; !few.Small || few.N != 0 || few.Positive != 0 || few.Negative != 0 || few.More {
		t.Errorf("four feedback of one team are told: %+v", few)
	}
}

func TestVoices(t *testing.T) {
	f, tables := load(t, addition{"A", "2026-02-10", 30, "negatief", "x"})
	f.Driver("A").Unusual = []table.Quote{{FeedbackID: "F00030", Start: 0, End: 5}}
	v, err := f.Voices(tables, f.Driver("A"))
	must(t, err)
	if v.Read != 30 || len(v.Newest) == 0 || len(v.Compliments) != 0 || len(v.Complaints) == 0 {
		t.Errorf("read %d, newest %d, complaints %d", v.Read, len(v.Newest), len(v.Complaints))
	}
	if len(v.Causes) == 0 || v.Causes[0].Said() != "Tekst 1, omdat" {
		t.Errorf("causes %v", v.Causes)
	}
	if len(v.Unusual) != 1 || v.Unusual[0].ID != "F00030" || v.Unusual[0].Said() != "Tekst" {
		t.Errorf("unusual %+v", v.Unusual)
	}
}

func TestNothing(t *testing.T) {
	f, _ := load(t)
	if len(f.Drivers) != 0 || len(f.Months) != 0 || !f.Latest.IsZero() || len(f.Monthly(f.All())) != 0 {
		t.Errorf("%+v", f)
	}
}

// TestMidnight holds that a day begins at midnight in Amsterdam, as it does in
// the months of the tables.
func TestMidnight(t *testing.T) {
	first, last := time.Date(2025, 12, 31, 23, 0, 0, 0, time.UTC), time.Date(2026, 3, 31, 22, 0, 0, 0, time.UTC)
	f := &Facts{IDs: []string{"F1", "F2"}, received: []int64{first.UnixMicro(), last.UnixMicro()}}
	f.Run.Started = last.AddDate(0, 1, 0)
	f.date()
	if want := []string{"2026-01", "2026-02", "2026-03", "2026-04"}; !slices.Equal(f.Months, want) || !slices.Equal(f.month, []int32{0, 3}) {
		t.Errorf("months %v, rows in %v", f.Months, f.month)
	}
	day := time.Date(2026, 4, 1, 0, 0, 0, 0, time.UTC)
	if got := f.Of(Side{From: day, Until: day}); !slices.Equal(got, []int32{1}) {
		t.Errorf("received on 1 April: %v", got)
	}
	if got := f.Of(Side{Until: day.AddDate(0, 0, -1)}); !slices.Equal(got, []int32{0}) {
		t.Errorf("received before: %v", got)
	}
}
