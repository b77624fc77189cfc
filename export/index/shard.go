package index

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/blevesearch/bleve/v2/index/scorch"
	bleve "github.com/blevesearch/bleve_index_api"
)

// averageWords stands for the average length of a text in BM25. It is a
// constant, so that a score does not change because of what else came in.
const averageWords = 50

// shard is one month, open for reading. Any number of processes can have it
// open at the same time.
type shard struct {
	month  string
	index  bleve.Index
	reader bleve.IndexReader
	order  *wordOrder
	columns
}

// openShard opens a shard read-only.
func openShard(path string) (*shard, error) {
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
	order, err := openOrder(filepath.Join(path, orderName))
	if err != nil {
		return nil, errors.Join(err, reader.Close(), index.Close())
	}
	return &shard{month: filepath.Base(path), index: index, reader: reader, order: order}, nil
}

func (s *shard) close() error {
	return errors.Join(s.order.close(), s.reader.Close(), s.index.Close())
}

// holds says whether a document holds a phrase, given as hashes of words.
func (s *shard) holds(id bleve.IndexInternalID, phrase []byte) bool {
	external, err := s.reader.ExternalID(id)
	return err == nil && holdsPhrase(s.order.words(external), phrase)
}

// count is the number of documents of the shard with a term.
func (s *shard) count(field, term string) (uint64, error) {
	r, err := s.reader.TermFieldReader(context.Background(), []byte(term), field, false, false, false)
	if err != nil {
		return 0, err
	}
	return r.Count(), r.Close()
}

// globalReader is a shard's reader that tells the scorer the counts of all
// shards together: a word weighs the same in every month.
type globalReader struct {
	bleve.IndexReader
	shard     *shard
	documents uint64
	counts    map[fieldTerm]uint64
}

type fieldTerm struct{ field, term string }

func (r *globalReader) DocCount() (uint64, error) { return r.documents, nil }

// FieldCardinality is what bleve divides by DocCount for the average length.
func (r *globalReader) FieldCardinality(string) (int, error) {
	return averageWords * int(r.documents), nil
}

func (r *globalReader) TermFieldReader(ctx context.Context, term []byte, field string, freq, norm, vectors bool) (bleve.TermFieldReader, error) {
	tfr, err := r.IndexReader.TermFieldReader(ctx, term, field, freq, norm, vectors)
	if err != nil {
		return nil, err
	}
	if n, ok := r.counts[fieldTerm{field, string(term)}]; ok {
		return &globalTerm{tfr, n}, nil
	}
	return tfr, nil
}

type globalTerm struct {
	bleve.TermFieldReader
	count uint64
}

func (t *globalTerm) Count() uint64 { return t.count }

// near adds the words within a distance of a word, with their counts, to found.
func (s *shard) near(word string, distance int, prefix string, found map[string]bleve.DictEntry) error {
	reader, ok := s.reader.(bleve.IndexReaderFuzzy)
	if !ok {
		return nil
	}
	dict, _, err := reader.FieldDictFuzzyAutomaton(fieldWords, word, distance, prefix)
	if err != nil {
		return err
	}
	defer dict.Close()
	for {
		entry, err := dict.Next()
		if err != nil || entry == nil {
			return err
		}
		e := found[entry.Term]
		found[entry.Term] = bleve.DictEntry{Term: entry.Term, Count: e.Count + entry.Count, EditDistance: entry.EditDistance}
	}
}

// eachValue hands on every value of a field with its number of documents.
func (s *shard) eachValue(field string, visit func(value string, n uint64)) error {
	dict, err := s.reader.FieldDict(field)
	if err != nil {
		return err
	}
	defer dict.Close()
	for {
		entry, err := dict.Next()
		if err != nil || entry == nil {
			return err
		}
		visit(entry.Term, entry.Count)
	}
}

func fileSize(path string) (int64, error) {
	info, err := os.Stat(path)
	if err != nil {
		return 0, err
	}
	return info.Size(), nil
}
