package main

import (
	"luister/export/table"
	"luister/ingest/duplicate"
)

// loadDuplicates knows the published feedback, less what is gone.
func loadDuplicates(old *table.Tables, gone map[string]bool) (*duplicate.Finder, error) {
	finder := &duplicate.Finder{}
	if old == nil {
		return finder, nil
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
		first := feedback.Strings("duplicate_of")[i]
		if !gone[id] && (first == "" || gone[first]) {
			finder.Find(duplicate.Message{ID: id, Hash: uint64(hashes[i]), Words: int(feedback.Ints("words")[i]),
				Source: feedback.Strings("source")[i], Customer: feedback.Strings("customer_id")[i], Received: fromMicro(feedback.Ints("received")[i])})
		}
	}
	return finder, nil
}
