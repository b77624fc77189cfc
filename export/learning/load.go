package learning

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"luister/cluster/agenda"
	"luister/cluster/decision"
	"luister/cluster/effect"
	"luister/cluster/indicator"
	"luister/export/table"
)

// Learning is what was learned by a snapshot, for pages and packs. It is empty
// for a snapshot of before it was computed.
type Learning struct {
	Repeats     map[string]table.DriverRepeat // by driver; "" is all feedback
	Agenda      []table.DriverRank            // the most pressing driver first
	Units       []table.DriverUnit            // units that do well, the surest first
	Measures    []table.MeasureEffect         // by id
	Targets     []table.Target                // as they stand now, by id
	Reach       []table.Reach                 // by dimension and value
	Suggestions []Proposal                    // the largest group first
	Words       []table.NewWord               // the surest first
	Sessions    []agenda.Session              // newest first
	Ownerless   []string                      // drivers in use without an owner, the most pressing first

	history    []table.Target
	indicators []table.Indicator
}

// A Proposal is a group of suggestions that say nearly the same.
type Proposal struct {
	ID       string
	Driver   string // that most of them belong to; empty for none
	Topic    string
	Status   string // nieuw, in onderzoek, ingevoerd, afgewezen
	Why, Who string
	Decided  time.Time
	Feedback []string // newest first
}

// Load reads what was learned.
func Load(tables *table.Tables) (*Learning, error) {
	l := &Learning{Repeats: map[string]table.DriverRepeat{}}
	for _, read := range []func(*table.Tables) error{l.loadDrivers, l.loadRegisters, l.loadVoices, l.loadSessions} {
		if err := read(tables); err != nil {
			return nil, fmt.Errorf("learning: %w", err)
		}
	}
	return l, nil
}

func (l *Learning) loadDrivers(tables *table.Tables) error {
	repeats, err := table.All[table.DriverRepeat](tables)
	if err != nil {
		return err
	}
	for _, r := range repeats {
		l.Repeats[r.DriverID] = r
	}
	if l.Agenda, err = table.All[table.DriverRank](tables); err != nil {
		return err
	}
	slices.SortFunc(l.Agenda, func(a, b table.DriverRank) int { return cmp.Compare(a.Place, b.Place) })
	drivers, err := table.All[table.Driver](tables)
	if err != nil {
		return err
	}
	owned := map[string]bool{}
	for _, d := range drivers {
		owned[d.ID] = d.Owner != ""
	}
	for _, r := range l.Agenda {
		if !owned[r.DriverID] {
			l.Ownerless = append(l.Ownerless, r.DriverID)
		}
	}
	l.Units, err = table.All[table.DriverUnit](tables)
	slices.SortStableFunc(l.Units, func(a, b table.DriverUnit) int { return cmp.Compare(a.Q, b.Q) })
	return err
}

func (l *Learning) loadRegisters(tables *table.Tables) (err error) {
	if l.Measures, err = table.All[table.MeasureEffect](tables); err != nil {
		return err
	}
	if l.history, err = table.All[table.Target](tables); err != nil {
		return err
	}
	runs, err := table.All[table.Run](tables)
	if err != nil || len(runs) == 0 {
		return err
	}
	last := runs[len(runs)-1].RunID
	for _, t := range l.history {
		if t.RunID == last {
			l.Targets = append(l.Targets, t)
		}
	}
	return nil
}

func (l *Learning) loadVoices(tables *table.Tables) (err error) {
	if l.indicators, err = table.All[table.Indicator](tables); err != nil {
		return err
	}
	if l.Reach, err = table.All[table.Reach](tables); err != nil {
		return err
	}
	if l.Words, err = table.All[table.NewWord](tables); err != nil {
		return err
	}
	slices.SortStableFunc(l.Words, func(a, b table.NewWord) int { return cmp.Compare(a.Q, b.Q) })
	rows, err := table.All[table.Suggestion](tables)
	l.Suggestions = proposals(rows)
	return err
}

