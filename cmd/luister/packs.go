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
	return errors.Join(n.pack(filepath.Join(n.draft.Dir(), "packs"), made), made.Close())
}

// pack makes the packs of tables in a folder.
func (n *night) pack(dir string, tables *table.Tables) error {
	return pack.Write(dir, tables, n.cfg.Organisation)
}
