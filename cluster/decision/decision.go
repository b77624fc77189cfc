// Package decision holds what people decided about drivers and codes.
//
// It owns the Event, the log that events are added to (decisions.jsonl of a
// workspace), and the State that events and drivers.yaml come to: what grouping
// and coding must obey. An event is never changed and never taken out; what was
// a mistake is undone by another event. It knows no drivers but their ids, and
// never decides anything itself: the registry and the stages of a run obey.
package decision

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"
)

// Kind is what was decided.
type Kind string

// The kinds of event, and which fields of an Event they fill.
const (
	Merge      Kind = "merge"      // Others go into Driver, for good; their ids lead to it
	Split      Kind = "split"      // Feedback, and what is like it, goes from Driver to a new driver named To; without Feedback the texts tell the two parts
	Rename     Kind = "rename"     // Driver is called To
	Describe   Kind = "describe"   // To says what Driver is; empty takes the description away
	Owner      Kind = "owner"      // To is responsible for Driver; empty: nobody
	Status     Kind = "status"     // the stage of learning of Driver is To, see Stages
	Move       Kind = "move"       // Feedback goes to driver To (None: to no driver), and never back to From
	Pin        Kind = "pin"        // Feedback belongs to Driver, whatever its text says
	Forbid     Kind = "forbid"     // Feedback is never in Driver; without Feedback: Driver and Others never become one
	Promote    Kind = "promote"    // the candidate that Feedback makes is a driver, named To if not empty
	Retire     Kind = "retire"     // Driver takes no new feedback; To is the driver in its place, if there is one
	Code       Kind = "code"       // of Feedback, code From of Field (see Fields) should be To; either may be empty
	Measure    Kind = "measure"    // a measure with id Field, on Driver; Values say what of it is known or changed
	Target     Kind = "target"     // a target with id Field, for Driver; Values likewise
	Session    Kind = "session"    // Others were discussed in session Field; Values likewise
	Suggestion Kind = "suggestion" // suggestion Field has status To, see Progress
	Coded      Kind = "coded"      // Who read Feedback and says what its codes are: see Judgement
	Undo       Kind = "undo"       // the event with id From does not count
)

// None stands for no driver.
const None = "-"

// Stages lists the stages of learning about a driver, in order.
func Stages() []string { return []string{"nieuw", "verklaard", "maatregel", "effect bekend"} }

// Progress lists what can be the status of a suggestion.
func Progress() []string { return []string{"nieuw", "in onderzoek", "ingevoerd", "afgewezen"} }

// Fields lists the codes that can be corrected.
func Fields() []string {
	return []string{"form", "sentiment", "severity", "line", "topic", "experience", "flag"}
}

// An Event is one decision. Which fields it fills depends on its Kind.
type Event struct {
	ID       string            `json:"id"` // given by Append
	At       time.Time         `json:"at"`
	Who      string            `json:"who"`
	Kind     Kind              `json:"kind"`
	Driver   string            `json:"driver,omitempty"`
	Others   []string          `json:"others,omitempty"` // drivers
	Feedback []string          `json:"feedback,omitempty"`
	Field    string            `json:"field,omitempty"`
	From     string            `json:"from,omitempty"`
	To       string            `json:"to,omitempty"`
	Values   map[string]string `json:"values,omitempty"`
	Why      string            `json:"why,omitempty"`
}

// Limits of an event, so that a slip of the mouse does not fill a disk.
const (
	maxText     = 4000    // characters of one field
	maxFeedback = 100_000 // feedback of one event
)

var driverID = regexp.MustCompile(`^D[0-9]{4,9}$`)

// IsDriver tells whether an id has the form of a driver's.
func IsDriver(id string) bool { return driverID.MatchString(id) }

// Check says what about an event cannot be right by itself. It does not know
// which drivers and feedback there are.
func (e *Event) Check() error {
	if e.At.IsZero() {
		return errors.New("an event needs the time it was decided")
	}
	if strings.TrimSpace(e.Who) == "" {
		return errors.New("an event needs who decided it")
	}
	if err := e.checkTexts(); err != nil {
		return err
	}
	for _, id := range e.Others {
		if !IsDriver(id) {
			return fmt.Errorf("%s: %q is not the id of a driver, such as D0003", e.Kind, id)
		}
	}
	rule, ok := rules()[e.Kind]
	if !ok {
		return fmt.Errorf("%q is not a kind of decision", e.Kind)
	}
	if err := rule.fields(e); err != nil || rule.more == nil {
		return err
	}
	return rule.more(e)
}

// checkTexts holds the limits of every field.
func (e *Event) checkTexts() error {
	texts := slices.Concat([]string{e.Who, e.Driver, e.Field, e.From, e.To, e.Why}, e.Others, e.Feedback)
	for key, value := range e.Values {
		texts = append(texts, key, value)
	}
	for _, s := range texts {
		if len([]rune(s)) > maxText {
			return fmt.Errorf("%s: a text is longer than %d characters", e.Kind, maxText)
		}
		if strings.ContainsFunc(s, func(r rune) bool { return unicode.IsControl(r) && r != '\n' && r != '\t' }) {
			return fmt.Errorf("%s: a text holds a control character", e.Kind)
		}
	}
	if len(e.Feedback) > maxFeedback {
		return fmt.Errorf("%s: more than %d feedback in one decision", e.Kind, maxFeedback)
	}
	if slices.Contains(e.Feedback, "") {
		return fmt.Errorf("%s: the id of a feedback is empty", e.Kind)
	}
	return nil
}

