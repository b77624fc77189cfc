// Package quality judges deliveries: whether they came when they should, with
// the columns and about as many rows as one would expect, and whether a text
// says anything.
//
// It owns what is expected of a source (Expected, stated or learned from its
// earlier deliveries), the comparison of two layouts, and the list of texts
// that say nothing (meaningless.txt). It reads dates, counts and names of
// columns; it gives verdicts. It opens no files and stores nothing.
package quality

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Every is a rhythm of deliveries. The zero value is none.
type Every string

// The rhythms. Day means working days.
const (
	Day   Every = "day"
	Week  Every = "week"
	Month Every = "month"
)

// Range is a number of rows from Least to Most; the zero value says nothing.
type Range struct{ Least, Most int64 }

// UnmarshalText reads 100..300, or 100.. for at least that many.
func (r *Range) UnmarshalText(text []byte) error {
	least, most, ok := strings.Cut(string(text), "..")
	var err, err2 error
	r.Least, err = strconv.ParseInt(strings.TrimSpace(cmp.Or(least, "0")), 10, 64)
	r.Most, err2 = strconv.ParseInt(strings.TrimSpace(cmp.Or(most, "0")), 10, 64)
	if !ok || err != nil || err2 != nil || r.Least < 0 || r.Most < 0 || r.Most > 0 && r.Most < r.Least {
		return fmt.Errorf("rows %q is not two numbers: write them as 100..300", text)
	}
	return nil
}

// Expected is what is expected of the deliveries of a source. The zero value
// expects nothing.
type Expected struct {
	Every Every `yaml:"every,omitempty"`
	Rows  Range `yaml:"rows,omitempty"`
}

// Check says what cannot be right.
func (e Expected) Check() error {
	if !slices.Contains([]Every{"", Day, Week, Month}, e.Every) {
		return fmt.Errorf("expected.every %q is not one of day, week, month", e.Every)
	}
	return nil
}

// A Delivery is what came of a source on one day.
type Delivery struct {
	Day  time.Time
	Rows int64
}

// ByDay adds up what came on one day, oldest first.
func ByDay(all []Delivery) []Delivery {
	slices.SortStableFunc(all, func(a, b Delivery) int { return a.Day.Compare(b.Day) })
	var days []Delivery
	for _, d := range all {
		if last := len(days) - 1; last >= 0 && sameDay(days[last].Day, d.Day) {
			days[last].Rows += d.Rows
			continue
		}
		days = append(days, d)
	}
	return days
}

func sameDay(a, b time.Time) bool { return a.Format(time.DateOnly) == b.Format(time.DateOnly) }

const (
	learnFrom = 5   // deliveries before anything is learned
	regular   = 0.8 // share of the intervals that must fit a rhythm
)

// Learn tells from earlier deliveries what to expect of the next: the rhythm if
// most intervals fit one, and the rows within a factor around their median. It
// learns nothing from fewer than five days of delivery.
func Learn(earlier []Delivery) Expected {
	days := ByDay(slices.Clone(earlier))
	if len(days) < learnFrom {
		return Expected{}
	}
	return Expected{Every: rhythm(days), Rows: volume(days)}
}

// rhythm gives the rhythm that most intervals fit.
func rhythm(days []Delivery) Every {
	fits := map[Every]int{}
	for i := 1; i < len(days); i++ {
		switch n := int(math.Round(days[i].Day.Sub(days[i-1].Day).Hours() / 24)); {
		case n <= 1, n <= 4 && spansWeekend(days[i-1].Day, days[i].Day):
			fits[Day]++
		case n >= 5 && n <= 9:
			fits[Week]++
		case n >= 25 && n <= 36:
			fits[Month]++
		}
	}
	for _, every := range []Every{Day, Week, Month} {
		if float64(fits[every]) >= regular*float64(len(days)-1) {
			return every
		}
	}
	return ""
}

func spansWeekend(a, b time.Time) bool {
	for d := a.AddDate(0, 0, 1); d.Before(b); d = d.AddDate(0, 0, 1) {
		if d.Weekday() != time.Saturday && d.Weekday() != time.Sunday {
			return false
		}
	}
	return true
}

// volume gives the rows to expect: the median of what came, times and divided by
// a factor of three robust deviations on a log scale, and at least two.
func volume(days []Delivery) Range {
	logs := make([]float64, len(days))
	for i, d := range days {
		logs[i] = math.Log(float64(max(1, d.Rows)))
	}
	middle := median(logs)
	for i := range logs {
		logs[i] = math.Abs(logs[i] - middle)
	}
	const normal = 1.4826 // median absolute deviation to standard deviation
	factor := max(math.Ln2, 3*normal*median(logs))
	return Range{int64(math.Floor(math.Exp(middle - factor))), int64(math.Ceil(math.Exp(middle + factor)))}
}

func median(values []float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	n := len(sorted)
	return (sorted[(n-1)/2] + sorted[n/2]) / 2
}

// Due gives the moment by which the delivery after the one of last should be
// there, with some patience; the zero time without a rhythm.
func (e Expected) Due(last time.Time) time.Time {
	if last.IsZero() {
		return time.Time{}
	}
	switch e.Every {
	case Day:
		next := last.AddDate(0, 0, 1)
		for next.Weekday() == time.Saturday || next.Weekday() == time.Sunday {
			next = next.AddDate(0, 0, 1)
		}
		return next.AddDate(0, 0, 1)
	case Week:
		return last.AddDate(0, 0, 7+2)
	case Month:
		return last.AddDate(0, 1, 5)
	}
	return time.Time{}
}

// Verdicts on the moment and the size of a delivery.
const (
	OnTime  = "op tijd"
	Late    = "te laat"
	Missing = "uitgebleven"

	Normal = "normaal"
	Few    = "weinig"
	Many   = "veel"
)

// Came judges the moment of a delivery, given the one before it; "" if nothing
// is expected, or there was none before.
func (e Expected) Came(before, now time.Time) string {
	due := e.Due(before)
	switch {
	case due.IsZero():
		return ""
	case now.After(due):
		return Late
	}
	return OnTime
}

// Size judges the rows of a delivery; "" if nothing is expected.
func (e Expected) Size(rows int64) string {
	switch {
	case e.Rows == (Range{}):
		return ""
	case rows < e.Rows.Least:
		return Few
	case e.Rows.Most > 0 && rows > e.Rows.Most:
		return Many
	}
	return Normal
}
