package effect

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/goccy/go-yaml"

	"luister/cluster/decision"
	"luister/ingest/value"
)

// The files in which people write measures and targets, in a workspace. The
// program only reads them.
const (
	MeasuresFile = "measures.yaml"
	TargetsFile  = "targets.yaml"
)

// Progress lists what can be the status of a measure.
func Progress() []string { return []string{"gepland", "ingevoerd", "gestopt"} }

// A Measure is something that was done, or will be, about a driver.
type Measure struct {
	ID        string   `yaml:"id"`
	Driver    string   `yaml:"driver"`
	What      string   `yaml:"what"`
	Owner     string   `yaml:"owner"`
	Start     day      `yaml:"start"`     // the first day on which customers could notice it
	Due       day      `yaml:"due"`       // when it should have started
	End       day      `yaml:"end"`       // the last day of it
	Customers string   `yaml:"customers"` // how customers were involved; empty if they were not
	Cost      float64  `yaml:"cost"`      // euro
	Status    string   `yaml:"status"`    // see Progress
	Feedback  []string `yaml:"feedback"`  // ids of the feedback that it began with
	At        string   `yaml:"-"`         // where its driver is written: file and place in it, or the decision
}

// Overdue says whether a measure should have started by a day and has not.
func (m *Measure) Overdue(now time.Time) bool {
	started := !m.Start.IsZero() && !m.Start.After(now) || m.Status == "ingevoerd"
	return !m.Due.IsZero() && m.Due.Before(now) && !started && m.Status != "gestopt"
}

// A Target is what an indicator should become by a day.
type Target struct {
	ID        string  `yaml:"id"`
	Indicator string  `yaml:"indicator"` // as in table indicator
	Driver    string  `yaml:"driver"`    // empty: of all feedback
	Baseline  float64 `yaml:"baseline"`  // what it was
	From      day     `yaml:"from"`      // when it was that
	Target    float64 `yaml:"target"`
	Date      day     `yaml:"date"`
	Owner     string  `yaml:"owner"`
	At        string  `yaml:"-"` // as of a Measure
}

// A day is a date as people write it: 2026-03-01 or 20260301.
type day struct {
	time.Time
	wrong bool // something else was written; check says where
}

// UnmarshalYAML reads a date.
func (d *day) UnmarshalYAML(b []byte) error {
	d.wrong = d.parse(strings.Trim(strings.TrimSpace(string(b)), `"'`)) != nil
	return nil
}

func (d *day) parse(text string) (err error) {
	if text == "" || text == "null" || text == "~" {
		return nil
	}
	if d.Time, err = value.ParseDay(text); err != nil {
		return errors.New(notDay)
	}
	return nil
}

const notDay = "must be a date, written as 2026-03-01"

// ParseMeasures reads a measures.yaml. Errors say where in the file.
func ParseMeasures(b []byte) ([]Measure, error) {
	var file struct {
		Measures []Measure `yaml:"measures"`
	}
	if err := decision.DecodeYAML(b, &file); err != nil {
		return nil, err
	}
	for i := range file.Measures {
		file.Measures[i].At = MeasuresFile + " [" + position(b, "measures", i, "driver") + "]"
	}
	return file.Measures, eachAt(b, "measures", file.Measures, (*Measure).check, func(m *Measure) string { return m.ID })
}

// ParseTargets reads a targets.yaml. Errors say where in the file.
func ParseTargets(b []byte) ([]Target, error) {
	var file struct {
		Targets []Target `yaml:"targets"`
	}
	if err := decision.DecodeYAML(b, &file); err != nil {
		return nil, err
	}
	for i := range file.Targets {
		file.Targets[i].At = TargetsFile + " [" + position(b, "targets", i, "driver") + "]"
	}
	return file.Targets, eachAt(b, "targets", file.Targets, (*Target).check, func(t *Target) string { return t.ID })
}

// A fault is what is wrong with a field.
type fault struct {
	field, problem string
}

// eachAt checks every entry of a list of the file, and says where the first fault is.
func eachAt[T any](b []byte, list string, entries []T, check func(*T) *fault, id func(*T) string) error {
	seen := map[string]bool{}
	for i := range entries {
		wrong := check(&entries[i])
		if wrong == nil && seen[id(&entries[i])] {
			wrong = &fault{"id", "is there twice"}
		}
		if wrong != nil {
			return fmt.Errorf("[%s] %s: %s %s", position(b, list, i, wrong.field), list, wrong.field, wrong.problem)
		}
		seen[id(&entries[i])] = true
	}
	return nil
}

// position gives line and column of a field, or of its entry where it is missing.
func position(b []byte, list string, i int, field string) string {
	for _, at := range []string{fmt.Sprintf("$.%s[%d].%s", list, i, field), fmt.Sprintf("$.%s[%d]", list, i)} {
		path, err := yaml.PathString(at)
		if err != nil {
			continue
		}
		if node, err := path.ReadNode(bytes.NewReader(b)); err == nil && node != nil && node.GetToken() != nil {
			p := node.GetToken().Position
			return fmt.Sprintf("%d:%d", p.Line, p.Column)
		}
	}
	return "?"
}

func (m *Measure) check() *fault {
	switch {
	case m.ID == "":
		return &fault{"id", "is missing; give each measure a short id that never changes"}
	case m.Start.wrong:
		return &fault{"start", notDay}
	case m.Due.wrong:
		return &fault{"due", notDay}
	case m.End.wrong:
		return &fault{"end", notDay}
	case !decision.IsDriver(m.Driver):
		return &fault{"driver", "must be the id of a driver, such as D0003"}
	case strings.TrimSpace(m.What) == "":
		return &fault{"what", "is missing; say what is done"}
	case m.Status != "" && !slices.Contains(Progress(), m.Status):
		return &fault{"status", "must be one of " + strings.Join(Progress(), ", ")}
	case m.Cost < 0:
		return &fault{"cost", "is less than nothing"}
	case !m.End.IsZero() && m.End.Before(m.Start.Time):
		return &fault{"end", "is before the start"}
	}
	return nil
}