// A use is whether a kind of event fills a field.
type use int

const (
	never use = iota
	may
	must
)

// A rule says which fields a kind of event fills.
type rule struct {
	driver, others, feedback, field, from, to, values use
	more                                              func(*Event) error
}

func rules() map[Kind]rule {
	return map[Kind]rule{
		Merge:      {driver: must, others: must, more: others},
		Split:      {driver: must, feedback: may, to: may},
		Rename:     {driver: must, to: must, from: may},
		Describe:   {driver: must, to: may, from: may},
		Owner:      {driver: must, to: may, from: may},
		Status:     {driver: must, to: must, from: may, more: oneOf(Stages, (*Event).to)},
		Move:       {feedback: must, to: must, from: may, more: moves},
		Pin:        {driver: must, feedback: must},
		Forbid:     {driver: must, others: may, feedback: may, more: forbids},
		Promote:    {feedback: must, to: may},
		Retire:     {driver: must, to: may, more: retires},
		Code:       {feedback: must, field: must, from: may, to: may, more: corrects},
		Measure:    {driver: may, others: may, field: must, values: must},
		Target:     {driver: may, field: must, values: must},
		Session:    {others: may, field: must, values: must},
		Suggestion: {field: must, to: must, driver: may, feedback: may, values: may, more: oneOf(Progress, (*Event).to)},
		Coded:      {feedback: must, to: may, values: must, more: judged},
		Undo:       {from: must},
	}
}

// fields holds a rule against what an event fills.
func (r rule) fields(e *Event) error {
	for _, f := range []struct {
		name   string
		use    use
		filled bool
	}{
		{"driver", r.driver, e.Driver != ""}, {"others", r.others, len(e.Others) > 0}, {"feedback", r.feedback, len(e.Feedback) > 0},
		{"field", r.field, e.Field != ""}, {"from", r.from, e.From != ""}, {"to", r.to, strings.TrimSpace(e.To) != ""}, {"values", r.values, len(e.Values) > 0},
	} {
		if f.use == must && !f.filled {
			return fmt.Errorf("%s needs %s", e.Kind, f.name)
		}
		if f.use == never && f.filled {
			return fmt.Errorf("%s has no %s", e.Kind, f.name)
		}
	}
	if e.Driver != "" && !IsDriver(e.Driver) {
		return fmt.Errorf("%s: %q is not the id of a driver, such as D0003", e.Kind, e.Driver)
	}
	return nil
}

// Places gives the drivers that an event names in From and To: where feedback
// goes and came from, or what takes the place of a driver.
func (e *Event) Places() []string {
	var places []string
	for _, id := range []string{e.From, e.To} {
		if (e.Kind == Move || e.Kind == Retire) && IsDriver(id) {
			places = append(places, id)
		}
	}
	return places
}

func (e *Event) to() string { return e.To }

// oneOf holds that a field has one of some values.
func oneOf(values func() []string, field func(*Event) string) func(*Event) error {
	return func(e *Event) error {
		if slices.Contains(values(), field(e)) {
			return nil
		}
		return fmt.Errorf("%s: %q is none of %s", e.Kind, field(e), strings.Join(values(), ", "))
	}
}

func others(e *Event) error {
	if slices.Contains(e.Others, e.Driver) {
		return fmt.Errorf("%s: %s is named on both sides", e.Kind, e.Driver)
	}
	return nil
}

func moves(e *Event) error {
	if e.To != None && !IsDriver(e.To) {
		return fmt.Errorf("move: %q is not the id of a driver, nor %s for none", e.To, None)
	}
	if e.From != "" && !IsDriver(e.From) {
		return fmt.Errorf("move: %q is not the id of a driver", e.From)
	}
	if e.From == e.To {
		return errors.New("move: it goes to where it comes from")
	}
	return nil
}

func forbids(e *Event) error {
	if (len(e.Feedback) > 0) == (len(e.Others) > 0) {
		return errors.New("forbid needs either feedback that is never in the driver, or others that it never becomes one with")
	}
	return others(e)
}

func retires(e *Event) error {
	if e.To != "" && !IsDriver(e.To) {
		return fmt.Errorf("retire: %q is not the id of a driver", e.To)
	}
	if e.To == e.Driver {
		return errors.New("retire: a driver cannot take its own place")
	}
	return nil
}

func corrects(e *Event) error {
	if e.From == e.To {
		return errors.New("code: nothing is corrected")
	}
	single := slices.Contains([]string{"form", "sentiment", "severity", "line"}, e.Field)
	if single && e.To == "" {
		return fmt.Errorf("code: %s cannot be without a value", e.Field)
	}
	return oneOf(Fields, func(e *Event) string { return e.Field })(e)
}
