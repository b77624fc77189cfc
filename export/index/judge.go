package index

import (
	"cmp"
	"math"
	"slices"

	"luister/nlp"
)

// What the judgement of similar feedback is made of; chosen on sentence pairs
// (SICK-NL, STSb-NL), parliament questions and planted complaints.
const (
	fewTerms    = 10 // a text of at most so many terms is judged by what it means
	alikeWeight = 8  // of that meaning, against 1 for the shared words
	leastWeight = .5 // below this it changes little, and costs most
)

// judge ranks what was found anew. The words that are shared say most about
// letters; of a short text there are too few, and what it means has to help. Half
// of the words of a letter are those of any letter, though: a driver in common
// counts for as much as all words, or all meaning, that two texts could share.
func (x *Index) judge(matches []Match, to asked, docs map[string]*nlp.Document) {
	most, weight := mostWords(matches), meaningWeight(to.doc)
	alike := func(*nlp.Document) float64 { return 0 }
	if docs != nil {
		alike = x.options.Alike(to.doc)
	}
	for i := range matches {
		m := &matches[i]
		m.Score = m.Words/most + weight*alike(docs[m.ID])
		if m.driver {
			m.Score += max(1, weight)
		}
	}
	slices.SortStableFunc(matches, byScore)
}

// haveOne says whether a feedback has one of these drivers.
func (x *Index) haveOne(id string, drivers []string) bool {
	return len(drivers) > 0 && slices.ContainsFunc(x.driversOf(id), func(d string) bool { return slices.Contains(drivers, d) })
}

func byScore(a, b Match) int { return cmp.Compare(b.Score, a.Score) }

// mostWords is the highest score of shared words, 1 if no words are shared.
func mostWords(matches []Match) float64 {
	most := 0.0
	for _, m := range matches {
		most = max(most, m.Words)
	}
	if most == 0 {
		return 1
	}
	return most
}

// meaningWeight says how much what a text means counts, by how many different terms it has.
func meaningWeight(doc *nlp.Document) float64 {
	terms := slices.Compact(slices.Sorted(slices.Values(TermsOf(doc).Terms)))
	return alikeWeight * math.Pow(min(1, fewTerms/float64(max(1, len(terms)))), 3)
}
