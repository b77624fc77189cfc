package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"syscall"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"luister/export/snapshot"
	"luister/export/table"
	"luister/ingest"
)

func newRejectsCmd() *cobra.Command {
	var ws, retry, of string
	cmd := &cobra.Command{
		Use:   "rejects [RUN]",
		Short: "List rejected rows by file and line, and read them again from a corrected file",
		Long: `Rejects lists every row that could not be used: run, file, line and reason, and the
files that the last run could not read at all. With RUN only what that run could not
use. Nothing of the row itself is kept anywhere; look it up in the delivered file.

With --retry FILE the rows are read again from a corrected copy of the delivered file:
same lines, same layout, the wrong rows mended. Only the lines that were rejected are
taken; what else FILE holds is left alone. Rows that are right now become feedback and
leave the list. --of says which delivered file it is a copy of; without it that is the
one with the same name, or else the only one with rejected rows and the same columns.`,
		Example: `  luister rejects -w klantenstem
  luister rejects -w klantenstem 20260301T020000000Z
  luister rejects -w klantenstem --retry verbeterd/klachten-maart.csv --of inbox/klachten-maart.csv`,
		Args: usageArgs(cobra.MaximumNArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			if retry != "" && len(args) > 0 || retry == "" && of != "" {
				return usageError("RUN lists, --retry FILE reads again and --of FILE goes with --retry: give one")
			}
			if retry == "" {
				return listRejects(cmd, ws, args)
			}
			ctx, stop := signal.NotifyContext(cmd.Context(), os.Interrupt, syscall.SIGTERM)
			defer stop()
			return retryRejects(ctx, cmd, ws, &retrying{path: retry, of: of})
		},
	}
	workspaceFlag(cmd, &ws)
	cmd.Flags().StringVar(&retry, "retry", "", "corrected copy of a delivered file: read its rejected lines again")
	cmd.Flags().StringVar(&of, "of", "", "name of the delivered file that --retry corrects, as the list shows it")
	return cmd
}

