package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"luister/export/report"
	"luister/export/table"
	"luister/ingest"
	"luister/ingest/mapping"
	"luister/ingest/quality"
	"luister/ingest/source"
)

// statement gives the quality statement of a source in this run.
func (n *night) statement(name string) *report.Quality {
	i := slices.IndexFunc(n.run.Quality, func(q *report.Quality) bool { return q.Source == name })
	if i < 0 {
		n.run.Quality = append(n.run.Quality, &report.Quality{Source: name, Missing: map[string]int64{}, Languages: map[string]int64{}, Masked: map[string]int64{}})
		i = len(n.run.Quality) - 1
	}
	return n.run.Quality[i]
}

// layoutChanged notes which columns of a delivery are other than those of the
// delivery before, and what became of them.
func (n *night) layoutChanged(name string, d *source.Delivery) {
	i := slices.IndexFunc(n.sources, func(s table.Source) bool { return s.Source == name })
	var before source.Layout
	if i < 0 || json.Unmarshal([]byte(n.sources[i].Layout), &before) != nil || len(before.Columns) == 0 || len(d.Layout.Columns) == 0 {
		return
	}
	q := n.statement(name)
	for _, c := range quality.Changes(before.Columns, n.layoutOf(d).Columns) {
		change := report.LayoutChange{Change: c.Kind, Column: c.Column, Done: n.becameOf(d.Mapping, c)}
		if !slices.Contains(q.Layout, change) {
			q.Layout = append(q.Layout, change)
			n.run.Notices = append(n.run.Notices, fmt.Sprintf("bron %s: kolom %q is %s; %s", name, change.Column, change.Change, change.Done))
		}
	}
}

// becameOf says in Dutch what was done about a changed column.
func (n *night) becameOf(m mapping.Mapping, c quality.Change) string {
	if c.Kind == quality.Gone {
		return "wat erin stond, ontbreekt nu"
	}
	was := ""
	if c.Was != "" {
		was = fmt.Sprintf(" (heette %q)", c.Was)
	}
	for _, column := range m.Columns {
		if n.shown(column.Header) != c.Column {
			continue
		}
		switch column.Meaning {
		case mapping.Ignore:
			return "niet gelezen" + was
		case mapping.Attribute:
			return "bewaard als overige kolom" + was
		}
		return fmt.Sprintf("gelezen als %s%s", source.Dutch(column.Meaning), was)
	}
	return "gezien" + was
}

// judgeDeliveries compares what came, and what did not, with what is expected.
func (n *night) judgeDeliveries() error {
	earlier, err := n.earlierDeliveries()
	if err != nil {
		return err
	}
	for i := range n.sources {
		s := &n.sources[i]
		n.expect(s, earlier[s.Source])
		if !slices.ContainsFunc(n.deliveries, func(d *delivery) bool { return d.source == s.Source }) && s.NextBy.Before(n.now) && !s.NextBy.IsZero() {
			n.statement(s.Source).Delivery = quality.Missing
			n.run.Alarms = append(n.run.Alarms, fmt.Sprintf("bron %s: de levering die er op %s had moeten zijn, is uitgebleven (de laatste was op %s)",
				s.Source, s.NextBy.Format(time.DateOnly), s.LastDelivery.Format(time.DateOnly)))
		}
	}
	return nil
}

// earlierDeliveries gives what was delivered before, by source.
func (n *night) earlierDeliveries() (map[string][]quality.Delivery, error) {
	out := map[string][]quality.Delivery{}
	if n.old == nil {
		return out, nil
	}
	files, err := table.All[table.File](n.old)
	seen := map[string]bool{}
	for _, f := range files {
		if f.Problem != "" || f.Modified.IsZero() || seen[f.FileID] {
			continue
		}
		seen[f.FileID] = true
		out[f.Source] = append(out[f.Source], quality.Delivery{Day: f.Modified, Rows: f.RowsRead})
	}
	return out, err
}

// expect brings what is expected of a source up to date: as the configuration
// says, else as earlier deliveries teach.
func (n *night) expect(s *table.Source, earlier []quality.Delivery) {
	stated := n.configNamed(s.Source)
	e := stated.Expected
	learned := quality.Learn(earlier)
	s.Learned = e == quality.Expected{} && learned != quality.Expected{}
	if e.Every == "" {
		e.Every = learned.Every
	}
	if e.Rows == (quality.Range{}) {
		e.Rows = learned.Rows
	}
	s.Every, s.RowsLeast, s.RowsMost = string(e.Every), e.Rows.Least, e.Rows.Most
	s.NextBy = e.Due(s.LastDelivery)
}

// judgeVolumes judges the moment and the size of what came tonight, by source
// and day of delivery. It is called before the catalogue counts it.
func (n *night) judgeVolumes() {
	for _, q := range n.run.Quality {
		i := slices.IndexFunc(n.sources, func(s table.Source) bool { return s.Source == q.Source })
		var tonight []quality.Delivery
		for _, d := range n.deliveries {
			if d.source == q.Source {
				tonight = append(tonight, quality.Delivery{Day: d.modified, Rows: n.run.Files[d.file].Tally.Rows})
			}
		}
		if i < 0 || len(tonight) == 0 {
			continue
		}
		s := &n.sources[i]
		e := quality.Expected{Every: quality.Every(s.Every), Rows: quality.Range{Least: s.RowsLeast, Most: s.RowsMost}}
		before := s.LastDelivery
		for _, d := range quality.ByDay(tonight) {
			n.judgeOne(q, s, e.Came(before, d.Day), e.Size(d.Rows), d)
			before = d.Day
		}
		s.NextBy = e.Due(before)
	}
}

