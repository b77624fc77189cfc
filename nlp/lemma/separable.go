package lemma

import (
	"strings"

	"luister/nlp"
	"luister/nlp/table"
)

// VerbKey is the key of a verb in the table of verbs; its value is the length of
// the particle in bytes, 0 for a verb without one.
func VerbKey(infinitive string) table.Hash { return table.Seed('v').String(infinitive) }

// ProperKey is the key, in the table of verbs, of an adjective that is written with
// a capital, in lower case.
func ProperKey(adjective string) table.Hash { return table.Seed('a').String(adjective) }

// Whole marks, in the value of a separable verb, that it is another verb where
// the particle does not stand apart: "komt voor", but "voorkomen".
const Whole = 1 << 7

// Verb tells whether infinitive is a known verb.
func (l *Lemmatiser) Verb(infinitive string) bool {
	_, ok := l.verbs.Get(VerbKey(infinitive))
	return ok
}

// Separable tells whether the verb with this lemma, written as one word, is
// separable, and gives the length of its particle.
func (l *Lemmatiser) Separable(infinitive string) (particle int, ok bool) {
	if n, ok := l.verbs.Get(VerbKey(infinitive)); ok {
		return int(n), n > 0 && n&Whole == 0 && int(n) < len(infinitive)
	}
	for _, p := range Separating {
		if bare, ok := strings.CutPrefix(infinitive, p); ok && len(p) > particle && l.Verb(bare) {
			particle = len(p)
		}
	}
	return particle, particle > 0
}

// particles holds Particles for look-up.
type particles map[string]string

func newParticles() particles {
	p := make(particles, len(Particles))
	for _, s := range Particles {
		p[s] = s
	}
	return p
}

// maxReach is how many words may stand between a verb and its particle, and
// maxAhead how many between a particle and a verb behind it ("bekend had gemaakt").
const (
	maxReach = 25
	maxAhead = 3
)

// A Pair is a verb and a word that may be its particle, by their place in the
// sentence.
type Pair struct {
	Particle, Verb int
	Features       []table.Hash
}

// Pairs calls yield with the verbs that each possible particle of a sentence may
// belong to. The slice is used again.
func (l *Lemmatiser) Pairs(tokens []nlp.Token, yield func([]Pair)) {
	w := l.free.Get().(*worker)
	w.pairs(tokens, yield)
	l.free.Put(w)
}

// join puts the separable verbs of a sentence together: each particle goes to
// the likeliest of the verbs around it, if it is likelier than none.
func (w *worker) join(tokens []nlp.Token) {
	w.pairs(tokens, func(list []Pair) {
		best, score := -1, float32(0)
		for i, p := range list {
			if s := w.weigh(p.Features); s > score && tokens[p.Verb].Particle == "" {
				best, score = i, s
			}
		}
		if best < 0 {
			return
		}
		v, p := &tokens[list[best].Verb], w.particles[tokens[list[best].Particle].Norm]
		v.Particle = p
		v.Lemma = w.joined(p, v.Lemma)
	})
}

func (w *worker) weigh(features []table.Hash) (sum float32) {
	for _, f := range features {
		v, _ := w.l.weights.Get(f)
		sum += Weight(v)
	}
	return sum
}

// Weight reads a weight of the table; 1/1024 is the smallest.
func Weight(v uint16) float32 { return float32(int16(v)) / 1024 }

func (w *worker) pairs(tokens []nlp.Token, yield func([]Pair)) {
	for i := range tokens {
		p, ok := w.particles[tokens[i].Norm]
		if !ok || tokens[i].Kind != nlp.Word || opensPhrase(tokens, i) || graded(tokens, i) {
			continue
		}
		w.list, w.features = w.list[:0], w.features[:0]
		s := w.site(tokens, i, p)
		for k := i - 1; k >= 0 && i-k <= maxReach; k-- {
			s.see(&tokens[k])
			w.pair(&s, k)
		}
		s.behind()
		for k := i + 1; k < len(tokens) && k-i <= maxAhead && s.verbal(&tokens[k]); k++ {
			w.pair(&s, k)
		}
		if len(w.list) > 0 {
			yield(w.list)
		}
	}
}

// opensPhrase tells whether the word at i is a preposition before its noun:
// what it nearly always is there.
func opensPhrase(tokens []nlp.Token, i int) bool {
	if tokens[i].UPOS != nlp.ADP || i+1 == len(tokens) {
		return false
	}
	switch tokens[i+1].UPOS {
	case nlp.NOUN, nlp.PROPN, nlp.NUM, nlp.ADJ:
		return true
	case nlp.DET, nlp.PRON:
		return tokens[i+1].Norm != "die" && tokens[i+1].Norm != "dat" && tokens[i+1].Norm != "wat"
	}
	return false
}

// graded tells whether the word at i is an adjective that the word before it grades:
// what takes "te lang" or "zo goed" is no verb with "lang" or "goed".
func graded(tokens []nlp.Token, i int) bool {
	if i == 0 || tokens[i].UPOS != nlp.ADJ {
		return false
	}
	switch tokens[i-1].Norm {
	case "te", "zo", "heel", "erg", "zeer", "veel", "nogal", "best", "behoorlijk", "redelijk", "enorm", "ontzettend", "super", "echt", "hoe":
		return true
	}
	return false
}

// A site is where a possible particle stands, and what lies between it and the
// verb that is looked at.
type site struct {
	tokens         []nlp.Token
	at             int
	particle       string
	tag, next      nlp.UPOS
	nextNorm       string
	previous       nlp.UPOS
	ahead          bool
	verbs, marks   int
	known, pronoun bool
	nouns          int
}

