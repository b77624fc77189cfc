package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"luister/cluster/benchmark"
	"luister/cluster/indicator"
	"luister/cluster/infer"
	"luister/export/learning"
	"luister/export/snapshot"
	"luister/export/table"
	"luister/nlp/code"
)

func newBenchmarkCmd() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "benchmark",
		Short: "Share figures with other organisations, and compare",
		Long: fmt.Sprintf(`Benchmark makes and compares anonymous figures: the parts of forms and main topics
of the shared scheme, and shares such as compliments and repeats. A file holds no
text, no driver, no day and no cell below %d; cells that could be computed from
the others are left out as well. A checksum shows that it was not changed.

Files of others in the folder benchmark of a workspace stand beside its own figures
on the page (luister serve, Benchmark).`, benchmark.Least),
		Example: `  luister benchmark export --label "energie, groot" -o wij.json
  luister benchmark compare ander.json`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return usageError("benchmark knows export and compare, not %q", args[0])
			}
			return cmd.Help()
		},
	}
	cmd.AddCommand(newBenchmarkExportCmd(), newBenchmarkCompareCmd())
	return cmd
}

func newBenchmarkExportCmd() *cobra.Command {
	var ws, label, out string
	var p learning.Period
	cmd := &cobra.Command{
		Use:   "export",
		Short: "Write the benchmark file of this workspace",
		Long: `Export writes figures of the published snapshot as JSON, to standard output or to a
file. Without a period it takes the last twelve whole months.`,
		Example: `  luister benchmark export -w klantenstem --from 2026-01 --until 2026-12 -o wij.json`,
		Args:    usageArgs(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			f, err := makeBenchmark(ws, label, p)
			if err != nil {
				return err
			}
			if out == "" {
				_, err = cmd.OutOrStdout().Write(f.Encode())
				return err
			}
			return wrap("writing the benchmark", os.WriteFile(out, f.Encode(), 0o644))
		},
	}
	workspaceFlag(cmd, &ws)
	cmd.Flags().StringVar(&label, "label", "", "what the organisation calls itself in the file (default: nothing)")
	cmd.Flags().StringVarP(&out, "output", "o", "", "file to write (default: standard output)")
	periodFlags(cmd, &p)
	return cmd
}

func periodFlags(cmd *cobra.Command, p *learning.Period) {
	cmd.Flags().StringVar(&p.From, "from", "", "first month, such as 2026-01")
	cmd.Flags().StringVar(&p.Until, "until", "", "last month")
}

func newBenchmarkCompareCmd() *cobra.Command {
	var ws, format string
	var p learning.Period
	cmd := &cobra.Command{
		Use:   "compare FILE...",
		Short: "Compare this workspace with the benchmark files of others",
		Long: `Compare sets every share that both files show side by side, with its 95 % interval
and the difference. A star marks differences beyond chance, corrected for the
number of shares that were compared. Files that were changed are refused.`,
		Example: `  luister benchmark compare ander.json derde.json -w klantenstem`,
		Args:    usageArgs(cobra.MinimumNArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := checkFormat(format, "text", "json"); err != nil {
				return err
			}
			ours, err := makeBenchmark(ws, "", p)
			if err != nil {
				return err
			}
			for _, path := range args {
				if err := compareWith(cmd.OutOrStdout(), ours, path, format == "json"); err != nil {
					return err
				}
			}
			return nil
		},
	}
	workspaceFlag(cmd, &ws)
	cmd.Flags().StringVar(&format, "format", "text", "text, or json with a line a share")
	periodFlags(cmd, &p)
	return cmd
}

// makeBenchmark makes the benchmark file of what is published.
func makeBenchmark(ws, label string, p learning.Period) (*benchmark.File, error) {
	dir, err := snapshot.Current(ws)
	if err != nil {
		return nil, err
	}
	tables, err := table.Open(filepath.Join(dir, "tables"))
	if err != nil {
		return nil, err
	}
	made, err := learning.BenchmarkFile(tables, p, label, time.Now())
	return made, errors.Join(err, tables.Close())
}

// A sharedLine is one line of a comparison as JSON.
type sharedLine struct {
	File       string `json:"file"`
	Part       string `json:"part"`
	ID         string `json:"id"`
	Ours       span   `json:"ours"`
	Theirs     span   `json:"theirs"`
	Difference span   `json:"difference"`
	Different  bool   `json:"different"`
}

type span struct {
	Value float64 `json:"value"`
	Low   float64 `json:"low"`
	High  float64 `json:"high"`
}

func spanOf(e infer.Estimate) span { return span{e.Value, e.Low, e.High} }

// compareWith prints the comparison with one file.
func compareWith(w io.Writer, ours *benchmark.File, path string, asJSON bool) error {
	b, err := os.ReadFile(path)
	if err != nil {
		return wrap("reading the benchmark", err)
	}
	theirs, err := benchmark.Decode(b)
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	name := filepath.Base(path)
	if theirs.Label != "" {
		name += " (" + theirs.Label + ")"
	}
	if !asJSON {
		fmt.Fprintf(w, "wij %s tot en met %s (%d feedback), %s %s tot en met %s (%d feedback)\n", ours.From, ours.Until, ours.Feedback, name, theirs.From, theirs.Until, theirs.Feedback)
	}
	for _, l := range benchmark.Compare(ours, theirs) {
		if err := printShared(w, name, &l, asJSON); err != nil {
			return err
		}
	}
	return nil
}

func printShared(w io.Writer, name string, l *benchmark.Line, asJSON bool) error {
	if asJSON {
		b, err := json.Marshal(sharedLine{name, l.Part, l.ID, spanOf(l.Ours), spanOf(l.Theirs), spanOf(l.Difference), l.Different()})
		if err == nil {
			_, err = fmt.Fprintf(w, "%s\n", b)
		}
		return err
	}
	mark := " "
	if l.Different() {
		mark = "*"
	}
	percent := func(e infer.Estimate) string {
		return fmt.Sprintf("%5.1f %% (%.1f tot %.1f)", 100*e.Value, 100*e.Low, 100*e.High)
	}
	_, err := fmt.Fprintf(w, "%s %-44s %-24s %-24s verschil %s\n", mark, labelOfShare(l), percent(l.Ours), percent(l.Theirs), percent(l.Difference))
	return err
}

// labelOfShare is what people call a share.
func labelOfShare(l *benchmark.Line) string {
	scheme := code.DefaultScheme()
	for _, class := range slices.Concat(scheme.Topics, scheme.Forms) {
		if class.ID == l.ID {
			if l.Part == "negative" {
				return class.Label + ", negatief deel"
			}
			return class.Label
		}
	}
	if d, ok := indicator.Named(l.ID); ok {
		return d.Label
	}
	return l.ID
}
