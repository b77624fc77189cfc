package main

import (
	"errors"
	"path/filepath"

	"luister/export/pack"
	"luister/export/table"
)

// packs makes what people print, from the tables of this night.
func (n *night) packs() error {
	made, err := n.tonight()
	if err != nil {
		return err
	}
	about, err := packsOf(n.ws, &n.cfg)
	if err == nil {
		about.Facts = n.counted
		err = pack.Write(filepath.Join(n.draft.Dir(), "packs"), made, about)
	}
	return errors.Join(err, made.Close())
}

// pack makes the packs of tables in a folder.
func (n *night) pack(dir string, tables *table.Tables) error {
	about, err := packsOf(n.ws, &n.cfg)
	if err != nil {
		return err
	}
	return pack.Write(dir, tables, about)
}

// packsOf says whose packs they are.
func packsOf(ws string, cfg *config) (pack.About, error) {
	scheme, err := loadScheme(cfg.scheme(ws))
	return pack.About{Organisation: cfg.Organisation, Scheme: scheme}, err
}
