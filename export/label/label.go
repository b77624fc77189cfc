// Package label makes batches of feedback that people code, and reads them back.
//
// It owns which feedback is worth a coder's time (what the coding is unsure of,
// and a random part to measure on, which is coded blind), the columns of the
// file, and how a filled-in file becomes decisions. It reads the tables of a
// snapshot; it gives rows, and events for the log of decisions. It shows masked
// text only, and never changes a snapshot.
package label

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"time"

	"luister/cluster/decision"
	"luister/export/table"
	"luister/nlp"
	"luister/nlp/taught"
)

// Parts of a batch.
const (
	Unsure   = "onzeker"
	Measured = decision.Measured
)

// A Row is one feedback to code.
type Row struct {
	ID, Part, Source, Context, Text string
	Received                        time.Time
	Coding                          nlp.Coding // as it is now
}

// Options says what to choose.
type Options struct {
	Unsure   int             // how many that the coding is unsure of
	Measured int             // how many at random
	Done     map[string]bool // that need not be coded again
	Seed     string          // draws the random part
}

// candidate is a feedback that can be chosen.
type candidate struct {
	id    string
	doubt float64 // 0 certain, 1 not at all
	draw  string  // random, but the same for the same seed
	topic string  // the first one that the coding gives
	turn  int     // how many of that topic are more doubtful
}

// Choose makes a batch: first what the coding is most unsure of, then the random
// part. Feedback that is not Dutch, a duplicate, or without content is not asked.
func Choose(t *table.Tables, o Options) ([]Row, error) {
	all, err := candidates(t, o)
	if err != nil {
		return nil, err
	}
	slices.SortFunc(all, func(a, b candidate) int { return cmp.Compare(a.draw, b.draw) })
	measured := all[:min(o.Measured, len(all))]
	var ids []string
	parts := map[string]string{}
	for _, c := range doubtful(all[len(measured):], o.Unsure) {
		ids, parts[c.id] = append(ids, c.id), Unsure
	}
	for _, c := range measured {
		ids, parts[c.id] = append(ids, c.id), Measured
	}
	rows, err := Rows(t, ids...)
	for i := range rows {
		rows[i].Part = parts[rows[i].ID]
	}
	return rows, err
}

// doubtful gives n candidates, the most doubtful first: of each topic in turn, so
// that a model sees more than the one the coding knows least of.
func doubtful(all []candidate, n int) []candidate {
	byDoubt := func(a, b candidate) int { return cmp.Compare(b.doubt, a.doubt) }
	list := slices.Clone(all)
	slices.SortStableFunc(list, byDoubt)
	seen := map[string]int{}
	for i := range list {
		list[i].turn = seen[list[i].topic]
		seen[list[i].topic]++
	}
	slices.SortStableFunc(list, func(a, b candidate) int { return cmp.Compare(a.turn, b.turn) })
	list = list[:min(n, len(list))]
	slices.SortStableFunc(list, byDoubt)
	return list
}

func candidates(t *table.Tables, o Options) ([]candidate, error) {
	f, err := t.Columns("feedback", nil, "feedback_id", "language", "form", "form_score", "duplicate_of", "words")
	if err != nil {
		return nil, err
	}
	topics, err := t.Columns("feedback_topic", nil, "feedback_id", "topic", "rank", "score")
	if err != nil {
		return nil, err
	}
	least, first := map[string]float64{}, map[string]string{}
	for i, id := range topics.Strings("feedback_id") {
		score := topics.Floats("score")[i]
		if known, ok := least[id]; !ok || score < known {
			least[id] = score
		}
		if topics.Ints("rank")[i] == 1 {
			first[id] = topics.Strings("topic")[i]
		}
	}
	var list []candidate
	for i, id := range f.Strings("feedback_id") {
		if o.Done[id] || f.Strings("language")[i] != "nl" || f.Strings("form")[i] == "leeg" || f.Strings("duplicate_of")[i] != "" {
			continue
		}
		sum := sha256.Sum256([]byte(o.Seed + " " + id))
		list = append(list, candidate{id: id, doubt: doubt(f.Floats("form_score")[i], least[id], f.Ints("words")[i]), draw: hex.EncodeToString(sum[:8]), topic: first[id]})
	}
	return list, nil
}

// fewWords is a feedback in which there is hardly room for a topic.
const fewWords = 6

