package decision

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// A Judgement is what a coder says that the codes of a feedback are, also those
// that were right. It is what models are fitted to and measured
// on. It holds whatever the program makes of the feedback later on; Code events
// beside it say what was wrong at the time.
type Judgement struct {
	Feedback string
	Who      string
	Part     string              // of the batch: Measured, or anything else
	Codes    map[string][]string // by field; no codes if the coder says there are none
	Whole    map[string]bool     // fields of which the coder says that there is nothing beside Codes
}

// Measured is the part of a batch that was drawn at random and coded blind: no
// model may learn from it.
const Measured = "toets"

const (
	codeSeparator = ";"
	nothingElse   = "-" // after the codes of a field that is Whole
)

// Event makes the event that tells j. When and why are the caller's to fill in.
func (j Judgement) Event() Event {
	e := Event{Kind: Coded, Who: j.Who, Feedback: []string{j.Feedback}, To: j.Part, Values: map[string]string{}}
	for field, codes := range j.Codes {
		if len(codes) > 0 && j.Whole[field] {
			codes = append(slices.Clone(codes), nothingElse)
		}
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
				list = append(list, Judgement{Feedback: id, Who: e.Who, Codes: map[string][]string{}, Whole: map[string]bool{}})
			}
			list[k].Part = e.To
			for field, codes := range e.Values {
				list[k].Codes[field], list[k].Whole[field] = namedCodes(codes)
			}
		}
	}
	return list
}

// namedCodes gives the codes that were named, and whether there is nothing else.
func namedCodes(s string) (codes []string, whole bool) {
	codes = splitCodes(s)
	if n := len(codes); n > 0 && codes[n-1] == nothingElse {
		return codes[:n-1], true
	}
	return codes, len(codes) == 0
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
