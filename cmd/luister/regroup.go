package main

import (
	"cmp"
	"fmt"
	"io"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"luister/cluster"
	"luister/export/report"
	"luister/export/snapshot"
)

func newRegroupCmd() *cobra.Command {
	var ws string
	var apply bool
	cmd := &cobra.Command{
		Use:   "regroup",
		Short: "Group all feedback again, or only carry out what people decided, and publish that",
		Long: `Regroup groups all published feedback again and publishes the result as a new
snapshot, like a run. A new group takes the id of the old driver with which it
shares most, in the assignment that leaves most feedback where it was. What split,
merged, appeared or faded is a dated event of the driver, and regroup prints what
moved. What people decided holds: pinned feedback stays, merged drivers stay one,
drivers that people named, described or gave an owner stay.

With --apply nothing is grouped again: only what people decided since the last run
is carried out, on all of the history. The next run would do the same.`,
		Example: `  luister regroup -w klantenstem
  luister regroup -w klantenstem --apply`,
		Args: usageArgs(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			ctx, stop := signal.NotifyContext(cmd.Context(), os.Interrupt, syscall.SIGTERM)
			defer stop()
			n := newNight(ctx, ws, time.Now().UTC(), newProgress(cmd.ErrOrStderr()))
			n.regroup, n.applying = !apply, apply
			run, err := runStages(n, regrouping())
			if err != nil {
				return err
			}
			return n.tellMoves(cmd.OutOrStdout(), run)
		},
	}
	workspaceFlag(cmd, &ws)
	cmd.Flags().BoolVar(&apply, "apply", false, "only carry out decisions; group nothing again")
	return cmd
}

// regrouping gives the stages of a run without deliveries: those of a night from
// reading on.
func regrouping() []stage {
	stages := []stage{{"open", (*night).openPublished, false}}
	from := slices.IndexFunc(nightly, func(s stage) bool { return s.name == "read" })
	until := slices.IndexFunc(nightly, func(s stage) bool { return s.name == "publish" })
	return append(stages, nightly[from:until+1]...)
}

// openPublished is open for a run that works on what is published.
func (n *night) openPublished() error {
	if err := n.open(); err != nil {
		return err
	}
	if n.old == nil {
		return snapshot.ErrNone
	}
	if !n.regroup && !n.decided.fresh {
		return errNothingNew
	}
	return nil
}

const shownMoves = 20

// tellMoves prints what happened to drivers and where feedback went.
func (n *night) tellMoves(w io.Writer, run *report.Run) error {
	if run.State == "nothing-new" {
		_, err := fmt.Fprintln(w, "Er is niets besloten dat nog niet is uitgevoerd.")
		return err
	}
	var b strings.Builder
	fmt.Fprintf(&b, "Gepubliceerd als run %s: %s drivers (%s nieuw); van %s feedback heeft %s nog geen driver.\n",
		run.ID, report.Number(run.Drivers), report.Number(run.NewDrivers), report.Number(run.Feedback), report.Number(run.WithoutDriver))
	for _, e := range n.events {
		fmt.Fprintf(&b, "  %s\n", n.eventLine(e))
	}
	var moved int64
	for _, m := range run.Moved {
		moved += m.Feedback
	}
	fmt.Fprintf(&b, "%s feedback kreeg een andere driver.\n", report.Number(moved))
	for _, m := range run.Moved[:min(shownMoves, len(run.Moved))] {
		fmt.Fprintf(&b, "  %6s  %s → %s\n", report.Number(m.Feedback), n.driverName(m.From), cmp.Or(n.driverName(m.To), "nog geen driver"))
	}
	if more := len(run.Moved) - shownMoves; more > 0 {
		fmt.Fprintf(&b, "  en nog %d andere verplaatsingen; zie moved in %s/manifest.json\n", more, snapshot.RunDir("", run.ID))
	}
	for _, notice := range run.Notices {
		fmt.Fprintf(&b, "LET OP: %s\n", notice)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// eventLine says in Dutch what happened to a driver.
func (n *night) eventLine(e cluster.Event) string {
	line := fmt.Sprintf("%s %s", n.driverName(e.Driver), e.Kind)
	others := slices.DeleteFunc(slices.Clone(e.Others), func(id string) bool { return id == e.Driver })
	if len(others) > 0 {
		how := " met "
		if e.Kind == cluster.Split {
			how = ", ook in "
		}
		line += how + strings.Join(others, ", ")
	}
	if e.Count > 0 {
		line += fmt.Sprintf(" (%s feedback)", report.Number(int64(e.Count)))
	}
	return line
}

// driverName is the id and name of a driver.
func (n *night) driverName(id string) string {
	if d := n.registry.Driver(id); d != nil {
		return strings.TrimSpace(d.ID + " " + d.Name)
	}
	return id
}
