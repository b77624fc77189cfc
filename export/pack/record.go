package pack

import (
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/goccy/go-yaml"

	"luister/cluster/decision"
	"luister/ingest/value"
)

// A Held is what a session came to, as people fill it in.
type Held struct {
	Date       string       `yaml:"datum"`
	Present    string       `yaml:"aanwezig"`
	Conclusion string       `yaml:"geleerd"`
	Agreed     string       `yaml:"afgesproken"`
	Drivers    []HeldDriver `yaml:"drivers"`
}

// A HeldDriver is what a session came to about one driver; what is empty was not
// decided.
type HeldDriver struct {
	ID       string        `yaml:"id"`
	Owner    string        `yaml:"eigenaar"`
	Stage    string        `yaml:"stadium"`
	Cause    string        `yaml:"oorzaak"`
	Measures []HeldMeasure `yaml:"maatregelen"`
}

// A HeldMeasure is a measure that was agreed on.
type HeldMeasure struct {
	What      string `yaml:"wat"`
	Owner     string `yaml:"wie"`
	Due       string `yaml:"uiterlijk"`
	Start     string `yaml:"klanten_merken_het_vanaf"`
	Customers string `yaml:"klanten_betrokken"`
}

// record writes a file to fill in.
func record(w io.Writer, ids []string, names map[string]string) error {
	var b strings.Builder
	b.WriteString("# Verslag van een leersessie. Vul in wat is besloten en laat de rest leeg; daarna:\n#   luister session record DIT-BESTAND\n")
	b.WriteString("# Stadium is " + strings.Join(decision.Stages(), ", ") + ". Datums als 2026-03-31.\n\ndatum:\naanwezig:\ngeleerd: |\n\nafgesproken: |\n\ndrivers:\n")
	for _, id := range ids {
		fmt.Fprintf(&b, "  # %s\n  - id: %s\n    oorzaak:\n    eigenaar:\n    stadium:\n    maatregelen: # voor elke maatregel een regel\n      # - {wat: \"\", wie: \"\", uiterlijk: , klanten_merken_het_vanaf: , klanten_betrokken: \"\"}\n", strings.Join(strings.Fields(names[id]), " "), id)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// ReadRecord reads a file that was filled in. Errors say where in the file.
func ReadRecord(r io.Reader) (held Held, err error) {
	defer func() {
		if recover() != nil { // the decoder, on some malformed input
			err = errors.New("this is not YAML that can be read")
		}
	}()
	if err := yaml.NewDecoder(r, yaml.Strict()).Decode(&held); err != nil {
		return held, errors.New(yaml.FormatError(err, false, true))
	}
	day, err := value.ParseDay(held.Date)
	if err != nil {
		return held, errors.New("datum: when was the session? Write it as 2026-03-31")
	}
	held.Date = day.Format(time.DateOnly)
	if len(held.Drivers) == 0 {
		return held, errors.New("drivers: which drivers were discussed?")
	}
	return held, nil
}

// Events gives what was decided in a session. Its id is made of the moment at
// which it is noted.
func (h *Held) Events(who string, at time.Time) []decision.Event {
	stamp := at.UTC().Format("20060102150405")
	session := decision.Event{At: at, Who: who, Kind: decision.Session, Field: "S" + stamp, Values: values("date", h.Date, "present", h.Present, "conclusion", h.Conclusion, "agreed", h.Agreed)}
	var all []decision.Event
	add := func(e decision.Event) {
		e.At, e.Who, e.Why = at, who, "sessie "+session.Field
		all = append(all, e)
	}
	n := 0
	for _, d := range h.Drivers {
		session.Others = append(session.Others, d.ID)
		if d.Cause = strings.TrimSpace(d.Cause); d.Cause != "" {
			session.Values["cause."+d.ID] = d.Cause
		}
		if d.Owner != "" {
			add(decision.Event{Kind: decision.Owner, Driver: d.ID, To: d.Owner})
		}
		if d.Stage != "" {
			add(decision.Event{Kind: decision.Status, Driver: d.ID, To: d.Stage})
		}
		for _, m := range d.Measures {
			n++
			add(decision.Event{Kind: decision.Measure, Driver: d.ID, Field: "M" + stamp + "-" + strconv.Itoa(n),
				Values: values("what", m.What, "owner", m.Owner, "due", m.Due, "start", m.Start, "customers", m.Customers)})
		}
	}
	return append([]decision.Event{session}, all...)
}

// values gives pairs of names and values, without what is empty.
func values(pairs ...string) map[string]string {
	out := map[string]string{}
	for i := 0; i+1 < len(pairs); i += 2 {
		if v := strings.TrimSpace(pairs[i+1]); v != "" {
			out[pairs[i]] = v
		}
	}
	return out
}
