package report

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"luister/ingest"
)

// Quality is the quality statement of one source in one run.
type Quality struct {
	Source string       `json:"source"`
	Files  int64        `json:"files"`
	Tally  ingest.Tally `json:"tally"`

	Feedback       int64            `json:"feedback"` // new and changed; what follows is about these
	Duplicates     int64            `json:"duplicates"`
	NearDuplicates int64            `json:"near_duplicates"`
	Meaningless    int64            `json:"meaningless"`
	Unread         int64            `json:"unread"`            // attachments with text that was not read
	Missing        map[string]int64 `json:"missing,omitempty"` // by field
	Languages      map[string]int64 `json:"languages,omitempty"`
	MaskedFeedback int64            `json:"masked_feedback"`
	Masked         map[string]int64 `json:"masked,omitempty"`

	Scored   map[string]*Scored `json:"scored,omitempty"`   // by kind, in rows without any text: they are no feedback
	Delivery string             `json:"delivery,omitempty"` // op tijd, te laat, uitgebleven
	Volume   string             `json:"volume,omitempty"`   // normaal, weinig, veel
	Layout   []LayoutChange     `json:"layout,omitempty"`
}

// LayoutChange is a column that came, went or has another name.
type LayoutChange struct {
	Change string `json:"change"`
	Column string `json:"column"`
	Done   string `json:"done"` // what was done about it
}

// Scored adds up scores of one kind.
type Scored struct {
	N   int64   `json:"n"`
	Sum float64 `json:"sum"`
}

// Score counts the scores of a row without any text.
func (q *Quality) Score(scores []ingest.Score) {
	for _, s := range scores {
		if q.Scored == nil {
			q.Scored = map[string]*Scored{}
		}
		if q.Scored[string(s.Kind)] == nil {
			q.Scored[string(s.Kind)] = &Scored{}
		}
		q.Scored[string(s.Kind)].N++
		q.Scored[string(s.Kind)].Sum += s.Value
	}
}

// ScoredWithoutText says in Dutch what was scored in rows without any text; "" if
// nothing was.
func (q *Quality) ScoredWithoutText() string {
	var said []string
	for _, kind := range slices.Sorted(maps.Keys(q.Scored)) {
		s := q.Scored[kind]
		said = append(said, strings.Replace(fmt.Sprintf("%s gemiddeld %.1f", kind, s.Sum/float64(s.N)), ".", ",", 1)+fmt.Sprintf(" (n = %s)", Number(s.N)))
	}
	if said == nil {
		return ""
	}
	return "wie wel een cijfer gaf maar geen tekst: " + strings.Join(said, "; ") + ". Dat is geen feedback en telt niet mee in de cijfers per driver"
}

// UnreadText says in Dutch how many attachments with text were not read.
func (q *Quality) UnreadText() string {
	if q.Unread == 1 {
		return "er is 1 bijlage met tekst die niet is gelezen; ze staat bij de feedback genoemd"
	}
	return fmt.Sprintf("er zijn %s bijlagen met tekst die niet zijn gelezen; ze staan bij de feedback genoemd", Number(q.Unread))
}

// Settle ends the counting: a field that no feedback of the source has is not
// missing, it is not there to be had. A date always is.
func (q *Quality) Settle() {
	maps.DeleteFunc(q.Missing, func(field string, n int64) bool { return n >= q.Feedback && field != "datum" })
}
