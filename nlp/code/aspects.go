package code

import (
	"cmp"
	"slices"

	"luister/nlp"
)

// Bounds for codes, set on texts that were kept out of every list.
const (
	topicLeast      = 0.75 // strength of evidence
	topicAlone      = 0.5  // of a topic that stands alone
	topicShare      = 0.25 // of that of the strongest topic
	topicMost       = 5.0  // what it counts at most for that
	factShare       = 0.75
	storyShare      = 0.4
	unsureLeast     = 0.2 // of a topic that is named as unsure
	experienceLeast = 0.8
	shownWeight     = 0.8 // of an experience that a topic shows by itself
	flagLeast       = 0.8
	mostCodes       = 3
	insideShare     = 0.4
	clearSign       = 0.95
	flagNegated     = 2  // reach of a negation before a flag
	mostEvidence    = 40 // spans of one code; a long text shows the rest by these
	longestPattern  = 30 // words, gaps included
)

// A tally gathers the evidence of one code.
type tally struct {
	target  int
	weight  float64
	own     float64 // feeling of the words themselves
	matches []match
	weights []float64 // of matches
}

// tallies sums the evidence of one kind, strongest first. Two patterns on the
// same words count once, and the same sign again counts half.
func (r *reading) tallies(kind ruleKind) []tally {
	var list []tally
	for _, m := range r.matches {
		rule := r.rule(m)
		if rule.kind != kind || r.overruled(m) || kind == ruleFlag && r.unmeant(m) {
			continue
		}
		at := slices.IndexFunc(list, func(t tally) bool { return t.target == rule.target })
		if at < 0 {
			at = len(list)
			list = append(list, tally{target: rule.target})
		}
		if t := &list[at]; len(t.matches) < mostEvidence {
			t.add(r, m, rule.weight*r.ownShare(m, rule)*r.toldShare(m, rule))
		}
	}
	slices.SortFunc(list, stronger)
	return list
}

func stronger(a, b tally) int {
	return cmp.Or(cmp.Compare(b.weight, a.weight), cmp.Compare(a.target, b.target))
}

// toldShare is how much of its strength a sign keeps by how it is told: a fact in a
// sentence without any feeling is background, and what a book tells happened to
// nobody.
func (r *reading) toldShare(m match, rule *rule) float64 {
	switch {
	case r.story && r.c.ofLife(rule):
		return storyShare
	case rule.kind == ruleTopic && rule.polarity == 0 && len(r.feelings) > 0 && r.parts[r.v.words[m.from].sentence] == 0:
		return factShare
	}
	return 1
}

// ofLife tells whether evidence of a rule may come from the story of a book.
func (c *Coder) ofLife(rule *rule) bool {
	switch rule.kind {
	case ruleTopic:
		switch Group(c.scheme.Topics[rule.target].ID) {
		case "product", "levering", "prijs":
			return false
		}
		return true
	case ruleExperience:
		return true
	case ruleFlag:
		switch c.scheme.Flags[rule.target].ID {
		case "kwetsbaar", "agressie", "escalatie", "herhaling":
			return true
		}
	}
	return false
}

// unmeant tells whether the words of a flag are quoted from others, or denied: "ik ga
// zeker niet overstappen". What comes back may be told with any negation.
func (r *reading) unmeant(m match) bool {
	rule := r.rule(m)
	if r.claimed(m) {
		return true
	}
	if rule.negates || rule.holds || r.c.scheme.Flags[rule.target].ID == "herhaling" || r.c.scheme.Flags[rule.target].ID == "verwachting" {
		return false
	}
	words := r.v.words
	for i := m.to - 1; i >= 0 && m.from-i <= flagNegated && r.sameClauseWords(i, m.to-1); i-- {
		if words[i].mark&markNegation != 0 && !r.notOnly(i) {
			return true
		}
	}
	return false
}

// ownShare is how much of its strength a sign keeps: words that are part of a
// longer sign of something else of the same kind say little by themselves
// ("wachten" in "wachten aan de telefoon").
func (r *reading) ownShare(m match, rule *rule) float64 {
	at, _ := slices.BinarySearchFunc(r.matches, m.from-longestPattern, func(x match, from int32) int { return cmp.Compare(x.from, from) })
	for _, other := range r.matches[at:] {
		if other.from > m.from {
			break
		}
		o := r.rule(other)
		if o.kind == rule.kind && o.target != rule.target && o.words > rule.words && other.from <= m.from && other.to >= m.to {
			return insideShare
		}
	}
	return 1
}

