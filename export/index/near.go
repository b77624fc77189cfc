package index

import (
	"cmp"
	"fmt"
	"slices"
	"unicode/utf8"

	bleve "github.com/blevesearch/bleve_index_api"
	segmentapi "github.com/blevesearch/scorch_segment_api/v2"
)

const maxNear = 3

// near gives the words of the index that differ from a word by a typing error:
// one letter in short words, two in longer ones; the nearest and most used first.
// The first letter is right.
func (x *Index) near(word string) ([]string, error) {
	letters := utf8.RuneCountInString(word)
	if letters < 4 || letters > 24 || len(x.shards) == 0 {
		return nil, nil
	}
	distance := 1
	if letters > 7 {
		distance = 2
	}
	_, size := utf8.DecodeRuneInString(word)
	like, err := x.shards[0].automaton(word, distance)
	if err != nil {
		return nil, err
	}
	found := map[string]nearWord{}
	for _, s := range x.segments {
		if err := s.near(like, word[:size], found); err != nil {
			return nil, err
		}
	}
	words := sortedKeys(found)
	slices.SortStableFunc(words, func(a, b string) int {
		return cmp.Or(cmp.Compare(found[a].distance, found[b].distance), cmp.Compare(found[b].documents, found[a].documents))
	})
	return words[:min(maxNear, len(words))], nil
}

// nearWord is a word that is like another.
type nearWord struct {
	distance  uint8
	documents uint64
}

// automaton accepts the words within a distance of a word. It is dear to make,
// and good for all segments.
func (s *shard) automaton(word string, distance int) (segmentapi.Automaton, error) {
	reader, ok := s.reader.(bleve.IndexReaderFuzzy)
	if !ok {
		return nil, fmt.Errorf("a reader of a kind that is not known: %T", s.reader)
	}
	dict, like, err := reader.FieldDictFuzzyAutomaton(fieldWords, word, distance, "\xff")
	if err != nil {
		return nil, err
	}
	automaton, ok := like.(segmentapi.Automaton)
	if !ok {
		return nil, fmt.Errorf("an automaton of a kind that is not known: %T", like)
	}
	return automaton, dict.Close()
}

// near adds the words that are like another, and begin with these bytes, to found.
func (s *segment) near(like segmentapi.Automaton, first string, found map[string]nearWord) error {
	dict, err := s.data.Dictionary(fieldWords)
	if err != nil {
		return err
	}
	after := []byte(first)
	after[len(after)-1]++ // no byte of UTF-8 is the last
	for it := dict.AutomatonIterator(like, []byte(first), after); ; {
		entry, err := it.Next()
		if err != nil || entry == nil {
			return err
		}
		found[entry.Term] = nearWord{entry.EditDistance, found[entry.Term].documents + entry.Count}
	}
}
