package figures

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"luister/export/table"
)

// Figures are the figures of a snapshot, for pages and packs. They are empty for
// a snapshot of before there were figures.
type Figures struct {
	Trends   map[string]table.DriverTrend             // by driver; "" is all feedback
	Segments map[string][]table.DriverSegment         // by driver, the largest ratio first
	Impacts  map[string][]table.DriverImpact          // by driver, in the order of the names of scores
	Of       map[string]map[string]table.DriverFigure // by driver ("" is all feedback) and figure
}

// Load reads the figures of a snapshot, without the days.
func Load(tables *table.Tables) (*Figures, error) {
	f := &Figures{Trends: map[string]table.DriverTrend{}, Segments: map[string][]table.DriverSegment{},
		Impacts: map[string][]table.DriverImpact{}, Of: map[string]map[string]table.DriverFigure{}}
	trends, err1 := table.All[table.DriverTrend](tables)
	segments, err2 := table.All[table.DriverSegment](tables)
	impacts, err3 := table.All[table.DriverImpact](tables)
	plain, err4 := table.All[table.DriverFigure](tables)
	if err := errors.Join(err1, err2, err3, err4); err != nil {
		return nil, fmt.Errorf("figures: %w", err)
	}
	for _, t := range trends {
		f.Trends[t.DriverID] = t
	}
	slices.SortStableFunc(segments, func(a, b table.DriverSegment) int { return cmp.Compare(b.Ratio, a.Ratio) })
	for _, s := range segments {
		f.Segments[s.DriverID] = append(f.Segments[s.DriverID], s)
	}
	for _, i := range impacts {
		f.Impacts[i.DriverID] = append(f.Impacts[i.DriverID], i)
	}
	for _, p := range plain {
		if f.Of[p.DriverID] == nil {
			f.Of[p.DriverID] = map[string]table.DriverFigure{}
		}
		f.Of[p.DriverID][p.Figure] = p
	}
	return f, nil
}

// Days reads the days of one driver, "" for all feedback.
func Days(tables *table.Tables, driver string) ([]table.DriverDay, error) {
	var days []table.DriverDay
	for d, err := range table.Scan[table.DriverDay](tables) {
		if err != nil {
			return nil, fmt.Errorf("figures: %w", err)
		}
		if d.DriverID > driver {
			break
		}
		if d.DriverID == driver {
			days = append(days, d)
		}
	}
	return days, nil
}

// Rates gives the months of a driver of which there is a rate, oldest first.
func Rates(tables *table.Tables, driver string) ([]table.DriverPeriod, error) {
	var months []table.DriverPeriod
	for p, err := range table.Scan[table.DriverPeriod](tables) {
		if err != nil {
			return nil, fmt.Errorf("figures: %w", err)
		}
		if p.DriverID == driver && p.Unit == monthUnit && p.Exposure != nil {
			months = append(months, p)
		}
	}
	return months, nil
}

// Alarming gives the drivers with an alarm, the newest alarm first.
func (f *Figures) Alarming() []table.DriverTrend {
	var found []table.DriverTrend
	for id, t := range f.Trends {
		if id != "" && t.Alarm != "" {
			found = append(found, t)
		}
	}
	slices.SortFunc(found, func(a, b table.DriverTrend) int {
		return cmp.Or(b.AlarmFound.Compare(a.AlarmFound), cmp.Compare(a.DriverID, b.DriverID))
	})
	return found
}
