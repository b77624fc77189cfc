package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"luister/cluster/agree"
	"luister/cluster/decision"
	"luister/cluster/infer"
	"luister/export/label"
	"luister/nlp"
	"luister/nlp/annotate"
	"luister/nlp/code"
	"luister/nlp/learn"
	"luister/nlp/taught"
)

// teach fits the model of a field to what people coded in a workspace.
func teach(cmd *cobra.Command, ws, name string, force bool) error {
	field := label.Field(name)
	if field == "" {
		return usageError("%q is no field that can be coded; these are: onderwerp, beleving, signaal, vorm, sentiment, lijn, ernst", name)
	}
	w, err := openCodedWorkspace(ws)
	if err != nil {
		return err
	}
	defer w.tables.Close()
	coder, err := newCoder(w.cfg.scheme(ws))
	if err != nil {
		return wrap("loading the coding scheme", err)
	}
	l := lesson{field: field, out: cmd.OutOrStdout(), options: taught.Options{Coder: coder, Run: w.run, Log: inSteps(cmd.ErrOrStderr())}}
	if l.learned, l.measured, err = w.judged(coder, field); err != nil {
		return err
	}
	fmt.Fprintf(l.out, "Veld %s: %d oordelen om van te leren, %d om op te meten.\n", label.Column(field), len(l.learned), len(l.measured))
	model, candidate, err := l.train(ws)
	if err != nil {
		return err
	}
	old, err := l.oldModel(ws)
	if err != nil {
		return err
	}
	worse, err := compareModels(l.out, field, l.measured, candidate, old)
	if err != nil {
		return err
	}
	if worse && !force {
		return errors.New("the new model is significantly worse than what is there, so nothing was replaced; --force replaces it")
	}
	return l.save(model, ws)
}

// inSteps tells people that learning goes on.
func inSteps(w io.Writer) func(string, ...any) {
	step := 0
	return func(string, ...any) {
		step++
		fmt.Fprintf(w, "Leren: stap %d\n", step)
	}
}

// A lesson is one field to learn, with what people said of it.
type lesson struct {
	field             string
	learned, measured []taught.Example
	options           taught.Options
	out               io.Writer
}

// train fits a model, and the one that is measured: the same, or where people
// coded no random part a model that a fifth of the examples was left out of.
func (l *lesson) train(ws string) (model, candidate *taught.Model, err error) {
	model, err = taught.Train(l.field, l.learned, l.options)
	if err != nil {
		return nil, nil, fmt.Errorf("%w; let people code more of them with 'luister label -w %s'", err, quoted(ws))
	}
	if len(l.measured) >= infer.MinGroup {
		return model, model, nil
	}
	fmt.Fprintf(l.out, "Er zijn minder dan %d oordelen om op te meten; een vijfde van de andere is weggelaten om te meten.\n", infer.MinGroup)
	var rest []taught.Example
	rest, l.measured = parted(l.learned)
	candidate, err = taught.Train(l.field, rest, l.options)
	return model, candidate, err
}

// oldModel gives the model that a new one would replace; nil stands for the
// built-in coding alone.
func (l *lesson) oldModel(ws string) (*taught.Model, error) {
	old, err := taught.LoadField(filepath.Join(ws, modelsDir), l.field, l.options.Coder)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, nil
	case errors.Is(err, learn.ErrVersion):
		fmt.Fprintln(l.out, "Het vorige model is van een andere versie van luister; het nieuwe is vergeleken met het ingebouwde codeerwerk.")
		return nil, nil
	}
	return old, err
}

func (l *lesson) save(model *taught.Model, ws string) error {
	if err := model.Save(filepath.Join(ws, modelsDir)); err != nil {
		return err
	}
	_, err := fmt.Fprintf(l.out, "Het model staat in %s en geldt vanaf de volgende run; 'luister recode -w %s' past het toe op alles wat er al is.\n",
		filepath.Join(ws, modelsDir, l.field+".json"), quoted(ws))
	return err
}

// A saying is what people said of a field of one feedback, over all of them.
type saying struct {
	judged, whole, measured bool
	given, denied           []string // by correcting one code
}

