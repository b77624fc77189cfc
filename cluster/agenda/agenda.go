// Package agenda says which drivers people should talk about first, and why.
//
// It owns the ranking of drivers, with weights that are open, the reasons for
// which a driver is due for a session, and the log of sessions. It takes figures
// that others made and gives an order with its parts, so that everybody can see
// what made it. It never ranks by volume alone: what a driver costs the customer,
// whether it grows and whether it comes back count by themselves.
package agenda

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"time"

	"luister/cluster/infer"
)

// Weights say how heavily each part counts in the ranking: the power to which it
// is raised. 0 leaves it out.
type Weights struct {
	Severity float64 `yaml:"severity"`
	Impact   float64 `yaml:"impact"`
	Trend    float64 `yaml:"trend"`
	Repeat   float64 `yaml:"repeat"`
}

// Default gives the weights without a word of the user.
func Default() Weights { return Weights{Severity: 1, Impact: 1, Trend: 1, Repeat: 0.5} }

// Check says what of weights cannot be right.
func (w Weights) Check() error {
	for _, v := range []float64{w.Severity, w.Impact, w.Trend, w.Repeat} {
		if v < 0 || v > 5 || math.IsNaN(v) {
			return fmt.Errorf("a weight is %v; it must be from 0 to 5", v)
		}
	}
	if w.Severity+w.Impact+w.Trend+w.Repeat == 0 {
		return fmt.Errorf("all weights are 0; one at least must count")
	}
	return nil
}

// A Driver is what the agenda knows of a driver.
type Driver struct {
	ID         string
	Complaints int     // in the recent period
	Severity   float64 // mean of them, 0 to 4
	Impact     float64 // share of them with grave consequences
	Scored     int     // feedback with a score
	Loss       float64 // how much lower a score is with the driver; not negative
	Recent     float64 // feedback of late
	Expected   float64 // of late, had nothing changed
	Repeat     infer.Estimate

	Founded   time.Time // when it was found
	Grown     bool      // beyond chance
	Repeating bool      // customers come back more often than before, or than about other drivers, beyond chance
	Owner     string
	Overdue   []string // measures that should have started
	Failed    []string // measures that made no difference, or the wrong one
}

// A Session is a talk about drivers.
type Session struct {
	ID      string
	At      time.Time
	Drivers []string
	Who     string            // who noted it
	Values  map[string]string // what was noted: present, conclusion, agreed, ...
}

// A Rank is the place of a driver, with what made it.
type Rank struct {
	Driver string
	Place  int     // from 1
	Score  float64 // 1 is a usual driver

	// The parts, each against the usual driver: 2 is twice as much.
	Severity, Impact, Trend, Repeat float64

	Complaints int     // that severity and consequences rest on
	Own        float64 // how far they tell of this driver and not of the usual one, 0..1

	LastSession time.Time // zero if it was never discussed
	Reasons     []Reason  // why it is due; none: it is not
}

// Due says whether a driver should be discussed.
func (r *Rank) Due() bool { return len(r.Reasons) > 0 }

// A Reason is why a driver is due.
type Reason struct {
	ID   string // nieuw, gegroeid, herhaalt, niet-besproken, te-laat, geen-effect, geen-eigenaar
	Text string // Dutch, whole
}

// Options of an agenda; zero values are the defaults.
type Options struct {
	Weights Weights // default Default
	Months  int     // how long a driver may go without a session; default 6
	New     int     // days that a driver is new; default 30
	Least   int     // complaints from which a driver can be due for being undiscussed; default infer.MinN
}

// pull is how many observations of a usual driver each part of a driver is mixed
// with: what is known of a few is mostly chance (empirical Bayes with a fixed
// weight; Efron & Morris 1977, Sci Am 236:119).
const pull = 10

// own is how far n observations tell of a driver itself: 1/2 at pull of them.
func own(n int) float64 { return float64(n) / (float64(n) + pull) }

