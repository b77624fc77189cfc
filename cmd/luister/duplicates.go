package main

import (
	"luister/export/table"
	"luister/ingest/duplicate"
)

// loadDuplicates knows the published feedback, less what is replaced.
func loadDuplicates(old *table.Tables, replaced []string) (*duplicate.Finder, error) {
	finder := &duplicate.Finder{}
	if old == nil {
		return finder, nil
	}
	gone := map[string]bool{}
	for _, id := range replaced {
		gone[id] = true
	}
	feedback, err := old.Columns("feedback", nil, "feedback_id", "source", "customer_id", "received", "duplicate_of", "words")
	if err != nil {
		return nil, err
	}
	documents, err := old.Columns("document", nil, "feedback_id", "text_hash")
	if err != nil {
		return nil, err
	}
	// Both tables have one row a feedback, in the same order.
	ids, hashes := feedback.Strings("feedback_id"), documents.Ints("text_hash")
	for i, id := range ids {
		if !gone[id] && feedback.Strings("duplicate_of")[i] == "" {
			finder.Find(duplicate.Message{ID: id, Hash: uint64(hashes[i]), Words: int(feedback.Ints("words")[i]),
				Source: feedback.Strings("source")[i], Customer: feedback.Strings("customer_id")[i], Received: fromMicro(feedback.Ints("received")[i])})
		}
	}
	return finder, nil
}
