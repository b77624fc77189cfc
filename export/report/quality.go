package report

import (
	"maps"

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
	Missing        map[string]int64 `json:"missing,omitempty"` // by field
	Languages      map[string]int64 `json:"languages,omitempty"`
	MaskedFeedback int64            `json:"masked_feedback"`
	Masked         map[string]int64 `json:"masked,omitempty"`

	Delivery string         `json:"delivery,omitempty"` // op tijd, te laat, uitgebleven
	Volume   string         `json:"volume,omitempty"`   // normaal, weinig, veel
	Layout   []LayoutChange `json:"layout,omitempty"`
}

// LayoutChange is a column that came, went or has another name.
type LayoutChange struct {
	Change string `json:"change"`
	Column string `json:"column"`
	Done   string `json:"done"` // what was done about it
}

// Settle ends the counting: a field that no feedback of the source has is not
// missing, it is not there to be had. A date always is.
func (q *Quality) Settle() {
	maps.DeleteFunc(q.Missing, func(field string, n int64) bool { return n >= q.Feedback && field != "datum" })
}
