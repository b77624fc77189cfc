package main

import (
	"errors"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"luister/export/table"
)

func newCatCmd() *cobra.Command {
	var from reading
	var format string
	cmd := &cobra.Command{
		Use:   "cat TABLE",
		Short: "Print a table of the published snapshot as CSV, JSON Lines or Arrow",
		Long: `Cat streams all rows of one table. In CSV, lists and structures are JSON in a cell.
Arrow is an IPC stream, which Python (pyarrow), R and Polars read from standard
input. The tables are

  ` + strings.Join(table.Names(), "\n  ") + `

and what their columns mean stands in docs/data-dictionary.md.`,
		Example: `  luister cat feedback > feedback.csv
  luister cat driver --format json -w /srv/luister
  luister cat driver --as-of 20260301   # as it was on 1 March`,
		Args:      usageArgs(cobra.ExactArgs(1)),
		ValidArgs: table.Names(),
		RunE: func(cmd *cobra.Command, args []string) error {
			if !slices.Contains(table.Names(), args[0]) {
				return usageError("no table %q; there are %s", args[0], strings.Join(table.Names(), ", "))
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
			return errors.Join(tables.Cat(cmd.OutOrStdout(), args[0], table.Format(format)), tables.Close())
		},
	}
	from.flags(cmd)
	cmd.Flags().StringVar(&format, "format", "csv", "csv, json or arrow")
	return cmd
}
