package code

import (
	"cmp"
	"math"
	"slices"

	"luister/nlp"
)

// A reading is the work on one document.
type reading struct {
	c   *Coder
	v   *view
	doc *nlp.Document

	matches  []match // of all rules, by first word
	signs    []match // of them, those of ruleDamp
	cover    []int32 // by word: 1 + the rule of the expression of feeling it is part of
	mocked   []bool  // by clause: praise that is mockery
	feelings []feeling
	pos, neg float64   // sums over the document
	weak     float64   // what learned weights of all words say
	clauses  []float64 // sum of feeling per clause number
	parts    []float64 // sum of feeling per sentence
	story    bool      // it is about books
	unsolved bool      // a concrete problem is open
	told     []tally   // of the topics of coding
	coding   nlp.Coding
}

// A feeling is one expression of feeling with its value in place.
type feeling struct {
	from, to int32
	value    float64
	turned   bool // a negation was applied
}

func (r *reading) rule(m match) *rule { return &r.c.rules[m.rule] }

// collect finds all patterns.
func (r *reading) collect() {
	for i := range r.v.words {
		r.v.m.find(r.v, int32(i), func(m match) { r.matches = append(r.matches, m) })
	}
	r.matches = slices.DeleteFunc(r.matches, r.voided())
	books := 0
	for _, m := range r.matches {
		switch r.rule(m).kind {
		case ruleDamp:
			r.signs = append(r.signs, m)
		case ruleStory:
			books++
		}
	}
	r.story = books >= 2
}

// voided gives a test whether a match lies inside words that take its kind of evidence
// from it.
func (r *reading) voided() func(match) bool {
	var list []match
	for _, m := range r.matches {
		if r.rule(m).kind == ruleVoid {
			list = append(list, m)
		}
	}
	return func(m match) bool {
		at, _ := slices.BinarySearchFunc(list, m.from-longestPattern, func(x match, from int32) int { return int(x.from - from) })
		for _, v := range list[at:] {
			if v.from > m.from {
				break
			}
			if m.to <= v.to && slices.Contains(voids[r.rule(v).target], r.rule(m).kind) {
				return true
			}
		}
		return false
	}
}

// Weights of feeling, set by cross-validation on texts that were kept out of
// every list.
const (
	topicFeeling  = 0.7  // a fact that is bad news by itself, against a word of feeling
	negatedGood   = -0.9 // "niet vriendelijk"
	negatedBad    = -0.4 // "niet slecht"
	strongFactor  = 1.4  // "heel vriendelijk"
	weakFactor    = 0.6  // "best vriendelijk"
	unrealFactor  = 0.25 // "zou fijn zijn"
	quotedFactor  = 0.3
	claimFactor   = 0.1 // praise in the words of staff or in quotation marks
	shoutedFactor = 1.3
	titleFactor   = 1.4
	afterContrast = 1.25
	weakEvidence  = 0.3 // learned weights against words of feeling
	wordFactor    = 0.8 // a word of the list against a hand-made pattern
	ironyFactor   = -0.8
	rivalFactor   = -0.5 // praise of others
	politeFactor  = 0.3  // praise of a person beside a problem that is not solved
)

