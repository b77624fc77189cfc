package table

import (
	"cmp"
	"slices"
	"time"
)

// Driver is a root cause with a lasting identity.
type Driver struct {
	ID         string    `parquet:"driver_id"`
	Name       string    `parquet:"name"`
	NamedBy    string    `parquet:"named_by"` // "" for the program
	Parent     string    `parquet:"parent_id"`
	Theme      string    `parquet:"theme"`
	Topic      string    `parquet:"topic"`
	Status     string    `parquet:"status"`
	MergedInto string    `parquet:"merged_into"`
	Owner      string    `parquet:"owner"`
	FirstSeen  time.Time `parquet:"first_seen,optional,timestamp(microsecond:utc)"`
	LastSeen   time.Time `parquet:"last_seen,optional,timestamp(microsecond:utc)"`
	Feedback   int64     `parquet:"feedback"`
	Recent     int64     `parquet:"recent"`
	Negative   int64     `parquet:"negative"`
	Positive   int64     `parquet:"positive"`
	Customers  int64     `parquet:"customers"`
	Severity   float64   `parquet:"severity"`
	Phrases    []string  `parquet:"phrases,list"`
	Quotes     []Quote   `parquet:"quotes,list"`
	Vector     []byte    `parquet:"vector,uncompressed"`
	RunID      string    `parquet:"run_id"`

	Description string  `parquet:"description"`
	Unusual     []Quote `parquet:"unusual,list"`
}

// Gone tells whether the driver is no longer in use.
func (r Driver) Gone() bool { return r.Status == StatusMerged || r.Status == StatusRetired }

// Why a driver is no longer in use.
const (
	StatusMerged  = "samengevoegd"
	StatusRetired = "buiten gebruik"
)

// Candidate is a group of feedback without driver that may become one.
type Candidate struct {
	ID        string   `parquet:"candidate_id"`
	Name      string   `parquet:"name"`
	Customers int64    `parquet:"customers"`
	Days      int64    `parquet:"days"` // from the first to the last feedback
	Feedback  []string `parquet:"feedback_ids,list"`
}

// MembersOf puts the feedback of candidates in the place of their ids.
func MembersOf(candidates []Candidate, ids []string) []string {
	var out []string
	for _, id := range ids {
		if i := slices.IndexFunc(candidates, func(c Candidate) bool { return c.ID == id }); i >= 0 {
			out = append(out, candidates[i].Feedback...)
		} else {
			out = append(out, id)
		}
	}
	return out
}

// Decision is something that a person decided.
type Decision struct {
	ID       string    `parquet:"decision_id"`
	At       time.Time `parquet:"at,timestamp(microsecond:utc)"`
	Who      string    `parquet:"who"`
	Kind     string    `parquet:"kind"`
	DriverID string    `parquet:"driver_id"`
	Others   []string  `parquet:"other_ids,list"`
	Feedback []string  `parquet:"feedback_ids,list"`
	Field    string    `parquet:"field"`
	From     string    `parquet:"from_value"`
	To       string    `parquet:"to_value"`
	Values   []Value   `parquet:"values,list"`
	Why      string    `parquet:"why"`
	Counts   bool      `parquet:"counts"`
	RunID    string    `parquet:"run_id"`
}

// Value is a named detail of a decision.
type Value struct {
	Name  string `parquet:"name"`
	Value string `parquet:"value"`
}

// Quote points at words of a feedback.
type Quote struct {
	FeedbackID string `parquet:"feedback_id"`
	Start      int32  `parquet:"start"`
	End        int32  `parquet:"end"`
}

// DriverEvent is something that happened to a driver.
type DriverEvent struct {
	At       time.Time `parquet:"at,timestamp(microsecond:utc)"`
	DriverID string    `parquet:"driver_id"`
	Kind     string    `parquet:"kind"`
	OtherID  string    `parquet:"other_id"`
	Who      string    `parquet:"who"`
	Why      string    `parquet:"why"`
	RunID    string    `parquet:"run_id"`
	Newest   time.Time `parquet:"newest,optional,timestamp(microsecond:utc)"`
}

