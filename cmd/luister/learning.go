package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"luister/cluster/effect"
	"luister/export/learning"
	"luister/export/table"
	"luister/nlp"
)

// registers are what people wrote down of measures and targets.
type registers struct {
	measures []effect.Measure
	targets  []effect.Target
	notes    []string
}

// loadRegisters reads measures.yaml and targets.yaml, and what people decided on
// the page. What changed in them since the published run is news like a decision.
func (n *night) loadRegisters() error {
	measures, err := readRegister(n.ws, effect.MeasuresFile, effect.ParseMeasures)
	if err != nil {
		return err
	}
	targets, err := readRegister(n.ws, effect.TargetsFile, effect.ParseTargets)
	if err != nil {
		return err
	}
	r, events := &n.registers, n.decided.log.Events
	var more []string
	r.measures, r.notes = effect.Measures(measures, events, n.decided.state)
	r.targets, more = effect.Targets(targets, events, n.decided.state)
	r.notes = append(r.notes, more...)
	n.withoutErased(r.measures)
	if n.old == nil {
		return nil
	}
	same, err := learning.Knows(n.old, r.measures, r.targets)
	n.decided.fresh = n.decided.fresh || !same
	return err
}

// withoutErased takes erased feedback out of the measures: the file of people may
// name it still, and what is read of it goes to a table.
func (n *night) withoutErased(measures []effect.Measure) {
	for i := range measures {
		measures[i].Feedback = slices.DeleteFunc(measures[i].Feedback, func(id string) bool { return n.tombstones.Covers(id, "", "") })
	}
}

// readRegister reads a file of people; without it there is nothing in it.
func readRegister[T any](ws, name string, parse func([]byte) ([]T, error)) ([]T, error) {
	path := filepath.Join(ws, name)
	b, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("reading what people wrote: %w", err)
	}
	all, err := parse(b)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return all, nil
}

// learn computes what is learned from the tables of this night.
func (n *night) learn(made *table.Tables, w *table.Writer) (err error) {
	n.lessons, err = learning.Write(made, w, learning.Input{RunID: n.run.ID, Now: n.now, First: n.previous == "",
		Measures: n.registers.measures, Targets: n.registers.targets, Events: n.decided.log.Events, Decided: n.decided.state,
		Weights: n.cfg.Ranking, IsName: nameIn(n.annotator.Annotate)})
	return err
}

// agenda says which drivers are due, from what was learned and the figures.
func (n *night) agenda() error {
	made, err := n.tonight()
	if err != nil {
		return err
	}
	w := table.Amend(made, n.run.ID)
	if err := n.lessons.Agenda(made, w); err != nil {
		return errors.Join(err, w.Abort(), made.Close())
	}
	for _, note := range n.registers.notes {
		n.run.Notices = append(n.run.Notices, "maatregelen en doelen: "+note)
	}
	n.run.Notices = append(n.run.Notices, n.lessons.Notices...)
	n.lessons = nil
	return errors.Join(w.Close(), made.Close())
}

// nameIn tells whether a term is a name in at least half of the places where
// texts use it.
func nameIn(annotate func(*nlp.Document)) func(term string, texts []string) bool {
	return func(term string, texts []string) bool {
		used, named := 0, 0
		for _, text := range texts {
			doc := nlp.Document{Text: text}
			annotate(&doc)
			for i := range doc.Tokens {
				if t := &doc.Tokens[i]; strings.EqualFold(t.Lemma, term) || t.Norm == term {
					used++
					if isName(&doc, t) {
						named++
					}
				}
			}
		}
		return 2*named > used
	}
}

func isName(doc *nlp.Document, t *nlp.Token) bool {
	for _, name := range doc.Names {
		if name.Start <= t.Start && t.End <= name.End {
			return true
		}
	}
	return t.UPOS == nlp.PROPN
}
