package code

import (
	"slices"
)

// inPlace gives an expression of feeling the value that it has where it stands:
// negated, strengthened, wished, quoted, ironic, or said of somebody else. A fixed
// one holds its negation already, or is a fact that a "niet" before it does not undo.
func (r *reading) inPlace(f feeling, fixed bool) feeling {
	words := r.v.words
	first := words[f.from]
	bare, reach, by := f.value, int32(4), int32(-1)
	for k := int32(1); k <= 5 && f.from-k >= 0; k++ {
		w := words[f.from-k]
		if w.clause != first.clause {
			break
		}
		switch {
		case bare < 0 && (w.mark&markJoins != 0 || w.noun): // "niet vriendelijk en traag", "zonder bericht uitgevallen"
			reach = 0
		case w.mark&markNegation != 0 && k <= reach && !fixed:
			f.turned = !f.turned && !r.notOnly(f.from-k)
			by = f.from - k
		case k <= 2 && w.mark&markStrong != 0:
			f.value *= strongFactor
		case k <= 2 && w.mark&markWeak != 0:
			f.value *= weakFactor
		case w.mark&markUnreal != 0 && !fixed:
			f.value *= unrealFactor
		}
	}
	if f.value == bare { // no mark before it: "superblij", "beetje te traag"
		f.value *= degreeFactor(words[f.from:f.to])
	}
	if !fixed && !f.turned {
		f.turned = r.neither(f) || f.value > 0 && r.negatedAtEnd(f)
	}
	if f.turned {
		f.value = denied(f.value)
		r.spend(f, by)
	}
	switch {
	case first.quoted && f.value > 0 && r.claimed(match{from: f.from, to: f.to}):
		f.value *= claimFactor
	case first.quoted && f.value > 0 && int(f.to) < len(words) && words[f.to].noun: // "mijn 'snelle' internet"
		f.value = ironic(f.value)
	case first.quoted:
		f.value *= quotedFactor
	}
	if first.shouted {
		f.value *= shoutedFactor
	}
	return r.damped(f, fixed)
}

// spend takes the learned weights from words that together are no bad news: "niet" and
// what it denies.
func (r *reading) spend(f feeling, by int32) {
	if f.value < 0 {
		return
	}
	words := r.v.words
	for i := f.from; i < f.to; i++ {
		words[i].weak, words[i].negated = 0, 0
	}
	if by >= 0 {
		words[by].weak, words[by].negated = 0, 0
	}
}

// denied is what a negation makes of a feeling: "niet slecht" is some praise.
func denied(value float64) float64 {
	if value > 0 {
		return value * negatedGood
	}
	return value * negatedBad
}

// degreeFactor is what the layer of degree says of the words of an expression.
func degreeFactor(words []word) float64 {
	for _, w := range words {
		switch {
		case w.degree > 0:
			return strongFactor
		case w.degree < 0:
			return weakFactor
		}
	}
	return 1
}

// negatedAtEnd tells whether the sentence ends in a negation a few words after
// f: "vriendelijk zijn ze zeker niet".
func (r *reading) negatedAtEnd(f feeling) bool {
	words := r.v.words
	for i := f.to; i < f.to+5 && int(i) < len(words) && words[i].clause == words[f.from].clause; i++ {
		if words[i].mark&markNegation != 0 && r.v.last(i) {
			return true
		}
	}
	return false
}

// notOnly tells whether the negation at word i turns nothing round, like that
// of "niet alleen".
func (r *reading) notOnly(i int32) bool {
	if int(i)+1 >= len(r.v.words) {
		return false
	}
	switch r.v.words[i+1].span.Of(r.doc.Text) {
	case "alleen", "enkel", "zomaar", "zo", "dan", "anders", "minder": // "nog nooit zo bot", "niets dan lof"
		return true
	}
	return false
}

// neither tells whether f is denied by the "noch" behind it: "onbeleefd noch traag".
func (r *reading) neither(f feeling) bool {
	words := r.v.words
	return int(f.to) < len(words) && words[f.to].clause == words[f.from].clause && r.is(f.to, "noch")
}

// damped applies the signs around f: irony, rivals, wishes, words of staff, and
// what denies from afar.
func (r *reading) damped(f feeling, fixed bool) feeling {
	at := r.v.words[f.from]
	if r.v.ironic[at.sentence] || r.mocked != nil && r.mocked[at.clause] {
		f.value = ironic(f.value)
	}
	for _, m := range r.near(f.from) {
		if r.v.words[m.from].sentence != at.sentence || m.to+longestPattern <= f.from {
			continue
		}
		switch target := r.rule(m).target; {
		case target == dampDenied && !r.sameClauseWords(m.from, m.to-1):
		case target == dampDenied && !fixed && !f.turned && r.sameClauseWords(f.from, m.from):
			f.value, f.turned = denied(f.value), true
			r.spend(feeling{from: m.from, to: m.to, value: f.value}, -1)
		case target == dampRival && r.sameClauseWords(f.from, m.from) && r.ours(m):
		default:
			f.value *= r.dampFactor(f, m, target)
		}
	}
	return f
}

