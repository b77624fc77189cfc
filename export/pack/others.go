package pack

import (
	"cmp"
	"html/template"
	"slices"

	"luister/cluster/indicator"
	"luister/cluster/infer"
	"luister/export/facts"
	"luister/export/page"
	"luister/export/table"
	"luister/nlp/code"
)

const (
	shownCompliments = 30
	shownCases       = 8
	leastWords       = 40  // of a case: it must tell a story
	mostWords        = 220 // and fit on half a page
	pool             = 400 // texts that are looked at
	readCases        = 50  // of them at a time, until there are enough
)

// management is what the page for management tells.
type management struct {
	Indicators []indicatorRow
	Alarms     []alarm
	Measures   []table.MeasureEffect
	Targets    []targetRow
	Quarter    facts.Count // of the last three months
	Before     facts.Count // and of the three before
}

// alarm is a driver that rose.
type alarm struct {
	table.DriverTrend
	On *facts.Driver
}

// indicatorRow is an indicator over the last year, in words.
type indicatorRow struct{ Label, Shown, Between string }

// targetRow is how a target stands, in words.
type targetRow struct{ Label, Now, Wanted, Standing string }

// letter is a text to read aloud, with what it is about.
type letter struct {
	table.Feedback
	Shown   template.HTML
	Drivers []*facts.Driver
	Topics  []string
}

func (m *Maker) management() (*management, error) {
	f, l := m.facts, m.learning
	t := &management{Measures: l.Measures}
	for _, d := range indicator.Definitions() {
		all := l.Indicator(d.ID, "", "")
		if len(all) == 0 || all[0].Month != "" || all[0].Figure == nil {
			continue
		}
		row := indicatorRow{Label: d.Label, Shown: shown(d.Unit, *all[0].Figure)}
		if all[0].Low != nil && all[0].High != nil {
			row.Between = page.Interval(shown(d.Unit, *all[0].Low), shown(d.Unit, *all[0].High))
		}
		t.Indicators = append(t.Indicators, row)
	}
	for _, target := range l.Targets {
		d, _ := indicator.Named(target.Indicator)
		row := targetRow{Label: cmp.Or(d.Label, target.Indicator), Wanted: shown(d.Unit, target.Target) + " op " + page.Day(target.Date), Standing: target.Standing, Now: "–"}
		switch {
		case target.Now != nil:
			row.Now = shown(d.Unit, *target.Now)
		case target.N < infer.MinN:
			row.Now = "minder dan 10"
		}
		t.Targets = append(t.Targets, row)
	}
	for _, trend := range m.figures.Alarming() {
		if on := f.Driver(trend.DriverID); on != nil {
			t.Alarms = append(t.Alarms, alarm{trend, on})
		}
	}
	if !f.Latest.IsZero() {
		t.Quarter = f.Split(f.Of(facts.Side{From: f.Latest.AddDate(0, -3, 1), Until: f.Latest}))
		t.Before = f.Split(f.Of(facts.Side{From: f.Latest.AddDate(0, -6, 1), Until: f.Latest.AddDate(0, -3, 0)}))
	}
	return t, nil
}

func shown(unit indicator.Unit, f float64) string {
	switch unit {
	case indicator.Part:
		return page.Percent(f)
	case indicator.Days:
		return page.Decimal(f) + " dagen"
	}
	return page.Decimal(f)
}

// compliments gives the newest compliments about people, for their teams.
func (m *Maker) compliments() ([]letter, error) {
	f := m.facts
	rows := facts.Where(f.All(), func(row int32) bool {
		if f.Form.At(row) != "compliment" {
			return false
		}
		for topic := range f.Topics.Each(row) {
			if code.Group(topic) == "medewerker" {
				return true
			}
		}
		return false
	})
	f.Newest(rows)
	return m.letters(rows[:min(shownCompliments, len(rows))], func(*table.Feedback) bool { return true })
}

// cases gives letters that tell a story, of different drivers, to practise with:
// what would you answer, and what would you change?
func (m *Maker) cases() ([]letter, error) {
	f := m.facts
	rows := facts.Where(f.All(), func(row int32) bool {
		form := f.Form.At(row)
		return (form == "klacht" || form == "bezwaar") && f.Language.At(row) == "nl" && f.Severity[row] > 0
	})
	f.Newest(rows)
	slices.SortStableFunc(rows, func(a, b int32) int { return cmp.Compare(f.Severity[b], f.Severity[a]) })
	seen := map[string]bool{}
	var all []letter
	for some := range slices.Chunk(rows[:min(pool, len(rows))], readCases) {
		letters, err := m.letters(some, func(t *table.Feedback) bool { return t.Words >= leastWords && t.Words <= mostWords })
		if err != nil {
			return nil, err
		}
		for _, l := range letters {
			if len(l.Drivers) > 0 && !seen[l.Drivers[0].ID] {
				seen[l.Drivers[0].ID] = true
				all = append(all, l)
			}
		}
		if len(all) >= shownCases {
			break
		}
	}
	return first(all, shownCases), nil
}

// letters reads texts, in the order of rows.
func (m *Maker) letters(rows []int32, wanted func(*table.Feedback) bool) ([]letter, error) {
	f := m.facts
	texts, err := table.Get[table.Feedback](m.tables, f.IDsOf(rows, len(rows))...)
	if err != nil {
		return nil, err
	}
	var all []letter
	for i := range texts {
		if !wanted(&texts[i]) {
			continue
		}
		row, _ := f.Row(texts[i].ID)
		one := letter{Feedback: texts[i], Shown: page.Text(texts[i].Text), Drivers: f.DriversOf(row)}
		for topic := range f.Topics.Each(row) {
			one.Topics = append(one.Topics, topic)
		}
		all = append(all, one)
	}
	return all, nil
}
