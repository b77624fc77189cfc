package indicator

import (
	"fmt"
	"math"
	"testing"
	"time"

	"luister/cluster/voice"
)

const day = voice.Day

// example is a small year of feedback, of which every figure can be counted by hand.
func example() *voice.Feedback {
	nan := math.NaN()
	start := time.Date(2025, 1, 10, 12, 0, 0, 0, time.UTC).UnixMicro()
	f := &voice.Feedback{Until: start + 300*day, Flags: map[string][]int32{"herhaling": {1}, "opzegdreiging": {0, 1}}}
	for i, r := range []struct {
		customer, form, stance, source string
		day, closed                    int64 // closed 0: still open
		trust                          int64
		nps, handling                  float64
	}{
		{"a", "klacht", "reactief", "x", 0, 4, -1, 3, 2},
		{"a", "klacht", "reactief", "x", 20, 40, -1, 9, 8},
		{"b", "klacht", "reactief", "x", 5, 10, 0, nan, 9},
		{"c", "compliment", "proactief", "y", 1, 0, 1, 10, nan},
		{"d", "vraag", "proactief", "y", 40, 0, 0, 8, nan},
		{"e", "leeg", "proactief", "y", 40, 0, 0, 1, nan},
		{"f", "klacht", "reactief", "x", 299, 0, 0, nan, nan},
	} {
		f.ID, f.Customer, f.Form, f.Stance = append(f.ID, fmt.Sprint(i)), append(f.Customer, r.customer), append(f.Form, r.form), append(f.Stance, r.stance)
		f.Source, f.Received, f.Trust = append(f.Source, r.source), append(f.Received, start+r.day*day), append(f.Trust, r.trust)
		closed := int64(voice.None)
		if r.closed > 0 {
			closed = start + r.closed*day
		}
		f.Closed, f.NPS, f.Handling = append(f.Closed, closed), append(f.NPS, r.nps), append(f.Handling, r.handling)
		f.Severity, f.Drivers = append(f.Severity, int64(i%3+1)), append(f.Drivers, []string{"D0001"})
	}
	return f
}

// TestOf holds every indicator on the example, over all of it.
func TestOf(t *testing.T) {
	f := example()
	m := NewMaker(f)
	for id, want := range map[string]struct {
		value float64
		n     int
	}{
		"feedback":             {6, 6},
		"klachten":             {4, 4},
		"aandeel_complimenten": {1. / 6, 6},
		"aandeel_proactief":    {2. / 6, 6},
		"vertrouwen":           {1. / 6, 6},
		"wantrouwen":           {2. / 6, 6},
		"zegt_herhaling":       {1. / 4, 4},
		"opzegdreiging":        {2. / 4, 4},
		"herhaling_30":         {.5, 3},     // f was followed for one day: a comes back on day 20, when a and b are at risk
		"niet_afgesloten":      {1. / 3, 3}, // a came back after the first
		"doorlooptijd":         {5, 4},      // 4, 20, 5 and open
		"tevreden_afhandeling": {2. / 3, 3},
		"nps":                  {25, 4}, // 3, 9, 10 and 8
		"afhandeling":          {19. / 3, 3},
		"ernst":                {1.75, 4}, // 1, 2, 3 and 1
	} {
		d, ok := Named(id)
		e := m.Of(d, f.All(), "")
		if !ok || math.Abs(e.Value-want.value) > 1e-9 || e.N != want.n || e.Low > e.Value || e.High < e.Value {
			t.Errorf("%s: %v of %d (%v-%v), want %v of %d", id, e.Value, e.N, e.Low, e.High, want.value, want.n)
		}
	}
	d, _ := Named("herhaling_90")
	if e := m.Of(d, f.All(), "D0002"); !math.IsNaN(e.Value) || e.N != 0 {
		t.Errorf("another driver: %+v", e)
	}
}

// TestMonthly holds months, groups and the last year.
func TestMonthly(t *testing.T) {
	got := map[string]float64{}
	for _, v := range NewMaker(example()).Monthly(time.UTC) {
		got[v.Indicator+" "+v.Month+" "+v.Dimension+" "+v.Group] = v.Value
	}
	for key, want := range map[string]float64{
		"feedback 2025-01  ": 4, "feedback 2025-02  ": 1, "feedback 2025-11  ": 1, "feedback   ": 6,
		"feedback  stance proactief": 2, "afhandeling  source x": 19. / 3,
	} {
		if v, ok := got[key]; !ok || math.Abs(v-want) > 1e-9 {
			t.Errorf("%q: %v, want %v", key, v, want)
		}
	}
	for _, key := range []string{"afhandeling   ", "feedback 2025-05  ", "nps  source x"} {
		if v, ok := got[key]; ok {
			t.Errorf("%q: %v, want none", key, v)
		}
	}
}

// TestDefinitions holds that every indicator is described, and its id is once there.
func TestDefinitions(t *testing.T) {
	seen := map[string]bool{}
	for _, d := range Definitions() {
		if d.ID == "" || d.Label == "" || d.Meaning == "" || d.Unit == "" || d.of == nil || seen[d.ID] {
			t.Errorf("%+v", d)
		}
		seen[d.ID] = true
	}
	if len(NewMaker(&voice.Feedback{}).Monthly(time.UTC)) != 0 {
		t.Error("something of nothing")
	}
}
