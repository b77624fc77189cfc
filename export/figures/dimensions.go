package figures

import (
	"slices"
	"strings"
	"time"

	"luister/cluster/segment"
	"luister/export/table"
	"luister/nlp/code"
)

var (
	monthNames   = [...]string{"januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november", "december"}
	weekdayNames = [...]string{"maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"}
)

// dates puts the days of all years from that of the first feedback to that of the
// last: a calendar for BI has whole years.
func (k *work) dates(w *table.Writer) error {
	if len(k.Months) == 0 {
		return nil
	}
	first, err := time.Parse(monthLayout, k.Months[0])
	if err != nil {
		return err
	}
	end := time.Date(k.Latest.Year()+1, 1, 1, 0, 0, 0, 0, time.UTC)
	for day := time.Date(first.Year(), 1, 1, 0, 0, 0, 0, time.UTC); day.Before(end); day = day.AddDate(0, 0, 1) {
		if err := table.Put(w, "", dateOf(day)); err != nil {
			return err
		}
	}
	return nil
}

func dateOf(day time.Time) table.Date {
	month := int32(day.Month())
	year, week := day.ISOWeek()
	weekday := (int32(day.Weekday())+6)%7 + 1
	return table.Date{Day: day, Year: int32(day.Year()), Quarter: (month + 2) / 3,
		Month: day.Format(monthLayout), MonthNumber: month, MonthName: monthNames[month-1],
		WeekYear: int32(year), Week: int32(week), Weekday: weekday, WeekdayName: weekdayNames[weekday-1], Weekend: weekday > 5}
}

// codes puts what the ids of topics, experiences and flags mean. A topic that
// feedback still has from an earlier scheme has a row too, so that no fact is
// without its dimension.
func (k *work) codes(w *table.Writer, scheme *code.Scheme) error {
	rows := topicRows(scheme)
	for _, id := range k.Topics.Values {
		if !slices.ContainsFunc(rows, func(r table.Topic) bool { return r.Topic == id }) {
			row := topicRow(scheme, code.Class{ID: id})
			row.Retired = true
			rows = append(rows, row)
		}
	}
	if err := table.Put(w, "", rows...); err != nil {
		return err
	}
	for _, c := range scheme.Experiences {
		if err := table.Put(w, "", table.Experience{Experience: c.ID, Name: scheme.Label(c.ID), Description: c.Description}); err != nil {
			return err
		}
	}
	for _, c := range scheme.Flags {
		if err := table.Put(w, "", table.Flag{Flag: c.ID, Name: scheme.Label(c.ID), Description: c.Description}); err != nil {
			return err
		}
	}
	return nil
}

// topicRows gives the topics and main groups of a scheme; a main group that is a
// topic itself once.
func topicRows(scheme *code.Scheme) []table.Topic {
	var rows []table.Topic
	seen := map[string]bool{}
	for _, c := range slices.Concat(scheme.Topics, scheme.Groups) {
		if !seen[c.ID] {
			seen[c.ID] = true
			rows = append(rows, topicRow(scheme, c))
		}
	}
	return rows
}

func topicRow(scheme *code.Scheme, c code.Class) table.Topic {
	row := table.Topic{Topic: c.ID, Name: scheme.Label(c.ID), Main: code.Group(c.ID), Level: int32(strings.Count(c.ID, ".") + 1), Description: c.Description}
	row.MainName = scheme.Label(row.Main)
	if i := strings.LastIndexByte(c.ID, '.'); i >= 0 {
		row.Parent = c.ID[:i]
	}
	return row
}

// putValues puts the values by which feedback is split.
func putValues(w *table.Writer, columns []segment.Column) error {
	for _, c := range columns {
		counts := make([]int64, len(c.Values))
		for _, of := range c.Of {
			counts[of]++
		}
		for i, n := range counts {
			if n == 0 {
				continue
			}
			if err := table.Put(w, "", table.Segment{Dimension: c.Dimension, Value: c.Values[i], Feedback: n}); err != nil {
				return err
			}
		}
	}
	return nil
}
