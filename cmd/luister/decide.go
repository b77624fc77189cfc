package main

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os/user"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"luister/cluster/decision"
	"luister/cluster/registry"
	"luister/export/snapshot"
	"luister/export/table"
)

func newDecideCmd() *cobra.Command {
	var d deciding
	cmd := &cobra.Command{
		Use:   "decide",
		Short: "Write down a decision about drivers, feedback or codes",
		Long: `Decide adds one decision to decisions.jsonl of the workspace, where it stays: what
was a mistake is undone by another decision (luister decide undo). The next run
obeys it, and all that come after; 'luister regroup --apply' does so at once. It
works during a run, which obeys what was decided before it started.

Decisions count in order: of two that cannot both hold, the later one counts. What
is decided about a driver that went into another holds for that other one. What
drivers.yaml states holds over decisions.`,
		Example: `  luister decide merge D0003 D0007 --why "zelfde oorzaak" --who ana
  luister decide rename D0003 "Monteur komt niet op de afspraak"
  luister decide owner D0003 Planning
  luister decide move 3fk2mbqcnyw7a5d1 --to D0004
  luister decide undo 8d3c0a1b2c3d4e5f`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return usageError("no decision is called %q", args[0])
			}
			return cmd.Help()
		},
	}
	cmd.PersistentFlags().StringVarP(&d.ws, "workspace", "w", ".", "folder of the workspace")
	cmd.PersistentFlags().StringVar(&d.who, "who", "", "who decided it (default: the user of this machine)")
	cmd.PersistentFlags().StringVar(&d.why, "why", "", "the reason")
	for _, form := range forms() {
		cmd.AddCommand(form.command(&d))
	}
	cmd.AddCommand(newDecideAddCmd(&d))
	return cmd
}

// deciding is what all decisions are given.
type deciding struct{ ws, who, why string }

// A form is how one kind of decision is written on the command line.
type form struct {
	kind     decision.Kind
	args     string // in the usage line
	short    string
	example  string
	least    int    // arguments
	most     int    // 0: any number
	from, to string // what --from and --to say; empty: there is no such flag
	named    string // what --name says, which goes to To
	stays    bool   // --stays names feedback that is pinned to Driver first
	fill     func(e *decision.Event, args []string)
}

