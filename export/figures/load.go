package figures

import (
	"cmp"
	"fmt"
	"slices"

	"luister/export/table"
)

// Figures are the figures of a snapshot, for pages and packs. They are those of
// a snapshot of before there were figures if there are none: empty.
type Figures struct {
	Trends map[string]table.DriverTrend // by driver; "" is all feedback
}

// Load reads the figures of a snapshot, without the days.
func Load(tables *table.Tables) (*Figures, error) {
	f := &Figures{Trends: map[string]table.DriverTrend{}}
	trends, err := table.All[table.DriverTrend](tables)
	if err != nil {
		return nil, fmt.Errorf("figures: %w", err)
	}
	for _, t := range trends {
		f.Trends[t.DriverID] = t
	}
	return f, nil
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
