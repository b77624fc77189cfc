package table

import (
	"cmp"
	"time"
)

// The tables below say what an organisation learns from feedback: computed anew
// every night, like the figures of drivers.

// DriverRepeat is how often customers come back about a driver, one row for each
// with complaints. The row of driver "" is all feedback.
type DriverRepeat struct {
	DriverID   string `parquet:"driver_id"`
	Complaints int64  `parquet:"complaints"`
	Known      int64  `parquet:"known"`
	Episodes   int64  `parquet:"episodes"`

	Within30     *float64 `parquet:"within_30,optional"`
	Within30Low  *float64 `parquet:"within_30_low,optional"`
	Within30High *float64 `parquet:"within_30_high,optional"`
	Within90     *float64 `parquet:"within_90,optional"`
	Within90Low  *float64 `parquet:"within_90_low,optional"`
	Within90High *float64 `parquet:"within_90_high,optional"`
	Baseline     *float64 `parquet:"baseline_90,optional"`
	BaselineLow  *float64 `parquet:"baseline_90_low,optional"`
	BaselineHigh *float64 `parquet:"baseline_90_high,optional"`
	Change       *float64 `parquet:"change,optional"`
	ChangeLow    *float64 `parquet:"change_low,optional"`
	ChangeHigh   *float64 `parquet:"change_high,optional"`
	Q            *float64 `parquet:"q,optional"`
	Verdict      string   `parquet:"verdict"` // vaker, minder vaak or ""

	Reopened *float64 `parquet:"reopened,optional"`
	Second   *float64 `parquet:"second_line,optional"`
	Says     *float64 `parquet:"says_again,optional"`
	Any      *float64 `parquet:"any_sign,optional"`
	AnyLow   *float64 `parquet:"any_sign_low,optional"`
	AnyHigh  *float64 `parquet:"any_sign_high,optional"`

	Closed        int64    `parquet:"closed"`
	CameBack      int64    `parquet:"closed_came_back"`
	Again         int64    `parquet:"closed_reopened"`
	Dissatisfied  int64    `parquet:"closed_dissatisfied"`
	Unsettled     *float64 `parquet:"unsettled,optional"`
	UnsettledLow  *float64 `parquet:"unsettled_low,optional"`
	UnsettledHigh *float64 `parquet:"unsettled_high,optional"`
}

// DriverRank is the place of a driver on the agenda of learning.
type DriverRank struct {
	DriverID    string    `parquet:"driver_id"`
	Place       int64     `parquet:"place"`
	Score       float64   `parquet:"score"`
	Severity    float64   `parquet:"severity"`
	Impact      float64   `parquet:"impact"`
	Trend       float64   `parquet:"trend"`
	Repeat      float64   `parquet:"repeat"`
	LastSession time.Time `parquet:"last_session,optional,timestamp(microsecond:utc)"`
	Due         bool      `parquet:"due"`
	Reasons     []string  `parquet:"reasons,list"`
	Why         []string  `parquet:"why,list"`
	Complaints  int64     `parquet:"complaints"`   // that severity and impact rest on
	Own         *float64  `parquet:"own,optional"` // how far they tell of this driver, 0..1; nil in older snapshots
}

