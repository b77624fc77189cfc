package main

import (
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"luister/cluster/registry"
	"luister/export/erase"
	"luister/export/index"
	"luister/export/label"
	"luister/export/snapshot"
)

// Why a delivered answer is not kept.
const (
	reasonErased  = "gewist op verzoek"
	reasonExpired = "ouder dan de bewaartermijn"
)

// barred says why an answer may not be kept, "" if it may.
func (n *night) barred(d *delivery, a answer) string {
	if n.tombstones.Covers(a.id, n.masker.Hash("klant", a.Customer), n.masker.Hash("klant", a.Contact)) {
		return reasonErased
	}
	if cutoff := n.cutoffs[d.source]; !a.Received.IsZero() && a.Received.Before(cutoff) {
		return reasonExpired
	}
	return ""
}

// retain finds the published feedback that may no longer be kept: past the
// retention of its source, or erased by a run that was killed.
func (n *night) retain() error {
	n.cutoffs, n.erased = map[string]time.Time{}, map[string]bool{}
	for _, s := range n.cfg.Sources {
		if cutoff, limited := s.KeptSince(n.now); limited {
			n.cutoffs[s.Name] = cutoff
		}
	}
	if err := n.findErased(); err != nil {
		return err
	}
	if err := n.findExpired(); err != nil {
		return err
	}
	n.expireDelivered()
	n.cleanBatches()
	if len(n.deliveries) > 0 || n.old != nil && index.Check(filepath.Join(n.previous, indexDir)) != nil {
		return nil // an index that cannot be used is made again, also in a night without news
	}
	return n.anythingGoes()
}

// findErased finds feedback that has a tombstone, if a request is not done yet:
// in any snapshot, because the search index may hold what its tables no longer do.
func (n *night) findErased() error {
	if n.old == nil || !n.tombstones.Pending() {
		return nil
	}
	ids, err := n.tombstones.Everywhere()
	if err != nil {
		return err
	}
	n.asked = ids
	for _, id := range ids {
		n.erased[id] = true
	}
	if err := n.undecide(ids); err != nil {
		return err
	}
	n.withoutErased(n.registers.measures)
	here, err := n.tombstones.Covered(n.old)
	n.run.Erased = int64(len(here))
	return err
}

// undecide takes feedback out of the decisions, before this run obeys them.
func (n *night) undecide(ids []string) error {
	changed, err := erase.Decisions(n.ws, ids)
	if err != nil || changed == 0 {
		return err
	}
	n.run.Notices = append(n.run.Notices, fmt.Sprintf("gewist op verzoek: %d beslissingen aangepast", changed))
	return n.readDecisions("")
}

// said says which names and phrases of drivers go with what is erased on request.
func (n *night) said() (instead map[string]string, err error) {
	if len(n.asked) == 0 {
		return nil, nil
	}
	state, err := registry.Load(filepath.Join(n.previous, stateDir))
	if err != nil {
		return nil, err
	}
	return erase.Clean(state, n.old, n.asked)
}

// anythingGoes ends the publishing part of a run without deliveries in which
// nothing goes from what is published.
func (n *night) anythingGoes() error {
	if n.run.Erased+n.run.Expired > 0 || n.old != nil && n.decided.fresh {
		return nil
	}
	if n.old != nil && len(n.erased) > 0 {
		held, err := index.Holds(filepath.Join(n.previous, indexDir), slices.Collect(maps.Keys(n.erased))...)
		if err != nil || held {
			return err
		}
	}
	return errNothingNew
}

// findExpired finds published feedback that is past the retention of its source.
// Feedback without a date counts from the run that read it.
func (n *night) findExpired() error {
	if n.old == nil || len(n.cutoffs) == 0 {
		return nil
	}
	feedback, err := n.old.Columns("feedback", nil, "feedback_id", "source", "received", "run_id")
	if err != nil {
		return err
	}
	counts := map[string]int64{}
	for i, id := range feedback.Strings("feedback_id") {
		name := feedback.Strings("source")[i]
		cutoff, limited := n.cutoffs[name]
		if !limited || n.erased[id] {
			continue
		}
		received := fromMicro(feedback.Ints("received")[i])
		if received.IsZero() {
			received = momentOf(feedback.Strings("run_id")[i])
		}
		if received.Before(cutoff) {
			n.erased[id] = true
			counts[name]++
		}
	}
	for _, s := range n.cfg.Sources {
		if count := counts[s.Name]; count > 0 {
			n.run.Expired += count
			n.run.Notices = append(n.run.Notices, fmt.Sprintf("bewaartermijn: %d feedback van bron %s van voor %s is verwijderd", count, s.Name, n.cutoffs[s.Name].Format(time.DateOnly)))
		}
	}
	return nil
}