// ours tells whether the others of sign m are named to say that we are better.
func (r *reading) ours(m match) bool {
	return slices.ContainsFunc(r.near(m.from), func(s match) bool {
		return r.rule(s).target == dampOurs && r.sameClauseWords(s.from, m.from)
	})
}

// near gives the signs that start within reach of word i.
func (r *reading) near(i int32) []match {
	compare := func(m match, from int32) int { return int(m.from - from) }
	from, _ := slices.BinarySearchFunc(r.signs, i-2*longestPattern, compare)
	to, _ := slices.BinarySearchFunc(r.signs, i+longestPattern+1, compare)
	return r.signs[from:to]
}

// ironic turns praise.
func ironic(value float64) float64 {
	if value > 0 {
		return value * ironyFactor
	}
	return value
}

// dampFactor is what is left of a feeling in the sentence of a sign.
func (r *reading) dampFactor(f feeling, m match, sign int) float64 {
	sameClause := r.sameClauseWords(f.from, m.from) || sign == dampRival && r.sameClauseWords(f.from, m.to-1)
	switch {
	case sign == dampIrony && f.value > 0:
		return ironyFactor
	case sign == dampRival && sameClause && f.value > 0:
		return rivalFactor
	case sign == dampRival && sameClause:
		return 0.2
	case sign == dampWish && sameClause && f.from >= m.from:
		return unrealFactor
	case sign == dampStaff && sameClause && f.from >= m.to && f.value > 0:
		return claimFactor
	case sign == dampStaff && sameClause && f.from >= m.to:
		return quotedFactor
	}
	return 1
}

// contrast tells whether a "maar" stands from word a up to word b.
func (r *reading) contrast(a, b int32) bool {
	return a < b && slices.ContainsFunc(r.v.words[a:b], func(w word) bool { return w.mark&markContrast != 0 })
}

// said gives the feeling that the words of a topic or experience carry where they
// stand; words of others carry none.
func (r *reading) said(m match) float64 {
	rule := r.rule(m)
	if rule.polarity == 0 || r.claimed(m) {
		return 0
	}
	return r.inPlace(r.expression(m, rule.polarity), r.fixed(m)).value
}

// fixed tells whether a negation before m does not turn it: it holds one itself, or
// it is bad news of several words ("geen antwoord op klachten").
func (r *reading) fixed(m match) bool {
	rule := r.rule(m)
	return r.negates(m) || rule.kind == ruleOpen && rule.polarity < 0 || rule.kind != ruleFeeling && rule.polarity < 0 && m.to-m.from > 2
}

// expression is a match as a feeling. Praise with a negation in a gap of its pattern
// is none: "de helpdesk was niet behulpzaam".
func (r *reading) expression(m match, value float64) feeling {
	f := feeling{from: m.from, to: m.to, value: value}
	if value > 0 && !r.rule(m).holds {
		for i := m.from + 1; i < m.to-1; i++ {
			f.turned = f.turned || r.v.words[i].mark&markNegation != 0 && !r.notOnly(i)
		}
	}
	return f
}

// negates tells whether a negation is one of the words that m was found by.
func (r *reading) negates(m match) bool {
	return r.rule(m).negates || r.v.words[m.from].mark&markNegation != 0
}

// overruled tells whether the words of m are part of a longer expression that says
// something else: "klaar" of "helemaal klaar mee", "lekker" of "lekker dan", or are
// praise in quotation marks.
func (r *reading) overruled(m match) bool {
	rule := r.rule(m)
	if rule.polarity > 0 && r.claimed(m) {
		return true
	}
	if c := r.cover[m.from]; c != 0 && r.cover[m.to-1] == c {
		by := &r.c.rules[c-1]
		other := by.polarity*rule.polarity < 0 || by.polarity == 0 && rule.polarity > 0
		if other && by.kind == ruleFeeling && by.words > rule.words && !by.negates {
			return true
		}
	}
	return r.inSign(m)
}

// claimed tells whether m stands in a passage between quotation marks; one word in
// them is irony or emphasis.
func (r *reading) claimed(m match) bool {
	words := r.v.words
	return words[m.from].quoted && (m.from > 0 && words[m.from-1].quoted || int(m.to) < len(words) && words[m.to].quoted)
}

// inSign tells whether the words of m are part of a sign of irony or denial.
func (r *reading) inSign(m match) bool {
	return slices.ContainsFunc(r.near(m.from), func(s match) bool {
		if s.from > m.from || m.to > s.to {
			return false
		}
		switch r.rule(s).target {
		case dampIrony, dampDenied:
			return true
		case dampMock, dampCry, dampRetract:
			return r.mocked != nil && r.mocked[r.v.words[s.from].clause]
		}
		return false
	})
}