// MeasureEffect is a measure of the register and what came of it.
type MeasureEffect struct {
	MeasureID string    `parquet:"measure_id"`
	DriverID  string    `parquet:"driver_id"`
	What      string    `parquet:"what"`
	Owner     string    `parquet:"owner"`
	Start     time.Time `parquet:"start,optional,timestamp(microsecond:utc)"`
	Due       time.Time `parquet:"due,optional,timestamp(microsecond:utc)"`
	End       time.Time `parquet:"end,optional,timestamp(microsecond:utc)"`
	Customers string    `parquet:"customers"`
	Cost      float64   `parquet:"cost"`
	Status    string    `parquet:"status"`
	Overdue   bool      `parquet:"overdue"`

	Verdict        string   `parquet:"verdict"`
	WeeksBefore    int64    `parquet:"weeks_before"`
	Weeks          int64    `parquet:"weeks"`
	Before         int64    `parquet:"before"`
	After          int64    `parquet:"after"`
	Expected       *float64 `parquet:"expected,optional"`
	Difference     *float64 `parquet:"difference,optional"`
	DifferenceLow  *float64 `parquet:"difference_low,optional"`
	DifferenceHigh *float64 `parquet:"difference_high,optional"`
	Series         *float64 `parquet:"series,optional"`
	SeriesLow      *float64 `parquet:"series_low,optional"`
	SeriesHigh     *float64 `parquet:"series_high,optional"`
	Avoided        *float64 `parquet:"avoided,optional"`
	AvoidedLow     *float64 `parquet:"avoided_low,optional"`
	AvoidedHigh    *float64 `parquet:"avoided_high,optional"`
	Drifting       bool     `parquet:"drifting"`
	Q              *float64 `parquet:"q,optional"`

	Feedback []string `parquet:"feedback_ids,list"` // that it began with
}

// Target is how a target stood at a run; the rows of earlier runs stay.
type Target struct {
	TargetID  string    `parquet:"target_id"`
	RunID     string    `parquet:"run_id"`
	Indicator string    `parquet:"indicator"`
	DriverID  string    `parquet:"driver_id"`
	Owner     string    `parquet:"owner"`
	Baseline  float64   `parquet:"baseline"`
	From      time.Time `parquet:"baseline_date,optional,timestamp(microsecond:utc)"`
	Target    float64   `parquet:"target"`
	Date      time.Time `parquet:"target_date,timestamp(microsecond:utc)"`
	N         int64     `parquet:"n"`
	Now       *float64  `parquet:"now,optional"`
	NowLow    *float64  `parquet:"now_low,optional"`
	NowHigh   *float64  `parquet:"now_high,optional"`
	Part      *float64  `parquet:"part,optional"`
	PartLow   *float64  `parquet:"part_low,optional"`
	PartHigh  *float64  `parquet:"part_high,optional"`
	Due       float64   `parquet:"due"`
	Standing  string    `parquet:"standing"`
}

// Reach is how much a group of customers is heard.
type Reach struct {
	Dimension    string   `parquet:"dimension"`
	Value        string   `parquet:"value"`
	Voices       int64    `parquet:"voices"`
	Exposure     float64  `parquet:"exposure"`
	ExposurePart float64  `parquet:"exposure_share"`
	Voiced       *float64 `parquet:"voices_share,optional"`
	Ratio        *float64 `parquet:"ratio,optional"`
	RatioLow     *float64 `parquet:"ratio_low,optional"`
	RatioHigh    *float64 `parquet:"ratio_high,optional"`
	Q            *float64 `parquet:"q,optional"`
	Verdict      string   `parquet:"verdict"`
	VoicesAll    int64    `parquet:"voices_all"`
	Expected     float64  `parquet:"expected"`
	Missing      *float64 `parquet:"missing,optional"`
	MissingLow   *float64 `parquet:"missing_low,optional"`
	MissingHigh  *float64 `parquet:"missing_high,optional"`
}

// Suggestion is one feedback that proposes something, and its group.
type Suggestion struct {
	FeedbackID string    `parquet:"feedback_id"`
	GroupID    string    `parquet:"group_id"`
	DriverID   string    `parquet:"driver_id"`
	Topic      string    `parquet:"topic"`
	Received   time.Time `parquet:"received,optional,timestamp(microsecond:utc)"`
	Status     string    `parquet:"status"`
	Why        string    `parquet:"why"`
	Who        string    `parquet:"who"`
	Decided    time.Time `parquet:"decided,optional,timestamp(microsecond:utc)"`
}

// Indicator is one indicator of listening in one month and group.
type Indicator struct {
	Indicator string   `parquet:"indicator,dict"`
	Month     string   `parquet:"month,dict"` // "" is the last year
	Dimension string   `parquet:"dimension,dict"`
	Value     string   `parquet:"value,dict"`
	Unit      string   `parquet:"unit,dict"`
	N         int64    `parquet:"n"`
	Figure    *float64 `parquet:"figure,optional"`
	Low       *float64 `parquet:"low,optional"`
	High      *float64 `parquet:"high,optional"`
}

