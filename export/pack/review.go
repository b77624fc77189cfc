package pack

import (
	"cmp"
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"time"

	"luister/cluster/agenda"
	"luister/cluster/decision"
	"luister/cluster/indicator"
	"luister/cluster/infer"
	"luister/export/facts"
	"luister/export/figures"
	"luister/export/label"
	"luister/export/learning"
	"luister/export/page"
	"luister/export/table"
	"luister/ingest/value"
	"luister/nlp/taught"
)

// ReviewText is the template of a Review, by the name "review", for packs and
// for pages.
//
//go:embed review.html.tmpl
var ReviewText string

// A Review is what an organisation looks at once a quarter: whether listening
// works, and whether what was agreed was done.
type Review struct {
	From, Until time.Time // first and last day of the last whole quarter
	Now, Before facts.Count
	Risen       []alarm         // drivers that rose suddenly in the quarter
	New         []*facts.Driver // first seen in the quarter

	Runs     runsReview
	Audit    []audited
	Judged   int // feedback of the random part that people judged, ever
	Coders   int
	Overdue  []table.MeasureEffect
	Started  []table.MeasureEffect // in the quarter
	Targets  []targetReview
	Without  []ownerless // drivers without an owner, those that are due first
	Owned    int
	Sessions []heldSession // in the quarter
}

// runsReview is how the runs of the quarter went.
type runsReview struct {
	Since                              time.Time // not zero: none was in the quarter, these are the ones since
	Count                              int
	Read, Used, Again, Rejected, Apart int64
	New                                int64
	Sources                            []sourceReview
}

// sourceReview is how a source delivered.
type sourceReview struct {
	Source                    string
	Owner                     string
	Deliveries, Late, Missing int
	Unusual                   int // fewer or more rows than expected
	Read, Rejected            int64
	Changed                   int // columns that came, went or were renamed
}

// audited is how often people who had not seen the coding agreed with it.
type audited struct {
	Field string
	Right infer.Estimate
	Small bool // too few to say anything
}

// targetReview is a target with how far it is.
type targetReview struct {
	table.Target
	Name, On, Now, Wanted string
}

type ownerless struct {
	*facts.Driver
	Why []string
}

// heldSession is a session with the drivers that it was about.
type heldSession struct {
	agenda.Session
	On []*facts.Driver
}

const shownOwnerless = 10

// leastAudited is how many judgements a share of the audit needs.
const leastAudited = 20

// NewReview looks back at the last whole quarter that feedback covers.
func NewReview(tables *table.Tables, f *facts.Facts, g *figures.Figures, l *learning.Learning) (*Review, error) {
	r := &Review{Overdue: l.Overdue(), Owned: len(l.Agenda) - len(l.Ownerless)}
	r.From, r.Until = quarterBefore(f.Latest)
	r.feedback(f, g)
	r.agreed(f, l)
	if err := r.runs(tables); err != nil {
		return nil, fmt.Errorf("pack: %w", err)
	}
	if err := r.audit(tables); err != nil {
		return nil, fmt.Errorf("pack: %w", err)
	}
	return r, nil
}

// quarterBefore gives the last quarter that was whole at the end of a day; zero
// for no day.
func quarterBefore(latest time.Time) (from, until time.Time) {
	if latest.IsZero() {
		return from, until
	}
	next := latest.In(value.Amsterdam()).AddDate(0, 0, 1)
	first := time.Date(next.Year(), (next.Month()-1)/3*3+1, 1, 0, 0, 0, 0, value.Amsterdam())
	return first.AddDate(0, -3, 0), first.AddDate(0, 0, -1)
}

// within tells whether a moment is in the quarter.
func (r *Review) within(t time.Time) bool {
	return !t.IsZero() && !t.Before(r.From) && t.Before(r.Until.AddDate(0, 0, 1))
}

// feedback tells what came in, and what is new in it.
func (r *Review) feedback(f *facts.Facts, g *figures.Figures) {
	if r.From.IsZero() {
		return
	}
	r.Now = f.Split(f.Of(facts.Side{From: r.From, Until: r.Until}))
	r.Before = f.Split(f.Of(facts.Side{From: r.From.AddDate(0, -3, 0), Until: r.From.AddDate(0, 0, -1)}))
	for _, t := range g.Alarming() {
		if on := f.Driver(t.DriverID); on != nil && r.within(t.AlarmSince) {
			r.Risen = append(r.Risen, alarm{t, on})
		}
	}
	known := f.Months[0] < r.From.AddDate(0, -3, 0).Format("2006-01") // else everything is new
	for _, d := range f.Drivers {
		if known && r.within(d.FirstSeen) {
			r.New = append(r.New, d)
		}
	}
}

// agreed tells what was agreed on, and what came of it.
func (r *Review) agreed(f *facts.Facts, l *learning.Learning) {
	for _, m := range l.Measures {
		if r.within(m.Start) {
			r.Started = append(r.Started, m)
		}
	}
	for _, t := range l.Targets {
		d, _ := indicator.Named(t.Indicator)
		row := targetReview{Target: t, Name: cmp.Or(d.Label, t.Indicator), Wanted: shown(d.Unit, t.Target), Now: "–"}
		if t.Now != nil {
			row.Now = shown(d.Unit, *t.Now)
		}
		if on := f.Driver(t.DriverID); on != nil {
			row.On = on.Name
		}
		r.Targets = append(r.Targets, row)
	}
	why := map[string][]string{}
	for _, a := range l.Agenda {
		why[a.DriverID] = a.Why
	}
	for _, id := range l.Ownerless {
		if d := f.Driver(id); d != nil {
			r.Without = append(r.Without, ownerless{d, why[id]})
		}
	}
	slices.SortStableFunc(r.Without, func(a, b ownerless) int { return min(len(b.Why), 1) - min(len(a.Why), 1) })
	for _, s := range l.Sessions {
		if !r.within(s.At) {
			continue
		}
		held := heldSession{Session: s}
		for _, id := range s.Drivers {
			if d := f.Driver(id); d != nil {
				held.On = append(held.On, d)
			}
		}
		r.Sessions = append(r.Sessions, held)
	}
}

