package index

import (
	"errors"
	"fmt"
	"path/filepath"
	"runtime"

	"luister/nlp"
)

// Options are what an Index is given to work with. All may be nil but Analyse;
// what needs a missing one is left out of the answers.
type Options struct {
	// Analyse reads a text as the texts of the index were read.
	Analyse func(text string) *nlp.Document
	// Texts gives the stored texts of feedback, by id; ids that are gone are left out.
	Texts func(ids ...string) (map[string]string, error)
	// Drivers gives the drivers of a feedback, by id.
	Drivers func(id string) []string
	// DriverNames are the names of drivers, by id: a query may use either.
	DriverNames map[string]string
	// Synonyms are words that are looked for as one another.
	Synonyms Synonyms
	// Vectors are the vectors of all feedback, for Similar.
	Vectors *Vectors
	// Alike makes a query ready to be compared with found texts: how alike they
	// are, from 0 to 1. Without it Similar ranks by fusion alone.
	Alike func(query *nlp.Document) func(found *nlp.Document) float64
}

// An Index is a directory of the index, open for reading. It is safe for
// concurrent use, and stays good when newer directories are made.
type Index struct {
	options   Options
	shards    []*shard   // by month, oldest first
	segments  []*segment // of the shards
	documents uint64
	vectors   *vectorIndex
	turns     chan struct{} // held by who looks for what is similar
}

// ErrDamaged is wrapped by errors about shards that cannot be used: they must
// be built anew from the tables.
var ErrDamaged = errors.New("the search index is damaged")

// Open opens a directory that a Writer made. It compares names and sizes of
// files with the list, and fails with ErrDamaged if one is not as it was.
func Open(dir string, options Options) (*Index, error) {
	l, err := readList(dir)
	if err != nil {
		return nil, fmt.Errorf("index: %w", err)
	}
	if l.Version != Version {
		return nil, fmt.Errorf("%w: it has version %d, this luister knows version %d", ErrDamaged, l.Version, Version)
	}
	if err := l.check(dir); err != nil {
		return nil, err
	}
	x := &Index{options: options, turns: make(chan struct{}, runtime.GOMAXPROCS(0))}
	for _, month := range sortedKeys(l.Months) {
		s, err := openShard(filepath.Join(dir, month))
		if err != nil {
			return nil, errors.Join(fmt.Errorf("%w: shard %s: %w", ErrDamaged, month, err), x.Close())
		}
		x.shards = append(x.shards, s)
		x.segments = append(x.segments, s.segments...)
		x.documents += l.Months[month].Documents
	}
	x.number()
	x.vectors = newVectorIndex(options.Vectors, x.segments)
	return x, nil
}

// Check tells whether the index in a directory can be opened.
func Check(dir string) error {
	x, err := Open(dir, Options{})
	if err != nil {
		return err
	}
	return x.Close()
}

// number gives the segments their places, and room to add up in.
func (x *Index) number() {
	room := &room{free: make(chan sums, roomKept)}
	for at, s := range x.segments {
		s.at, s.room, room.largest = at, room, max(room.largest, s.size())
	}
}

// Prepare makes ready what Similar is faster with, for who asks often. It may
// run while others ask.
func (x *Index) Prepare() { x.vectors.prepare() }

// PrepareFacets makes ready what facets are counted with, for who asks often: on a
// million feedback the first question would wait seconds for it. It may run while
// others ask.
func (x *Index) PrepareFacets(facets ...Facet) error {
	for _, s := range x.segments {
		for _, facet := range facets {
			column, err := s.column(facet, x.driversOf)
			if err != nil {
				return fmt.Errorf("index: %s: %w", facet, err)
			}
			column.layers()
		}
	}
	return nil
}

// check compares names and sizes of files with the list.
func (l list) check(dir string) error {
	for _, month := range sortedKeys(l.Months) {
		for name, size := range l.Months[month].Files {
			if got, err := fileSize(filepath.Join(dir, month, name)); err != nil || got != size {
				return fmt.Errorf("%w: shard %s: file %s is not as it was written", ErrDamaged, month, name)
			}
		}
	}
	return nil
}

// Close closes the shards.
func (x *Index) Close() error {
	var err error
	for _, s := range x.shards {
		err = errors.Join(err, s.close())
	}
	return err
}

// Documents is the number of feedback in the index.
func (x *Index) Documents() int { return int(x.documents) }

// find gives where a feedback is; no segment if nowhere.
func find(segments []*segment, id string) (*segment, uint32) {
	for _, s := range segments {
		if docs, err := s.docs("_id", id); err == nil && !docs.IsEmpty() {
			return s, docs.Minimum()
		}
	}
	return nil, 0
}

// Months lists the shards, oldest first.
func (x *Index) Months() []string {
	var months []string
	for _, s := range x.shards {
		months = append(months, s.month)
	}
	return months
}
