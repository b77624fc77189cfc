package main

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"time"

	"luister/cluster"
	"luister/cluster/decision"
	"luister/cluster/registry"
	"luister/export/report"
	"luister/export/table"
)

// decisions are what people decided until the moment of a run.
type decisions struct {
	log   decision.Log
	state *decision.State
	known map[string]table.Decision // what earlier runs read, by id
	fresh bool                      // something was decided that no published run obeyed
}

// loadDecisions reads what people decided until a moment. obeyed is the
// fingerprint of what the published run obeyed.
func loadDecisions(ws string, until time.Time, old *table.Tables, obeyed string) (d decisions, err error) {
	if d.log, err = decision.Read(ws, until); err != nil {
		return d, err
	}
	declared, err := decision.ReadDeclared(ws)
	if err != nil {
		return d, err
	}
	d.state, d.known = decision.Fold(d.log.Events, declared), map[string]table.Decision{}
	if old != nil {
		rows, err := table.All[table.Decision](old)
		if err != nil {
			return d, err
		}
		for _, row := range rows {
			d.known[row.ID] = row
		}
	}
	d.fresh = d.state.Fingerprint() != obeyed || slices.ContainsFunc(d.log.Events, func(e decision.Event) bool {
		row, known := d.known[e.ID]
		return !known || row.Counts == d.state.Undone[e.ID]
	})
	return d, nil
}

// readDecisions reads what people decided until this run. What they wrote in it
// is masked like any text, before it is stored anywhere.
func (n *night) readDecisions(obeyed string) (err error) {
	if n.decided, err = loadDecisions(n.ws, n.now, n.old, obeyed); err != nil {
		return err
	}
	n.decided.mask(func(text string) string { return n.masker.Mask(text, nil).Text })
	return nil
}

// mask masks what people wrote in their own words; what was written by hand or
// before this was done at entry still holds it.
func (d *decisions) mask(mask func(string) string) {
	for i := range d.log.Events {
		d.log.Events[i].Mask(mask)
	}
	for id, about := range d.state.Drivers {
		about.Description = mask(about.Description)
		d.state.Drivers[id] = about
	}
}

// obey brings the registry up to date with what people decided, and says what
// could not be obeyed.
func (n *night) obey() registry.Change {
	before := slices.Clone(n.registry.Merged)
	change := n.registry.Obey(n.decided.state)
	for _, m := range n.registry.Merged {
		if decision.ByHand(n.decided.state.By[m.From]) && !slices.Contains(before, m) {
			n.byHand = append(n.byHand, handEvent(m))
		}
	}
	for _, w := range n.decided.log.Warnings {
		n.run.Notices = append(n.run.Notices, fmt.Sprintf("besluiten: regel %d van %s telt niet mee (%s)", w.Line, w.File, w.Text))
	}
	for _, note := range change.Notes {
		n.run.Notices = append(n.run.Notices, "besluiten: "+note)
	}
	return change
}

// handEvent says what drivers.yaml did to a driver.
func handEvent(m registry.Merger) table.DriverEvent {
	if m.Into == decision.None {
		return table.DriverEvent{DriverID: m.From, Kind: "buiten gebruik"}
	}
	return table.DriverEvent{DriverID: m.Into, Kind: string(cluster.Merged), OtherID: m.From}
}

// putByHand notes what drivers.yaml did to drivers this night.
func (n *night) putByHand(found []decision.Founding) error {
	for _, f := range found {
		if id := n.madeBy(f.Event); id != "" && decision.ByHand(f.Event) {
			n.byHand = append(n.byHand, table.DriverEvent{DriverID: f.From, Kind: string(cluster.Split), OtherID: id})
		}
	}
	for _, e := range n.byHand {
		e.At, e.Who, e.RunID = n.now, decision.DeclaredFile, n.run.ID
		if err := table.Put(n.rows, "", e); err != nil {
			return err
		}
	}
	return nil
}

// moves gives how much published feedback has another driver than before: by
// being given to drivers again, or by following its driver. The largest first.
func (n *night) moves(given []cluster.Assignment, followed map[report.Move]int64) []report.Move {
	gone := n.gone()
	for _, a := range given {
		m := report.Move{From: n.before[a.ID]}
		if len(a.Drivers) > 0 {
			m.To = a.Drivers[0].Driver
		}
		if m.From != "" && m.From != m.To && !gone[a.ID] {
			followed[m]++
		}
	}
	var out []report.Move
	for m, count := range followed {
		m.Feedback = count
		out = append(out, m)
	}
	slices.SortFunc(out, func(a, b report.Move) int {
		return cmp.Or(cmp.Compare(b.Feedback, a.Feedback), cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To))
	})
	return out
}

// heirs gives the driver in the place of each that went into another.
func (n *night) heirs() map[string]string {
	heirs := map[string]string{}
	for _, d := range n.registry.Drivers {
		if heir := n.registry.Resolve(d.ID); heir != d.ID && heir != decision.None {
			heirs[d.ID] = heir
		}
	}
	return heirs
}

