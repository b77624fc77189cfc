package main

import (
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"luister/export/index"
	"luister/export/report"
	"luister/export/table"
	"luister/ingest"
	"luister/ingest/source"
	"luister/nlp"
)

// tables puts what is known of the night itself, and writes the tables.
func (n *night) tables() error {
	for i := range n.run.Files {
		if f := &n.run.Files[i]; f.Hash != "" && !f.Known {
			if err := table.Put(n.rows, "", n.fileRow(f)); err != nil {
				return err
			}
		}
	}
	if n.retrying != nil {
		n.rows.Clear("reject") // those of the corrected lines go
	}
	if err := table.Put(n.rows, "", n.rejects...); err != nil {
		return err
	}
	if err := n.putExposure(); err != nil {
		return err
	}
	n.countFiles()
	if n.retrying == nil {
		n.judgeVolumes()
	}
	if err := table.Put(n.rows, "", n.qualityRows()...); err != nil {
		return err
	}
	if err := table.Put(n.rows, "", n.sourceRows()...); err != nil {
		return err
	}
	if err := table.Put(n.rows, "", n.runRow()); err != nil {
		return err
	}
	return n.rows.Close()
}

// tonight opens the tables of this night. A file that was found whole before is
// not read again for that.
func (n *night) tonight() (*table.Tables, error) {
	made, err := table.Open(filepath.Join(n.draft.Dir(), "tables"))
	if err != nil {
		return nil, err
	}
	for _, before := range []*table.Tables{n.old, n.made} {
		if before != nil {
			made.Trust(before)
		}
	}
	n.made = made
	return made, nil
}

func (n *night) fileRow(f *report.File) table.File {
	t := &f.Tally
	row := table.File{FileID: f.Hash, RunID: n.run.ID, Name: f.Name, Source: f.Source, Kind: f.Kind, Size: f.Size, Assumed: strings.Join(f.Assumed, "\n"), Problem: f.Problem,
		RowsRead: t.Rows, RowsUsed: t.Used, RowsAgain: t.Again, RowsRejected: ingest.Total(t.Rejected), RowsApart: ingest.Total(t.Apart),
		Apart: reasonCounts(t.Apart), Rejected: reasonCounts(t.Rejected), Answers: t.Answers, Empty: t.Empty, Feedback: t.New + t.Changed}
	for _, d := range n.deliveries {
		if n.run.Files[d.file].Hash == f.Hash {
			row.Modified, row.Settings = d.modified.UTC(), d.settings
			row.Encoding = d.Dialect.Encoding
		}
	}
	return row
}

func reasonCounts(counts map[string]int64) []table.ReasonCount {
	var out []table.ReasonCount
	for _, reason := range report.SortedByCount(counts) {
		out = append(out, table.ReasonCount{Reason: reason, Rows: counts[reason]})
	}
	return out
}

// sourceRows brings the source catalogue up to date with this night's files.
func (n *night) sourceRows() []table.Source {
	for _, d := range n.deliveries {
		i := slices.IndexFunc(n.sources, func(s table.Source) bool { return s.Source == d.source })
		s, t := &n.sources[i], &n.run.Files[d.file].Tally
		s.Files++
		s.Rows += t.Rows
		s.Feedback += t.New
		if s.LastDelivery.Before(d.modified) {
			s.LastDelivery = d.modified.UTC()
		}
	}
	for i := range n.sources {
		catalogue(&n.sources[i], n.configNamed(n.sources[i].Source))
		if newest := n.newest[n.sources[i].Source]; newest.After(n.sources[i].LastFeedback) {
			n.sources[i].LastFeedback = newest
		}
	}
	return n.sources
}

func (n *night) runRow() table.Run {
	t := &n.run.Tally
	return table.Run{RunID: n.run.ID, Started: n.run.Started, Version: n.run.Program, Config: n.run.Config, Previous: n.run.Previous, Files: int64(len(n.deliveries)),
		RowsRead: t.Rows, RowsUsed: t.Used, RowsAgain: t.Again, RowsRejected: ingest.Total(t.Rejected), RowsApart: ingest.Total(t.Apart),
		New: t.New, Changed: t.Changed, Feedback: n.run.Feedback, Drivers: n.run.Drivers, WithoutDriver: n.run.WithoutDriver, Erased: n.run.Erased, Expired: n.run.Expired,
		Decisions: n.decided.state.Fingerprint(), Models: n.modelVersions()}
}

