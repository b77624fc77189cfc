package code

import (
	"cmp"
	"slices"

	"luister/nlp"
)

// Bounds for codes, set on texts that were kept out of every list.
const (
	topicLeast      = 0.75 // strength of evidence
	topicShare      = 0.3  // of that of the strongest topic
	experienceLeast = 0.8
	flagLeast       = 0.8
	mostCodes       = 3
)

// A tally gathers the evidence of one code.
type tally struct {
	target  int
	weight  float64
	own     float64 // feeling of the words themselves
	matches []match
}

// tallies sums the evidence of one kind, strongest first. Two patterns on the
// same words count once, and the same sign again counts half.
func (r *reading) tallies(kind ruleKind, classes int) []tally {
	list := make([]tally, classes)
	for _, m := range r.matches {
		rule := r.rule(m)
		if rule.kind != kind {
			continue
		}
		t := &list[rule.target]
		t.target = rule.target
		t.add(r, m, rule)
	}
	list = slices.DeleteFunc(list, func(t tally) bool { return len(t.matches) == 0 })
	slices.SortStableFunc(list, func(a, b tally) int { return cmp.Compare(b.weight, a.weight) })
	return list
}

func (t *tally) add(r *reading, m match, rule *rule) {
	weight := rule.weight
	for i, old := range t.matches {
		before := r.rule(old)
		if old.from < m.to && m.from < old.to {
			if before.weight >= weight {
				return
			}
			t.weight += weight - before.weight
			t.own += rule.polarity - before.polarity
			t.matches[i] = m
			return
		}
		if old.rule == m.rule {
			weight *= 0.5
		}
	}
	t.weight += weight
	t.own += rule.polarity
	t.matches = append(t.matches, m)
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

func (r *reading) topics() {
	list := r.tallies(ruleTopic, len(r.c.scheme.Topics))
	for _, t := range list {
		if len(r.coding.Topics) == mostCodes || t.weight < topicLeast || t.weight < topicShare*list[0].weight {
			break
		}
		r.coding.Topics = append(r.coding.Topics, r.code(t, r.c.scheme.Topics[t.target].ID))
	}
}

func (r *reading) experience() {
	for _, t := range r.tallies(ruleExperience, len(r.c.scheme.Experiences)) {
		if len(r.coding.Experience) == mostCodes || t.weight < experienceLeast {
			break
		}
		r.coding.Experience = append(r.coding.Experience, r.code(t, r.c.scheme.Experiences[t.target].ID))
	}
}

func (r *reading) flags() {
	for _, t := range r.tallies(ruleFlag, len(r.c.scheme.Flags)) {
		if t.weight < flagLeast {
			break
		}
		r.coding.Flags = append(r.coding.Flags, r.code(t, r.c.scheme.Flags[t.target].ID))
	}
}
