package figures

import (
	"time"

	"luister/cluster/infer"
	"luister/export/table"
)

// The units of table driver_period.
const (
	weekUnit  = "week"
	monthUnit = "maand"
)

// thousand customers are what rates are said of.
const thousand = 1000

// periods are a driver's rows in driver_period: whole weeks and months.
func (h *history) periods(t *trendOf) []table.DriverPeriod {
	weeks := h.wholes(t, h.calendar.First.AddDate(0, 0, -(int(h.calendar.First.Weekday())+6)%7), func(at time.Time) time.Time { return at.AddDate(0, 0, 7) })
	months := h.wholes(t, h.calendar.First.AddDate(0, 0, 1-h.calendar.First.Day()), func(at time.Time) time.Time { return at.AddDate(0, 1, 0) })
	for i := range weeks {
		weeks[i].Unit = weekUnit
	}
	for i := range months {
		months[i].Unit = monthUnit
	}
	return append(months, weeks...)
}

// wholes are the periods from start on, each until the next, that the history has
// wholly: of the last two years, and of a driver that a later run found from then
// on. A rate is the count for each thousand customers of a mean day.
func (h *history) wholes(t *trendOf, start time.Time, next func(time.Time) time.Time) []table.DriverPeriod {
	from := max(h.since(t.id), h.calendar.Days-tableDays, 0)
	var rows []table.DriverPeriod
	for ; ; start = next(start) {
		first, end := h.calendar.Day(start), h.calendar.Day(next(start))
		if end > h.calendar.Days {
			return rows
		}
		if start.Before(h.calendar.First) || first < from {
			continue
		}
		row := table.DriverPeriod{DriverID: t.id, Start: start}
		for _, n := range t.counts[first:end] {
			row.Count += int64(n)
		}
		if h.exposure != nil {
			sum := 0.0
			for _, e := range h.exposure[first:end] {
				sum += e
			}
			mean := sum / float64(end-first)
			row.Exposure = &mean
			row.Rate, row.RateLow, row.RateHigh = ends(infer.Rate(int(row.Count), mean/thousand))
		}
		rows = append(rows, row)
	}
}
