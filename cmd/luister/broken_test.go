package main

import (
	"errors"
	"testing"

	"luister/export/report"
	"luister/ingest"
	"luister/ingest/source"
)

// TestBroken holds that a file that breaks off is named as it is known, masked:
// its path may hold a name.
func TestBroken(t *testing.T) {
	const path = "/data/klant Voorbeeld/inbox/a.json"
	n, f := &night{run: &report.Run{}}, &report.File{Name: "inbox/a.json", Tally: ingest.Tally{Rows: 12}}
	n.broken(&delivery{Delivery: &source.Delivery{Path: path}}, f, errors.New("reading "+path+": object 13: not valid JSON at byte 9"))
	if want := "na 12 rijen niet verder te lezen: object 13: geen geldige JSON bij byte 9"; ingest.Dutch(f.Problem) != want {
		t.Errorf("got %q, want %q", ingest.Dutch(f.Problem), want)
	}
}
