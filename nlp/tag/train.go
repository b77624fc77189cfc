package tag

import (
	"fmt"
	"math/rand/v2"

	"luister/nlp"
	"luister/nlp/table"
)

// An Example is one word of training text.
type Example struct {
	Text, Norm string
	Kind       nlp.Kind
	Allowed    uint32 // bit set of the tags that are right; usually one
	Hint       Hint   // what another tagger says; only a Guide looks at it
}

// A Source is training text of one kind.
type Source struct {
	Sentences [][]Example
	Every     int // take part in one epoch of so many, by turns; 0 is 1
}

// Training is what a tagger is made from.
type Training struct {
	Sources  []Source
	Classes  map[table.Hash]uint16 // keyed as lemma.Suffixes does, for part of speech 0
	Clusters map[string]uint16
	Epochs   int
	Runs     int // how many times to learn, in other orders; what is kept is the mean; 0 is 1
	MinCount int // features seen less often are left out
	MaxRows  int // 0 is no limit
	Seed     uint64
	Log      bool

	// Hide is how often a word is learned from as if it were not known, so that
	// its ending, shape and neighbours have to do: Hide/(Hide+n) of the times for
	// a word that is there n times (Kiperwasser and Goldberg 2016).
	Hide float64
}

// Train makes the bytes of a model. The same training gives the same bytes.
func Train(t Training) []byte {
	p := learned(t, false)
	clusters := map[table.Hash]uint16{}
	for word, c := range t.Clusters {
		clusters[clusterKey(word)] = c
	}
	return writeModel(t.Classes, clusters, p.settled, p.rows())
}

// A learner holds the weights while they are learned: those of a model by log loss,
// those of a guide by its mistakes alone (perceptron).
type learner struct {
	training Training
	guided   bool   // look at hints
	model    *model // tables only
	settled  map[table.Hash]uint16
	index    map[uint64]int32 // features to rows of weights
	words    map[uint64]int   // how often a word is there
	weight   [][Tags]float32
	total    [][Tags]float64
	since    [][Tags]int32
	steep    [][Tags]float32 // sum of the squares of the slopes
	step     int32
	work     [][]prepared // by source, by sentence
	random   *rand.Rand
}

// A prepared sentence has its features of single words looked up.
type prepared struct {
	words   []*lexeme // with two edges on either side
	ahead   []verbs
	hints   []Hint // with an empty one on either side; none where not guided
	targets []target
}

// A target is a word to tag.
type target struct {
	own     []int32 // features of single words
	word    int     // where in own the word itself stands, -1 if nowhere
	hidden  *lexeme // the word as if it were not known
	hide    float64 // how often to take it so
	allowed uint32
}

// place gives the place of word i.
func (r *prepared) place(i int, h history) place {
	at := place{around: r.words[i : i+5], ahead: r.ahead[i+2], history: h}
	if r.hints != nil {
		at.hints = r.hints[i : i+3]
	}
	return at
}

// learned gives a learner whose weights are the means over all its steps, in
// all its runs.
func learned(t Training, guided bool) *learner {
	p := newLearner(t, guided)
	means := make([][Tags]float32, len(p.index))
	runs := max(1, t.Runs)
	for run := range runs {
		p.run(uint64(run))
		for id := range means {
			for k, v := range &p.weight[id] {
				sum := p.total[id][k] + float64(v)*float64(p.step-p.since[id][k])
				means[id][k] += float32(sum / float64(max(1, p.step)) / float64(runs))
			}
		}
	}
	p.weight, p.total, p.since, p.steep, p.work = means, nil, nil, nil, nil
	return p
}

// run learns from nothing.
func (p *learner) run(run uint64) {
	clear(p.weight)
	clear(p.total)
	clear(p.since)
	clear(p.steep)
	p.step = 0
	p.random = rand.New(rand.NewPCG(p.training.Seed, 1+run))
	for epoch := range p.training.Epochs {
		p.epoch(epoch)
	}
}

func newLearner(t Training, guided bool) *learner {
	p := &learner{training: t, guided: guided, words: map[uint64]int{}}
	clusters := map[table.Hash]uint16{}
	for word, c := range t.Clusters {
		clusters[clusterKey(word)] = c
	}
	p.model = tables(t.Classes, clusters, nil)
	if !guided {
		p.settled = p.settle()
		p.model = tables(t.Classes, clusters, p.settled)
	}
	p.count()
	p.weight = make([][Tags]float32, len(p.index))
	p.total = make([][Tags]float64, len(p.index))
	p.since = make([][Tags]int32, len(p.index))
	p.steep = make([][Tags]float32, len(p.index))
	for _, s := range t.Sources {
		var list []prepared
		for _, sentence := range s.Sentences {
			list = append(list, p.prepare(sentence))
		}
		p.work = append(p.work, list)
	}
	return p
}

// tables makes a model without weights.
func tables(classes, clusters, settled map[table.Hash]uint16) *model {
	m, err := openModel(string(writeModel(classes, clusters, settled, nil)))
	if err != nil {
		panic(err) // we wrote it
	}
	return m
}

