package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"os"
	"os/user"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"luister/cluster/decision"
	"luister/export/label"
	"luister/export/snapshot"
	"luister/export/table"
	"luister/nlp/code"
	"luister/nlp/taught"
)

func newLabelCmd() *cobra.Command {
	var l labelling
	cmd := &cobra.Command{
		Use:   "label [-o FILE | --read FILE]",
		Short: "Make a batch of feedback that people code, and read it back",
		Long: `Label writes a batch of feedback to code, as CSV or as a workbook (by the name of
the file): first what the coding is unsure of, with what it proposes, then a random
part to measure on ("toets"), which is coded blind. It holds masked text only. Beside
a CSV goes a file with the values that can be filled in; a workbook has them on a
sheet of its own, with lists to choose from.

With --read a file that was filled in is read back: what coders say goes to
decisions.jsonl, as a judgement per feedback and a correction per code that differs.
A correction is obeyed for good, from the next run on. 'luister train -w' learns
from the judgements, except from the random part; 'luister eval -w' measures on
that. Two coders can each fill in a copy: their agreement is measured too.
Reading a file twice changes nothing.`,
		Example: `  luister label -w klantenstem -o coderen.xlsx
  luister label -w klantenstem -o coderen.csv --unsure 100 --measure 100 --field onderwerp
  luister label -w klantenstem --read coderen.xlsx --who "A. de Vries"`,
		Args: usageArgs(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if l.unsure < 0 || l.measure < 0 {
				return usageError("--unsure and --measure are numbers of feedback, 0 or more")
			}
			if l.read != "" {
				return l.readBack(cmd.OutOrStdout())
			}
			return l.write(cmd.OutOrStdout())
		},
	}
	workspaceFlag(cmd, &l.ws)
	cmd.Flags().StringVarP(&l.out, "output", "o", "", "file to write: .csv or .xlsx (default label/RUN.xlsx in the workspace)")
	cmd.Flags().IntVar(&l.unsure, "unsure", 100, "number of feedback that the coding is unsure of")
	cmd.Flags().IntVar(&l.measure, "measure", 50, "number of feedback at random, to measure on")
	cmd.Flags().StringSliceVar(&l.fields, "field", nil, "fields to code (default all): "+strings.Join(columnsOfFields(), ", "))
	cmd.Flags().StringVar(&l.read, "read", "", "file that was filled in, to read back")
	cmd.Flags().StringVar(&l.who, "who", "", "who coded it, where the file does not say (default the user of this computer)")
	return cmd
}

func columnsOfFields() []string {
	var names []string
	for _, field := range taught.Fields() {
		names = append(names, label.Column(field))
	}
	return names
}

// A labelling is one call of label.
type labelling struct {
	ws, out, read, who string
	unsure, measure    int
	fields             []string
}

// A codedWorkspace is what is published, with what people said of it.
type codedWorkspace struct {
	cfg    config
	scheme *code.Scheme
	run    string
	tables *table.Tables
	log    decision.Log
	state  *decision.State
}

// openCodedWorkspace opens what is published.
func openCodedWorkspace(ws string) (*codedWorkspace, error) {
	cfg, err := loadConfig(ws)
	if err != nil {
		return nil, err
	}
	dir, err := snapshot.Current(ws)
	if errors.Is(err, snapshot.ErrNone) {
		return nil, fmt.Errorf("nothing is published in %s yet; run 'luister run -w %s' first", ws, quoted(ws))
	}
	if err != nil {
		return nil, err
	}
	w := &codedWorkspace{cfg: cfg, run: filepath.Base(dir)}
	if w.log, err = decision.Read(ws, time.Now()); err != nil {
		return nil, err
	}
	w.state = decision.Fold(w.log.Events, decision.Declared{})
	if w.scheme, err = loadScheme(cfg.scheme(ws)); err != nil {
		return nil, err
	}
	w.tables, err = table.Open(filepath.Join(dir, "tables"))
	return w, err
}

// rows gives feedback with the codes that it has, or will have after the next run.
func (w *codedWorkspace) rows(ids ...string) ([]label.Row, error) {
	rows, err := label.Rows(w.tables, ids...)
	for i := range rows {
		taught.Correct(&rows[i].Coding, label.Corrections(w.state.Codes[rows[i].ID]))
	}
	return rows, err
}

