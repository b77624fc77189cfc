package learning

import (
	"fmt"
	"slices"
	"time"

	"luister/cluster/effect"
	"luister/cluster/indicator"
	"luister/cluster/infer"
	"luister/cluster/voice"
	"luister/export/table"
	"luister/ingest/value"
)

// measures computes the effect of every measure.
func (k *work) measures() error {
	k.effects = k.effectsOf(k.Measures)
	effect.JudgeAll(k.effects)
	k.w.Clear("measure_effect")
	for i := range k.Measures {
		if err := table.Put(k.w, "", measureRow(&k.Measures[i], &k.effects[i], k.Now)); err != nil {
			return err
		}
	}
	return nil
}

// effectsOf compares the driver of every measure with the complaints that belong
// to no driver with a measure.
func (k *work) effectsOf(measures []effect.Measure) []effect.Effect {
	effects := make([]effect.Effect, len(measures))
	if len(measures) == 0 || k.f.Until == voice.None {
		for i := range effects {
			effects[i].Verdict = effect.NoHistory
		}
		return effects
	}
	measured := map[string]bool{}
	for i := range measures {
		if k.started(&measures[i]) {
			measured[measures[i].Driver] = true
		}
	}
	c := k.calendar()
	pool := c.count(k.f, k.f.All(), func(row int32) bool {
		for _, d := range k.f.Drivers[row] {
			if measured[d] {
				return false
			}
		}
		return len(k.f.Drivers[row]) > 0
	})
	for i := range measures {
		m := &measures[i]
		if !k.started(m) {
			effects[i] = effect.Of(effect.Counts{}, 1, 0)
			continue
		}
		own := c.count(k.f, k.byID[m.Driver], func(int32) bool { return true })
		last := c.days - 1
		if !m.End.IsZero() {
			last = min(last, c.day(m.End.Time))
		}
		effects[i] = effect.Of(effect.Counts{Own: own, Pool: pool}, max(0, c.day(m.Start.Time)), last)
	}
	return effects
}

func (k *work) started(m *effect.Measure) bool { return !m.Start.IsZero() && !m.Start.After(k.Now) }

// A calendar numbers the days of the complaints; a day is one in the Netherlands.
type calendar struct {
	first time.Time // midnight UTC, standing for the day
	days  int
}

// strays is the share of complaints that may be dated before the calendar: one
// wrong date must not make it a century long.
const strays = 200

func (k *work) calendar() calendar {
	var at []int64
	for row := range k.f.ID {
		if k.f.Counts(row) && k.f.Complaint(row) {
			at = append(at, k.f.Received[row])
		}
	}
	if len(at) == 0 {
		return calendar{first: dayOf(k.f.Until)}
	}
	slices.Sort(at)
	c := calendar{first: dayOf(at[len(at)/strays])}
	c.days = c.day(dayOf(k.f.Until)) + 1
	return c
}

func dayOf(micro int64) time.Time { return value.DayOf(time.UnixMicro(micro)) }

func (c calendar) day(date time.Time) int { return int(date.Sub(c.first).Hours() / 24) }

// count counts those complaints of rows by day of which keep holds.
func (c calendar) count(f *voice.Feedback, rows []int32, keep func(row int32) bool) []float64 {
	days := make([]float64, c.days)
	for _, row := range rows {
		if !f.Counts(int(row)) || !f.Complaint(int(row)) || !keep(row) {
			continue
		}
		if day := c.day(dayOf(f.Received[row])); day >= 0 && day < c.days {
			days[day]++
		}
	}
	return days
}

// targetDays is over how many days before the newest feedback a target is measured.
const targetDays = 90

// targets says how every target stands, beside how it stood at earlier runs.
func (k *work) targets() error {
	before, err := table.All[table.Target](k.tables)
	if err != nil {
		return err
	}
	k.w.Clear("target")
	if err := table.Put(k.w, "", before...); err != nil {
		return err
	}
	for i := range k.Targets {
		t := &k.Targets[i]
		d, ok := indicator.Named(t.Indicator)
		if !ok {
			k.notes = append(k.notes, fmt.Sprintf("doelen: %s noemt indicator %q, die niet bestaat", t.ID, t.Indicator))
			continue
		}
		a := effect.Attained(t, k.now(d, t.Driver), k.Now)
		if err := table.Put(k.w, "", targetRow(t, &a, k.RunID)); err != nil {
			return err
		}
	}
	return nil
}

// now gives an indicator over the last days, of a driver or of all feedback. An
// indicator that must be followed for longer than those days is taken over the
// days before as well.
func (k *work) now(d indicator.Definition, driver string) infer.Estimate {
	rows := k.byID[driver]
	if driver == "" {
		rows = k.f.All()
	}
	days := int64(targetDays)
	if d.ID == "herhaling_90" || d.ID == "niet_afgesloten" {
		days *= 2
	}
	var recent []int32
	for _, row := range rows {
		if k.f.Received[row] > k.f.Until-days*voice.Day {
			recent = append(recent, row)
		}
	}
	return k.maker.Of(d, recent, driver)
}