// sayings gathers what people said of a field, with the feedback in the order in
// which it was judged first, and after it what was only corrected.
func (w *codedWorkspace) sayings(field string) (ids []string, said map[string]*saying) {
	said = map[string]*saying{}
	of := func(id string) *saying {
		if said[id] == nil {
			ids, said[id] = append(ids, id), &saying{}
		}
		return said[id]
	}
	for _, j := range decision.Judgements(w.log.Events) {
		if _, named := j.Codes[field]; named {
			s := of(j.Feedback)
			s.judged, s.whole, s.measured = true, s.whole || j.Whole[field], s.measured || j.Part == decision.Measured
		}
	}
	for _, id := range w.state.Corrected() {
		for _, e := range w.state.Codes[id] {
			if e.Kind == decision.Code && e.Field == field {
				of(id).correct(e.From, e.To)
			}
		}
	}
	return ids, said
}

// correct takes in a correction. What a judgement leaves out is taken away from
// the feedback, but not said to be wrong; what it puts something else in the
// place of is.
func (s *saying) correct(from, to string) {
	if to != "" {
		s.given = append(s.given, to)
	}
	if from != "" && (to != "" || !s.judged) {
		s.denied = append(s.denied, from)
	}
}

// judged gives what people said of a field, as examples that the built-in coding
// has read: those to learn from, and those to measure on. What was said last
// counts.
func (w *codedWorkspace) judged(coder *code.Coder, field string) (learned, measured []taught.Example, err error) {
	ids, said := w.sayings(field)
	rows, err := w.rows(ids...)
	if err != nil {
		return nil, nil, err
	}
	base, err := newLayers("", annotate.Options{Code: coder})
	if err != nil {
		return nil, nil, err
	}
	for i := range rows {
		r := &rows[i]
		s := said[r.ID]
		e := taught.Example{Doc: readRow(base, r), Codes: taught.Codes(&r.Coding, field), Partial: taught.Multi(field) && !s.whole, Denied: s.denied}
		if e.Partial && !s.judged { // the other codes are what the program made of it
			e.Codes = slices.DeleteFunc(e.Codes, func(c string) bool { return !slices.Contains(s.given, c) })
		}
		if s.measured {
			measured = append(measured, e)
		} else {
			learned = append(learned, e)
		}
	}
	return learned, measured, nil
}

// readRow codes a stored text with the built-in coding.
func readRow(base *annotate.Annotator, r *label.Row) *nlp.Document {
	doc := &nlp.Document{ID: r.ID, Text: r.Text, Context: r.Context, Asked: r.Coding.Stance == "proactief"}
	base.Annotate(doc)
	return doc
}

// parted sets a fifth apart.
func parted(all []taught.Example) (rest, fifth []taught.Example) {
	for i, e := range all {
		if i%5 == 4 {
			fifth = append(fifth, e)
		} else {
			rest = append(rest, e)
		}
	}
	return rest, fifth
}

// pairs gives what people said beside what a model gives; nil is the built-in
// coding.
func pairs(field string, examples []taught.Example, m *taught.Model) []agree.Pair {
	list := make([]agree.Pair, len(examples))
	for i, e := range examples {
		doc := *e.Doc
		if m != nil {
			m.Annotate(&doc)
		}
		list[i] = agree.Pair{Want: e.Codes, Got: taught.Codes(&doc.Coding, field)}
	}
	return list
}

// compareModels tells how a new model does against an old one, and whether it is
// significantly worse.
func compareModels(out io.Writer, field string, measured []taught.Example, model, old *taught.Model) (worse bool, err error) {
	now, was := pairs(field, measured, model), pairs(field, measured, old)
	name := "het ingebouwde codeerwerk"
	if old != nil {
		name = fmt.Sprintf("het model van run %s (%d voorbeelden)", cmp.Or(old.Run, "?"), old.Examples)
	}
	difference := agree.Difference(now, was)
	fmt.Fprintf(out, "Op %d oordelen: F1 %s; %s: %s; verschil %s\n", len(measured), estimate(agree.Judge(now).Micro), name, estimate(agree.Judge(was).Micro), signedEstimate(difference))
	return difference.High < 0, nil
}

// estimate writes a number with its interval.
func estimate(e infer.Estimate) string {
	if e.N == 0 || e.Value != e.Value {
		return "–"
	}
	return fmt.Sprintf("%.3f [%.3f; %.3f]", e.Value, e.Low, e.High)
}

func signedEstimate(e infer.Estimate) string {
	if e.N == 0 || e.Value != e.Value {
		return "–"
	}
	return fmt.Sprintf("%+.3f [%+.3f; %+.3f]", e.Value, e.Low, e.High)
}
