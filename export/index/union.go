package index

import (
	"errors"
	"math"

	"github.com/blevesearch/bleve/v2/search"
	bleve "github.com/blevesearch/bleve_index_api"
)

// union is the search.Searcher of bestOf. bleve's own disjunction adds the
// scores up and divides by the number of parts, which makes a word with many
// ways of writing weigh less than one with few.
type union struct {
	parts []search.Searcher
	heads []*search.DocumentMatch // the next match of each part, nil at its end
	begun bool
}

func newUnion(parts []search.Searcher) *union {
	return &union{parts: parts, heads: make([]*search.DocumentMatch, len(parts))}
}

// Next gives the next document that any part finds.
func (u *union) Next(ctx *search.SearchContext) (*search.DocumentMatch, error) {
	if !u.begun {
		u.begun = true
		for i, part := range u.parts {
			var err error
			if u.heads[i], err = part.Next(ctx); err != nil {
				return nil, err
			}
		}
	}
	var best *search.DocumentMatch
	for _, head := range u.heads {
		if head == nil {
			continue
		}
		if best == nil {
			best = head
			continue
		}
		order := head.IndexInternalID.Compare(best.IndexInternalID)
		if order < 0 || order == 0 && head.Score > best.Score {
			best = head
		}
	}
	if best == nil {
		return nil, nil
	}
	return best, u.pass(ctx, best)
}

// pass moves on every part that stands at the document of best, which itself
// goes to the caller.
func (u *union) pass(ctx *search.SearchContext, best *search.DocumentMatch) error {
	for i, head := range u.heads {
		if head == nil || !head.IndexInternalID.Equals(best.IndexInternalID) {
			continue
		}
		next, err := u.parts[i].Next(ctx)
		if err != nil {
			return err
		}
		if head != best {
			ctx.DocumentMatchPool.Put(head)
		}
		u.heads[i] = next
	}
	return nil
}

// Advance gives the first document at or after id.
func (u *union) Advance(ctx *search.SearchContext, id bleve.IndexInternalID) (*search.DocumentMatch, error) {
	for i, part := range u.parts {
		head := u.heads[i]
		if u.begun && (head == nil || head.IndexInternalID.Compare(id) >= 0) {
			continue
		}
		next, err := part.Advance(ctx, id)
		if err != nil {
			return nil, err
		}
		if head != nil {
			ctx.DocumentMatchPool.Put(head)
		}
		u.heads[i] = next
	}
	u.begun = true
	return u.Next(ctx)
}

// Weight is what the union adds to the sum that bleve normalises by.
func (u *union) Weight() float64 {
	var weight float64
	for _, part := range u.parts {
		weight = math.Max(weight, part.Weight())
	}
	return weight
}

// SetQueryNorm hands on the factor that bleve normalises by.
func (u *union) SetQueryNorm(norm float64) {
	for _, part := range u.parts {
		part.SetQueryNorm(norm)
	}
}

// Count is the most documents that the union can find.
func (u *union) Count() uint64 {
	var n uint64
	for _, part := range u.parts {
		n += part.Count()
	}
	return n
}

// Min is the number of parts that a document needs.
func (u *union) Min() int { return 0 }

// Size is not accounted for.
func (u *union) Size() int { return 0 }

// DocumentMatchPoolSize is how many matches the union holds at a time.
func (u *union) DocumentMatchPoolSize() int {
	n := len(u.parts)
	for _, part := range u.parts {
		n += part.DocumentMatchPoolSize()
	}
	return n
}

// Close closes the parts.
func (u *union) Close() error {
	var err error
	for _, part := range u.parts {
		err = errors.Join(err, part.Close())
	}
	return err
}
