package learn

import (
	"cmp"
	"math"
	"slices"
)

// Work is counted in values × labels.
const (
	workCheap = 3e7 // every fold judges every candidate
	workDear  = 4e8 // two folds judge, all folds calibrate the best; above it one part is held out once
)

func (t *trainer) work() float64 {
	labels := len(t.labels)
	if t.mirrored() {
		labels = 1
	}
	return float64(len(t.x.index)) * float64(labels)
}

// chooseFolds deals the examples out so that each fold has its share of each
// label, and examples with the same text and context stay together.
func (t *trainer) chooseFolds() {
	const parts = 5
	t.folds = parts
	if t.work() > workDear {
		t.folds = 1
	}
	t.fold = make([]uint8, len(t.examples))
	seen := map[string]uint8{}
	next := make([]int, len(t.labels)+1)
	for i, e := range t.examples {
		if f, again := seen[e.Text]; again {
			t.fold[i] = f
			continue
		}
		label := len(t.labels)
		if len(t.truth[i]) > 0 {
			label = int(t.truth[i][0])
		}
		t.fold[i] = uint8((next[label] + label) % parts)
		next[label]++
		seen[e.Text] = t.fold[i]
	}
}

// candidates lists the settings to try. How much rare labels are favoured is
// fixed: halfway between not at all and fully was best or level everywhere.
func (t *trainer) candidates() []candidate {
	balance := 0.5
	if t.opts.Multi {
		balance = 0.25
	}
	costs := []float64{0.1, 0.3, 1}
	switch work := t.work(); {
	case work > workDear:
		costs = []float64{0.5}
	case work > workCheap:
		costs = []float64{0.1, 0.4}
	}
	var list []candidate
	for _, c := range costs {
		list = append(list, candidate{c, balance, telling, plain()})
	}
	return list
}

// plain takes groups of features as they serve most tasks: words, letters and
// terms as they are, little of the hints, and not the edges.
func plain() (factor [groups]float64) {
	for g := range factor {
		factor[g] = 1
	}
	factor[groupHint], factor[groupEdge] = 0.3, 0
	return factor
}

// crossValidate gives the best candidates, and the mean margins of the examples
// under weights that were trained without them (nil for an example that was
// never held out). Where training is dear, two folds choose the candidate.
func (t *trainer) crossValidate() ([]candidate, [][]float64) {
	list := t.candidates()
	all := t.allFolds()
	if len(list) == 1 {
		return list, t.heldOut(list[0], all, brisk)
	}
	judges := all
	if t.work() > workCheap {
		judges = all[:2]
	}
	var tried []trial
	try := func(c candidate) {
		margins := t.heldOut(c, judges, quick)
		tried = append(tried, trial{c, margins, t.judge(margins)})
		t.opts.log("cost %g, stretch %g, factors %g: %.4f", c.cost, c.telling, c.factor, tried[len(tried)-1].score)
		slices.SortStableFunc(tried, func(a, b trial) int { return cmp.Compare(b.score, a.score) })
	}
	for _, c := range list {
		try(c)
	}
	for _, change := range t.changes() {
		c := tried[0].candidate
		change(&c)
		try(c)
	}
	best := tried[:min(averaged, len(tried))]
	for _, x := range best {
		for i, m := range t.heldOut(x.candidate, all[len(judges):], quick) {
			if m != nil {
				x.margins[i] = m
			}
		}
	}
	return mean(best)
}

// A trial is a candidate with what cross-validation says of it.
type trial struct {
	candidate
	margins [][]float64
	score   float64
}

// averaged is of how many of the best candidates the mean is taken: they differ
// by chance as much as by merit.
const averaged = 3

// mean gives the candidates of trials, and the mean of their margins.
func mean(trials []trial) (list []candidate, margins [][]float64) {
	margins = make([][]float64, len(trials[0].margins))
	for _, x := range trials {
		list = append(list, x.candidate)
		for i, m := range x.margins {
			margins[i] = append(margins[i], make([]float64, len(m)-len(margins[i]))...)
			for k, v := range m {
				margins[i][k] += v / float64(len(trials))
			}
		}
	}
	return list, margins
}

func (t *trainer) allFolds() []int {
	folds := make([]int, t.folds)
	for f := range folds {
		folds[f] = f
	}
	return folds
}

// calibrationRows is how many examples train the weights that calibration is
// fitted with, when there are too many examples to train more than once.
const calibrationRows = 25_000

// heldOut trains once per fold and gives the margins of what was left out.
func (t *trainer) heldOut(c candidate, folds []int, e effort) [][]float64 {
	margins := make([][]float64, len(t.examples))
	rows, rest := make([][]int32, len(folds)), make([][]int32, len(folds))
	for i, g := range t.fold {
		for j, f := range folds {
			if int(g) == f {
				rest[j] = append(rest[j], int32(i))
				margins[i] = make([]float64, len(t.labels))
			} else {
				rows[j] = append(rows[j], int32(i))
			}
		}
	}
	if t.folds == 1 && len(rows[0]) > calibrationRows {
		rows[0] = rows[0][:calibrationRows] // how sure margins are shows on a part
	}
	parts := make([]part, len(folds))
	for j := range parts {
		parts[j] = t.part(rows[j])
	}
	labels := t.askedLabels()
	parallel(t.opts.workers(), len(folds)*len(labels), func(n int) {
		j, k := n/len(labels), labels[n%len(labels)]
		w, bias := t.problem(parts[j], k, c, e).solve()
		for _, r := range rest[j] {
			margins[r][k] = t.x.row(r).dot(w) + float64(bias)
		}
	})
	if t.mirrored() {
		for _, m := range margins {
			if m != nil {
				m[0] = -m[1]
			}
		}
	}
	return margins
}

