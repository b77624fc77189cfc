package figures

import (
	"maps"
	"math"
	"slices"

	"luister/cluster/infer"
	"luister/export/table"
)

// microDay is a day in microseconds.
const microDay = 24 * 3600 * 1e6

// putFigures puts the plain figures: of all feedback, and of every driver.
func (k *work) putFigures(w *table.Writer) error {
	if err := table.Put(w, "", k.figures("", k.All())...); err != nil {
		return err
	}
	for _, d := range k.Drivers {
		if err := table.Put(w, "", k.figures(d.ID, d.Rows)...); err != nil {
			return err
		}
	}
	return nil
}

// putTopics puts the drivers again, with the topic that tells them from the rest:
// only when all feedback is counted is it known.
func (k *work) putTopics(w *table.Writer) error {
	for i := range k.drivers {
		if d := k.Driver(k.drivers[i].ID); d != nil {
			k.drivers[i].Topic = d.TopTopic
		}
	}
	return table.Put(w, "", k.drivers...)
}

// figures gives the rows in driver_figure of some feedback.
func (k *work) figures(id string, rows []int32) []table.DriverFigure {
	severities := make([]float64, len(rows))
	for i, row := range rows {
		severities[i] = float64(k.Severity[row])
	}
	out := []table.DriverFigure{
		shown(id, "severity", infer.Mean(severities)),
		shown(id, "churn", k.share(rows, k.flagged("opzegdreiging"))),
		shown(id, "escalation", k.share(rows, k.flagged("escalatie"))),
		shown(id, "failure", k.share(rows, k.failure)),
		shown(id, "answered", k.waited(rows, "answered")),
		shown(id, "closed", k.waited(rows, "closed")),
	}
	if k.worth != nil {
		out = append(out, k.atRisk(id, rows))
	}
	return out
}

func (k *work) share(rows []int32, has func(row int32) bool) infer.Estimate {
	with := 0
	for _, row := range rows {
		if has(row) {
			with++
		}
	}
	return infer.Share(with, len(rows))
}

func (k *work) flagged(flag string) func(row int32) bool {
	has := k.flags[flag]
	return func(row int32) bool { return has != nil && has[row] }
}

// failure says whether feedback is failure demand: it would not have been there
// if things had been done, or done right, the first time (Seddon 2003, Freedom
// from Command and Control).
func (k *work) failure(row int32) bool {
	switch k.Form.At(row) {
	case "klacht", "bezwaar", "melding":
		return true
	}
	return k.Line.At(row) == "tweede" || k.flagged("herhaling")(row)
}

// waited is the median number of days from receipt until something was done.
// What is open still is left out: it cannot be told from what is never noted.
func (k *work) waited(rows []int32, until string) infer.Estimate {
	received, done := k.frame.Ints("received"), k.frame.Ints(until)
	var days []float64
	for _, row := range rows {
		if received[row] != math.MinInt64 && done[row] != math.MinInt64 && done[row] >= received[row] {
			days = append(days, float64(done[row]-received[row])/microDay)
		}
	}
	slices.Sort(days)
	return infer.Quantile(days, 0.5)
}

// atRisk is the sum of what the customers are worth who threaten to leave. Its
// interval is that of a sum over customers of whom each leaves or stays.
func (k *work) atRisk(id string, rows []int32) table.DriverFigure {
	leaves := k.flagged("opzegdreiging")
	worth := map[int32]float64{} // of the customers of these rows, 0 for those who stay
	for _, row := range rows {
		customer := k.customer[row]
		if amount, known := k.worth[customer]; known {
			worth[customer] = max(worth[customer], 0)
			if leaves(row) {
				worth[customer] = amount
			}
		}
	}
	var sum, squares float64
	for _, customer := range slices.Sorted(maps.Keys(worth)) {
		sum += worth[customer]
		squares += worth[customer] * worth[customer]
	}
	count := float64(len(worth))
	e := infer.Normal(len(worth), sum, math.Sqrt(max(0, squares-sum*sum/max(1, count))))
	e.Low = max(0, e.Low)
	return shown(id, "value", e)
}
