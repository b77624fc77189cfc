package names

import (
	"cmp"
	"errors"
	"math"
	"math/rand/v2"
	"slices"

	"luister/nlp"
	"luister/nlp/token"
)

// An Example is a text with its names, in order and not overlapping.
type Example struct {
	Text  string
	Names []nlp.Name
}

// TrainOptions of Train; the zero value is good.
type TrainOptions struct {
	Epochs int                     // passes over the examples; default 12
	Decay  float64                 // what weights lose per pass (L2); default 0.01
	Seed   uint64                  // order of the examples
	Log    func(string, ...any)    // progress; nil: none
	Split  func(doc *nlp.Document) // default token.Split
}

// Train makes a model by maximising the conditional likelihood of the names
// (a linear-chain conditional random field, by AdaGrad). It is deterministic.
func Train(examples []Example, o TrainOptions) (*Model, error) {
	o.Epochs, o.Decay = cmp.Or(o.Epochs, 12), cmp.Or(o.Decay, 0.01)
	if o.Split == nil {
		o.Split = token.Split
	}
	if o.Log == nil {
		o.Log = func(string, ...any) {}
	}
	t := newTraining(examples, o)
	if len(t.sentences) == 0 || len(t.labels) < 2 {
		return nil, errors.New("no names to learn from: every line needs text and names")
	}
	o.Log("names: %d sentences, %d tokens, %d features, labels %v", len(t.sentences), t.tokens(), t.features, t.labels)
	random := rand.New(rand.NewPCG(o.Seed, 1))
	for epoch := range o.Epochs {
		random.Shuffle(len(t.sentences), func(i, j int) { t.sentences[i], t.sentences[j] = t.sentences[j], t.sentences[i] })
		loss := t.pass()
		t.decay(1 - float32(o.Decay))
		o.Log("names: pass %d of %d, loss %.4f", epoch+1, o.Epochs, loss/float64(t.tokens()))
	}
	return t.model(), nil
}

// A sequence is a sentence as the trainer sees it.
type sequence struct {
	from []int32 // per token, where its features start in training.ids; one more at the end
	gold []int32
}

type training struct {
	chainScorer
	labels    []string
	sentences []sequence
	ids       []int32 // features of all tokens
	hashes    []uint64
	features  int
	weight    []float32 // features × labels
	grad2     []float32 // sums of squared gradients
	trans     []float32
	trans2    []float32
}

func (t *training) tokens() int {
	n := 0
	for _, s := range t.sentences {
		n += len(s.gold)
	}
	return n
}

// newTraining reads the examples: labels, then features that stand at least twice.
func newTraining(examples []Example, o TrainOptions) *training {
	t := &training{labels: labelsOf(examples)}
	label := map[string]int32{}
	for i, l := range t.labels {
		label[l] = int32(i)
	}
	index := map[uint64]int32{} // -1: seen once
	feat := newFeaturer()
	var raw []uint64
	var doc nlp.Document
	for _, e := range examples {
		doc.Text = e.Text
		o.Split(&doc)
		feat.read(&doc)
		gold := goldLabels(&doc, e.Names, label)
		eachSentence(&doc, func(lo, hi int) {
			s := sequence{gold: slices.Clone(gold[lo:hi])}
			for i := lo; i < hi; i++ {
				s.from = append(s.from, int32(len(raw)))
				for _, h := range feat.features(i, lo, hi) {
					raw = append(raw, h)
					t.count(index, h)
				}
			}
			s.from = append(s.from, int32(len(raw)))
			t.sentences = append(t.sentences, s)
		})
	}
	t.ids = make([]int32, len(raw))
	for i, h := range raw {
		t.ids[i] = index[h]
	}
	t.reserve()
	return t
}

// count gives a feature a number when it is seen for the second time.
func (t *training) count(index map[uint64]int32, h uint64) {
	switch id, seen := index[h]; {
	case !seen:
		index[h] = -1
	case id < 0:
		index[h] = int32(t.features)
		t.hashes = append(t.hashes, h)
		t.features++
	}
}

func (t *training) reserve() {
	L := len(t.labels)
	t.chainScorer.labels = L
	t.weight, t.grad2 = make([]float32, t.features*L), make([]float32, t.features*L)
	t.trans, t.trans2 = make([]float32, (L+1)*L), make([]float32, (L+1)*L)
}

func labelsOf(examples []Example) []string {
	kinds := map[string]bool{}
	for _, e := range examples {
		for _, n := range e.Names {
			kinds[n.Type] = true
		}
	}
	labels := []string{"O"}
	for _, kind := range sortedKeys(kinds) {
		labels = append(labels, "B-"+kind, "I-"+kind)
	}
	return labels
}

