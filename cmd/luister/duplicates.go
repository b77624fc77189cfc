package main

import (
	"slices"
	"time"

	"luister/export/table"
	"luister/ingest/duplicate"
)

// loadDuplicates knows the published feedback, less what is gone and what is too
// old for anything of tonight.
func (n *night) loadDuplicates() error {
	n.duplicates = &duplicate.Finder{Spaces: &n.spaces}
	n.near = &duplicate.NearFinder{Spaces: &n.spaces}
	if n.old == nil {
		return nil
	}
	n.near.Texts = n.old.Texts
	gone, since := n.gone(), duplicate.Recent(n.oldest)
	months := slices.DeleteFunc(n.old.Partitions("feedback"), func(month string) bool {
		return month < monthOf(since) && month != table.NoMonth
	})
	if len(months) > 0 {
		count := int(n.old.Rows("feedback", months...))
		n.duplicates.Grow(count)
		n.near.Grow(count)
	}
	for _, month := range months {
		if err := n.loadPublished(month, gone, since); err != nil {
			return err
		}
	}
	return nil
}

// loadPublished adds the published feedback of a month.
func (n *night) loadPublished(month string, gone map[string]bool, since time.Time) error {
	feedback, err := n.old.Columns("feedback", []string{month}, "feedback_id", "source", "customer_id", "contact_id", "received", "duplicate_of", "words")
	if err != nil {
		return err
	}
	documents, err := n.old.Columns("document", []string{month}, "text_hash", "signature")
	if err != nil {
		return err
	}
	// Both tables have one row a feedback, in the same order.
	hashes, signatures, first := documents.Ints("text_hash"), documents.Bytes("signature"), feedback.Strings("duplicate_of")
	for i, id := range feedback.Strings("feedback_id") {
		if gone[id] {
			continue
		}
		m := duplicate.Message{ID: id, Hash: uint64(hashes[i]), Words: int(feedback.Ints("words")[i]), Source: feedback.Strings("source")[i],
			Customer: feedback.Strings("customer_id")[i], Contact: feedback.Strings("contact_id")[i], Received: fromMicro(feedback.Ints("received")[i])}
		if first[i] == "" || gone[first[i]] {
			n.duplicates.Find(m)
		}
		if !m.Received.Before(since) {
			n.near.Publish(m, signatures[i])
		}
	}
	return nil
}

// link finds what a feedback says the same as. For the drivers it then counts as
// that same text, so that one text that came often makes no driver.
func (n *night) link(rec *record) error {
	f := &rec.feedback
	m := duplicate.Message{ID: f.ID, Hash: rec.item.Hash, Words: int(f.Words), Source: f.Source, Customer: f.CustomerID, Contact: f.ContactID, Received: f.Received}
	f.DuplicateOf = n.duplicates.Find(m)
	near, err := n.near.Find(m, rec.print, rec.signature)
	if err != nil {
		return err
	}
	switch {
	case f.DuplicateOf != "":
		n.run.Duplicates++
	case near.ID != "" && near.Hash != m.Hash:
		f.NearOf, f.Near, rec.item.Hash = near.ID, near.Near, near.Hash
		n.run.NearDuplicates++
	}
	return nil
}