// follow takes the rows of feedback_driver out of rows of which the feedback must
// follow a driver to the one that took its place. It gives them as they become,
// by feedback, and counts the moves.
func (n *night) follow(rows []table.FeedbackDriver) (left []table.FeedbackDriver, moved map[string][]table.FeedbackDriver, moves map[report.Move]int64) {
	heirs := n.heirs()
	moved, moves = map[string][]table.FeedbackDriver{}, map[report.Move]int64{}
	for i := range rows {
		if heirs[rows[i].DriverID] != "" {
			moved[rows[i].FeedbackID] = nil
		}
	}
	if len(moved) == 0 {
		return rows, moved, moves
	}
	for _, row := range rows {
		if _, follows := moved[row.FeedbackID]; !follows {
			left = append(left, row)
			continue
		}
		if heir := heirs[row.DriverID]; heir != "" {
			if row.Rank == 1 && !row.Second {
				moves[report.Move{From: row.DriverID, To: heir}]++
			}
			row.DriverID = heir
		}
		moved[row.FeedbackID] = append(moved[row.FeedbackID], row)
	}
	for id, theirs := range moved {
		moved[id] = onePerDriver(theirs)
	}
	return left, moved, moves
}

// onePerDriver leaves of the rows of one feedback that lead to one driver the
// best, and ranks them again.
func onePerDriver(rows []table.FeedbackDriver) []table.FeedbackDriver {
	slices.SortStableFunc(rows, func(a, b table.FeedbackDriver) int { return cmp.Compare(a.Rank, b.Rank) })
	seen := map[string]bool{}
	rows = slices.DeleteFunc(rows, func(r table.FeedbackDriver) bool {
		again := seen[r.DriverID]
		seen[r.DriverID] = true
		return again
	})
	for i := range rows {
		rows[i].Rank = int32(i + 1)
	}
	return rows
}

// putDecided writes the log of decisions, and what they did to drivers.
func (n *night) putDecided() error {
	for i := range n.decided.log.Events {
		e := &n.decided.log.Events[i]
		row, known := n.decided.known[e.ID]
		counts := !n.decided.state.Undone[e.ID]
		if known && row.Counts == counts {
			continue
		}
		if !known {
			row = n.decisionRow(e)
			for _, done := range n.done(e) {
				if !counts || done.DriverID == "" {
					continue
				}
				done.At, done.Who, done.Why, done.RunID = e.At, e.Who, row.Why, n.run.ID
				if err := table.Put(n.rows, "", done); err != nil {
					return err
				}
			}
		}
		row.Counts = counts
		if err := table.Put(n.rows, "", row); err != nil {
			return err
		}
	}
	return nil
}

// decisionRow is the row of an event in the tables.
func (n *night) decisionRow(e *decision.Event) table.Decision {
	row := table.Decision{ID: e.ID, At: e.At, Who: e.Who, Kind: string(e.Kind), DriverID: e.Driver, Others: e.Others, Feedback: e.Feedback,
		Field: e.Field, From: e.From, To: e.To, Why: e.Why, RunID: n.run.ID}
	for _, name := range slices.Sorted(maps.Keys(e.Values)) {
		row.Values = append(row.Values, table.Value{Name: name, Value: e.Values[name]})
	}
	return row
}

// done says what a decision did to drivers.
func (n *night) done(e *decision.Event) []table.DriverEvent {
	one := func(driver, kind, other string) []table.DriverEvent {
		return []table.DriverEvent{{DriverID: driver, Kind: kind, OtherID: other}}
	}
	switch e.Kind {
	case decision.Merge:
		return each(e.Driver, string(cluster.Merged), e.Others)
	case decision.Forbid:
		if len(e.Others) > 0 {
			return each(e.Driver, "apart gehouden", e.Others)
		}
		return one(e.Driver, "feedback uitgesloten", "")
	case decision.Split:
		return one(e.Driver, string(cluster.Split), n.madeBy(e.ID))
	case decision.Promote:
		return one(n.madeBy(e.ID), string(cluster.Founded), "")
	case decision.Retire:
		return one(e.Driver, "buiten gebruik", e.To)
	case decision.Move:
		if e.To == decision.None {
			return one(e.From, "feedback verplaatst", "")
		}
		return one(e.To, "feedback verplaatst", e.From)
	case decision.Undo:
		return one(n.decided.known[e.From].DriverID, "teruggedraaid", "")
	case decision.Pin, decision.Rename, decision.Describe, decision.Owner, decision.Status:
		return one(e.Driver, aboutLabels[e.Kind], "")
	}
	return nil
}

var aboutLabels = map[decision.Kind]string{decision.Pin: "feedback vastgezet", decision.Rename: "hernoemd", decision.Describe: "omschreven",
	decision.Owner: "eigenaar benoemd", decision.Status: "stand van leren"}

func each(driver, kind string, others []string) []table.DriverEvent {
	var out []table.DriverEvent
	for _, other := range others {
		out = append(out, table.DriverEvent{DriverID: driver, Kind: kind, OtherID: other})
	}
	return out
}

// madeBy gives the driver that a decision made, "" if it made none.
func (n *night) madeBy(event string) string {
	for _, m := range n.registry.Made {
		if m.Event == event {
			return m.Driver
		}
	}
	return ""
}
