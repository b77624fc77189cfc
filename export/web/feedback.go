package web

import (
	"cmp"
	"html/template"
	"log/slog"
	"net/http"
	"slices"
	"strings"

	"luister/export/facts"
	"luister/export/index"
	"luister/export/page"
	"luister/export/table"
	"luister/nlp"
	"luister/nlp/code"
)

const (
	shownSimilar = 6
	shownSecond  = .05 // score from which a driver was near
)

// feedbackData is what the page of a feedback shows.
type feedbackData struct {
	table.Feedback
	Shown   template.HTML // the whole text, with evidence marked
	Codes   []codeRow
	Doubt   string // the likeliest topic that was not given, in words
	Drivers []given
	Second  *given // the best driver that it was not given to
	Similar []similar
	Facts   []fact
	Other   []table.Attribute // columns of the export that are nothing else
	Given   []option          // codes it has, that can be corrected
	Choices []options         // codes it could have
	All     []*facts.Driver
	Decided []decidedRow
}

// options are codes to choose from, under a heading.
type options struct {
	Label string
	Codes []option
}

// option is a code to choose: the field it is a value of, and the code.
type option struct{ Field, Code, Label string }

// codeRow is a code of a feedback. Number is that of its marks in the text.
type codeRow struct {
	Number    int
	Dimension string
	Code      string
	Score     float64
	Sentiment string
	Words     []template.HTML
}

// given is a driver that a feedback was given to.
type given struct {
	*facts.Driver
	Score    float64
	Words    string        // that speak for it most
	Topic    string        // that does; empty if none
	Share    float64       // of the topic in all that speaks for it
	Sentence template.HTML // that fits it best; empty if the text as a whole does
}

// similar is a feedback that is like another, and why.
type similar struct {
	hit
	Shared string
	Again  int
}

// fact is one thing that is known of a feedback.
type fact struct{ Name, Value string }

func (s *Server) feedback(r *http.Request, o *opened) (*view, error) {
	id := r.PathValue("id")
	rows, err := o.rows([]string{id})
	if err != nil {
		return nil, err
	}
	if len(rows) == 0 {
		return nil, errNotFound
	}
	d := feedbackData{Feedback: rows[0], Facts: factsOf(&rows[0]), Other: rows[0].Attributes}
	if err := s.codes(&d, o); err != nil {
		return nil, err
	}
	if err := d.drivers(o); err != nil {
		return nil, err
	}
	if d.Similar, err = o.similarTo(r, id); err != nil {
		slog.Error("similar feedback could not be found", "error", err)
	}
	if err := s.decidedOf(&d, o); err != nil {
		return nil, err
	}
	return &view{Page: "feedback", Title: "Feedback van " + page.Day(d.Received), Data: d}, nil
}

// codes fills in the codes, and the text with their evidence marked.
func (s *Server) codes(d *feedbackData, o *opened) error {
	topics, err := table.Get[table.FeedbackTopic](o.tables, d.ID)
	if err != nil {
		return err
	}
	ways, err := table.Get[table.FeedbackExperience](o.tables, d.ID)
	if err != nil {
		return err
	}
	flags, err := table.Get[table.FeedbackFlag](o.tables, d.ID)
	if err != nil {
		return err
	}
	slices.SortFunc(topics, func(a, b table.FeedbackTopic) int { return cmp.Compare(a.Rank, b.Rank) })
	slices.SortFunc(ways, func(a, b table.FeedbackExperience) int { return cmp.Compare(a.Rank, b.Rank) })
	var marks []page.Mark
	add := func(dimension, name string, c codeRow, evidence []table.Span) {
		c.Number, c.Dimension, c.Code = len(d.Codes)+1, dimension, name
		for _, e := range evidence {
			if span := (nlp.Span{Start: int(e.Start), End: int(e.End)}); span.Start >= 0 && span.End <= len(d.Text) && span.Start < span.End {
				marks = append(marks, page.Mark{Span: span, Number: c.Number, Why: name})
				c.Words = append(c.Words, page.Text(span.Of(d.Text)))
			}
		}
		d.Codes = append(d.Codes, c)
	}
	for _, t := range topics {
		d.Given = append(d.Given, option{"topic", t.Topic, s.labels.Topic(t.Topic)})
		add("onderwerp", s.labels.Topic(t.Topic), codeRow{Score: t.Score, Sentiment: t.Sentiment}, t.Evidence)
	}
	for _, e := range ways {
		d.Given = append(d.Given, option{"experience", e.Experience, s.labels.Of(e.Experience)})
		add("beleving", s.labels.Of(e.Experience), codeRow{Score: e.Score, Sentiment: e.Sentiment}, e.Evidence)
	}
	for _, f := range flags {
		d.Given = append(d.Given, option{"flag", f.Flag, s.labels.Of(f.Flag)})
		add("signaal", s.labels.Of(f.Flag), codeRow{Score: f.Score}, f.Evidence)
	}
	if d.Unsure != "" && !slices.ContainsFunc(topics, func(t table.FeedbackTopic) bool { return t.Topic == d.Unsure }) {
		d.Doubt = s.labels.Topic(d.Unsure)
	}
	d.Shown = page.Text(d.Text, marks...)
	return nil
}

