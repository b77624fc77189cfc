package main

import (
	"maps"
	"path/filepath"
	"slices"
	"time"

	"luister/cluster"
	"luister/cluster/group"
	"luister/cluster/registry"
	"luister/cluster/size"
	"luister/export/erase"
	"luister/export/table"
	"luister/nlp"
)

// A fact is what the counts of drivers need of one feedback.
type fact struct {
	customer  string
	sentiment nlp.Sentiment
	severity  int
	received  time.Time
}

func factOf(f *table.Feedback) fact {
	return fact{f.CustomerID, nlp.Sentiment(f.Sentiment), int(f.Severity), f.Received}
}

const stateDir = "state" // of the drivers, in a snapshot

// drivers gives the new feedback to drivers: known ones first, then candidates
// out of what waits for a driver.
func (n *night) drivers() error {
	n.registry = &registry.Registry{}
	if n.previous != "" {
		var err error
		if n.registry, err = registry.Load(filepath.Join(n.previous, stateDir)); err != nil {
			return err
		}
	}
	n.registry.Forget(n.erased)
	if _, err := erase.Clean(n.registry, n.old, n.asked); err != nil {
		return err
	}
	items := n.withPending()
	known := len(n.registry.InUse())
	result := group.Run(items, n.registry, group.Options{})
	n.run.Drivers, n.run.NewDrivers = int64(len(result.Drivers)), int64(max(0, len(result.Drivers)-known))
	if err := n.putMemberships(items, result.Assignments); err != nil {
		return err
	}
	if err := n.putEvents(result.Events); err != nil {
		return err
	}
	sizes, err := n.sizes(result.Assignments)
	if err != nil {
		return err
	}
	if err := n.putDrivers(sizes); err != nil {
		return err
	}
	return n.registry.Save(filepath.Join(n.draft.Dir(), stateDir))
}

// withPending gives the items of this night and those of earlier nights that
// have no driver yet, less what has a new version.
func (n *night) withPending() []cluster.Item {
	items, gone := n.items, n.gone()
	pending := slices.DeleteFunc(slices.Clone(n.registry.Pending), func(it cluster.Item) bool {
		return gone[it.ID]
	})
	n.registry.Pending = pending
	return append(items, pending...)
}

// gone tells which published feedback is replaced, withdrawn or erased this night.
func (n *night) gone() map[string]bool {
	gone := make(map[string]bool, len(n.replaced)+len(n.erased))
	maps.Copy(gone, n.erased)
	for _, id := range n.replaced {
		gone[id] = true
	}
	return gone
}

func (n *night) putMemberships(items []cluster.Item, given []cluster.Assignment) error {
	for i, a := range given {
		month := monthOf(items[i].Received)
		for rank, m := range a.Drivers {
			row := table.FeedbackDriver{FeedbackID: a.ID, DriverID: m.Driver, Rank: int32(rank + 1), Score: m.Score}
			if err := table.Put(n.rows, month, row); err != nil {
				return err
			}
		}
		if second := a.Second; second.Driver != "" {
			row := table.FeedbackDriver{FeedbackID: a.ID, DriverID: second.Driver, Rank: int32(len(a.Drivers) + 1), Score: second.Score, Second: true}
			if err := table.Put(n.rows, month, row); err != nil {
				return err
			}
		}
	}
	return nil
}

func (n *night) putEvents(events []cluster.Event) error {
	for _, e := range events {
		row := table.DriverEvent{At: e.At, DriverID: e.Driver, Kind: string(e.Kind), RunID: n.run.ID}
		for _, other := range append(e.Others, "")[:max(1, len(e.Others))] {
			row.OtherID = other
			if err := table.Put(n.rows, "", row); err != nil {
				return err
			}
		}
	}
	return nil
}

// sizes counts every driver over all feedback, and how much feedback has one.
func (n *night) sizes(given []cluster.Assignment) (*size.Counter, error) {
	counter := size.New(n.latest())
	with, err := n.countPublished(counter, given)
	if err != nil {
		return nil, err
	}
	for _, a := range given {
		if len(a.Drivers) > 0 {
			with++
		}
		for _, m := range a.Drivers {
			f := n.facts[a.ID]
			counter.Add(size.Member{Driver: m.Driver, Customer: f.customer, Sentiment: f.sentiment, Severity: f.severity, Received: f.received})
		}
	}
	n.run.Feedback = n.run.Left() + n.run.Tally.New
	n.run.WithDriver, n.run.WithoutDriver = with, n.run.Feedback-with
	return counter, nil
}

// latest is the date of the newest feedback: what is recent is told from there,
// so that a run gives the same whenever it is made.
func (n *night) latest() time.Time {
	var latest time.Time
	for _, f := range n.facts {
		if f.received.After(latest) && !f.received.After(n.now) {
			latest = f.received
		}
	}
	for _, s := range n.sources {
		if s.LastFeedback.After(latest) {
			latest = s.LastFeedback
		}
	}
	return latest
}

// countPublished counts the published feedback that this night did not touch,
// and completes the facts of feedback that waited for a driver.
func (n *night) countPublished(counter *size.Counter, given []cluster.Assignment) (with int64, err error) {
	if n.old == nil {
		return 0, nil
	}
	feedback, err := n.old.Columns("feedback", nil, "feedback_id", "customer_id", "sentiment", "severity", "received")
	if err != nil {
		return 0, err
	}
	facts := make(map[string]fact, feedback.Rows)
	for i, id := range feedback.Strings("feedback_id") {
		facts[id] = fact{feedback.Strings("customer_id")[i], nlp.Sentiment(feedback.Strings("sentiment")[i]), int(feedback.Ints("severity")[i]), fromMicro(feedback.Ints("received")[i])}
	}
	touched := n.gone()
	for _, a := range given {
		touched[a.ID] = true
		if _, tonight := n.facts[a.ID]; !tonight {
			n.facts[a.ID] = facts[a.ID]
		}
	}
	members, err := n.old.Columns("feedback_driver", nil, "feedback_id", "driver_id", "rank", "second")
	if err != nil {
		return 0, err
	}
	for i, id := range members.Strings("feedback_id") {
		if touched[id] || members.Bools("second")[i] {
			continue
		}
		if members.Ints("rank")[i] == 1 {
			with++
		}
		f := facts[id]
		counter.Add(size.Member{Driver: members.Strings("driver_id")[i], Customer: f.customer, Sentiment: f.sentiment, Severity: f.severity, Received: f.received})
	}
	return with, nil
}

// putDrivers writes every driver that ever was, with its size.
func (n *night) putDrivers(sizes *size.Counter) error {
	n.rows.Clear("driver")
	for _, d := range n.registry.Drivers {
		s := sizes.Of(d.ID)
		row := table.Driver{ID: d.ID, Name: d.Name, Theme: d.Theme, FirstSeen: s.First, LastSeen: s.Last, Feedback: s.Feedback, Recent: s.Recent,
			Negative: s.Negative, Positive: s.Positive, Customers: s.Customers, Severity: s.Severity, RunID: n.run.ID, Status: "nieuw"}
		if d.Named {
			row.NamedBy = "mens"
		}
		if d.Retired != "" && d.Retired != "-" {
			row.MergedInto = d.Retired
		}
		for _, p := range d.Key {
			row.Phrases = append(row.Phrases, p.Text)
		}
		for _, q := range d.Typical {
			row.Quotes = append(row.Quotes, table.Quote{FeedbackID: q.ID, Start: int32(q.Span.Start), End: int32(q.Span.End)})
		}
		if err := table.Put(n.rows, "", row); err != nil {
			return err
		}
	}
	return nil
}
