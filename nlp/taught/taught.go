// Package taught applies what people taught: corrections of single feedback,
// and models that were fitted to what people coded.
//
// It owns the Model of a field, which weighs what a linear model of the user
// says against the built-in coding, and the rule that a correction is obeyed for
// good. It reads a Document that the layer code has coded and changes its
// Coding. It reads and writes model files in a folder, and nothing else; it
// never keeps text of an example.
package taught

import (
	"slices"
	"strconv"

	"luister/nlp"
)

// The fields that people code.
const (
	Form       = "form"
	Sentiment  = "sentiment"
	Severity   = "severity"
	Line       = "line"
	Topic      = "topic"
	Experience = "experience"
	Flag       = "flag"
)

// Fields lists them, the order in which people see them.
func Fields() []string {
	return []string{Form, Sentiment, Topic, Experience, Flag, Line, Severity}
}

// Multi tells whether a feedback can have any number of codes of a field.
func Multi(field string) bool { return field == Topic || field == Experience || field == Flag }

// Codes gives the codes of a field, best first; of a field that has one value,
// that value.
func Codes(c *nlp.Coding, field string) []string {
	switch field {
	case Form:
		return []string{c.Form}
	case Sentiment:
		return []string{string(c.Sentiment)}
	case Severity:
		return []string{strconv.Itoa(c.Severity)}
	case Line:
		return []string{c.Line}
	}
	var ids []string
	for _, code := range *list(c, field) {
		ids = append(ids, code.ID)
	}
	return ids
}

// list gives the codes of a field with any number of them; nil for another field.
func list(c *nlp.Coding, field string) *[]nlp.Code {
	switch field {
	case Topic:
		return &c.Topics
	case Experience:
		return &c.Experience
	case Flag:
		return &c.Flags
	}
	return nil
}

// A Correction says that code From of Field should be To: an empty From adds a
// code, an empty To takes one away. Or it says what All codes of the field are.
type Correction struct {
	Field, From, To string
	Whole           bool // All counts, and may be empty
	All             []string
}

// Correct changes a coding as people said, in order. What cannot be said of a
// field changes nothing.
func Correct(c *nlp.Coding, corrections []Correction) {
	for _, x := range corrections {
		codes := list(c, x.Field)
		switch {
		case codes != nil && x.Whole:
			setList(c, codes, x)
		case codes != nil:
			correctList(c, codes, x)
		case x.Whole && len(x.All) == 1:
			setValue(c, x.Field, x.All[0])
		case x.To != "":
			setValue(c, x.Field, x.To)
		}
	}
}

// setList makes a field hold just some codes.
func setList(c *nlp.Coding, codes *[]nlp.Code, x Correction) {
	var now []nlp.Code
	for _, id := range x.All {
		code := nlp.Code{ID: id, Sentiment: c.Sentiment}
		for _, old := range slices.Concat(*codes, c.Unsure) {
			if old.ID == id {
				code = old
				break
			}
		}
		code.Score = 1
		now = append(now, code)
	}
	*codes = now
	if x.Field == Topic {
		c.Unsure = nil
	}
}

// correctList changes, adds or takes away one code. What people say is certain.
func correctList(c *nlp.Coding, codes *[]nlp.Code, x Correction) {
	at := slices.IndexFunc(*codes, func(code nlp.Code) bool { return code.ID == x.From })
	known := slices.IndexFunc(*codes, func(code nlp.Code) bool { return code.ID == x.To })
	switch {
	case x.To == "" && at >= 0:
		*codes = slices.Delete(slices.Clone(*codes), at, at+1)
	case x.To == "":
	case known >= 0:
		*codes = slices.Clone(*codes)
		(*codes)[known].Score = 1
		if at >= 0 && at != known {
			*codes = slices.Delete(*codes, at, at+1)
		}
	case at >= 0:
		*codes = slices.Clone(*codes)
		(*codes)[at].ID, (*codes)[at].Score = x.To, 1
	default:
		*codes = append(slices.Clone(*codes), nlp.Code{ID: x.To, Score: 1, Sentiment: c.Sentiment})
	}
	if x.Field == Topic {
		c.Unsure = slices.DeleteFunc(slices.Clone(c.Unsure), func(code nlp.Code) bool { return code.ID == x.To || code.ID == x.From })
	}
}

// setValue sets a field that has one value.
func setValue(c *nlp.Coding, field, value string) {
	switch field {
	case Form:
		c.Form, c.FormScore = value, 1
	case Sentiment:
		c.Sentiment = nlp.Sentiment(value)
		c.SentimentScore = signed(c.SentimentScore, c.Sentiment)
	case Line:
		c.Line = value
	case Severity:
		if n, err := strconv.Atoi(value); err == nil && n >= 0 && n <= 4 {
			c.Severity = n
		}
	}
}

// signed gives the score on the side of a sentiment.
func signed(score float64, s nlp.Sentiment) float64 {
	const least = 0.1
	switch s {
	case nlp.Positive:
		return max(score, -score, least)
	case nlp.Negative:
		return min(score, -score, -least)
	case nlp.Neutral:
		return 0
	}
	return max(-least, min(least, score))
}