// decidedOf fills in what people decided about the feedback, and what they can.
func (s *Server) decidedOf(d *feedbackData, o *opened) error {
	now, err := s.decisions.read()
	if err != nil {
		return err
	}
	d.Decided, d.Choices = s.rowsOf(now.about(ofFeedback(d.ID)), now, o), s.choices()
	for _, other := range o.facts.Drivers {
		if len(d.Drivers) == 0 || other.ID != d.Drivers[0].ID { // it cannot move to where it is
			d.All = append(d.All, other)
		}
	}
	d.Given = append([]option{{"form", d.Form, s.labels.Of(d.Form)}, {"sentiment", d.Sentiment, s.labels.Of(d.Sentiment)}}, d.Given...)
	return nil
}

// choices lists the codes of the scheme that a feedback can have.
func (s *Server) choices() []options {
	var all []options
	for _, c := range []struct {
		label, field string
		classes      []code.Class
		name         func(string) string
	}{
		{"Onderwerp", "topic", s.options.Scheme.Topics, s.labels.Topic}, {"Beleving", "experience", s.options.Scheme.Experiences, s.labels.Of},
		{"Vorm", "form", s.options.Scheme.Forms, s.labels.Of}, {"Sentiment", "sentiment", s.options.Scheme.Sentiments, s.labels.Of}, {"Signaal", "flag", s.options.Scheme.Flags, s.labels.Of},
	} {
		box := options{Label: c.label}
		for _, class := range c.classes {
			box.Codes = append(box.Codes, option{c.field, class.ID, c.name(class.ID)})
		}
		all = append(all, box)
	}
	return all
}

// drivers fills in the drivers with their scores.
func (d *feedbackData) drivers(o *opened) error {
	rows, err := table.Get[table.FeedbackDriver](o.tables, d.ID)
	if err != nil {
		return err
	}
	for _, row := range rows {
		driver := o.facts.Driver(row.DriverID)
		switch {
		case driver == nil:
		case row.Second && row.Score >= shownSecond:
			d.Second = &given{Driver: driver, Score: row.Score}
		case row.Second:
		default:
			g := given{Driver: driver, Score: row.Score, Words: strings.Join(row.Terms, ", "), Topic: row.Topic, Share: row.TopicShare}
			if row.Start >= 0 && row.Start < row.End && int(row.End) <= len(d.Text) {
				g.Sentence = page.Text(d.Text[row.Start:row.End])
			}
			d.Drivers = append(d.Drivers, g)
		}
	}
	return nil
}

// similarTo finds feedback that is about the same.
func (o *opened) similarTo(r *http.Request, id string) ([]similar, error) {
	x, err := o.withVectors()
	if err != nil {
		return nil, err
	}
	matches, err := x.Similar(r.Context(), index.SimilarTo{ID: id, Query: index.Query{Size: shownSimilar}})
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, m := range matches {
		ids = append(ids, m.ID)
	}
	rows, err := o.tables.Said(ids...)
	if err != nil {
		return nil, err
	}
	byID := map[string]table.Said{}
	for _, row := range rows {
		byID[row.ID] = row
	}
	var out []similar
	for _, m := range matches {
		if row, ok := byID[m.ID]; ok {
			out = append(out, similar{o.hit(row, closest(m)), strings.Join(m.Shared, ", "), len(m.Again)})
		}
	}
	return out, nil
}

// closest marks the sentence that is most like the other feedback.
func closest(m index.Match) []page.Mark {
	return []page.Mark{{Span: m.Sentence, Soft: true, Why: "zin die er het meest op lijkt"}}
}

// factsOf lists what is known of a feedback besides its text.
func factsOf(f *table.Feedback) []fact {
	all := []fact{
		{"Bron", f.Source}, {"Kanaal", f.Channel}, {"Antwoord op", f.Context}, {"Onderwerpregel", f.Subject},
		{"Product", f.Product}, {"Afdeling", f.Department}, {"Regio", f.Region}, {"Locatie", f.Location},
		{"Uitkomst", f.Outcome}, {"NPS", score(f.NPS)}, {"Tevredenheid", score(f.CSAT)}, {"Moeite (CES)", score(f.CES)},
		{"Sterren", score(f.Stars)}, {"Over de behandeling", score(f.Handling)},
	}
	if !f.Answered.IsZero() {
		all = append(all, fact{"Beantwoord", page.Day(f.Answered)})
	}
	if !f.Closed.IsZero() {
		all = append(all, fact{"Afgesloten", page.Day(f.Closed)})
	}
	if f.Reopened {
		all = append(all, fact{"Heropend", "ja"})
	}
	var known []fact
	for _, one := range all {
		if one.Value != "" {
			known = append(known, one)
		}
	}
	return known
}

func score(f *float64) string {
	if f == nil {
		return ""
	}
	return strings.TrimSuffix(page.Decimal(*f), ",0")
}