func (t *tally) add(r *reading, m match, weight float64) {
	for i, old := range t.matches {
		if old.from < m.to && m.from < old.to {
			if t.weights[i] >= weight {
				return
			}
			t.weight += weight - t.weights[i]
			t.own += r.said(m) - r.said(old)
			t.matches[i], t.weights[i] = m, weight
			return
		}
		if old.rule == m.rule {
			weight *= 0.5
		}
	}
	t.weight += weight
	t.own += r.said(m)
	t.matches, t.weights = append(t.matches, m), append(t.weights, weight)
}

// probability turns strength of evidence into a share that is right.
func probability(weight float64) float64 { return weight / (weight + 0.8) }

func (r *reading) code(t tally, id string) nlp.Code {
	code := nlp.Code{ID: id, Score: probability(t.weight), Sentiment: r.aspect(t.own, t.matches)}
	for _, m := range t.matches {
		code.Evidence = append(code.Evidence, r.v.span(m.from, m.to))
	}
	slices.SortFunc(code.Evidence, func(a, b nlp.Span) int { return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End)) })
	code.Evidence = slices.Compact(code.Evidence)
	return code
}

// topics gives the topics that are shown well enough, and names those that are
// not: to be unsure is an answer.
func (r *reading) topics() {
	list := r.tallies(ruleTopic)
	stopped := false
	for i, t := range list {
		stopped = stopped || len(r.coding.Topics) == mostCodes || t.weight < topicLeast && (i > 0 || t.weight < topicAlone) || t.weight < topicShare*min(list[0].weight, topicMost)
		faint := len(r.coding.Topics) >= 2 && slices.Max(t.weights) < clearSign // on the side of two clear topics
		code := r.code(t, r.c.scheme.Topics[t.target].ID)
		switch {
		case !stopped && !faint:
			r.coding.Topics = append(r.coding.Topics, code)
			r.told = append(r.told, t)
		case len(r.coding.Unsure) == mostCodes || t.weight < unsureLeast:
			return
		default:
			r.coding.Unsure = append(r.coding.Unsure, code)
		}
	}
}

func (r *reading) experience() {
	for _, t := range r.shown(r.tallies(ruleExperience)) {
		if len(r.coding.Experience) == mostCodes || t.weight < experienceLeast {
			break
		}
		r.coding.Experience = append(r.coding.Experience, r.code(t, r.c.scheme.Experiences[t.target].ID))
	}
}

// shown adds to the evidence of experiences what the topics show by themselves, if
// their own words are good or bad news.
func (r *reading) shown(list []tally) []tally {
	for _, topic := range r.told {
		sign := "-"
		if topic.own > 0 {
			sign = "+"
		}
		for _, s := range r.c.scheme.Topics[topic.target].Shows {
			target := slices.IndexFunc(r.c.scheme.Experiences, func(c Class) bool { return sign+c.ID == s })
			if target < 0 || topic.own == 0 {
				continue
			}
			at := slices.IndexFunc(list, func(t tally) bool { return t.target == target })
			if at < 0 {
				at = len(list)
				list = append(list, tally{target: target, own: topic.own, matches: topic.matches})
			}
			list[at].weight += shownWeight
		}
	}
	slices.SortFunc(list, stronger)
	return list
}

func (r *reading) flags() {
	for _, t := range r.tallies(ruleFlag) {
		if t.weight < flagLeast {
			break
		}
		if r.pleased(t) {
			continue
		}
		code := r.code(t, r.c.scheme.Flags[t.target].ID)
		if code.Sentiment == nlp.Positive && code.ID == "escalatie" {
			continue // "Test-Aankoop was behulpzaam"
		}
		r.coding.Flags = append(r.coding.Flags, code)
	}
}

// pleased tells whether a flag of displeasure stands in praise: a happy repeat
// visit is no repetition.
func (r *reading) pleased(t tally) bool {
	switch r.c.scheme.Flags[t.target].ID {
	case "herhaling", "opzegdreiging", "escalatie", "agressie", "verwachting":
		return r.sentiment() == nlp.Positive
	}
	return false
}
