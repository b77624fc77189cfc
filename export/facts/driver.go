package facts

import (
	"cmp"
	"math"
	"slices"
	"time"

	"luister/export/table"
)

const (
	recentDays   = 30
	earlierDays  = 180 // what recent is compared with
	leastGrowing = 4   // fewer recent feedback than this are no growth
)

// A Driver is a driver with its feedback.
type Driver struct {
	table.Driver
	Rank     int       // by size, from 1
	Place    int       // on the agenda of learning, from 1; 0 in a snapshot of before there was one
	Why      []string  // it is due for a session; none if it is not
	Rows     []int32   // its feedback, newest first
	Scores   []float64 // of Rows: how sure it is that it belongs to it
	Split    Count
	Recent   int     // in the 30 days before the newest feedback of all
	Expected float64 // what Recent would be if the driver had kept its share of all feedback of the half year before
	Repeat   int     // complaints made before: second line, or "weer", "nog steeds"
	Growing  bool    // Recent is more than chance makes of Expected
	New      bool    // found by the last run, which was not the first one
	TopTopic string  // the topic that it has most more of than all feedback; empty if none
}

// Driver gives a driver in use, nil if there is none with that id.
func (f *Facts) Driver(id string) *Driver { return f.byID[id] }

// DriversOf gives the drivers of a feedback.
func (f *Facts) DriversOf(row int32) []*Driver {
	var out []*Driver
	for _, i := range f.driver[row] {
		out = append(out, f.Drivers[i])
	}
	return out
}

func (f *Facts) loadDrivers(tables *table.Tables) error {
	rows, err := table.All[table.Driver](tables)
	if err != nil {
		return err
	}
	for i := range rows {
		f.byID[rows[i].ID] = &Driver{Driver: rows[i]}
	}
	if err := f.Agenda(tables); err != nil {
		return err
	}
	if err := f.loadMembers(tables); err != nil {
		return err
	}
	f.topics = map[string]int{}
	for _, c := range f.TallyCodes(f.All(), &f.Topics) {
		f.topics[c.Value] = c.N
	}
	earlier := f.since(recentDays+earlierDays, recentDays, f.All())
	recent := f.since(recentDays, 0, f.All())
	for id, d := range f.byID {
		if len(d.Rows) == 0 || d.MergedInto != "" {
			delete(f.byID, id)
			continue
		}
		f.measure(d, recent, earlier)
		f.Drivers = append(f.Drivers, d)
	}
	slices.SortFunc(f.Drivers, func(a, b *Driver) int { return cmp.Or(cmp.Compare(len(b.Rows), len(a.Rows)), cmp.Compare(a.ID, b.ID)) })
	f.driver = make([][]int32, len(f.IDs))
	for i, d := range f.Drivers {
		d.Rank = i + 1
		for _, row := range d.Rows {
			f.driver[row] = append(f.driver[row], int32(i))
		}
	}
	return f.found(tables)
}

// Agenda gives drivers their place on the agenda of learning as the tables have
// it. Load does so too; a night makes the agenda after it counted.
func (f *Facts) Agenda(tables *table.Tables) error {
	for _, d := range f.byID {
		d.Place, d.Why = 0, nil
	}
	for r, err := range table.Scan[table.DriverRank](tables) {
		if err != nil {
			return err
		}
		if d := f.byID[r.DriverID]; d != nil {
			d.Place, d.Why = int(r.Place), r.Why
		}
	}
	return nil
}

// loadMembers gives drivers their rows, newest first.
func (f *Facts) loadMembers(tables *table.Tables) error {
	frame, err := tables.Columns("feedback_driver", nil, "feedback_id", "driver_id", "score", "second")
	if err != nil {
		return err
	}
	ids, drivers, scores := frame.Strings("feedback_id"), frame.Strings("driver_id"), frame.Floats("score")
	places := map[*Driver][]int32{} // of its members in the frame
	rows := make([]int32, len(ids))
	for i := range ids {
		row, ok := f.rows[ids[i]]
		d := f.byID[drivers[i]]
		if ok && d != nil && !frame.Bools("second")[i] {
			rows[i], places[d] = row, append(places[d], int32(i))
		}
	}
	for d, of := range places {
		slices.SortFunc(of, func(a, b int32) int { return f.newer(rows[a], rows[b]) })
		d.Rows, d.Scores = make([]int32, len(of)), make([]float64, len(of))
		for k, i := range of {
			d.Rows[k], d.Scores[k] = rows[i], scores[i]
		}
	}
	return nil
}

// measure fills in what a driver's rows tell. All recent and all earlier
// feedback are what its own are compared with.
func (f *Facts) measure(d *Driver, recent, earlier int) {
	d.Split = f.Split(d.Rows)
	d.Recent = f.since(recentDays, 0, d.Rows)
	before := f.since(recentDays+earlierDays, recentDays, d.Rows)
	if earlier > 0 {
		d.Expected = float64(before) * float64(recent) / float64(earlier)
	}
	more := float64(d.Recent) - d.Expected
	d.Growing = earlier > 0 && d.Recent >= leastGrowing && more > 0.5*d.Expected && more > 2*math.Sqrt(max(d.Expected, 1))
	for _, row := range d.Rows {
		if f.Line.At(row) == "tweede" || f.Experience.Has(row, "herhaling") {
			d.Repeat++
		}
	}
	d.TopTopic = f.telling(d.Rows)
}

// telling gives the topic that rows have most more of than their part of all feedback.
func (f *Facts) telling(rows []int32) string {
	best, most := "", 0.0
	for _, c := range f.TallyCodes(rows, &f.Topics) {
		more := float64(c.N) - float64(len(rows))*float64(f.topics[c.Value])/float64(len(f.IDs))
		if more > most {
			best, most = c.Value, more
		}
	}
	return best
}

// since counts the rows received more than until and at most from days before
// the newest feedback.
func (f *Facts) since(from, until int, rows []int32) (n int) {
	if f.Latest.IsZero() {
		return 0
	}
	first := f.Latest.Add(-time.Duration(from) * 24 * time.Hour).UnixMicro()
	last := f.Latest.Add(-time.Duration(until) * 24 * time.Hour).UnixMicro()
	for _, row := range rows {
		if at := f.received[row]; at > first && at <= last {
			n++
		}
	}
	return n
}

// found marks the drivers that the last run found.
func (f *Facts) found(tables *table.Tables) error {
	if f.First {
		return nil
	}
	for e, err := range table.Scan[table.DriverEvent](tables) {
		if err != nil {
			return err
		}
		if d := f.byID[e.DriverID]; d != nil && e.RunID == f.Run.RunID && e.Kind == "gevonden" {
			d.New = true
		}
	}
	return nil
}

// Due gives at most n drivers for a session: those that are due in the order of
// the agenda of learning, and then the others; by size where there is no agenda.
func (f *Facts) Due(n int) []*Driver {
	due := slices.Clone(f.Drivers)
	slices.SortStableFunc(due, func(a, b *Driver) int {
		return cmp.Or(cmp.Compare(min(1, len(b.Why)), min(1, len(a.Why))), cmp.Compare(a.Place, b.Place))
	})
	return due[:min(n, len(due))]
}
