package erase

import (
	"bytes"
	"encoding/json"
	"slices"

	"luister/cluster/decision"
)

// Decisions takes the given feedback out of the decisions of workspace ws. A
// decision about nothing else goes with it; any other stays, about what is left.
// It gives the number of lines that changed.
func Decisions(ws string, ids []string) (changed int, err error) {
	return decision.Rewrite(ws, func(line []byte) []byte { return withoutIDs(line, ids) })
}

// withoutIDs gives a line of JSON without the ids in its list "feedback"; nothing
// if the list held nothing else, or if the line names one elsewhere.
func withoutIDs(line []byte, ids []string) []byte {
	if !names(line, ids) {
		return line
	}
	var fields map[string]json.RawMessage
	var feedback []string
	if json.Unmarshal(line, &fields) != nil || json.Unmarshal(fields["feedback"], &feedback) != nil {
		return nil
	}
	feedback = slices.DeleteFunc(feedback, func(id string) bool { return slices.Contains(ids, id) })
	if len(feedback) == 0 {
		return nil
	}
	fields["feedback"], _ = json.Marshal(feedback)
	out, err := json.Marshal(fields)
	if err != nil || names(out, ids) {
		return nil
	}
	return append(out, '\n')
}

// names says whether text holds one of the ids.
func names(text []byte, ids []string) bool {
	return slices.ContainsFunc(ids, func(id string) bool { return bytes.Contains(text, []byte(id)) })
}
