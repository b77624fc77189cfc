package main

import (
	"strings"
	"time"
)

// loadHistory remembers how the outcomes of feedback went that gets a new version
// tonight. What is withdrawn begins anew: its file is read again.
func (n *night) loadHistory() error {
	n.history = map[string]string{}
	if n.old == nil || len(n.replaced) == 0 {
		return nil
	}
	replaced := map[string]bool{}
	for _, id := range n.replaced {
		replaced[id] = n.was[id] == 0
	}
	frame, err := n.old.Columns("feedback", nil, "feedback_id", "outcome", "updated", "history")
	if err != nil {
		return err
	}
	outcomes, updated, histories := frame.Strings("outcome"), frame.Ints("updated"), frame.Strings("history")
	for i, id := range frame.Strings("feedback_id") {
		if replaced[id] {
			n.history[strings.Clone(id)] = withStatus(histories[i], fromMicro(updated[i]), outcomes[i])
		}
	}
	return nil
}

// withStatus puts an outcome to a history, unless it is the last one already.
func withStatus(history string, at time.Time, outcome string) string {
	outcome = strings.Join(strings.Fields(outcome), " ")
	last := history[strings.LastIndexByte(history, '\n')+1:]
	if _, before, _ := strings.Cut(last, " "); outcome == "" || history != "" && before == outcome {
		return history
	}
	moment := ""
	if !at.IsZero() {
		moment = at.UTC().Format(time.RFC3339)
	}
	return strings.TrimPrefix(history+"\n"+moment+" "+outcome, "\n")
}

// statusChanged is a history without what the present outcome says as well.
func statusChanged(history, outcome string) string {
	outcome = strings.Join(strings.Fields(outcome), " ")
	before, last := "", history
	if i := strings.LastIndexByte(history, '\n'); i >= 0 {
		before, last = history[:i], history[i+1:]
	}
	if _, same, _ := strings.Cut(last, " "); same == outcome {
		return before
	}
	return history
}