// labelDir is where batches to code are kept in a workspace.
const labelDir = "label"

// cleanBatches takes what may no longer be kept out of the batches to code.
func (n *night) cleanBatches() {
	entries, err := os.ReadDir(filepath.Join(n.ws, labelDir))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		slog.Warn("the batches to code could not be searched", "error", err)
	}
	gone := func(id string) bool { return n.erased[id] || n.tombstones.Covers(id, "", "") }
	for _, e := range entries {
		if e.IsDir() || strings.HasPrefix(e.Name(), ".") {
			continue
		}
		removed, err := label.Without(filepath.Join(n.ws, labelDir, e.Name()), gone)
		if removed > 0 {
			n.run.Notices = append(n.run.Notices, fmt.Sprintf("%s/%s: %d rijen weggehaald die niet meer bewaard mogen worden", labelDir, e.Name(), removed))
		}
		if err != nil {
			n.run.Alarms = append(n.run.Alarms, fmt.Sprintf("%s/%s kon niet worden nagekeken op wat niet meer bewaard mag worden; sluit het bestand, of wis het", labelDir, e.Name()))
			slog.Warn("a batch to code could not be cleaned", "name", e.Name(), "error", err)
		}
	}
}

// momentOf gives the moment that the name of a run tells.
func momentOf(run string) time.Time {
	t, _ := time.Parse("20060102T150405", run[:min(len(run), 15)])
	return t
}

// expireDelivered removes files that were moved to delivered/ and were last
// changed longer ago than their source keeps anything.
func (n *night) expireDelivered() {
	for _, s := range n.cfg.Sources {
		cutoff, limited := n.cutoffs[s.Name]
		if !limited {
			continue
		}
		removed, err := removeOlder(filepath.Join(n.ws, "delivered", s.Name), cutoff)
		if removed > 0 {
			n.run.Notices = append(n.run.Notices, fmt.Sprintf("bewaartermijn: %d geleverde bestanden van bron %s van voor %s zijn verwijderd", removed, s.Name, cutoff.Format(time.DateOnly)))
		}
		if err != nil {
			n.run.Alarms = append(n.run.Alarms, fmt.Sprintf("bewaartermijn: niet alle oude bestanden van bron %s konden worden verwijderd", s.Name))
			slog.Warn("an old delivered file could not be removed", "source", s.Name, "error", err)
		}
	}
}

// removeOlder removes the files below a folder that were last changed before a
// moment.
func removeOlder(folder string, before time.Time) (removed int, err error) {
	err = filepath.WalkDir(folder, func(path string, e fs.DirEntry, err error) error {
		if os.IsNotExist(err) {
			return nil
		}
		if err != nil || e.IsDir() {
			return err
		}
		info, err := e.Info()
		if err != nil || !info.ModTime().Before(before) {
			return err
		}
		removed++
		return os.Remove(path)
	})
	return removed, err
}

// purge takes erased feedback out of every other snapshot and out of the
// decisions, and notes that the erasure is done.
func (n *night) purge() error {
	if !n.tombstones.Pending() {
		return nil
	}
	ids, err := n.tombstones.Everywhere()
	if err != nil {
		return err
	}
	ids = append(ids, slices.Collect(maps.Keys(n.erased))...)
	slices.Sort(ids)
	ids = slices.Compact(ids)
	if err := n.undecide(ids); err != nil { // also what somebody decided meanwhile
		return err
	}
	rewritten, err := n.purgeSnapshots(ids)
	if err != nil {
		return err
	}
	n.run.Notices = append(n.run.Notices, fmt.Sprintf("gewist op verzoek: %d feedback; %d eerdere standen herschreven", len(ids), rewritten))
	return n.tombstones.Done(n.now, n.run.ID, len(ids), rewritten)
}

// purgeSnapshots rewrites every snapshot but the current one.
func (n *night) purgeSnapshots(ids []string) (rewritten int, err error) {
	names, err := snapshot.List(n.ws)
	if err != nil {
		return 0, err
	}
	current, err := snapshot.Resolve(n.ws)
	if err != nil && !errors.Is(err, snapshot.ErrNone) {
		return 0, err
	}
	n.progress.total(int64(len(names)))
	for _, name := range names {
		if n.ctx.Err() != nil {
			return rewritten, errInterrupted
		}
		if "snapshots/"+name != current.Snapshot {
			did, err := erase.Snapshot(n.ws, name, n.run.ID, ids, n.pack)
			if err != nil {
				return rewritten, err
			}
			if did {
				rewritten++
				slog.Info("snapshot rewritten", "snapshot", name)
			}
		}
		n.progress.step(1)
	}
	return rewritten, nil
}
