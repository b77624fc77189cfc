package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"luister/cluster/agree"
	"luister/cluster/decision"
	"luister/cluster/infer"
	"luister/export/label"
	"luister/nlp/learn"
	"luister/nlp/taught"
)

func newEvalCmd() *cobra.Command {
	var ws, model, against string
	cmd := &cobra.Command{
		Use:   "eval -w WORKSPACE | eval --model A [--against B] FILE",
		Short: "Measure the coding on what people coded",
		Long: `Eval with -w measures the coding of a workspace, with its models but without the
corrections, on the random part of the batches that people coded (see luister label),
field by field: precision, recall and F1 of every code with 95 % intervals, what is
taken for what, the share that got a code at all and the share "overig/onzeker", and
how far coders agree who coded the same (Cohen's kappa).

With --model it measures a model file of 'luister train --field' on a file of JSON
Lines that the model was not trained on, with "text" and the field, as train reads
it; with --against also a second model, and whether they differ.`,
		Example: `  luister eval -w klantenstem
  luister eval --model nieuw.model --against oud.model toets.jsonl`,
		Args: usageArgs(cobra.MaximumNArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			switch {
			case ws != "" && (model != "" || len(args) > 0):
				return usageError("give either -w or --model with a file")
			case ws != "":
				return evalWorkspace(cmd.OutOrStdout(), ws)
			case model == "" || len(args) == 0:
				return usageError("say what to measure: -w WORKSPACE, or --model MODEL and a file of examples")
			}
			return evalModel(cmd.OutOrStdout(), model, against, args[0])
		},
	}
	cmd.Flags().StringVarP(&ws, "workspace", "w", "", "measure the coding of this workspace")
	cmd.Flags().StringVar(&model, "model", "", "model file to measure")
	cmd.Flags().StringVar(&against, "against", "", "model file to compare it with")
	return cmd
}

func evalWorkspace(out io.Writer, ws string) error {
	w, err := openCodedWorkspace(ws)
	if err != nil {
		return err
	}
	defer w.tables.Close()
	a, err := newAnalyst(ws, &w.cfg, nil)
	if err != nil {
		return err
	}
	judgements := decision.Judgements(w.log.Events)
	if len(judgements) == 0 {
		return fmt.Errorf("nobody coded anything yet; make a batch with 'luister label -w %s'", quoted(ws))
	}
	for _, field := range taught.Fields() {
		_, measured, err := w.judged(a.coder, field)
		if err != nil {
			return err
		}
		if err := tellField(out, field, measured, a.model(field), judgements); err != nil {
			return err
		}
	}
	return nil
}

// model gives the model of a field, nil if there is none.
func (a *analyst) model(field string) *taught.Model {
	for _, m := range a.models {
		if m.Field == field {
			return m
		}
	}
	return nil
}

// tellField prints how well a field is coded.
func tellField(out io.Writer, field string, measured []taught.Example, m *taught.Model, judgements []decision.Judgement) error {
	var b strings.Builder
	fmt.Fprintf(&b, "\n%s\n", strings.ToUpper(label.Column(field)))
	if len(measured) == 0 {
		b.WriteString("  geen oordelen om op te meten\n")
	} else {
		if m != nil {
			b.WriteString("  model: ")
			if _, err := compareModels(&b, field, measured, m, nil); err != nil {
				return err
			}
		}
		writeJudgement(&b, agree.Judge(pairs(field, measured, m)), taught.Multi(field))
	}
	writeKappa(&b, field, judgements)
	_, err := io.WriteString(out, b.String())
	return err
}

// writeJudgement writes the table of a field.
func writeJudgement(b *strings.Builder, j agree.Judgement, multi bool) {
	what := "aandeel juist"
	if multi {
		what = "F1 (micro)"
	}
	fmt.Fprintf(b, "  n %d; %s %s; F1 (macro) %.3f; helemaal juist %s\n", j.N, what, estimate(j.Micro), j.Macro, estimate(j.Exact))
	if multi {
		fmt.Fprintf(b, "  met een code %s; overig/onzeker %.3f\n", estimate(j.Covered), 1-j.Covered.Value)
	}
	fmt.Fprintf(b, "  %-32s %6s %6s  %-23s %-23s %-23s %s\n", "code", "mens", "gezet", "precisie", "dekking", "F1", "verward met")
	for i := range j.Classes {
		c := &j.Classes[i]
		fmt.Fprintf(b, "  %-32s %6d %6d  %-23s %-23s %-23s %s\n", c.Code, c.Want, c.Got, estimate(c.Precision), estimate(c.Recall), estimate(c.F1), mistaken(c))
	}
}

