package learning

import (
	"cmp"
	"slices"
	"time"

	"luister/cluster/voice"
	"luister/export/table"
	"luister/ingest"
)

// columns reads what figures need of all feedback.
func columns(tables *table.Tables, now time.Time) (*voice.Feedback, error) {
	frame, err := tables.Columns("feedback", nil, "feedback_id", "customer_id", "contact_id", "case_id", "source", "channel", "stance", "form", "line",
		"product", "department", "region", "location", "received", "answered", "closed", "sentiment", "severity", "trust",
		"nps", "csat", "ces", "stars", "handling", "reopened", "consent", "employee", "duplicate_of")
	if err != nil {
		return nil, err
	}
	text, at, score := frame.Strings, frame.Ints, frame.Floats
	f := &voice.Feedback{
		ID: text("feedback_id"), Customer: text("customer_id"), Contact: text("contact_id"), Case: text("case_id"), Source: text("source"), Channel: text("channel"),
		Stance: text("stance"), Form: text("form"), Line: text("line"),
		Product: text("product"), Department: text("department"), Region: text("region"), Location: text("location"),
		Received: at("received"), Answered: at("answered"), Closed: at("closed"),
		Sentiment: text("sentiment"), Severity: at("severity"), Trust: at("trust"),
		NPS: score("nps"), CSAT: score("csat"), CES: score("ces"), Stars: score("stars"), Handling: score("handling"),
		Reopened: frame.Bools("reopened"), Consent: frame.Bools("consent"), Employee: frame.Bools("employee"),
		Duplicate: make([]bool, frame.Rows), Until: voice.None,
	}
	for row, first := range text("duplicate_of") {
		f.Duplicate[row] = first != ""
	}
	for _, received := range f.Received {
		if received <= now.UnixMicro() {
			f.Until = max(f.Until, received)
		}
	}
	if f.HandlingScale, err = stated(tables); err != nil {
		return nil, err
	}
	return f, join(tables, f)
}

// stated gives the scales that sources state for the satisfaction with handling.
func stated(tables *table.Tables) (map[string]voice.Scale, error) {
	sources, err := table.All[table.Source](tables)
	if err != nil {
		return nil, err
	}
	scales := map[string]voice.Scale{}
	for i := range sources {
		if low, high, ok := sources[i].ScaleOf(string(ingest.Handling)); ok {
			scales[sources[i].Source] = voice.Scale{Low: low, High: high}
		}
	}
	return scales, nil
}

// join adds what other tables say: topics, flags and drivers.
func join(tables *table.Tables, f *voice.Feedback) error {
	rows := make(map[string]int32, f.Len())
	for row, id := range f.ID {
		rows[id] = int32(row)
	}
	topics, err := tables.Columns("feedback_topic", nil, "feedback_id", "topic", "rank")
	if err != nil {
		return err
	}
	f.Topic = make([]string, f.Len())
	for i, id := range topics.Strings("feedback_id") {
		if row, ok := rows[id]; ok && topics.Ints("rank")[i] == 1 {
			f.Topic[row] = topics.Strings("topic")[i]
		}
	}
	flags, err := tables.Columns("feedback_flag", nil, "feedback_id", "flag")
	if err != nil {
		return err
	}
	f.Flags = map[string][]int32{}
	for i, id := range flags.Strings("feedback_id") {
		if row, ok := rows[id]; ok {
			flag := flags.Strings("flag")[i]
			f.Flags[flag] = append(f.Flags[flag], row)
		}
	}
	return joinDrivers(tables, f, rows)
}

// joinDrivers adds the drivers in use that feedback belongs to, best first.
func joinDrivers(tables *table.Tables, f *voice.Feedback, rows map[string]int32) error {
	drivers, err := table.All[table.Driver](tables)
	if err != nil {
		return err
	}
	used := map[string]string{} // to one string for all rows
	for i := range drivers {
		if !drivers[i].Gone() {
			used[drivers[i].ID] = drivers[i].ID
		}
	}
	members, err := tables.Columns("feedback_driver", nil, "feedback_id", "driver_id", "rank", "second")
	if err != nil {
		return err
	}
	f.Drivers = make([][]string, f.Len())
	ranks := make([][]int64, f.Len())
	for i, id := range members.Strings("feedback_id") {
		row, ok := rows[id]
		driver := used[members.Strings("driver_id")[i]]
		if !ok || driver == "" || members.Bools("second")[i] {
			continue
		}
		rank := members.Ints("rank")[i]
		at, _ := slices.BinarySearchFunc(ranks[row], rank, cmp.Compare[int64])
		ranks[row], f.Drivers[row] = slices.Insert(ranks[row], at, rank), slices.Insert(f.Drivers[row], at, driver)
	}
	return nil
}

// timeOf is a time of a column, zero for none.
func timeOf(micro int64) time.Time {
	if micro == voice.None {
		return time.Time{}
	}
	return time.UnixMicro(micro).UTC()
}
