package code

import (
	"slices"

	"luister/nlp"
)

// Bounds of what is shown of an expectation or a cause, in words.
const (
	longestTold   = 25
	longestBefore = 12 // of it before the cue
)

// expectations gives what the customer says he expected or was promised: the
// clause of the cue, and the clause with "dat" after it.
func (r *reading) expectations() []nlp.Span {
	var list []nlp.Span
	for _, m := range r.cues(ruleExpected) {
		if r.sameClause(m, ruleNotExpected) {
			continue
		}
		from, to := m.from, r.clauseEnd(m.to-1, m.from+longestTold)
		for from > 0 && m.from-from < longestBefore && r.sameClauseWords(from-1, m.from) {
			from--
		}
		if r.subordinate(m, to) {
			to = r.clauseEnd(to, m.from+longestTold)
		}
		list = append(list, r.v.span(from, to))
	}
	return joined(list)
}

// causes gives the causes that the customer names himself: from the cue to the
// end of its clause, and what stands before a "waardoor".
func (r *reading) causes() []nlp.Span {
	var list []nlp.Span
	for _, m := range r.cues(ruleCause) {
		if r.denied(m) {
			continue
		}
		list = append(list, r.v.span(m.from, r.causeEnd(m)))
	}
	for _, m := range r.cues(ruleEffect) {
		to := m.from
		from := to
		for from > 0 && to-from < longestBefore && r.v.words[from-1].sentence == r.v.words[to].sentence && r.sameClauseWords(from-1, to-1) {
			from--
		}
		if from < to {
			list = append(list, r.v.span(from, to))
		}
	}
	return joined(list)
}

// cues gives the matches of a kind that are the customer's own words and lie in
// one clause.
func (r *reading) cues(kind ruleKind) []match {
	var list []match
	for _, m := range r.matches {
		if r.rule(m).kind == kind && !r.v.words[m.from].quoted && (kind == ruleExpected || r.sameClauseWords(m.from, m.to-1)) {
			list = append(list, m)
		}
	}
	return list
}

func (r *reading) sameClauseWords(a, b int32) bool { return r.v.words[a].clause == r.v.words[b].clause }

// sameClause tells whether a match of a kind begins in the clause of m.
func (r *reading) sameClause(m match, kind ruleKind) bool {
	at, _ := slices.BinarySearchFunc(r.matches, m.from-longestPattern, func(x match, from int32) int { return int(x.from - from) })
	for _, other := range r.matches[at:] {
		if other.from > m.to {
			break
		}
		if r.rule(other).kind == kind && r.sameClauseWords(other.from, m.from) {
			return true
		}
	}
	return false
}

// clauseEnd gives the end of the clause of word i, at most limit.
func (r *reading) clauseEnd(i, limit int32) int32 {
	end := i + 1
	for int(end) < len(r.v.words) && r.sameClauseWords(end, i) && end < limit {
		end++
	}
	return end
}

// subordinate tells whether a clause that starts at word i says what the
// expectation of m is: "dat het klaar zou zijn", not "dat is niet gebeurd".
func (r *reading) subordinate(m match, i int32) bool {
	words := r.v.words
	return int(i)+1 < len(words) && words[i].sentence == words[m.from].sentence && r.is(i, "dat", "om", "of") && !words[i+1].verb
}

// denied tells whether a negation stands before or in a cue: "niet omdat".
func (r *reading) denied(m match) bool {
	for _, w := range r.v.words[max(0, m.from-1):m.to] {
		if w.mark&markNegation != 0 {
			return true
		}
	}
	return false
}

// causeEnd gives the end of the words of a cause. A phrase ends before a verb:
// "vanwege een storing | niet bereikbaar". Where a clause stands first without a
// comma, the main clause begins with its verb: "Omdat ik ziek was | kon ik niet
// komen".
func (r *reading) causeEnd(m match) int32 {
	end, clausal := r.clauseEnd(m.to-1, m.from+longestTold), r.clausal(m)
	from := m.to + 1
	if r.v.words[m.to-1].noun {
		from-- // "door de staking | moest ik lopen"
	}
	for i := from; i < end; i++ {
		before, w := r.v.words[i-1], r.v.words[i]
		switch {
		case clausal && r.clauseFirst(m.from) && before.verb && w.verb && i+1 < end && (r.v.words[i+1].pronoun || r.v.words[i+1].determiner):
			return i
		case !clausal && r.is(i-1, "die", "dat", "te"):
			return end // a clause of its own: "door de fout die jullie maakten"
		case !clausal && w.verb && !before.determiner && !before.verb:
			return i
		}
	}
	return end
}

func (r *reading) clauseFirst(i int32) bool { return i == 0 || !r.sameClauseWords(i-1, i) }

// is tells whether word i is one of some words.
func (r *reading) is(i int32, words ...string) bool {
	return slices.Contains(words, fold(r.v.words[i].span.Of(r.doc.Text)))
}

// clausal tells whether a cause is told by a clause and not by a phrase.
func (r *reading) clausal(m match) bool {
	return r.is(m.to-1, "omdat", "doordat", "aangezien", "reden", "oorzaak", "is", "was", "zou")
}

// joined sorts spans and makes one of those that overlap.
func joined(list []nlp.Span) []nlp.Span {
	slices.SortFunc(list, func(a, b nlp.Span) int { return a.Start - b.Start })
	var out []nlp.Span
	for _, s := range list {
		if n := len(out); n > 0 && s.Start < out[n-1].End {
			out[n-1].End = max(out[n-1].End, s.End)
			continue
		}
		out = append(out, s)
	}
	return out
}
