package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"luister/cluster"
	"luister/cluster/decision"
	"luister/export/snapshot"
	"luister/export/table"
	"luister/ingest/value"
)

func newHistoryCmd() *cobra.Command {
	var ws, format string
	cmd := &cobra.Command{
		Use:   "history [DRIVER]",
		Short: "What happened to a driver, and what people decided about it",
		Long: `History tells what happened to a driver, oldest first: when it was found, split,
merged or faded, and what people decided, also what no run has obeyed yet. Without
DRIVER it tells that of all drivers.`,
		Example: `  luister history D0003 -w klantenstem
  luister history --format json`,
		Args: usageArgs(cobra.MaximumNArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := checkFormat(format, "text", "json"); err != nil {
				return err
			}
			return history(cmd.OutOrStdout(), ws, strings.Join(args, ""), format == "json")
		},
	}
	workspaceFlag(cmd, &ws)
	cmd.Flags().StringVar(&format, "format", "text", "text or json")
	return cmd
}

// A happening is one line of a history.
type happening struct {
	At       time.Time `json:"at"`
	Driver   string    `json:"driver"`
	What     string    `json:"what"`
	Other    string    `json:"other,omitempty"`
	Who      string    `json:"who,omitempty"`
	Why      string    `json:"why,omitempty"`
	Decision string    `json:"decision,omitempty"`
	Run      string    `json:"run,omitempty"` // empty: no run has obeyed it yet
	Undone   bool      `json:"undone,omitempty"`
}

func history(w io.Writer, ws, driver string, asJSON bool) error {
	dir, err := snapshot.Current(ws)
	if err != nil {
		return err
	}
	tables, err := table.Open(filepath.Join(dir, "tables"))
	if err != nil {
		return err
	}
	defer tables.Close()
	all, err := happened(tables, ws)
	if err != nil {
		return err
	}
	all = slices.DeleteFunc(all, func(h happening) bool { return driver != "" && h.Driver != driver && h.Other != driver })
	slices.SortStableFunc(all, func(a, b happening) int { return a.At.Compare(b.At) })
	if asJSON {
		return printHistory(w, all)
	}
	if driver != "" {
		if err := heading(w, tables, driver, all); err != nil {
			return err
		}
	}
	if len(all) == 0 {
		fmt.Fprintln(w, "Er is nog niets over te vertellen: niets gesplitst, samengevoegd of vervaagd, en niets besloten.")
	}
	for _, h := range all {
		fmt.Fprintln(w, h)
	}
	return nil
}

func printHistory(w io.Writer, all []happening) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	for _, h := range all {
		if err := enc.Encode(h); err != nil {
			return err
		}
	}
	return nil
}

// happened gives what the program did, and what people decided.
func happened(tables *table.Tables, ws string) ([]happening, error) {
	var all []happening
	events, err := table.All[table.DriverEvent](tables)
	if err != nil {
		return nil, err
	}
	made := map[time.Time]string{} // the driver that a split or a promotion made, by when it was decided
	for _, e := range events {
		switch {
		case e.Who == "", e.Who == decision.DeclaredFile: // what people decided otherwise comes from their log
			all = append(all, happening{At: e.At, Driver: e.DriverID, What: e.Kind, Other: e.OtherID, Who: e.Who, Run: e.RunID})
		case e.Kind == string(cluster.Split):
			made[e.At] = e.OtherID
		case e.Kind == string(cluster.Founded):
			made[e.At] = e.DriverID
		}
	}
	decided, err := loadDecisions(ws, time.Now(), tables, "")
	if err != nil {
		return nil, err
	}
	for i := range decided.log.Events {
		e := &decided.log.Events[i]
		h := happening{At: e.At, Driver: e.Driver, What: sayEvent(e), Who: e.Who, Why: e.Why, Decision: e.ID, Run: decided.known[e.ID].RunID, Undone: decided.state.Undone[e.ID]}
		others := slices.Concat(e.Others, e.Places())
		switch id := made[e.At.Truncate(time.Microsecond)]; {
		case id != "" && e.Kind == decision.Split:
			others = append(others, id)
		case e.Kind == decision.Promote:
			h.Driver = id
		}
		for _, other := range append(others, "") {
			if other != "" || len(others) == 0 {
				h.Other = other
				all = append(all, h)
			}
		}
	}
	return all, nil
}