// Source is a feed of deliveries.
type Source struct {
	Source       string    `parquet:"source"`
	Label        string    `parquet:"label"`
	Kind         string    `parquet:"kind"`
	Owner        string    `parquet:"owner"`
	Files        int64     `parquet:"files"`
	Rows         int64     `parquet:"rows"`
	Feedback     int64     `parquet:"feedback"`
	LastDelivery time.Time `parquet:"last_delivery,optional,timestamp(microsecond:utc)"`
	LastFeedback time.Time `parquet:"last_feedback,optional,timestamp(microsecond:utc)"`
	Key          string    `parquet:"key_rule"` // by what feedback is known: settled by the first delivery, and kept
	Layout       string    `parquet:"layout"`   // JSON of the layout by which a delivery that no source claims is recognised

	LegalBasis string    `parquet:"legal_basis"`
	Consumers  []string  `parquet:"consumers,list"`
	Retention  string    `parquet:"retention"`
	Every      string    `parquet:"every"`   // day, week, month; "" if it has no rhythm
	Learned    bool      `parquet:"learned"` // rhythm and volume were learned from earlier deliveries
	RowsLeast  int64     `parquet:"rows_least"`
	RowsMost   int64     `parquet:"rows_most"` // 0 if not known
	NextBy     time.Time `parquet:"next_by,optional,timestamp(microsecond:utc)"`
	Scales     []Scale   `parquet:"scales,list"`
}

// Scale is how a column of a source scores.
type Scale struct {
	Column string  `parquet:"column"`
	Kind   string  `parquet:"kind"`
	Min    float64 `parquet:"min"`
	Max    float64 `parquet:"max"`
	High   string  `parquet:"high"` // of a ces: easy or effort; empty for the others, of which high is good
}

// ScaleOf gives the lowest and the highest value of a kind of score; false if the
// source states none, or more than one.
func (s *Source) ScaleOf(kind string) (low, high float64, ok bool) {
	for _, c := range s.Scales {
		if c.Kind != kind {
			continue
		}
		if ok && (c.Min != low || c.Max != high) {
			return 0, 0, false
		}
		low, high, ok = c.Min, c.Max, true
	}
	return low, high, ok
}

// Exposure is how many customers or contacts there were in a month: what counts
// of feedback are divided by.
type Exposure struct {
	Month     string `parquet:"month"`     // 2026-01
	Dimension string `parquet:"dimension"` // product, department, region, channel or another column; "" for all of the organisation
	Value     string `parquet:"value"`
	Count     int64  `parquet:"count"`
	Unit      string `parquet:"unit"` // klanten, contacten
	FileID    string `parquet:"file_id"`
	RunID     string `parquet:"run_id"`
}

// RunQuality is the quality statement of one source in one run.
type RunQuality struct {
	RunID  string `parquet:"run_id"`
	Source string `parquet:"source"`
	Files  int64  `parquet:"files"`

	RowsRead     int64         `parquet:"rows_read"`
	RowsUsed     int64         `parquet:"rows_used"`
	RowsAgain    int64         `parquet:"rows_again"`
	RowsRejected int64         `parquet:"rows_rejected"`
	RowsApart    int64         `parquet:"rows_apart"`
	Rejected     []ReasonCount `parquet:"rejected,list"`
	Apart        []ReasonCount `parquet:"apart,list"`

	Feedback       int64         `parquet:"feedback"` // new and changed in this run; what follows is of these
	Duplicates     int64         `parquet:"duplicates"`
	NearDuplicates int64         `parquet:"near_duplicates"`
	Empty          int64         `parquet:"empty"`
	Meaningless    int64         `parquet:"meaningless"`
	Missing        []ReasonCount `parquet:"missing,list"`
	Languages      []ReasonCount `parquet:"languages,list"`
	MaskedFeedback int64         `parquet:"masked_feedback"`
	Masked         []ReasonCount `parquet:"masked,list"`

	Delivery string         `parquet:"delivery"` // op tijd, te laat, uitgebleven, "" without a rhythm
	Volume   string         `parquet:"volume"`   // normaal, weinig, veel, "" if not known
	Layout   []LayoutChange `parquet:"layout,list"`
	Unread   int64          `parquet:"unread"`
}

// LayoutChange is a column that came, went or has another name.
type LayoutChange struct {
	Change string `parquet:"change"` // nieuw, weg, hernoemd
	Column string `parquet:"column"`
	Done   string `parquet:"done"` // what was done about it
}

// File is one delivery of one file. Rows read are the sum of the four that follow.
type File struct {
	FileID   string `parquet:"file_id"`
	RunID    string `parquet:"run_id"`
	Name     string `parquet:"name"`
	Source   string `parquet:"source"`
	Kind     string `parquet:"kind"`
	Encoding string `parquet:"encoding"`
	Size     int64  `parquet:"size"`

	RowsRead     int64         `parquet:"rows_read"`
	RowsUsed     int64         `parquet:"rows_used"`
	RowsAgain    int64         `parquet:"rows_again"`
	RowsRejected int64         `parquet:"rows_rejected"`
	RowsApart    int64         `parquet:"rows_apart"`
	Apart        []ReasonCount `parquet:"apart,list"`
	Rejected     []ReasonCount `parquet:"rejected,list"`

	Answers  int64  `parquet:"answers"`
	Empty    int64  `parquet:"empty"`
	Feedback int64  `parquet:"feedback"`
	Assumed  string `parquet:"assumed"`
	Problem  string `parquet:"problem"`

	Settings string    `parquet:"settings"`                                     // fingerprint of what the configuration said about the source: a file is read again when it changes
	Modified time.Time `parquet:"modified,optional,timestamp(microsecond:utc)"` // of the delivered file: with name and size it tells that a file is known
}

