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
}

// A Source is training text of one kind. The tagger learns what the sources
// share and what holds only for one of them (Daumé 2007, "Frustratingly easy
// domain adaptation"); what it keeps is the shared part and that of source 0.
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
	MinCount int // features seen less often are left out
	MaxRows  int // 0 is no limit
	Seed     uint64
	Log      bool
}

// Train makes the bytes of a model. The same training gives the same bytes.
func Train(t Training) []byte {
	p := newPerceptron(t)
	for epoch := range t.Epochs {
		p.epoch(epoch)
	}
	clusters := map[table.Hash]uint16{}
	for word, c := range t.Clusters {
		clusters[clusterKey(word)] = c
	}
	return writeModel(t.Classes, clusters, p.rows(t.MaxRows))
}

// A perceptron holds the weights while they are learned.
type perceptron struct {
	training Training
	model    *model // tables only
	index    map[uint64]int32
	others   map[uint64]bool // keys of features of the sources after the first
	weight   [][Tags]float32
	total    [][Tags]float64
	since    [][Tags]int32
	step     int32
	work     [][]prepared // by source, by sentence
	random   *rand.Rand
}

// A prepared sentence has its features of single words looked up.
type prepared struct {
	words   []*lexeme // with two edges on either side
	ahead   []verbs
	allowed []uint32
	fixed   []nlp.UPOS
	own     [][]int32
}

func newPerceptron(t Training) *perceptron {
	p := &perceptron{training: t, index: map[uint64]int32{}, others: map[uint64]bool{}, random: rand.New(rand.NewPCG(t.Seed, 1))}
	clusters := map[table.Hash]uint16{}
	for word, c := range t.Clusters {
		clusters[clusterKey(word)] = c
	}
	m, err := openModel(string(writeModel(t.Classes, clusters, nil)))
	if err != nil {
		panic(err) // we wrote it
	}
	p.model = m
	p.count()
	p.weight = make([][Tags]float32, len(p.index))
	p.total = make([][Tags]float64, len(p.index))
	p.since = make([][Tags]int32, len(p.index))
	p.prepare()
	return p
}

// domain gives the key of feature x for one source; the shared key is x itself.
func domain(x uint64, source int) uint64 { return mix(uint64(source)+1000, x) }

// count gives an index to every feature seen often enough, shared and by source.
func (p *perceptron) count() {
	seen := map[uint64]int32{}
	for source, s := range p.training.Sources {
		for _, sentence := range s.Sentences {
			p.eachFeature(sentence, func(x uint64) {
				seen[x]++
				if len(p.training.Sources) > 1 {
					seen[domain(x, source)]++
				}
			})
		}
	}
	// In the order of the text, so that the same training gives the same index.
	for source, s := range p.training.Sources {
		for _, sentence := range s.Sentences {
			p.eachFeature(sentence, func(x uint64) {
				if source > 0 {
					p.others[domain(x, source)] = true
				}
				for _, y := range [...]uint64{x, domain(x, source)} {
					if _, ok := p.index[y]; !ok && int(seen[y]) >= p.training.MinCount {
						p.index[y] = int32(len(p.index))
					}
				}
			})
		}
	}
}

// eachFeature yields the features of a sentence under its gold tags.
func (p *perceptron) eachFeature(sentence []Example, yield func(uint64)) {
	words := p.lexemes(sentence)
	next := ahead(nil, words, words[0])
	h := start
	var out []uint64
	for i, e := range sentence {
		out = out[:0]
		for offset := range 5 {
			norm := edgeWord
			if k := i + offset - 2; k >= 0 && k < len(sentence) {
				norm = sentence[k].Norm
			}
			out = own(out, words[i+offset], norm, offset)
		}
		for _, x := range dynamic(out, place{words[i : i+5], next[i+2], h, i == 0}) {
			yield(x)
		}
		h = h.next(nlp.UPOS(lowest(e.Allowed)))
	}
}

func lowest(set uint32) int {
	for k := range Tags {
		if set&(1<<k) != 0 {
			return k
		}
	}
	return 0
}

