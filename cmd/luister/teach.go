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
	a, err := newAnalyst(ws, &w.cfg, nil)
	if err != nil {
		return err
	}
	learned, measured, err := w.judged(a, field)
	if err != nil {
		return err
	}
	out := cmd.OutOrStdout()
	fmt.Fprintf(out, "Veld %s: %d oordelen om van te leren, %d om op te meten.\n", label.Column(field), len(learned), len(measured))
	options := taught.Options{Coder: a.coder, Run: w.run, Log: logTo(cmd.ErrOrStderr())}
	model, err := taught.Train(field, learned, options)
	if err != nil {
		return fmt.Errorf("%w; let people code more of them with 'luister label -w %s'", err, quoted(ws))
	}
	candidate := model
	if len(measured) < infer.MinGroup { // a fifth of the examples measures a model of the others
		fmt.Fprintf(out, "Er zijn minder dan %d oordelen om op te meten; een vijfde van de andere is weggelaten om te meten.\n", infer.MinGroup)
		var rest []taught.Example
		rest, measured = parted(learned)
		if candidate, err = taught.Train(field, rest, options); err != nil {
			return err
		}
	}
	old, err := w.oldModel(ws, field, a)
	if err != nil {
		return err
	}
	worse, err := compareModels(out, field, measured, candidate, old)
	if err != nil {
		return err
	}
	if worse && !force {
		return errors.New("the new model is significantly worse than what is there, so nothing was replaced; --force replaces it")
	}
	if err := model.Save(filepath.Join(ws, modelsDir)); err != nil {
		return err
	}
	_, err = fmt.Fprintf(out, "Het model staat in %s en geldt vanaf de volgende run; 'luister recode -w %s' past het toe op alles wat er al is.\n",
		filepath.Join(ws, modelsDir, field+".json"), quoted(ws))
	return err
}

// oldModel gives the model that a new one would replace; nil stands for the
// built-in coding alone.
func (w *codedWorkspace) oldModel(ws, field string, a *analyst) (*taught.Model, error) {
	old, err := taught.LoadField(filepath.Join(ws, modelsDir), field, a.coder)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return old, err
}

// judged gives what people said of a field, as examples that the built-in coding
// has read: those to learn from, and those to measure on. What was said last
// counts, and feedback of which people only corrected a code counts as it stands
// after that.
func (w *codedWorkspace) judged(a *analyst, field string) (learned, measured []taught.Example, err error) {
	parts := map[string]string{}
	var ids []string
	for _, j := range decision.Judgements(w.log.Events) {
		if _, said := j.Codes[field]; !said {
			continue
		}
		part, again := parts[j.Feedback]
		if !again {
			ids = append(ids, j.Feedback)
		}
		if part != decision.Measured {
			parts[j.Feedback] = j.Part
		}
	}
	for _, id := range w.state.Corrected() {
		corrected := slices.ContainsFunc(w.state.Codes[id], func(e decision.Event) bool { return e.Kind == decision.Code && e.Field == field })
		if _, known := parts[id]; corrected && !known {
			ids = append(ids, id)
		}
	}
	rows, err := w.rows(ids...)
	if err != nil {
		return nil, nil, err
	}
	base, err := newLayers("", a.coder)
	if err != nil {
		return nil, nil, err
	}
	for i := range rows {
		r := &rows[i]
		e := taught.Example{Doc: readRow(base, r), Codes: taught.Codes(&r.Coding, field)}
		if parts[r.ID] == decision.Measured {
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