// count gives an index to every feature seen often enough, in the order of the
// text, so that the same training gives the same index.
func (p *learner) count() {
	seen := map[uint64]int32{}
	p.index = map[uint64]int32{}
	for _, s := range p.training.Sources {
		for _, sentence := range s.Sentences {
			for _, e := range sentence {
				p.words[hashOf(e.Norm)]++
			}
			p.eachFeature(sentence, func(x uint64) {
				if seen[x]++; int(seen[x]) == max(1, p.training.MinCount) {
					p.index[x] = int32(len(p.index))
				}
			})
		}
	}
}

// eachFeature yields the features of a sentence under its gold tags.
func (p *learner) eachFeature(sentence []Example, yield func(uint64)) {
	r := p.around(sentence)
	h := start
	var out []uint64
	for i, e := range sentence {
		if tag := p.model.settled(r.place(i, h)); tag != nlp.X {
			h = h.next(tag)
			continue
		}
		out = out[:0]
		for offset := range 5 {
			out = own(out, r.words[i+offset], normAt(sentence, i+offset-2), offset)
		}
		for _, x := range dynamic(out, r.place(i, h)) {
			yield(x)
		}
		h = h.next(nlp.UPOS(lowest(e.Allowed)))
	}
}

// normAt gives the norm of word i of a sentence, and of the edges around it.
func normAt(sentence []Example, i int) string {
	if i < 0 || i >= len(sentence) {
		return edgeWord
	}
	return sentence[i].Norm
}

func lowest(set uint32) int {
	for k := range Tags {
		if set&(1<<k) != 0 {
			return k
		}
	}
	return 0
}

// around prepares the words of a sentence, without targets.
func (p *learner) around(sentence []Example) prepared {
	edge := newLexeme(p.model, edgeWord, edgeWord, nlp.Punct)
	r := prepared{words: []*lexeme{&edge, &edge}}
	for _, e := range sentence {
		word := newLexeme(p.model, e.Text, e.Norm, e.Kind)
		r.words = append(r.words, &word)
	}
	r.words = append(r.words, &edge, &edge)
	r.ahead = ahead(nil, r.words, &edge)
	if p.guided {
		r.hints = []Hint{{}}
		for _, e := range sentence {
			r.hints = append(r.hints, e.Hint)
		}
		r.hints = append(r.hints, Hint{})
	}
	return r
}

func (p *learner) prepare(sentence []Example) prepared {
	r := p.around(sentence)
	for i, e := range sentence {
		t := target{word: -1, allowed: e.Allowed}
		for offset := range 5 {
			hashes := own(nil, r.words[i+offset], normAt(sentence, i+offset-2), offset)
			if _, ok := p.index[hashes[0]]; ok && offset == 2 {
				t.word = len(t.own)
			}
			t.own = p.ids(t.own, hashes)
		}
		hidden := *r.words[i+2]
		t.hide = p.training.Hide / (p.training.Hide + float64(p.words[hidden.word]))
		hidden.word = ^hidden.word // which no feature knows
		hidden.cased = hidden.word
		t.hidden = &hidden
		r.targets = append(r.targets, t)
	}
	return r
}

func (p *learner) ids(out []int32, hashes []uint64) []int32 {
	for _, x := range hashes {
		if id, ok := p.index[x]; ok {
			out = append(out, id)
		}
	}
	return out
}

// epoch goes through all sentences once, in random order.
func (p *learner) epoch(epoch int) {
	var order []*prepared
	for source, list := range p.work {
		every := max(1, p.training.Sources[source].Every)
		for k := range list {
			if k%every == epoch%every {
				order = append(order, &list[k])
			}
		}
	}
	p.random.Shuffle(len(order), func(i, k int) { order[i], order[k] = order[k], order[i] })
	wrong, words := 0, 0
	for _, r := range order {
		wrong += p.learn(r)
		words += len(r.targets)
	}
	if p.training.Log {
		fmt.Printf("tag: epoch %d, %.2f %% wrong\n", epoch+1, 100*float64(wrong)/float64(words))
	}
}

// learn goes through one sentence with the tags it predicts itself and gives
// the number of wrong ones.
func (p *learner) learn(r *prepared) (wrong int) {
	h := start
	var ids []int32
	for i := range r.targets {
		t := &r.targets[i]
		tag := p.model.settled(r.place(i, h))
		if tag == nlp.X {
			ids = p.features(ids[:0], r, i, h, p.random.Float64() < t.hide)
			score := p.scores(ids)
			tag = score.best(anyTag)
			p.step++
			if t.allowed&(1<<tag) == 0 {
				wrong++
			}
			if p.guided {
				p.correct(ids, tag, score.best(t.allowed))
			} else {
				p.climb(ids, score.slopes(t.allowed))
			}
		}
		h = h.next(tag)
	}
	return wrong
}

// features gives those of word i, with the word itself or as if it were not known.
func (p *learner) features(out []int32, r *prepared, i int, h history, hide bool) []int32 {
	t, at := &r.targets[i], r.place(i, h)
	out = append(out, t.own...)
	if hide {
		around := [5]*lexeme(at.around)
		around[2] = t.hidden
		at.around = around[:]
		if t.word >= 0 {
			out = append(out[:t.word], out[t.word+1:]...)
		}
	}
	var hashes [maxDynamic + maxGuided]uint64
	return p.ids(out, dynamic(hashes[:0], at))
}
