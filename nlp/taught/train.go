package taught

import (
	"fmt"
	"maps"
	"math"
	"slices"

	"luister/nlp"
	"luister/nlp/code"
	"luister/nlp/learn"
)

// Options steer Train; Coder must be set.
type Options struct {
	Coder *code.Coder // the built-in coding
	Run   string      // the run whose feedback the examples are of
	Log   func(format string, args ...any)
}

// folds is into how many parts examples are dealt to fit the mix.
const folds = 5

// Train fits a model of a field. Equal examples in equal order give an equal model.
func Train(field string, examples []Example, o Options) (*Model, error) {
	open := seen(field, examples)
	all, err := o.judgeAll(field, examples, open)
	if err != nil {
		return nil, err
	}
	mix := fitMix(all)
	for _, j := range all { // what a model of other examples sees is not known either
		if examples[j.example].open(j.code) && mix.score(j.words, j.known) >= mix.Threshold {
			open[j.example] = append(open[j.example], j.code)
		}
	}
	words, err := o.train(field, examples, open)
	if err != nil {
		return nil, err
	}
	card := Card{Field: field, Run: o.Run, Examples: len(examples), Labels: words.Labels(), Untold: untold(all, open, words.Labels()), Mix: mix}
	return newModel(card, words, o.Coder), nil
}

// untold gives the codes that were seen, but of which no example says yes or no.
func untold(all []judged, open [][]string, labels []string) []string {
	var codes []string
	for _, list := range open {
		codes = append(codes, list...)
	}
	slices.Sort(codes)
	denied := map[string]bool{}
	for _, j := range all {
		denied[j.code] = denied[j.code] || j.known > 0 && !slices.Contains(open[j.example], j.code)
	}
	return slices.DeleteFunc(slices.Compact(codes), func(c string) bool { return denied[c] || slices.Contains(labels, c) })
}

// seen gives, of each example, the codes that the built-in coding sees and of
// which people said neither yes nor no.
func seen(field string, examples []Example) [][]string {
	list := make([][]string, len(examples))
	for i := range examples {
		e := &examples[i]
		if !e.Partial {
			continue
		}
		for _, code := range slices.Sorted(maps.Keys(known(&e.Doc.Coding, field))) {
			if e.open(code) {
				list[i] = append(list[i], code)
			}
		}
	}
	return list
}

// train fits the linear model; open are the codes of each example of which
// nothing is known.
func (o Options) train(field string, examples []Example, open [][]string) (*learn.Model, error) {
	hints := &docHints{coder: o.Coder, docs: map[string]*nlp.Document{}}
	list := make([]learn.Example, len(examples))
	for i, e := range examples {
		hints.docs[e.Doc.Text] = e.Doc
		list[i] = learn.Example{Item: learn.Item{Text: e.Doc.Text}, Labels: e.Codes, Unknown: open[i]}
	}
	m, err := learn.Train(list, learn.Options{Field: field, Multi: Multi(field), Hints: hints, Log: o.Log})
	if err != nil {
		return nil, fmt.Errorf("training %s: %w", field, err)
	}
	return m, nil
}

// A judged is what the two sources say of one code of one example, and whether
// people gave it.
type judged struct {
	example      int
	code         string
	words, known float64
	yes          bool
}

// judgeAll judges examples by models that they were held out of, in turn.
func (o Options) judgeAll(field string, examples []Example, open [][]string) ([]judged, error) {
	var all []judged
	codes := codesOf(field, examples)
	for f := range folds {
		var in []Example
		var inOpen [][]string
		for i, e := range examples {
			if i%folds != f {
				in, inOpen = append(in, e), append(inOpen, open[i])
			}
		}
		part := o
		part.Log = nil
		words, err := part.train(field, in, inOpen)
		if err != nil {
			continue // too few of one kind in this part: the others tell
		}
		for i := f; i < len(examples); i += folds {
			some, err := o.judge(words, field, examples[i], codes)
			if err != nil {
				return nil, err
			}
			for _, j := range some {
				if !slices.Contains(open[i], j.code) {
					j.example = i
					all = append(all, j)
				}
			}
		}
	}
	if len(all) == 0 {
		return nil, learn.ErrTooFew
	}
	return all, nil
}