// judgeOne notes the verdicts on one delivery. What is far from what was stated
// is an alarm; what is far from what was learned is a notice.
func (n *night) judgeOne(q *report.Quality, s *table.Source, came, size string, d quality.Delivery) {
	if q.Delivery != quality.Late {
		q.Delivery = came
	}
	if size != quality.Normal || q.Volume == "" {
		q.Volume = size
	}
	if came == quality.Late {
		n.run.Notices = append(n.run.Notices, fmt.Sprintf("bron %s: de levering van %s kwam te laat", s.Source, d.Day.Format(time.DateOnly)))
	}
	if size != quality.Few && size != quality.Many {
		return
	}
	text := fmt.Sprintf("bron %s: de levering van %s heeft %s rijen, %s voor deze bron (verwacht %s tot %s)", s.Source, d.Day.Format(time.DateOnly),
		report.Number(d.Rows), size, report.Number(s.RowsLeast), report.Number(s.RowsMost))
	if n.configNamed(s.Source).Expected.Rows == (quality.Range{}) {
		n.run.Notices = append(n.run.Notices, text)
	} else {
		n.run.Alarms = append(n.run.Alarms, text)
	}
}

// countFiles adds the files of tonight to the statements of their sources.
func (n *night) countFiles() {
	for _, d := range n.deliveries {
		q := n.statement(d.source)
		q.Files++
		q.Tally.Add(n.run.Files[d.file].Tally)
	}
	slices.SortFunc(n.run.Quality, func(a, b *report.Quality) int { return cmp.Compare(a.Source, b.Source) })
	for _, q := range n.run.Quality {
		q.Settle()
		if said := q.ScoredWithoutText(); said != "" {
			n.run.Notices = append(n.run.Notices, fmt.Sprintf("bron %s: %s", q.Source, said))
		}
		if q.Unread > 0 {
			n.run.Notices = append(n.run.Notices, fmt.Sprintf("bron %s: %s", q.Source, q.UnreadText()))
		}
	}
}

// countQuality counts one new feedback in the statement of its source.
func (n *night) countQuality(rec *record) {
	f := &rec.feedback
	q := n.statement(f.Source)
	q.Feedback++
	for field, there := range map[string]bool{
		"datum": !f.Received.IsZero(), "klant": f.CustomerID != "", "zaak": f.CaseID != "", "kanaal": f.Channel != "", "product": f.Product != "",
		"afdeling": f.Department != "", "regio": f.Region != "", "locatie": f.Location != "", "titel": f.Subject != "", "uitkomst": f.Outcome != "",
		"datum afgehandeld": !f.Closed.IsZero(), "score": f.NPS != nil || f.CSAT != nil || f.CES != nil || f.Stars != nil || f.Handling != nil,
	} {
		if !there {
			q.Missing[field]++
		}
	}
	for _, column := range rec.people {
		notice := fmt.Sprintf("bron %s: in kolom %s staan namen of gegevens van personen; die zijn gemaskeerd", f.Source, column)
		if !slices.Contains(n.run.Notices, notice) {
			n.run.Notices = append(n.run.Notices, notice)
		}
	}
	if quality.Meaningless(f.Text) {
		q.Meaningless++
	}
	for _, a := range f.Attached {
		if a.Unread {
			q.Unread++
		}
	}
	if f.DuplicateOf != "" {
		q.Duplicates++
	}
	if f.NearOf != "" {
		q.NearDuplicates++
	}
	q.Languages[f.Language]++
	if len(rec.masked) > 0 {
		q.MaskedFeedback++
	}
	for kind, count := range rec.masked {
		q.Masked[kind] += count
	}
}

// qualityRows gives the statements as rows of the table.
func (n *night) qualityRows() []table.RunQuality {
	var rows []table.RunQuality
	for _, q := range n.run.Quality {
		t := &q.Tally
		row := table.RunQuality{RunID: n.run.ID, Source: q.Source, Files: q.Files,
			RowsRead: t.Rows, RowsUsed: t.Used, RowsAgain: t.Again, RowsRejected: ingest.Total(t.Rejected), RowsApart: ingest.Total(t.Apart),
			Rejected: reasonCounts(t.Rejected), Apart: reasonCounts(t.Apart),
			Feedback: q.Feedback, Duplicates: q.Duplicates, NearDuplicates: q.NearDuplicates, Empty: t.Empty, Meaningless: q.Meaningless, Unread: q.Unread,
			Missing: reasonCounts(q.Missing), Languages: reasonCounts(q.Languages), MaskedFeedback: q.MaskedFeedback, Masked: reasonCounts(q.Masked),
			Delivery: q.Delivery, Volume: q.Volume}
		for _, c := range q.Layout {
			row.Layout = append(row.Layout, table.LayoutChange{Change: c.Change, Column: c.Column, Done: c.Done})
		}
		rows = append(rows, row)
	}
	return rows
}

// scalesOf gives the scales of the scores of a delivery, for the catalogue.
func (n *night) scalesOf(m mapping.Mapping) []table.Scale {
	var scales []table.Scale
	for _, c := range m.Columns {
		if s := c.Scale; c.Meaning == mapping.Score {
			scales = append(scales, table.Scale{Column: n.shown(c.Header), Kind: string(s.Kind), Min: s.Min, Max: s.Max, High: s.High()})
		}
	}
	return scales
}

// catalogue fills in what the configuration says about a source.
func catalogue(s *table.Source, cfg source.Source) {
	s.Owner, s.LegalBasis = cmp.Or(cfg.Owner, s.Owner), cmp.Or(cfg.LegalBasis, s.LegalBasis)
	s.Retention = strings.TrimSpace(cfg.Retention)
	if len(cfg.Consumers) > 0 {
		s.Consumers = cfg.Consumers
	}
}
