package code

import (
	"luister/nlp"
)

// The forms, in the order in which cues number them.
var formIDs = [...]string{"klacht", "bezwaar", "melding", "vraag", "suggestie", "compliment", "opmerking", "leeg"}

const (
	formComplaint = iota
	formObjection
	formReport
	formQuestion
	formSuggestion
	formPraise
	formRemark
	formEmpty
)

// form decides what kind of message it is: what its cues say, weighed against
// the feeling of the whole.
func (r *reading) form() {
	var weight [len(formIDs)]float64
	for _, m := range r.matches {
		if rule := r.rule(m); rule.kind == ruleForm {
			weight[rule.target] += rule.weight
		}
	}
	sentiment := r.sentiment()
	form := formRemark
	switch sentiment {
	case nlp.Positive:
		form = formPraise
	case nlp.Negative:
		form = formComplaint
	case nlp.Mixed:
		if r.neg > 1.6*r.pos {
			form = formComplaint
		}
	}
	form = r.rareForm(form, weight)
	r.coding.Form = formIDs[form]
	high, low := max(r.pos, r.neg), min(r.pos, r.neg)
	r.coding.FormScore = 0.5 + 0.5*(high-low)/(high+low+1)
	r.coding.Sentiment, r.coding.SentimentScore = sentiment, r.score()
	if form == formEmpty {
		r.coding.Sentiment, r.coding.SentimentScore = nlp.Neutral, 0
	}
}

// rareForm lets the cues of the other forms overrule the feeling.
func (r *reading) rareForm(form int, weight [len(formIDs)]float64) int {
	v := r.v
	if v.letters == 0 || (len(v.words) <= 4 && weight[formEmpty] >= 1) {
		return formEmpty
	}
	if weight[formObjection] >= 1 {
		return formObjection
	}
	felt := r.neg + r.pos
	asked := 0.0
	for _, q := range v.questions {
		if q {
			asked++
		}
	}
	question := weight[formQuestion]
	if question > 0 {
		question += 0.7 * min(asked, 2)
	}
	best, strength := form, 0.0
	weight[formQuestion] = question
	for _, f := range []int{formSuggestion, formReport, formQuestion} {
		if w := weight[f]; w >= 1 && w > strength && w*1.5 > felt {
			best, strength = f, w
		}
	}
	return best
}
