package agenda

import (
	"math"
	"slices"
	"testing"
	"time"

	"luister/cluster/decision"
	"luister/cluster/infer"
)

var now = time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)

func order(drivers []Driver, o Options) []string {
	var ids []string
	for _, r := range Make(drivers, nil, now, o) {
		ids = append(ids, r.Driver)
	}
	return ids
}

// TestMake holds what puts a driver first, and that volume alone does not.
func TestMake(t *testing.T) {
	usual := func(id string, n int) Driver {
		return Driver{ID: id, Complaints: n, Severity: 1.5, Impact: 1, Recent: float64(n) / 6, Expected: float64(n) / 6, Repeat: infer.Estimate{N: n, Value: .1}}
	}
	many, severe, grown, back, few := usual("many", 2000), usual("severe", 100), usual("grown", 100), usual("back", 100), usual("few", 1)
	severe.Severity, grown.Recent, back.Repeat.Value = 3.5, 35, .2
	few.Severity = 4                                                                                   // one complaint says little
	mild, silent := usual("mild", 100), Driver{ID: "silent", Repeat: infer.Estimate{Value: .5, N: 50}} // once they came back often
	mild.Severity = .5
	drivers := []Driver{many, silent, usual("usual", 100), few, grown, back, severe, mild}
	if got := order(drivers, Options{}); !slices.Equal(got[:3], []string{"severe", "grown", "back"}) || got[7] != "silent" {
		t.Errorf("%q", got)
	}
	if got := order(drivers, Options{Weights: Weights{Repeat: 1}}); got[0] != "back" {
		t.Errorf("by repeats: %q", got)
	}
	slices.Reverse(drivers)
	for _, r := range Make(drivers, nil, now, Options{}) {
		w := Default()
		product := math.Pow(r.Severity, w.Severity) * math.Pow(r.Impact, w.Impact) * math.Pow(r.Trend, w.Trend) * math.Pow(r.Repeat, w.Repeat)
		if math.Abs(product-r.Score) > 1e-9 {
			t.Errorf("%s: the score %v is not the product of its parts %v", r.Driver, r.Score, product)
		}
	}
}

// TestVolume holds that ten times the feedback of the same weight, at the same
// pace, moves a driver of enough complaints by next to nothing.
func TestVolume(t *testing.T) {
	score := func(n float64) float64 {
		a := Driver{ID: "a", Complaints: int(n), Severity: 2, Impact: .2, Recent: n / 6, Expected: n / 6, Repeat: infer.Estimate{Value: .1}}
		b := Driver{ID: "b", Complaints: 500, Severity: 2, Impact: .2, Recent: 80, Expected: 80, Repeat: infer.Estimate{Value: .1}}
		return Make([]Driver{a, b}, nil, now, Options{})[0].Score
	}
	if few, many := score(200), score(2000); math.Abs(many/few-1) > .05 {
		t.Errorf("200 complaints score %.3f, 2,000 score %.3f", few, many)
	}
}

// TestFewCountByNumber holds that a driver is drawn towards the usual one by how
// few complaints it has, without a number at which it begins to count, and that
// parts in which no driver differs move nobody.
func TestFewCountByNumber(t *testing.T) {
	last := 1.0
	for n := range 60 {
		d := []Driver{{ID: "a", Complaints: n, Severity: 4, Scored: n, Loss: 2, Repeat: infer.Estimate{N: n, Value: .4}}, {ID: "b", Complaints: 1000, Severity: 1, Scored: 1000, Loss: 1, Repeat: infer.Estimate{N: 1000, Value: .1}}}
		for _, r := range Make(d, nil, now, Options{}) {
			if r.Driver != "a" {
				continue
			}
			if n > 0 && (r.Score <= last || r.Score > 1.35*last) || r.Complaints != n || math.Abs(r.Own-float64(n)/float64(n+10)) > 1e-9 || r.Trend != 1 {
				t.Errorf("%d complaints: %+v after %v", n, r, last)
			}
			last = r.Score
		}
	}
	none := []Driver{{ID: "a", Complaints: 1}, {ID: "b", Complaints: 1000}}
	for _, r := range Make(none, nil, now, Options{}) {
		if r.Score != 1 {
			t.Errorf("of no severity at all: %+v", r)
		}
	}
}

