package learn

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// A trainer holds what one call of Train works on.
type trainer struct {
	opts     Options
	labels   []string
	truth    [][]uint16 // label numbers per example, sorted
	open     [][]uint16 // those of which nothing is known
	examples []Example  // those given, and then the names of labels
	given    int        // how many were given
	set      featureSet
	vocab    vocabulary
	x        *matrix
	group    []group // of each feature
	folds    int
	fold     []uint8 // fold of each example
}

// A candidate is one setting that cross-validation judges.
type candidate struct {
	cost    float64         // price of a mistake (C)
	balance float64         // 0: all examples count alike; 1: yes and no count alike in sum
	telling float64         // how much features that tell yes from no by themselves are stretched, 0 to 1
	factor  [groups]float64 // of each group of features
}

// Train fits a model. The costs of mistakes, the balance between labels, the
// calibration and the threshold come from cross-validation on the examples.
func Train(examples []Example, opts Options) (*Model, error) {
	t := &trainer{opts: opts, examples: examples, given: len(examples)}
	if err := t.collectLabels(); err != nil {
		return nil, err
	}
	t.addNames()
	for i, e := range examples {
		if err := checkSpan(e.Item); err != nil {
			return nil, fmt.Errorf("example %d: %w", i+1, err)
		}
	}
	t.chooseFeatures()
	t.vectorise()
	t.chooseFolds()
	t.opts.log("%d examples, %d labels, %d features, %d folds", t.given, len(t.labels), t.x.cols, t.folds)
	best, margins := t.crossValidate()
	m := &Model{field: opts.Field, multi: opts.Multi, labels: t.labels, set: t.set, vocab: t.vocab, hints: opts.Hints}
	m.calib = t.calibrate(margins)
	t.fit(m, best)
	return m, nil
}

func (t *trainer) collectLabels() error {
	number := map[string]int{}
	for i, e := range t.examples {
		if !t.opts.Multi && len(e.Labels) != 1 {
			return fmt.Errorf("example %d: exactly one label is expected, %d are given", i+1, len(e.Labels))
		}
		for _, l := range e.Labels {
			if l == "" {
				return fmt.Errorf("example %d: an empty label", i+1)
			}
			number[l]++
		}
	}
	for l := range number {
		t.labels = append(t.labels, l)
	}
	slices.Sort(t.labels)
	if len(t.labels) > math.MaxUint16 {
		return fmt.Errorf("%d labels; at most %d are possible", len(t.labels), math.MaxUint16)
	}
	for i, l := range t.labels {
		number[l] = i
	}
	varied := len(t.labels) >= 2
	t.truth, t.open = make([][]uint16, len(t.examples)), make([][]uint16, len(t.examples))
	for i, e := range t.examples {
		for _, l := range e.Labels {
			t.truth[i] = append(t.truth[i], uint16(number[l]))
		}
		for _, l := range e.Unknown {
			if k, ok := number[l]; ok && !slices.Contains(e.Labels, l) {
				t.open[i] = append(t.open[i], uint16(k))
			}
		}
		slices.Sort(t.truth[i])
		t.truth[i] = slices.Compact(t.truth[i])
		varied = varied || (t.opts.Multi && len(t.labels) > 0 && len(e.Labels) == 0)
	}
	if !varied {
		return fmt.Errorf("%w; given are %d examples with %d different labels", ErrTooFew, len(t.examples), len(t.labels))
	}
	return nil
}

// addNames adds the name of each label as an example of it, for texts often say
// it, and of a rare label it tells more than the few examples do. A name says
// nothing of other labels if an example may have many. It is never held out.
func (t *trainer) addNames() {
	t.examples = slices.Clip(t.examples)
	for k, label := range t.labels {
		name := strings.ToLower(strings.Join(strings.FieldsFunc(label, func(r rune) bool { return !unicode.IsLetter(r) }), " "))
		if utf8.RuneCountInString(name) >= shortestName {
			t.examples = append(t.examples, Example{Item: Item{Text: name}, Labels: []string{label}})
			t.truth, t.open = append(t.truth, []uint16{uint16(k)}), append(t.open, nil)
		}
	}
}

// shortestName is how many letters a name has that may say what it means.
const shortestName = 3

func (t *trainer) has(row int32, label int) bool {
	_, found := slices.BinarySearch(t.truth[row], uint16(label))
	return found
}

// unknown tells whether nothing is known of a label of an example.
func (t *trainer) unknown(row int32, label int) bool {
	if int(row) >= t.given {
		return t.opts.Multi && !t.has(row, label)
	}
	return len(t.open[row]) > 0 && slices.Contains(t.open[row], uint16(label))
}

// Character n-grams make ten features of each word: above this much text they
// cost more time than the words still gain from them.
const (
	charBytes      = 12 << 20 // n-grams of 2 to 5 letters up to here
	shortCharBytes = 20 << 20 // n-grams of 3 and 4 letters up to here
)

// mostHinted is up to how many examples hints are used: with more, the words
// say as much.
const mostHinted = 30_000

