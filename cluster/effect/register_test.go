package effect

import (
	"math"
	"strings"
	"testing"
	"time"

	"luister/cluster/decision"
	"luister/cluster/infer"
)

// TestParseMeasures holds what is read, and that a fault says where it is.
func TestParseMeasures(t *testing.T) {
	all, err := ParseMeasures([]byte("measures:\n  - {id: M1, driver: D0003, what: sms vooraf, start: 20260301, cost: 1200.5, customers: panel van 8, status: ingevoerd}\n"))
	if err != nil || len(all) != 1 || all[0].Cost != 1200.5 || !all[0].Start.Equal(date("2026-03-01")) {
		t.Errorf("%+v, %v", all, err)
	}
	if all, err := ParseMeasures([]byte("# niets\n")); err != nil || len(all) != 0 {
		t.Errorf("only comment: %v, %v", all, err)
	}
	for _, tt := range []struct{ file, want string }{
		{"measures:\n  - id: M1\n    driver: D3\n    what: x\n", "[3:13]"},
		{"measures:\n  - id: M1\n    driver: D0003\n", "[2:7] measures: what is missing"},
		{"measures:\n  - {id: M1, driver: D0003, what: x}\n  - id: M1\n    driver: D0003\n    what: y\n", "[3:9] measures: id is there twice"},
		{"measures:\n  - id: M1\n    driver: D0003\n    what: x\n    statsu: gepland\n", "[5:5]"},
		{"measures:\n  - id: M1\n    driver: D0003\n    what: x\n    start: 1 maart\n", "[5:12] measures: start must be a date, written as 2026-03-01"},
		{"measures:\n  - id: M1\n    driver: D0003\n    what: x\n    status: klaar\n", "[5:13] measures: status must be one of gepland"},
		{"measures:\n  - id: M1\n    driver: D0003\n    what: x\n    start: 2026-03-01\n    end: 2026-02-01\n", "[6:10] measures: end is before"},
	} {
		if _, err := ParseMeasures([]byte(tt.file)); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%q: %v, want %q", tt.file, err, tt.want)
		}
	}
	for _, tt := range []struct{ file, want string }{
		{"targets:\n  - id: T1\n    indicator: herhaling\n    baseline: 0.2\n    target: 0.2\n    date: 2026-12-31\n", "[5:13]"},
		{"targets:\n  - id: T1\n    indicator: herhaling\n    baseline: 0.2\n    target: 0.1\n", "date is missing"},
	} {
		if _, err := ParseTargets([]byte(tt.file)); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%q: %v, want %q", tt.file, err, tt.want)
		}
	}
}

func FuzzParseMeasures(f *testing.F) {
	f.Add([]byte("measures:\n  - {id: M1, driver: D0003, what: sms vooraf, start: 2026-03-01}\n"))
	f.Add([]byte("measures:\n  - id: \"\"\n"))
	f.Add([]byte("measures:\n !0000000 "))
	f.Fuzz(func(t *testing.T, b []byte) {
		all, err := ParseMeasures(b)
		if err != nil {
			return
		}
		for i := range all {
			if all[i].ID == "" || !decision.IsDriver(all[i].Driver) {
				t.Errorf("read as a measure: %+v", all[i])
			}
		}
	})
}

func date(text string) time.Time {
	at, err := time.Parse(time.DateOnly, text)
	if err != nil {
		panic(err)
	}
	return at
}

// TestMeasures holds how events and the file come together.
func TestMeasures(t *testing.T) {
	at := date("2026-02-01")
	events := []decision.Event{
		{ID: "e1", At: at, Who: "x", Kind: decision.Measure, Driver: "D0001", Field: "M1", Values: map[string]string{"what": "sms vooraf", "start": "2026-03-01"}},
		{ID: "e2", At: at, Who: "x", Kind: decision.Measure, Field: "M1", Values: map[string]string{"cost": "1200,50", "status": "ingevoerd"}},
		{ID: "e3", At: at, Who: "x", Kind: decision.Measure, Driver: "D0001", Field: "M2", Values: map[string]string{"what": "van de pagina"}},
		{ID: "e4", At: at, Who: "x", Kind: decision.Measure, Driver: "D0001", Field: "M3", Values: map[string]string{"what": "vergissing"}},
		{ID: "e5", At: at, Who: "x", Kind: decision.Undo, From: "e4"},
		{ID: "e6", At: at, Who: "x", Kind: decision.Measure, Field: "M4", Values: map[string]string{"start": "morgen"}},
		{ID: "e7", At: at, Who: "x", Kind: decision.Merge, Driver: "D0002", Others: []string{"D0001"}},
	}
	file := []Measure{{ID: "M2", Driver: "D0009", What: "uit het bestand"}}
	all, notes := Measures(file, events, decision.Fold(events, decision.Declared{}))
	if len(all) != 2 || all[0].Driver != "D0002" || all[0].Cost != 1200.5 || all[0].Status != "ingevoerd" || all[1].What != "uit het bestand" {
		t.Errorf("%+v", all)
	}
	if len(notes) != 2 || !strings.HasPrefix(notes[0], "M4: driver") || !strings.Contains(notes[1], "start: must be a date") {
		t.Errorf("%q", notes)
	}
	if m := (&Measure{Due: day{Time: at}}); !m.Overdue(at.AddDate(0, 0, 1)) || m.Overdue(at) {
		t.Error("a measure is overdue after its day")
	}
}

// TestAttained draws where a target stands.
func TestAttained(t *testing.T) {
	target := &Target{Baseline: .30, From: day{Time: date("2026-01-01")}, Target: .20, Date: day{Time: date("2026-12-31")}}
	for _, tt := range []struct {
		at               string
		value, low, high float64
		n                int
		want             Standing
	}{
		{"2026-07-01", .18, .15, .19, 400, Reached},
		{"2026-07-01", .24, .22, .26, 400, OnCourse},
		{"2026-07-01", .26, .24, .28, 400, Unsure},
		{"2026-07-01", .30, .28, .32, 400, Behind},
		{"2026-07-01", .40, .38, .42, 400, Behind},
		{"2026-07-01", .10, .02, .50, 4, TooFew},
		{"2026-07-01", math.NaN(), math.NaN(), math.NaN(), 400, Unsure}, // not half of the waits have ended
		{"2027-01-01", .19, .16, .22, 400, Reached},
		{"2027-01-01", .21, .19, .23, 400, Unsure},
		{"2027-01-01", .25, .23, .27, 400, Missed},
	} {
		a := Attained(target, infer.Estimate{N: tt.n, Value: tt.value, Interval: infer.Interval{Low: tt.low, High: tt.high}}, date(tt.at))
		if a.Standing != tt.want {
			t.Errorf("%s, %v (%v-%v): %q, want %q; %+v", tt.at, tt.value, tt.low, tt.high, a.Standing, tt.want, a)
		}
	}
}