// edge is the tag beyond a sentence.
const edge = nlp.UPOS(31)

func (w *worker) site(tokens []nlp.Token, i int, p string) site {
	s := site{tokens: tokens, at: i, particle: p, tag: tokens[i].UPOS, next: edge, previous: edge}
	if i+1 < len(tokens) {
		s.next, s.nextNorm = tokens[i+1].UPOS, tokens[i+1].Norm
		if tokens[i+1].Kind == nlp.Emoticon {
			s.next = nlp.PUNCT
		}
	}
	if i > 0 {
		s.previous = tokens[i-1].UPOS
	}
	return s
}

// see takes a word between verb and particle into account.
func (s *site) see(t *nlp.Token) {
	switch {
	case t.Kind == nlp.Punct:
		s.marks++
		if strings.ContainsAny(t.Norm, ".;:!?()") {
			s.marks += 2
		}
	case t.UPOS == nlp.NOUN || t.UPOS == nlp.PROPN:
		s.nouns++
	}
	s.pronoun = s.pronoun || pronominal(t.Norm)
}

// behind turns to what follows the particle.
func (s *site) behind() { s.ahead, s.verbs, s.marks, s.nouns = true, 0, 0, 0 }

// verbal tells whether t can stand between a particle and its verb behind it.
func (s *site) verbal(t *nlp.Token) bool {
	return t.UPOS == nlp.VERB || t.UPOS == nlp.AUX || t.Norm == "te"
}

// pair adds the verb at k, if it is one.
func (w *worker) pair(s *site, k int) {
	v := &s.tokens[k]
	if v.UPOS != nlp.VERB && v.UPOS != nlp.AUX || v.Kind != nlp.Word || s.marks > 3 {
		return
	}
	n, ok := w.l.verbs.Get(table.Seed('v').String(s.particle).String(v.Lemma))
	known := ok && int(n&^Whole) == len(s.particle)
	if known || v.UPOS == nlp.VERB && (s.tag == nlp.ADP || s.tag == nlp.ADV) && (finite(v) || s.ahead) {
		from := len(w.features)
		w.features = s.features(w.features, k, known, 1+w.l.words.Frequency(w.joined(s.particle, v.Lemma)))
		w.list = append(w.list, Pair{s.at, k, w.features[from:len(w.features):len(w.features)]})
	}
	s.verbs++
	s.known = s.known || known
}

// Kinds of feature.
const (
	biasFeature = iota
	particleFeature
	particleNextFeature
	tagNextFeature
	nextWordFeature
	particleWordFeature
	previousFeature
	distanceFeature
	betweenFeature
	pronounFeature
	formFeature
	verbFeature
	lastFeature
	teFeature
	pairFeature
	joinedFeature // how frequent the joined verb is
)

func feature(kind, a, b, c int) table.Hash {
	return table.Seed('s').Byte(byte(kind)).Byte(byte(a)).Byte(byte(b)).Byte(byte(c))
}

// features says where the verb at k stands to the particle, and how frequent the
// verb that they make is.
func (s *site) features(out []table.Hash, k int, known bool, frequency int) []table.Hash {
	v := &s.tokens[k]
	side := flag(known, 1) | flag(s.ahead, 2)
	word := func(kind, x int, text string) table.Hash { return feature(kind, x, 0, 0).String(text) }
	distance := min(8, max(s.at-k, k-s.at))
	closes := int(s.next)
	if s.next == nlp.PUNCT && !strings.ContainsAny(s.nextNorm, ".,;:!?)") {
		closes = 30
	}
	return append(out,
		feature(biasFeature, side, 0, 0),
		word(particleFeature, side, s.particle),
		word(particleNextFeature, side<<5|closes, s.particle),
		feature(tagNextFeature, side, int(s.tag), closes),
		word(nextWordFeature, side, s.nextNorm),
		word(particleWordFeature, 0, s.particle).Byte('+').String(s.nextNorm),
		feature(previousFeature, int(s.previous), int(s.tag), closes),
		feature(distanceFeature, side, distance, 0),
		feature(betweenFeature, side, min(3, s.verbs), flag(s.known, 1)),
		feature(betweenFeature, side, min(3, s.marks), 4+min(2, s.nouns)),
		word(pronounFeature, flag(s.pronoun, 1)|side<<1, s.particle),
		feature(formFeature, side, flag(finite(v), 1)|flag(GePrefix(v.Norm) >= 0, 2)|flag(v.UPOS == nlp.AUX, 4), closes),
		word(verbFeature, flag(known, 1), v.Lemma),
		word(pairFeature, 0, s.particle).Byte('+').String(v.Lemma),
		feature(lastFeature, side, flag(s.at+1 == len(s.tokens) || s.at+2 == len(s.tokens), 1), int(s.tag)),
		feature(joinedFeature, side, frequency, 0),
		feature(teFeature, side, flag(s.nextNorm == "te", 1), distance),
	)
}

func flag(is bool, value int) int {
	if is {
		return value
	}
	return 0
}

func pronominal(norm string) bool {
	switch norm {
	case "er", "daar", "hier", "waar":
		return true
	}
	return false
}

// finite tells whether v looks like a finite verb and not like an infinitive or
// participle, which would carry the particle itself.
func finite(v *nlp.Token) bool { return v.Norm != v.Lemma && GePrefix(v.Norm) < 0 }
