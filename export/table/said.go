package table

import (
	"fmt"
	"strings"
	"time"

	"github.com/parquet-go/parquet-go"
)

// Said is what lists show of a feedback.
type Said struct {
	ID        string
	Source    string
	Channel   string
	Received  time.Time // UTC; zero if unknown
	Text      string
	Language  string
	Form      string
	Sentiment string
}

// Said gives what lists show.
func (r *Feedback) Said() Said {
	return Said{r.ID, r.Source, r.Channel, r.Received, r.Text, r.Language, r.Form, r.Sentiment}
}

var saidColumns = []string{"source", "channel", "text", "language", "form", "sentiment", "received"}

// set fills in the column at a place of saidColumns.
func (s *Said) set(column int, value parquet.Value) {
	texts := [...]*string{&s.Source, &s.Channel, &s.Text, &s.Language, &s.Form, &s.Sentiment}
	switch {
	case column < len(texts):
		*texts[column] = strings.Clone(value.String())
	case !value.IsNull():
		s.Received = time.UnixMicro(value.Int64()).UTC()
	}
}

// Said gives what lists show of these feedback, in their order: in a tenth of
// the time of Get. Ids that the tables do not hold are left out.
func (t *Tables) Said(ids ...string) ([]Said, error) {
	months, err := t.Months(ids...)
	if err != nil {
		return nil, err
	}
	found := map[string]*Said{}
	for month, here := range months {
		for _, id := range here {
			found[id] = &Said{ID: id}
		}
		if err := t.eachCell(month, here, saidColumns, func(id string, column int, value parquet.Value) { found[id].set(column, value) }); err != nil {
			return nil, fmt.Errorf("table feedback %s: %w", month, err)
		}
	}
	var all []Said
	for _, id := range ids {
		if s := found[id]; s != nil {
			all = append(all, *s)
		}
	}
	return all, nil
}
