package code

import "luister/nlp"

// reach of a negation before words of trust.
const trustNegated = 3

// trust says whether the text speaks of trust in the organisation (1), of
// distrust (-1), or of neither or both (0). Words of trust inside words of
// distrust ("vertrouwen" in "geen vertrouwen"), or after a negation, are none; nor
// are they in a text that is negative as a whole ("nog betrouwbaar?").
func (r *reading) trust() int {
	var doubts []match
	trusts := false
	for _, m := range r.matches {
		if rule := r.rule(m); rule.kind == ruleTrust && rule.target < 0 {
			doubts = append(doubts, m)
		}
	}
	for _, m := range r.matches {
		if rule := r.rule(m); rule.kind == ruleTrust && rule.target > 0 {
			trusts = trusts || !r.doubted(m, doubts)
		}
	}
	switch {
	case trusts && len(doubts) == 0 && r.coding.Sentiment != nlp.Negative:
		return 1
	case !trusts && len(doubts) > 0:
		return -1
	}
	return 0
}

// doubted says whether words of trust are part of words of distrust or negated.
func (r *reading) doubted(m match, doubts []match) bool {
	for _, d := range doubts {
		if d.from < m.to && m.from < d.to {
			return true
		}
	}
	words := r.v.words
	for i := m.from - 1; i >= max(0, m.from-trustNegated) && words[i].clause == words[m.from].clause; i-- {
		if words[i].mark&markNegation != 0 {
			return true
		}
	}
	return false
}
