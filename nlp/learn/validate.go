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

// neverOut is the fold of what is never held out.
const neverOut = math.MaxUint8

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
	for i := t.given; i < len(t.examples); i++ {
		t.fold[i] = neverOut
	}
	for i, e := range t.examples[:t.given] {
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

// plain is the candidate that serves most tasks: words, letters and terms as
// they are, little of the hints, and not the edges. How much rare labels are
// favoured is fixed, a little: the shares are favoured further (see answers).
func (t *trainer) plain(cost float64) candidate {
	c := candidate{cost: cost, balance: 0.25, telling: telling}
	for g := range c.factor {
		c.factor[g] = 1
	}
	c.factor[groupHint], c.factor[groupEdge] = 0.3, 0
	return c
}

// averaged is of how many of the best candidates the mean is taken, where
// training is cheap and elsewhere: they differ by chance as much as by merit.
const averaged, averagedDear = 3, 2

// crossValidate gives the best candidates, and the mean margins of the examples
// under weights that were trained without them (nil for an example that was
// never held out). Where training is not cheap two folds choose, and where it is
// dear nothing is chosen.
func (t *trainer) crossValidate() ([]candidate, [][]float64) {
	all, best := t.allFolds(), averaged
	judges := all
	switch work := t.work(); {
	case work > workDear:
		c := t.plain(0.5)
		return []candidate{c}, t.heldOut(c, all, brisk)
	case work > workCheap:
		judges, best = all[:2], averagedDear
	}
	tried := t.search(judges)
	tried = tried[:min(best, len(tried))]
	for _, x := range tried {
		for i, m := range t.heldOut(x.candidate, all[len(judges):], quick) {
			if m != nil {
				x.margins[i] = m
			}
		}
	}
	return mean(tried)
}

// search tries candidates on some folds and gives them, best first.
func (t *trainer) search(judges []int) (tried []trial) {
	try := func(c candidate) {
		margins := t.heldOut(c, judges, quick)
		x := trial{c, margins, t.loss(margins)}
		t.opts.log("cost %g, factors %g: %.4f", c.cost, c.factor, x.loss)
		tried = append(tried, x)
		slices.SortStableFunc(tried, func(a, b trial) int { return cmp.Compare(a.loss, b.loss) })
	}
	try(t.plain(0.1))
	for _, change := range t.changes() {
		c := tried[0].candidate
		change(&c)
		try(c)
	}
	return tried
}

// A trial is a candidate with what cross-validation says of it.
type trial struct {
	candidate
	margins [][]float64
	loss    float64
}

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

// changes lists what is tried, each on the best candidate so far: a higher cost,
// to trust the hints more, to take in the edges, and, where training is cheap,
// double and half the cost.
func (t *trainer) changes() []func(*candidate) {
	list := []func(*candidate){func(c *candidate) { c.cost *= 4 }}
	if t.set.Hint {
		list = append(list, func(c *candidate) { c.factor[groupHint] = 1 })
	}
	if t.set.Edge {
		list = append(list, func(c *candidate) { c.factor[groupEdge] = 1 })
	}
	if t.work() <= workCheap {
		list = append(list, func(c *candidate) { c.cost *= 2 }, func(c *candidate) { c.cost /= 2 })
	}
	return list
}

// telling is how much features that tell yes from no by themselves are
// stretched. With restaurant sentences a quarter or a third was better than
// nothing and than a half; with book reviews, opinions and parliamentary questions
// it was level with a half, which is better than nothing by up to 4 points of a
// hundred.
const telling = 0.3

// loss is the log loss of held-out margins after calibration, in the mean of the
// examples: it moves less by chance than the share of right answers does, so it
// finds the better candidate more often, also by that share.
func (t *trainer) loss(margins [][]float64) float64 {
	rows := t.judged(margins)
	var sum float64
	if t.opts.Multi {
		c := t.platt(margins)
		x, yes := t.questions(&c, margins)
		for i, v := range x {
			if !yes[i] {
				v = -v
			}
			sum -= logSigmoid(v)
		}
		return sum / float64(len(rows))
	}
	a := t.answers(margins)
	c := a.fit()
	return a.loss(&c) / float64(len(rows))
}

// mostJudged is how many held-out margins are enough to calibrate a model.
const mostJudged = 250_000

// judged lists the examples that have held-out margins, as many as are enough.
func (t *trainer) judged(margins [][]float64) (rows []int32) {
	for i, m := range margins {
		if m != nil && len(rows)*len(t.labels) < mostJudged {
			rows = append(rows, int32(i))
		}
	}
	return rows
}

// calibrate fits the calibration on held-out margins.
func (t *trainer) calibrate(margins [][]float64) calibration {
	if !t.opts.Multi {
		a := t.answers(margins)
		c := a.favour(a.fit())
		c.bend = a.fitBest(&c)
		return c
	}
	c := t.platt(margins)
	x, yes := t.questions(&c, margins)
	c.bend = fitBend(x, yes)
	for i := range x {
		x[i] = c.bend.of(x[i])
	}
	c.threshold = bestThreshold(x, yes)
	return c
}

// questions gives, of each label of each example of which it is known whether it
// holds, that and what the sigmoid is taken of.
func (t *trainer) questions(c *calibration, margins [][]float64) (x []float64, yes []bool) {
	for _, r := range t.judged(margins) {
		for k, v := range margins[r] {
			if !t.unknown(r, k) {
				x, yes = append(x, c.slope[k]*v+c.offset[k]), append(yes, t.has(r, k))
			}
		}
	}
	return x, yes
}

// platt fits Platt's sigmoid per label.
func (t *trainer) platt(margins [][]float64) calibration {
	c := calibration{slope: make([]float64, len(t.labels)), offset: make([]float64, len(t.labels)), bend: straight}
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
	}
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
