package learning

import (
	"math"
	"time"

	"luister/cluster/agenda"
	"luister/cluster/effect"
	"luister/cluster/repeat"
	"luister/cluster/voice"
	"luister/export/table"
)

// agenda ranks the drivers in use, and says which are due.
func (k *work) agenda() error {
	drivers, err := k.drivers()
	if err != nil {
		return err
	}
	k.w.Clear("driver_rank")
	ranks := agenda.Make(drivers, agenda.Sessions(k.Events, k.Decided), k.Now, agenda.Options{Weights: k.Weights})
	for i := range ranks {
		if err := table.Put(k.w, "", rankRow(&ranks[i])); err != nil {
			return err
		}
	}
	return nil
}

// drivers gathers what the agenda knows of the drivers in use.
func (k *work) drivers() ([]agenda.Driver, error) {
	rows, err := table.All[table.Driver](k.tables)
	if err != nil {
		return nil, err
	}
	trends, err := trendsOf(k.tables)
	if err != nil {
		return nil, err
	}
	founded, err := k.founded()
	if err != nil {
		return nil, err
	}
	rates := map[string]*repeat.Rate{}
	for i := range k.rates {
		rates[k.rates[i].Driver] = &k.rates[i]
	}
	var out []agenda.Driver
	for i := range rows {
		if r := &rows[i]; !r.Gone() && r.Feedback > 0 {
			d := agenda.Driver{ID: r.ID, Owner: r.Owner, Founded: founded[r.ID]}
			k.costs(&d)
			if t, ok := trends[r.ID]; ok && t.RecentUsual != nil {
				d.Recent, d.Expected, d.Grown = float64(t.Recent), *t.RecentUsual, t.State == "opkomend"
			}
			d.Repeat.Value = math.NaN()
			if rate := rates[r.ID]; rate != nil {
				d.Repeat, d.Repeating = rate.Within[1], rate.Worse() || rate.Above
			}
			k.measured(&d)
			out = append(out, d)
		}
	}
	return out, k.scores(out)
}

// scores fills in what a driver does to the score that most customers give, by
// feedback: a driver costs no more because more say it.
func (k *work) scores(drivers []agenda.Driver) error {
	rows, err := table.All[table.DriverImpact](k.tables)
	if err != nil {
		return err
	}
	answers := map[string]int64{}
	for _, r := range rows {
		answers[r.Score] += r.Feedback
	}
	score, most := "", int64(0)
	for _, name := range []string{"nps", "csat", "handling", "ces", "stars"} {
		if answers[name] > most {
			score, most = name, answers[name]
		}
	}
	for i := range drivers {
		drivers[i].Loss = math.NaN()
		for _, r := range rows {
			if r.DriverID == drivers[i].ID && r.Score == score {
				drivers[i].Scored, drivers[i].Loss = int(r.Feedback), lost(score, r.Effect)
			}
		}
	}
	return nil
}

// lost is how much worse a score is with a driver, 0 if it is not: a lower score
// is worse, but of ces, which is effort, a higher one.
func lost(score string, effect float64) float64 {
	if score == "ces" {
		return max(0, effect)
	}
	return max(0, -effect)
}

func trendsOf(tables *table.Tables) (map[string]table.DriverTrend, error) {
	rows, err := table.All[table.DriverTrend](tables)
	trends := make(map[string]table.DriverTrend, len(rows))
	for _, t := range rows {
		trends[t.DriverID] = t
	}
	return trends, err
}

// founded gives when drivers were found, but for those of the first run.
func (k *work) founded() (map[string]time.Time, error) {
	if k.First {
		return nil, nil
	}
	runs, err := table.All[table.Run](k.tables)
	if err != nil || len(runs) == 0 {
		return nil, err
	}
	started := map[string]time.Time{}
	for _, r := range runs[1:] {
		started[r.RunID] = r.Started
	}
	events, err := table.All[table.DriverEvent](k.tables)
	out := map[string]time.Time{}
	for _, e := range events {
		if at, ok := started[e.RunID]; ok && e.Kind == "gevonden" {
			out[e.DriverID] = at
		}
	}
	return out, err
}

// costDays is how far back complaints tell what a driver costs.
const costDays = 182

// costs fills in severity and consequences: the share of complaints with serious
// loss, a threat to leave or escalation.
func (k *work) costs(d *agenda.Driver) {
	severity, serious := 0, 0
	for _, row := range k.byID[d.ID] {
		if !k.f.Counts(int(row)) || !k.f.Complaint(int(row)) || k.f.Received[row] <= k.f.Until-costDays*voice.Day {
			continue
		}
		d.Complaints++
		severity += int(k.f.Severity[row])
		if k.f.Severity[row] >= 3 || k.maker.Flagged("opzegdreiging", row) || k.maker.Flagged("escalatie", row) {
			serious++
		}
	}
	d.Severity, d.Impact = math.NaN(), math.NaN()
	if d.Complaints > 0 {
		d.Severity, d.Impact = float64(severity)/float64(d.Complaints), float64(serious)/float64(d.Complaints)
	}
}

// measured fills in what measures on a driver came to.
func (k *work) measured(d *agenda.Driver) {
	for i := range k.Measures {
		m := &k.Measures[i]
		if m.Driver != d.ID {
			continue
		}
		if m.Overdue(k.Now) {
			d.Overdue = append(d.Overdue, m.What)
		}
		if v := k.effects[i].Verdict; v == effect.More || v == effect.NoChange {
			d.Failed = append(d.Failed, m.What)
		}
	}
}
