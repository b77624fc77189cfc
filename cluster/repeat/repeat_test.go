package repeat

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"luister/cluster/voice"
)

// A said is one complaint: who, about which driver, on which day.
type said struct {
	customer, zaak, driver string
	day                    float64
	closed                 float64 // day; 0 is never
	reopened               bool
	handling               float64 // 0 is not given
}

// feedback makes columns of complaints.
func feedback(until float64, all ...said) *voice.Feedback {
	f := &voice.Feedback{Until: int64(until * float64(voice.Day)), Flags: map[string][]int32{}}
	for i, s := range all {
		f.ID = append(f.ID, fmt.Sprint("F", i))
		f.Customer, f.Case = append(f.Customer, s.customer), append(f.Case, s.zaak)
		f.Form, f.Line, f.Source = append(f.Form, "klacht"), append(f.Line, "eerste"), append(f.Source, "x")
		f.Received = append(f.Received, int64(s.day*float64(voice.Day)))
		closed := int64(voice.None)
		if s.closed != 0 {
			closed = int64(s.closed * float64(voice.Day))
		}
		f.Closed, f.Reopened = append(f.Closed, closed), append(f.Reopened, s.reopened)
		handling := math.NaN()
		if s.handling != 0 {
			handling = s.handling
		}
		f.Handling = append(f.Handling, handling)
		f.Drivers = append(f.Drivers, []string{s.driver})
	}
	return f
}

func rateOf(t *testing.T, rates []Rate, driver string) *Rate {
	t.Helper()
	for i := range rates {
		if rates[i].Driver == driver {
			return &rates[i]
		}
	}
	t.Fatalf("no rate of %q", driver)
	return nil
}

// TestEpisodes draws the rules: what is a first complaint, and what a repeat.
func TestEpisodes(t *testing.T) {
	for _, tt := range []struct {
		name           string
		said           []said
		episodes, back int // of driver A, within 90 days
	}{
		{"two customers", []said{{customer: "a", driver: "A", day: 900}, {customer: "b", driver: "A", day: 901}}, 2, 0},
		{"comes back", []said{{customer: "a", driver: "A", day: 850}, {customer: "a", driver: "A", day: 870}}, 1, 1},
		{"twice back counts once", []said{{customer: "a", driver: "A", day: 850}, {customer: "a", driver: "A", day: 870}, {customer: "a", driver: "A", day: 880}}, 1, 1},
		{"same day, two channels", []said{{customer: "a", driver: "A", day: 850}, {customer: "a", driver: "A", day: 850.4}}, 1, 0},
		{"another driver", []said{{customer: "a", driver: "A", day: 850}, {customer: "a", driver: "B", day: 870}}, 1, 0},
		{"after the window is a new episode", []said{{customer: "a", driver: "A", day: 850}, {customer: "a", driver: "A", day: 945}}, 2, 0},
		{"same case, no customer", []said{{zaak: "z", driver: "A", day: 850}, {zaak: "z", driver: "A", day: 870}}, 1, 1},
		{"the case tells the customer", []said{{customer: "a", zaak: "z", driver: "A", day: 850}, {zaak: "z", driver: "A", day: 870}}, 1, 1},
		{"a case of two customers tells nobody", []said{{customer: "a", zaak: "z", driver: "A", day: 850}, {customer: "b", zaak: "z", driver: "A", day: 860}, {zaak: "z", driver: "A", day: 870}}, 3, 0},
		{"nobody known", []said{{driver: "A", day: 850}, {driver: "A", day: 870}}, 0, 0},
	} {
		f := feedback(1000, tt.said...)
		c := newCounter(f, Options{})
		found, _ := c.episodes("A", complaints(f, f.ByDriver()["A"]))
		back := 0
		for _, e := range found {
			if e.Wait.Ended && e.Wait.Time <= 90 {
				back++
			}
		}
		if len(found) != tt.episodes || back != tt.back {
			t.Errorf("%s: %d episodes, %d back; want %d, %d", tt.name, len(found), back, tt.episodes, tt.back)
		}
	}
}

