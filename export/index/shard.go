package index

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/blevesearch/bleve/v2/index/scorch"
	bleve "github.com/blevesearch/bleve_index_api"
)

// shard is one month, open for reading. Any number of processes can have it
// open at the same time.
type shard struct {
	month    string
	index    bleve.Index
	reader   bleve.IndexReader
	segments []*segment
	order    *wordOrder // nil while a shard is made
	pairs    *wordPairs // the same
}

// openShard opens a shard read-only.
func openShard(path string) (*shard, error) {
	s, err := openParts(path)
	if err != nil {
		return nil, err
	}
	if s.order, err = openOrder(filepath.Join(path, orderName)); err != nil {
		return nil, errors.Join(err, s.close())
	}
	if s.order.n != s.numbers() {
		return nil, errors.Join(fmt.Errorf("%s tells of %d documents, not of %d", orderName, s.order.n, s.numbers()), s.close())
	}
	if s.pairs, err = openPairs(filepath.Join(path, pairsName)); err != nil {
		return nil, errors.Join(err, s.close())
	}
	first := 0
	for _, part := range s.segments {
		part.order, part.pairs, part.first = s.order, s.pairs, first
		first += part.size()
	}
	return s, nil
}

// openParts opens what bleve keeps of a shard, read-only.
func openParts(path string) (*shard, error) {
	if _, err := os.Stat(filepath.Join(path, "root.bolt")); err != nil {
		return nil, err // scorch would make an empty one
	}
	index, err := scorch.NewScorch(scorch.Name, map[string]any{"path": path, "read_only": true, "bolt_timeout": "10s"}, nil)
	if err != nil {
		return nil, err
	}
	if err := index.Open(); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	reader, err := index.Reader()
	if err != nil {
		return nil, errors.Join(err, index.Close())
	}
	s := &shard{month: filepath.Base(path), index: index, reader: reader}
	for _, part := range reader.(*scorch.IndexSnapshot).Segments() {
		s.segments = append(s.segments, newSegment(s.month, part.Segment(), part.Deleted()))
	}
	return s, nil
}

func (s *shard) close() error {
	var err error
	if s.order != nil {
		err = s.order.close()
	}
	if s.pairs != nil {
		err = errors.Join(err, s.pairs.close())
	}
	return errors.Join(err, s.reader.Close(), s.index.Close())
}

// numbers is how many documents the segments hold, with those that are deleted.
func (s *shard) numbers() int {
	n := 0
	for _, part := range s.segments {
		n += part.size()
	}
	return n
}

// ids gives the ids of all documents in the order of the segments, "" for one
// that is deleted.
func (s *shard) ids() ([]string, error) {
	var ids []string
	for _, part := range s.segments {
		for n := range part.size() {
			id := ""
			if part.live.ContainsInt(n) {
				b, err := part.data.DocID(uint64(n))
				if err != nil {
					return nil, err
				}
				id = string(b)
			}
			ids = append(ids, id)
		}
	}
	return ids, nil
}

func fileSize(path string) (int64, error) {
	info, err := os.Stat(path)
	if err != nil {
		return 0, err
	}
	return info.Size(), nil
}
