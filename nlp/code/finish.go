package code

import (
	"luister/nlp"
)

// finish fills in the rest and hands the coding over.
func (r *reading) finish() {
	c := &r.coding
	c.Stance = "reactief"
	if r.doc.Asked || r.doc.Context != "" {
		c.Stance = "proactief"
	}
	second := 0.0
	severity := 0
	for _, m := range r.matches {
		rule := r.rule(m)
		switch rule.kind {
		case ruleLine:
			second += rule.weight
		case ruleSeverity:
			severity = max(severity, rule.target)
		}
	}
	c.Line = "eerste"
	if second >= 1 && c.Sentiment != nlp.Positive && c.Form != "compliment" && c.Form != "leeg" {
		c.Line = "tweede"
	}
	c.Severity, c.Trust = r.severity(severity), r.trust()
	c.Expected, c.Causes = r.expectations(), r.causes()
	r.doc.Coding = *c
}

// severity weighs the harm that is named with the form and the feeling.
func (r *reading) severity(named int) int {
	c := &r.coding
	switch {
	case c.Form == "leeg":
		return 0
	case c.Form == "compliment" || c.Sentiment == nlp.Positive:
		if r.neg >= 0.6 {
			return 1
		}
		return 0
	case c.Form == "vraag" || c.Form == "suggestie":
		return min(max(named, 1), 2)
	case named >= 3:
		return named
	case c.Line == "tweede" || named == 2 || r.neg >= 2.5 || len(c.Topics) > 1:
		return 2
	}
	return 1
}
