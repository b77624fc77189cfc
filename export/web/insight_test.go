package web

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"luister/export/table"
)

// TestBand holds that about 95 % of the weeks and of the four weeks of a driver
// with little feedback lie within the band that is drawn around what is expected.
func TestBand(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	first := monday(time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC))
	inside, all := 0, 0
	for range 40 {
		var days []table.DriverDay
		for i := range 7 * shownWeeks {
			mean, low, high := 0.2, 0.0, 1.0
			count := int32(0)
			for range 4 {
				if random.Float64() < mean/4 {
					count++
				}
			}
			days = append(days, table.DriverDay{Day: first.AddDate(0, 0, i), Count: count, Expected: &mean, Low: &low, High: &high})
		}
		gathered, per := gather(weeks(days, table.DriverTrend{First: first, Last: days[len(days)-1].Day}))
		if per != fourWeeks {
			t.Fatalf("a bar stands for %d weeks", per)
		}
		for _, w := range gathered {
			all++
			if n := float64(w.Count); n >= w.Low && n <= w.High {
				inside++
			}
			if w.Low > w.Expected/2 {
				t.Fatalf("of %.1f expected the band begins at %.1f", w.Expected, w.Low)
			}
		}
	}
	if share := float64(inside) / float64(all); share < 0.92 || share > 0.99 {
		t.Errorf("%.3f of the bars lie within the band", share)
	}
}

// TestHeard holds that the number of a small group does not follow from another.
func TestHeard(t *testing.T) {
	var got []string
	for _, h := range heardOf([]table.Reach{{Dimension: "product", Voices: 87}, {Dimension: "product", Voices: 4}, {Dimension: "product", Voices: 9},
		{Dimension: "region", Voices: 2}, {Dimension: "region", Voices: 2}, {Dimension: "region", Voices: 90}}) {
		got = append(got, h.Hidden)
	}
	if want := []string{"", "niet getoond", "niet getoond", "minder dan 5", "minder dan 5", ""}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}
