package web

import (
	"cmp"
	"net/http"
	"slices"
	"strings"
	"time"

	"luister/export/facts"
	"luister/export/table"
)

const (
	shownDeliveries = 30 // on the page of a source
	shownFiles      = 30
)

// sourceRow is a source with how its newest delivery was.
type sourceRow struct {
	table.Source
	Split facts.Count
	Rows  []float64         // of each delivery, oldest first
	Last  *table.RunQuality // nil of a snapshot of before it was kept
}

// sources shows where feedback comes from, or one source in full.
func (s *Server) sources(r *http.Request, o *opened) (*view, error) {
	all, err := table.All[table.Source](o.tables)
	if err != nil {
		return nil, err
	}
	statements, err := o.statements()
	if err != nil {
		return nil, err
	}
	counts := map[string]facts.Count{}
	for _, c := range o.facts.Tally(o.facts.All(), &o.facts.Source) {
		counts[c.Value] = c
	}
	var rows []sourceRow
	for _, source := range all {
		row := sourceRow{Source: source, Split: counts[source.Source]}
		for i := range statements[source.Source] {
			row.Last = &statements[source.Source][i].RunQuality
			row.Rows = append(row.Rows, float64(row.Last.RowsRead))
		}
		if source.Source == r.URL.Query().Get("bron") {
			return s.source(row, statements[source.Source], o)
		}
		rows = append(rows, row)
	}
	if r.URL.Query().Has("bron") {
		return nil, errNotFound
	}
	return &view{Page: "sources", Title: "Bronnen", Data: rows}, nil
}

// statement is what a run said about the quality of a source.
type statement struct {
	table.RunQuality
	At time.Time
}

// statements gives what the runs said of every source, oldest first.
func (o *opened) statements() (map[string][]statement, error) {
	runs, err := table.All[table.Run](o.tables)
	if err != nil {
		return nil, err
	}
	began := map[string]time.Time{}
	for _, run := range runs {
		began[run.RunID] = run.Started
	}
	all, err := table.All[table.RunQuality](o.tables)
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(all, func(a, b table.RunQuality) int { return cmp.Compare(a.RunID, b.RunID) })
	out := map[string][]statement{}
	for _, q := range all {
		out[q.Source] = append(out[q.Source], statement{q, began[q.RunID]})
	}
	return out, nil
}

// sourceData is what the page of a source shows.
type sourceData struct {
	sourceRow
	Runs                               []statement // newest first
	Older                              int         // that are not shown
	Rejected, Apart, Missing           []facts.Count
	Languages, Masked                  []facts.Count
	Feedback, MaskedFeedback           int64 // of all runs: what Missing, Languages and Masked are of
	Empty, Meaningless, Twice, Similar int64
	Unread                             int64          // attachments with text
	Changes                            []layoutChange // newest first
	Files                              []table.File   // newest first
	MoreFiles                          int
	Alarms                             []sourceAlarm // newest first
}

type layoutChange struct {
	table.LayoutChange
	At time.Time
}

// sourceAlarm is what a run reported about a source.
type sourceAlarm struct {
	At    time.Time
	RunID string
	Text  string
}

// source shows how a source delivers: its rhythm, and what became of its rows.
func (s *Server) source(row sourceRow, said []statement, o *opened) (*view, error) {
	d := sourceData{sourceRow: row}
	d.add(said)
	slices.Reverse(said)
	d.Runs, d.Older = said[:min(shownDeliveries, len(said))], max(0, len(said)-shownDeliveries)
	var err error
	if d.Alarms, err = s.alarmsOf(row.Source.Source); err != nil {
		return nil, err
	}
	files, err := table.All[table.File](o.tables)
	if err != nil {
		return nil, err
	}
	d.Files = slices.DeleteFunc(files, func(f table.File) bool { return f.Source != row.Source.Source })
	slices.SortStableFunc(d.Files, func(a, b table.File) int { return cmp.Compare(b.RunID, a.RunID) })
	d.MoreFiles = max(0, len(d.Files)-shownFiles)
	d.Files = d.Files[:len(d.Files)-d.MoreFiles]
	return &view{Page: "source", Title: row.Source.Source, Data: d}, nil
}

// add adds up what the runs said, oldest first.
func (d *sourceData) add(said []statement) {
	rejected, apart, missing, languages, masked := map[string]int64{}, map[string]int64{}, map[string]int64{}, map[string]int64{}, map[string]int64{}
	for _, q := range said {
		for _, sum := range []struct {
			into map[string]int64
			of   []table.ReasonCount
		}{{rejected, q.Rejected}, {apart, q.Apart}, {missing, q.Missing}, {languages, q.Languages}, {masked, q.Masked}} {
			for _, c := range sum.of {
				sum.into[c.Reason] += c.Rows
			}
		}
		d.Feedback, d.MaskedFeedback = d.Feedback+q.RunQuality.Feedback, d.MaskedFeedback+q.MaskedFeedback
		d.Empty, d.Meaningless, d.Unread = d.Empty+q.Empty, d.Meaningless+q.Meaningless, d.Unread+q.Unread
		d.Twice, d.Similar = d.Twice+q.Duplicates, d.Similar+q.NearDuplicates
		for _, c := range q.Layout {
			d.Changes = slices.Insert(d.Changes, 0, layoutChange{c, q.At})
		}
	}
	d.Rejected, d.Apart, d.Missing, d.Languages, d.Masked = counted(rejected), counted(apart), counted(missing), counted(languages), counted(masked)
}

// alarmsOf gives what the newest runs reported about a source.
func (s *Server) alarmsOf(source string) (all []sourceAlarm, err error) {
	runs, err := s.newestRuns(shownRuns)
	for _, run := range runs {
		for _, text := range slices.Concat(run.Alarms, run.Notices) {
			if about, found := strings.CutPrefix(text, "bron "+source+": "); found {
				all = append(all, sourceAlarm{run.Started, run.ID, about})
			}
		}
		for _, f := range run.Files {
			if f.Source == source && f.Problem != "" {
				all = append(all, sourceAlarm{run.Started, run.ID, f.Name + " is niet te lezen"})
			}
		}
	}
	return all, err
}