// ReasonCount is how many rows had one reason.
type ReasonCount struct {
	Reason string `parquet:"reason"`
	Rows   int64  `parquet:"rows"`
}

// Reject is a row that could not be used. It holds nothing of the row.
type Reject struct {
	FileID string `parquet:"file_id"`
	Line   int64  `parquet:"line"`
	Reason string `parquet:"reason"`
	RunID  string `parquet:"run_id"`
	Part   int32  `parquet:"file_part"` // which file of an archive Line counts in, from 1; 0 if it is no archive
}

// Run is one run of the nightly job that made a snapshot.
type Run struct {
	RunID    string    `parquet:"run_id"`
	Started  time.Time `parquet:"started,timestamp(microsecond:utc)"`
	Version  string    `parquet:"version"`
	Config   string    `parquet:"config"`
	Models   []Model   `parquet:"models,list"`
	Previous string    `parquet:"previous_run_id"`

	Files        int64 `parquet:"files"`
	RowsRead     int64 `parquet:"rows_read"`
	RowsUsed     int64 `parquet:"rows_used"`
	RowsAgain    int64 `parquet:"rows_again"`
	RowsRejected int64 `parquet:"rows_rejected"`
	RowsApart    int64 `parquet:"rows_apart"`

	New           int64 `parquet:"feedback_new"`
	Changed       int64 `parquet:"feedback_changed"`
	Feedback      int64 `parquet:"feedback"`
	Drivers       int64 `parquet:"drivers"`
	WithoutDriver int64 `parquet:"without_driver"`
	Erased        int64 `parquet:"feedback_erased"`
	Expired       int64 `parquet:"feedback_expired"`

	Decisions string `parquet:"decisions"`
}

// Model is something frozen that a run worked with.
type Model struct {
	Name    string `parquet:"name"`
	Version string `parquet:"version"`
}

func (*Driver) table() string           { return "driver" }
func (*Driver) owner() string           { return "" }
func (r *Driver) compare(o *Driver) int { return cmp.Compare(r.ID, o.ID) }

func (*Candidate) table() string              { return "candidate" }
func (*Candidate) owner() string              { return "" }
func (r *Candidate) compare(o *Candidate) int { return cmp.Compare(r.ID, o.ID) }

func (*DriverEvent) table() string { return "driver_event" }
func (*DriverEvent) owner() string { return "" }
func (r *DriverEvent) compare(o *DriverEvent) int {
	return cmp.Or(r.At.Compare(o.At), cmp.Compare(r.DriverID, o.DriverID), cmp.Compare(r.Kind, o.Kind), cmp.Compare(r.OtherID, o.OtherID))
}

func (*Decision) table() string             { return "decision" }
func (*Decision) owner() string             { return "" }
func (r *Decision) compare(o *Decision) int { return cmp.Compare(r.ID, o.ID) }

func (*Source) table() string           { return "source" }
func (*Source) owner() string           { return "" }
func (r *Source) compare(o *Source) int { return cmp.Compare(r.Source, o.Source) }

func (*File) table() string { return "file" }
func (*File) owner() string { return "" }
func (r *File) compare(o *File) int {
	return cmp.Or(cmp.Compare(r.FileID, o.FileID), cmp.Compare(r.RunID, o.RunID))
}

func (*Reject) table() string { return "reject" }
func (*Reject) owner() string { return "" }
func (r *Reject) compare(o *Reject) int {
	return cmp.Or(cmp.Compare(r.FileID, o.FileID), cmp.Compare(r.Part, o.Part), cmp.Compare(r.Line, o.Line), cmp.Compare(r.Reason, o.Reason))
}

func (*Run) table() string        { return "run" }
func (*Run) owner() string        { return "" }
func (r *Run) compare(o *Run) int { return cmp.Compare(r.RunID, o.RunID) }

func (*Exposure) table() string { return "exposure" }
func (*Exposure) owner() string { return "" }
func (r *Exposure) compare(o *Exposure) int {
	return cmp.Or(cmp.Compare(r.Month, o.Month), cmp.Compare(r.Dimension, o.Dimension), cmp.Compare(r.Value, o.Value), cmp.Compare(r.Unit, o.Unit))
}

func (*RunQuality) table() string { return "run_quality" }
func (*RunQuality) owner() string { return "" }
func (r *RunQuality) compare(o *RunQuality) int {
	return cmp.Or(cmp.Compare(r.RunID, o.RunID), cmp.Compare(r.Source, o.Source))
}
