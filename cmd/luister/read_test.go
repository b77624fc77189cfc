package main

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"luister/export/table"
	"luister/nlp"
	"luister/nlp/annotate"
	"luister/nlp/mask"
)

// failing is a layer that cannot bear one text.
type failingLayer struct{}

func (failingLayer) Annotate(doc *nlp.Document) {
	if strings.Contains(doc.Text, "onverdraaglijk") {
		panic("geheim " + doc.Text)
	}
}

// TestUnreadText holds that a text on which a layer fails costs itself.
func TestUnreadText(t *testing.T) {
	ws := t.TempDir()
	if err := os.MkdirAll(filepath.Join(ws, "inbox"), 0o755); err != nil {
		t.Fatal(err)
	}
	content := "nummer;datum;omschrijving\n1;1-3-2026;Dit is een onverdraaglijk lange klacht over de wachttijd.\n2;2-3-2026;Heel vriendelijk geholpen aan de balie, dank daarvoor.\n"
	if err := os.WriteFile(filepath.Join(ws, "inbox", "a.csv"), []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
	n := newNight(context.Background(), ws, time.Now().UTC(), newProgress(io.Discard))
	n.masker = mask.New(mask.NewKey(), mask.Options{})
	for _, stage := range []func() error{n.find, n.weigh, n.begin} {
		if err := stage(); err != nil {
			t.Fatal(err)
		}
	}
	defer n.close()
	var err error
	if n.annotator.layers, err = annotate.New(annotate.Options{Code: failingLayer{}}); err != nil {
		t.Fatal(err)
	}
	r := &reader{night: n, headers: map[string]string{}}
	var jobErr error
	for jobs := range n.jobs(&jobErr) {
		for _, rec := range r.batch(jobs) {
			if err := n.take(&rec); err != nil {
				t.Fatal(err)
			}
			if rec.unread != (rec.feedback.FileLine == 2) || rec.unread && rec.feedback.Text != "" {
				t.Errorf("line %d: unread %v, text %q", rec.feedback.FileLine, rec.unread, rec.feedback.Text)
			}
		}
	}
	if jobErr != nil || len(n.run.Alarms) != 1 {
		t.Errorf("error %v, alarms %v", jobErr, n.run.Alarms)
	}
}

// TestAddCodingUnsure holds that BI sees what the coding was too unsure of, and
// that coding again takes it back.
func TestAddCodingUnsure(t *testing.T) {
	var f table.Feedback
	addCoding(&f, &nlp.Coding{Unsure: []nlp.Code{{ID: "factuur.onjuist", Score: 0.3}, {ID: "contact.wachttijd", Score: 0.2}}})
	if f.Unsure != "factuur.onjuist" || f.UnsureScore != 0.3 {
		t.Errorf("unsure %q, %v", f.Unsure, f.UnsureScore)
	}
	if addCoding(&f, &nlp.Coding{}); f.Unsure != "" || f.UnsureScore != 0 {
		t.Errorf("unsure %q, %v of a coding that is sure", f.Unsure, f.UnsureScore)
	}
}