func forms() []form {
	driver := func(e *decision.Event, args []string) { e.Driver = args[0] }
	text := func(e *decision.Event, args []string) { e.Driver, e.To = args[0], strings.Join(args[1:], " ") }
	feedback := func(e *decision.Event, args []string) { e.Driver, e.Feedback = args[0], args[1:] }
	return []form{
		{kind: decision.Merge, args: "DRIVER OTHER...", short: "Others go into DRIVER; their ids lead to it", example: "D0003 D0007 --why \"zelfde oorzaak\"", least: 2,
			fill: func(e *decision.Event, args []string) { e.Driver, e.Others = args[0], args[1:] }},
		{kind: decision.Split, args: "DRIVER [FEEDBACK...]", short: "FEEDBACK, and what is like it, leaves DRIVER for a new driver; without it the texts tell the two parts",
			example: "D0003 3fk2mbqcnyw7a5d1 8d3c0a1b2c3d4e5f --stays 7h2mbqcnyw7a5d1k --name \"Monteur komt te laat\"", least: 1, named: "of the new driver", stays: true, fill: feedback},
		{kind: decision.Rename, args: "DRIVER NAME", short: "DRIVER is called NAME", example: "D0003 \"Monteur komt niet op de afspraak\"", least: 2, fill: text},
		{kind: decision.Describe, args: "DRIVER [TEXT]", short: "TEXT says what DRIVER is; without it there is no description", example: "D0003 \"Geen monteur op de afgesproken dag, zonder bericht\"", least: 1, fill: text},
		{kind: decision.Owner, args: "DRIVER [NAME]", short: "NAME is responsible for DRIVER; without it nobody is", example: "D0003 Planning", least: 1, fill: text},
		{kind: decision.Status, args: "DRIVER STAGE", short: "The stage of learning: " + strings.Join(decision.Stages(), ", "), example: "D0003 verklaard", least: 2, fill: text},
		{kind: decision.Move, args: "FEEDBACK...", short: "FEEDBACK goes to another driver, or (--to -) to none", example: "3fk2mbqcnyw7a5d1 --from D0003 --to D0004", least: 1,
			from: "driver that it never goes back to", to: "driver that it goes to; - for none", fill: func(e *decision.Event, args []string) { e.Feedback = args }},
		{kind: decision.Pin, args: "DRIVER FEEDBACK...", short: "FEEDBACK belongs to DRIVER, whatever its text says", example: "D0003 3fk2mbqcnyw7a5d1", least: 2, fill: feedback},
		{kind: decision.Forbid, args: "DRIVER FEEDBACK...", short: "FEEDBACK is never in DRIVER", example: "D0003 3fk2mbqcnyw7a5d1", least: 2, fill: feedback},
		{kind: "apart", args: "DRIVER OTHER...", short: "DRIVER and OTHER never become one", example: "D0003 D0004", least: 2,
			fill: func(e *decision.Event, args []string) {
				e.Kind, e.Driver, e.Others = decision.Forbid, args[0], args[1:]
			}},
		{kind: decision.Promote, args: "CANDIDATE", short: "CANDIDATE (see luister drivers --candidates) becomes a driver", example: "K3fa01b --name \"Nieuwe app\"", least: 1, most: 1, named: "of the driver",
			fill: func(e *decision.Event, args []string) { e.Feedback = args }},
		{kind: decision.Retire, args: "DRIVER", short: "DRIVER takes no new feedback", example: "D0003 --to D0004", least: 1, most: 1, to: "driver in its place, if there is one", fill: driver},
		{kind: decision.Code, args: "FIELD FEEDBACK...", short: "A code of FEEDBACK is corrected; FIELD is one of " + strings.Join(decision.Fields(), ", "), example: "form 3fk2mbqcnyw7a5d1 --from vraag --to klacht", least: 2,
			from: "the code that is wrong", to: "the code that is right", fill: func(e *decision.Event, args []string) { e.Field, e.Feedback = args[0], args[1:] }},
		{kind: decision.Undo, args: "DECISION", short: "A decision does not count after all", example: "8d3c0a1b2c3d4e5f", least: 1, most: 1,
			fill: func(e *decision.Event, args []string) { e.From = args[0] }},
	}
}

// command makes the sub-command of a form.
func (f form) command(d *deciding) *cobra.Command {
	var e decision.Event
	var stays []string
	check := cobra.MinimumNArgs(f.least)
	if f.most > 0 {
		check = cobra.RangeArgs(f.least, f.most)
	}
	cmd := &cobra.Command{
		Use:     string(f.kind) + " " + f.args,
		Short:   f.short,
		Example: fmt.Sprintf("  luister decide %s %s", f.kind, f.example),
		Args:    usageArgs(check),
		RunE: func(cmd *cobra.Command, args []string) error {
			e.Kind = f.kind
			f.fill(&e, args)
			events, err := keeping(e, stays)
			if err != nil {
				return err
			}
			return d.decide(cmd.OutOrStdout(), events...)
		},
	}
	if f.from != "" {
		cmd.Flags().StringVar(&e.From, "from", "", f.from)
	}
	if f.to != "" {
		cmd.Flags().StringVar(&e.To, "to", "", f.to)
	}
	if f.named != "" {
		cmd.Flags().StringVar(&e.To, "name", "", "name "+f.named)
	}
	if f.stays {
		cmd.Flags().StringSliceVar(&stays, "stays", nil, "feedback that stays, as an example; again, or with commas, for more: it is pinned to the driver")
	}
	return cmd
}

// keeping gives a decision with what it must keep: feedback that stays when a
// driver is split is pinned to that driver first.
func keeping(split decision.Event, stays []string) ([]decision.Event, error) {
	if len(stays) == 0 {
		return []decision.Event{split}, nil
	}
	if len(split.Feedback) == 0 {
		return nil, usageError("--stays needs FEEDBACK that goes to the new driver")
	}
	for _, id := range stays {
		if slices.Contains(split.Feedback, id) {
			return nil, usageError("feedback %s cannot both go and stay", id)
		}
	}
	return []decision.Event{{Kind: decision.Pin, Driver: split.Driver, Feedback: stays}, split}, nil
}

