package trend

import (
	"fmt"
	"os"
	"slices"
	"testing"
)

// TestEvalAlarms plants threefold rises in drivers of at least one feedback a
// day, and counts false alarms where nothing is planted: fifty drivers with
// their own levels, weekdays and spread, watched for a year after half a year
// of history.
func TestEvalAlarms(t *testing.T) {
	if os.Getenv("LUISTER_EVAL") != "1" {
		t.Skip("set LUISTER_EVAL=1 to measure quality")
	}
	for _, tt := range []struct {
		name         string
		alpha        float64
		worlds       int
		least, falls float64 // found at least, false alarms a month at most
	}{{"poisson", 0, 12, .90, 1}, {"spread", .1, 12, .90, 1}, {"wild", .3, 12, .80, 1.2}} {
		found, planted := 0, 0
		alarms, months := 0, 0.0
		for seed := range tt.worlds {
			f, p := foundRises(uint64(seed), tt.alpha)
			found, planted = found+f, planted+p
			a, m := falseAlarms(uint64(seed), tt.alpha)
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

// foundRises lets one driver at a time rise among fifty.
func foundRises(seed uint64, alpha float64) (found, planted int) {
	w := newWorld(100+seed, 560)
	rates := make([]float64, 50)
	drivers := w.many(50, alpha, func(i int, rate float64) func(int) float64 {
		rates[i] = rate
		return steady(rate)
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
		for _, alarm := range New(w.Calendar, all, nil, 50).Look(risen).Alarms {
			if alarm.Found >= start && alarm.Found < start+7 {
				found++
				break
			}
		}
	}
	return found, planted
}

func falseAlarms(seed uint64, alpha float64) (alarms int, months float64) {
	w := newWorld(500+seed, watchedFrom+365)
	drivers := w.many(50, alpha, func(_ int, rate float64) func(int) float64 { return steady(rate) })
	all := New(w.Calendar, sum(drivers), nil, len(drivers))
	for _, d := range drivers {
		for _, alarm := range all.Look(d).Alarms {
			if alarm.Found >= watchedFrom {
				alarms++
			}
		}
	}
	return alarms, 365 / Month
}