// proposals gathers suggestions by group.
func proposals(rows []table.Suggestion) []Proposal {
	slices.SortStableFunc(rows, func(a, b table.Suggestion) int { return b.Received.Compare(a.Received) })
	at := map[string]int{}
	drivers := map[string]map[string]int{}
	var all []Proposal
	for _, r := range rows {
		i, ok := at[r.GroupID]
		if !ok {
			i, at[r.GroupID] = len(all), len(all)
			drivers[r.GroupID] = map[string]int{}
			all = append(all, Proposal{ID: r.GroupID, Topic: r.Topic, Status: r.Status, Why: r.Why, Who: r.Who, Decided: r.Decided})
		}
		p, count := &all[i], drivers[r.GroupID]
		p.Feedback = append(p.Feedback, r.FeedbackID)
		if count[r.DriverID]++; count[r.DriverID] > count[p.Driver] || count[r.DriverID] == count[p.Driver] && r.DriverID < p.Driver {
			p.Driver = r.DriverID
		}
	}
	slices.SortStableFunc(all, func(a, b Proposal) int {
		return cmp.Or(cmp.Compare(len(b.Feedback), len(a.Feedback)), cmp.Compare(a.ID, b.ID))
	})
	return all
}

// loadSessions reads the log of sessions out of the decisions that people made.
func (l *Learning) loadSessions(tables *table.Tables) error {
	rows, err := table.All[table.Decision](tables)
	if err != nil {
		return err
	}
	drivers, err := table.All[table.Driver](tables)
	if err != nil {
		return err
	}
	state := &decision.State{Counted: map[string]bool{}, Into: map[string]string{}}
	for _, d := range drivers {
		if d.MergedInto != "" {
			state.Into[d.ID] = d.MergedInto
		}
	}
	var events []decision.Event
	for _, r := range rows {
		if decision.Kind(r.Kind) != decision.Session {
			continue
		}
		e := decision.Event{ID: r.ID, At: r.At, Who: r.Who, Kind: decision.Session, Others: r.Others, Field: r.Field, Values: map[string]string{}, Why: r.Why}
		for _, v := range r.Values {
			e.Values[v.Name] = v.Value
		}
		state.Counted[r.ID] = r.Counts
		events = append(events, e)
	}
	slices.SortStableFunc(events, func(a, b decision.Event) int { return a.At.Compare(b.At) })
	l.Sessions = agenda.Sessions(events, state)
	return nil
}

// Due gives the drivers that are due for a session, the most pressing first.
func (l *Learning) Due() []table.DriverRank {
	return slices.DeleteFunc(slices.Clone(l.Agenda), func(r table.DriverRank) bool { return !r.Due })
}

// Overdue gives the measures that should have started and have not.
func (l *Learning) Overdue() []table.MeasureEffect {
	return slices.DeleteFunc(slices.Clone(l.Measures), func(m table.MeasureEffect) bool { return !m.Overdue })
}

// MeasuresOf gives the measures on a driver, by id.
func (l *Learning) MeasuresOf(driver string) []table.MeasureEffect {
	return slices.DeleteFunc(slices.Clone(l.Measures), func(m table.MeasureEffect) bool { return m.DriverID != driver })
}

// UnitsOf gives the units that do well on a driver.
func (l *Learning) UnitsOf(driver string) []table.DriverUnit {
	return slices.DeleteFunc(slices.Clone(l.Units), func(u table.DriverUnit) bool { return u.DriverID != driver })
}

// SuggestionsOf gives the groups of suggestions on a driver.
func (l *Learning) SuggestionsOf(driver string) []Proposal {
	return slices.DeleteFunc(slices.Clone(l.Suggestions), func(p Proposal) bool { return p.Driver != driver })
}

// History gives how a target stood, run by run.
func (l *Learning) History(target string) []table.Target {
	return slices.DeleteFunc(slices.Clone(l.history), func(t table.Target) bool { return t.TargetID != target })
}

// Indicator gives an indicator month by month, of all feedback or (dimension
// channel, stance or source) of one value. The last year together is month "",
// and comes first.
func (l *Learning) Indicator(id, dimension, value string) []table.Indicator {
	var out []table.Indicator
	for _, i := range l.indicators {
		if i.Indicator == id && i.Dimension == dimension && i.Value == value {
			out = append(out, i)
		}
	}
	return out
}

