package main

import (
	"cmp"
	"errors"
	"maps"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"luister/cluster"
	"luister/cluster/decision"
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

// Folders of a snapshot.
const (
	stateDir = "state" // of the drivers
	indexDir = "index" // for searching
)

// drivers obeys what people decided, and gives the new feedback to drivers: known
// ones first, then candidates out of what waits for a driver.
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
	n.checkSpace()
	change, known := n.obey(), len(n.registry.Drivers)
	published := n.publishedFacts()
	items, result, err := n.group(change)
	if err != nil {
		return err
	}
	n.run.Drivers, n.run.NewDrivers = int64(len(result.Drivers)), int64(len(n.registry.Drivers)-known)
	if err := n.putMemberships(items, result.Assignments); err != nil {
		return err
	}
	n.events = result.Events
	if err := n.putEvents(result.Events); err != nil {
		return err
	}
	if err := errors.Join(n.putDecided(), n.putByHand(change.Found)); err != nil {
		return err
	}
	facts, err := published()
	if err != nil {
		return err
	}
	sizes, err := n.sizes(result.Assignments, facts)
	if err != nil {
		return err
	}
	if err := n.putDrivers(sizes); err != nil {
		return err
	}
	if err := n.putCandidates(result.Candidates); err != nil {
		return err
	}
	err = n.registry.Save(filepath.Join(n.draft.Dir(), stateDir))
	n.letGo()
	return err
}

// letGo forgets what no later stage asks: those read tables.
func (n *night) letGo() { n.items, n.facts, n.registry.Pending = nil, nil, nil }

// group gives feedback to drivers: what is new, what waits, and what must be
// given again.
func (n *night) group(change registry.Change) ([]cluster.Item, *cluster.Result, error) {
	again, err := n.again(change)
	if err != nil {
		return nil, nil, err
	}
	options, err := n.grouping(change)
	if err != nil {
		return nil, nil, err
	}
	for i := range again {
		n.rows.DropFrom("feedback_driver", again[i].ID)
	}
	if err := n.renewVectors(again); err != nil {
		return nil, nil, err
	}
	items := n.withPending(again)
	result := group.Run(items, n.registry, options)
	return items, result, n.noteLeft(change.Found, result.Assignments)
}