func (p *perceptron) lexemes(sentence []Example) []*lexeme {
	edge := newLexeme(p.model, edgeWord, edgeWord, nlp.Punct)
	words := []*lexeme{edge, edge}
	for _, e := range sentence {
		words = append(words, newLexeme(p.model, e.Text, e.Norm, e.Kind))
	}
	return append(words, edge, edge)
}

func (p *perceptron) prepare() {
	for source, s := range p.training.Sources {
		var list []prepared
		for _, sentence := range s.Sentences {
			r := prepared{words: p.lexemes(sentence)}
			r.ahead = ahead(nil, r.words, r.words[0])
			for i, e := range sentence {
				var hashes []uint64
				for offset := range 5 {
					norm := edgeWord
					if k := i + offset - 2; k >= 0 && k < len(sentence) {
						norm = sentence[k].Norm
					}
					hashes = own(hashes, r.words[i+offset], norm, offset)
				}
				r.own = append(r.own, p.ids(nil, hashes, source))
				r.allowed = append(r.allowed, e.Allowed)
				r.fixed = append(r.fixed, fixed(e.Kind))
			}
			list = append(list, r)
		}
		p.work = append(p.work, list)
	}
}

func (p *perceptron) ids(out []int32, hashes []uint64, source int) []int32 {
	for _, x := range hashes {
		if id, ok := p.index[x]; ok {
			out = append(out, id)
		}
		if id, ok := p.index[domain(x, source)]; ok {
			out = append(out, id)
		}
	}
	return out
}

// epoch goes through all sentences once, in random order.
func (p *perceptron) epoch(epoch int) {
	type where struct{ source, sentence int }
	var order []where
	for source, list := range p.work {
		every := max(1, p.training.Sources[source].Every)
		for k := range list {
			if k%every == epoch%every {
				order = append(order, where{source, k})
			}
		}
	}
	p.random.Shuffle(len(order), func(i, k int) { order[i], order[k] = order[k], order[i] })
	wrong, words := 0, 0
	for _, at := range order {
		r := &p.work[at.source][at.sentence]
		n := p.learn(r, at.source)
		wrong += n
		words += len(r.allowed)
	}
	if p.training.Log {
		fmt.Printf("tag: epoch %d, %.2f %% wrong\n", epoch+1, 100*float64(wrong)/float64(words))
	}
}

// learn goes through one sentence with the tags it predicts itself and gives
// the number of wrong ones.
func (p *perceptron) learn(r *prepared, source int) (wrong int) {
	h := start
	var hashes [maxDynamic]uint64
	var ids []int32
	for i := range r.allowed {
		tag := r.fixed[i]
		if tag == nlp.X {
			ids = p.ids(append(ids[:0], r.own[i]...), dynamic(hashes[:0], place{r.words[i : i+5], r.ahead[i+2], h, i == 0}), source)
			guess, right := p.guess(ids, r.allowed[i])
			p.step++
			if guess != right {
				wrong++
				p.update(ids, right, 1)
				p.update(ids, guess, -1)
			}
			tag = nlp.UPOS(guess)
		}
		h = h.next(tag)
	}
	return wrong
}

// guess gives the best tag and the best of those allowed.
func (p *perceptron) guess(ids []int32, allowed uint32) (guess, right int) {
	var score [Tags]float32
	for _, id := range ids {
		for k, v := range &p.weight[id] {
			score[k] += v
		}
	}
	right = -1
	for k, v := range score {
		if v > score[guess] {
			guess = k
		}
		if allowed&(1<<k) != 0 && (right < 0 || v > score[right]) {
			right = k
		}
	}
	return guess, right
}

func (p *perceptron) update(ids []int32, tag int, by float32) {
	for _, id := range ids {
		p.total[id][tag] += float64(p.weight[id][tag]) * float64(p.step-p.since[id][tag])
		p.since[id][tag] = p.step
		p.weight[id][tag] += by
	}
}
