package facts

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"time"

	"luister/cluster/infer"
	"luister/ingest/value"
)

// A Side is one of two sets of feedback that are compared; what is zero or empty
// does not narrow it.
type Side struct {
	From, Until time.Time // both days count
	Attribute   string    // name of a column of Attributes
	Value       string
}

// Attributes are the columns by which feedback can be set apart, by name.
func (f *Facts) Attributes() map[string]*Column {
	return map[string]*Column{"bron": &f.Source, "kanaal": &f.Channel, "product": &f.Product, "afdeling": &f.Department, "regio": &f.Region, "taal": &f.Language}
}

// Of gives the rows of a side.
func (f *Facts) Of(s Side) []int32 {
	column, from, until := f.Attributes()[s.Attribute], value.DayOf(s.From), value.DayOf(s.Until)
	return Where(f.All(), func(row int32) bool {
		at := value.DayOf(f.Received(row))
		switch {
		case !s.From.IsZero() && at.Before(from), !s.Until.IsZero() && at.After(until):
			return false
		case column != nil && s.Value != "":
			return column.At(row) == s.Value
		}
		return true
	})
}

// A Difference is how much larger a share is on one side than on the other.
type Difference struct {
	Kind  string // vorm, sentiment, onderwerp, beleving or driver
	Value string // the code, or the id of the driver
	A, B  int    // feedback that have it
	Share [2]float64
	infer.Estimate
	Sure bool // more than chance, counting that many are compared at once
}

// Compare compares the shares of everything that is counted between two sets of
// rows; what fewer than five feedback have is left out, so that no small group
// shows. The surest differences come first.
func (f *Facts) Compare(a, b []int32) []Difference {
	var all []Difference
	for _, c := range []struct {
		kind   string
		counts func([]int32) []Count
	}{
		{"driver", f.tallyDrivers},
		{"onderwerp", func(rows []int32) []Count { return f.TallyCodes(rows, &f.Topics) }},
		{"beleving", func(rows []int32) []Count { return f.TallyCodes(rows, &f.Experience) }},
		{"vorm", func(rows []int32) []Count { return f.Tally(rows, &f.Form) }},
		{"sentiment", func(rows []int32) []Count { return f.Tally(rows, &f.Sentiment) }},
	} {
		all = append(all, differences(c.kind, c.counts(a), c.counts(b), [2]int{len(a), len(b)})...)
	}
	judge(all, [2]int{len(a), len(b)})
	slices.SortStableFunc(all, func(x, y Difference) int {
		return cmp.Or(-compareBool(x.Sure, y.Sure), -cmp.Compare(math.Abs(x.Estimate.Value), math.Abs(y.Estimate.Value)), strings.Compare(x.Value, y.Value))
	})
	return all
}

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}

// tallyDrivers counts rows by driver.
func (f *Facts) tallyDrivers(rows []int32) []Count {
	counts := make([]Count, len(f.Drivers))
	ids := make([]string, len(f.Drivers))
	for i, d := range f.Drivers {
		ids[i] = d.ID
	}
	for _, row := range rows {
		for _, i := range f.driver[row] {
			counts[i].N++
		}
	}
	return named(counts, ids)
}

// differences pairs the counts of two sides.
func differences(kind string, a, b []Count, n [2]int) []Difference {
	both := map[string]*Difference{}
	at := func(value string) *Difference {
		if both[value] == nil {
			both[value] = &Difference{Kind: kind, Value: value}
		}
		return both[value]
	}
	for _, c := range a {
		at(c.Value).A = c.N
	}
	for _, c := range b {
		at(c.Value).B = c.N
	}
	var out []Difference
	for _, d := range both {
		if d.A+d.B < infer.MinCell || d.A > 0 && d.A < infer.MinCell || d.B > 0 && d.B < infer.MinCell {
			continue
		}
		d.Share = [2]float64{float64(d.A) / float64(max(n[0], 1)), float64(d.B) / float64(max(n[1], 1))}
		d.Estimate = infer.ShareDifference(d.A, n[0], d.B, n[1])
		out = append(out, *d)
	}
	slices.SortFunc(out, func(a, b Difference) int { return strings.Compare(a.Value, b.Value) })
	return out
}

// judge tells which differences are more than chance.
func judge(all []Difference, n [2]int) {
	if min(n[0], n[1]) < infer.MinGroup {
		return
	}
	p := make([]float64, len(all))
	for i, d := range all {
		p[i] = infer.GTest(d.A, n[0], d.B, n[1])
	}
	for i, q := range infer.FalseDiscovery(p) {
		all[i].Sure = q <= infer.MaxFalse
	}
}
