package figures

import (
	"maps"
	"slices"

	"luister/cluster/trend"
	"luister/export/table"
)

// loadExposure gives how many customers the organisation had, by month; where
// customers are not counted, how many contacts.
func loadExposure(tables *table.Tables) (map[string]float64, error) {
	rows, err := table.All[table.Exposure](tables)
	if err != nil {
		return nil, err
	}
	byUnit := map[string]map[string]float64{}
	for _, r := range rows {
		if r.Dimension != "" || r.Count <= 0 {
			continue
		}
		if byUnit[r.Unit] == nil {
			byUnit[r.Unit] = map[string]float64{}
		}
		byUnit[r.Unit][r.Month] = float64(r.Count)
	}
	for _, unit := range append([]string{"klanten"}, slices.Sorted(maps.Keys(byUnit))...) {
		if months := byUnit[unit]; len(months) > 0 {
			return months, nil
		}
	}
	return nil, nil
}

// exposureByDay gives the customers of every day, nil if no month is known. A
// month that is not known has those of the last known one before it, or of the
// first known one.
func exposureByDay(c trend.Calendar, months map[string]float64) []float64 {
	if len(months) == 0 {
		return nil
	}
	known := slices.Sorted(maps.Keys(months))
	days := make([]float64, c.Days)
	for day := range days {
		i, exact := slices.BinarySearch(known, c.Date(day).Format(monthLayout))
		if !exact {
			i = max(0, i-1)
		}
		days[day] = months[known[i]]
	}
	return days
}
