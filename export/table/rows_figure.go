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

func (*DriverDay) table() string { return "driver_day" }
func (*DriverDay) owner() string { return "" }
func (r *DriverDay) compare(o *DriverDay) int {
	return cmp.Or(cmp.Compare(r.DriverID, o.DriverID), r.Day.Compare(o.Day))
}

func (*DriverTrend) table() string                { return "driver_trend" }
func (*DriverTrend) owner() string                { return "" }
func (r *DriverTrend) compare(o *DriverTrend) int { return cmp.Compare(r.DriverID, o.DriverID) }
