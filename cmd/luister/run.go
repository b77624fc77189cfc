package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"os/signal"
	"path/filepath"
	"runtime/debug"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"luister/export/report"
	"luister/export/snapshot"
	"luister/ingest/value"
)

func newRunCmd() *cobra.Command {
	var ws, at string
	var open bool
	var again []string
	cmd := &cobra.Command{
		Use:   "run",
		Short: "The nightly job: read what is new, find drivers, publish tables, index and packs",
		Long: `Run reads every new file of every source, masks and codes the feedback in it,
gives it to the drivers it belongs to, and publishes tables, index, session packs
and a run report as one new snapshot. Readers see the state before or the state
after. A run that was killed is picked up by the next one; nothing is lost or doubled.

A file that was read is not read again, unless luister.yaml says something else of its
source. --again SOURCE has all files of a source read again that are still where they
were delivered, as a newer luister reads them: what they gave before is withdrawn.

Exit codes: 0 done, 1 failed, 2 wrong usage, 3 done with more rejected rows than
limits.rejects allows, 4 done with an alarm (the summary says which). Where 3 and
4 both hold, it is 3. A file that cannot be read is an alarm in the first run that
finds it; later runs name it (LET OP) until it is taken away or replaced, and so does
'luister rejects'. A delivery that stays away is an alarm every night.`,
		Example: `  luister run -w klantenstem
  0 2 * * *  luister run -w /data/klantenstem 2>>/var/log/luister.log   # in a crontab`,
		Args: usageArgs(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			now := time.Now()
			if at != "" {
				var err error
				if now, err = moment(at); err != nil {
					return usageError("--at %q is not a moment such as 2026-03-01T02:00:00Z, nor a day such as 2026-03-01", at)
				}
			}
			ctx, stop := signal.NotifyContext(cmd.Context(), os.Interrupt, syscall.SIGTERM)
			defer stop()
			n := newNight(ctx, ws, now.UTC(), newProgress(cmd.ErrOrStderr()))
			n.onceMore = again
			run, err := runStages(n, nightly)
			if errors.Is(err, syscall.ENOSPC) {
				err = fmt.Errorf("%w: make room on the disk and run again; what was published is as it was", err)
			}
			if run == nil {
				return err
			}
			return tell(cmd, ws, run, err, open)
		},
	}
	workspaceFlag(cmd, &ws)
	cmd.Flags().BoolVar(&open, "open", false, "show the run report in the browser, if this is a terminal with a display")
	cmd.Flags().StringArrayVar(&again, "again", nil, "name of a source: read all its files again")
	cmd.Flags().StringVar(&at, "at", "", "the moment of the run (default now), such as 2026-03-01T02:00:00Z, to make a run again with the same bytes")
	return cmd
}

// tell prints the summary and turns the outcome of a run into an exit code.
func tell(cmd *cobra.Command, ws string, run *report.Run, err error, open bool) error {
	if err != nil {
		return err
	}
	if err := run.Summary(cmd.OutOrStdout()); err != nil {
		return wrap("printing the summary", err)
	}
	page := filepath.Join(snapshot.RunDir(ws, run.ID), "report.html")
	fmt.Fprintf(cmd.OutOrStdout(), "  verslag     %s\n  pagina      luister serve -w %s\n", page, quoted(ws))
	if open {
		openPage(page)
	}
	return outcome(run)
}

// errAlarm and errRejects are outcomes that a nightly job must notice.
var (
	errAlarm   = errors.New("done, with an alarm; see LET OP and ALARM in the summary")
	errRejects = errors.New("done, with more rejected rows than limits.rejects allows; see the run report")
)

func outcome(run *report.Run) error {
	if run.TooManyRejects {
		return &exitError{exitRejects, errRejects}
	}
	if len(run.Alarms) > 0 {
		return &exitError{exitAlarm, errAlarm}
	}
	return nil
}

// A stage is one step of a run.
type stage struct {
	name   string
	do     func(*night) error
	always bool // also when there is nothing new to publish
}

