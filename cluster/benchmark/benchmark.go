// Package benchmark makes figures that organisations can show each other.
//
// It owns the benchmark file: shares and rates by form, by main topic of the
// shared scheme and of some indicators, without anything that points at a
// person, a driver or a word of a text. Cells below a minimum are left out, and
// so are those that could be computed from the ones that stay. It takes counts
// and gives a File, checks a File of somebody else, and compares two. It never
// reads feedback.
package benchmark

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"luister/cluster/infer"
)

// Schema names the form of the file. A file of another form is not compared.
const Schema = "luister-benchmark/1"

// Least is the smallest cell of a file.
const Least = 10

// Rest stands for all cells that were left out, together.
const Rest = "overig"

// A File is what an organisation shares. Its JSON is the file.
type File struct {
	Schema  string `json:"schema"`
	Label   string `json:"label,omitempty"` // what the organisation calls itself here; may be empty
	From    string `json:"from"`            // first month, 2026-01
	Until   string `json:"until"`           // last month
	Minimum int    `json:"minimum"`         // no cell is smaller

	Feedback int   `json:"feedback"`
	PerMille *Rate `json:"per_1000_customers_per_month,omitempty"`

	Forms      []Cell      `json:"forms"`  // parts of all feedback
	Topics     []Cell      `json:"topics"` // parts of all feedback, by the most important topic
	Indicators []Indicator `json:"indicators"`

	Checksum string `json:"checksum"` // SHA-256 of the file with this field empty
}

// A Rate is a number with its 95 % interval.
type Rate struct {
	Value float64 `json:"value"`
	Low   float64 `json:"low"`
	High  float64 `json:"high"`
}

// A Cell is how much feedback has one code.
type Cell struct {
	ID       string `json:"id"`
	N        int    `json:"n"`
	Negative *int   `json:"negative,omitempty"` // of these; absent if it or the rest is below the minimum
}

// An Indicator is one share.
type Indicator struct {
	ID    string `json:"id"`
	Count int    `json:"count"`
	N     int    `json:"n"`
}

// Counts are what a File is made of.
type Counts struct {
	Label, From, Until string
	Feedback           int
	Customers          float64 // mean a month; 0 if unknown
	Months             int
	Forms, Topics      map[string]Count
	Shares             map[string][2]int // of indicators: how many of how many
}

// A Count is feedback of one code, and how much of it is negative.
type Count struct{ N, Negative int }

// Make makes a file. Codes that are not in shared (the ids of the shipped
// scheme) are part of the rest.
func Make(c Counts, shared func(id string) bool) (*File, error) {
	if c.Feedback < Least {
		return nil, fmt.Errorf("there are %d feedback; a benchmark needs %d at least", c.Feedback, Least)
	}
	f := &File{Schema: Schema, Label: c.Label, From: c.From, Until: c.Until, Minimum: Least, Feedback: c.Feedback}
	if c.Customers > 0 && c.Months > 0 {
		r := infer.Rate(c.Feedback, c.Customers*float64(c.Months)/1000)
		f.PerMille = &Rate{r.Value, r.Low, r.High}
	}
	f.Forms, f.Topics = cells(c.Forms, c.Feedback, shared), cells(c.Topics, c.Feedback, shared)
	f.Indicators = []Indicator{}
	for id, share := range c.Shares {
		if share[0] >= Least && share[1]-share[0] >= Least {
			f.Indicators = append(f.Indicators, Indicator{id, share[0], share[1]})
		}
	}
	slices.SortFunc(f.Indicators, func(a, b Indicator) int { return cmp.Compare(a.ID, b.ID) })
	f.Checksum = f.sum()
	return f, nil
}

// cells gives the parts of total that may be shown, by id. What is left out,
// together with what has no code, is a rest that nothing can be computed from:
// it is empty, or at least the minimum and made of two parts or more (Willenborg
// & De Waal, Elements of Statistical Disclosure Control, ch. 4: secondary
// suppression in one dimension).
func cells(counts map[string]Count, total int, shared func(string) bool) []Cell {
	var all []Cell
	rest, parts := Cell{ID: Rest, N: total}, 0
	for id, c := range counts {
		if c.N == 0 {
			continue
		}
		if cell := (Cell{ID: id, N: c.N}); shared(id) && id != Rest {
			if c.Negative >= Least && c.N-c.Negative >= Least {
				negative := c.Negative
				cell.Negative = &negative
			}
			all = append(all, cell)
			rest.N -= c.N
		} else {
			parts++
		}
	}
	slices.SortFunc(all, func(a, b Cell) int { return cmp.Or(cmp.Compare(b.N, a.N), cmp.Compare(a.ID, b.ID)) })
	for len(all) > 0 {
		last := all[len(all)-1]
		alone := rest.N > 0 && (rest.N < Least || parts == 1)
		if last.N >= Least && !alone {
			break
		}
		all, rest.N, parts = all[:len(all)-1], rest.N+last.N, parts+1
	}
	slices.SortFunc(all, func(a, b Cell) int { return cmp.Compare(a.ID, b.ID) })
	if rest.N > 0 {
		all = append(all, rest)
	}
	if all == nil {
		all = []Cell{}
	}
	return all
}

// sum is the checksum of f.
func (f *File) sum() string {
	bare := *f
	bare.Checksum = ""
	b, err := json.Marshal(bare)
	if err != nil {
		panic(err) // plain values
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// Encode gives the file as it is written.
func (f *File) Encode() []byte {
	b, err := json.MarshalIndent(f, "", "  ")
	if err != nil {
		panic(err) // plain values
	}
	return append(b, '\n')
}

// ErrChanged is a file that is not as it was made.
var ErrChanged = errors.New("the checksum is not that of its content: the file was changed or damaged")

// maxFile is more than any file of this form.
const maxFile = 4 << 20

// Decode reads a file of any organisation, and checks it.
func Decode(b []byte) (*File, error) {
	if len(b) > maxFile {
		return nil, fmt.Errorf("it is larger than %d bytes", maxFile)
	}
	var f File
	if err := json.Unmarshal(b, &f); err != nil {
		return nil, fmt.Errorf("it is no benchmark file: %w", err)
	}
	if f.Schema != Schema {
		return nil, fmt.Errorf("it is of schema %.40q; this program knows %s", f.Schema, Schema)
	}
	if f.Checksum != f.sum() {
		return nil, ErrChanged
	}
	return &f, f.check()
}

// check holds what every file keeps to.
func (f *File) check() error {
	for _, list := range [][]Cell{f.Forms, f.Topics} {
		total := 0
		for _, c := range list {
			total += c.N
			if c.N < f.Minimum && c.ID != Rest || c.N < 1 || c.Negative != nil && (*c.Negative < 0 || *c.Negative > c.N) {
				return fmt.Errorf("cell %.60q cannot be right", c.ID)
			}
		}
		if total != f.Feedback && len(list) > 0 {
			return errors.New("its cells do not add up to its feedback")
		}
	}
	for _, i := range f.Indicators {
		if i.Count < 0 || i.Count > i.N {
			return fmt.Errorf("indicator %.60q cannot be right", i.ID)
		}
	}
	return nil
}
