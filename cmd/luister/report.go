package main

import (
	"bytes"

	"luister/export/report"
	"luister/export/snapshot"
)

// writeReport writes the run report as one HTML file.
func writeReport(path string, run *report.Run, organisation string) error {
	var page bytes.Buffer
	if err := run.HTML(&page, organisation); err != nil {
		return err
	}
	return snapshot.WriteFile(path, page.Bytes())
}
