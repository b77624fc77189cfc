package web

import (
	"slices"
	"time"

	"luister/cluster"
	"luister/export/table"
)

// A happening is something that became of a driver, as its page tells it.
type happening struct {
	At    time.Time
	What  string
	Other string // the other driver of it; empty if none
	Who   string // empty for the program
	Run   string // in which it took effect
}

// toOthers says of events what they are to the other driver.
var toOthers = map[string]string{
	string(cluster.Split): "afgesplitst van", string(cluster.Merged): "opgegaan in", "apart gehouden": "apart gehouden van", "buiten gebruik": "in de plaats gekomen van",
}

// ofOwn says of events what they are to their driver, where they name another.
var ofOwn = map[string]string{string(cluster.Split): "gesplitst, ook in", string(cluster.Merged): "samengevoegd met", "apart gehouden": "apart gehouden van", "buiten gebruik": "buiten gebruik, verder in"}

// happened tells what became of a driver, oldest first: what it was found by, and
// where drivers split and merged. What people only said of it stands with the
// decisions.
func (o *opened) happened(id string) ([]happening, error) {
	rows, err := table.All[table.DriverEvent](o.tables)
	if err != nil {
		return nil, err
	}
	var all []happening
	for _, e := range rows {
		h := happening{At: e.At, What: e.Kind, Who: e.Who, Run: e.RunID}
		switch {
		case e.OtherID == e.DriverID: // the part of a split that it keeps
			continue
		case e.DriverID == id && e.OtherID == "" && (e.Who == "" || e.Kind == string(cluster.Founded)):
		case e.DriverID == id && ofOwn[e.Kind] != "" && e.OtherID != "":
			h.What, h.Other = ofOwn[e.Kind], e.OtherID
		case e.OtherID == id && toOthers[e.Kind] != "":
			h.What, h.Other = toOthers[e.Kind], e.DriverID
		default:
			continue
		}
		all = append(all, h)
	}
	slices.SortStableFunc(all, func(a, b happening) int { return a.At.Compare(b.At) })
	return all, nil
}
