package web

import (
	"html/template"
	"log/slog"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"luister/cluster/decision"
	"luister/export/label"
	"luister/export/page"
	"luister/nlp/code"
	"luister/nlp/taught"
)

// A batch is as large as the one that 'luister label' makes.
const (
	batchUnsure   = 100
	batchMeasured = 50
)

const (
	answerPrefix = "f." // of form fields that answer about a field
	answerRight  = "="  // the proposal is right
	mostSlots    = 3    // codes of one field that can be chosen
)

const (
	errMixed   = refusal("Kies bij een veld óf dat het voorstel klopt, óf zelf codes, niet allebei. Ga terug en kijk het formulier na.")
	errNothing = refusal("Er is niets ingevuld. Ga terug, of sla deze feedback over.")
)

// toCode is a feedback of the batch, and the part of it that it is in.
type toCode struct{ ID, Part string }

// codingData is what the page to code on shows: one feedback of the batch.
type codingData struct {
	All, Done int // of the batch; done by who asks
	Row       *label.Row
	Shown     template.HTML
	Blind     bool // of the random part: no proposal is shown
	Number    int  // in the batch, from 1
	Before    string
	Said      bool // who asks judged it before
	Fields    []codingField
	Flowing   bool // who asks has just coded one: the first field is next
}

// codingField is a field to code.
type codingField struct {
	ID, Label string
	Proposal  string // in words; empty if none is shown
	Doubt     string // a code that was too unsure to propose, in words; empty if there is none
	Shown     bool   // there is a proposal to agree with
	Slots     []slot
	None      bool // it can have no code at all, and no other code
	Groups    []options
}

// slot is one choice for a field.
type slot struct{ ID, Label string }

// batchOf gives what people are asked to code of a snapshot: what 'luister label'
// would ask right after its run. It stays the same while people code it.
func (s *Server) batchOf(o *opened) ([]toCode, error) {
	o.batch.Do(func() {
		now, err := s.decisions.read()
		if err != nil {
			o.batch.err = err
			return
		}
		done := map[string]bool{}
		for _, e := range now.Events {
			for _, id := range e.Feedback {
				done[id] = done[id] || e.Kind == decision.Coded && e.At.Before(o.facts.Run.Started)
			}
		}
		rows, err := label.Choose(o.tables, label.Options{Unsure: batchUnsure, Measured: batchMeasured, Done: done, Seed: o.facts.Run.RunID})
		for _, r := range rows {
			o.batch.list = append(o.batch.list, toCode{r.ID, r.Part})
		}
		o.batch.err = err
	})
	return o.batch.list, o.batch.err
}

// coding shows one feedback of the batch: the one that is asked for, else the
// first that who asks did not judge.
func (s *Server) coding(r *http.Request, o *opened) (*view, error) {
	batch, err := s.batchOf(o)
	if err != nil {
		return nil, err
	}
	now, err := s.decisions.read()
	if err != nil {
		return nil, err
	}
	who, err := s.guard.who(r)
	if err != nil {
		return nil, err
	}
	judged := judgedBy(who, now)
	d := codingData{All: len(batch), Flowing: r.URL.Query().Has("besluit")}
	for _, b := range batch {
		if judged[b.ID] {
			d.Done++
		}
	}
	at := nextToCode(batch, judged, r.URL.Query())
	if at < 0 {
		return &view{Page: "coding", Title: "Coderen", Data: d}, nil
	}
	d.Number, d.Said = at+1, judged[batch[at].ID]
	if at > 0 {
		d.Before = batch[at-1].ID
	}
	return &view{Page: "coding", Title: "Coderen", Data: &d}, s.ask(&d, batch[at], now, o)
}

func judgedBy(who string, now *decided) map[string]bool {
	out := map[string]bool{}
	for _, j := range decision.Judgements(now.Events) {
		if j.Who == who {
			out[j.Feedback] = true
		}
	}
	return out
}

// nextToCode gives the place in the batch of what is asked for: a feedback, or
// the next one to do after a feedback; -1 if there is none.
func nextToCode(batch []toCode, judged map[string]bool, asked url.Values) int {
	is := func(id string) func(toCode) bool { return func(b toCode) bool { return b.ID == id } }
	if at := slices.IndexFunc(batch, is(asked.Get("id"))); at >= 0 {
		return at
	}
	from := slices.IndexFunc(batch, is(asked.Get("na"))) + 1
	for i := range batch {
		if at := (from + i) % len(batch); !judged[batch[at].ID] {
			return at
		}
	}
	return -1
}

// ask fills in what is asked about a feedback.
func (s *Server) ask(d *codingData, b toCode, now *decided, o *opened) error {
	row, err := rowToCode(b, now, o)
	if err != nil {
		return err
	}
	d.Row, d.Shown, d.Blind = row, page.Text(row.Text), b.Part == label.Measured
	file := &label.File{Scheme: s.options.Scheme}
	for _, field := range taught.Fields() {
		f := codingField{ID: field, Label: label.Column(field), None: taught.Multi(field), Groups: s.grouped(file.Classes(field)), Shown: !d.Blind}
		f.Slots = slotsOf(field)
		if f.Shown {
			f.Proposal = s.inWords(taught.Codes(&row.Coding, field), file.Classes(field))
			if u := row.Coding.Unsure; field == taught.Topic && len(u) > 0 {
				f.Doubt = s.labels.Topic(u[0].ID)
			}
		}
		d.Fields = append(d.Fields, f)
	}
	return nil
}

