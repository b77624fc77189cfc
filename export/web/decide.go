package web

import (
	"cmp"
	"log/slog"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"luister/cluster/decision"
	"luister/export/facts"
	"luister/export/label"
	"luister/export/table"
)

const (
	longestForm = 64 << 10 // bytes
	valuePrefix = "v."     // of form fields that become Values of an event
	newField    = "nieuw"  // asks for the id of a new measure, target or session
)

// A refusal says why a form was not taken, in the words that people see.
type refusal string

func (r refusal) Error() string { return string(r) }

const (
	errExpired = refusal("Dit formulier is verlopen. Ga terug, laad de pagina opnieuw en probeer het nog eens.")
	errUnknown = refusal("De driver of de feedback waar dit over gaat, is er niet meer.")
	errSame    = refusal("Kies twee codes van dezelfde soort, bijvoorbeeld twee onderwerpen, die niet dezelfde zijn.")
	errInvalid = refusal("Dit besluit kan zo niet: er ontbreekt iets, of een tekst past niet. Ga terug en kijk het formulier na.")
	errUnsaved = refusal("Het besluit kon niet worden weggeschreven. Wat er misging staat in het venster waarin luister draait.")
)

// decide writes down what somebody decided on a page, and goes back to it.
func (s *Server) decide(w http.ResponseWriter, r *http.Request) {
	if !s.ours(w, r) {
		return
	}
	e, err := s.eventOf(r)
	if err != nil {
		s.refuseForm(w, r, http.StatusUnprocessableEntity, err)
		return
	}
	added, err := decision.Append(s.options.Workspace, *e)
	if err != nil {
		slog.Error("a decision could not be written down", "kind", e.Kind, "error", err)
		s.refuseForm(w, r, http.StatusInternalServerError, errUnsaved)
		return
	}
	slog.Info("decided", "kind", e.Kind, "event", added[0].ID, "who", e.Who)
	http.Redirect(w, r, backTo(r.PostForm.Get("terug"), added[0].ID), http.StatusSeeOther)
}

// ours parses a form, and refuses what was not sent from these pages.
func (s *Server) ours(w http.ResponseWriter, r *http.Request) bool {
	r.Body = http.MaxBytesReader(w, r.Body, longestForm)
	if err := r.ParseForm(); err != nil || !s.guard.holds(r) {
		s.refuseForm(w, r, http.StatusForbidden, errExpired)
		return false
	}
	return true
}

// refuseForm shows why a form was not taken.
func (s *Server) refuseForm(w http.ResponseWriter, r *http.Request, status int, err error) {
	s.write(w, r, status, &view{Page: "refused", Title: "Niet vastgelegd", Data: map[string]any{"Why": err.Error(), "Back": cmp.Or(ownPage(r.PostForm.Get("terug")), "/")}})
}

// eventOf reads a form as a decision.
func (s *Server) eventOf(r *http.Request) (*decision.Event, error) {
	form := r.PostForm
	who, err := s.guard.who(r)
	if err != nil {
		return nil, err
	}
	e := &decision.Event{At: s.options.Now(), Who: who, Kind: decision.Kind(form.Get("soort")), Driver: form.Get("driver"),
		Others: filled(form["anderen"]), Feedback: filled(form["feedback"]), Field: strings.TrimSpace(form.Get("veld")),
		From: form.Get("van"), To: strings.TrimSpace(form.Get("naar")), Why: strings.TrimSpace(form.Get("waarom"))}
	for name, values := range form {
		if key, ok := strings.CutPrefix(name, valuePrefix); ok && strings.TrimSpace(values[0]) != "" {
			if e.Values == nil {
				e.Values = map[string]string{}
			}
			e.Values[key] = strings.TrimSpace(values[0])
		}
	}
	if e.Kind == decision.Code {
		if err := corrected(e); err != nil {
			return nil, err
		}
	}
	if e.Field == newField {
		e.Field = newID(e)
	}
	if e.Mask(s.options.Mask); e.Check() != nil {
		return nil, errInvalid
	}
	return e, s.exists(e)
}

// newID gives the id of a new entry of a register, "" if the kind has none. It
// tells milliseconds, because two people may note something in one second.
func newID(e *decision.Event) string {
	at := strings.Replace(e.At.Format("20060102150405.000"), ".", "", 1)
	switch e.Kind {
	case decision.Measure:
		return "M" + at
	case decision.Target:
		return "T" + at
	case decision.Session:
		return "S" + at
	}
	return ""
}

// filled leaves out fields that were left empty.
func filled(values []string) []string {
	return slices.DeleteFunc(slices.Clone(values), func(v string) bool { return strings.TrimSpace(v) == "" })
}

// corrected takes a correction apart: its codes come as "topic:levering.te_laat".
func corrected(e *decision.Event) error {
	fromField, from, _ := strings.Cut(e.From, ":")
	toField, to, _ := strings.Cut(e.To, ":")
	if e.From == e.To || fromField != "" && toField != "" && fromField != toField {
		return errSame
	}
	e.Field, e.From, e.To = cmp.Or(fromField, toField), from, to
	return nil
}

