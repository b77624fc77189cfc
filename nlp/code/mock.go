package code

import "slices"

// Bounds of mockery.
const (
	mockReach  = 2   // sentences before and after it that give its reason
	mockLeast  = 0.5 // bad feeling they must hold
	mockBurden = 0.6 // what a burden counts there: it is bad news beside mock praise only
	mockNeg    = 0.5 // who mocks is discontent
)

// mock finds praise that is mockery: it has a sign of it, and what stands around
// it is bad news ("Goed bezig jongens, factuur alweer fout").
func (r *reading) mock() {
	for _, m := range r.signs {
		switch target := r.rule(m).target; {
		case target == dampMock || target == dampCry && r.alone(m):
			if r.beside(m) <= -mockLeast && !r.earnest(m) {
				r.mockClause(m.from)
			}
		case target == dampRetract:
			r.mockSentence(m.from - 1)
		}
	}
	for i, w := range r.v.words {
		switch {
		case w.colon && r.belied(int32(i)):
			r.mockClause(int32(i))
		case w.claps > 0 && r.badNews(int32(i)) <= -mockLeast:
			r.mockSentence(int32(i))
			r.v.smile -= 2 * float64(w.claps) // the applause was counted as good
		}
	}
	for i, f := range r.feelings {
		if r.mocked != nil && r.mocked[r.v.words[f.from].clause] {
			r.feelings[i].value = ironic(f.value)
		}
	}
}

// beside sums up the bad news around a sign of mockery, and the praise of other clauses.
func (r *reading) beside(m match) float64 {
	words := r.v.words
	at := words[m.from]
	in := func(from, to int32) bool {
		distance := words[from].sentence - at.sentence
		return (to <= m.from || from >= m.to) && distance <= mockReach && -distance <= mockReach && !r.contrast(m.to, from)
	}
	sum := 0.0
	for _, f := range r.feelingsNear(m.from) {
		if in(f.from, f.to) && (f.value < 0 || words[f.from].clause != at.clause) {
			sum += f.value
		}
	}
	return sum - r.burdens(m.from, in)
}

// earnest tells whether the sentence of a sign of mockery shows that it is meant.
func (r *reading) earnest(m match) bool {
	return slices.ContainsFunc(r.near(m.from), func(s match) bool {
		return r.rule(s).target == dampEarnest && r.v.words[s.from].sentence == r.v.words[m.from].sentence
	})
}

// badNews sums up the bad news of the sentence of word i.
func (r *reading) badNews(i int32) float64 {
	in := func(from, _ int32) bool { return r.v.words[from].sentence == r.v.words[i].sentence }
	sum := 0.0
	for _, f := range r.feelingsNear(i) {
		if in(f.from, f.to) && f.value < 0 {
			sum += f.value
		}
	}
	return sum - r.burdens(i, in)
}

// belied tells whether praise before the colon at word i is belied by what follows:
// "Topservice: na vier weken nog niets gehoord".
func (r *reading) belied(i int32) bool {
	words := r.v.words
	after := func(from, _ int32) bool { return from > i && words[from].sentence == words[i].sentence }
	praise, bad := 0.0, -r.burdens(i, after)
	for _, f := range r.feelingsNear(i) {
		switch {
		case words[f.from].clause == words[i].clause:
			praise += f.value
		case after(f.from, f.to):
			bad += f.value
		}
	}
	return praise > 0 && bad <= -mockLeast
}

// burdens gives what the burdens near word i count, of those that are in.
func (r *reading) burdens(i int32, in func(from, to int32) bool) float64 {
	sum := 0.0
	for _, s := range r.near(i) {
		if r.rule(s).target == dampBurden && in(s.from, s.to) && !r.spared(s) {
			sum += mockBurden
		}
	}
	return sum
}

// spared tells whether a negation stands before a burden in its clause: "niet hoeven
// te wachten".
func (r *reading) spared(m match) bool {
	for i := m.from - 1; i >= 0 && m.from-i <= 5 && r.sameClauseWords(i, m.from); i-- {
		if r.v.words[i].mark&markNegation != 0 {
			return true
		}
	}
	return false
}

// feelingsNear gives the feelings within reach of word i.
func (r *reading) feelingsNear(i int32) []feeling {
	at, _ := slices.BinarySearchFunc(r.feelings, i, func(f feeling, from int32) int { return int(f.from - from) })
	return r.feelings[max(0, at-longestPattern):min(len(r.feelings), at+longestPattern)]
}

// mockClause marks the clause of word i.
func (r *reading) mockClause(i int32) {
	if r.mocked == nil {
		r.mocked = make([]bool, r.v.words[len(r.v.words)-1].clause+1)
	}
	r.mocked[r.v.words[i].clause] = true
}

// mockSentence marks the clauses of a sentence up to its word i.
func (r *reading) mockSentence(i int32) {
	for k := i; k >= 0 && i-k < 2*longestPattern && r.v.words[k].sentence == r.v.words[i].sentence; k-- {
		r.mockClause(k)
	}
}

// alone tells whether the words of m are a clause.
func (r *reading) alone(m match) bool {
	return r.clauseFirst(m.from) && (int(m.to) == len(r.v.words) || !r.sameClauseWords(m.to, m.from))
}