// mistaken says what a code is most taken for.
func mistaken(c *agree.Class) string {
	var list []string
	for _, x := range c.Mistaken[:min(3, len(c.Mistaken))] {
		list = append(list, fmt.Sprintf("%s (%d)", x.Code, x.Count))
	}
	note := strings.Join(list, ", ")
	if c.Want < infer.MinN {
		note = strings.TrimSpace("te weinig om op te bouwen  " + note)
	}
	return note
}

// writeKappa writes how far coders agree, two by two.
func writeKappa(b *strings.Builder, field string, judgements []decision.Judgement) {
	for i, coders := range codersOf(judgements) {
		for _, other := range codersOf(judgements)[i+1:] {
			both := together(field, judgements, coders, other)
			if len(both) == 0 {
				continue
			}
			fmt.Fprintf(b, "  kappa van %s en %s: %s op %d feedback\n", coders, other, estimate(agree.Kappa(both, taught.Multi(field))), len(both))
		}
	}
}

func codersOf(judgements []decision.Judgement) []string {
	var list []string
	for _, j := range judgements {
		list = append(list, j.Who)
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// together gives what two coders said of the same feedback.
func together(field string, judgements []decision.Judgement, a, b string) []agree.Pair {
	said := map[string][]string{}
	for _, j := range judgements {
		if codes, ok := j.Codes[field]; ok && j.Who == a {
			said[j.Feedback] = codes
		}
	}
	var list []agree.Pair
	for _, j := range judgements {
		codes, ok := j.Codes[field]
		if other, both := said[j.Feedback]; ok && both && j.Who == b {
			list = append(list, agree.Pair{Want: other, Got: codes})
		}
	}
	return list
}

func evalModel(out io.Writer, file, against, examplesFile string) error {
	model, err := readModel(file)
	if err != nil {
		return err
	}
	examples, err := readExamplesFile(examplesFile, model.Field())
	if err != nil {
		return err
	}
	now, err := classifyAll(model, examples)
	if err != nil {
		return err
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n", strings.ToUpper(model.Field()))
	writeJudgement(&b, agree.Judge(now), model.Multi())
	if against != "" {
		other, err := readModel(against)
		if err != nil {
			return err
		}
		if other.Field() != model.Field() {
			return fmt.Errorf("%s is about %s and %s about %s", file, model.Field(), against, other.Field())
		}
		was, err := classifyAll(other, examples)
		if err != nil {
			return err
		}
		writeDifference(&b, against, now, was)
	}
	_, err = io.WriteString(out, b.String())
	return err
}

// writeDifference writes how a model does against another one.
func writeDifference(b *strings.Builder, against string, now, was []agree.Pair) {
	d := agree.Difference(now, was)
	verdict := "geen aantoonbaar verschil"
	switch {
	case d.Low > 0:
		verdict = "aantoonbaar beter"
	case d.High < 0:
		verdict = "aantoonbaar slechter"
	}
	fmt.Fprintf(b, "  tegenover %s: F1 %s; verschil %s: %s\n", against, estimate(agree.Judge(was).Micro), signedEstimate(d), verdict)
}

func readExamplesFile(path, field string) ([]learn.Example, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, wrap("opening the examples", err)
	}
	defer f.Close()
	examples, _, err := readExamples(path, f, field)
	if err != nil {
		return nil, err
	}
	if len(examples) == 0 {
		return nil, errors.New(path + " holds no examples")
	}
	return examples, nil
}

func classifyAll(m *learn.Model, examples []learn.Example) ([]agree.Pair, error) {
	c := m.Classifier()
	list := make([]agree.Pair, len(examples))
	for i, e := range examples {
		r, err := c.Classify(e.Item)
		if err != nil {
			return nil, err
		}
		list[i].Want = e.Labels
		if !m.Multi() {
			list[i].Got = []string{r.Label}
			continue
		}
		for _, s := range r.Labels {
			list[i].Got = append(list[i].Got, s.Label)
		}
	}
	return list, nil
}
