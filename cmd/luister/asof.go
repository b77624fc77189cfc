package main

import (
	"github.com/spf13/cobra"

	"luister/export/snapshot"
)

// A reading says which snapshot of which workspace a command reads.
type reading struct {
	ws   string
	asOf string // run; empty: the published one
}

// flags adds -w and --as-of to a command.
func (r *reading) flags(cmd *cobra.Command) {
	workspaceFlag(cmd, &r.ws)
	cmd.Flags().StringVar(&r.asOf, "as-of", "", "read the snapshot of this run, or the last one until a moment such as 2026-03-01 or 20260301T0200 (UTC); snapshots.keep_days says how long they are kept")
}

// dir gives the folder of the snapshot.
func (r reading) dir() (string, error) {
	if r.asOf == "" {
		return snapshot.Current(r.ws)
	}
	return snapshot.AsOf(r.ws, r.asOf)
}