// rowToCode reads a feedback of the batch with its codes as they are now.
func rowToCode(b toCode, now *decided, o *opened) (*label.Row, error) {
	rows, err := label.Rows(o.tables, b.ID)
	if err != nil {
		return nil, err
	}
	if len(rows) == 0 {
		return nil, errNotFound
	}
	rows[0].Part = b.Part
	taught.Correct(&rows[0].Coding, label.Corrections(now.State.Codes[b.ID]))
	return &rows[0], nil
}

func slotsOf(field string) []slot {
	slots := []slot{{"v-" + field, label.Column(field)}}
	if taught.Multi(field) {
		for _, n := range []string{"tweede", "derde"}[:mostSlots-1] {
			slots = append(slots, slot{"v-" + field + "-" + n, n + " " + label.Column(field)})
		}
	}
	return slots
}

// grouped puts codes under the groups that they are in.
func (s *Server) grouped(classes []code.Class) []options {
	var all []options
	for _, c := range classes {
		group := ""
		if g := code.Group(c.ID); g != c.ID {
			group = s.labels.Of(g)
		}
		if len(all) == 0 || all[len(all)-1].Label != group {
			all = append(all, options{Label: group})
		}
		last := &all[len(all)-1]
		last.Codes = append(last.Codes, option{Code: c.ID, Label: c.Label})
	}
	return all
}

// inWords names the codes of a proposal.
func (s *Server) inWords(codes []string, classes []code.Class) string {
	var names []string
	for _, id := range codes {
		name := s.labels.Topic(id)
		if i := slices.IndexFunc(classes, func(c code.Class) bool { return c.ID == id }); i >= 0 && code.Group(id) == id {
			name = classes[i].Label
		}
		names = append(names, name)
	}
	if len(names) == 0 {
		return "geen"
	}
	return strings.Join(names, ", ")
}

// code writes down what somebody coded, just as a file that was filled in.
func (s *Server) code(w http.ResponseWriter, r *http.Request) {
	if !s.ours(w, r) {
		return
	}
	o, err := s.snapshots.acquire()
	if err != nil {
		s.fail(w, r, err)
		return
	}
	defer s.snapshots.release(o)
	events, err := s.coded(r, o)
	if err != nil {
		s.refuseForm(w, r, http.StatusUnprocessableEntity, err)
		return
	}
	to := "/coderen?na=" + url.QueryEscape(r.PostForm.Get("feedback"))
	if len(events) == 0 { // said before
		http.Redirect(w, r, to, http.StatusSeeOther)
		return
	}
	added, err := decision.Append(s.options.Workspace, events...)
	if err != nil {
		slog.Error("what was coded could not be written down", "error", err)
		s.refuseForm(w, r, http.StatusInternalServerError, errUnsaved)
		return
	}
	slog.Info("coded", "event", added[0].ID, "who", added[0].Who)
	http.Redirect(w, r, to+"&besluit="+added[0].ID, http.StatusSeeOther)
}

// coded reads a form as decisions: a judgement, and corrections of the codes.
func (s *Server) coded(r *http.Request, o *opened) ([]decision.Event, error) {
	who, err := s.guard.who(r)
	if err != nil {
		return nil, err
	}
	batch, err := s.batchOf(o)
	if err != nil {
		return nil, err
	}
	at := slices.IndexFunc(batch, func(b toCode) bool { return b.ID == r.PostForm.Get("feedback") })
	if at < 0 {
		return nil, errUnknown
	}
	now, err := s.decisions.read()
	if err != nil {
		return nil, err
	}
	row, err := rowToCode(batch[at], now, o)
	if err != nil {
		return nil, errUnknown
	}
	answers, err := chosen(r.PostForm, batch[at].Part != label.Measured)
	if err != nil {
		return nil, err
	}
	file := &label.File{Scheme: s.options.Scheme}
	filled, problems := file.Fill(row, who, strings.TrimSpace(r.PostForm.Get("waarom")), answers)
	if len(problems) > 0 {
		return nil, errInvalid
	}
	if filled == nil {
		return nil, errNothing
	}
	events := filled.Decide(row, decision.Judgements(now.Events), s.options.Now())
	for i := range events {
		events[i].Mask(s.options.Mask)
	}
	return events, nil
}

// chosen reads what was chosen in a form, by field. Of the random part no proposal
// was shown, so none can be agreed with.
func chosen(form url.Values, shown bool) (map[string][]string, error) {
	all := map[string][]string{}
	for _, field := range taught.Fields() {
		all[field] = filled(form[answerPrefix+field])
		if len(all[field]) == 0 && form.Get("alles") != "" {
			all[field] = []string{answerRight}
		}
		right := slices.Contains(all[field], answerRight)
		if right && !shown {
			return nil, errInvalid
		}
		if right && len(all[field]) > 1 {
			return nil, errMixed
		}
	}
	return all, nil
}
