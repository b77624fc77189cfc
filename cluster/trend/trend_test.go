package trend

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"gonum.org/v1/gonum/stat/distuv"
)

// A world makes counts of which the truth is known.
type world struct {
	random *rand.Rand
	Calendar
}

func newWorld(seed uint64, days int) world {
	return world{rand.New(rand.NewPCG(seed, 11)), Calendar{time.Date(2023, 1, 2, 0, 0, 0, 0, time.UTC), days}}
}

// week is how complaints come in: most on Monday, few in the weekend; mean 1.
var week = [7]float64{1.5, 1.3, 1.2, 1.1, 1.1, .5, .3}

// draw makes the counts of one driver: negative binomial with a mean by day.
func (w world) draw(alpha float64, mean func(day int) float64) []int32 {
	counts := make([]int32, w.Days)
	for day := range counts {
		m := mean(day) * week[w.weekday(day)]
		if alpha > 0 {
			m *= distuv.Gamma{Alpha: 1 / alpha, Beta: 1 / alpha, Src: w.random}.Rand()
		}
		if m > 0 {
			counts[day] = int32(distuv.Poisson{Lambda: m, Src: w.random}.Rand())
		}
	}
	return counts
}

func steady(rate float64) func(int) float64 { return func(int) float64 { return rate } }

func sum(drivers [][]int32) []int32 {
	total := make([]int32, len(drivers[0]))
	for _, d := range drivers {
		for day, n := range d {
			total[day] += n
		}
	}
	return total
}

// many draws drivers of one to ten feedback a day, most of them small.
func (w world) many(n int, alpha float64, mean func(driver int, rate float64) func(day int) float64) [][]int32 {
	drivers := make([][]int32, n)
	for i := range drivers {
		rate := math.Exp(w.random.Float64() * math.Log(10))
		drivers[i] = w.draw(alpha, mean(i, rate))
	}
	return drivers
}

func TestWeekdaysAndExpectation(t *testing.T) {
	w := newWorld(1, 400)
	counts := w.draw(.1, steady(20))
	others := w.draw(.1, steady(60))
	p := New(w.Calendar, sum([][]int32{counts, others}), nil, 1).Look(counts, 0)
	inside, near, days := 0, 0, 0
	for day := 60; day < w.Days; day++ {
		want := 20 * week[w.weekday(day)]
		if math.Abs(p.Expected[day]-want) < .25*want {
			near++
		}
		if days++; p.Low[day] <= float64(counts[day]) && float64(counts[day]) <= p.High[day] {
			inside++
		}
	}
	if share := float64(near) / float64(days); share < .9 {
		t.Errorf("%.3f of days near what is true", share)
	}
	if share := float64(inside) / float64(days); share < .93 || share > .99 {
		t.Errorf("%.3f of days within the limits of 95 %%", share)
	}
	if len(p.Alarms) != 0 || len(p.Changes) != 0 {
		t.Errorf("nothing happened: %v %v", p.Alarms, p.Changes)
	}
	if !p.PerDay.Has(20) || p.PerMonth.Shown() {
		t.Errorf("rate %+v", p.PerDay)
	}
}

// TestSurge: what all drivers share is no alarm of each.
func TestSurge(t *testing.T) {
	w := newWorld(2, 300)
	drivers := w.many(30, .05, func(_ int, rate float64) func(int) float64 {
		return func(day int) float64 {
			if day >= 250 && day < 260 {
				return 4 * rate
			}
			return rate
		}
	})
	all := New(w.Calendar, sum(drivers), nil, len(drivers))
	alarms := 0
	for _, d := range drivers {
		for _, alarm := range all.Look(d, 0).Alarms {
			if alarm.Found >= 250 {
				alarms++
			}
		}
	}
	if alarms > 1 {
		t.Errorf("%d drivers alarm about what concerns all", alarms)
	}
}

func TestChangeIsDated(t *testing.T) {
	w := newWorld(3, 500)
	counts := w.draw(.1, func(day int) float64 {
		if day >= 300 {
			return 6
		}
		return 2
	})
	p := New(w.Calendar, counts, nil, 1).Look(counts, 0)
	if len(p.Changes) != 1 || p.Changes[0].Day < 295 || p.Changes[0].Day > 305 || p.Changes[0].Ratio < 2.3 || p.Changes[0].Ratio > 4 {
		t.Errorf("changes %v", p.Changes)
	}
	if len(p.Alarms) != 1 || p.Alarms[0].Found < 300 || p.Alarms[0].Found > 307 || p.Alarms[0].Since < 296 {
		t.Errorf("alarms %+v", p.Alarms)
	}
	if !(p.Trend.Low > 1) {
		t.Errorf("trend %+v", p.Trend)
	}
}

