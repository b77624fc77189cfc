package web

import (
	"cmp"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"sync"
	"time"

	"luister/cluster/benchmark"
	"luister/export/facts"
	"luister/export/figures"
	"luister/export/index"
	"luister/export/learning"
	"luister/export/snapshot"
	"luister/export/table"
	"luister/nlp"
	"luister/nlp/vector"
)

// patience is how long a request waits for a new snapshot to be opened before
// it is answered from the one before, or told that there is none yet.
const patience = 3 * time.Second

// errOpening says that the first snapshot is still being opened.
const errOpening = refusal("De gegevens worden nog geopend. Probeer het over een paar seconden opnieuw.")

// snapshots keeps the current snapshot open, and older ones as long as a
// request is on them.
type snapshots struct {
	workspace string
	asOf      string // run of the snapshot to stay on; empty: the current one
	analyse   func(string) *nlp.Document
	patience  time.Duration

	mu      sync.Mutex
	current *opened
	opening map[string]*attempt // by name of the snapshot
	closed  bool
}

// An attempt is a snapshot that is being opened.
type attempt struct {
	done chan struct{}
	err  error
}

// opened is a snapshot, open for reading. What is dear to make is made once.
type opened struct {
	name   string
	dir    string
	tables *table.Tables
	facts  *facts.Facts
	index  *index.Index

	figures  *figures.Figures
	learning *learning.Learning

	analyse  func(string) *nlp.Document
	synonyms index.Synonyms
	similar  struct { // the index with vectors, opened when it is first asked for
		sync.Once
		index *index.Index
		err   error
	}
	benchmark struct { // what this snapshot shares with others, made when it is first asked for
		sync.Once
		file *benchmark.File
		err  error
	}
	batch struct { // what people are asked to code, chosen when it is first asked for
		sync.Once
		list []toCode
		err  error
	}
	voices sync.Map // by driver: what its feedback says, *facts.Voices
	around sync.Map // by driver: what surrounds it, around

	readers int // these two are guarded by snapshots.mu
	retired bool
}

// acquire gives the current snapshot; release must follow.
func (s *snapshots) acquire() (*opened, error) {
	name, err := s.name()
	if err != nil {
		return nil, err
	}
	if o := s.take(name); o != nil {
		return o, nil
	}
	try := s.start(name)
	late := false
	select {
	case <-try.done:
	case <-time.After(s.patience):
		late = true
	}
	switch o := s.take(""); {
	case o != nil:
		return o, nil
	case late:
		return nil, errOpening
	}
	return nil, cmp.Or(try.err, errors.New("web: the server was closed"))
}

// name is the snapshot to answer from, relative to the workspace.
func (s *snapshots) name() (string, error) {
	if s.asOf == "" {
		p, err := snapshot.Resolve(s.workspace)
		return p.Snapshot, err
	}
	dir, err := snapshot.AsOf(s.workspace, s.asOf)
	return "snapshots/" + filepath.Base(dir), err
}

// take gives the open snapshot if it has that name, or whatever its name.
func (s *snapshots) take(name string) *opened {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.current == nil || name != "" && s.current.name != name {
		return nil
	}
	s.current.readers++
	return s.current
}

// start opens a snapshot in the background, once however many ask for it.
func (s *snapshots) start(name string) *attempt {
	s.mu.Lock()
	defer s.mu.Unlock()
	if try := s.opening[name]; try != nil {
		return try
	}
	try := &attempt{done: make(chan struct{})}
	if s.opening == nil {
		s.opening = map[string]*attempt{}
	}
	s.opening[name] = try
	go func() {
		o, err := s.open(name)
		s.mu.Lock()
		defer s.mu.Unlock()
		delete(s.opening, name)
		switch try.err = err; {
		case err == nil && s.closed:
			try.err = o.close()
		case err == nil:
			s.replace(o)
			o.readers++
			go s.warm(o)
		}
		close(try.done)
	}()
	return try
}

// warm opens what the first search and the first page of a feedback need, as one
// more reader.
func (s *snapshots) warm(o *opened) {
	defer s.release(o)
	if s.analyse != nil {
		s.analyse("klacht") // models are unpacked for the first text
	}
	var facets []index.Facet
	for _, c := range choices {
		facets = append(facets, c.facet)
	}
	if err := o.index.PrepareFacets(facets...); err != nil {
		slog.Error("facets cannot be counted", "error", err)
	}
	x, err := o.withVectors()
	if err != nil {
		slog.Error("similar feedback cannot be found", "error", err)
		return
	}
	x.Prepare()
}