// TestUnknown holds that what is not known puts nobody first or last.
func TestUnknown(t *testing.T) {
	nan := math.NaN()
	for _, r := range Make([]Driver{{ID: "a", Severity: nan, Impact: nan, Repeat: infer.Estimate{Value: nan}}, {ID: "b"}}, nil, now, Options{}) {
		if math.Abs(r.Score-1) > 1e-9 {
			t.Errorf("%+v", r)
		}
	}
	if len(Make(nil, nil, now, Options{})) != 0 {
		t.Error("an agenda of nothing")
	}
}

// TestReasons draws when a driver is due.
func TestReasons(t *testing.T) {
	day := 24 * time.Hour
	session := func(ago time.Duration) []Session { return []Session{{At: now.Add(-ago), Drivers: []string{"D"}}} }
	for _, tt := range []struct {
		name     string
		d        Driver
		sessions []Session
		want     []string
	}{
		{"nothing", Driver{Complaints: 100, Owner: "x"}, session(40 * day), nil},
		{"new", Driver{Complaints: 100, Owner: "x", Founded: now.Add(-9 * day)}, nil, []string{"nieuw"}},
		{"new, but discussed", Driver{Complaints: 100, Owner: "x", Founded: now.Add(-9 * day)}, session(2 * day), nil},
		{"grown and back", Driver{Complaints: 100, Owner: "x", Grown: true, Repeating: true}, session(40 * day), []string{"gegroeid", "herhaalt"}},
		{"grown, discussed last week", Driver{Complaints: 100, Owner: "x", Grown: true}, session(7 * day), nil},
		{"long ago", Driver{Complaints: 100, Owner: "x"}, session(220 * day), []string{"niet-besproken"}},
		{"never, nobody's", Driver{Complaints: 100}, nil, []string{"niet-besproken", "geen-eigenaar"}},
		{"small", Driver{Complaints: 3}, nil, nil},
		{"measures", Driver{Complaints: 100, Owner: "x", Overdue: []string{"M1"}, Failed: []string{"M2"}}, session(40 * day), []string{"geen-effect", "te-laat"}},
	} {
		tt.d.ID = "D"
		var got []string
		for _, r := range Make([]Driver{tt.d}, tt.sessions, now, Options{})[0].Reasons {
			got = append(got, r.ID)
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}

// TestSessions holds how events make the log.
func TestSessions(t *testing.T) {
	events := []decision.Event{
		{ID: "e1", At: now, Who: "a", Kind: decision.Session, Field: "S1", Others: []string{"D0001", "D0002"}, Values: map[string]string{"date": "2026-05-01"}},
		{ID: "e2", At: now, Who: "a", Kind: decision.Session, Field: "S1", Others: []string{"D0002"}, Values: map[string]string{"agreed": "sms vooraf"}},
		{ID: "e3", At: now, Who: "a", Kind: decision.Session, Field: "S2", Others: []string{"D0003"}, Values: map[string]string{"date": "2026-05-20"}},
		{ID: "e4", At: now, Who: "a", Kind: decision.Merge, Driver: "D0009", Others: []string{"D0001"}},
	}
	log := Sessions(events, decision.Fold(events, decision.Declared{}))
	if len(log) != 2 || log[0].ID != "S2" || !slices.Equal(log[1].Drivers, []string{"D0009", "D0002"}) || log[1].Values["agreed"] != "sms vooraf" {
		t.Errorf("%+v", log)
	}
}

// TestWeights holds which weights are refused.
func TestWeights(t *testing.T) {
	for w, ok := range map[Weights]bool{Default(): true, {}: false, {Trend: -1}: false, {Trend: 9}: false, {Impact: 2}: true} {
		if (w.Check() == nil) != ok {
			t.Errorf("%+v: %v", w, w.Check())
		}
	}
}
