package main

import (
	"errors"

	"luister/export/figures"
	"luister/export/table"
)

// figures computes the figures of drivers from the tables of this night, and
// puts them beside those tables.
func (n *night) figures() error {
	made, err := n.tonight()
	if err != nil {
		return err
	}
	scheme, err := loadScheme(n.cfg.scheme(n.ws))
	if err != nil {
		return errors.Join(err, made.Close())
	}
	w := table.Amend(made, n.run.ID)
	told, err := figures.Write(made, w, scheme)
	if err != nil {
		return errors.Join(err, w.Abort(), made.Close())
	}
	n.run.Alarms = append(n.run.Alarms, told.Alarms...)
	n.run.Notices = append(n.run.Notices, told.Notices...)
	n.counted = told.Facts
	return errors.Join(w.Close(), made.Close())
}
