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
	var sheet string
	cmd := &cobra.Command{
		Use:   "inspect [--sheet NAME] FILE...",
		Short: "Explain how a file would be read, and propose its entry in luister.yaml",
		Long: `Inspect says in words how each file would be read: the kind of export, the
encoding, the delimiter, the header, and what every column is taken to mean and
why. Then it proposes the entry under "sources:" of luister.yaml, ready to paste
and correct. Of a workbook it names the sheets; --sheet looks at another one than
the data sheet that is found. It prints names of columns, never the contents of a
cell. Nothing is stored or changed.`,
		Example: `  luister inspect inbox/klachten-2026-03.csv
  luister inspect export/*.csv
  luister inspect --sheet Schade klachten.xlsx`,
		Args: usageArgs(cobra.MinimumNArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			failed := 0
			for i, path := range args {
				if i > 0 {
					fmt.Fprintln(cmd.OutOrStdout())
				}
				if err := inspect(cmd.OutOrStdout(), path, sheet); err != nil {
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
	cmd.Flags().StringVar(&sheet, "sheet", "", "of a workbook: the sheet to look at, by name or as #2")
	return cmd
}

// inspect explains one file.
func inspect(w io.Writer, path, sheet string) error {
	d, err := source.Look(path, source.Source{Sheet: sheet})
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
		writeSheets(&b, d)
		writeColumns(&b, d.Mapping.Columns)
	}
	for _, said := range d.Assumed {
		if !strings.HasPrefix(said, "Column “") {
			fmt.Fprintf(&b, "  %-11s%s\n", "assumed", said)
		}
	}
	for _, left := range d.Left() {
		fmt.Fprintf(&b, "  %-11ssheet “%s” (%d rows) holds texts and is not read: look at it with --sheet, and save it as a file of its own if both are feedback\n", "LET OP", left.Name, left.Rows)
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

// writeSheets lists the sheets of a workbook and says which is read.
func writeSheets(b *strings.Builder, d *source.Delivery) {
	sheets, read := d.Sheets()
	for i, s := range sheets {
		said := ""
		if s.Hidden {
			said = ", hidden"
		}
		if s.Name == read {
			said += ", read"
		}
		fmt.Fprintf(b, "  %-11s#%d “%s”%s\n", "sheet", i+1, s.Name, said)
	}
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
