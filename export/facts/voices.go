package facts

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"luister/export/table"
	"luister/nlp"
)

const (
	readForVoices = 120 // feedback of a driver that are read for what they say
	shownQuotes   = 5
	shownSaid     = 6  // causes, and expectations
	leastSaid     = 12 // bytes: a shorter cause says nothing by itself
)

// A Quote is a part of a feedback.
type Quote struct {
	table.Feedback
	Span nlp.Span
}

// Said is the quoted text, still masked in full.
func (q Quote) Said() string { return q.Span.Of(q.Text) }

// Voices are the words of customers about a driver.
type Voices struct {
	Read        int // feedback that were looked at for causes and expectations
	Typical     []Quote
	Unusual     []Quote // of feedback that belongs to the driver only just
	Complaints  []Quote
	Compliments []Quote
	Causes      []Quote // what customers say the cause is
	Expected    []Quote // what they say they expected, or were promised
	Newest      []table.Feedback
}

// Voices reads what the feedback of a driver says.
func (f *Facts) Voices(tables *table.Tables, d *Driver) (*Voices, error) {
	ids := f.toRead(d)
	rows, err := table.Get[table.Feedback](tables, ids...)
	if err != nil {
		return nil, fmt.Errorf("facts: %w", err)
	}
	byID := make(map[string]*table.Feedback, len(rows))
	for i := range rows {
		byID[rows[i].ID] = &rows[i]
	}
	v := &Voices{Read: len(rows)}
	for _, q := range d.Quotes {
		if row := byID[q.FeedbackID]; row != nil && len(v.Typical) < shownQuotes {
			v.add(&v.Typical, row, nlp.Span{Start: int(q.Start), End: int(q.End)})
		}
	}
	for _, q := range d.Unusual {
		v.add(&v.Unusual, byID[q.FeedbackID], nlp.Span{Start: int(q.Start), End: int(q.End)})
	}
	v.both(f, d, byID)
	scores := f.scores(d)
	slices.SortStableFunc(rows, func(a, b table.Feedback) int { return cmp.Compare(scores[b.ID], scores[a.ID]) })
	v.said(rows)
	slices.SortStableFunc(rows, func(a, b table.Feedback) int { return b.Received.Compare(a.Received) })
	v.Newest = rows[:min(shownSaid, len(rows))]
	return v, nil
}

// scores says of each feedback how sure it is that it belongs to a driver.
func (f *Facts) scores(d *Driver) map[string]float64 {
	scores := make(map[string]float64, len(d.Rows))
	for i, row := range d.Rows {
		scores[f.IDs[row]] = d.Scores[i]
	}
	return scores
}

// toRead gives the feedback to read: the quoted, the unusual, and the newest of
// each kind.
func (f *Facts) toRead(d *Driver) []string {
	var ids []string
	for _, q := range slices.Concat(d.Quotes, d.Unusual) {
		ids = append(ids, q.FeedbackID)
	}
	ids = append(ids, f.IDsOf(f.ofForm(d, praise), 3*shownQuotes)...)
	ids = append(ids, f.IDsOf(f.ofForm(d, "klacht"), 3*shownQuotes)...)
	ids = append(ids, f.IDsOf(d.Rows, readForVoices)...)
	slices.Sort(ids)
	return slices.Compact(ids)
}

// praise is the form of feedback that should be positive.
const praise = "compliment"

// ofForm gives the feedback of a driver that has a form, and the sentiment that
// goes with it, the surest first.
func (f *Facts) ofForm(d *Driver, form string) []int32 {
	var at []int
	for i, row := range d.Rows {
		if f.Form.At(row) == form && (f.Sentiment.At(row) == string(nlp.Positive)) == (form == praise) {
			at = append(at, i)
		}
	}
	slices.SortStableFunc(at, func(a, b int) int { return cmp.Compare(d.Scores[b], d.Scores[a]) })
	return pick(d, at, 3*shownQuotes)
}

func pick(d *Driver, at []int, n int) []int32 {
	var rows []int32
	for _, i := range at[:min(n, len(at))] {
		rows = append(rows, d.Rows[i])
	}
	return rows
}

// both fills in what is praised and what is complained about.
func (v *Voices) both(f *Facts, d *Driver, byID map[string]*table.Feedback) {
	for _, row := range f.ofForm(d, "klacht") {
		v.add(&v.Complaints, byID[f.IDs[row]], nlp.Span{})
	}
	for _, row := range f.ofForm(d, praise) {
		v.add(&v.Compliments, byID[f.IDs[row]], nlp.Span{})
	}
}

// said fills in causes and expectations, each text once.
func (v *Voices) said(rows []table.Feedback) {
	seen := map[string]bool{}
	take := func(to *[]Quote, row *table.Feedback, spans []table.Span) {
		for _, s := range spans {
			span := nlp.Span{Start: int(s.Start), End: int(s.End)}
			if len(*to) < shownSaid && span.End-span.Start >= leastSaid && span.End <= len(row.Text) && !seen[span.Of(row.Text)] {
				seen[span.Of(row.Text)] = true
				v.add(to, row, span)
			}
		}
	}
	for i := range rows {
		take(&v.Causes, &rows[i], rows[i].Causes)
		take(&v.Expected, &rows[i], rows[i].Expected)
	}
}

// add adds a quote; an empty span means the whole text.
func (v *Voices) add(to *[]Quote, row *table.Feedback, span nlp.Span) {
	if row == nil || span.Start < 0 || span.End > len(row.Text) {
		return
	}
	if span.End <= span.Start {
		span = nlp.Span{Start: 0, End: len(row.Text)}
	}
	q := Quote{*row, span}
	if len(*to) < shownSaid && !slices.ContainsFunc(*to, func(other Quote) bool { return alike(q, other) }) {
		*to = append(*to, q)
	}
}

const sameWords = 0.6 // share of its words that a quote has in common with another of the list

// alike says whether a quote says little that another does not.
func alike(q, other Quote) bool {
	theirs, same, n := map[string]bool{}, 0, 0
	for _, word := range strings.Fields(strings.ToLower(other.Said())) {
		theirs[word] = true
	}
	for _, word := range strings.Fields(strings.ToLower(q.Said())) {
		if n++; theirs[word] {
			same++
		}
	}
	return float64(same) >= sameWords*float64(n)
}

// Smallest is the least number that is shown about people who can be told
// apart: fewer are "minder dan 5".
const Smallest = 5

// A Segment is how much of a set of feedback comes from one product, team and so on.
type Segment struct {
	Count
	All   int  // of the segment in all feedback
	Small bool // too few to say how many
	More  bool // clearly more than the segment's part in all feedback
}

const (
	shownSegments = 8
	clearlyMore   = 1.5
)

// Segments counts rows by a column and compares with all feedback. Values with
// few feedback are not counted out.
func (f *Facts) Segments(rows []int32, c *Column) []Segment {
	all := map[string]int{}
	for _, count := range f.Tally(f.All(), c) {
		all[count.Value] = count.N
	}
	var out []Segment
	for _, count := range f.Tally(rows, c) {
		s := Segment{Count: count, All: all[count.Value], Small: count.N < Smallest}
		expected := float64(len(rows)) * float64(s.All) / float64(max(len(f.IDs), 1))
		s.More = !s.Small && float64(s.N) > clearlyMore*expected && float64(s.N)-expected > 3
		if s.Small {
			s.Count = Count{Value: s.Value}
		}
		if out = append(out, s); len(out) == shownSegments {
			break
		}
	}
	return out
}
