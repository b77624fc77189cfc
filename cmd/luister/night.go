package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"runtime/debug"
	"time"

	"luister/cluster"
	"luister/cluster/group"
	"luister/cluster/registry"
	"luister/export/erase"
	"luister/export/facts"
	"luister/export/index"
	"luister/export/learning"
	"luister/export/report"
	"luister/export/snapshot"
	"luister/export/table"
	"luister/ingest"
	"luister/ingest/duplicate"
	"luister/ingest/ledger"
	"luister/nlp/mask"
)

// A night is what the stages of one run hand each other.
type night struct {
	ctx      context.Context
	ws       string
	now      time.Time
	progress *progress
	run      *report.Run

	cfg       config // open
	masker    *mask.Masker
	annotator *analyst
	previous  string         // folder of the published snapshot; "" before the first
	old       *table.Tables  // its tables; nil before the first
	known     deliveredFiles // what was delivered before
	sources   []table.Source // and by which sources
	decided   decisions      // what people decided until now
	registers registers      // what they wrote down of measures and targets
	onceMore  []string       // sources of which all files are to be read again
	regroup   bool           // group everything again
	applying  bool           // only carry out decisions: found nothing new
	vectors   group.Words    // what words mean, for finding drivers
	renewed   bool           // the word vectors are others than those of the published snapshot

	byHand []table.DriverEvent // what drivers.yaml did to drivers

	tombstones *erase.Tombstones // what was erased and may not come back
	forgetting *forgetting       // what this run is to erase; nil in a nightly run
	retrying   *retrying         // the corrected file that this run reads; nil in a nightly run

	paths      []string             // find: of every file in run.Files, in that order
	seen       map[string]fileState // the files as they were when they were opened, by path
	deliveries []*delivery          // the new ones

	ledger   ledger.Ledger     // weigh
	marks    []mark            // of every answer in the new files, in order
	versions map[string]int32  // of used answers that are not the first version
	replaced []string          // published feedback that gets a new version, or is withdrawn
	history  map[string]string // earlier outcomes of feedback that gets a new version
	was      map[string]int32  // version of feedback that is withdrawn because its file is read again
	rejects  []table.Reject
	exposed  map[string][]ingest.Exposure // customers and contacts, by file
	recoded  recodedFeedback
	erased   map[string]bool      // retention, erase: published feedback that goes for good
	asked    []string             // that of it that goes on request
	cutoffs  map[string]time.Time // retention: before it feedback is not kept, by source

	draft      *snapshot.Draft // read
	rows       *table.Writer
	made       *table.Tables // as a stage opened them last
	counted    *facts.Facts  // figures, for packs
	words      *index.Writer
	items      []cluster.Item
	lessons    *learning.Lessons
	facts      map[string]fact      // of the new feedback, by id
	newest     map[string]time.Time // date of the newest feedback, by source
	duplicates *duplicate.Finder
	near       *duplicate.NearFinder
	spaces     duplicate.Spaces // weigh: which sources name customers in the same way
	oldest     time.Time        // weigh: when the oldest feedback of the new files was received

	registry *registry.Registry // drivers
	before   map[string]string  // published driver of the feedback that was given to drivers again
	events   []cluster.Event    // what happened to drivers
}

func newNight(ctx context.Context, ws string, now time.Time, progress *progress) *night {
	return &night{ctx: ctx, ws: ws, now: now, progress: progress, seen: map[string]fileState{}, run: &report.Run{
		ID:      now.Format("20060102T150405") + fmt.Sprintf("%03dZ", now.Nanosecond()/1e6),
		Program: version(),
		Started: now,
		State:   "running",
	}}
}

// version names the program: the commit it was built from with its day, or else
// the module's version.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	built := map[string]string{}
	for _, s := range info.Settings {
		built[s.Key] = s.Value
	}
	commit, day := built["vcs.revision"], built["vcs.time"]
	if len(commit) < 12 || len(day) < len(time.DateOnly) {
		return info.Main.Version
	}
	return commit[:12] + " " + day[:len(time.DateOnly)]
}