func (t *trainer) chooseFeatures() {
	spans, contexts, size := 0, 0, 0
	for _, e := range t.examples[:t.given] {
		size += len(e.Text)
		if e.Span != nil {
			spans++
		}
		if e.Context != "" {
			contexts++
		}
	}
	set := featureSet{CharMin: 2, CharMax: 5, Edge: true}
	if size > charBytes {
		set.CharMin, set.CharMax, set.Edge = 3, 4, false
	}
	if size > shortCharBytes {
		set.CharMin, set.CharMax = 0, 0
	}
	set.Span = spans*10 >= t.given
	set.Cross = contexts*10 >= t.given
	set.Hint = t.opts.Hints != nil && t.given <= mostHinted
	t.set = set
}

// extractAll runs the extractor over all examples, in parallel by chunks.
func (t *trainer) extractAll(use func(worker int, row int, x *extractor)) {
	workers := t.opts.workers()
	var wait sync.WaitGroup
	for w := range workers {
		wait.Go(func() {
			x := newExtractor(t.set, t.opts.Hints)
			for i := w; i < len(t.examples); i += workers {
				x.run(t.examples[i].Item)
				use(w, i, x)
			}
		})
	}
	wait.Wait()
}

// vectorise reads all examples twice: once to count in how many a feature
// occurs, once to make the vectors.
func (t *trainer) vectorise() {
	counts := make([]map[uint32]counted, t.opts.workers())
	for w := range counts {
		counts[w] = map[uint32]counted{}
	}
	t.extractAll(func(w, _ int, x *extractor) {
		for g := range x.out {
			for _, f := range x.out[g] {
				c := counts[w][f.hash]
				counts[w][f.hash] = counted{c.n + 1, max(c.group, group(g))}
			}
		}
	})
	total := counts[0]
	for _, c := range counts[1:] {
		for h, one := range c {
			total[h] = counted{total[h].n + one.n, max(total[h].group, one.group)}
		}
	}
	t.chooseVocabulary(total)

	vectors := make([]sparse, len(t.examples))
	t.extractAll(func(_, i int, x *extractor) { vectors[i] = t.vocab.vector(x, sparse{}) })
	t.x = &matrix{start: make([]int, len(vectors)+1), cols: len(t.vocab.hash)}
	size := 0
	for i, v := range vectors {
		size += len(v.index)
		t.x.start[i+1] = size
	}
	t.x.index, t.x.value = make([]int32, 0, size), make([]float32, 0, size)
	for i, v := range vectors {
		t.x.index, t.x.value = append(t.x.index, v.index...), append(t.x.value, v.value...)
		vectors[i] = sparse{}
	}
}

// maxFeatures bounds the size of a model; the most frequent features stay.
const maxFeatures = 1 << 20

// counted says in how many examples a feature occurs, and of which group it is
// (of the last one, should two hashes be equal).
type counted struct {
	n     int32
	group group
}

func (t *trainer) chooseVocabulary(count map[uint32]counted) {
	least := int32(2)
	if t.given < 200 {
		least = 1
	}
	type entry struct {
		hash uint32
		counted
	}
	var kept []entry
	for h, c := range count {
		if c.n >= least {
			kept = append(kept, entry{h, c})
		}
	}
	// Frequent ones first: what training touches most lies together in memory.
	slices.SortFunc(kept, func(a, b entry) int { return cmp.Or(cmp.Compare(b.n, a.n), cmp.Compare(a.hash, b.hash)) })
	kept = kept[:min(len(kept), maxFeatures)]
	hash, idf := make([]uint32, len(kept)), make([]float32, len(kept))
	t.group = make([]group, len(kept))
	for i, e := range kept {
		hash[i], t.group[i] = e.hash, e.group
		idf[i] = float32(1 + math.Log(float64(len(t.examples)+1)/float64(e.n+1)))
	}
	t.vocab = newVocabulary(hash, idf)
}

// fit trains the final weights on all examples, the mean of those by some
// candidates, and packs them into m.
func (t *trainer) fit(m *Model, by []candidate) {
	rows := make([]int32, len(t.examples))
	for i := range rows {
		rows[i] = int32(i)
	}
	all := t.part(rows)
	weights := make([][]float32, len(t.labels))
	m.bias = make([]float32, len(t.labels))
	labels, e := t.askedLabels(), careful
	if t.folds == 1 {
		e = brisk
	}
	parallel(t.opts.workers(), len(labels), func(i int) {
		k := labels[i]
		for _, c := range by {
			w, bias := t.problem(all, k, c, e).solve()
			m.bias[k] += bias / float32(len(by))
			weights[k] = addScaled(weights[k], w, 1/float32(len(by)))
		}
	})
	if t.mirrored() {
		m.bias[0] = -m.bias[1]
		weights[0] = make([]float32, t.x.cols)
		for i, w := range weights[1] {
			weights[0][i] = -w
		}
	}
	m.pack(weights)
}

