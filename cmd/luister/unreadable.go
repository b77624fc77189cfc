package main

import (
	"cmp"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"luister/export/report"
	"luister/export/snapshot"
)

// rememberedRuns is how many earlier runs are asked for files that they could not
// read. Runs without deliveries, such as a correction, come in between.
const rememberedRuns = 5

// A trouble is a file that could not be read, as a manifest tells it.
type trouble struct {
	name    string
	size    int64
	problem string
}

// troubles gives the files that earlier runs could not read, and the run that found
// each first.
func (n *night) troubles() map[trouble]string {
	since := map[trouble]string{}
	for _, id := range earlierRuns(n.ws, n.run.ID, rememberedRuns) {
		run, err := readManifest(n.ws, id)
		if err != nil {
			continue // it is told again
		}
		for _, f := range run.Files {
			if f.Problem != "" {
				since[trouble{f.Name, f.Size, f.Problem}] = cmp.Or(f.ProblemSince, id)
			}
		}
	}
	return since
}

// trouble notes that a file cannot be read: an alarm for the run that finds it, and a
// known problem, named in the summary, for those after it.
func (n *night) trouble(f *report.File, alarm string) {
	if n.known.troubles == nil {
		n.known.troubles = n.troubles()
	}
	if f.ProblemSince = n.known.troubles[trouble{f.Name, f.Size, f.Problem}]; f.ProblemSince == "" {
		n.run.Alarms = append(n.run.Alarms, alarm)
	}
}

// earlierRuns lists the newest runs before a run, the oldest of them first.
func earlierRuns(ws, before string, most int) []string {
	entries, err := os.ReadDir(filepath.Join(ws, "runs"))
	if err != nil {
		return nil
	}
	var ids []string
	for _, e := range entries { // ReadDir sorts, and names of runs sort by time
		if e.IsDir() && !strings.HasPrefix(e.Name(), ".") && (before == "" || e.Name() < before) {
			ids = append(ids, e.Name())
		}
	}
	return slices.Clone(ids[max(0, len(ids)-most):])
}

// readManifest reads what a run reported.
func readManifest(ws, id string) (*report.Run, error) {
	b, err := os.ReadFile(filepath.Join(snapshot.RunDir(ws, id), "manifest.json"))
	if err != nil {
		return nil, err
	}
	run := new(report.Run)
	return run, json.Unmarshal(b, run)
}