// withPending gives the items of this night, those that must be given to drivers
// again, and those of earlier nights that have no driver yet, less what has a new
// version.
func (n *night) withPending(again []cluster.Item) []cluster.Item {
	items := append(n.items, again...)
	gone := n.gone()
	for i := range again {
		gone[again[i].ID] = true
	}
	n.registry.Pending = slices.DeleteFunc(slices.Clone(n.registry.Pending), func(it cluster.Item) bool {
		return gone[it.ID]
	})
	return append(items, n.registry.Pending...)
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
			n.explain(&row, &items[i], m)
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

// shownReasons is how many words say why a feedback is in its driver.
const shownReasons = 5

// explain notes by which words and topic, and by which sentence, a feedback is in
// a driver.
func (n *night) explain(row *table.FeedbackDriver, it *cluster.Item, m cluster.Membership) {
	for _, r := range group.Reasons(n.registry, it, m) {
		switch {
		case r.Topic != "" && row.Topic == "":
			row.Topic, row.TopicShare = r.Topic, r.Share
		case r.Topic == "" && len(row.Terms) < shownReasons:
			row.Terms = append(row.Terms, r.Term)
		}
	}
	if m.Segment >= 0 && m.Segment < len(it.Segments) && len(it.Segments) > 1 {
		row.Start, row.End = int32(it.Segments[m.Segment].Start), int32(it.Segments[m.Segment].End)
	}
}

// putEvents notes what this run did to drivers; it happened at the moment of the
// run, whenever the feedback was written.
func (n *night) putEvents(events []cluster.Event) error {
	for _, e := range events {
		row := table.DriverEvent{At: n.now, Newest: e.At, DriverID: e.Driver, Kind: string(e.Kind), RunID: n.run.ID}
		for _, other := range append(e.Others, "")[:max(1, len(e.Others))] {
			row.OtherID = other
			if err := table.Put(n.rows, "", row); err != nil {
				return err
			}
		}
	}
	return nil
}

// publishedFacts begins to read the facts of all published feedback, and gives
// what waits for them.
func (n *night) publishedFacts() func() (map[string]fact, error) {
	var facts map[string]fact
	var err error
	var reading sync.WaitGroup
	if n.old != nil {
		reading.Go(func() { facts, err = readFacts(n.old) })
	}
	return func() (map[string]fact, error) {
		reading.Wait()
		return facts, err
	}
}

func readFacts(t *table.Tables) (map[string]fact, error) {
	feedback, err := t.Columns("feedback", nil, "feedback_id", "customer_id", "sentiment", "severity", "received")
	if err != nil {
		return nil, err
	}
	facts := make(map[string]fact, feedback.Rows)
	customers, sentiments := feedback.Strings("customer_id"), feedback.Strings("sentiment")
	severities, received := feedback.Ints("severity"), feedback.Ints("received")
	for i, id := range feedback.Strings("feedback_id") {
		facts[id] = fact{customers[i], nlp.Sentiment(sentiments[i]), int(severities[i]), fromMicro(received[i])}
	}
	return facts, nil
}

// sizes counts every driver over all feedback, of which published are the facts
// of what was published, and how much feedback has one.
func (n *night) sizes(given []cluster.Assignment, published map[string]fact) (*size.Counter, error) {
	maps.Copy(n.facts, n.recoded.facts)
	counter := size.New(n.latest())
	with, err := n.countPublished(counter, given, published)
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
// so that a run gives the same whenever it is made. A date after the run is a
// mistake of the export.
func (n *night) latest() time.Time {
	var latest time.Time
	for _, f := range n.facts {
		if f.received.After(latest) && !f.received.After(n.now) {
			latest = f.received
		}
	}
	for _, s := range n.sources {
		if s.LastFeedback.After(latest) && !s.LastFeedback.After(n.now) {
			latest = s.LastFeedback
		}
	}
	return latest
}

// countPublished counts the published feedback that this night did not touch,
// and completes the facts of feedback that waited for a driver.
func (n *night) countPublished(counter *size.Counter, given []cluster.Assignment, facts map[string]fact) (with int64, err error) {
	if n.old == nil {
		return 0, nil
	}
	maps.Copy(facts, n.recoded.facts)
	touched := n.gone()
	for _, a := range given {
		touched[a.ID] = true
		if _, tonight := n.facts[a.ID]; !tonight {
			n.facts[a.ID] = facts[a.ID]
		}
	}
	rows, err := n.memberships(touched)
	if err != nil {
		return 0, err
	}
	rows, moved, moves := n.follow(rows)
	n.run.Moved = n.moves(given, moves)
	for _, id := range slices.Sorted(maps.Keys(moved)) {
		n.rows.DropFrom("feedback_driver", id)
		if err := table.Put(n.rows, monthOf(facts[id].received), moved[id]...); err != nil {
			return 0, err
		}
		rows = append(rows, moved[id]...)
	}
	for i := range rows {
		if rows[i].Second {
			continue
		}
		if rows[i].Rank == 1 {
			with++
		}
		f := facts[rows[i].FeedbackID]
		counter.Add(size.Member{Driver: rows[i].DriverID, Customer: f.customer, Sentiment: f.sentiment, Severity: f.severity, Received: f.received})
	}
	return with, nil
}

// memberships gives the published rows of feedback_driver, less those of what
// this night touches, of which it only remembers the driver.
func (n *night) memberships(touched map[string]bool) ([]table.FeedbackDriver, error) {
	f, err := n.old.Columns("feedback_driver", nil, "feedback_id", "driver_id", "rank", "score", "second")
	if err != nil {
		return nil, err
	}
	rows := make([]table.FeedbackDriver, 0, f.Rows)
	drivers, ranks, scores, seconds := f.Strings("driver_id"), f.Ints("rank"), f.Floats("score"), f.Bools("second")
	why, err := n.whyOf(drivers)
	if err != nil {
		return nil, err
	}
	n.before = map[string]string{}
	for i, id := range f.Strings("feedback_id") {
		if touched[id] {
			if ranks[i] == 1 && !seconds[i] {
				n.before[id] = drivers[i]
			}
		} else {
			row := table.FeedbackDriver{FeedbackID: id, DriverID: drivers[i], Rank: int32(ranks[i]), Score: scores[i], Second: seconds[i]}
			why(&row, i)
			rows = append(rows, row)
		}
	}
	return rows, nil
}

// whyOf gives what completes the published rows of feedback_driver, of which
// drivers are those of all: rows that follow their driver into another are written
// again, whole. Where none does, why they are there is not read.
func (n *night) whyOf(drivers []string) (func(row *table.FeedbackDriver, i int), error) {
	heirs := n.heirs()
	if !slices.ContainsFunc(drivers, func(id string) bool { return heirs[id] != "" }) {
		return func(*table.FeedbackDriver, int) {}, nil
	}
	f, err := n.old.Columns("feedback_driver", nil, "terms", "start", "end", "topic", "topic_share")
	if err != nil {
		return nil, err
	}
	terms, starts, ends, topics, shares := f.Lists("terms"), f.Ints("start"), f.Ints("end"), f.Strings("topic"), f.Floats("topic_share")
	return func(row *table.FeedbackDriver, i int) {
		row.Terms, row.Start, row.End, row.Topic, row.TopicShare = terms[i], int32(starts[i]), int32(ends[i]), topics[i], shares[i]
	}, nil
}

// putDrivers writes every driver that ever was, with its size.
func (n *night) putDrivers(sizes *size.Counter) error {
	n.rows.Clear("driver")
	for _, d := range n.registry.Drivers {
		s := sizes.Of(d.ID)
		row := table.Driver{ID: d.ID, Name: d.Name, Theme: d.Theme, FirstSeen: s.First, LastSeen: s.Last, Feedback: s.Feedback, Recent: s.Recent,
			Negative: s.Negative, Positive: s.Positive, Customers: s.Customers, Severity: s.Severity, RunID: n.run.ID,
			Status: statusOf(&d), Owner: d.Owner, Description: d.Description}
		if d.Named {
			row.NamedBy = "mens"
		}
		if d.Retired != "" && d.Retired != decision.None {
			row.MergedInto = d.Retired
		}
		for _, p := range d.Key {
			row.Phrases = append(row.Phrases, p.Text)
		}
		for _, q := range d.Typical {
			row.Quotes = append(row.Quotes, table.Quote{FeedbackID: q.ID, Start: int32(q.Span.Start), End: int32(q.Span.End)})
		}
		for _, q := range d.Unusual {
			row.Unusual = append(row.Unusual, table.Quote{FeedbackID: q.ID, Start: int32(q.Span.Start), End: int32(q.Span.End)})
		}
		if err := table.Put(n.rows, "", row); err != nil {
			return err
		}
	}
	return nil
}

// putCandidates writes what may become a driver.
func (n *night) putCandidates(candidates []cluster.Candidate) error {
	n.rows.Clear("candidate")
	for _, c := range candidates {
		row := table.Candidate{ID: c.ID, Name: c.Name, Customers: int64(c.Customers), Days: int64(c.Days), Feedback: c.Members}
		if err := table.Put(n.rows, "", row); err != nil {
			return err
		}
	}
	return nil
}

// statusOf is the stage of learning of a driver, or why it is no longer used.
func statusOf(d *cluster.Driver) string {
	switch d.Retired {
	case "":
		return cmp.Or(d.Stage, decision.Stages()[0])
	case decision.None:
		return table.StatusRetired
	}
	return table.StatusMerged
}