func (t *Target) check() *fault {
	switch {
	case t.ID == "":
		return &fault{"id", "is missing; give each target a short id that never changes"}
	case t.From.wrong:
		return &fault{"from", notDay}
	case t.Date.wrong:
		return &fault{"date", notDay}
	case t.Indicator == "":
		return &fault{"indicator", "is missing"}
	case t.Driver != "" && !decision.IsDriver(t.Driver):
		return &fault{"driver", "must be the id of a driver, such as D0003"}
	case t.Target == t.Baseline:
		return &fault{"target", "is the baseline: there is nothing to reach"}
	case t.Date.IsZero():
		return &fault{"date", "is missing; say by when"}
	case !t.From.IsZero() && !t.From.Before(t.Date.Time):
		return &fault{"from", "must be before the date"}
	}
	return nil
}

// Measures gives all measures by id: those of events in the order of the log,
// a later one changing an earlier one of the same id, and over them what the
// file states. What an event says that cannot be read is left out and noted.
func Measures(file []Measure, events []decision.Event, decided *decision.State) (all []Measure, notes []string) {
	r := newRegister(func(m *Measure) *string { return &m.ID })
	for i := range events {
		if e := &events[i]; e.Kind == decision.Measure && decided.Counted[e.ID] {
			r.tell(e, func(m *Measure, key, value string) error {
				m.Driver, m.At = cmp.Or(e.Driver, m.Driver), e.ID
				return m.set(key, value)
			})
		}
	}
	all, notes = r.with(file, (*Measure).check)
	for i := range all {
		all[i].Driver = heir(decided, all[i].Driver)
	}
	return all, notes
}

// Targets gives all targets by id, likewise.
func Targets(file []Target, events []decision.Event, decided *decision.State) (all []Target, notes []string) {
	r := newRegister(func(t *Target) *string { return &t.ID })
	for i := range events {
		if e := &events[i]; e.Kind == decision.Target && decided.Counted[e.ID] {
			r.tell(e, func(t *Target, key, value string) error {
				t.Driver, t.At = cmp.Or(e.Driver, t.Driver), e.ID
				return t.set(key, value)
			})
		}
	}
	all, notes = r.with(file, (*Target).check)
	for i := range all {
		all[i].Driver = heir(decided, all[i].Driver)
	}
	return all, notes
}

// heir gives the driver in the place of one, itself where none is.
func heir(decided *decision.State, driver string) string {
	if into := decided.Resolve(driver); into != decision.None {
		return into
	}
	return driver
}

// A register gathers entries by id.
type register[T any] struct {
	id    func(*T) *string
	byID  map[string]*T
	notes []string
}

func newRegister[T any](id func(*T) *string) *register[T] {
	return &register[T]{id: id, byID: map[string]*T{}}
}

// tell changes the entry that an event is about.
func (r *register[T]) tell(e *decision.Event, set func(entry *T, key, value string) error) {
	entry := r.byID[e.Field]
	if entry == nil {
		entry = new(T)
		*r.id(entry) = e.Field
		r.byID[e.Field] = entry
	}
	for key, value := range e.Values {
		if err := set(entry, key, value); err != nil {
			r.notes = append(r.notes, fmt.Sprintf("%s: %s %s: %v", e.ID, e.Kind, key, err))
		}
	}
}

// with adds what the file states, which holds whatever events say, and gives
// the entries that are whole.
func (r *register[T]) with(file []T, check func(*T) *fault) ([]T, []string) {
	for i := range file {
		r.byID[*r.id(&file[i])] = &file[i]
	}
	var all []T
	for id, entry := range r.byID {
		if wrong := check(entry); wrong != nil {
			r.notes = append(r.notes, fmt.Sprintf("%s: %s %s", id, wrong.field, wrong.problem))
			continue
		}
		all = append(all, *entry)
	}
	slices.SortFunc(all, func(a, b T) int { return strings.Compare(*r.id(&a), *r.id(&b)) })
	slices.Sort(r.notes)
	return all, r.notes
}

// errUnknown is a key of an event that means nothing here.
var errUnknown = errors.New("is not known")

// set changes one field, named as in the file.
func (m *Measure) set(key, value string) (err error) {
	switch key {
	case "what":
		m.What = value
	case "owner":
		m.Owner = value
	case "customers":
		m.Customers = value
	case "status":
		m.Status = value
	case "feedback":
		m.Feedback = strings.FieldsFunc(value, func(r rune) bool { return r == ',' || r == ' ' })
	case "cost":
		m.Cost, err = number(value)
	case "start":
		err = m.Start.parse(value)
	case "due":
		err = m.Due.parse(value)
	case "end":
		err = m.End.parse(value)
	default:
		err = errUnknown
	}
	return err
}

func (t *Target) set(key, value string) (err error) {
	switch key {
	case "indicator":
		t.Indicator = value
	case "owner":
		t.Owner = value
	case "baseline":
		t.Baseline, err = number(value)
	case "target":
		t.Target, err = number(value)
	case "from":
		err = t.From.parse(value)
	case "date":
		err = t.Date.parse(value)
	default:
		err = errUnknown
	}
	return err
}

// number reads a number with a comma or a point.
func number(text string) (float64, error) {
	v, err := strconv.ParseFloat(strings.Replace(strings.TrimSpace(text), ",", ".", 1), 64)
	if err != nil || math.IsNaN(v) || math.IsInf(v, 0) {
		return 0, errors.New("is not a number")
	}
	return v, nil
}
