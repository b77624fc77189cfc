package label

import (
	"slices"
	"strings"
	"time"

	"luister/cluster/decision"
	"luister/nlp/code"
	"luister/nlp/taught"
)

// Corrections gives what events say of the codes of a feedback.
func Corrections(events []decision.Event) []taught.Correction {
	var list []taught.Correction
	for _, e := range events {
		if e.Kind == decision.Code {
			list = append(list, taught.Correction{Field: e.Field, From: e.From, To: e.To})
			continue
		}
		codes := decision.Judgements([]decision.Event{e})[0].Codes
		for _, field := range taught.Fields() {
			if all, said := codes[field]; said {
				list = append(list, taught.Correction{Field: field, Whole: true, All: all})
			}
		}
	}
	return list
}

// Decide gives the events of what a coder filled in for a feedback, with the
// codes that it has now: none if the coder said just that before.
func (f *Filled) Decide(r *Row, said []decision.Judgement, at time.Time) []decision.Event {
	f.Accept(r)
	again := slices.ContainsFunc(said, func(j decision.Judgement) bool {
		return j.Feedback == f.ID && j.Who == f.Who && sameCodes(j, f)
	})
	if again {
		return nil
	}
	return f.Events(r.Coding, at)
}

// sameCodes tells whether everything in what was said before is said again.
func sameCodes(before decision.Judgement, now *Filled) bool {
	for field, codes := range now.Codes {
		old, said := before.Codes[field]
		if !said || !slices.Equal(old, codes) || before.Whole[field] != now.Whole[field] {
			return false
		}
	}
	return true
}

// Fill reads what a coder chose on one row, by field and in order, just as the
// cells of a file that was filled in: codes, = or -.
func (f *File) Fill(r *Row, who, why string, chosen map[string][]string) (*Filled, []Problem) {
	header, row := []string{columnID, columnPart, columnWho, columnWhy}, []string{r.ID, r.Part, who, why}
	for _, field := range f.fields() {
		header, row = append(header, columnOf[field]), append(row, strings.Join(chosen[field], codesTogether))
	}
	filled, problems, err := Read(header, [][]string{row}, f.Scheme)
	if err != nil || len(filled) == 0 {
		return nil, problems
	}
	return &filled[0], problems
}

// Classes gives the codes of a field.
func (f *File) Classes(field string) []code.Class { return classes(f.Scheme, field) }