// listRejects prints what could not be used: rows, and whole files.
func listRejects(cmd *cobra.Command, ws string, args []string) error {
	rejects, names, err := publishedRejects(ws)
	if errors.Is(err, snapshot.ErrNone) && len(earlierRuns(ws, "", 1)) > 0 {
		err = nil // nothing could be read
	}
	if err != nil {
		return err
	}
	w := tabwriter.NewWriter(cmd.OutOrStdout(), 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "run\tbestand\tregel\treden")
	for _, r := range rejects {
		if len(args) > 0 && r.RunID != args[0] {
			continue
		}
		line := fmt.Sprint(r.Line)
		if r.Part > 0 {
			line = fmt.Sprintf("%d van deel %d", r.Line, r.Part)
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", r.RunID, names[r.FileID], line, ingest.Dutch(r.Reason))
	}
	listUnreadable(w, ws, args)
	return w.Flush()
}

// publishedRejects gives the rejected rows, by run and file, with the names of files.
func publishedRejects(ws string) ([]table.Reject, map[string]string, error) {
	dir, err := snapshot.Current(ws)
	if err != nil {
		return nil, nil, err
	}
	tables, err := table.Open(filepath.Join(dir, "tables"))
	if err != nil {
		return nil, nil, err
	}
	defer tables.Close()
	rejects, err := table.All[table.Reject](tables)
	if err != nil {
		return nil, nil, err
	}
	files, err := table.All[table.File](tables)
	names := map[string]string{}
	for _, f := range files {
		names[f.FileID] = f.Name
	}
	slices.SortStableFunc(rejects, func(a, b table.Reject) int {
		return cmp.Or(cmp.Compare(a.RunID, b.RunID), cmp.Compare(names[a.FileID], names[b.FileID]))
	})
	return rejects, names, err
}

// listUnreadable prints the files that a run, or else the newest one, could not read.
func listUnreadable(w io.Writer, ws string, runs []string) {
	if len(runs) == 0 {
		runs = earlierRuns(ws, "", 1)
	}
	for _, id := range runs {
		run, err := readManifest(ws, id)
		if err != nil {
			continue
		}
		for _, f := range run.Files {
			if f.Problem != "" {
				fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", cmp.Or(f.ProblemSince, id), f.Name, "heel bestand", ingest.Dutch(f.Problem))
			}
		}
	}
}

// retrying is a corrected file that is read for the lines that were rejected.
type retrying struct {
	path, of string
	file     table.File          // the delivered file it corrects
	lines    map[lineOfPart]bool // of it that were rejected
	seen     map[lineOfPart]bool // of these that the corrected file has
}

// retryStages read a corrected file as a nightly run reads deliveries.
var retryStages = slices.Concat([]stage{
	{"open", (*night).open, false},
	{"deliveries", (*night).findCorrected, false},
	{"retention", (*night).retain, false},
	{"weigh", (*night).weighCorrected, false},
}, stagesFrom("read", "purge"))

func retryRejects(ctx context.Context, cmd *cobra.Command, ws string, r *retrying) error {
	n := newNight(ctx, ws, time.Now().UTC(), newProgress(cmd.ErrOrStderr()))
	n.retrying = r
	run, err := runStages(n, retryStages)
	if run == nil {
		return err
	}
	return tell(cmd, ws, run, err, false)
}

// findCorrected opens the corrected file in the way of the file it corrects.
func (n *night) findCorrected() error {
	if n.old == nil {
		return snapshot.ErrNone
	}
	r := n.retrying
	rejects, err := table.All[table.Reject](n.old)
	if err != nil {
		return err
	}
	files, err := table.All[table.File](n.old)
	if err != nil {
		return err
	}
	if err := r.choose(files, rejects, n.masker.Title(r.path)); err != nil {
		return err
	}
	since := n.known.since
	n.known = newDeliveredFiles(nil) // whatever it is, it is read
	n.known.since = since
	before := slices.Clone(n.sources)
	n.lookAs(r.path, n.configNamed(r.file.Source))
	if len(n.deliveries) != 1 {
		return fmt.Errorf("%s: %s", r.path, n.run.Files[0].Problem)
	}
	n.sources = before // a correction is no delivery: what is known of the source stays
	d := n.deliveries[0]
	d.source, d.only = r.file.Source, r.takes
	n.run.Files[d.file].Source = d.source
	return nil
}

// choose finds the delivered file that is corrected, and its rejected lines.
func (r *retrying) choose(files []table.File, rejects []table.Reject, name string) error {
	lines := map[string]map[lineOfPart]bool{}
	for _, reject := range rejects {
		if lines[reject.FileID] == nil {
			lines[reject.FileID] = map[lineOfPart]bool{}
		}
		lines[reject.FileID][lineOfPart{int(reject.Part), int(reject.Line)}] = true
	}
	files = slices.DeleteFunc(files, func(f table.File) bool { return lines[f.FileID] == nil })
	files = slices.CompactFunc(files, func(a, b table.File) bool { return a.FileID == b.FileID })
	named := slices.DeleteFunc(slices.Clone(files), func(f table.File) bool {
		return f.Name != r.of && (r.of != "" || filepath.Base(f.Name) != filepath.Base(name))
	})
	if len(named) == 0 && r.of == "" {
		named = files
	}
	if len(named) == 0 && (r.of != "" || len(files) == 0) {
		return fmt.Errorf("there are no rejected rows of %s; 'luister rejects' lists what there is", cmp.Or(r.of, "any delivered file"))
	}
	if len(named) != 1 {
		return errors.New("it cannot be told which delivered file this corrects: name it with --of, as 'luister rejects' shows it")
	}
	r.file, r.lines, r.seen = named[0], lines[named[0].FileID], map[lineOfPart]bool{}
	return nil
}

// takes says whether a row of the corrected file is one that was rejected.
func (r *retrying) takes(row ingest.Row) bool {
	at := lineOfPart{row.Part, row.Line}
	if r.lines[at] {
		r.seen[at] = true
	}
	return r.lines[at]
}

// weighCorrected weighs the rejected lines, and leaves on the list what the
// corrected file does not have. What is still wrong comes on it again.
func (n *night) weighCorrected() error {
	if err := n.weigh(); err != nil {
		return err
	}
	r := n.retrying
	if len(r.seen) == 0 {
		return fmt.Errorf("%s has none of the %d rejected lines of %s; keep every row on its line", r.path, len(r.lines), r.file.Name)
	}
	old, err := table.All[table.Reject](n.old)
	if err != nil {
		return err
	}
	still := map[lineOfPart]bool{}
	for i := range n.rejects {
		n.rejects[i].FileID = r.file.FileID
		still[lineOfPart{int(n.rejects[i].Part), int(n.rejects[i].Line)}] = true
	}
	for _, reject := range old {
		if reject.FileID != r.file.FileID || !r.seen[lineOfPart{int(reject.Part), int(reject.Line)}] {
			n.rejects = append(n.rejects, reject)
		}
	}
	n.run.Notices = append(n.run.Notices, fmt.Sprintf("verbetering van %s: %d van de %d afgekeurde regels gelezen, %d nog steeds afgekeurd", r.file.Name, len(r.seen), len(r.lines), len(still)))
	return nil
}
