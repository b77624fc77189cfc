package figures

import (
	"math"

	"luister/cluster/impact"
	"luister/cluster/infer"
	"luister/cluster/segment"
	"luister/cluster/voice"
	"luister/export/table"
	"luister/ingest"
)

// seed of the intervals: the same tables give the same figures.
const seed = 20260101

// putImpacts puts what drivers do to every score.
func (k *work) putImpacts(w *table.Writer) error {
	of := make([][]int32, len(k.IDs)) // drivers of each row
	for i, d := range k.Drivers {
		for _, row := range d.Rows {
			of[row] = append(of[row], int32(i))
		}
	}
	held := []segment.Column{plain("product", &k.Product), plain("channel", &k.Channel), plain("source", &k.Source), plain("department", &k.Department), plain("region", &k.Region)}
	for _, score := range []string{"nps", "csat", "ces", "stars", "handling"} {
		data := k.scored(score, of, held)
		mean := infer.Mean(data.Score).Value
		for _, m := range impact.Measure(data, seed) {
			row := table.DriverImpact{DriverID: k.Drivers[m.Driver].ID, Score: score, Feedback: int64(m.N), Mean: m.Mean.Value, MeanAll: mean,
				Effect: m.Effect.Value, EffectLow: m.Effect.Low, EffectHigh: m.Effect.High,
				Impact: m.Impact.Value, ImpactLow: m.Impact.Low, ImpactHigh: m.Impact.High, Weight: m.Weight, Q: m.Q}
			if err := table.Put(w, "", row); err != nil {
				return err
			}
		}
	}
	return nil
}

// scored gives the rows that have a score. Of a survey with several answers,
// each answer has the score of the whole; that is why customers are drawn.
func (k *work) scored(score string, of [][]int32, held []segment.Column) impact.Data {
	var d impact.Data
	start := make([]int32, len(held))
	for i, c := range held {
		start[i] = int32(len(d.Of))
		for range c.Values {
			d.Of = append(d.Of, int32(i))
		}
	}
	for row, points := range k.points(score) {
		if math.IsNaN(points) {
			continue
		}
		var segments []int32
		for i, c := range held {
			segments = append(segments, start[i]+c.Of[row])
		}
		d.Score, d.Drivers, d.Segments = append(d.Score, points), append(d.Drivers, of[row]), append(d.Segments, segments)
		d.Unit = append(d.Unit, k.customer[row])
	}
	return d
}

// points gives a score of every row on the one scale that all sources share:
// net promoter points, or 0 to 100 from the lowest to the highest possible.
func (k *work) points(score string) []float64 {
	scores := k.frame.Floats(score)
	points := make([]float64, len(scores))
	if score == "nps" {
		for row, v := range scores {
			points[row] = impact.Recommendation(v)
		}
		return points
	}
	source := func(row int) string { return k.Source.At(int32(row)) }
	scales := voice.Scales(scores, source, k.stated(score))
	for row, v := range scores {
		s := scales[source(row)] // without scores there is none, and v is NaN
		points[row] = 100 * (v - s.Low) / (s.High - s.Low)
	}
	return points
}

// stated gives the scales that sources state for a score, by source.
func (k *work) stated(score string) map[string]voice.Scale {
	kind := map[string]ingest.ScoreKind{"csat": ingest.CSAT, "ces": ingest.CES, "stars": ingest.Stars, "handling": ingest.Handling}[score]
	stated := map[string]voice.Scale{}
	for i := range k.sources {
		if low, high, ok := k.sources[i].ScaleOf(string(kind)); ok {
			stated[k.sources[i].Source] = voice.Scale{Low: low, High: high}
		}
	}
	return stated
}
