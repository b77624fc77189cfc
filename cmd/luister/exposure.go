package main

import (
	"luister/export/table"
	"luister/ingest/exposure"
)

// putExposure puts the customers and contacts of tonight's files in their table.
// What is delivered again for a month and segment replaces what was there.
func (n *night) putExposure() error {
	for _, d := range n.deliveries {
		hash := n.run.Files[d.file].Hash
		for _, e := range exposure.Sum(n.exposed[hash]) {
			row := table.Exposure{Month: e.Month, Dimension: e.Dimension, Value: n.masker.Mask(e.Value, nil).Text, Count: e.Count, Unit: e.Unit, FileID: hash, RunID: n.run.ID}
			if err := table.Put(n.rows, "", row); err != nil {
				return err
			}
		}
	}
	return nil
}