func TestSeason(t *testing.T) {
	w := newWorld(4, 3*365)
	counts := w.draw(.1, func(day int) float64 {
		return 5 * math.Exp(.7*math.Sin(2*math.Pi*float64(w.Date(day).YearDay())/365.25))
	})
	p := New(w.Calendar, counts, nil, 1).Look(counts, 0)
	if !p.Seasonal || len(p.Changes) > 0 || len(p.Alarms) > 1 || !p.Trend.Has(1) {
		t.Errorf("seasonal %v, changes %v, alarms %v, trend %+v", p.Seasonal, p.Changes, p.Alarms, p.Trend)
	}
}

func TestExposure(t *testing.T) {
	w := newWorld(5, 365)
	customers := make([]float64, w.Days)
	for day := range customers {
		customers[day] = 10000 * math.Exp(.08*float64(day)/Month) // customers grow 8 % a month
	}
	counts := w.draw(.1, func(day int) float64 { return 5 * customers[day] / 10000 })
	p := New(w.Calendar, counts, customers, 1).Look(counts, 0)
	if !p.Trend.Has(1) {
		t.Errorf("trend %+v: it is the customers that grow", p.Trend)
	}
	if !p.PerMonth.Has(5 * Month / 10) {
		t.Errorf("per month and 1,000 customers %+v, true is %.1f", p.PerMonth, 5*Month/10)
	}
	without := New(w.Calendar, counts, nil, 1).Look(counts, 0)
	if without.Trend.Has(1) || !without.Trend.Has(math.Exp(.08)) {
		t.Errorf("trend without customers %+v", without.Trend)
	}
}

// TestTrendCoverage: the interval of the trend holds the true trend.
func TestTrendCoverage(t *testing.T) {
	const rounds = 1000
	for _, tt := range []struct{ rate, alpha, month float64 }{{.5, .2, 1.05}, {3, .1, 1}, {3, .5, .93}} {
		held := 0
		for round := range rounds {
			w := newWorld(uint64(round), 365)
			counts := w.draw(tt.alpha, func(day int) float64 { return tt.rate * math.Pow(tt.month, float64(day-365)/Month) })
			a := &All{Calendar: w.Calendar, weekday: week, gap: make([]bool, 365)}
			shape := a.shape(counts, 0)
			if fit, ok := a.fit(counts, shape, dispersion(counts, shape)); ok && fit.trend.Has(tt.month) {
				held++
			}
		}
		if share := float64(held) / rounds; share < .93 || share > .97 {
			t.Errorf("%.1f a day, alpha %.1f: coverage %.3f", tt.rate, tt.alpha, share)
		} else {
			t.Logf("%.1f a day, alpha %.1f: coverage %.3f", tt.rate, tt.alpha, share)
		}
	}
}

// TestFewChangesByChance: without a change few drivers have one.
func TestFewChangesByChance(t *testing.T) {
	w := newWorld(6, 730)
	drivers := w.many(300, .2, func(_ int, rate float64) func(int) float64 { return steady(rate) })
	all := New(w.Calendar, sum(drivers), nil, len(drivers))
	with := 0
	for _, d := range drivers {
		if len(all.Look(d, 0).Changes) > 0 {
			with++
		}
	}
	if share := float64(with) / 300; share > .05 {
		t.Errorf("%.3f of drivers change by chance", share)
	}
}