// Shown gives the drivers without an owner that are listed.
func (r *Review) Shown() []ownerless { return first(r.Without, shownOwnerless) }

// runs tells how runs and sources did in the quarter, or since when there was no
// run in it.
func (r *Review) runs(tables *table.Tables) error {
	runs, err := table.All[table.Run](tables)
	if err != nil {
		return err
	}
	chosen := map[string]bool{}
	for _, run := range runs {
		chosen[run.RunID] = r.within(run.Started)
		r.Runs.add(&run, chosen[run.RunID])
	}
	if r.Runs.Count == 0 && len(runs) > 0 {
		r.Runs.Since = runs[0].Started
		for _, run := range runs {
			if run.Started.After(r.Until) {
				chosen[run.RunID] = true
				r.Runs.add(&run, true)
			}
		}
	}
	return r.sources(tables, chosen)
}

func (r *runsReview) add(run *table.Run, counts bool) {
	if !counts {
		return
	}
	r.Count++
	r.Read, r.Used, r.Again = r.Read+run.RowsRead, r.Used+run.RowsUsed, r.Again+run.RowsAgain
	r.Rejected, r.Apart, r.New = r.Rejected+run.RowsRejected, r.Apart+run.RowsApart, r.New+run.New
}

// sources tells how every source delivered in the chosen runs.
func (r *Review) sources(tables *table.Tables, chosen map[string]bool) error {
	sources, err := table.All[table.Source](tables)
	if err != nil {
		return err
	}
	said, err := table.All[table.RunQuality](tables)
	if err != nil {
		return err
	}
	for _, source := range sources {
		row := sourceReview{Source: source.Source, Owner: source.Owner}
		for _, q := range said {
			if q.Source == source.Source && chosen[q.RunID] {
				row.add(&q)
			}
		}
		r.Runs.Sources = append(r.Runs.Sources, row)
	}
	return nil
}

func (s *sourceReview) add(q *table.RunQuality) {
	if q.Files > 0 {
		s.Deliveries++
	}
	switch q.Delivery {
	case "te laat":
		s.Late++
	case "uitgebleven":
		s.Missing++
	}
	if q.Volume == "weinig" || q.Volume == "veel" {
		s.Unusual++
	}
	s.Read, s.Rejected, s.Changed = s.Read+q.RowsRead, s.Rejected+q.RowsRejected, s.Changed+len(q.Layout)
}

// audit counts how often the coding was right in the random part, which people
// coded blind: a field is right when its coder corrected nothing of it. It holds
// for the coding as it was when they looked.
func (r *Review) audit(tables *table.Tables) error {
	rows, err := table.All[table.Decision](tables)
	if err != nil {
		return err
	}
	type saying struct {
		who, feedback, field string
		at                   int64
	}
	corrected, coders, judged := map[saying]bool{}, map[string]bool{}, map[string]bool{}
	for _, d := range rows {
		if decision.Kind(d.Kind) == decision.Code && d.Counts && len(d.Feedback) == 1 {
			corrected[saying{d.Who, d.Feedback[0], d.Field, d.At.UnixMilli()}] = true
		}
	}
	right, all := map[string]int{}, map[string]int{}
	for _, d := range rows {
		if decision.Kind(d.Kind) != decision.Coded || !d.Counts || d.To != decision.Measured || len(d.Feedback) != 1 {
			continue
		}
		coders[d.Who], judged[d.Feedback[0]] = true, true
		for _, v := range d.Values {
			all[v.Name]++
			if !corrected[saying{d.Who, d.Feedback[0], v.Name, d.At.UnixMilli()}] {
				right[v.Name]++
			}
		}
	}
	r.Judged, r.Coders = len(judged), len(coders)
	for _, field := range taught.Fields() {
		if n := all[field]; n > 0 {
			r.Audit = append(r.Audit, audited{label.Column(field), infer.Share(right[field], n), n < leastAudited})
		}
	}
	return nil
}

// Name says which quarter it is: juli tot en met september 2026.
func (r *Review) Name() string {
	if r.From.IsZero() {
		return "nog geen kwartaal"
	}
	month, _, _ := strings.Cut(page.Month(r.From.Format("2006-01")), " ")
	return month + " tot en met " + page.Month(r.Until.Format("2006-01"))
}

// Questions are what the review asks of those who look at it.
func (r *Review) Questions() []string {
	var all []string
	add := func(when bool, question string) {
		if when {
			all = append(all, question)
		}
	}
	late := slices.ContainsFunc(r.Runs.Sources, func(s sourceReview) bool { return s.Late+s.Missing > 0 })
	add(late, "Wie zorgt dat de leveringen die te laat waren of uitbleven, weer op tijd komen?")
	add(r.Runs.Rejected > 0, "Kan wat is afgekeurd bij de bron worden opgelost?")
	add(r.Judged == 0, "Wie codeert dit kwartaal de steekproef, zodat bekend is hoe goed de codering is?")
	add(len(r.Overdue) > 0, "Gaan de maatregelen die te laat zijn door, of vervallen ze? Wie beslist dat?")
	add(len(r.Targets) == 0, "Welke doelen stellen wij voor het volgende kwartaal?")
	add(len(r.Without) > 0, "Wie wordt eigenaar van de drivers die er nog geen hebben?")
	add(len(r.Sessions) == 0, "Wanneer is de volgende leersessie, en wie zit erbij?")
	return all
}
