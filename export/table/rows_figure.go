package table

import (
	"cmp"
	"time"
)

// The tables below are figures of drivers: computed anew every night from the
// tables above. An estimate is value, low and high: the ends of its 95 % interval.
// What is nil is not known, or rests on too few feedback to be shown.

// DriverDay is how much feedback a driver had on a day. Days of the last two
// years; a day without a row had none, and less than a tenth was expected.
type DriverDay struct {
	DriverID string    `parquet:"driver_id,dict"`
	Day      time.Time `parquet:"day,timestamp(microsecond:utc)"` // midnight; stands for the day in the Netherlands
	Count    int32     `parquet:"count"`
	Expected *float64  `parquet:"expected,optional"`
	Low      *float64  `parquet:"low,optional"`
	High     *float64  `parquet:"high,optional"`
	Exposure *float64  `parquet:"exposure,optional"` // customers in that month
	Alarm    bool      `parquet:"alarm"`
}

// DriverPeriod is how much feedback a driver had in a whole week or month of the
// last two years, for 1,000 customers too.
type DriverPeriod struct {
	DriverID string    `parquet:"driver_id,dict"`
	Unit     string    `parquet:"unit,dict"`                        // week or maand
	Start    time.Time `parquet:"start,timestamp(microsecond:utc)"` // its first day
	Count    int64     `parquet:"count"`
	Exposure *float64  `parquet:"exposure,optional"` // customers, the mean of its days
	Rate     *float64  `parquet:"rate,optional"`
	RateLow  *float64  `parquet:"rate_low,optional"`
	RateHigh *float64  `parquet:"rate_high,optional"`
}

// DriverTrend is a driver through time, one row for each in use. The row of
// driver "" is all feedback.
type DriverTrend struct {
	DriverID string    `parquet:"driver_id"`
	Feedback int64     `parquet:"feedback"` // from First on
	First    time.Time `parquet:"first,timestamp(microsecond:utc)"`
	Last     time.Time `parquet:"last,timestamp(microsecond:utc)"`

	PerDay      float64  `parquet:"per_day"`
	PerDayLow   float64  `parquet:"per_day_low"`
	PerDayHigh  float64  `parquet:"per_day_high"`
	Rate        *float64 `parquet:"rate,optional"` // a month per 1,000 customers
	RateLow     *float64 `parquet:"rate_low,optional"`
	RateHigh    *float64 `parquet:"rate_high,optional"`
	Trend       *float64 `parquet:"trend,optional"` // times more every month
	TrendLow    *float64 `parquet:"trend_low,optional"`
	TrendHigh   *float64 `parquet:"trend_high,optional"`
	Seasonal    bool     `parquet:"seasonal"`
	Recent      int64    `parquet:"recent"`
	RecentUsual *float64 `parquet:"recent_usual,optional"`
	State       string   `parquet:"state"` // opkomend, vervagend or ""

	Changes       []LevelChange `parquet:"changes,list"`
	Alarm         string        `parquet:"alarm"` // stijging or ""
	AlarmSince    time.Time     `parquet:"alarm_since,optional,timestamp(microsecond:utc)"`
	AlarmFound    time.Time     `parquet:"alarm_found,optional,timestamp(microsecond:utc)"`
	AlarmCount    int64         `parquet:"alarm_count"`
	AlarmExpected *float64      `parquet:"alarm_expected,optional"`
}

// LevelChange is a day from which the level was another one.
type LevelChange struct {
	Day   time.Time `parquet:"day,timestamp(microsecond:utc)"`
	Ratio float64   `parquet:"ratio"` // level after against before
}

// DriverSegment is a product, department, region, ... that is over-represented
// in a driver. Cells with fewer than 5 feedback have no row.
type DriverSegment struct {
	DriverID  string  `parquet:"driver_id"`
	Dimension string  `parquet:"dimension"`
	Value     string  `parquet:"value"`
	Feedback  int64   `parquet:"feedback"`
	Share     float64 `parquet:"share"`
	ShareLow  float64 `parquet:"share_low"`
	ShareHigh float64 `parquet:"share_high"`
	Rest      float64 `parquet:"rest"` // share in all other feedback
	Ratio     float64 `parquet:"ratio"`
	RatioLow  float64 `parquet:"ratio_low"`
	RatioHigh float64 `parquet:"ratio_high"`
	Q         float64 `parquet:"q"`
}

// DriverImpact is what a driver does to a score: in net promoter points, or on
// a scale of 0 to 100.
type DriverImpact struct {
	DriverID   string  `parquet:"driver_id"`
	Score      string  `parquet:"score"` // nps, csat, ces, stars or handling
	Feedback   int64   `parquet:"feedback"`
	Mean       float64 `parquet:"mean"`
	MeanAll    float64 `parquet:"mean_all"`
	Effect     float64 `parquet:"effect"`
	EffectLow  float64 `parquet:"effect_low"`
	EffectHigh float64 `parquet:"effect_high"`
	Impact     float64 `parquet:"impact"`
	ImpactLow  float64 `parquet:"impact_low"`
	ImpactHigh float64 `parquet:"impact_high"`
	Weight     float64 `parquet:"weight"`
	Q          float64 `parquet:"q"`
}

// DriverFigure is one figure of a driver; of all feedback in the rows of driver "".
type DriverFigure struct {
	DriverID string   `parquet:"driver_id"`
	Figure   string   `parquet:"figure"`
	N        int64    `parquet:"n"`
	Value    *float64 `parquet:"value,optional"`
	Low      *float64 `parquet:"low,optional"`
	High     *float64 `parquet:"high,optional"`
}

func (*DriverDay) table() string { return "driver_day" }
func (*DriverDay) owner() string { return "" }
func (r *DriverDay) compare(o *DriverDay) int {
	return cmp.Or(cmp.Compare(r.DriverID, o.DriverID), r.Day.Compare(o.Day))
}

func (*DriverPeriod) table() string { return "driver_period" }
func (*DriverPeriod) owner() string { return "" }
func (r *DriverPeriod) compare(o *DriverPeriod) int {
	return cmp.Or(cmp.Compare(r.DriverID, o.DriverID), cmp.Compare(r.Unit, o.Unit), r.Start.Compare(o.Start))
}

func (*DriverTrend) table() string                { return "driver_trend" }
func (*DriverTrend) owner() string                { return "" }
func (r *DriverTrend) compare(o *DriverTrend) int { return cmp.Compare(r.DriverID, o.DriverID) }

func (*DriverSegment) table() string { return "driver_segment" }
func (*DriverSegment) owner() string { return "" }
func (r *DriverSegment) compare(o *DriverSegment) int {
	return cmp.Or(cmp.Compare(r.DriverID, o.DriverID), cmp.Compare(r.Dimension, o.Dimension), cmp.Compare(r.Value, o.Value))
}

func (*DriverImpact) table() string { return "driver_impact" }
func (*DriverImpact) owner() string { return "" }
func (r *DriverImpact) compare(o *DriverImpact) int {
	return cmp.Or(cmp.Compare(r.DriverID, o.DriverID), cmp.Compare(r.Score, o.Score))
}

func (*DriverFigure) table() string { return "driver_figure" }
func (*DriverFigure) owner() string { return "" }
func (r *DriverFigure) compare(o *DriverFigure) int {
	return cmp.Or(cmp.Compare(r.DriverID, o.DriverID), cmp.Compare(r.Figure, o.Figure))
}