// TestGap: two months without deliveries are no change of any driver.
func TestGap(t *testing.T) {
	w := newWorld(10, 400)
	missing := func(day int) bool { return day >= 200 && day < 260 }
	drivers := w.many(20, .1, func(_ int, rate float64) func(int) float64 {
		return func(day int) float64 {
			if missing(day) {
				return 0
			}
			return rate
		}
	})
	all := New(w.Calendar, sum(drivers), nil, len(drivers))
	changes, alarms, steady := 0, 0, 0
	for _, d := range drivers {
		p := all.Look(d, 0)
		changes += len(p.Changes)
		alarms += len(p.Alarms)
		if p.Trend.Has(1) {
			steady++
		}
		if p.Expected[230] != 0 {
			t.Errorf("%.1f expected of a day without deliveries", p.Expected[230])
		}
	}
	if changes > 1 || alarms > 9 || steady < 17 {
		t.Errorf("%d changes, %d alarms, %d of 20 steady", changes, alarms, steady)
	}
	rare := make([]int32, 100)
	rare[0], rare[99] = 1, 1
	if slices.Contains(gaps(rare), true) {
		t.Error("where there is little feedback there is no gap")
	}
}

// TestFoundLater: of a driver that a later run found, only part of what came
// before is known, and that is no rise.
func TestFoundLater(t *testing.T) {
	w := newWorld(12, 400)
	others := w.draw(.1, steady(40))
	counts := w.draw(.1, func(day int) float64 {
		if day < 250 {
			return .3
		}
		return 3
	})
	all := New(w.Calendar, sum([][]int32{others, counts}), nil, 50)
	if p := all.Look(counts, 0); len(p.Alarms) == 0 || len(p.Changes) == 0 {
		t.Errorf("as if all were known: %+v %+v", p.Alarms, p.Changes)
	}
	p := all.Look(counts, 250)
	if len(p.Alarms) > 0 || len(p.Changes) > 0 || p.RecentP < .01 || !p.Trend.Has(1) {
		t.Errorf("alarms %+v, changes %+v, p %.3f, trend %+v", p.Alarms, p.Changes, p.RecentP, p.Trend)
	}
	if e := p.Expected[300]; math.IsNaN(e) || e < .3 || !math.IsNaN(p.Expected[260]) {
		t.Errorf("%.2f expected later, %.2f at first", e, p.Expected[260])
	}
	for _, since := range []int{300, 380, 399, 400} {
		if p := all.Look(counts, since); len(p.Alarms) > 0 || len(p.Changes) > 0 {
			t.Errorf("known from day %d: %+v %+v", since, p.Alarms, p.Changes)
		}
	}
}

// TestEdges: few days, no feedback and a driver of yesterday.
func TestEdges(t *testing.T) {
	for _, days := range []int{1, 13, 20, 40, 83, 100, 600} {
		w := newWorld(7, days)
		total := w.draw(0, steady(2))
		all := New(w.Calendar, total, nil, 3)
		for _, counts := range [][]int32{make([]int32, days), total, append(make([]int32, days-1), 9)} {
			p := all.Look(counts, 0)
			if len(p.Expected) != days || len(p.Low) != days || p.N < 0 {
				t.Fatalf("%d days: %+v", days, p)
			}
		}
	}
	w := newWorld(8, 300)
	total := w.draw(0, steady(10))
	fresh := make([]int32, 300)
	for day := 290; day < 300; day++ {
		fresh[day] = 1
		total[day]++
	}
	p := New(w.Calendar, total, nil, 20).Look(fresh, 0)
	if len(p.Alarms) != 1 || p.Alarms[0].Since != 290 || p.Alarms[0].Count < cell {
		t.Errorf("a driver that did not exist: %+v", p.Alarms)
	}
	if p.Trend.Shown() || p.RecentP > .01 {
		t.Errorf("trend %+v, p %f", p.Trend, p.RecentP)
	}
}

func TestLimits(t *testing.T) {
	for _, tt := range []struct{ m, alpha, low, high float64 }{
		{1, 0, 0, 3}, {10, 0, 4, 17}, {4, .5, 0, 13}, {.01, 0, 0, 0}, {1000, 0, 938, 1062},
	} {
		if low, high := limits(tt.m, tt.alpha); low != tt.low || high != tt.high {
			t.Errorf("mean %g, alpha %g: %g to %g", tt.m, tt.alpha, low, high)
		}
	}
	if low, _ := limits(math.NaN(), .1); !math.IsNaN(low) {
		t.Error("limits of what is not known")
	}
}

func BenchmarkLook(b *testing.B) {
	w := newWorld(9, Longest)
	drivers := w.many(50, .2, func(_ int, rate float64) func(int) float64 { return steady(rate) })
	all := New(w.Calendar, sum(drivers), nil, len(drivers))
	for b.Loop() {
		for _, d := range drivers {
			all.Look(d, 0)
		}
	}
}
