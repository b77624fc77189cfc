package decision

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// A Judgement is what a coder says that the codes of a feedback are: all of
// them, also those that were right. It is what models are fitted to and measured
// on. It holds whatever the program makes of the feedback later on; Code events
// beside it say what was wrong at the time.
type Judgement struct {
	Feedback string
	Who      string
	Part     string              // of the batch: Measured, or anything else
	Codes    map[string][]string // by field; no codes if the coder says there are none
}

// Measured is the part of a batch that was drawn at random and coded blind: no
// model may learn from it.
const Measured = "toets"

const codeSeparator = ";"

// Event makes the event that tells j. When and why are the caller's to fill in.
func (j Judgement) Event() Event {
	e := Event{Kind: Coded, Who: j.Who, Feedback: []string{j.Feedback}, To: j.Part, Values: map[string]string{}}
	for field, codes := range j.Codes {
		e.Values[field] = strings.Join(codes, codeSeparator)
	}
	return e
}

// Judgements gives the last judgement of every coder on every feedback and
// field, in the order in which the feedback was first judged.
func Judgements(events []Event) []Judgement {
	var list []Judgement
	at, gone := map[[2]string]int{}, undone(events)
	for i := range events {
		e := &events[i]
		if e.Kind != Coded || gone[e.ID] {
			continue
		}
		for _, id := range e.Feedback {
			key := [2]string{id, e.Who}
			k, known := at[key]
			if !known {
				k = len(list)
				at[key] = k
				list = append(list, Judgement{Feedback: id, Who: e.Who, Codes: map[string][]string{}})
			}
			list[k].Part = e.To
			for field, codes := range e.Values {
				list[k].Codes[field] = splitCodes(codes)
			}
		}
	}
	return list
}

func splitCodes(s string) []string {
	if s == "" {
		return nil
	}
	return strings.Split(s, codeSeparator)
}

// judged holds that a judgement names fields that can be coded, once each.
func judged(e *Event) error {
	for field, codes := range e.Values {
		if !slices.Contains(Fields(), field) {
			return fmt.Errorf("coded: %q is none of %s", field, strings.Join(Fields(), ", "))
		}
		list := splitCodes(codes)
		if slices.Contains(list, "") {
			return errors.New("coded: a code is empty")
		}
		if sorted := slices.Sorted(slices.Values(list)); len(slices.Compact(sorted)) < len(list) {
			return errors.New("coded: a code is named twice")
		}
	}
	return nil
}
