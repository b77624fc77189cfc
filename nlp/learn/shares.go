package learn

import (
	"math"
	"slices"
)

// shares gives the shares of the labels in the space of p. The sum is taken
// relative to the highest one, which may be very small itself.
func (c *calibration) shares(p, margin []float64) []float64 {
	p = p[:0]
	highest := math.Inf(-1)
	for k, m := range margin {
		v := c.power*logSigmoid(c.slope[0]*m+c.offset[k]) + c.soft*m
		if c.lean != nil {
			v += c.lean[k]
		}
		p, highest = append(p, v), max(highest, v)
	}
	var sum float64
	for k, v := range p {
		p[k] = math.Exp(v - highest)
		sum += p[k]
	}
	for k := range p {
		p[k] /= sum
	}
	return p
}

// bendBest bends the best score, though not below another one, and spreads the
// rest over the others.
func (c *calibration) bendBest(scores []Score) {
	best, second := 0, 0.0
	for k, s := range scores {
		if s.Score > scores[best].Score {
			best = k
		}
	}
	for k, s := range scores {
		if k != best {
			second = math.Max(second, s.Score)
		}
	}
	p := scores[best].Score
	rest := math.Max(1-p, 1e-12)
	level := second / (rest + second) // from here on the best is no better than the second
	bent := math.Max(c.bend.of(logOdds(p)), level+(p-level)*1e-6)
	for k := range scores {
		scores[k].Score *= (1 - bent) / rest
	}
	scores[best].Score = bent
}

// answers are held-out margins of examples that have one label each.
type answers struct {
	margins [][]float64
	truth   []int     // the label of each
	count   []float64 // how many examples each label has
}

// answers gives those of the examples with held-out margins, as many as are enough.
func (t *trainer) answers(margins [][]float64) answers {
	a := answers{count: make([]float64, len(t.labels))}
	for _, r := range t.judged(margins) {
		a.margins, a.truth = append(a.margins, margins[r]), append(a.truth, int(t.truth[r][0]))
	}
	for _, labels := range t.truth[:t.given] {
		a.count[labels[0]]++
	}
	return a
}

// fit finds the shares with the least log loss. How margins are to be read follows
// from how many examples a label has: fewer ones tell less, and training made rare
// ones count more. A weak pull to slope 1, offset 0, power 1, no softmax and no
// favour keeps few examples from looking certain.
func (a *answers) fit() calibration {
	with := func(p []float64) calibration {
		return calibration{slope: []float64{math.Exp(p[0])}, offset: a.doubted(p[1], p[3]), power: math.Exp(p[2]),
			soft: max(p[5], 0), lean: a.lean(p[4]), bend: straight}
	}
	return with(compass(func(p []float64) float64 {
		c := with(p)
		return a.loss(&c) + (p[0]*p[0]+p[1]*p[1]/4+p[2]*p[2]+p[3]*p[3]/4+p[4]*p[4]+p[5]*p[5]/4)/2
	}, make([]float64, 6)))
}

// doubted gives the offset of each label: less of those with the fewest examples.
// A margin that is high leaves them no doubt, for the sigmoid is then level.
func (a *answers) doubted(offset, doubt float64) []float64 {
	offsets := make([]float64, len(a.count))
	for k, n := range a.count {
		offsets[k] = offset - doubt/max(n, 1)
	}
	return offsets
}

// lean favours labels the more the rarer they are.
func (a *answers) lean(rare float64) []float64 {
	lean := make([]float64, len(a.count))
	for k, n := range a.count {
		lean[k] = -rare * math.Log(n+few)
	}
	return lean
}

// few is how many examples make a label rare: among rarer ones, how rare they are
// says little, and what is found of them is found by chance.
const few = 5

// loss is the log loss, in sum. Of the one example of a label nothing was learned
// that it could be known by, so it does not count.
func (a *answers) loss(c *calibration) (sum float64) {
	var p []float64
	for i, m := range a.margins {
		if k := a.truth[i]; a.count[k] > 1 {
			p = c.shares(p, m)
			sum -= math.Log(math.Max(p[k], 1e-12))
		}
	}
	return sum
}

// favour gives c with labels of few examples (of almost none there is nothing to go
// by) favoured as much as costs no right answers, or so few that it may be chance (a
// quarter of a standard error). The highest share finds most right answers; rare
// labels, which it seldom gives, gain much for little (logit adjustment: Menon and
// others, ICLR 2021).
func (a *answers) favour(c calibration) calibration {
	const many = 40 // so many examples need no favour
	right := a.right(&c)
	enough := right - math.Sqrt(right*(1-right/max(float64(len(a.truth)), 1)))/4
	for _, much := range []float64{0.5, 0.3, 0.1} {
		more := c
		more.lean = slices.Clone(c.lean)
		for k, n := range a.count {
			if n >= few {
				more.lean[k] += much * math.Log((many+few)/(min(n, many)+few))
			}
		}
		if a.right(&more) >= enough {
			return more
		}
	}
	return c
}

// right counts the right answers.
func (a *answers) right(c *calibration) (n float64) {
	a.best(c, func(i, best int, _ float64) {
		if best == a.truth[i] {
			n++
		}
	})
	return n
}

// best gives the label with the highest share of each, and that share.
func (a *answers) best(c *calibration, give func(i, best int, share float64)) {
	var p []float64
	for i, m := range a.margins {
		p = c.shares(p, m)
		best := 0
		for k, v := range p {
			if v > p[best] {
				best = k
			}
		}
		give(i, best, p[best])
	}
}

// fitBest finds the bend of the best score.
func (a *answers) fitBest(c *calibration) bend {
	var x []float64
	var right []bool
	a.best(c, func(i, best int, share float64) {
		x, right = append(x, logOdds(share)), append(right, best == a.truth[i])
	})
	return fitBend(x, right)
}