// doubt is how unsure the coding is: of the form, or of the topic it is least
// sure of. A long text without a topic is a question too.
func doubt(form, topic float64, words int64) float64 {
	if topic == 0 {
		topic = 0.5
		if words < fewWords {
			topic = 0.9
		}
	}
	return max(1-form, 1-topic)
}

// Rows gives feedback with its codes, in the order of ids; ids that the tables
// do not hold are left out.
func Rows(t *table.Tables, ids ...string) ([]Row, error) {
	feedback, err := table.Get[table.Feedback](t, ids...)
	if err != nil {
		return nil, err
	}
	rows, at := make([]Row, len(feedback)), map[string]int{}
	for i := range feedback {
		f := &feedback[i]
		at[f.ID] = i
		rows[i] = Row{ID: f.ID, Source: f.Source, Context: f.Context, Text: f.Text, Received: f.Received, Coding: nlp.Coding{
			Form: f.Form, FormScore: f.FormScore, Stance: f.Stance, Line: f.Line, Severity: int(f.Severity),
			Sentiment: nlp.Sentiment(f.Sentiment), SentimentScore: f.SentimentScore}}
		if f.Unsure != "" {
			rows[i].Coding.Unsure = []nlp.Code{{ID: f.Unsure, Score: f.UnsureScore}}
		}
	}
	topics, err1 := table.Get[table.FeedbackTopic](t, ids...)
	experiences, err2 := table.Get[table.FeedbackExperience](t, ids...)
	flags, err3 := table.Get[table.FeedbackFlag](t, ids...)
	slices.SortStableFunc(topics, func(a, b table.FeedbackTopic) int { return cmp.Compare(a.Rank, b.Rank) })
	slices.SortStableFunc(experiences, func(a, b table.FeedbackExperience) int { return cmp.Compare(a.Rank, b.Rank) })
	for _, x := range topics {
		c := &rows[at[x.FeedbackID]].Coding
		c.Topics = append(c.Topics, nlp.Code{ID: x.Topic, Score: x.Score, Sentiment: nlp.Sentiment(x.Sentiment)})
	}
	for _, x := range experiences {
		c := &rows[at[x.FeedbackID]].Coding
		c.Experience = append(c.Experience, nlp.Code{ID: x.Experience, Score: x.Score, Sentiment: nlp.Sentiment(x.Sentiment)})
	}
	for _, x := range flags {
		c := &rows[at[x.FeedbackID]].Coding
		c.Flags = append(c.Flags, nlp.Code{ID: x.Flag, Score: x.Score})
	}
	return rows, errors.Join(err1, err2, err3)
}

// Events gives what a filled-in row says: the judgement of its coder, and the
// corrections of the codes as they are now. A row that says nothing gives none.
func (f *Filled) Events(now nlp.Coding, at time.Time) []decision.Event {
	if len(f.Codes) == 0 {
		return nil
	}
	j := decision.Judgement{Feedback: f.ID, Who: f.Who, Part: f.Part, Codes: f.Codes, Whole: f.Whole}.Event()
	j.At, j.Why = at, f.Why
	events := []decision.Event{j}
	for _, field := range taught.Fields() {
		want, said := f.Codes[field]
		if !said {
			continue
		}
		for _, c := range differences(field, taught.Codes(&now, field), want) {
			events = append(events, decision.Event{Kind: decision.Code, At: at, Who: f.Who, Why: f.Why, Feedback: []string{f.ID}, Field: c.Field, From: c.From, To: c.To})
		}
	}
	return events
}

// differences gives the corrections that make codes as people want them.
func differences(field string, now, want []string) []taught.Correction {
	var gone, come []string
	for _, c := range now {
		if !slices.Contains(want, c) {
			gone = append(gone, c)
		}
	}
	for _, c := range want {
		if !slices.Contains(now, c) {
			come = append(come, c)
		}
	}
	var list []taught.Correction
	for i := range max(len(gone), len(come)) {
		c := taught.Correction{Field: field}
		if i < len(gone) {
			c.From = gone[i]
		}
		if i < len(come) {
			c.To = come[i]
		}
		list = append(list, c)
	}
	return list
}

// errColumn says what a file must have.
func errColumn(name string) error {
	return fmt.Errorf("there is no column %s; give the file back with the columns it was made with", name)
}
