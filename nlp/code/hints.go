package code

import "luister/nlp"

// Hints gives what the scheme makes of a document, before any threshold, as
// named values of about 0 to 1: evidence of topics, forms, flags and
// experience, and how much good and bad feeling there is in the whole, and in
// the clause, the sentence and the words around span, if there is one. They are
// features for whoever trains a model of his own.
//
// It tells whether any feeling speaks from the text.
func (c *Coder) Hints(doc *nlp.Document, span *nlp.Span, give func(name string, value float64)) (felt bool) {
	v := c.scratch.Get().(*view)
	defer c.scratch.Put(v)
	v.read(doc)
	r := &reading{c: c, v: v, doc: doc}
	r.collect()
	r.feel()
	for _, kind := range []ruleKind{ruleForm, ruleTopic, ruleExperience, ruleFlag} {
		for _, t := range r.tallies(kind) {
			give(hintNames[kind]+r.c.idOf(kind, t.target), min(t.weight, 2)/2)
		}
	}
	r.give("all", give, func(feeling) bool { return true })
	if span != nil && span.End > span.Start {
		r.spanHints(span, give)
	}
	v.release()
	return len(r.feelings) > 0
}

// hintNames tell the kinds of hints apart. With the id of the class they stay
// the same when a scheme gets other classes.
var hintNames = map[ruleKind]string{ruleForm: "form ", ruleTopic: "topic ", ruleExperience: "experience ", ruleFlag: "flag "}

// idOf gives the id of a class.
func (c *Coder) idOf(kind ruleKind, target int) string {
	if kind == ruleForm {
		return formIDs[target]
	}
	return c.list(kind)[target].ID
}

func (c *Coder) list(kind ruleKind) []Class {
	switch kind {
	case ruleTopic:
		return c.scheme.Topics
	case ruleExperience:
		return c.scheme.Experiences
	}
	return c.scheme.Flags
}

// hintWindow is how many words around a span are looked at.
const hintWindow = 5

func (r *reading) spanHints(span *nlp.Span, give func(string, float64)) {
	from, to := int32(-1), int32(-1)
	for i, w := range r.v.words {
		if w.span.End > span.Start && w.span.Start < span.End {
			if from < 0 {
				from = int32(i)
			}
			to = int32(i) + 1
		}
	}
	if from < 0 {
		return
	}
	at := r.v.words[from]
	r.give("sentence", give, func(f feeling) bool { return r.v.words[f.from].sentence == at.sentence })
	r.give("clause", give, func(f feeling) bool { return r.v.words[f.from].clause == at.clause })
	r.give("inside", give, func(f feeling) bool { return f.from < to && f.to > from })
	r.give("near", give, func(f feeling) bool { return f.from < to+hintWindow && f.to > from-hintWindow })
}

func (r *reading) give(name string, give func(string, float64), in func(feeling) bool) {
	var pos, neg float64
	for _, f := range r.feelings {
		if !in(f) {
			continue
		}
		if f.value > 0 {
			pos += f.value
		} else {
			neg -= f.value
		}
	}
	if pos+neg > 0 {
		give(name, (pos-neg)/(pos+neg+0.5))
		give(name+"+", pos/(pos+1))
		give(name+"-", neg/(neg+1))
	}
}
