package main

import (
	"maps"
	"slices"

	"luister/cluster"
	"luister/cluster/decision"
	"luister/cluster/group"
	"luister/cluster/registry"
	"luister/export/table"
	"luister/nlp"
	"luister/nlp/vector"
)

// again gives the published feedback that must be given to drivers again: all of
// it for a regrouping.
func (n *night) again(change registry.Change) ([]cluster.Item, error) {
	if n.old == nil {
		return nil, nil
	}
	if n.regroup {
		return n.reread(nil)
	}
	ids := map[string]bool{}
	of := map[string]bool{}
	for _, id := range change.Documents {
		ids[id] = true
	}
	for _, id := range change.Drivers {
		of[id] = true
	}
	for _, f := range change.Found {
		of[f.From] = true
		for _, m := range n.registry.Merged { // what goes into it tonight takes part in the split
			if m.Into == f.From {
				of[m.From] = true
			}
		}
		for _, id := range f.Feedback {
			ids[id] = true
		}
	}
	if len(ids)+len(of) == 0 {
		return nil, nil
	}
	members, err := n.old.Columns("feedback_driver", nil, "feedback_id", "driver_id")
	if err != nil {
		return nil, err
	}
	for i, id := range members.Strings("feedback_id") {
		if of[members.Strings("driver_id")[i]] { // also as the best that it was not given to
			ids[id] = true
		}
	}
	if len(ids) == 0 {
		return nil, nil
	}
	return n.reread(ids)
}

// noteLeft notes what a driver lost by a split of this night that the new one did
// not get: by its rows nobody could tell that it must be given again once the split
// is undone.
func (n *night) noteLeft(found []decision.Founding, given []cluster.Assignment) error {
	if n.old == nil || len(found) == 0 {
		return nil
	}
	members, err := n.old.Columns("feedback_driver", nil, "feedback_id", "driver_id")
	if err != nil {
		return err
	}
	had := map[string][]string{} // documents of each driver, or of the one it went into
	for i, id := range members.Strings("feedback_id") {
		driver := n.registry.Resolve(members.Strings("driver_id")[i])
		had[driver] = append(had[driver], id)
	}
	for i := range n.registry.Made {
		m := &n.registry.Made[i]
		if slices.ContainsFunc(found, func(f decision.Founding) bool { return f.Event == m.Event }) {
			m.Left = without(had[m.From], given, m.From, m.Driver)
		}
	}
	return nil
}

// without gives those of ids that were given anew and are with none of drivers, not
// even as the best that they were not given to.
func without(ids []string, given []cluster.Assignment, drivers ...string) (left []string) {
	away := map[string]bool{}
	for _, a := range given {
		away[a.ID] = !slices.Contains(drivers, a.Second.Driver) &&
			!slices.ContainsFunc(a.Drivers, func(m cluster.Membership) bool { return slices.Contains(drivers, m.Driver) })
	}
	for _, id := range ids {
		if away[id] && !slices.Contains(left, id) {
			left = append(left, id)
		}
	}
	return left
}

// reread makes the items of published feedback again that this night does not
// replace: of some, or of all (nil).
func (n *night) reread(ids map[string]bool) ([]cluster.Item, error) {
	taken := n.gone()
	for i := range n.items {
		taken[n.items[i].ID] = true
	}
	months, err := n.monthsOf(ids)
	if err != nil {
		return nil, err
	}
	var scanErr error
	rows := func(yield func(table.Feedback) bool) {
		for f, err := range table.Scan[table.Feedback](n.old, months...) {
			if err != nil {
				scanErr = err
				return
			}
			if !taken[f.ID] && (ids == nil || ids[f.ID]) && !yield(f) {
				return
			}
		}
	}
	type readItem struct {
		item cluster.Item
		fact fact
	}
	var items []cluster.Item
	for r := range fanOut(rows, func() func(table.Feedback) readItem {
		var doc nlp.Document
		return func(f table.Feedback) readItem {
			return readItem{n.itemOf(&doc, &f), factOf(&f)}
		}
	}) {
		items, n.facts[r.item.ID] = append(items, r.item), r.fact
	}
	return items, scanErr
}

// monthsOf gives the months of some feedback, nil for all of it.
func (n *night) monthsOf(ids map[string]bool) ([]string, error) {
	if ids == nil {
		return nil, nil
	}
	months, err := n.old.Months(slices.Collect(maps.Keys(ids))...)
	if err != nil {
		return nil, err
	}
	if len(months) == 0 {
		return []string{""}, nil // none: an empty list would be all
	}
	return slices.Sorted(maps.Keys(months)), nil
}

// itemOf makes the item of a published feedback. Its codes are those of the
// table, which people may have corrected.
func (n *night) itemOf(doc *nlp.Document, f *table.Feedback) cluster.Item {
	doc.ID, doc.Text, doc.Context, doc.Asked = f.ID, f.Text, f.Context, f.Stance == "proactief"
	n.annotator.Annotate(doc)
	item := cluster.NewItem(doc)
	item.Form, item.Sentiment = f.Form, nlp.Sentiment(f.Sentiment)
	item.Customer, item.Received = f.CustomerID, f.Received
	if !n.renewed {
		item.Vector = nil // the table has it
	}
	return item
}

// checkSpace makes a regrouping of a run whose drivers lie in a space that no
// longer serves: one of other word vectors, whose places cannot be compared, or
// one of the few texts that a workspace began with.
func (n *night) checkSpace() {
	const divided = ": alle feedback is opnieuw over de drivers verdeeld, die hun nummer houden waar dat kan"
	switch {
	case n.old == nil:
	case !group.UpToDate(n.registry, n.vectors):
		n.regroup, n.renewed = true, true
		n.run.Notices = append(n.run.Notices, "de woordvectoren zijn vernieuwd"+divided)
	case group.Outgrown(n.registry, n.old.Rows("feedback")+int64(len(n.items))):
		n.regroup = true
		n.run.Notices = append(n.run.Notices, "er is veel meer feedback dan toen de drivers gevonden werden"+divided)
	}
}

// renewVectors puts the new vectors of published feedback in the tables.
func (n *night) renewVectors(items []cluster.Item) error {
	if !n.renewed {
		return nil
	}
	vectors := make(map[string][]float32, len(items))
	for i := range items {
		vectors[items[i].ID] = items[i].Vector
	}
	for _, month := range n.old.Partitions("document") {
		for row, err := range table.Scan[table.Document](n.old, month) {
			if err != nil {
				return err
			}
			v, kept := vectors[row.FeedbackID]
			if !kept {
				continue
			}
			row.Vector, row.VectorVersion = table.EncodeVector(v), vector.Load().Version()
			if err := table.Put(n.rows, month, row); err != nil {
				return err
			}
		}
	}
	return nil
}

// grouping gives the options by which drivers are found tonight.
func (n *night) grouping(change registry.Change) (group.Options, error) {
	rule := n.cfg.Drivers
	options := group.Options{Words: n.vectors, Documents: rule.Documents, Customers: rule.Customers, Days: rule.Days, ByPerson: rule.Promote == promotePerson || n.applying,
		Found: change.Found, Regroup: n.regroup}
	if !n.regroup {
		return options, nil
	}
	members, err := n.old.Columns("feedback_driver", nil, "feedback_id", "driver_id", "rank", "second")
	if err != nil {
		return options, err
	}
	options.Before = map[string]string{}
	for i, id := range members.Strings("feedback_id") {
		if members.Ints("rank")[i] == 1 && !members.Bools("second")[i] {
			options.Before[id] = n.registry.Resolve(members.Strings("driver_id")[i])
		}
	}
	return options, nil
}
