package main

import (
	"errors"
	"path/filepath"

	"luister/export/pack"
	"luister/export/table"
)

// packs makes what people print, from the tables of this night.
func (n *night) packs() error {
	made, err := table.Open(filepath.Join(n.draft.Dir(), "tables"))
	if err != nil {
		return err
	}
	return errors.Join(pack.Write(filepath.Join(n.draft.Dir(), "packs"), made, n.cfg.Organisation), made.Close())
}