// nightly is the nightly job, in order. Each stage reads what the ones before it
// left in the night; only publish changes what readers see.
var nightly = []stage{
	{"open", (*night).open, false},        // configuration, key, previous snapshot, ledger
	{"deliveries", (*night).find, false},  // which files are there, and which of them are new
	{"retention", (*night).retain, false}, // what may no longer be kept
	{"weigh", (*night).weigh, false},      // what is new in the new files; everything else is counted and left
	{"read", (*night).read, false},        // mask, annotate, code; rows for tables and index
	{"recode", (*night).recode, false},    // what people corrected of published feedback
	{"drivers", (*night).drivers, false},  // known drivers first, then candidates
	{"tables", (*night).tables, false},    // Parquet, only the months that are touched
	{"figures", (*night).figures, false},  // trends and alarms of drivers, repeats, measures, targets, whose voice is missing, from those tables
	{"agenda", (*night).agenda, false},    // which drivers are due, from those figures
	{"index", (*night).index, false},      // bleve, likewise
	{"packs", (*night).packs, false},      // what people print
	{"publish", (*night).publish, false},  // checks, then the one rename that makes it current
	{"purge", (*night).purge, true},       // what is erased goes from older snapshots too
	{"deliver", (*night).deliver, true},   // delivered files are kept, moved or deleted, also those of a run that was killed before it did
}

// nightGC collects garbage earlier than is usual: a night keeps something of
// every new feedback until its drivers are found, and columns of all feedback
// later; half as much again on top of that is room enough. It costs a few percent
// of the time.
const nightGC = 50

// collectAt says how much more memory than is in use may be taken before garbage
// is collected, in percent, unless the environment says so.
func collectAt(percent int) {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(percent)
	}
}

// errInterrupted is how a run ends that somebody stops.
var errInterrupted = errors.New("interrupted; nothing was published")

// errNothingNew skips the stages that publish: there is nothing to publish.
var errNothingNew = errors.New("nothing new")

// runStages runs stages with the lock of the workspace. The run it gives says
// what happened, also when the error is not nil; it is nil if the run could not
// even begin.
func runStages(n *night, stages []stage) (*report.Run, error) {
	if err := writable(n.ws); err != nil {
		return nil, err
	}
	collectAt(nightGC)
	unlock, err := snapshot.Lock(n.ws, n.run.ID)
	if err != nil {
		return nil, err
	}
	defer unlock()
	defer n.close()
	for _, stage := range stages {
		if n.run.State == "nothing-new" && !stage.always {
			continue
		}
		err := n.stage(stage.name, stage.do)
		if errors.Is(err, errNothingNew) {
			n.run.State = "nothing-new"
			continue
		}
		if errors.Is(err, errDry) {
			n.run.State = "nothing-new"
			n.leave()
			return n.run, err
		}
		if err != nil {
			n.run.State, n.run.Failed = "failed", err.Error()
			n.leave()
			return n.run, fmt.Errorf("%s: %w", stage.name, err)
		}
	}
	n.leave()
	return n.run, nil
}

// moment reads a moment; a day is its midnight in UTC.
func moment(text string) (time.Time, error) {
	if day, err := value.ParseDay(text); err == nil {
		return day, nil
	}
	return time.Parse(time.RFC3339, text)
}

// writable says early and plainly that a workspace cannot be worked in.
func writable(ws string) error {
	if _, err := os.Stat(filepath.Join(ws, configFile)); errors.Is(err, fs.ErrNotExist) {
		_, err := loadConfig(ws)
		return err
	}
	f, err := os.CreateTemp(ws, ".luister-*")
	if err != nil {
		return fmt.Errorf("the workspace cannot be written to (%w); a run needs write access to %s", err, ws)
	}
	return errors.Join(f.Close(), os.Remove(f.Name()))
}

// stage does one stage, notes it in the manifest, and stops between stages when
// the run is interrupted.
func (n *night) stage(name string, do func(*night) error) error {
	if n.ctx.Err() != nil {
		return errInterrupted
	}
	n.progress.stage(name)
	began := time.Now()
	err := do(n)
	if errors.Is(err, context.Canceled) {
		err = errInterrupted
	}
	done := err == nil || errors.Is(err, errNothingNew)
	n.run.Stages = append(n.run.Stages, report.Stage{Name: name, Seconds: time.Since(began).Seconds(), Done: done})
	slog.Info("stage done", "run", n.run.ID, "stage", name, "seconds", time.Since(began).Seconds(), "ok", done)
	return errors.Join(err, n.manifest())
}
