package learn

import (
	"cmp"
	"math"
	"slices"
)

// calibration turns margins into probabilities. It is fitted on margins of
// examples that the weights were not trained on.
type calibration struct {
	temperature float64   // one label: softmax of margin × temperature
	slope       []float64 // many labels: Platt's sigmoid per label
	offset      []float64
	threshold   float64 // many labels: decided yes from here on
}

// scores turns margins into probabilities.
func (c *calibration) scores(labels []string, margin []float64, multi bool) []Score {
	scores := make([]Score, len(labels))
	if multi {
		for k, m := range margin {
			scores[k] = Score{labels[k], sigmoid(c.slope[k]*m + c.offset[k])}
		}
	} else {
		softmax(margin, c.temperature, func(k int, p float64) { scores[k] = Score{labels[k], p} })
	}
	return scores
}

// result makes the answer for one item.
func (c *calibration) result(labels []string, margin []float64, multi bool) Result {
	scores := c.scores(labels, margin, multi)
	slices.SortStableFunc(scores, func(a, b Score) int { return cmp.Compare(b.Score, a.Score) })
	if !multi {
		return Result{Label: scores[0].Label, Score: scores[0].Score, Labels: scores}
	}
	yes := 0
	for yes < len(scores) && scores[yes].Score >= c.threshold {
		yes++
	}
	r := Result{Score: scores[0].Score, Labels: scores[:yes]}
	if yes > 0 {
		r.Label = scores[0].Label
	}
	return r
}

func sigmoid(x float64) float64 { return 1 / (1 + math.Exp(-x)) }

func softmax(margin []float64, temperature float64, give func(k int, p float64)) {
	highest := slices.Max(margin)
	var sum float64
	for _, m := range margin {
		sum += math.Exp((m - highest) * temperature)
	}
	for k, m := range margin {
		give(k, math.Exp((m-highest)*temperature)/sum)
	}
}

// fitTemperature finds the temperature with the least log loss; margins[i] are
// those of an example whose label is truth[i]. Golden section on the logarithm.
func fitTemperature(margins [][]float64, truth []int) float64 {
	loss := func(logT float64) float64 {
		t := math.Exp(logT)
		var sum float64
		for i, m := range margins {
			softmax(m, t, func(k int, p float64) {
				if k == truth[i] {
					sum -= math.Log(math.Max(p, 1e-12))
				}
			})
		}
		return sum
	}
	return math.Exp(goldenSection(loss, -3, 5))
}

func goldenSection(f func(float64) float64, a, b float64) float64 {
	const ratio = 0.6180339887498949
	c, d := b-ratio*(b-a), a+ratio*(b-a)
	fc, fd := f(c), f(d)
	for range 40 {
		if fc < fd {
			b, d, fd = d, c, fc
			c = b - ratio*(b-a)
			fc = f(c)
		} else {
			a, c, fc = c, d, fd
			d = a + ratio*(b-a)
			fd = f(d)
		}
	}
	return (a + b) / 2
}

// fitPlatt fits P(yes) = sigmoid(slope × margin + offset) by Newton's method
// with Platt's smoothed targets (Lin, Lin and Weng, 2007).
func fitPlatt(margin []float64, yes []bool) (slope, offset float64) {
	var pos, neg float64
	for _, y := range yes {
		if y {
			pos++
		} else {
			neg++
		}
	}
	high, low := (pos+1)/(pos+2), 1/(neg+2)
	slope, offset = 1, math.Log((pos+1)/(neg+1))
	for range 60 {
		var g1, g2, h11, h12, h22 float64
		h11, h22 = 1e-6, 1e-6
		for i, m := range margin {
			p := sigmoid(slope*m + offset)
			t := low
			if yes[i] {
				t = high
			}
			g1 += (p - t) * m
			g2 += p - t
			v := p * (1 - p)
			h11 += v * m * m
			h12 += v * m
			h22 += v
		}
		det := h11*h22 - h12*h12
		if math.Abs(g1)+math.Abs(g2) < 1e-7 || det == 0 {
			break
		}
		d1, d2 := (h22*g1-h12*g2)/det, (h11*g2-h12*g1)/det
		step := math.Min(1, 4/(math.Abs(d1)+math.Abs(d2)+1e-9))
		slope -= step * d1
		offset -= step * d2
	}
	return math.Max(slope, 1e-3), offset
}

// bestThreshold gives the probability from which to say yes so that the micro
// F1 over all labels is highest, with what it reaches.
func bestThreshold(prob []float64, yes []bool) (threshold, f1 float64) {
	order := make([]int, len(prob))
	total := 0
	for i := range order {
		order[i] = i
		if yes[i] {
			total++
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(prob[b], prob[a]) })
	threshold = 0.5
	hits := 0
	for n, i := range order {
		if yes[i] {
			hits++
		}
		if n+1 < len(order) && prob[order[n+1]] == prob[i] {
			continue
		}
		if f := 2 * float64(hits) / float64(n+1+total); f > f1 {
			f1 = f
			next := 0.0
			if n+1 < len(order) {
				next = prob[order[n+1]]
			}
			threshold = (prob[i] + next) / 2
		}
	}
	return min(max(threshold, 0.15), 0.85), f1
}
