package taught

import (
	"fmt"
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
	words, err := o.train(field, examples)
	if err != nil {
		return nil, err
	}
	mix, err := o.mix(field, examples)
	if err != nil {
		return nil, err
	}
	return newModel(Card{Field: field, Run: o.Run, Examples: len(examples), Labels: words.Labels(), Mix: mix}, words, o.Coder), nil
}

// train fits the linear model.
func (o Options) train(field string, examples []Example) (*learn.Model, error) {
	hints := &docHints{coder: o.Coder, docs: map[string]*nlp.Document{}}
	list := make([]learn.Example, len(examples))
	for i, e := range examples {
		hints.docs[e.Doc.Text] = e.Doc
		list[i] = learn.Example{Item: learn.Item{Text: e.Doc.Text}, Labels: e.Codes}
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
	words, known float64
	yes          bool
}

// mix fits the mix on examples that were held out in turn.
func (o Options) mix(field string, examples []Example) (Mix, error) {
	var all []judged
	codes := codesOf(field, examples)
	for f := range folds {
		var in, out []Example
		for i, e := range examples {
			if i%folds == f {
				out = append(out, e)
			} else {
				in = append(in, e)
			}
		}
		part := o
		part.Log = nil
		words, err := part.train(field, in)
		if err != nil {
			continue // too few of one kind in this part: the others tell
		}
		for _, e := range out {
			some, err := o.judge(words, field, e, codes)
			if err != nil {
				return Mix{}, err
			}
			all = append(all, some...)
		}
	}
	if len(all) == 0 {
		return Mix{}, learn.ErrTooFew
	}
	return fitMix(all), nil
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
		list[i] = judged{byWords[id], before[id], slices.Contains(e.Codes, id)}
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