// open reads the configuration and the published state.
func (n *night) open() error {
	var err error
	if n.cfg, err = loadConfig(n.ws); err != nil {
		return err
	}
	n.run.Config = n.cfg.hash
	if _, err := loadScheme(n.cfg.scheme(n.ws)); err != nil {
		return err
	}
	if n.vectors, err = n.cfg.vectors(n.ws); err != nil {
		return err
	}
	if err := snapshot.Clean(n.ws, n.cfg.keep(), n.now); err != nil {
		return err
	}
	if n.masker, err = loadMasker(n.ws, n.cfg); err != nil {
		return err
	}
	if n.tombstones, err = erase.Load(n.ws, n.masker.Hash); err != nil {
		return err
	}
	n.previous, err = snapshot.Current(n.ws)
	if errors.Is(err, snapshot.ErrNone) {
		if err := n.readDecisions(""); err != nil {
			return err
		}
		return n.loadRegisters()
	}
	if err != nil {
		return err
	}
	n.run.Previous = filepath.Base(n.previous)
	if n.run.ID <= n.run.Previous {
		return fmt.Errorf("the published run %s is of this moment or a later one; check the clock, or give --at a later moment", n.run.Previous)
	}
	if n.old, err = table.Open(filepath.Join(n.previous, "tables")); err != nil {
		return err
	}
	return n.recall()
}

// recall reads what the last published run left: files, sources and counts.
func (n *night) recall() error {
	files, err := table.All[table.File](n.old)
	if err != nil {
		return err
	}
	n.known = newDeliveredFiles(files)
	if n.sources, err = table.All[table.Source](n.old); err != nil {
		return err
	}
	runs, err := table.All[table.Run](n.old)
	if err != nil {
		return err
	}
	obeyed := ""
	for _, r := range runs {
		obeyed = r.Decisions
		n.run.FeedbackWas, n.run.Feedback = r.Feedback, r.Feedback
		n.run.Drivers, n.run.WithoutDriver = r.Drivers, r.WithoutDriver
		n.run.WithDriver = r.Feedback - r.WithoutDriver
	}
	if err := n.readDecisions(obeyed); err != nil {
		return err
	}
	return n.loadRegisters()
}

// loadMasker makes the masker of a workspace.
func loadMasker(ws string, cfg config) (*mask.Masker, error) {
	key, err := mask.ReadKey(filepath.Join(ws, keyFile))
	if errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("%s is missing; put the workspace's key back, or nothing new can be linked to what is published", filepath.Join(ws, keyFile))
	}
	if err != nil {
		return nil, err
	}
	return mask.New(key, mask.Options{Policy: cfg.Masking.Policy, Allow: cfg.Masking.Allow, Block: cfg.Masking.Block}), nil
}

// workspaceMasker gives what masks a text as the runs of a workspace do.
func workspaceMasker(ws string) (func(text string) string, error) {
	cfg, err := loadConfig(ws)
	if err != nil {
		return nil, err
	}
	masker, err := loadMasker(ws, cfg)
	if err != nil {
		return nil, err
	}
	return func(text string) string { return masker.Mask(text, nil).Text }, nil
}

// manifest writes what is known of the run so far.
func (n *night) manifest() error {
	dir := snapshot.RunDir(n.ws, n.run.ID)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return wrap("writing the manifest", err)
	}
	return snapshot.WriteJSON(filepath.Join(dir, "manifest.json"), n.run)
}

// leave ends the run: manifest and report are written also when it failed.
func (n *night) leave() {
	n.progress.end()
	n.run.Ended = time.Now().UTC()
	if err := n.manifest(); err != nil {
		slog.Error("the manifest could not be written", "error", err)
		return
	}
	page := filepath.Join(snapshot.RunDir(n.ws, n.run.ID), "report.html")
	if err := writeReport(page, n.run, n.cfg.Organisation); err != nil {
		slog.Error("the run report could not be written", "error", err)
	}
}

// close lets go of what a run that did not publish leaves behind.
func (n *night) close() {
	if n.old != nil {
		n.old.Close()
	}
	if n.draft != nil && n.run.Snapshot == "" {
		n.draft.Discard()
	}
}

func encodeLayout(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err) // strings
	}
	return string(b)
}