// Make ranks drivers. The score is the product of the parts, each raised to its
// weight and divided by that of the usual driver (the geometric mean over
// drivers), so that no unit matters and a driver twice as severe weighs the same
// as one with twice the impact. Every part is drawn towards that of the usual
// driver by how few observations it rests on; there is no number at which a part
// begins to count, but for scores, of which the effect is known from infer.MinN on. Those of which nobody complained of late come last. Sessions may
// be in any order.
func Make(drivers []Driver, sessions []Session, now time.Time, o Options) []Rank {
	if o.Weights == (Weights{}) {
		o.Weights = Default()
	}
	o.Months, o.New, o.Least = cmp.Or(o.Months, 6), cmp.Or(o.New, 30), cmp.Or(o.Least, infer.MinN)
	ranks := make([]Rank, len(drivers))
	for i := range drivers {
		ranks[i].Driver = drivers[i].ID
	}
	part := func(to func(*Rank) *float64, weight float64, values []float64) {
		usual := geometric(values)
		for i, v := range values {
			*to(&ranks[i]) = v / usual
			ranks[i].Score += weight * math.Log(v/usual)
		}
	}
	w := o.Weights
	part(func(r *Rank) *float64 { return &r.Severity }, w.Severity, pulled(drivers, func(d *Driver) (float64, int) { return d.Severity, d.Complaints }))
	part(func(r *Rank) *float64 { return &r.Impact }, w.Impact, impacts(drivers))
	part(func(r *Rank) *float64 { return &r.Trend }, w.Trend, trends(drivers))
	part(func(r *Rank) *float64 { return &r.Repeat }, w.Repeat, pulled(drivers, func(d *Driver) (float64, int) { return d.Repeat.Value, d.Repeat.N }))
	last := lastSessions(sessions)
	for i := range ranks {
		ranks[i].Score = math.Exp(ranks[i].Score)
		ranks[i].Complaints, ranks[i].Own = drivers[i].Complaints, own(drivers[i].Complaints)
		ranks[i].LastSession = last[drivers[i].ID]
		ranks[i].Reasons = reasons(&drivers[i], ranks[i].LastSession, now, o)
	}
	slices.SortFunc(ranks, func(a, b Rank) int {
		return cmp.Or(cmp.Compare(min(b.Complaints, 1), min(a.Complaints, 1)), cmp.Compare(b.Score, a.Score), cmp.Compare(a.Driver, b.Driver))
	})
	for i := range ranks {
		ranks[i].Place = i + 1
	}
	return ranks
}

// pulled gives a value of every driver against the usual one, drawn to 1 by how
// few observations it rests on. What is not known is the usual.
func pulled(drivers []Driver, value func(*Driver) (float64, int)) []float64 {
	var sum, n float64
	for i := range drivers {
		if v, count := value(&drivers[i]); !math.IsNaN(v) {
			sum, n = sum+max(v, 0)*float64(count), n+float64(count)
		}
	}
	out := slices.Repeat([]float64{1}, len(drivers))
	if sum == 0 {
		return out // no driver differs from another
	}
	for i := range drivers {
		if v, count := value(&drivers[i]); !math.IsNaN(v) {
			out[i] = own(count)*max(v, 0)/(sum/n) + 1 - own(count)
		}
	}
	return out
}

// impacts gives what a driver costs against the usual one: its consequences, and
// where scores are known the mean of these and of what it does to the score.
func impacts(drivers []Driver) []float64 {
	out := pulled(drivers, func(d *Driver) (float64, int) { return d.Impact, d.Complaints })
	if !slices.ContainsFunc(drivers, func(d Driver) bool { return d.Scored > 0 }) {
		return out
	}
	for i, loss := range pulled(drivers, func(d *Driver) (float64, int) { return d.Loss, d.Scored }) {
		out[i] = (out[i] + loss) / 2
	}
	return out
}

// trends gives of every driver how much more there is than expected, pulled to 1.
func trends(drivers []Driver) []float64 {
	out := make([]float64, len(drivers))
	for i := range drivers {
		out[i] = (drivers[i].Recent + pull) / (drivers[i].Expected + pull)
	}
	return out
}

func geometric(values []float64) float64 {
	sum := 0.0
	for _, v := range values {
		sum += math.Log(v)
	}
	return math.Exp(sum / float64(max(1, len(values))))
}

func lastSessions(sessions []Session) map[string]time.Time {
	last := map[string]time.Time{}
	for i := range sessions {
		for _, d := range sessions[i].Drivers {
			if sessions[i].At.After(last[d]) {
				last[d] = sessions[i].At
			}
		}
	}
	return last
}
