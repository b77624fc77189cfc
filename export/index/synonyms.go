package index

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"
)

// SynonymFile is the name of the file in a workspace in which people write which
// words mean the same to their organisation.
const SynonymFile = "synoniemen.txt"

// longestKey is how many words a synonym may have.
const longestKey = 5

// Synonyms are words and phrases that are looked for as one another. They hold
// when a query is made, so a change of them rebuilds nothing.
type Synonyms struct {
	others map[string][]string // the others of its group, by the folded words of each
}

// LoadSynonyms reads a file of synonyms; without the file there are none.
func LoadSynonyms(path string) (Synonyms, error) {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return Synonyms{}, nil
	}
	if err != nil {
		return Synonyms{}, err
	}
	defer f.Close()
	s, err := ParseSynonyms(f)
	if err != nil {
		return Synonyms{}, fmt.Errorf("%s: %w", path, err)
	}
	return s, nil
}

// ParseSynonyms reads synonyms: on every line words or phrases that mean the
// same, with commas between them. What follows # is a remark.
func ParseSynonyms(r io.Reader) (Synonyms, error) {
	s := Synonyms{others: map[string][]string{}}
	lines := bufio.NewScanner(r)
	for n := 1; lines.Scan(); n++ {
		text, _, _ := strings.Cut(lines.Text(), "#")
		var group []string
		for word := range strings.SplitSeq(text, ",") {
			if key := keyOf(word); key != "" {
				group = append(group, key)
			}
			if len(strings.Fields(word)) > longestKey {
				return Synonyms{}, fmt.Errorf("line %d: a synonym has at most %d words", n, longestKey)
			}
		}
		slices.Sort(group)
		if group = slices.Compact(group); len(group) == 1 {
			return Synonyms{}, fmt.Errorf("line %d: a synonym needs another: write them on one line, with a comma between them", n)
		}
		for _, key := range group {
			for _, other := range group {
				if other != key && !slices.Contains(s.others[key], other) {
					s.others[key] = append(s.others[key], other)
				}
			}
		}
	}
	return s, lines.Err()
}

// keyOf gives the folded words of a synonym.
func keyOf(words string) string { return fold(strings.Join(strings.Fields(words), " ")) }

// at gives how many words from the first on have synonyms, and these.
func (s Synonyms) at(words []string) (n int, others []string) {
	for n := min(longestKey, len(words)); n > 0; n-- {
		if others := s.others[strings.Join(words[:n], " ")]; len(others) > 0 {
			return n, others
		}
	}
	return 0, nil
}
