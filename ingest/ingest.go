// Package ingest turns foreign exports into Feedback.
//
// It owns the types that a delivered file becomes: Feedback (what a customer
// said), Row (what one delivered row became) and the reasons for which a row is
// not used. It reads files; it gives Rows, in the order of the file. One folder
// below it per foreign family (delimited, mail, survey) knows that family's
// layout; mapping says which column means what.
//
// A Feedback is raw: it holds personal data and lives in memory only. Nothing
// here writes to disk, and no error or reason holds text of a cell.
package ingest

import "time"

// A Feedback is one thing a customer said, as it was delivered: one mail, one
// ticket, one open answer of a survey. Strings are valid UTF-8 in NFC.
type Feedback struct {
	Key     string // natural key within the source; empty if the export has none
	Channel string // e-mail, enquete, telefoon, ... as delivered; empty if unknown
	Subject string // subject line or title
	Context string // what the text answers: the question of a survey
	Text    string // the customer's own words

	Received time.Time // zero if unknown; so are the following three
	Answered time.Time
	Closed   time.Time
	Updated  time.Time // when the record last changed: decides between versions of one key

	Customer   string // customer key as delivered
	Contact    string `json:"-"` // e-mail address of the customer as delivered: also among Known, of which it is no new content
	Case       string // case or ticket key as delivered
	Respondent string // links the answers of one survey response
	Thread     string // key of the message this one answers
	Employee   bool   // said by an employee, not by a customer
	Proactive  bool   // the organisation asked for it

	Product    string
	Department string
	Region     string
	Location   string

	Outcome  string // how it was closed, as delivered
	Reopened bool
	Consent  bool // may be approached

	Known      []Known     // personal data known from the record's other fields, for masking
	Scores     []Score     // NPS, CSAT, CES, stars, satisfaction with the handling
	Attributes []Attribute // any other columns
	Cut        []Cut       // parts of the message that are not the customer's own words
	Attached   []Attached  // attachments

	Delivered *Feedback `json:"-"` // how it was delivered, if a date of it that cannot be was not taken over; else nil
}

// KnownType says what a Known value is.
type KnownType string

// The types of personal data that a record's own fields can name.
const (
	KnownName  KnownType = "naam"
	KnownEmail KnownType = "email"
	KnownPhone KnownType = "telefoon"
	KnownOther KnownType = "nummer" // customer, policy, order numbers
)

// Known is a piece of personal data that the record itself names, so that
// masking finds it in the running text.
type Known struct {
	Type  KnownType
	Value string
}

// ScoreKind is what a score measures.
type ScoreKind string

// The kinds of score. Handling is the satisfaction with how feedback was
// handled: a kind of its own next to the satisfaction with the product.
const (
	NPS      ScoreKind = "nps"
	CSAT     ScoreKind = "csat"
	CES      ScoreKind = "ces"
	Stars    ScoreKind = "sterren"
	Handling ScoreKind = "afhandeling"
)

// Score is one number a customer gave, on its own scale [Min, Max].
type Score struct {
	Kind     ScoreKind
	Value    float64
	Min, Max float64
}

// AttributeType is the type of a column beyond the fixed fields.
type AttributeType string

// The types of an attribute.
const (
	AttrText   AttributeType = "text"
	AttrNumber AttributeType = "number"
	AttrDate   AttributeType = "date"
	AttrBool   AttributeType = "bool"
)

// Attribute is a column that has no fixed field: kept with its header as name
// and its value as delivered.
type Attribute struct {
	Name  string
	Type  AttributeType
	Value string
}

// Cut is a part of a message that was set aside as not the customer's own
// words: a quoted reply, a signature, a disclaimer.
type Cut struct {
	Rule string // the rule that cut it, for instance "op-schreef"
	Text string
}

// Attached names an attachment.
type Attached struct {
	Name, Type string
	Size       int64 // bytes after decoding
	Unread     bool  `json:"-"` // it holds text that was not read; follows from name and type
}

// An Exposure is how many customers or contacts there were in a month: what
// counts of feedback are divided by.
type Exposure struct {
	Month     string // 2026-01
	Dimension string // product, department, region, location, channel, or the header of another column; "" for the whole
	Value     string // as delivered; "" for the whole
	Count     int64
	Unit      string // klanten or contacten
}

// A Row is what one delivered row (record, message, response) became. Exactly
// one of these holds: Answers and Empty together are at least one (the row is
// used), Reject is set, or Apart is set.
type Row struct {
	Line    int        // 1-based line of the file where the row starts
	Part    int        // which file of an archive Line counts in, from 1; 0 if the file is no archive
	Answers []Feedback // what was said, one per open answer
	Empty   int        // open answers of this row without any text
	Reject  string     // why the row cannot be used; never holds text of the row
	Apart   string     // why the row is set apart: test response, out of office, ...
	Scored  []Score    // what was scored in a row without any text; it gives no answer, but is counted
	Exposed []Exposure // of a table of customers or contacts, which gives no answers
	Note    string     // what was repaired or assumed for this row; may stand with Answers
}