// feel finds the expressions of feeling and sums them up by clause, sentence
// and document. The longest expression wins where two overlap.
func (r *reading) feel() {
	v := r.v
	r.cover = make([]int32, len(v.words))
	var found []match
	for _, m := range r.matches {
		rule := r.rule(m)
		if rule.kind == ruleFeeling || rule.polarity != 0 && (rule.kind == ruleTopic || rule.kind == ruleExperience || rule.kind == ruleFlag || rule.kind == ruleOpen) || rule.kind == ruleVoid && (rule.polarity != 0 || rule.target == 0) {
			found = append(found, m)
		}
	}
	slices.SortStableFunc(found, func(a, b match) int {
		return cmp.Or(cmp.Compare(r.rule(b).words, r.rule(a).words),
			cmp.Compare(r.rule(a).kind, r.rule(b).kind),
			cmp.Compare(math.Abs(r.rule(b).polarity), math.Abs(r.rule(a).polarity)), cmp.Compare(a.from, b.from))
	})
	for _, m := range found {
		if slices.ContainsFunc(r.cover[m.from:m.to], func(c int32) bool { return c != 0 }) {
			continue
		}
		rule := r.rule(m)
		for i := m.from; i < m.to; i++ {
			r.cover[i] = m.rule + 1
		}
		value := rule.polarity
		if value == 0 || value < 0 && r.inSign(m) {
			continue // "met vriendelijke groet", "kan niet zeggen dat": no feeling, though its words have one
		}
		if rule.kind != ruleFeeling && rule.kind != ruleOpen {
			value *= topicFeeling
		}
		f := r.inPlace(r.expression(m, value), r.negates(m) || rule.kind != ruleFeeling && (rule.kind != ruleOpen || value < 0))
		if r.negates(m) {
			r.spend(f, -1)
		}
		r.feelings = append(r.feelings, f)
	}
	for i, w := range v.words {
		if w.polarity != 0 && r.cover[i] == 0 {
			r.feelings = append(r.feelings, r.inPlace(feeling{from: int32(i), to: int32(i) + 1, value: wordFactor * w.polarity}, false))
		}
	}
	slices.SortFunc(r.feelings, func(a, b feeling) int { return cmp.Compare(a.from, b.from) })
	r.mock()
	r.solve()
	r.sum()
	r.weigh()
}

// weigh sums the learned weights of the distinct words.
func (r *reading) weigh() {
	words := r.v.words
	seen := r.v.seen // words with the very same weight are few enough
	left := 0
	for i := range words {
		if i > 0 && words[i].clause != words[i-1].clause {
			left = 0
		}
		x := words[i].weak
		if left > 0 {
			x = words[i].negated
			left--
		}
		if words[i].mark&markNegation != 0 {
			left = 3
		}
		if x != 0 && !seen[x] {
			seen[x] = true
			r.weak += x
		}
	}
	if n := len(words); n > 0 {
		r.weak *= weakEvidence / math.Sqrt(float64(n))
	}
}

// sum adds the feelings up.
func (r *reading) sum() {
	v := r.v
	if n := len(v.words); n > 0 {
		r.clauses = make([]float64, v.words[n-1].clause+1)
	}
	r.parts = make([]float64, v.sentences)
	title := v.titleSentences()
	var polite []bool
	if r.unsolved {
		polite = r.ofPeople()
	}
	for _, f := range r.feelings {
		w := v.words[f.from]
		value := f.value
		r.clauses[w.clause] += value
		r.parts[w.sentence] += value
		if polite != nil && polite[w.sentence] && value > 0 {
			value *= politeFactor
		}
		if w.sentence < title {
			value *= titleFactor
		}
		if v.afterContrast(f.from) {
			value *= afterContrast
		}
		if v.questions[w.sentence] && value > 0 {
			value *= 0.4
		}
		if value > 0 {
			r.pos += value
		} else {
			r.neg -= value
		}
	}
	if v.smile > 0 {
		r.pos += min(v.smile, 3) * 0.7
	} else {
		r.neg += min(-v.smile, 3) * 0.7
	}
}

// solve tells whether a concrete problem is open at the end: it weighs more than how
// friendly people were about it.
func (r *reading) solve() {
	for _, m := range r.matches {
		if r.rule(m).kind != ruleOpen || r.v.questions[r.v.words[m.from].sentence] {
			continue
		}
		if said := r.said(m); said != 0 {
			r.unsolved = said < 0
		}
	}
}

// ofPeople tells which sentences speak of staff.
func (r *reading) ofPeople() []bool {
	list := make([]bool, r.v.sentences)
	for _, m := range r.matches {
		if rule := r.rule(m); rule.kind == ruleTopic && Group(r.c.scheme.Topics[rule.target].ID) == "medewerker" {
			list[r.v.words[m.from].sentence] = true
		}
	}
	return list
}