// newDecideAddCmd is the way in for other programs, and for kinds of decision
// that have no form.
func newDecideAddCmd(d *deciding) *cobra.Command {
	return &cobra.Command{
		Use:   "add",
		Short: "Add decisions that are written as JSON, one a line, on standard input",
		Long: `Add reads decisions from standard input, one JSON object a line, and adds them all,
or none if one of them cannot be right. The fields are those of decisions.jsonl:
kind, driver, others, feedback, field, from, to, values, why, who and at; --who,
--why and the present moment stand in for what a line does not say.`,
		Example: `  echo '{"kind":"owner","driver":"D0003","to":"Planning"}' | luister decide add --who ana`,
		Args:    usageArgs(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			events, err := readEvents(cmd.InOrStdin())
			if err != nil {
				return err
			}
			return d.decide(cmd.OutOrStdout(), events...)
		},
	}
}

// readEvents reads decisions as JSON, one after the other.
func readEvents(r io.Reader) ([]decision.Event, error) {
	var events []decision.Event
	dec := json.NewDecoder(r)
	dec.DisallowUnknownFields()
	for {
		var e decision.Event
		err := dec.Decode(&e)
		if errors.Is(err, io.EOF) {
			return events, nil
		}
		if err != nil {
			return nil, fmt.Errorf("decision %d: %w", len(events)+1, err)
		}
		events = append(events, e)
	}
}

// decide adds decisions, if what they are about is there.
func (d *deciding) decide(w io.Writer, events ...decision.Event) error {
	now := time.Now()
	who, err := d.person()
	if err != nil {
		return err
	}
	there, err := openThere(d.ws)
	if err != nil {
		return err
	}
	defer there.tables.Close()
	masker, err := workspaceMasker(d.ws)
	if err != nil {
		return err
	}
	for i := range events {
		e := &events[i]
		e.Who, e.Why = cmp.Or(e.Who, who), cmp.Or(e.Why, d.why)
		if e.At.IsZero() {
			e.At = now
		}
		e.Mask(masker)
		if err := there.check(e); err != nil {
			return err
		}
	}
	added, err := decision.Append(d.ws, events...)
	if err != nil {
		return &exitError{exitUsage, err}
	}
	for _, e := range added {
		fmt.Fprintf(w, "Besluit %s (%s) is vastgelegd. De volgende run voert het uit; meteen kan met: luister regroup --apply -w %s\n", e.ID, e.Kind, quoted(d.ws))
	}
	return nil
}

// person is who decides: as given, or the user of this machine.
func (d *deciding) person() (string, error) {
	if d.who != "" {
		return d.who, nil
	}
	me, err := user.Current()
	if err != nil || me.Username == "" {
		return "", usageError("say with --who who decided it")
	}
	return me.Username, nil
}

// there is what is published: what a decision can be about.
type there struct {
	tables   *table.Tables
	registry *registry.Registry
	log      decision.Log
}

func openThere(ws string) (*there, error) {
	dir, err := snapshot.Current(ws)
	if err != nil {
		return nil, err
	}
	t := &there{}
	if t.registry, err = registry.Load(filepath.Join(dir, stateDir)); err != nil {
		return nil, err
	}
	if t.log, err = decision.Read(ws, time.Now()); err != nil {
		return nil, err
	}
	t.tables, err = table.Open(filepath.Join(dir, "tables"))
	return t, err
}

// check holds that there is what a decision is about. The id of a candidate
// becomes the feedback that it is made of.
func (t *there) check(e *decision.Event) error {
	for _, id := range slices.Concat([]string{e.Driver}, e.Others, e.Places()) {
		if id != "" && decision.IsDriver(id) && t.registry.Driver(id) == nil {
			return fmt.Errorf("there is no driver %s; luister drivers lists them", id)
		}
	}
	if e.Kind == decision.Promote {
		candidates, err := table.All[table.Candidate](t.tables)
		if err != nil {
			return err
		}
		e.Feedback = table.MembersOf(candidates, e.Feedback)
	}
	if e.Kind == decision.Undo && !slices.ContainsFunc(t.log.Events, func(o decision.Event) bool { return o.ID == e.From }) {
		return fmt.Errorf("there is no decision %s; luister history lists them", e.From)
	}
	months, err := t.tables.Months(e.Feedback...)
	if err != nil {
		return err
	}
	var found []string
	for _, ids := range months {
		found = append(found, ids...)
	}
	for _, id := range e.Feedback {
		if !slices.Contains(found, id) {
			return fmt.Errorf("there is no feedback %s", id)
		}
	}
	return nil
}