func (o Options) judge(words *learn.Model, field string, e Example, codes []string) ([]judged, error) {
	scores, err := words.ClassifierWith(&docHints{coder: o.Coder, doc: e.Doc}).All(learn.Item{Text: e.Doc.Text})
	if err != nil {
		return nil, err
	}
	byWords := map[string]float64{}
	for _, s := range scores {
		byWords[s.Label] = s.Score
	}
	before := known(&e.Doc.Coding, field)
	list := make([]judged, len(codes))
	for i, id := range codes {
		list[i] = judged{code: id, words: byWords[id], known: before[id], yes: slices.Contains(e.Codes, id)}
	}
	return list, nil
}

// codesOf lists the codes that people or the built-in coding gave, sorted.
func codesOf(field string, examples []Example) []string {
	var codes []string
	for _, e := range examples {
		codes = append(codes, e.Codes...)
		for id := range known(&e.Doc.Coding, field) {
			codes = append(codes, id)
		}
	}
	slices.Sort(codes)
	return slices.Compact(codes)
}

// fitMix fits the three numbers by Newton's method, with a little pull towards
// trusting both alike, and finds the threshold with the highest F1.
func fitMix(all []judged) Mix {
	const pull = 2.0
	w := [3]float64{0.5, 0.5, 0}
	for range 50 {
		g := [3]float64{pull * (w[0] - 0.5), pull * (w[1] - 0.5), 0}
		h := [3][3]float64{{pull, 0, 0}, {0, pull, 0}, {0, 0, 1e-6}}
		for _, j := range all {
			x := [3]float64{logit(j.words), logit(j.known), 1}
			p := sigmoid(w[0]*x[0] + w[1]*x[1] + w[2])
			t := 0.0
			if j.yes {
				t = 1
			}
			for a := range x {
				g[a] += (p - t) * x[a]
				for b := range x {
					h[a][b] += p * (1 - p) * x[a] * x[b]
				}
			}
		}
		step, size := solve3(h, g), 0.0
		for a := range w {
			d := max(-1, min(1, step[a]))
			w[a] -= d
			size += math.Abs(d)
		}
		if size < 1e-9 {
			break
		}
	}
	m := Mix{Words: max(w[0], 0), Known: max(w[1], 0), Offset: w[2]}
	m.Threshold = bestThreshold(m, all)
	return m
}

// solve3 solves three linear equations by Cramer's rule.
func solve3(m [3][3]float64, y [3]float64) [3]float64 {
	det := func(m [3][3]float64) float64 {
		return m[0][0]*(m[1][1]*m[2][2]-m[1][2]*m[2][1]) - m[0][1]*(m[1][0]*m[2][2]-m[1][2]*m[2][0]) + m[0][2]*(m[1][0]*m[2][1]-m[1][1]*m[2][0])
	}
	var x [3]float64
	d := det(m)
	if d == 0 {
		return x
	}
	for k := range x {
		n := m
		for i := range n {
			n[i][k] = y[i]
		}
		x[k] = det(n) / d
	}
	return x
}

// bestThreshold gives the score from which to give a code, of a few that are
// tried: with few examples a finer search finds noise.
func bestThreshold(m Mix, all []judged) float64 {
	best, most := 0.4, -1.0
	for _, t := range []float64{0.4, 0.35, 0.45, 0.3, 0.5, 0.25, 0.2} {
		hit, given, gold := 0.0, 0.0, 0.0
		for _, j := range all {
			yes := m.score(j.words, j.known) >= t
			if yes {
				given++
			}
			if j.yes {
				gold++
			}
			if yes && j.yes {
				hit++
			}
		}
		if f1 := 2 * hit / max(1, given+gold); f1 > most+1e-12 {
			best, most = t, f1
		}
	}
	return best
}
