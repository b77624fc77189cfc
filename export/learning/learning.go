// Package learning computes what an organisation learns from its feedback, night
// by night: who comes back, which measures helped, how targets stand, which
// drivers are due, whose voice is missing, what is proposed, which words are new,
// and what the public may see of a year.
//
// It reads the tables of a night that was just made, and puts small tables
// beside them; what is due it says once the figures of the drivers are there too.
// Load gives the tables back to pages and packs. The mathematics lie in cluster; here is only which columns go in, and
// which rows come out. Texts are read only of the few feedback that use a new
// word, to leave out names. The same tables and files give the same rows.
package learning

import (
	"fmt"
	"runtime"
	"time"

	"golang.org/x/sync/errgroup"

	"luister/cluster/agenda"
	"luister/cluster/decision"
	"luister/cluster/deviance"
	"luister/cluster/effect"
	"luister/cluster/indicator"
	"luister/cluster/repeat"
	"luister/cluster/voice"
	"luister/export/table"
	"luister/ingest/value"
)

// Input is what people and the run add to the tables.
type Input struct {
	RunID    string
	Now      time.Time
	First    bool // no run before: nothing is new because everything is
	Measures []effect.Measure
	Targets  []effect.Target
	Events   []decision.Event
	Decided  *decision.State
	Weights  agenda.Weights

	// IsName tells whether a term is the name of somebody or something in texts
	// that use it. nil means it never is.
	IsName func(term string, texts []string) bool
}

// A work is what the parts of one night share.
type work struct {
	Input
	tables *table.Tables
	w      *table.Writer
	f      *voice.Feedback
	maker  *indicator.Maker
	byID   map[string][]int32 // rows of every driver

	rates   []repeat.Rate
	effects []effect.Effect // of all measures
	notes   []string
}

// Lessons are what was learned from the tables of a night.
type Lessons struct {
	Notices []string // what in the registers of people could not be used, as Dutch sentences

	work *work
}

// Write computes what was learned from tables, but for what is due, and puts it
// in the writer, which must amend those tables.
func Write(tables *table.Tables, w *table.Writer, in Input) (*Lessons, error) {
	k := &work{Input: in, tables: tables, w: w}
	var err error
	if k.f, err = columns(tables, in.Now); err != nil {
		return nil, fmt.Errorf("learning: %w", err)
	}
	if err = k.settle(); err != nil {
		return nil, fmt.Errorf("learning: %w", err)
	}
	k.prepare()
	var parts errgroup.Group
	parts.SetLimit(runtime.GOMAXPROCS(0))
	for _, part := range []func() error{k.indicators, k.words, k.repeats, k.measures, k.targets, k.reach, k.units, k.suggestions, k.overview} {
		parts.Go(part)
	}
	if err := parts.Wait(); err != nil {
		return nil, fmt.Errorf("learning: %w", err)
	}
	return &Lessons{k.notes, k}, nil
}

// Agenda puts which drivers are due in the writer, which must amend tables: those
// of Write with the figures of the drivers and with what was learned.
func (l *Lessons) Agenda(tables *table.Tables, w *table.Writer) error {
	l.work.tables, l.work.w = tables, w
	if err := l.work.agenda(); err != nil {
		return fmt.Errorf("learning: %w", err)
	}
	return nil
}

// prepare computes what several parts need, so that they only read it.
func (k *work) prepare() {
	k.f.People()
	k.f.Places()
	k.maker, k.byID = indicator.NewMaker(k.f), k.f.ByDriver()
}

func (k *work) repeats() error {
	k.rates = repeat.Rates(k.f, repeat.Options{})
	closings := repeat.Closings(k.f)
	k.w.Clear("driver_repeat")
	for i := range k.rates {
		if err := table.Put(k.w, "", repeatRow(&k.rates[i], &closings[i])); err != nil {
			return err
		}
	}
	return nil
}

func (k *work) indicators() error {
	k.w.Clear("indicator")
	for _, v := range k.maker.Monthly(value.Amsterdam()) {
		if err := table.Put(k.w, "", indicatorRow(v)); err != nil {
			return err
		}
	}
	return nil
}

func (k *work) units() error {
	k.w.Clear("driver_unit")
	found := deviance.Find(k.f, map[string][]string{"department": k.f.Department, "region": k.f.Region, "location": k.f.Location, "product": k.f.Product})
	for _, u := range found {
		if err := table.Put(k.w, "", unitRow(u)); err != nil {
			return err
		}
	}
	return nil
}
