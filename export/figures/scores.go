package figures

import (
	"math"

	"luister/cluster/impact"
	"luister/cluster/infer"
	"luister/cluster/segment"
	"luister/export/table"
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
	low, high := map[string]float64{}, map[string]float64{}
	for row, v := range scores {
		if source := k.Source.At(int32(row)); !math.IsNaN(v) {
			high[source] = max(high[source], v)
			if v < 1 {
				low[source] = -1
			}
		}
	}
	for row, v := range scores {
		source := k.Source.At(int32(row))
		from, to := scale(low[source] < 0, high[source])
		points[row] = 100 * (v - from) / (to - from)
	}
	return points
}

// scale is the smallest usual scale that holds all scores of a source: 1 to 5,
// 1 to 7, 1 to 10, or from 0.
func scale(zero bool, high float64) (from, to float64) {
	from = 1
	if zero {
		from = 0
	}
	for _, to := range []float64{5, 7, 10} {
		if high <= to {
			return from, to
		}
	}
	return 0, max(100, high)
}
