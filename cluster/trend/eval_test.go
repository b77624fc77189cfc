package trend

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"luister/testdata/sample"
)

// TestEvalAlarms plants threefold rises in drivers of at least one feedback a
// day, and counts false alarms where nothing is planted: fifty drivers with
// their own levels, weekdays and spread, watched for a year after half a year
// of history. One a day is the hardest: with the true level known, a CUSUM that
// alarms once a month among fifty drivers finds .85 of such rises in a week.
func TestEvalAlarms(t *testing.T) {
	if os.Getenv("LUISTER_EVAL") != "1" {
		t.Skip("set LUISTER_EVAL=1 to measure quality")
	}
	for _, tt := range []struct {
		name         string
		alpha        float64
		small        bool // all of them just one a day
		worlds       int
		least, falls float64 // found at least, false alarms a month at most
	}{{"poisson", 0, false, 12, .94, 1}, {"spread", .1, false, 12, .91, 1}, {"wild", .3, false, 12, .80, 1.1}, {"one-a-day", 0, true, 12, .80, 1.05}, {"one-a-day-spread", .1, true, 12, .70, 1.1}} {
		found, planted := 0, 0
		alarms, months := 0, 0.0
		for seed := range tt.worlds {
			f, p := foundRises(uint64(seed), tt.alpha, tt.small)
			found, planted = found+f, planted+p
			a, m := falseAlarms(uint64(seed), tt.alpha, tt.small)
			alarms, months = alarms+a, months+m
		}
		share, rate := float64(found)/float64(planted), float64(alarms)/months
		fmt.Printf("EVAL cluster/alarm-%s found-in-7-days %.4f n=%d\n", tt.name, share, planted)
		fmt.Printf("EVAL cluster/alarm-%s false-a-month %.4f n=%d\n", tt.name, rate, alarms)
		if share < tt.least || rate > tt.falls {
			t.Errorf("%s: %.3f of rises found, %.2f false alarms a month", tt.name, share, rate)
		}
	}
}

const watchedFrom = 182

// foundRises lets one driver at a time rise among fifty. Of small ones every
// driver has one feedback a day.
func foundRises(seed uint64, alpha float64, small bool) (found, planted int) {
	w := newWorld(100+seed, 560)
	rates := make([]float64, 50)
	drivers := w.many(50, alpha, func(i int, rate float64) func(int) float64 {
		if rates[i] = rate; small {
			rates[i] = 1
		}
		return steady(rates[i])
	})
	total := sum(drivers)
	for i, d := range drivers {
		start := watchedFrom + w.random.IntN(360)
		risen, all := slices.Clone(d), slices.Clone(total)
		after := w.draw(alpha, steady(3*rates[i]))
		for day := start; day < w.Days; day++ {
			risen[day] = after[day]
			all[day] += after[day] - d[day]
		}
		planted++
		for _, alarm := range New(w.Calendar, all, nil, 50).Look(risen, 0).Alarms {
			if alarm.Found >= start && alarm.Found < start+7 {
				found++
				break
			}
		}
	}
	return found, planted
}

func falseAlarms(seed uint64, alpha float64, small bool) (alarms int, months float64) {
	w := newWorld(500+seed, watchedFrom+365)
	drivers := w.many(50, alpha, func(_ int, rate float64) func(int) float64 {
		if small {
			rate = 1
		}
		return steady(rate)
	})
	all := New(w.Calendar, sum(drivers), nil, len(drivers))
	for _, d := range drivers {
		for _, alarm := range all.Look(d, 0).Alarms {
			if alarm.Found >= watchedFrom {
				alarms++
			}
		}
	}
	return alarms, 365 / Month
}

// TestEvalPlanted follows the planted drivers of the sample by the truth: what
// is dated right, and what is found where nothing was planted.
func TestEvalPlanted(t *testing.T) {
	if os.Getenv("LUISTER_EVAL") != "1" {
		t.Skip("set LUISTER_EVAL=1 to measure quality")
	}
	for _, tt := range []struct{ n, dated int }{{780, 0}, {5000, 3}, {20000, 3}, {100000, 3}} {
		calendar, counts := planted(t, tt.n)
		var every [][]int32
		for _, c := range counts {
			every = append(every, c)
		}
		all := New(calendar, sum(every), nil, len(counts))
		dated, jumped, alarms := 0, 0, 0
		for _, d := range sample.Drivers() {
			p := all.Look(counts[d.ID], 0)
			if at, jumps := jump[d.Trend]; jumps && changesNear(p, calendar.Day(at)) {
				dated++
			}
			if d.Trend == "flat" {
				alarms += len(p.Alarms)
				jumped += len(p.Changes)
			}
		}
		fmt.Printf("EVAL cluster/trend-%d dated-within-2-weeks %.4f n=3\n", tt.n, float64(dated)/3)
		fmt.Printf("EVAL cluster/trend-%d changes-of-flat-drivers %d n=%d\n", tt.n, jumped, len(counts))
		fmt.Printf("EVAL cluster/trend-%d alarms-of-flat-drivers-a-month %.4f n=%d\n", tt.n, float64(alarms)*Month/float64(calendar.Days), len(counts))
		if dated < tt.dated || jumped > 1 || alarms > 7 {
			t.Errorf("%d: %d of 3 dated, %d changes and %d alarms of flat drivers", tt.n, dated, jumped, alarms)
		}
	}
}

// jump says from when a planted trend has another level.
var jump = map[string]time.Time{"new": time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC), "gone": time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC), "break": time.Date(2026, 8, 1, 0, 0, 0, 0, time.UTC)}

func changesNear(p *Picture, day int) bool {
	return slices.ContainsFunc(p.Changes, func(c Change) bool { return max(c.Day-day, day-c.Day) <= 14 })
}

// planted gives the feedback of planted drivers by day.
func planted(t *testing.T, n int) (Calendar, map[string][]int32) {
	t.Helper()
	set := sample.Generate(sample.Options{Feedback: n, Seed: 2, CSVOnly: true})
	calendar := Calendar{time.Date(2025, 9, 1, 0, 0, 0, 0, time.UTC), 426}
	received := map[string]int{}
	for _, content := range set.Files {
		r := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(content, []byte("\ufeff"))))
		r.Comma, r.FieldsPerRecord, r.LazyQuotes = ';', -1, true
		for record, err := r.Read(); err != io.EOF; record, err = r.Read() {
			if err != nil {
				t.Fatal(err)
			}
			date, _, _ := strings.Cut(record[1], " ")
			if at, err := time.Parse("2-1-2006", date); err == nil {
				received[record[0]] = calendar.Day(at)
			}
		}
	}
	counts := map[string][]int32{}
	for _, d := range sample.Drivers() {
		counts[d.ID] = make([]int32, calendar.Days)
	}
	for _, truth := range set.Truth {
		for _, id := range truth.Drivers {
			if day := received[truth.Key]; day < calendar.Days {
				counts[id][day]++
			}
		}
	}
	return calendar, counts
}
