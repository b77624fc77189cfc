package table

import (
	"cmp"
	"time"
)

// Feedback is one thing a customer said: the newest version of it, masked and coded.
type Feedback struct {
	ID      string `parquet:"feedback_id"`
	Version int32  `parquet:"version"`
	Source  string `parquet:"source,dict"`
	Channel string `parquet:"channel,dict"`

	Received      time.Time `parquet:"received,optional,timestamp(microsecond:utc)"` // zero is written as null
	ReceivedMonth string    `parquet:"received_month,dict"`
	Answered      time.Time `parquet:"answered,optional,timestamp(microsecond:utc)"`
	Closed        time.Time `parquet:"closed,optional,timestamp(microsecond:utc)"`
	Updated       time.Time `parquet:"updated,optional,timestamp(microsecond:utc)"`

	CustomerID   string `parquet:"customer_id"` // keyed hashes, these four
	CaseID       string `parquet:"case_id"`
	RespondentID string `parquet:"respondent_id"`
	ThreadID     string `parquet:"thread_id"`
	Employee     bool   `parquet:"employee"`

	Subject  string `parquet:"subject"`
	Context  string `parquet:"context,dict"`
	Text     string `parquet:"text"`
	Language string `parquet:"language,dict"`
	Words    int32  `parquet:"words"`

	Form           string  `parquet:"form,dict"`
	FormScore      float64 `parquet:"form_score"`
	Stance         string  `parquet:"stance,dict"`
	Line           string  `parquet:"line,dict"`
	Sentiment      string  `parquet:"sentiment,dict"`
	SentimentScore float64 `parquet:"sentiment_score"`
	Severity       int32   `parquet:"severity"`

	Product    string `parquet:"product,dict"`
	Department string `parquet:"department,dict"`
	Region     string `parquet:"region,dict"`
	Location   string `parquet:"location,dict"`

	NPS      *float64 `parquet:"nps,optional"` // nil if not given, these five
	CSAT     *float64 `parquet:"csat,optional"`
	CES      *float64 `parquet:"ces,optional"`
	Stars    *float64 `parquet:"stars,optional"`
	Handling *float64 `parquet:"handling,optional"`

	Outcome     string `parquet:"outcome,dict"`
	Reopened    bool   `parquet:"reopened"`
	Consent     bool   `parquet:"consent"`
	DuplicateOf string `parquet:"duplicate_of"`

	Expected []Span `parquet:"expected,list"`
	Causes   []Span `parquet:"causes,list"`

	FileID      string      `parquet:"file_id,dict"`
	FileLine    int64       `parquet:"file_line"`
	RunID       string      `parquet:"run_id,dict"`
	KeyHash     string      `parquet:"key_hash"`
	ContentHash string      `parquet:"content_hash"`
	Attributes  []Attribute `parquet:"attributes,list"`
	CutRules    []string    `parquet:"cut_rules,list"`
	Attachments int32       `parquet:"attachments"`

	FilePart int32   `parquet:"file_part"` // which file of an archive FileLine counts in, from 1; 0 if it is no archive
	NearOf   string  `parquet:"near_of"`
	Near     float64 `parquet:"near"` // Jaccard of the two texts
	Trust    int32   `parquet:"trust"`

	ContactID string     `parquet:"contact_id"`
	Attached  []Attached `parquet:"attached,list"`

	Unsure      string  `parquet:"unsure,dict"` // the likeliest topic that was not given
	UnsureScore float64 `parquet:"unsure_score"`

	Cut     []Cut  `parquet:"cut,list"`
	History string `parquet:"history"` // earlier outcomes with their moments, a line each

	ReceivedDay time.Time `parquet:"received_day,optional,timestamp(microsecond:utc)"` // midnight; stands for the day in the Netherlands
}

// Span is a half-open range of bytes in the UTF-8 of a feedback's text.
type Span struct {
	Start int32 `parquet:"start"`
	End   int32 `parquet:"end"`
}

// Attribute is a column of the export that has no column of its own here.
type Attribute struct {
	Name  string `parquet:"name,dict"`
	Type  string `parquet:"type,dict"`
	Value string `parquet:"value"`
}

// Attached is an attachment of a message.
type Attached struct {
	Name   string `parquet:"name"` // without what may tell a person
	Type   string `parquet:"type,dict"`
	Size   int64  `parquet:"size"`
	Unread bool   `parquet:"unread"` // it holds text that was not read
}

// Cut is a part of what was delivered that is not the customer's own words, masked.
type Cut struct {
	Rule string `parquet:"rule,dict"`
	Text string `parquet:"text"`
}

