package index

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"github.com/blevesearch/bleve/v2/index/scorch"
	"github.com/blevesearch/bleve/v2/index/scorch/mergeplan"
	bleve "github.com/blevesearch/bleve_index_api"
)

// Erase is Drop for good: afterwards no file of the new directory holds
// anything of these entries. Drop alone leaves their words in a segment, marked
// as deleted, until the segment is merged some day. The months are found out,
// also for entries that were dropped earlier; a month with a segment that is not
// used any more is made again too, for nobody knows what that one holds.
func (w *Writer) Erase(ids ...string) error {
	for _, name := range sortedKeys(w.list.Months) {
		path := filepath.Join(w.old, name)
		held, err := held(path, ids)
		if err != nil {
			return fmt.Errorf("index shard %s: %w", name, err)
		}
		unused, err := unused(path)
		if err != nil {
			return fmt.Errorf("index shard %s: %w", name, err)
		}
		if len(held)+len(unused) > 0 {
			w.Drop(name, held...)
			w.month(name).purge = true
		}
	}
	return nil
}

// Holds says whether any file of a directory of the index holds one of these
// entries, be it marked as deleted, or may hold it as a segment that is not used
// any more. A directory without an index holds none.
func Holds(dir string, ids ...string) (bool, error) {
	l, err := readList(dir)
	if errors.Is(err, os.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("index: %w", err)
	}
	for _, name := range sortedKeys(l.Months) {
		path := filepath.Join(dir, name)
		if found, err := held(path, ids); err != nil || len(found) > 0 {
			return true, err
		}
		if left, err := unused(path); err != nil || len(left) > 0 {
			return true, err
		}
	}
	return false, nil
}

// held gives those of the ids that the segments of a shard hold, deleted or not.
func held(path string, ids []string) (found []string, err error) {
	s, err := openParts(path)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, s.close()) }()
	for _, part := range s.segments {
		known, err := part.data.Dictionary("_id")
		if err != nil {
			return nil, err
		}
		for _, id := range ids {
			if yes, err := known.Contains([]byte(id)); err != nil {
				return nil, err
			} else if yes {
				found = append(found, id)
			}
		}
	}
	slices.Sort(found)
	return slices.Compact(found), nil
}

// companion is the id of a document that is there only while a shard is merged:
// scorch merges two segments and never one, and the merge is what leaves
// deleted documents out.
const companion = "\x00"

// compact merges all segments of a shard into one that holds nothing deleted but
// the companion.
func compact(index bleve.Index) error {
	if n, err := live(index); err != nil || n == 0 {
		return err // the shard goes altogether
	}
	b := bleve.NewBatch()
	b.Update(&entryDocument{id: companion})
	if err := index.Batch(b); err != nil {
		return err
	}
	all := mergeplan.SingleSegmentMergePlanOptions
	if err := index.(*scorch.Scorch).ForceMerge(context.Background(), &all); err != nil {
		return err
	}
	b = bleve.NewBatch()
	b.Delete(companion)
	return index.Batch(b)
}

func live(index bleve.Index) (uint64, error) {
	r, err := index.Reader()
	if err != nil {
		return 0, err
	}
	n, err := r.DocCount()
	return n, errors.Join(err, r.Close())
}

// tidy removes the segments of a shard that it does not use any more, which
// scorch does when it finds the time: they would hold what was dropped for good.
func tidy(path string) error {
	left, err := unused(path)
	for _, name := range left {
		err = errors.Join(err, os.Remove(filepath.Join(path, name)))
	}
	return err
}

// unused names the segments in the folder of a shard that it does not use.
func unused(path string) (names []string, err error) {
	used, err := segments(path)
	if err != nil {
		return nil, err
	}
	files, err := os.ReadDir(path) // no pattern: the path of a workspace may hold its signs
	for _, file := range files {
		if name := file.Name(); filepath.Ext(name) == ".zap" && !used[name] {
			names = append(names, name)
		}
	}
	return names, err
}

// segments names the files of a shard that it uses.
func segments(path string) (used map[string]bool, err error) {
	s, err := openParts(path)
	if err != nil {
		return nil, err
	}
	used = map[string]bool{}
	for _, part := range s.segments {
		if file, ok := part.data.(interface{ Path() string }); ok {
			used[filepath.Base(file.Path())] = true
		}
	}
	return used, s.close()
}
