package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"luister/ingest/mapping"
	"luister/ingest/source"
)

func newInspectCmd() *cobra.Command {
	return &cobra.Command{
		Use:   "inspect FILE...",
		Short: "Explain how a file would be read, and propose its entry in luister.yaml",
		Long: `Inspect says in words how each file would be read: the kind of export, the
encoding, the delimiter, the header, and what every column is taken to mean and
why. Then it proposes the entry under "sources:" of luister.yaml, ready to paste
and correct. It prints names of columns, never the contents of a cell. Nothing
is stored or changed.`,
		Example: `  luister inspect inbox/klachten-2026-03.csv
  luister inspect export/*.csv`,
		Args: usageArgs(cobra.MinimumNArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			failed := 0
			for i, path := range args {
				if i > 0 {
					fmt.Fprintln(cmd.OutOrStdout())
				}
				if err := inspect(cmd.OutOrStdout(), path); err != nil {
					fmt.Fprintln(cmd.ErrOrStderr(), "luister:", err)
					failed++
				}
			}
			if failed > 0 {
				return fmt.Errorf("%d of %d files cannot be read as feedback", failed, len(args))
			}
			return nil
		},
	}
}

// inspect explains one file.
func inspect(w io.Writer, path string) error {
	d, err := source.Look(path, source.Source{})
	if err != nil {
		return err
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n  %-11s%s, %d bytes, sha256 %s\n", path, "kind", d.Title, d.Size, d.Hash[:12])
	if d.Kind != source.Mail {
		if d.Dialect.Delimiter != "" {
			fmt.Fprintf(&b, "  %-11s%s\n", "dialect", d.Dialect)
		}
		fmt.Fprintf(&b, "  %-11s%d rows looked at\n", "sample", d.Sampled)
		writeColumns(&b, d.Mapping.Columns)
	}
	for _, said := range d.Assumed {
		if !strings.HasPrefix(said, "Column “") {
			fmt.Fprintf(&b, "  %-11s%s\n", "assumed", said)
		}
	}
	for _, left := range d.Left() {
		fmt.Fprintf(&b, "  %-11ssheet “%s” (%d rows) holds texts and is not read: save it as a file of its own\n", "LET OP", left.Name, left.Rows)
	}
	proposal, err := d.Proposal()
	if err != nil {
		return err
	}
	fmt.Fprintf(&b, "\nFor luister.yaml:\n\n%s", proposal)
	if _, err := io.WriteString(w, b.String()); err != nil {
		return wrap("printing", err)
	}
	return wrap(path, d.Check())
}

// writeColumns lists every column with its proposed meaning and the reason.
func writeColumns(b *strings.Builder, columns []mapping.Column) {
	fmt.Fprintf(b, "  %-11s%d\n", "columns", len(columns))
	for i, c := range columns {
		meaning := string(c.Meaning)
		switch c.Meaning {
		case mapping.Score:
			meaning = "score " + c.Scale.String()
		case mapping.Attribute:
			meaning += " (" + string(c.Type) + ")"
		}
		fmt.Fprintf(b, "  %4d %-20s %q: %s\n", i+1, meaning, c.Header, c.Reason)
	}
}