// FeedbackTopic is one topic (onderwerp) of a feedback.
type FeedbackTopic struct {
	FeedbackID string  `parquet:"feedback_id"`
	Topic      string  `parquet:"topic,dict"`
	Rank       int32   `parquet:"rank"`
	Score      float64 `parquet:"score"`
	Sentiment  string  `parquet:"sentiment,dict"`
	Evidence   []Span  `parquet:"evidence,list"`
}

// FeedbackExperience is one way (beleving) in which a feedback was experienced.
type FeedbackExperience struct {
	FeedbackID string  `parquet:"feedback_id"`
	Experience string  `parquet:"experience,dict"`
	Rank       int32   `parquet:"rank"`
	Score      float64 `parquet:"score"`
	Sentiment  string  `parquet:"sentiment,dict"`
	Evidence   []Span  `parquet:"evidence,list"`
}

// FeedbackFlag is one flag of a feedback.
type FeedbackFlag struct {
	FeedbackID string  `parquet:"feedback_id"`
	Flag       string  `parquet:"flag,dict"`
	Rank       int32   `parquet:"rank"`
	Score      float64 `parquet:"score"`
	Evidence   []Span  `parquet:"evidence,list"`
}

// FeedbackDriver says that a feedback belongs to a driver.
type FeedbackDriver struct {
	FeedbackID string  `parquet:"feedback_id"`
	DriverID   string  `parquet:"driver_id,dict"`
	Rank       int32   `parquet:"rank"`
	Score      float64 `parquet:"score"`
	Second     bool    `parquet:"second"`

	Terms []string `parquet:"terms,list" parquet-element:",dict"` // that speak for the driver most, the strongest first
	Start int32    `parquet:"start"`                              // of the sentence that fits the driver best, in bytes of the text
	End   int32    `parquet:"end"`                                // 0 where the text as a whole fits

	Topic      string  `parquet:"topic,dict"`  // that speaks for the driver most; empty if none does
	TopicShare float64 `parquet:"topic_share"` // of all that speaks for the driver, 0..1
}

// Document is what later stages compute with: not meant for reports.
type Document struct {
	FeedbackID    string   `parquet:"feedback_id"`
	Terms         []string `parquet:"terms,list" parquet-element:",dict"`
	Breaks        []int32  `parquet:"breaks,list"`         // where in Terms each segment starts
	Vector        []byte   `parquet:"vector,uncompressed"` // EncodeVector
	VectorVersion string   `parquet:"vector_version,dict"`
	TextHash      int64    `parquet:"text_hash"` // equal for texts that say the same to the letter, but for case, numbers and masked data
	Signature     []byte   `parquet:"signature,uncompressed"`
}

func (*Feedback) table() string             { return "feedback" }
func (r *Feedback) compare(o *Feedback) int { return cmp.Compare(r.ID, o.ID) }
func (r *Feedback) owner() string           { return r.ID }

func (*FeedbackTopic) table() string   { return "feedback_topic" }
func (r *FeedbackTopic) owner() string { return r.FeedbackID }
func (r *FeedbackTopic) compare(o *FeedbackTopic) int {
	return cmp.Or(cmp.Compare(r.FeedbackID, o.FeedbackID), cmp.Compare(r.Topic, o.Topic))
}

func (*FeedbackExperience) table() string   { return "feedback_experience" }
func (r *FeedbackExperience) owner() string { return r.FeedbackID }
func (r *FeedbackExperience) compare(o *FeedbackExperience) int {
	return cmp.Or(cmp.Compare(r.FeedbackID, o.FeedbackID), cmp.Compare(r.Experience, o.Experience))
}

func (*FeedbackFlag) table() string   { return "feedback_flag" }
func (r *FeedbackFlag) owner() string { return r.FeedbackID }
func (r *FeedbackFlag) compare(o *FeedbackFlag) int {
	return cmp.Or(cmp.Compare(r.FeedbackID, o.FeedbackID), cmp.Compare(r.Flag, o.Flag))
}

func (*FeedbackDriver) table() string   { return "feedback_driver" }
func (r *FeedbackDriver) owner() string { return r.FeedbackID }
func (r *FeedbackDriver) compare(o *FeedbackDriver) int {
	return cmp.Or(cmp.Compare(r.FeedbackID, o.FeedbackID), cmp.Compare(r.DriverID, o.DriverID))
}

func (*Document) table() string             { return "document" }
func (r *Document) owner() string           { return r.FeedbackID }
func (r *Document) compare(o *Document) int { return cmp.Compare(r.FeedbackID, o.FeedbackID) }
