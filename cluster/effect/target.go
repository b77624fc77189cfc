package effect

import (
	"math"
	"time"

	"luister/cluster/infer"
)

// Standing is how a target stands.
type Standing string

// The standings.
const (
	Reached  Standing = "gehaald"
	OnCourse Standing = "op koers"
	Behind   Standing = "niet op koers"
	Missed   Standing = "niet gehaald"
	Unsure   Standing = "te vroeg om te zeggen"
	TooFew   Standing = "te weinig gegevens"
)

// An Attainment is how far a target is.
type Attainment struct {
	Now  infer.Estimate // the indicator
	Part infer.Estimate // of the way from baseline to target: 1 is all of it, less than 0 the wrong way
	Due  float64        // part of the way that should be gone by now, along a straight line
	Standing
}

// Attained compares an indicator with its target on a day. What the indicator
// may be by chance is taken into account: a target is reached, or behind, only
// if its whole interval says so; in between the value itself decides whether it
// is on course. Below the minimum number nothing is said.
func Attained(t *Target, now infer.Estimate, at time.Time) Attainment {
	a := Attainment{Now: now, Due: 1, Part: unknown()}
	way := t.Target - t.Baseline
	part := func(v float64) float64 { return (v - t.Baseline) / way }
	if !t.From.IsZero() && at.Before(t.Date.Time) {
		a.Due = max(0, at.Sub(t.From.Time).Hours()/t.Date.Sub(t.From.Time).Hours())
	}
	switch {
	case now.N < infer.MinN:
		a.Standing = TooFew
		return a
	case !now.Shown(): // of many, but nothing can be said: not half of them have ended
		a.Standing = Unsure
		return a
	}
	ends := [2]float64{part(now.Low), part(now.High)}
	a.Part = infer.Estimate{N: now.N, Value: part(now.Value), Interval: infer.Interval{Low: min(ends[0], ends[1]), High: max(ends[0], ends[1])}}
	late := !at.Before(t.Date.Time)
	switch {
	case a.Part.Low >= 1, late && a.Part.Value >= 1:
		a.Standing = Reached
	case late && a.Part.High < 1:
		a.Standing = Missed
	case late:
		a.Standing = Unsure
	case t.From.IsZero() || math.IsNaN(a.Due):
		a.Standing = Unsure
	case a.Part.High < a.Due:
		a.Standing = Behind
	case a.Part.Value >= a.Due:
		a.Standing = OnCourse
	default:
		a.Standing = Unsure
	}
	return a
}
