package main

import (
	"errors"
	"sync"

	"luister/export/figures"
	"luister/export/table"
)

// figures computes the figures of drivers from the tables of this night and,
// meanwhile, what is learned from them, and puts both beside those tables.
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
	var told figures.Outcome
	var failed [2]error
	var both sync.WaitGroup
	both.Go(func() { told, failed[0] = figures.Write(made, w, scheme) })
	both.Go(func() { failed[1] = n.learn(made, w) })
	both.Wait()
	if err := errors.Join(failed[:]...); err != nil {
		return errors.Join(err, w.Abort(), made.Close())
	}
	n.run.Alarms = append(n.run.Alarms, told.Alarms...)
	n.run.Notices = append(n.run.Notices, told.Notices...)
	n.counted = told.Facts
	return errors.Join(w.Close(), made.Close())
}
