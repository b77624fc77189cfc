package treebank

import "luister/nlp"

// Score counts what was found against gold.
type Score struct{ Right, Found, Gold int }

// F1 is the harmonic mean of precision and recall.
func (s Score) F1() float64 {
	if s.Found+s.Gold == 0 {
		return 0
	}
	return 2 * float64(s.Right) / float64(s.Found+s.Gold)
}

// Spans adds the comparison of two lists of spans, both in order.
func (s *Score) Spans(found, gold []nlp.Span) {
	s.Found += len(found)
	s.Gold += len(gold)
	Align(found, gold, func(_, _ int) { s.Right++ })
}

// Align calls same for every pair of equal spans of two lists in order.
func Align(found, gold []nlp.Span, same func(found, gold int)) {
	for i, k := 0, 0; i < len(found) && k < len(gold); {
		switch {
		case found[i] == gold[k]:
			same(i, k)
			i, k = i+1, k+1
		case found[i].Start <= gold[k].Start && found[i].End <= gold[k].End:
			i++
		case gold[k].Start <= found[i].Start && gold[k].End <= found[i].End:
			k++
		case found[i].End < gold[k].End:
			i++
		default:
			k++
		}
	}
}

// Add adds the counts of another score.
func (s *Score) Add(o Score) {
	s.Right += o.Right
	s.Found += o.Found
	s.Gold += o.Gold
}
