package learning

import (
	"math"
	"time"

	"luister/cluster/overview"
	"luister/cluster/voice"
	"luister/export/table"
	"luister/ingest/value"
)

// overview counts every year of feedback for the public.
func (k *work) overview() error {
	frame, err := k.tables.Columns("feedback", nil, "outcome") // the same rows as of columns
	if err != nil {
		return err
	}
	var items []overview.Item
	for row, outcome := range frame.Strings("outcome") {
		if k.f.Counts(row) {
			items = append(items, overview.Item{Year: yearOf(k.f.Received[row]), Form: k.f.Form[row], Department: k.f.Department[row], Outcome: outcome,
				Closed: k.f.Closed[row] != voice.None, Days: daysTo(k.f.Received[row], k.f.Closed[row])})
		}
	}
	this := k.Now.In(value.Amsterdam()).Year()
	k.w.Clear("overview")
	for _, r := range overview.Of(items) {
		row := table.Overview{Year: int32(r.Year), Level: r.Level, Form: r.Path[0], Department: r.Path[1], Outcome: r.Path[2],
			Received: r.Received, Closed: r.Closed, Days: r.Median, Whole: r.Year < this}
		if err := table.Put(k.w, "", row); err != nil {
			return err
		}
	}
	return nil
}

func yearOf(micro int64) int { return time.UnixMicro(micro).In(value.Amsterdam()).Year() }

// daysTo is how long it took from receipt to closing; NaN if that is not known, or
// cannot be.
func daysTo(received, closed int64) float64 {
	if closed == voice.None || closed < received {
		return math.NaN()
	}
	return time.Duration((closed-received)*int64(time.Microsecond)).Hours() / 24
}
