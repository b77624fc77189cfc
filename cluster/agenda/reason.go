package agenda

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"luister/cluster/decision"
	"luister/ingest/value"
)

// reasons says why a driver is due. What happened before the last session was
// discussed there.
func reasons(d *Driver, last, now time.Time, o Options) []Reason {
	var out []Reason
	add := func(is bool, id, format string, args ...any) {
		if is {
			out = append(out, Reason{id, fmt.Sprintf(format, args...)})
		}
	}
	discussed := !last.IsZero() && now.Sub(last) < 30*24*time.Hour // what holds now was on the table
	isNew := !d.Founded.IsZero() && now.Sub(d.Founded) <= time.Duration(o.New)*24*time.Hour && last.Before(d.Founded)
	add(isNew, "nieuw", "nieuw: gevonden op %s", dutch(d.Founded))
	if !discussed {
		add(d.Grown, "gegroeid", "gegroeid: laatst %.0f keer waar %.0f te verwachten was", d.Recent, d.Expected)
		add(d.Repeating && !math.IsNaN(d.Repeat.Value), "herhaalt", "klanten komen terug: %.0f %% binnen 90 dagen", 100*d.Repeat.Value)
		add(len(d.Failed) > 0, "geen-effect", "maatregel zonder effect: %s", strings.Join(d.Failed, ", "))
		add(len(d.Overdue) > 0, "te-laat", "maatregel over tijd: %s", strings.Join(d.Overdue, ", "))
	}
	if d.Complaints >= o.Least {
		add(last.IsZero() && !isNew, "niet-besproken", "nog nooit besproken")
		add(!last.IsZero() && last.AddDate(0, o.Months, 0).Before(now), "niet-besproken", "niet besproken sinds %s", dutch(last))
		add(d.Owner == "", "geen-eigenaar", "heeft geen eigenaar")
	}
	return out
}

var months = [...]string{"januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november", "december"}

func dutch(at time.Time) string {
	return fmt.Sprintf("%d %s %d", at.Day(), months[at.Month()-1], at.Year())
}

// Sessions gives the log of sessions, newest first: events with the same session
// are one session, and say it together.
func Sessions(events []decision.Event, decided *decision.State) []Session {
	byID := map[string]*Session{}
	for i := range events {
		e := &events[i]
		if e.Kind != decision.Session || !decided.Counted[e.ID] {
			continue
		}
		s := byID[e.Field]
		if s == nil {
			s = &Session{ID: e.Field, At: e.At, Who: e.Who, Values: map[string]string{}}
			byID[e.Field] = s
		}
		for _, d := range e.Others {
			if d = decided.Resolve(d); d != decision.None && !slices.Contains(s.Drivers, d) {
				s.Drivers = append(s.Drivers, d)
			}
		}
		for key, value := range e.Values {
			s.Values[key] = value
		}
		if at, err := value.ParseDay(e.Values["date"]); err == nil {
			s.At = at
		}
	}
	var out []Session
	for _, s := range byID {
		out = append(out, *s)
	}
	slices.SortFunc(out, func(a, b Session) int {
		if c := b.At.Compare(a.At); c != 0 {
			return c
		}
		return strings.Compare(a.ID, b.ID)
	})
	return out
}