// exists holds that what a decision is about is in the snapshot.
func (s *Server) exists(e *decision.Event) error {
	o, err := s.snapshots.acquire()
	if err != nil {
		return err
	}
	defer s.snapshots.release(o)
	if e.Kind == decision.Promote { // the page names the candidate, the log its feedback
		all, err := table.All[table.Candidate](o.tables)
		if err != nil {
			return err
		}
		e.Feedback = table.MembersOf(all, e.Feedback)
	}
	for _, id := range slices.Concat([]string{e.Driver}, e.Others, e.Places()) {
		if id != "" && o.facts.Driver(id) == nil {
			return errUnknown
		}
	}
	for _, id := range e.Feedback {
		if _, ok := o.facts.Row(id); !ok {
			return errUnknown
		}
	}
	return nil
}

// backTo gives the page that a form was on, with the decision that was made.
func backTo(address, event string) string {
	u, err := url.Parse(cmp.Or(ownPage(address), "/besluiten"))
	if err != nil {
		return "/besluiten"
	}
	q := u.Query()
	q.Set("besluit", event)
	u.RawQuery = q.Encode()
	return u.String()
}

// ownPage gives an address if it is one of these pages, and nothing otherwise.
func ownPage(address string) string {
	if !strings.HasPrefix(address, "/") || strings.HasPrefix(address, "//") || strings.Contains(address, `\`) {
		return ""
	}
	return address
}

// A decidedRow is a decision as pages show it.
type decidedRow struct {
	decision.Event
	Sentence string
	Undone   bool
	Pending  bool // not yet in the snapshot that is shown
}

// rowsOf writes decisions in words.
func (s *Server) rowsOf(events []decision.Event, d *decided, o *opened) []decidedRow {
	rows := make([]decidedRow, 0, len(events))
	for _, e := range events {
		rows = append(rows, decidedRow{e, s.sentence(&e, o.facts), d.State.Undone[e.ID], e.At.After(o.facts.Run.Started)})
	}
	return rows
}

// sentence says in Dutch what was decided.
func (s *Server) sentence(e *decision.Event, f *facts.Facts) string {
	name := func(id string) string {
		if d := f.Driver(id); d != nil {
			return "“" + d.Name + "” (" + id + ")"
		}
		return id
	}
	var others []string
	for _, id := range e.Others {
		others = append(others, name(id))
	}
	switch e.Kind {
	case decision.Move, decision.Pin, decision.Code, decision.Coded:
		return s.ofFeedback(e, name)
	case decision.Forbid:
		if len(e.Feedback) > 0 {
			return "Feedback hoort niet bij " + name(e.Driver)
		}
		return name(e.Driver) + " blijft los van " + strings.Join(others, ", ")
	case decision.Merge:
		return strings.Join(others, ", ") + " gaat op in " + name(e.Driver)
	case decision.Undo:
		return "Besluit " + e.From + " telt niet meer"
	}
	if said := ofOneDriver(e, name); said != "" {
		return said
	}
	return s.register(e, name, others)
}

// ofFeedback says what was decided about feedback.
func (s *Server) ofFeedback(e *decision.Event, name func(string) string) string {
	switch {
	case e.Kind == decision.Code:
		return s.correction(e)
	case e.Kind == decision.Coded:
		return "Gecodeerd: " + judgedFields(e)
	case e.Kind == decision.Pin:
		return "Feedback hoort vast bij " + name(e.Driver)
	case e.To == decision.None:
		return "Feedback hoort bij geen driver"
	}
	return "Feedback hoort bij " + name(e.To)
}

// ofOneDriver says what was decided about one driver; nothing of another decision.
func ofOneDriver(e *decision.Event, name func(string) string) string {
	switch e.Kind {
	case decision.Split:
		return name(e.Driver) + " wordt gesplitst"
	case decision.Rename:
		return e.Driver + " heet “" + e.To + "”"
	case decision.Describe:
		return "Beschrijving van " + name(e.Driver) + ": " + cmp.Or(e.To, "geen")
	case decision.Owner:
		return "Eigenaar van " + name(e.Driver) + ": " + cmp.Or(e.To, "niemand")
	case decision.Status:
		return name(e.Driver) + " is in het stadium “" + e.To + "”"
	case decision.Promote:
		return "Kandidaat wordt een driver"
	case decision.Retire:
		return name(e.Driver) + " neemt geen nieuwe feedback meer aan"
	}
	return ""
}

// judgedFields names the fields that a coder judged.
func judgedFields(e *decision.Event) string {
	var names []string
	for _, field := range decision.Fields() {
		if _, said := e.Values[field]; said {
			names = append(names, label.Column(field))
		}
	}
	return strings.Join(names, ", ")
}

// register says what was noted of measures, targets, sessions and suggestions.
func (s *Server) register(e *decision.Event, name func(string) string, drivers []string) string {
	switch e.Kind {
	case decision.Measure:
		what := "Maatregel " + e.Field
		if e.Driver != "" {
			what += " voor " + name(e.Driver)
		}
		return what + ": " + cmp.Or(e.Values["what"], e.Values["status"], "gewijzigd")
	case decision.Target:
		return "Doel " + e.Field + " voor " + e.Values["indicator"] + ": " + e.Values["target"]
	case decision.Session:
		return "Sessie " + e.Field + " over " + cmp.Or(strings.Join(drivers, ", "), "geen driver")
	case decision.Suggestion:
		return "Suggestie " + e.Field + ": " + e.To
	}
	return string(e.Kind) + " " + e.Field
}

// correction says in Dutch which code was corrected.
func (s *Server) correction(e *decision.Event) string {
	from, to := s.labels.Topic(e.From), s.labels.Topic(e.To)
	switch {
	case e.From == "":
		return "Code erbij: " + to
	case e.To == "":
		return "Code klopt niet: " + from
	}
	return "Code " + from + " moet zijn: " + to
}
