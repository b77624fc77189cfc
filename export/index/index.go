// Package index is the search index: it alone uses bleve.
//
// It owns how a text becomes terms (TermsOf), the shards (one a month), the
// query language, and the ranking of Search and Similar. It reads analysed
// documents (nlp.Document) and gives ids with scores, counts and marks; the
// texts themselves, the drivers and the vectors are handed to it by functions,
// so that a merge of drivers or a new grouping never rebuilds an index. It never
// stores text, and never changes a shard that a snapshot holds: a Writer makes
// the next directory out of the previous one, in which untouched months are the
// same files by hard link.
//
// A directory of the index holds one scorch index a month and index.json, the
// list of shards: what is not in it does not count.
package index

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
)

// Version is the version of the shards: of fields and of how text becomes terms.
// Shards of another version are rebuilt from the tables.
const Version = 4

const listName = "index.json"

// A Facet is something to filter on and to count by.
type Facet string

// The facets. Month is the shard; Driver comes from Options.Drivers, the others
// are fields of the index.
const (
	Source     Facet = "source"
	Channel    Facet = "channel"
	Form       Facet = "form"
	Stance     Facet = "stance"
	Sentiment  Facet = "sentiment"
	Severity   Facet = "severity"
	Topic      Facet = "topic"
	Experience Facet = "experience"
	Flag       Facet = "flag"
	Product    Facet = "product"
	Department Facet = "department"
	Region     Facet = "region"
	Month      Facet = "month"
	Driver     Facet = "driver"
)

// fields are the facets that are fields of the index.
var fields = [...]Facet{Source, Channel, Form, Stance, Sentiment, Severity, Topic, Experience, Flag, Product, Department, Region}

// The other fields of the index.
const (
	fieldTerms    = "t" // lemmas, compound parts
	fieldRepeated = "r" // those that the text has more than once, and how often
	fieldWords    = "x" // words as written; their order stands in words.order and words.pairs
	fieldDay      = "d" // 2026-01-31
)

// An Entry is what the index is told about one feedback.
type Entry struct {
	ID     string
	Day    string // received, as 2026-01-31; "" if unknown
	Terms  Terms  // of the text
	Values map[Facet][]string
}

// list is the content of index.json.
type list struct {
	Version int              `json:"version"`
	Months  map[string]shape `json:"months"`
}

// shape is what the list says of a shard.
type shape struct {
	Documents uint64           `json:"documents"`
	Files     map[string]int64 `json:"files"` // size by name
}

func readList(dir string) (list, error) {
	var l list
	b, err := os.ReadFile(filepath.Join(dir, listName))
	if err != nil {
		return l, err
	}
	return l, json.Unmarshal(b, &l)
}

func (l list) write(dir string) error {
	b, err := json.MarshalIndent(l, "", " ")
	if err != nil {
		return err
	}
	f, err := os.OpenFile(filepath.Join(dir, listName), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	_, err = f.Write(append(b, '\n'))
	return errors.Join(err, f.Sync(), f.Close())
}