// NewWord is a word that customers use of late and hardly used before.
type NewWord struct {
	Term      string    `parquet:"term"`
	Recent    int64     `parquet:"recent"`
	Before    int64     `parquet:"before"`
	Expected  float64   `parquet:"expected"`
	Ratio     *float64  `parquet:"ratio,optional"`
	RatioLow  float64   `parquet:"ratio_low"`
	RatioHigh *float64  `parquet:"ratio_high,optional"`
	Q         float64   `parquet:"q"`
	First     time.Time `parquet:"first,timestamp(microsecond:utc)"`
	Drivers   []string  `parquet:"driver_ids,list"`
	Feedback  []string  `parquet:"feedback_ids,list"`
}

// DriverUnit is a unit that gets compliments where others get complaints.
type DriverUnit struct {
	DriverID       string  `parquet:"driver_id"`
	Dimension      string  `parquet:"dimension"`
	Value          string  `parquet:"value"`
	Positive       int64   `parquet:"positive"`
	Negative       int64   `parquet:"negative"`
	Share          float64 `parquet:"share"`
	ShareLow       float64 `parquet:"share_low"`
	ShareHigh      float64 `parquet:"share_high"`
	Others         float64 `parquet:"others_share"`
	Difference     float64 `parquet:"difference"`
	DifferenceLow  float64 `parquet:"difference_low"`
	DifferenceHigh float64 `parquet:"difference_high"`
	Q              float64 `parquet:"q"`
}

func (*DriverRepeat) table() string                 { return "driver_repeat" }
func (*DriverRepeat) owner() string                 { return "" }
func (r *DriverRepeat) compare(o *DriverRepeat) int { return cmp.Compare(r.DriverID, o.DriverID) }

func (*DriverRank) table() string               { return "driver_rank" }
func (*DriverRank) owner() string               { return "" }
func (r *DriverRank) compare(o *DriverRank) int { return cmp.Compare(r.DriverID, o.DriverID) }

func (*MeasureEffect) table() string                  { return "measure_effect" }
func (*MeasureEffect) owner() string                  { return "" }
func (r *MeasureEffect) compare(o *MeasureEffect) int { return cmp.Compare(r.MeasureID, o.MeasureID) }

func (*Target) table() string { return "target" }
func (*Target) owner() string { return "" }
func (r *Target) compare(o *Target) int {
	return cmp.Or(cmp.Compare(r.TargetID, o.TargetID), cmp.Compare(r.RunID, o.RunID))
}

func (*Reach) table() string { return "reach" }
func (*Reach) owner() string { return "" }
func (r *Reach) compare(o *Reach) int {
	return cmp.Or(cmp.Compare(r.Dimension, o.Dimension), cmp.Compare(r.Value, o.Value))
}

func (*Suggestion) table() string               { return "suggestion" }
func (*Suggestion) owner() string               { return "" }
func (r *Suggestion) compare(o *Suggestion) int { return cmp.Compare(r.FeedbackID, o.FeedbackID) }

func (*Indicator) table() string { return "indicator" }
func (*Indicator) owner() string { return "" }
func (r *Indicator) compare(o *Indicator) int {
	return cmp.Or(cmp.Compare(r.Indicator, o.Indicator), cmp.Compare(r.Dimension, o.Dimension), cmp.Compare(r.Value, o.Value), cmp.Compare(r.Month, o.Month))
}

func (*NewWord) table() string            { return "new_word" }
func (*NewWord) owner() string            { return "" }
func (r *NewWord) compare(o *NewWord) int { return cmp.Compare(r.Term, o.Term) }

func (*DriverUnit) table() string { return "driver_unit" }
func (*DriverUnit) owner() string { return "" }
func (r *DriverUnit) compare(o *DriverUnit) int {
	return cmp.Or(cmp.Compare(r.DriverID, o.DriverID), cmp.Compare(r.Dimension, o.Dimension), cmp.Compare(r.Value, o.Value))
}
