package learn

import (
	"cmp"
	"math"
	"slices"
)

// calibration turns margins into probabilities. It is fitted on margins of
// examples that the weights were not trained on. Each question has Platt's
// sigmoid of slope × margin + offset: of its own for many labels. Where an item has
// one label, powers of the sigmoids, each times a softmax of the margins and what
// its label is favoured, are divided by their sum. (A softmax alone is too sure
// where questions disagree; sigmoids alone hardly tell two high margins from each
// other; without the power, scores in the middle are too high.) Of several labels the best one is the one that chance
// favoured most, so its score is bent by how often it was right.
// With many labels all sigmoids are bent in the same way: labels that
// people forgot and gave too much make the ends less sure than Platt has it.
type calibration struct {
	slope     []float64 // one label: the same of all
	offset    []float64
	bend      bend      // many labels: of each; one label: of the best
	power     float64   // one label
	soft      float64   // one label: share of the margins in the softmax
	lean      []float64 // one label: logarithm of what each label is favoured; nil for nothing
	threshold float64   // many labels: decided yes from here on
}

// bend is beta calibration (Kull, Silva Filho and Flach, AISTATS 2017): a share of
// the logarithms of a probability and of its complement, and a constant.
type bend [3]float64

var straight = bend{1, 1, 0}

// of gives the bent sigmoid of x.
func (b bend) of(x float64) float64 {
	return sigmoid(b[0]*logSigmoid(x) - b[1]*logSigmoid(-x) + b[2])
}

// scores turns margins into probabilities.
func (c *calibration) scores(labels []string, margin []float64, multi bool) []Score {
	scores := make([]Score, len(labels))
	if multi {
		for k, m := range margin {
			scores[k] = Score{labels[k], c.bend.of(c.slope[k]*m + c.offset[k])}
		}
	} else {
		for k, p := range c.shares(nil, margin) {
			scores[k] = Score{labels[k], p}
		}
		c.bendBest(scores)
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

func logSigmoid(x float64) float64 {
	if x < 0 {
		return x - math.Log1p(math.Exp(x))
	}
	return -math.Log1p(math.Exp(-x))
}

func logOdds(p float64) float64 {
	p = math.Min(math.Max(p, 1e-9), 1-1e-9)
	return math.Log(p / (1 - p))
}

// fitBend finds the bend with the least log loss; a weak pull keeps it straight
// where there is little to tell by.
func fitBend(x []float64, yes []bool) bend {
	bent := func(p []float64) bend { return bend{math.Exp(p[0]), math.Exp(p[1]), p[2]} }
	loss := func(p []float64) float64 {
		b, sum := bent(p), p[0]*p[0]+p[1]*p[1]+p[2]*p[2]
		for i, v := range x {
			if q := b.of(v); yes[i] {
				sum -= math.Log(math.Max(q, 1e-12))
			} else {
				sum -= math.Log(math.Max(1-q, 1e-12))
			}
		}
		return sum
	}
	return bent(compass(loss, []float64{0, 0, 0}))
}

// compass minimises f from p by steps along each axis that are halved when
// none of them goes down.
func compass(f func([]float64) float64, p []float64) []float64 {
	best := f(p)
	for step := 1.0; step > 0.01; {
		moved := false
		for axis := range p {
			for _, d := range []float64{step, -step} {
				p[axis] += d
				if v := f(p); v < best {
					best, moved = v, true
				} else {
					p[axis] -= d
				}
			}
		}
		if !moved {
			step /= 2
		}
	}
	return p
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

// bestThreshold gives the probability from which to say yes so that the micro F1
// over all labels is highest: halfway between where it was highest with these
// answers and where the probabilities expect it, for the first moves by chance
// and the second trusts the probabilities.
func bestThreshold(prob []float64, yes []bool) float64 {
	order, given, expected := make([]int, len(prob)), make([]float64, len(prob)), make([]float64, len(prob))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(prob[b], prob[a]) })
	for n, i := range order {
		given[n], expected[n] = 0, prob[i]
		if yes[i] {
			given[n] = 1
		}
	}
	at := func(worth []float64) float64 {
		n := bestCount(worth, func(n int) bool { return prob[order[n]] == prob[order[n-1]] })
		if n == 0 {
			return 0.5
		}
		if n == len(order) {
			return prob[order[n-1]] / 2
		}
		return (prob[order[n-1]] + prob[order[n]]) / 2
	}
	return min(max((at(given)+at(expected))/2, 0.15), 0.85)
}

// bestCount gives how many of the first answers to say yes to so that F1 is
// highest; worth says how right each is, and tied whether answer n must go with
// the one before it.
func bestCount(worth []float64, tied func(n int) bool) (best int) {
	var all, hits, top float64
	for _, w := range worth {
		all += w
	}
	for n, w := range worth {
		hits += w
		if n+1 < len(worth) && tied(n+1) {
			continue
		}
		if f := 2 * hits / (float64(n+1) + all); f > top {
			best, top = n+1, f
		}
	}
	return best
}
