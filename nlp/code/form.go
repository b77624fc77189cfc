package code

import (
	"slices"

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

// A formSigns is what the cues of one form amount to.
type formSigns struct {
	weight    float64
	sentences map[int32]bool // those with a cue
}

// form decides what kind of message it is: what its cues say, weighed against
// the feeling of the whole.
func (r *reading) form() {
	var cues [len(formIDs)]formSigns
	for _, m := range r.matches {
		if rule := r.rule(m); rule.kind == ruleForm {
			cues[rule.target].add(r, m, rule)
		}
	}
	r.presume(cues[formComplaint].weight)
	sentiment := r.sentiment()
	form := formRemark
	switch sentiment {
	case nlp.Positive:
		form = formPraise
	case nlp.Negative:
		form = formComplaint
	case nlp.Mixed:
		if r.neg > 1.5*r.pos || r.unsolved {
			form = formComplaint
		}
	}
	high, low := max(r.pos, r.neg), min(r.pos, r.neg)
	r.coding.FormScore = 0.5 + 0.48*min(1, (high-low)/(high+low+1)/clearSide)
	if rare := r.rareForm(form, &cues); rare != form {
		form, r.coding.FormScore = rare, cueScore
	}
	r.coding.Form = formIDs[form]
	r.coding.Sentiment, r.coding.SentimentScore = sentiment, r.score()
	if form == formEmpty {
		r.coding.Sentiment, r.coding.SentimentScore = nlp.Neutral, 0
	}
}

// How sure the form is, from the shares that were right on coded texts.
const (
	clearSide = 0.55 // difference of the two sides from which the form is as good as certain
	cueScore  = 0.85 // a form told by its own cues
)

// unaskedShare is what a question's first word counts without a question mark.
const unaskedShare = 0.4

func (s *formSigns) add(r *reading, m match, rule *rule) {
	weight := rule.weight
	at := r.v.words[m.from].sentence
	if rule.target == formQuestion && weight <= 1 && !r.v.questions[at] {
		weight *= unaskedShare
	}
	if s.sentences == nil {
		s.sentences = map[int32]bool{}
	}
	if rule.target == formReport && r.v.questions[at] {
		return
	}
	if weight >= 0.8 {
		s.sentences[at] = true
	}
	s.weight += weight
}

// A long letter without a word of feeling tells what went wrong: who is
// content writes that he is.
const (
	longLetter  = 25  // words
	faintPraise = 0.8 // good feeling up to here does not make a long letter praise
)

// presume adds the discontent that a letter shows by being written.
func (r *reading) presume(complaint float64) {
	r.neg += 0.7 * min(complaint, 2)
	if r.mocked != nil {
		r.neg += mockNeg
	}
	if r.pos < 1.5*faintPraise && r.urges() {
		r.neg += 0.6
	}
	if len(r.v.words) > longLetter && r.pos < faintPraise && r.neg < faintPraise {
		r.neg += 0.8
	}
}

// urges tells whether the customer repeats himself, threatens to leave or wants
// to be called.
func (r *reading) urges() bool {
	for _, m := range r.matches {
		if rule := r.rule(m); rule.kind == ruleFlag && rule.weight >= 1 {
			switch r.c.scheme.Flags[rule.target].ID {
			case "herhaling":
				if len(r.v.words) > longLetter || r.pos == 0 {
					return true
				}
			case "contactverzoek", "opzegdreiging", "verwachting":
				if len(r.v.words) > longLetter {
					return true
				}
			}
		}
	}
	return false
}

// rareForm lets the cues of the other forms overrule the feeling, if they
// stand in enough of the sentences.
func (r *reading) rareForm(form int, cues *[len(formIDs)]formSigns) int {
	v := r.v
	if v.letters == 0 || (len(v.words) <= 4 && cues[formEmpty].weight >= 1) {
		return formEmpty
	}
	if cues[formObjection].weight >= 1 {
		return formObjection
	}
	sentences := float64(v.fullSentences())
	best, strength := form, 0.0
	for _, rare := range []struct {
		form   int
		share  float64 // of the sentences that must have a cue
		favour float64
	}{{formSuggestion, 0.34, 2}, {formReport, 0.5, 1.3}, {formQuestion, 0.5, 1}} {
		s := &cues[rare.form]
		w := s.weight * rare.favour
		if rare.form == formReport && (r.pos > max(r.neg, 0.8) || r.mocked != nil || r.unsolved && r.pos > 0 || r.repeated()) {
			continue
		}
		if s.weight >= 0.9 && float64(len(s.sentences)) >= rare.share*sentences && w > strength && 1.5*w > r.neg {
			best, strength = rare.form, w
		}
	}
	return best
}

// repeated tells whether it is said not to be the first time: then it is no
// mere report.
func (r *reading) repeated() bool {
	return slices.ContainsFunc(r.coding.Flags, func(c nlp.Code) bool { return c.ID == "herhaling" })
}

// fullSentences counts the sentences of more than three words: no salutation, no name below.
func (v *view) fullSentences() int {
	n, words := 0, 0
	for i := range v.words {
		words++
		if v.last(int32(i)) {
			if words > 3 {
				n++
			}
			words = 0
		}
	}
	return max(n, 1)
}
