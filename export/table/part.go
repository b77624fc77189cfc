package table

import (
	"cmp"
	"iter"
	"path"
	"path/filepath"
	"slices"
)

// A month of a table is one file or several: its parts, each with the rows of
// other feedback, each in order. A night adds a small part to a month and leaves
// the large ones as they are, unless a row in them changes; small parts become
// one, so that there are never many. Who reads a month gets its rows in one order,
// whatever its parts are.
const (
	smallRows  = 4096 // a part with fewer rows goes into the next one that is made
	mergeTimes = 4    // so does one with at most so many times the rows of what it goes into
)

// choose says which old parts of a month become one with so many new rows, and
// which stay as they are. A part must be written again if it holds one of ids:
// what is about them is new, or goes.
func (job *mergeJob) choose(fresh int64, ids []string) (into, stay []string, err error) {
	rows := fresh
	for _, rel := range job.old {
		again := !job.kind.monthly() || path.Base(rel) == filepath.Base(job.path)
		if !again {
			if again, err = job.from.holdsAny(rel, ids); err != nil {
				return nil, nil, err
			}
		}
		if !again {
			stay = append(stay, rel)
			continue
		}
		into = append(into, rel)
		rows += job.rows(rel)
	}
	if rows == 0 {
		return nil, stay, nil
	}
	slices.SortFunc(stay, func(a, b string) int { return cmp.Or(cmp.Compare(job.rows(a), job.rows(b)), cmp.Compare(a, b)) })
	for len(stay) > 0 && (job.rows(stay[0]) < job.small || job.rows(stay[0]) <= mergeTimes*rows) {
		into = append(into, stay[0])
		rows += job.rows(stay[0])
		stay = stay[1:]
	}
	return into, stay, nil
}

func (job *mergeJob) rows(rel string) int64 { return job.from.list.Files[rel].Rows }

// holdsAny tells whether a part has rows about one of these feedback.
func (t *Tables) holdsAny(rel string, ids []string) (bool, error) {
	have, err := t.readIDs(rel)
	return err == nil && len(have.among(ids)) > 0, err
}

// paths gives where files are.
func (t *Tables) paths(rels []string) []string {
	var all []string
	for _, rel := range rels {
		all = append(all, t.path(rel))
	}
	return all
}

// readParts gives the rows of the parts of a month in one order. The pointer is
// good until the next row; what the row points at stays good.
func readParts[T any, P ptr[T]](paths []string) iter.Seq2[*T, error] {
	if len(paths) == 1 {
		return readFile[T](paths[0])
	}
	return func(yield func(*T, error) bool) {
		var heads []head[T]
		for _, path := range paths {
			next, stop := iter.Pull2(readFile[T](path))
			defer stop()
			if h := (head[T]{next: next}); h.advance() {
				heads = append(heads, h)
			}
		}
		for len(heads) > 0 {
			first := 0
			for i := range heads {
				if heads[i].err != nil {
					yield(nil, heads[i].err)
					return
				}
				if P(heads[i].row).compare(heads[first].row) < 0 {
					first = i
				}
			}
			if !yield(heads[first].row, nil) {
				return
			}
			if !heads[first].advance() {
				heads = slices.Delete(heads, first, first+1)
			}
		}
	}
}

// A head is the first row that is left of a part.
type head[T any] struct {
	row  *T
	err  error
	next func() (*T, error, bool)
}

func (h *head[T]) advance() (more bool) {
	h.row, h.err, more = h.next()
	return more
}