// index writes the shards that were touched.
func (n *night) index() error { return n.words.Close() }

// reindex puts all published feedback that stays in an index that starts anew.
func (n *night) reindex() error {
	gone := n.gone()
	var scanErr error
	texts := func(yield func(table.Feedback) bool) {
		for f, err := range table.Scan[table.Feedback](n.old) {
			if err != nil {
				scanErr = err
				return
			}
			if !gone[f.ID] && !yield(f) {
				return
			}
		}
	}
	for e := range fanOut(texts, func() func(table.Feedback) monthEntry {
		var doc nlp.Document
		return func(f table.Feedback) monthEntry {
			doc.ID, doc.Text, doc.Context = f.ID, f.Text, f.Context
			n.annotator.Annotate(&doc)
			return monthEntry{f.ReceivedMonth, entryOf(&doc, &f)}
		}
	}) {
		n.words.Add(e.month, e.entry)
	}
	return scanErr
}

type monthEntry struct {
	month string
	entry index.Entry
}

// publish checks the night and makes it the current snapshot.
func (n *night) publish() error {
	if err := n.run.Check(); err != nil {
		return fmt.Errorf("the counts do not add up, so nothing was published: %w", err)
	}
	made, err := table.Open(filepath.Join(n.draft.Dir(), "tables"))
	if err != nil {
		return err
	}
	rows := made.Rows("feedback")
	if err := made.Close(); err != nil {
		return err
	}
	if rows != n.run.Feedback {
		return fmt.Errorf("the tables hold %d feedback instead of %d, so nothing was published", rows, n.run.Feedback)
	}
	n.run.TooManyRejects = 100*n.run.RejectShare() > n.cfg.Limits.Rejects
	if err := n.draft.Publish(n.now); err != nil {
		return err
	}
	n.run.State, n.run.Snapshot = "published", "snapshots/"+n.run.ID
	return nil
}

// deliver does with the delivered files what their source asks for. A file goes
// only after everything in it is published.
func (n *night) deliver() error {
	for i, f := range n.run.Files {
		path := n.paths[i]
		cfg := n.configFor(path)
		if f.Problem != "" || cfg.After == "" || cfg.After == source.Keep {
			continue
		}
		if cfg.After == source.Delete && (len(f.Tally.Rejected) > 0 || f.Known && n.known.dirty[f.Hash]) {
			n.run.Notices = append(n.run.Notices, f.Name+" is niet verwijderd, omdat er afgekeurde rijen in staan")
			continue
		}
		if info, err := os.Stat(path); err != nil || stateOf(f.Name, info) != n.seen[path] {
			n.run.Notices = append(n.run.Notices, f.Name+" is veranderd nadat het gelezen is, en blijft staan voor de volgende nacht")
			continue
		}
		if cfg.After == source.Delete && n.leaves(path, cfg) {
			n.run.Notices = append(n.run.Notices, f.Name+" is niet verwijderd, omdat er een blad met teksten in staat dat niet gelezen is")
			continue
		}
		if err := putAway(path, filepath.Join(n.ws, "delivered", cfg.Name), cfg.After); err != nil {
			n.run.Alarms = append(n.run.Alarms, fmt.Sprintf("%s kon niet worden opgeruimd", f.Name))
			slog.Warn("a delivered file could not be put away", "name", f.Name, "error", err)
		}
	}
	return nil
}

// leaves tells whether a delivered file holds texts that are not read.
func (n *night) leaves(path string, cfg source.Source) bool {
	d, err := n.openDelivery(path, cfg)
	return err != nil || len(d.Left()) > 0
}

// putAway moves a delivered file to a folder, or deletes it. A file of the same
// name in the folder stays.
func putAway(path, folder string, after source.After) error {
	if after == source.Delete {
		return os.Remove(path)
	}
	if err := os.MkdirAll(folder, 0o700); err != nil { // nothing in it is masked
		return err
	}
	to := filepath.Join(folder, filepath.Base(path))
	for i := 1; ; i++ {
		_, err := os.Lstat(to)
		if errors.Is(err, os.ErrNotExist) {
			return os.Rename(path, to)
		}
		if err != nil {
			return err
		}
		to = filepath.Join(folder, fmt.Sprintf("%d-%s", i, filepath.Base(path)))
	}
}
