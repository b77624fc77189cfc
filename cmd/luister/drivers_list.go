package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"luister/export/table"
)

func newDriversCmd() *cobra.Command {
	var from reading
	var format string
	var all, candidates bool
	cmd := &cobra.Command{
		Use:   "drivers",
		Short: "List the drivers: id, name, size, status, owner",
		Long: `Drivers lists the drivers of the published snapshot, the largest first: those in
use, or (--all) also those that went into another or out of use. With --candidates
it lists the groups of feedback that are not a driver yet; 'luister decide promote'
makes one a driver.`,
		Example: `  luister drivers -w klantenstem
  luister drivers --all --format json
  luister drivers --candidates`,
		Args: usageArgs(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := checkFormat(format, "text", "json"); err != nil {
				return err
			}
			dir, err := from.dir()
			if err != nil {
				return err
			}
			if candidates {
				return listCandidates(cmd.OutOrStdout(), dir, format == "json")
			}
			return listDrivers(cmd.OutOrStdout(), dir, all, format == "json")
		},
	}
	from.flags(cmd)
	cmd.Flags().BoolVar(&all, "all", false, "also drivers that are no longer in use")
	cmd.Flags().BoolVar(&candidates, "candidates", false, "the groups that may become a driver")
	cmd.Flags().StringVar(&format, "format", "text", "text or json")
	return cmd
}

// A driverJSON is one driver as drivers prints it.
type driverJSON struct {
	ID          string `json:"id"`
	Name        string `json:"name"`
	NamedBy     string `json:"named_by,omitempty"`
	Theme       string `json:"theme"`
	Feedback    int64  `json:"feedback"`
	Recent      int64  `json:"recent"`
	Status      string `json:"status"`
	Owner       string `json:"owner,omitempty"`
	MergedInto  string `json:"merged_into,omitempty"`
	Description string `json:"description,omitempty"`
}

func listDrivers(w io.Writer, dir string, all, asJSON bool) error {
	tables, err := table.Open(filepath.Join(dir, "tables"))
	if err != nil {
		return err
	}
	defer tables.Close()
	drivers, err := table.All[table.Driver](tables)
	if err != nil {
		return err
	}
	drivers = slices.DeleteFunc(drivers, func(d table.Driver) bool { return !all && d.Gone() })
	slices.SortStableFunc(drivers, func(a, b table.Driver) int { return cmp.Compare(b.Feedback, a.Feedback) })
	if asJSON {
		enc := json.NewEncoder(w)
		enc.SetEscapeHTML(false)
		for _, d := range drivers {
			if err := enc.Encode(driverJSON{d.ID, d.Name, d.NamedBy, d.Theme, d.Feedback, d.Recent, d.Status, d.Owner, d.MergedInto, d.Description}); err != nil {
				return err
			}
		}
		return nil
	}
	out := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(out, "driver\tfeedback\trecent\tstatus\teigenaar\tnaam")
	for _, d := range drivers {
		status := d.Status
		if d.MergedInto != "" {
			status = "→ " + d.MergedInto
		}
		fmt.Fprintf(out, "%s\t%d\t%d\t%s\t%s\t%s\n", d.ID, d.Feedback, d.Recent, status, cmp.Or(d.Owner, "–"), d.Name)
	}
	return out.Flush()
}

// A candidateJSON is one candidate as drivers prints it.
type candidateJSON struct {
	ID        string   `json:"id"`
	Name      string   `json:"name"`
	Customers int64    `json:"customers"`
	Days      int64    `json:"days"`
	Feedback  []string `json:"feedback"`
}

func listCandidates(w io.Writer, dir string, asJSON bool) error {
	tables, err := table.Open(filepath.Join(dir, "tables"))
	if err != nil {
		return err
	}
	defer tables.Close()
	all, err := table.All[table.Candidate](tables)
	if err != nil {
		return err
	}
	slices.SortStableFunc(all, func(a, b table.Candidate) int { return cmp.Compare(len(b.Feedback), len(a.Feedback)) })
	if asJSON {
		enc := json.NewEncoder(w)
		enc.SetEscapeHTML(false)
		for _, c := range all {
			if err := enc.Encode(candidateJSON{c.ID, c.Name, c.Customers, c.Days, c.Feedback}); err != nil {
				return err
			}
		}
		return nil
	}
	out := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(out, "kandidaat\tfeedback\tklanten\tdagen\tnaam")
	for _, c := range all {
		fmt.Fprintf(out, "%s\t%d\t%d\t%d\t%s\n", c.ID, len(c.Feedback), c.Customers, c.Days, c.Name)
	}
	return out.Flush()
}