func (l *labelling) write(out io.Writer) error {
	fields, err := parseFields(l.fields)
	if err != nil {
		return err
	}
	w, err := openCodedWorkspace(l.ws)
	if err != nil {
		return err
	}
	defer w.tables.Close()
	done := map[string]bool{}
	for _, j := range decision.Judgements(w.log.Events) {
		done[j.Feedback] = true
	}
	rows, err := label.Choose(w.tables, label.Options{Unsure: l.unsure, Measured: l.measure, Done: done, Seed: w.run})
	if err != nil {
		return err
	}
	if len(rows) == 0 {
		return errors.New("there is nothing to code: everything that can be coded was")
	}
	path := cmp.Or(l.out, filepath.Join(l.ws, labelDir, w.run+".xlsx"))
	files, err := writeBatch(path, &label.File{Scheme: w.scheme, Fields: fields, Rows: rows})
	if err != nil {
		return err
	}
	measured := 0
	for _, r := range rows {
		if r.Part == label.Measured {
			measured++
		}
	}
	fmt.Fprintf(out, "%d feedback om te coderen: %d waarover de codering twijfelt, %d willekeurig om op te meten.\n", len(rows), len(rows)-measured, measured)
	for _, f := range files {
		fmt.Fprintf(out, "  %s\n", f)
	}
	for _, line := range label.Instructions() {
		fmt.Fprintf(out, "  - %s\n", line[0])
	}
	_, err = fmt.Fprintf(out, "Lees het ingevulde bestand terug met: luister label -w %s --read %s\n", quoted(l.ws), quoted(path))
	return err
}

// parseFields turns what people call fields into fields.
func parseFields(names []string) ([]string, error) {
	var fields []string
	for _, name := range names {
		field := label.Field(name)
		if field == "" {
			return nil, usageError("%q is no field that can be coded; these are: %s", name, strings.Join(columnsOfFields(), ", "))
		}
		fields = append(fields, field)
	}
	return fields, nil
}

// writeBatch writes the files of a batch and names them.
func writeBatch(path string, f *label.File) (files []string, err error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil { // masked, but texts of customers all the same
		return nil, wrap("writing the batch", err)
	}
	switch ext := strings.ToLower(filepath.Ext(path)); ext {
	case ".xlsx":
		return []string{path}, writeFile(path, f.WriteXLSX)
	case ".csv":
		values := strings.TrimSuffix(path, filepath.Ext(path)) + "-waarden.csv"
		return []string{path, values}, errors.Join(writeFile(path, f.WriteCSV), writeFile(values, f.WriteValuesCSV))
	default:
		return nil, usageError("the batch can be written as .csv or .xlsx, not as %q", ext)
	}
}

// readBack turns a filled-in file into decisions.
func (l *labelling) readBack(out io.Writer) error {
	w, err := openCodedWorkspace(l.ws)
	if err != nil {
		return err
	}
	defer w.tables.Close()
	masker, err := loadMasker(l.ws, w.cfg)
	if err != nil {
		return err
	}
	header, rows, err := readTable(l.read, label.Sheet)
	if err != nil {
		return err
	}
	filled, problems, err := label.Read(header, rows, w.scheme)
	if err != nil {
		return fmt.Errorf("%s: %w", l.read, err)
	}
	for i := range filled {
		filled[i].Who = cmp.Or(filled[i].Who, l.who, currentUser())
		filled[i].Why = masker.Mask(filled[i].Why, nil).Text
	}
	events, unknown, err := w.decide(filled)
	if err != nil {
		return err
	}
	if len(events) > 0 {
		if _, err := decision.Append(l.ws, events...); err != nil {
			return err
		}
	}
	return tellRead(out, filled, events, problems, unknown)
}

// currentUser names who runs the command.
func currentUser() string {
	if u, err := user.Current(); err == nil {
		return u.Username
	}
	return "onbekend"
}

// decide gives the events of what was filled in, without what was said before,
// and the feedback that is not there.
func (w *codedWorkspace) decide(filled []label.Filled) (events []decision.Event, unknown int, err error) {
	now, said := time.Now().UTC(), decision.Judgements(w.log.Events)
	for i := range filled {
		rows, err := w.rows(filled[i].ID)
		if err != nil {
			return nil, 0, err
		}
		if len(rows) == 0 {
			unknown++
			continue
		}
		events = append(events, filled[i].Decide(&rows[0], said, now)...)
	}
	return events, unknown, nil
}

const shownProblems = 20

func tellRead(out io.Writer, filled []label.Filled, events []decision.Event, problems []label.Problem, unknown int) error {
	counts := map[decision.Kind]int{}
	for _, e := range events {
		counts[e.Kind]++
	}
	fmt.Fprintf(out, "%d rijen ingevuld: %d nieuwe oordelen, %d codes verbeterd.\n", len(filled), counts[decision.Coded], counts[decision.Code])
	if unknown > 0 {
		fmt.Fprintf(out, "LET OP: %d feedback staat niet (meer) in wat gepubliceerd is.\n", unknown)
	}
	for i, p := range problems {
		if i == shownProblems {
			fmt.Fprintf(out, "LET OP: en nog %d andere vakken\n", len(problems)-i)
			break
		}
		fmt.Fprintf(out, "LET OP: %s\n", p)
	}
	if len(problems) > 0 {
		return &exitError{exitAlarm, errors.New("some cells could not be read; mend them and read the file again, what was read stays")}
	}
	return nil
}
