package main

import (
	"iter"
	"slices"
	"sync"

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
	if len(months) == 0 {
		return nil
	}
	published, err := n.messages(months)
	if err != nil {
		return err
	}
	count := int(n.old.Rows("feedback", months...))
	n.duplicates.Grow(count)
	n.near.Grow(count)
	var finders sync.WaitGroup
	finders.Go(func() {
		for m := range published {
			if first := m.first; !gone[m.ID] && (first == "" || gone[first]) {
				n.duplicates.Find(m.Message)
			}
		}
	})
	finders.Go(func() {
		for m := range published {
			if !gone[m.ID] && !m.Received.Before(since) {
				n.near.Publish(m.Message, m.signature)
			}
		}
	})
	finders.Wait()
	return nil
}

// A publishedMessage is what is known of a published feedback.
type publishedMessage struct {
	duplicate.Message
	first     string // that it says the same as
	signature []byte
}

// messages gives the published feedback of some months.
func (n *night) messages(months []string) (iter.Seq[publishedMessage], error) {
	feedback, err := n.old.Columns("feedback", months, "feedback_id", "source", "customer_id", "contact_id", "received", "duplicate_of", "words")
	if err != nil {
		return nil, err
	}
	documents, err := n.old.Columns("document", months, "text_hash", "signature")
	if err != nil {
		return nil, err
	}
	// Both tables have one row a feedback, in the same order.
	ids, sources, customers, contacts := feedback.Strings("feedback_id"), feedback.Strings("source"), feedback.Strings("customer_id"), feedback.Strings("contact_id")
	received, words, first := feedback.Ints("received"), feedback.Ints("words"), feedback.Strings("duplicate_of")
	hashes, signatures := documents.Ints("text_hash"), documents.Bytes("signature")
	return func(yield func(publishedMessage) bool) {
		for i := range ids {
			m := duplicate.Message{ID: ids[i], Hash: uint64(hashes[i]), Words: int(words[i]), Source: sources[i],
				Customer: customers[i], Contact: contacts[i], Received: fromMicro(received[i])}
			if !yield(publishedMessage{m, first[i], signatures[i]}) {
				return
			}
		}
	}, nil
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