// ValuesOf gives the values of a dimension of which an indicator is known, sorted.
func (l *Learning) ValuesOf(id, dimension string) []string {
	var values []string
	for _, i := range l.indicators {
		if i.Indicator == id && i.Dimension == dimension && i.Month == "" {
			values = append(values, i.Value)
		}
	}
	slices.Sort(values)
	return values
}

// A Contact is a customer who may be approached about a driver, as a pseudonym.
type Contact struct {
	Customer string
	Feedback int       // on the driver
	Last     time.Time // of these
}

// Consenting gives the customers who said something about a driver and may be
// approached: those whose newest feedback on anything says so. Newest first.
func Consenting(tables *table.Tables, driver string) ([]Contact, error) {
	frame, err := tables.Columns("feedback", nil, "feedback_id", "customer_id", "consent", "received", "employee")
	if err != nil {
		return nil, fmt.Errorf("learning: %w", err)
	}
	members, err := tables.Columns("feedback_driver", nil, "feedback_id", "driver_id", "second")
	if err != nil {
		return nil, fmt.Errorf("learning: %w", err)
	}
	in := map[string]bool{}
	for i, id := range members.Strings("feedback_id") {
		if members.Strings("driver_id")[i] == driver && !members.Bools("second")[i] {
			in[id] = true
		}
	}
	contacts, newest, agrees := map[string]*Contact{}, map[string]int64{}, map[string]bool{}
	for i, id := range frame.Strings("feedback_id") {
		customer, at := frame.Strings("customer_id")[i], frame.Ints("received")[i]
		if customer == "" || frame.Bools("employee")[i] {
			continue
		}
		if last, seen := newest[customer]; !seen || at > last {
			newest[customer], agrees[customer] = at, frame.Bools("consent")[i]
		}
		if !in[id] {
			continue
		}
		c := contacts[customer]
		if c == nil {
			c = &Contact{Customer: customer}
			contacts[customer] = c
		}
		if c.Feedback++; timeOf(at).After(c.Last) {
			c.Last = timeOf(at)
		}
	}
	var out []Contact
	for customer, c := range contacts {
		if agrees[customer] {
			out = append(out, *c)
		}
	}
	slices.SortFunc(out, func(a, b Contact) int { return cmp.Or(b.Last.Compare(a.Last), cmp.Compare(a.Customer, b.Customer)) })
	return out, nil
}

// Knows says whether tables were made with just these measures and targets.
func Knows(tables *table.Tables, measures []effect.Measure, targets []effect.Target) (bool, error) {
	var l Learning
	if err := l.loadRegisters(tables); err != nil {
		return false, fmt.Errorf("learning: %w", err)
	}
	known, err := driversOf(tables)
	if err != nil {
		return false, fmt.Errorf("learning: %w", err)
	}
	same := len(measures) == len(l.Measures)
	for i := 0; same && i < len(measures); i++ {
		m, had := &measures[i], &l.Measures[i]
		same = had.MeasureID == m.ID && had.DriverID == known.heir(m.Driver) && had.What == m.What && had.Owner == m.Owner && had.Customers == m.Customers &&
			had.Cost == m.Cost && had.Status == m.Status && slices.Equal(had.Feedback, m.Feedback) && had.Start.Equal(m.Start.Time) && had.Due.Equal(m.Due.Time) && had.End.Equal(m.End.Time)
	}
	usable := slices.DeleteFunc(slices.Clone(targets), func(t effect.Target) bool { _, ok := indicator.Named(t.Indicator); return !ok })
	same = same && len(usable) == len(l.Targets)
	for i := 0; same && i < len(usable); i++ {
		t, had := &usable[i], &l.Targets[i]
		same = had.TargetID == t.ID && had.DriverID == known.heir(t.Driver) && had.Indicator == t.Indicator && had.Owner == t.Owner &&
			had.Baseline == t.Baseline && had.Target == t.Target && had.From.Equal(t.From.Time) && had.Date.Equal(t.Date.Time)
	}
	return same, nil
}
