package voice

import (
	"math"
	"slices"
	"testing"
)

// TestPeople holds who is one person: the customer, or else the case.
func TestPeople(t *testing.T) {
	f := &Feedback{ID: make([]string, 6), Customer: []string{"a", "", "b", "c", "", ""}, Case: []string{"z1", "z1", "z2", "z2", "z2", ""}}
	if got := f.People(); !slices.Equal(got, []string{"a", "a", "b", "c", "zaak z2", ""}) {
		t.Errorf("%q", got)
	}
}

// TestPeopleOfSources holds that an e-mail address joins what a customer said in
// several sources, and that one of several customers does not.
func TestPeopleOfSources(t *testing.T) {
	var f Feedback
	for _, row := range [][4]string{ // source, customer, contact, case
		{"tickets", "c1", "e1", ""}, {"mail", "e1", "e1", ""}, {"enquete", "r7", "e1", ""}, // one person
		{"tickets", "c2", "e2", ""}, {"tickets", "c3", "e2", ""}, {"mail", "e2", "", ""}, // a shared address
		{"tickets", "c4", "e4", ""}, {"tickets", "c4", "e5", "z"}, {"mail", "e5", "", ""}, {"mail", "", "", "z"}, // two addresses of one customer
		{"mail", "e6", "", ""},
	} {
		f.ID = append(f.ID, "")
		f.Source, f.Customer = append(f.Source, row[0]), append(f.Customer, row[1])
		f.Contact, f.Case = append(f.Contact, row[2]), append(f.Case, row[3])
	}
	want := []string{"c1", "c1", "c1", "c2", "c3", "e2", "c4", "c4", "c4", "c4", "e6"}
	if got := f.People(); !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

// TestDissatisfied holds where the middle of a scale is, source by source: a
// source that states its scale is not judged by the scores that happen to be there.
func TestDissatisfied(t *testing.T) {
	f := &Feedback{ID: make([]string, 10), Source: []string{"vijf", "vijf", "tien", "tien", "tien", "zeven", "zeven", "vijf", "laag", "laag"},
		Handling: []float64{5, 2, 10, 5, 6, 7, 3, math.NaN(), 4, 3}, HandlingScale: map[string]Scale{"laag": {1, 10}}}
	dissatisfied, known := f.Dissatisfied()
	if !slices.Equal(dissatisfied, []bool{false, true, false, true, false, false, true, false, true, true}) || slices.Contains(known[:7], false) || known[7] {
		t.Errorf("%v %v", dissatisfied, known)
	}
}

// TestScales holds that a source has the scale that it states, unless a score lies
// outside it, and else the smallest usual one that holds its scores.
func TestScales(t *testing.T) {
	none := Scale{}
	for _, tt := range []struct {
		low, high    float64
		stated, want Scale
	}{
		{2, 5, none, Scale{1, 5}}, {2, 7, none, Scale{1, 7}}, {2, 6, none, Scale{1, 7}}, {0, 10, none, Scale{0, 10}}, {1, 10, none, Scale{1, 10}},
		{1, 100, none, Scale{0, 100}}, {0, 250, none, Scale{0, 250}},
		{2, 5, Scale{1, 7}, Scale{1, 7}}, {3, 4, Scale{0, 10}, Scale{0, 10}}, {1, 5, Scale{1, 5}, Scale{1, 5}}, {20, 90, Scale{0, 100}, Scale{0, 100}},
		{1, 10, Scale{1, 5}, Scale{1, 10}}, {0, 5, Scale{1, 5}, Scale{0, 5}}, {2, 2, Scale{2, 2}, Scale{1, 5}},
	} {
		scores := []float64{math.NaN(), tt.high, tt.low}
		got := Scales(scores, func(int) string { return "bron" }, map[string]Scale{"bron": tt.stated, "ander": {1, 3}})
		if len(got) != 1 || got["bron"] != tt.want {
			t.Errorf("%+v: %v", tt, got)
		}
	}
}

// TestCounts holds what takes part in figures, and what an unknown column says.
func TestCounts(t *testing.T) {
	f := &Feedback{ID: make([]string, 5), Form: []string{"klacht", "leeg", "klacht", "klacht", "compliment"}, Received: []int64{1, 1, None, 9, 1}, Until: 5, Drivers: [][]string{{"D"}, nil, {"D", "E"}, nil, nil}}
	for row, want := range []bool{true, false, false, false, true} {
		if f.Counts(row) != want {
			t.Errorf("row %d counts: %v", row, !want)
		}
	}
	if !f.Complaint(0) || f.Complaint(4) || Text(f.Line, 0) != "" || Time(f.Closed, 0) != None || !math.IsNaN(Score(f.NPS, 0)) || Yes(f.Consent, 0) {
		t.Error("an unknown column says something")
	}
	if by := f.ByDriver(); !slices.Equal(by["D"], []int32{0, 2}) || !slices.Equal(by["E"], []int32{2}) {
		t.Errorf("%v", by)
	}
}