// replace makes o the current snapshot. The lock is held.
func (s *snapshots) replace(o *opened) {
	old := s.current
	s.current = o
	if old != nil {
		old.retired = true
		if old.readers == 0 {
			old.close()
		}
	}
}

// release ends a request's use of a snapshot; the last one closes an old one.
func (s *snapshots) release(o *opened) {
	s.mu.Lock()
	defer s.mu.Unlock()
	o.readers--
	if o.retired && o.readers == 0 {
		o.close()
	}
}

func (s *snapshots) close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed = true; s.current == nil {
		return nil
	}
	o := s.current
	s.current = nil
	if o.retired = true; o.readers > 0 {
		return nil // the last reader closes it
	}
	return o.close()
}

func (s *snapshots) open(name string) (*opened, error) {
	o := &opened{name: name, dir: filepath.Join(s.workspace, filepath.FromSlash(name)), analyse: s.analyse}
	var err error
	if o.tables, err = table.Open(filepath.Join(o.dir, "tables")); err != nil {
		return nil, fmt.Errorf("web: %w", err)
	}
	if o.synonyms, err = index.LoadSynonyms(filepath.Join(s.workspace, index.SynonymFile)); err != nil {
		slog.Warn("synonyms are not used", "error", err)
	}
	if o.facts, err = facts.Load(o.tables); err != nil {
		return nil, errors.Join(fmt.Errorf("web: %w", err), o.tables.Close())
	}
	if err = o.loadFigures(); err != nil {
		return nil, errors.Join(fmt.Errorf("web: %w", err), o.tables.Close())
	}
	if o.index, err = index.Open(filepath.Join(o.dir, "index"), o.options()); err != nil {
		return nil, errors.Join(fmt.Errorf("web: %w", err), o.tables.Close())
	}
	return o, nil
}

// loadFigures reads what was computed of drivers and of learning.
func (o *opened) loadFigures() (err error) {
	if o.figures, err = figures.Load(o.tables); err != nil {
		return err
	}
	o.learning, err = learning.Load(o.tables)
	return err
}

func (o *opened) options() index.Options {
	names := make(map[string]string, len(o.facts.Drivers))
	for _, d := range o.facts.Drivers {
		names[d.ID] = d.Name
	}
	return index.Options{Analyse: o.analyse, Texts: o.tables.Texts, Drivers: o.driverIDs, DriverNames: names, Synonyms: o.synonyms}
}

func (o *opened) close() error {
	var err error
	if o.similar.index != nil {
		err = o.similar.index.Close()
	}
	return errors.Join(err, o.index.Close(), o.tables.Close())
}

func (o *opened) driverIDs(id string) []string {
	row, ok := o.facts.Row(id)
	if !ok {
		return nil
	}
	var ids []string
	for _, d := range o.facts.DriversOf(row) {
		ids = append(ids, d.ID)
	}
	return ids
}

// withVectors gives the index with the vectors of all feedback, which only
// similar feedback needs.
func (o *opened) withVectors() (*index.Index, error) {
	o.similar.Do(func() { o.similar.index, o.similar.err = o.openVectors() })
	return o.similar.index, o.similar.err
}

func (o *opened) openVectors() (*index.Index, error) {
	frame, err := o.tables.Columns("document", nil, "feedback_id", "vector")
	if err != nil {
		return nil, err
	}
	options, model := o.options(), vector.Load()
	if flat, dim := frame.Vectors("vector"); dim == model.Dim() {
		options.Vectors = &index.Vectors{IDs: frame.Strings("feedback_id"), Flat: flat, Dim: dim, Of: model.Document}
	}
	options.Alike = func(query *nlp.Document) func(*nlp.Document) float64 {
		q := model.Text(query)
		return func(other *nlp.Document) float64 { return vector.Compare(q, model.Text(other)) }
	}
	return index.Open(filepath.Join(o.dir, "index"), options)
}

// rows gives feedback by id, in the order of ids.
func (o *opened) rows(ids []string) ([]table.Feedback, error) {
	return table.Get[table.Feedback](o.tables, ids...)
}