// changes lists what else is tried, each on the best candidate so far: to trust
// the hints more or not at all, and to take in the edges.
func (t *trainer) changes() []func(*candidate) {
	var list []func(*candidate)
	if t.set.Hint {
		trust := []float64{1, 2}
		if t.work() > workCheap {
			trust = []float64{0, 1} // many labels, which the scheme hardly knows
		}
		for _, f := range trust {
			list = append(list, func(c *candidate) { c.factor[groupHint] = f })
		}
	}
	if t.set.Edge {
		list = append(list, func(c *candidate) { c.factor[groupEdge] = 1 })
	}
	return list
}

// telling is how much features that tell yes from no by themselves are
// stretched. On book reviews, restaurant sentences and opinions, and
// parliamentary questions one half was better than nothing by 0.4 to 4 points of
// a hundred, and than 0.3 and 0.8.
const telling = 0.5

// judge scores held-out margins: micro F1 at the best threshold for many
// labels, else the mean of accuracy and macro F1.
func (t *trainer) judge(margins [][]float64) float64 {
	if t.opts.Multi {
		return t.calibrated(margins).f1
	}
	n, right := 0, 0
	hit, given, gold := make([]float64, len(t.labels)), make([]float64, len(t.labels)), make([]float64, len(t.labels))
	for i, m := range margins {
		if m == nil {
			continue
		}
		guess, truth := argmax(m), int(t.truth[i][0])
		n++
		given[guess]++
		gold[truth]++
		if guess == truth {
			right++
			hit[truth]++
		}
	}
	var f1, classes float64
	for k := range hit {
		if gold[k] > 0 {
			classes++
			f1 += 2 * hit[k] / (given[k] + gold[k])
		}
	}
	if n == 0 {
		return 0
	}
	return (float64(right)/float64(n) + f1/classes) / 2
}

func argmax(m []float64) int {
	best := 0
	for k, v := range m {
		if v > m[best] {
			best = k
		}
	}
	return best
}

// mostJudged is how many held-out margins are enough to calibrate a model.
const mostJudged = 250_000

// calibrate fits the calibration on held-out margins.
func (t *trainer) calibrate(margins [][]float64) calibration {
	var kept [][]float64
	var truth [][]uint16
	for i, m := range margins {
		if m != nil && len(kept)*len(t.labels) < mostJudged {
			kept, truth = append(kept, m), append(truth, t.truth[i])
		}
	}
	if t.opts.Multi {
		c := t.calibrated(margins).calibration
		c.bend = c.bendFor(kept, truth)
		c.threshold = c.bend.of(math.Log(c.threshold / (1 - c.threshold)))
		return c
	}
	only := make([]int, len(truth))
	for i, labels := range truth {
		only[i] = int(labels[0])
	}
	return fitShares(kept, only)
}

func (c *calibration) bendFor(margins [][]float64, truth [][]uint16) bend {
	var x []float64
	var yes []bool
	for i, m := range margins {
		for k, v := range m {
			x = append(x, c.slope[k]*v+c.offset[k])
			yes = append(yes, slices.Contains(truth[i], uint16(k)))
		}
	}
	return fitBend(x, yes)
}

// calibrationF1 is a calibration with the micro F1 that its threshold reaches.
type calibrationF1 struct {
	calibration
	f1 float64
}

// calibrated fits Platt's sigmoid per label, and the threshold.
func (t *trainer) calibrated(margins [][]float64) calibrationF1 {
	c := calibrationF1{calibration: calibration{slope: make([]float64, len(t.labels)), offset: make([]float64, len(t.labels))}}
	var prob []float64
	var all []bool
	for k := range t.labels {
		var m []float64
		var yes []bool
		for i := range margins {
			if margins[i] != nil && !t.unknown(int32(i), k) {
				m = append(m, margins[i][k])
				yes = append(yes, t.has(int32(i), k))
			}
		}
		c.slope[k], c.offset[k] = fitPlatt(m, yes)
		for _, v := range m {
			prob = append(prob, sigmoid(c.slope[k]*v+c.offset[k]))
		}
		all = append(all, yes...)
	}
	c.threshold, c.f1 = bestThreshold(prob, all)
	return c
}

// pack keeps the weights that matter, rounded to a 127th of the largest weight
// of their label, and forgets the features without any.
func (m *Model) pack(weights [][]float32) {
	step := make([]float32, len(weights))
	for k, w := range weights {
		for _, v := range w {
			step[k] = max(step[k], float32(math.Abs(float64(v))))
		}
		step[k] /= 127
	}
	s := &m.weight
	var hash []uint32
	var idf []float32
	s.start = append(s.start, 0)
	for _, i := range m.vocab.byHash() {
		for k := range weights {
			if step[k] == 0 {
				continue
			}
			if q := math.Round(float64(weights[k][i] / step[k])); q != 0 {
				s.label = append(s.label, uint16(k))
				s.value = append(s.value, float32(q)*step[k])
			}
		}
		if len(s.label) > int(s.start[len(s.start)-1]) {
			hash, idf = append(hash, m.vocab.hash[i]), append(idf, m.vocab.idf[i])
			s.start = append(s.start, uint32(len(s.label)))
		}
	}
	m.vocab = newVocabulary(slices.Clip(hash), slices.Clip(idf))
}