// sayEvent says a decision in a few Dutch words.
func sayEvent(e *decision.Event) string {
	what := cmp.Or(eventLabels[e.Kind], string(e.Kind))
	switch {
	case e.Kind == decision.Forbid && len(e.Others) > 0:
		what = "apart gehouden van"
	case e.Kind == decision.Undo:
		what += " " + e.From
	case e.Kind == decision.Code:
		what += fmt.Sprintf(" %s: %s → %s", e.Field, cmp.Or(e.From, "–"), cmp.Or(e.To, "–"))
	case e.To != "" && len(e.Places()) == 0:
		what += ": " + e.To
	case len(e.Values) > 0:
		what += " " + e.Field
	}
	if n := len(e.Feedback); n > 0 {
		what += fmt.Sprintf(" (%d feedback)", n)
	}
	return what
}

var eventLabels = map[decision.Kind]string{
	decision.Merge: "neemt op", decision.Split: "gesplitst", decision.Rename: "heet", decision.Describe: "omschreven", decision.Owner: "eigenaar",
	decision.Status: "stand van leren", decision.Move: "feedback verplaatst", decision.Pin: "feedback vastgezet", decision.Forbid: "feedback uitgesloten",
	decision.Promote: "kandidaat bevorderd", decision.Retire: "buiten gebruik", decision.Code: "code verbeterd", decision.Coded: "gecodeerd", decision.Measure: "maatregel",
	decision.Target: "doel", decision.Session: "sessie", decision.Suggestion: "suggestie", decision.Undo: "teruggedraaid: besluit",
}

// heading says what a driver is now, and when it came.
func heading(w io.Writer, tables *table.Tables, id string, all []happening) error {
	drivers, err := table.All[table.Driver](tables)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(drivers, func(d table.Driver) bool { return d.ID == id })
	if i < 0 {
		return fmt.Errorf("there is no driver %s; luister drivers lists them", id)
	}
	d := drivers[i]
	fmt.Fprintf(w, "%s %s: %s", d.ID, d.Name, d.Status)
	if d.MergedInto != "" {
		fmt.Fprintf(w, " in %s", d.MergedInto)
	}
	fmt.Fprintf(w, ", %d feedback\n", d.Feedback)
	if !d.FirstSeen.IsZero() {
		fmt.Fprintf(w, "Eerst gezien op %s", d.FirstSeen.In(value.Amsterdam()).Format(time.DateOnly))
		if i := slices.IndexFunc(all, func(h happening) bool { return h.Driver == id && h.What == string(cluster.Founded) }); i >= 0 {
			fmt.Fprintf(w, ", gevonden in run %s", all[i].Run)
		}
		fmt.Fprintln(w, ".")
	}
	return nil
}

// String is one line for people.
func (h happening) String() string {
	line := h.At.In(value.Amsterdam()).Format("2006-01-02 15:04") + " "
	if h.Driver != "" {
		line += " " + h.Driver
	}
	line += " " + h.What
	if h.Other != "" {
		line += " " + h.Other
	}
	if h.Who != "" {
		line += " · " + h.Who
	}
	if h.Why != "" {
		line += " · " + h.Why
	}
	switch {
	case h.Undone:
		line += " · teruggedraaid"
	case h.Decision != "" && h.Run == "":
		line += " · nog niet uitgevoerd"
	}
	if h.Decision != "" {
		line += " [" + h.Decision + "]"
	}
	return line
}