// titleSentences is 1 if the first sentence is short and more follows.
func (v *view) titleSentences() int32 {
	if v.sentences < 2 {
		return 0
	}
	n := 0
	for n < len(v.words) && v.words[n].sentence == 0 {
		n++
	}
	if n <= 8 {
		return 1
	}
	return 0
}

// afterContrast tells whether a "maar" stands before word i in its sentence.
func (v *view) afterContrast(i int32) bool {
	for k := i; k >= 0 && v.words[k].sentence == v.words[i].sentence && i-k < 30; k-- {
		if v.words[k].mark&markContrast != 0 {
			return true
		}
	}
	return false
}

// sides gives what speaks for good and for bad, weak evidence included.
func (r *reading) sides() (pos, neg float64) {
	return r.pos + max(r.weak, 0), r.neg + max(-r.weak, 0)
}

// score turns the sums into -1..1; 0 only without any evidence.
func (r *reading) score() float64 {
	pos, neg := r.sides()
	if pos == 0 && neg == 0 {
		return 0
	}
	s := (pos - neg) / (pos + neg + 0.5)
	if s == 0 {
		s = -0.01 // as much good as bad: who is just satisfied writes no bad
	}
	return max(-1, min(1, s))
}

// Bounds between the four sentiments.
const (
	mixedShare = 0.68 // smaller side against the larger one
	mixedLeast = 1.6  // the smaller side carries weight
	turnLeast  = 0.8  // the same where the text turns from good to bad or back
	turnShare  = 0.5
	turnWords  = 3 // of a sentence, in which a "maar" turns against the one before it
	feltLeast  = 0.25
	weakLeast  = 0.5 // with weak evidence alone
)

// sentiment gives the sentiment of the whole.
func (r *reading) sentiment() nlp.Sentiment {
	pos, neg := r.sides()
	high, low := max(r.pos, r.neg), min(r.pos, r.neg)
	switch {
	case high < feltLeast && max(pos, neg) < weakLeast:
		return nlp.Neutral
	case low >= mixedLeast && low >= mixedShare*high:
		return nlp.Mixed
	case low >= turnLeast && low >= turnShare*high && r.turns():
		return nlp.Mixed
	case pos > neg:
		return nlp.Positive
	}
	return nlp.Negative
}

// turns tells whether a sentence turns from good to bad, or from bad to good, at
// a "maar", or against the sentence before it.
func (r *reading) turns() bool {
	words := r.v.words
	for i, w := range words {
		if w.mark&markContrast == 0 || i == 0 {
			continue
		}
		before, after := r.clauses[words[i-1].clause], r.clauses[w.clause]
		if w.sentence > 0 && r.opens(int32(i)) {
			before, after = r.parts[w.sentence-1], r.parts[w.sentence]
		}
		if before*after < 0 && min(math.Abs(before), math.Abs(after)) >= turnLeast/2 {
			return true
		}
	}
	return false
}

// opens tells whether word i is one of the first of its sentence.
func (r *reading) opens(i int32) bool {
	return i < turnWords || r.v.words[i-turnWords].sentence != r.v.words[i].sentence
}

// aspect gives the feeling of the words a code was found on: what they say by
// themselves, else their clause, their sentence, the whole.
func (r *reading) aspect(own float64, evidence []match) nlp.Sentiment {
	if own == 0 {
		own = r.around(evidence, func(w word) float64 { return r.clauses[w.clause] })
	}
	if own == 0 {
		own = r.around(evidence, func(w word) float64 { return r.parts[w.sentence] })
	}
	if own == 0 {
		own = r.pos - r.neg
	}
	switch {
	case own > 0:
		return nlp.Positive
	case own < 0:
		return nlp.Negative
	}
	return nlp.Neutral
}

func (r *reading) around(evidence []match, value func(word) float64) float64 {
	var sum float64
	seen := map[int32]bool{}
	for _, m := range evidence {
		w := r.v.words[m.from]
		if !seen[w.clause] {
			seen[w.clause] = true
			sum += value(w)
		}
	}
	return sum
}