// addScaled adds a times w to sum, which may be nil.
func addScaled(sum, w []float32, a float32) []float32 {
	if sum == nil {
		sum = make([]float32, len(w))
	}
	for i, v := range w {
		sum[i] += a * v
	}
	return sum
}

// mirrored tells whether there are just two labels, one or the other: then one
// question answers both.
func (t *trainer) mirrored() bool { return !t.opts.Multi && len(t.labels) == 2 }

// askedLabels are the labels that need weights of their own.
func (t *trainer) askedLabels() []int {
	var list []int
	for k := range t.labels {
		if k > 0 || !t.mirrored() {
			list = append(list, k)
		}
	}
	return list
}

// parallel runs do(0) ... do(n-1) on some goroutines.
func parallel(workers, n int, do func(i int)) {
	next := make(chan int)
	var wait sync.WaitGroup
	for range min(workers, n) {
		wait.Go(func() {
			for i := range next {
				do(i)
			}
		})
	}
	for i := range n {
		next <- i
	}
	close(next)
	wait.Wait()
}

// An effort is how exactly a problem is solved.
type effort struct {
	passes  int
	epsilon float64
}

var (
	careful = effort{20, 0.1}
	quick   = effort{12, 0.3} // enough to tell which candidate is better, and how sure margins are
	brisk   = effort{7, 0.3}  // many examples: each pass sees so much that few are needed
)

// A part is some of the examples, with in how many of them each feature is.
type part struct {
	rows  []int32
	count []float32
}

func (t *trainer) part(rows []int32) part {
	return part{rows, t.count(rows)}
}

func (t *trainer) count(rows []int32) []float32 {
	count := make([]float32, t.x.cols)
	for _, r := range rows {
		for _, i := range t.x.row(r).index {
			count[i]++
		}
	}
	return count
}

// problem asks for label k. Where an item has one label, an example costs the
// same in every question, more if its label is rare.
func (t *trainer) problem(in part, k int, c candidate, e effort) *problem {
	p := &problem{x: t.x, effort: e}
	var yes []int32
	for _, r := range in.rows {
		switch {
		case t.has(r, k):
			yes = append(yes, r)
			p.sign = append(p.sign, 1)
		case t.unknown(r, k):
			continue
		default:
			p.sign = append(p.sign, -1)
		}
		p.rows = append(p.rows, r)
	}
	p.cost = t.costs(p, len(yes), c)
	p.stretch = t.stretch(in, yes, c)
	return p
}

// costs says what a mistake on each row costs.
func (t *trainer) costs(p *problem, yes int, c candidate) []float64 {
	cost := make([]float64, len(p.rows))
	weight := t.weights(c.balance)
	costYes := c.cost * math.Pow(float64(max(1, len(p.rows)-yes))/float64(max(1, yes)), c.balance)
	own := t.own(len(p.rows), yes)
	for i, r := range p.rows {
		switch {
		case !t.opts.Multi:
			cost[i] = c.cost * weight[t.truth[r][0]]
			if p.sign[i] > 0 {
				cost[i] *= own
			}
		case p.sign[i] > 0:
			cost[i] = costYes
		default:
			cost[i] = c.cost
		}
	}
	return cost
}

// own says how much more an example of a label with few of them costs in the
// question of its own label than in the others: as much as the mean label has more,
// or what they have in common would hardly be learned.
func (t *trainer) own(rows, yes int) float64 {
	const enough = 30
	if t.mirrored() {
		return 1
	}
	return max(1, min(enough, float64(rows)/float64(len(t.labels)))/float64(max(1, yes)))
}

// weights says how much an example of each label counts: the more the rarer the
// label is, and 1 in the mean of all examples.
func (t *trainer) weights(balance float64) []float64 {
	weight, count := make([]float64, len(t.labels)), t.counts()
	var sum, n float64
	for k, c := range count {
		weight[k] = math.Pow(max(c, 1), -balance)
		sum, n = sum+c*weight[k], n+c
	}
	for k := range weight {
		weight[k] *= n / sum
	}
	return weight
}

// counts says how many examples each label has.
func (t *trainer) counts() []float64 {
	count := make([]float64, len(t.labels))
	for _, labels := range t.truth {
		for _, k := range labels {
			count[k]++
		}
	}
	return count
}

// stretch gives the square of a factor per feature: one plus the size of its
// log-count ratio between yes and no (Wang and Manning, ACL 2012), so that the
// penalty on weights bears less on features that tell much by themselves; and
// the factor of the feature's group.
func (t *trainer) stretch(in part, yes []int32, c candidate) []float32 {
	square := t.count(yes)
	odds := float32(len(in.rows)-len(yes)+1) / float32(len(yes)+1)
	for i, n := range square {
		ratio := math.Log(float64((n + 0.5) * odds / (in.count[i] - n + 0.5)))
		f := c.factor[t.group[i]] * (1 - c.telling + c.telling*math.Abs(ratio))
		square[i] = float32(f * f)
	}
	return square
}