func sortedKeys(m map[string]bool) []string {
	var out []string
	for k := range m {
		if k != "" {
			out = append(out, k)
		}
	}
	slices.Sort(out)
	return out
}

// goldLabels gives every token its label: inside a name if it overlaps one.
func goldLabels(doc *nlp.Document, names []nlp.Name, label map[string]int32) []int32 {
	out := make([]int32, len(doc.Tokens))
	k, begun := 0, -1
	for i, t := range doc.Tokens {
		for k < len(names) && names[k].End <= t.Start {
			k++
		}
		if k == len(names) || names[k].Start >= t.End || names[k].Type == "" {
			continue
		}
		if begun == k {
			out[i] = label["I-"+names[k].Type]
		} else {
			out[i], begun = label["B-"+names[k].Type], k
		}
	}
	return out
}

// pass goes over all sentences once and gives the loss.
func (t *training) pass() float64 {
	L := len(t.labels)
	loss := 0.0
	expTrans, expected := make([]float64, len(t.trans)), make([]float64, len(t.trans))
	for _, s := range t.sentences {
		n := len(s.gold)
		t.score = grow(t.score, n*L)
		clear(t.score)
		for i := range n {
			out := t.score[i*L : (i+1)*L]
			for _, id := range t.ids[s.from[i]:s.from[i+1]] {
				if id < 0 {
					continue
				}
				for y, w := range t.weight[int(id)*L : (int(id)+1)*L] {
					out[y] += w
				}
			}
		}
		for k, v := range t.trans {
			expTrans[k] = math.Exp(float64(v))
		}
		clear(expected)
		t.marginals(n, expTrans, expected)
		loss += t.learn(s, expected)
	}
	return loss
}

// rate is the step of AdaGrad.
const rate = 0.03

// learn moves the weights against the gradient of one sentence.
func (t *training) learn(s sequence, expected []float64) float64 {
	L := len(t.labels)
	loss := 0.0
	for i, gold := range s.gold {
		p := t.node[i*L : (i+1)*L]
		loss -= math.Log(max(p[gold], 1e-9))
		p[gold]--
		for y, g := range p {
			if math.Abs(g) < 1e-4 {
				continue
			}
			g32, g2 := float32(g), float32(g*g)
			for _, id := range t.ids[s.from[i]:s.from[i+1]] {
				if id >= 0 {
					k := int(id)*L + y
					t.grad2[k] += g2
					t.weight[k] -= rate * g32 / float32(math.Sqrt(float64(t.grad2[k]+1e-3)))
				}
			}
		}
		from := L
		if i > 0 {
			from = int(s.gold[i-1])
		}
		expected[from*L+int(gold)]--
	}
	for k, g := range expected {
		if g32 := float32(g); g32 != 0 {
			t.trans2[k] += g32 * g32
			t.trans[k] -= rate * g32 / float32(math.Sqrt(float64(t.trans2[k]+1e-3)))
		}
	}
	return loss
}

func (t *training) decay(by float32) {
	for k := range t.weight {
		t.weight[k] *= by
	}
}

// model rounds the weights to 16 bits and leaves out rows that hardly say anything.
func (t *training) model() *Model {
	L := len(t.labels)
	m := &Model{labels: t.labels, trans: t.trans}
	t.forbid(m.trans)
	top := float32(0)
	for _, w := range t.weight {
		top = max(top, abs(w))
	}
	m.step = max(top, 1e-6) / 32000
	var keys []uint32
	seen := map[uint32]bool{}
	for id, h := range t.hashes {
		row := t.weight[id*L : (id+1)*L]
		strongest := float32(0)
		for _, w := range row {
			strongest = max(strongest, abs(w))
		}
		k := key32(h)
		if strongest < 0.05 || seen[k] {
			continue
		}
		seen[k] = true
		keys = append(keys, k)
		for _, w := range row {
			m.weight = append(m.weight, int16(math.Round(float64(w/m.step))))
		}
	}
	m.index(keys)
	return m
}

// forbid rules out an inside label after anything but the same name.
func (t *training) forbid(trans []float32) {
	L := len(t.labels)
	for y, label := range t.labels {
		if label[0] != 'I' {
			continue
		}
		for x := range L + 1 {
			if x == L || len(t.labels[x]) < 2 || t.labels[x][2:] != label[2:] {
				trans[x*L+y] = -1e4
			}
		}
	}
}

func abs(v float32) float32 { return max(v, -v) }
