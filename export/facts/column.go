package facts

import (
	"cmp"
	"iter"
	"slices"
	"strings"

	"luister/nlp"
)

// A Column is one value per row, out of few different ones.
type Column struct {
	Values []string
	of     []int32
}

func newColumn(values []string) Column {
	var c Column
	known := map[string]int32{}
	c.of = make([]int32, len(values))
	for i, v := range values {
		c.of[i] = c.intern(known, v)
	}
	return c
}

// intern gives the number of a value. The value is copied: what a frame gives
// would keep the memory of the whole column.
func (c *Column) intern(known map[string]int32, v string) int32 {
	n, ok := known[v]
	if !ok {
		v = strings.Clone(v)
		n = int32(len(c.Values))
		known[v] = n
		c.Values = append(c.Values, v)
	}
	return n
}

// Len is the number of rows.
func (c *Column) Len() int { return len(c.of) }

// Number gives the value of a row as an index into Values.
func (c *Column) Number(row int32) int32 { return c.of[row] }

// At gives the value of a row.
func (c *Column) At(row int32) string { return c.Values[c.of[row]] }

// Codes are some codes per row, each with a sentiment.
type Codes struct {
	Column
	start     []int32 // of each row: where its codes begin; one more than rows
	sentiment []nlp.Sentiment
}

// newCodes takes the columns of a table of codes. Rows of feedback that is not
// there are left out.
func newCodes(f *Facts, ids, codes, sentiments []string) Codes {
	c := Codes{start: make([]int32, len(f.IDs)+1)}
	rows := make([]int32, len(ids))
	for i, id := range ids {
		row, ok := f.rows[id]
		if !ok {
			row = -1
		} else {
			c.start[row+1]++
		}
		rows[i] = row
	}
	for i := 1; i < len(c.start); i++ {
		c.start[i] += c.start[i-1]
	}
	next := slices.Clone(c.start)
	c.of = make([]int32, c.start[len(c.start)-1])
	c.sentiment = make([]nlp.Sentiment, len(c.of))
	known := map[string]int32{}
	for i, row := range rows {
		if row >= 0 {
			c.of[next[row]], c.sentiment[next[row]] = c.intern(known, codes[i]), sentimentOf(sentiments[i])
			next[row]++
		}
	}
	return c
}

// sentimentOf gives the constant, so that no memory of a frame is kept.
func sentimentOf(s string) nlp.Sentiment {
	for _, known := range [...]nlp.Sentiment{nlp.Negative, nlp.Mixed, nlp.Positive} {
		if string(known) == s {
			return known
		}
	}
	return nlp.Neutral
}

// Has says whether a row has a code.
func (c *Codes) Has(row int32, code string) bool {
	for _, of := range c.of[c.start[row]:c.start[row+1]] {
		if c.Values[of] == code {
			return true
		}
	}
	return false
}

// HaveAny counts the rows that have a code for which is holds.
func (c *Codes) HaveAny(rows []int32, is func(code string) bool) (n int) {
	in := make([]bool, len(c.Values))
	for i, value := range c.Values {
		in[i] = is(value)
	}
	for _, row := range rows {
		if slices.ContainsFunc(c.of[c.start[row]:c.start[row+1]], func(of int32) bool { return in[of] }) {
			n++
		}
	}
	return n
}

// Each gives the codes of a row.
func (c *Codes) Each(row int32) iter.Seq[string] {
	return func(yield func(string) bool) {
		for _, of := range c.of[c.start[row]:c.start[row+1]] {
			if !yield(c.Values[of]) {
				return
			}
		}
	}
}

// A Count is how many feedback have a value, and how many of those are
// negative (or mixed) and positive.
type Count struct {
	Value                 string
	N, Negative, Positive int
}

func (c *Count) add(s nlp.Sentiment) {
	c.N++
	switch s {
	case nlp.Negative, nlp.Mixed:
		c.Negative++
	case nlp.Positive:
		c.Positive++
	}
}

// Rest is what is neither negative nor positive.
func (c Count) Rest() int { return c.N - c.Negative - c.Positive }

// Tally counts rows by a column, the largest count first; empty values are left out.
func (f *Facts) Tally(rows []int32, c *Column) []Count {
	counts := make([]Count, len(c.Values))
	for _, row := range rows {
		counts[c.of[row]].add(nlp.Sentiment(f.Sentiment.At(row)))
	}
	return named(counts, c.Values)
}

// TallyCodes counts rows by their codes, the largest count first. Sentiment is
// that of the code, not that of the whole feedback.
func (f *Facts) TallyCodes(rows []int32, c *Codes) []Count {
	counts := make([]Count, len(c.Values))
	for _, row := range rows {
		for i := c.start[row]; i < c.start[row+1]; i++ {
			counts[c.of[i]].add(c.sentiment[i])
		}
	}
	return named(counts, c.Values)
}

func named(counts []Count, values []string) []Count {
	var out []Count
	for i, c := range counts {
		if c.Value = values[i]; c.N > 0 && c.Value != "" {
			out = append(out, c)
		}
	}
	slices.SortFunc(out, func(a, b Count) int { return cmp.Or(cmp.Compare(b.N, a.N), cmp.Compare(a.Value, b.Value)) })
	return out
}

// Monthly counts rows by month: one count for each of Months.
func (f *Facts) Monthly(rows []int32) []Count {
	counts := make([]Count, len(f.Months))
	for i, month := range f.Months {
		counts[i].Value = month
	}
	for _, row := range rows {
		if m := f.month[row]; m >= 0 {
			counts[m].add(nlp.Sentiment(f.Sentiment.At(row)))
		}
	}
	return counts
}

// Split counts rows by sentiment.
func (f *Facts) Split(rows []int32) Count {
	var c Count
	for _, row := range rows {
		c.add(nlp.Sentiment(f.Sentiment.At(row)))
	}
	return c
}

// Where gives the rows for which keep holds, in the same order.
func Where(rows []int32, keep func(row int32) bool) []int32 {
	var out []int32
	for _, row := range rows {
		if keep(row) {
			out = append(out, row)
		}
	}
	return out
}
