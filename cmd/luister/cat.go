package main

import (
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"luister/export/table"
)

func newCatCmd() *cobra.Command {
	var from reading
	var format, out string
	cmd := &cobra.Command{
		Use:   "cat TABLE",
		Short: "Print a table of the published snapshot as CSV, JSON Lines, Arrow or a workbook",
		Long: `Cat streams all rows of one table. In CSV, lists and structures are JSON in a cell.
Arrow is an IPC stream, which Python (pyarrow), R and Polars read from standard
input. A workbook (xlsx) is for people: Dutch labels above the columns, dates and
numbers as such, a header that stays in sight and filters; it holds at most
1,048,575 rows. The tables are

  ` + strings.Join(table.Names(), "\n  ") + `

and what their columns mean stands in docs/data-dictionary.md.`,
		Example: `  luister cat feedback > feedback.csv
  luister cat driver --format json -w /srv/luister
  luister cat driver --as-of 2026-03-01  # as it was on 1 March
  luister cat overview -o jaaroverzicht.xlsx`,
		Args:      usageArgs(cobra.ExactArgs(1)),
		ValidArgs: table.Names(),
		RunE: func(cmd *cobra.Command, args []string) error {
			if !slices.Contains(table.Names(), args[0]) {
				return usageError("no table %q; there are %s", args[0], strings.Join(table.Names(), ", "))
			}
			if ending := strings.TrimPrefix(filepath.Ext(out), "."); !cmd.Flags().Changed("format") && slices.Contains(table.Formats(), ending) {
				format = ending
			}
			if err := checkFormat(format, table.Formats()...); err != nil {
				return err
			}
			dir, err := from.dir()
			if err != nil {
				return err
			}
			tables, err := table.Open(filepath.Join(dir, "tables"))
			if err != nil {
				return err
			}
			defer tables.Close()
			cat := func(w io.Writer) error { return tables.Cat(w, args[0], table.Format(format)) }
			if out == "" {
				return cat(cmd.OutOrStdout())
			}
			return writeFile(out, cat)
		},
	}
	from.flags(cmd)
	cmd.Flags().StringVar(&format, "format", "csv", "csv, json, arrow or xlsx")
	cmd.Flags().StringVarP(&out, "output", "o", "", "file to write, in the format that its name ends in (default: standard output)")
	return cmd
}