// simulate makes complaints of n customers over days, of whom a share comes back
// about the driver after an exponential time.
func simulate(random *rand.Rand, n int, days float64, driver string, share func(day float64) float64) []said {
	var all []said
	for i := range n {
		day := random.Float64() * days
		all = append(all, said{customer: fmt.Sprint(driver, i), driver: driver, day: day})
		if random.Float64() < share(day) {
			if back := day + 1.5 + 30*random.ExpFloat64(); back <= days {
				all = append(all, said{customer: fmt.Sprint(driver, i), driver: driver, day: back})
			}
		}
	}
	return all
}

// TestRates plants a driver whose customers come back twice as often as before
// among drivers that stay as they were.
func TestRates(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 2))
	truth := func(share, days float64) float64 { return share * (1 - math.Exp(-(days-1.5)/30)) }
	steady := func(float64) float64 { return .2 }
	held, compared, alarms, found, rounds := [2]int{}, 0, 0, 0, 60
	for range rounds {
		all := simulate(random, 700, 800, "W", func(day float64) float64 { return .15 + .3*step(day > 618) })
		for d := range 10 {
			all = append(all, simulate(random, 700, 800, fmt.Sprint("S", d), steady)...)
		}
		rates := Rates(feedback(800, all...), Options{})
		for d := range 10 {
			r := rateOf(t, rates, fmt.Sprint("S", d))
			compared++
			for i, days := range []float64{shortWindow, longWindow} {
				if r.Within[i].Has(truth(.2, days)) {
					held[i]++
				}
			}
			if r.Worse() || r.Better() || r.Above {
				alarms++
			}
		}
		if w := rateOf(t, rates, "W"); w.Worse() && w.Above {
			found++
		}
	}
	for i := range held {
		if share := 100 * float64(held[i]) / float64(compared); share < 93 || share > 97.5 {
			t.Errorf("within %v days: the interval holds the truth %.1f %% of the time", []int{shortWindow, longWindow}[i], share)
		} else {
			t.Logf("within %v days: %.1f %%", []int{shortWindow, longWindow}[i], share)
		}
	}
	t.Logf("%d of %d planted changes found, %d of %d drivers falsely", found, rounds, alarms, compared)
	if found < rounds*9/10 || float64(alarms) > .02*float64(compared) {
		t.Errorf("%d of %d planted changes found, %d of %d drivers falsely", found, rounds, alarms, compared)
	}
}

func step(on bool) float64 { return float64(one(on)) }

// TestClosings draws when a closed complaint was not closed for the customer.
func TestClosings(t *testing.T) {
	f := feedback(1000,
		said{customer: "a", driver: "A", day: 500, closed: 510},                                             // settled
		said{customer: "b", driver: "A", day: 500, closed: 510}, said{customer: "b", driver: "A", day: 590}, // came back, 80 days after
		said{customer: "c", driver: "A", day: 500, closed: 510}, said{customer: "c", driver: "A", day: 610}, // too late to count
		said{customer: "d", driver: "A", day: 500, closed: 510, reopened: true, handling: 2},                // twice unsettled, once counted
		said{customer: "e", driver: "A", day: 500, closed: 510, handling: 4},                                // satisfied
		said{customer: "f", driver: "A", day: 500, closed: 510, handling: 1},                                // dissatisfied
		said{customer: "g", driver: "A", day: 940, closed: 950, handling: 1},                                // too new
		said{customer: "h", driver: "A", day: 500},                                                          // still open
		said{customer: "i", driver: "A", day: 500, closed: 510}, said{customer: "i", driver: "B", day: 520}, // about something else
	)
	for _, c := range Closings(f) {
		if c.Driver == "A" && (c.Closed != 7 || c.Reopened != 1 || c.CameBack != 1 || c.Dissatisfied != 2 || c.Unsettled.Value != 3./7) {
			t.Errorf("%+v", c)
		}
		if c.Driver == "" && c.CameBack != 1 {
			t.Errorf("all: %+v", c)
		}
	}
}
