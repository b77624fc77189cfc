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
// Feedback knows its drivers; of a text they are guessed from what is found.
func (x *Index) judge(matches []Match, to asked, docs map[string]*nlp.Document) {
	most, weight := mostWords(matches), meaningWeight(to.doc)
	alike := func(*nlp.Document) float64 { return 0 }
	if docs != nil {
		alike = x.options.Alike(to.doc)
	}
	for i := range matches {
		m := &matches[i]
		m.Score = m.Words/most + weight*alike(docs[m.ID])
	}
	slices.SortStableFunc(matches, byScore)
	x.prefer(matches, to, max(1, weight))
}

// prefer raises the score of what has a driver in common, by so much if it is sure.
func (x *Index) prefer(matches []Match, to asked, most float64) {
	sure := x.sure(matches, to)
	for i := range matches {
		matches[i].Score += most * x.surest(matches[i].ID, sure)
	}
	slices.SortStableFunc(matches, byScore)
}

// voters is how many of the best matches say of which driver a text is.
const voters = 10

// sure says how sure it is that what was asked for has a driver: of feedback its
// own, and of a text what the best matches say, against the likeliest.
func (x *Index) sure(matches []Match, to asked) map[string]float64 {
	sure, most := map[string]float64{}, 0.0
	for _, d := range to.drivers {
		sure[d], most = 1, 1
	}
	if most > 0 {
		return sure
	}
	for _, m := range matches[:min(voters, len(matches))] {
		drivers := x.driversOf(m.ID)
		for _, d := range drivers {
			sure[d] += m.Score / float64(len(drivers))
			most = max(most, sure[d])
		}
	}
	for d, votes := range sure {
		sure[d] = votes / most * votes / most
	}
	return sure
}

// surest gives how sure it is that a feedback has a driver in common.
func (x *Index) surest(id string, sure map[string]float64) (best float64) {
	for _, d := range x.driversOf(id) {
		best = max(best, sure[d])
	}
	return best
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
