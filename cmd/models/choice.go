package main

import (
	"math"
	"math/rand/v2"
	"slices"

	"luister/nlp/table"
)

// A choice is between options and none of them.
type choice struct {
	options [][]table.Hash // their features
	right   []bool         // beside options; several may be right
	none    bool           // none of them is right
}

// usable tells whether there is something to learn from c.
func (c choice) usable() bool {
	return len(c.options) > 0 && (c.none || slices.Contains(c.right, true))
}

// How the weights of choices are learned.
const (
	choiceRounds = 20
	choiceRate   = 0.05
	choiceDecay  = 0.2 // pulls weights to 0
)

// choiceWeights learns a log-linear model by stochastic gradients with a rate of
// its own for each weight (Duchi, Hazan and Singer 2011), and takes the mean of the
// later half of the rounds. The score of an option
// is the sum of its weights; none scores 0.
func choiceWeights(all []choice) map[table.Hash]uint16 {
	l := learner{weight: map[table.Hash]float64{}, square: map[table.Hash]float64{}, decay: map[table.Hash]float64{}}
	for _, c := range all {
		for _, o := range c.options {
			for _, f := range o {
				l.decay[f]++
			}
		}
	}
	for f, n := range l.decay {
		l.decay[f] = choiceDecay / n
	}
	random := rand.New(rand.NewPCG(1, 1))
	sum := map[table.Hash]float64{}
	for round := range choiceRounds {
		random.Shuffle(len(all), func(i, k int) { all[i], all[k] = all[k], all[i] })
		for _, c := range all {
			l.learn(c)
		}
		for f, w := range l.weight {
			if 2*round >= choiceRounds {
				sum[f] += w
			}
		}
	}
	out := map[table.Hash]uint16{}
	for f, w := range sum {
		w /= choiceRounds / 2
		if v := int16(max(-32000, min(32000, math.Round(w*1024)))); v > 8 || v < -8 {
			out[f] = uint16(v)
		}
	}
	return out
}

// A learner holds weights and the sums of squared gradients.
type learner struct {
	weight, square map[table.Hash]float64
	decay          map[table.Hash]float64 // pulls a weight to 0, per example seen
}

// learn moves the weights towards the right options.
func (l *learner) learn(c choice) {
	likely := make([]float64, len(c.options)+1) // the last is none
	for i, o := range c.options {
		for _, f := range o {
			likely[i] += l.weight[f]
		}
	}
	softmax(likely)
	good := 0.0
	for i, ok := range c.right {
		if ok {
			good += likely[i]
		}
	}
	for i, o := range c.options {
		gradient := -likely[i]
		if c.right[i] {
			gradient += likely[i] / max(good, 1e-9)
		}
		for _, f := range o {
			g := gradient - l.decay[f]*l.weight[f]
			l.square[f] += g * g
			l.weight[f] += choiceRate * g / math.Sqrt(l.square[f]+1e-2)
		}
	}
}

func softmax(x []float64) {
	top, sum := slices.Max(x), 0.0
	for i := range x {
		x[i] = math.Exp(x[i] - top)
		sum += x[i]
	}
	for i := range x {
		x[i] /= sum
	}
}
