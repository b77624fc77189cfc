// Package figures computes the figures of drivers, night by night.
//
// It reads the tables of a night that was just made, and puts small tables
// beside them: how drivers went through time, with alarms, and the dimensions of
// the star (days, topics, values to split by). Every figure has its
// interval, and none is shown that rests on too little. The mathematics lie in
// cluster; here is only which columns go in, and which rows come out. It gives
// these tables back as they are to pages and packs (Load). It never reads text
// and remembers nothing: the same tables give the same figures.
package figures

import (
	"errors"
	"fmt"
	"runtime"

	"golang.org/x/sync/errgroup"

	"luister/export/facts"
	"luister/export/table"
	"luister/nlp/code"
)

// An Outcome is what a night must tell people about its figures.
type Outcome struct {
	Alarms  []string // Dutch sentences: sudden rises that were found this night
	Notices []string // likewise: those that a first run finds in its history

	Facts *facts.Facts // that were counted; their agenda is that of the night before
}

// Write computes all figures of the tables and puts them in the writer, which
// must amend those tables; beside them the dimensions that their keys point to.
func Write(made *table.Tables, w *table.Writer, scheme *code.Scheme) (Outcome, error) {
	before, err := table.All[table.DriverTrend](made) // as the night before left it
	if err != nil {
		return Outcome{}, fmt.Errorf("figures: %w", err)
	}
	k, err := loadWork(made)
	if err != nil {
		return Outcome{}, fmt.Errorf("figures: %w", err)
	}
	exposure, err := loadExposure(made)
	if err != nil {
		return Outcome{}, fmt.Errorf("figures: %w", err)
	}
	founded, err := loadFounded(made)
	if err != nil {
		return Outcome{}, fmt.Errorf("figures: %w", err)
	}
	for _, name := range []string{"driver_day", "driver_period", "driver_trend", "driver_segment", "driver_impact", "driver_figure", "driver", "date", "topic", "experience", "flag", "segment"} {
		w.Clear(name)
	}
	h := newHistory(k.Facts, exposure, founded)
	trends := h.trends()
	put := func(w *table.Writer) error { return h.put(w, trends) }
	dimensions := func(w *table.Writer) error { return errors.Join(k.dates(w), k.codes(w, scheme)) }
	var parts errgroup.Group
	parts.SetLimit(runtime.GOMAXPROCS(0))
	for _, part := range []func(*table.Writer) error{k.putImpacts, k.putFigures, k.putSegments, k.putTopics, put, dimensions} {
		parts.Go(func() error { return part(w) })
	}
	if err := parts.Wait(); err != nil {
		return Outcome{}, fmt.Errorf("figures: %w", err)
	}
	told := tell(k.Facts, h, trends, before)
	told.Facts = k.Facts
	return told, nil
}

// orNil is a number as a table holds it: nil if it is not known.
func orNil(x float64) *float64 {
	if x != x {
		return nil
	}
	return &x
}
