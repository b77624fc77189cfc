package learning

import (
	"math"
	"time"

	"luister/cluster/agenda"
	"luister/cluster/deviance"
	"luister/cluster/effect"
	"luister/cluster/indicator"
	"luister/cluster/infer"
	"luister/cluster/newword"
	"luister/cluster/reach"
	"luister/cluster/repeat"
	"luister/export/table"
)

// known is a number as a table holds it: nil if it is not known, or has no end.
func known(x float64) *float64 {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return nil
	}
	return &x
}

// ends takes an estimate apart, all nil below the minimum number.
func ends(e infer.Estimate) (value, low, high *float64) {
	if !e.Shown() {
		return nil, nil, nil
	}
	return known(e.Value), known(e.Low), known(e.High)
}

func only(e infer.Estimate) *float64 {
	value, _, _ := ends(e)
	return value
}

func repeatRow(r *repeat.Rate, c *repeat.Closing) table.DriverRepeat {
	row := table.DriverRepeat{DriverID: r.Driver, Complaints: int64(r.Complaints), Known: int64(r.Known), Episodes: int64(r.Episodes), Q: known(r.Q),
		Reopened: only(r.Reopened), Second: only(r.Second), Says: only(r.Says),
		Closed: int64(c.Closed), CameBack: int64(c.CameBack), Again: int64(c.Reopened), Dissatisfied: int64(c.Dissatisfied)}
	if r.Episodes >= infer.MinN {
		row.Within30, row.Within30Low, row.Within30High = ends(atLeast(r.Within[0]))
		row.Within90, row.Within90Low, row.Within90High = ends(atLeast(r.Within[1]))
	}
	row.Baseline, row.BaselineLow, row.BaselineHigh = ends(r.Baseline[1])
	row.Change, row.ChangeLow, row.ChangeHigh = ends(r.Change)
	row.Any, row.AnyLow, row.AnyHigh = ends(r.Any)
	row.Unsettled, row.UnsettledLow, row.UnsettledHigh = ends(c.Unsettled)
	switch {
	case r.Worse():
		row.Verdict = "vaker"
	case r.Better():
		row.Verdict = "minder vaak"
	}
	return row
}

// atLeast is a share of enough episodes, though fewer of them were followed for so long.
func atLeast(e infer.Estimate) infer.Estimate {
	e.N = max(e.N, infer.MinN)
	return e
}

func indicatorRow(v indicator.Value) table.Indicator {
	d, _ := indicator.Named(v.Indicator)
	row := table.Indicator{Indicator: v.Indicator, Month: v.Month, Dimension: v.Dimension, Value: v.Group, Unit: string(d.Unit), N: int64(v.N)}
	if row.Figure, row.Low, row.High = ends(v.Estimate); d.Unit == indicator.Number {
		row.Figure, row.Low, row.High = known(v.Value), known(v.Low), known(v.High) // a count hides nothing
	}
	return row
}

func unitRow(u deviance.Unit) table.DriverUnit {
	return table.DriverUnit{DriverID: u.Driver, Dimension: u.Dimension, Value: u.Value, Positive: int64(u.Positive), Negative: int64(u.Negative),
		Share: u.Share.Value, ShareLow: u.Share.Low, ShareHigh: u.Share.High, Others: u.Others.Value,
		Difference: u.Difference.Value, DifferenceLow: u.Difference.Low, DifferenceHigh: u.Difference.High, Q: u.Q}
}

func reachRow(r reach.Reach) table.Reach {
	row := table.Reach{Dimension: r.Dimension, Value: r.Value, Voices: int64(r.Voices), Exposure: r.Exposure, ExposurePart: r.Part,
		Voiced: only(r.Voiced), Q: known(r.Q), Verdict: string(r.Verdict), VoicesAll: int64(r.Ratio.N), Expected: r.Expected}
	if r.Verdict != reach.TooFew {
		row.Ratio, row.RatioLow, row.RatioHigh = ends(r.Ratio)
		row.Missing, row.MissingLow, row.MissingHigh = ends(r.Missing)
	}
	return row
}

func measureRow(m *effect.Measure, e *effect.Effect, now time.Time) table.MeasureEffect {
	row := table.MeasureEffect{MeasureID: m.ID, DriverID: m.Driver, What: m.What, Owner: m.Owner, Start: m.Start.Time, Due: m.Due.Time, End: m.End.Time,
		Customers: m.Customers, Cost: m.Cost, Feedback: m.Feedback, Status: m.Status, Overdue: m.Overdue(now), Verdict: string(e.Verdict),
		WeeksBefore: int64(e.WeeksBefore), Weeks: int64(e.Weeks), Before: int64(e.Before), After: int64(e.After), Drifting: e.Drifting, Q: known(e.Q)}
	switch e.Verdict {
	case effect.NotYet, effect.NoHistory:
		return row
	}
	row.Expected = known(e.Expected)
	row.Difference, row.DifferenceLow, row.DifferenceHigh = known(e.Difference.Value), known(e.Difference.Low), known(e.Difference.High)
	row.Series, row.SeriesLow, row.SeriesHigh = known(e.Series.Value), known(e.Series.Low), known(e.Series.High)
	row.Avoided, row.AvoidedLow, row.AvoidedHigh = known(e.Avoided.Value), known(e.Avoided.Low), known(e.Avoided.High)
	return row
}

func targetRow(t *effect.Target, a *effect.Attainment, run string) table.Target {
	row := table.Target{TargetID: t.ID, RunID: run, Indicator: t.Indicator, DriverID: t.Driver, Owner: t.Owner, Baseline: t.Baseline, From: t.From.Time,
		Target: t.Target, Date: t.Date.Time, N: int64(a.Now.N), Due: a.Due, Standing: string(a.Standing)}
	row.Now, row.NowLow, row.NowHigh = ends(a.Now)
	row.Part, row.PartLow, row.PartHigh = ends(a.Part)
	return row
}

func wordRow(w *newword.Word) table.NewWord {
	return table.NewWord{Term: w.Term, Recent: int64(w.Recent), Before: int64(w.Before), Expected: w.Expected, Q: w.Q, First: time.UnixMicro(w.First).UTC(),
		Ratio: known(w.Ratio.Value), RatioLow: w.Ratio.Low, RatioHigh: known(w.Ratio.High)}
}

func rankRow(r *agenda.Rank) table.DriverRank {
	row := table.DriverRank{DriverID: r.Driver, Place: int64(r.Place), Score: r.Score, Severity: r.Severity, Impact: r.Impact, Trend: r.Trend, Repeat: r.Repeat,
		LastSession: r.LastSession, Due: r.Due(), Complaints: int64(r.Complaints), Own: &r.Own}
	for _, why := range r.Reasons {
		row.Reasons, row.Why = append(row.Reasons, why.ID), append(row.Why, why.Text)
	}
	return row
}
