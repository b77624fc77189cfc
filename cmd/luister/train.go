package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"luister/nlp"
	"luister/nlp/annotate"
	"luister/nlp/code"
	"luister/nlp/learn"
	"luister/nlp/names"
)

func newTrainCmd() *cobra.Command {
	var t training
	cmd := &cobra.Command{
		Use:   "train (--field NAME | --names) -o FILE | train -w WORKSPACE --field NAME",
		Short: "Learn labels from examples (JSON Lines on standard input)",
		Long: `Train reads JSON Lines from standard input and writes a model file.

With --field NAME each line holds "text" and NAME: a label or a list of labels.
The field is multi-label if any value is a list; an empty list says no to all.
Optional are "span" ([start,end] in code points: the label is about this part)
and "context" (one more categorical value). With --names each line holds "text"
and "names": [{"start","end","type"}].

The price of mistakes, the features that serve, the calibration and the
threshold are found by cross-validation on the examples. The same input gives
the same file.

With -w the examples are what people coded in a workspace (see luister label), and
the model mixes what they teach with the built-in coding. It goes to models/ of the
workspace, where the next run uses it; 'luister recode' codes history with it. Before
it replaces the model that is there (or the built-in coding), both are measured on the
random part of the batches, which no model learns from, or without one on a fifth of
the examples that is left out; a model that is significantly worse is refused.`,
		Example: `  luister train --field onderwerp -o onderwerp.model < voorbeelden.jsonl
  luister classify --model onderwerp.model < nieuw.jsonl
  luister train -w klantenstem --field onderwerp`,
		Args: usageArgs(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error { return t.run(cmd) },
	}
	cmd.Flags().StringVar(&t.field, "field", "", "name of the field that holds the label or labels")
	cmd.Flags().BoolVar(&t.names, "names", false, "learn to find names")
	cmd.Flags().StringVarP(&t.out, "output", "o", "", "file to write the model to")
	cmd.Flags().StringVarP(&t.ws, "workspace", "w", "", "learn from what people coded in this workspace")
	cmd.Flags().BoolVar(&t.force, "force", false, "with -w: also replace a model that measures better")
	return cmd
}

// A training is one call of train.
type training struct {
	field, out, ws string
	names, force   bool
}

func (t *training) run(cmd *cobra.Command) error {
	switch {
	case t.ws != "" && (t.field == "" || t.names || t.out != ""):
		return usageError("with -w say what to learn with --field NAME; the model goes to the workspace")
	case t.ws != "":
		return teach(cmd, t.ws, t.field, t.force)
	case t.force:
		return usageError("--force goes with -w")
	case t.out == "":
		return usageError("say with -o FILE where the model goes")
	case t.names == (t.field != ""):
		return usageError("say what to learn: either --field NAME or --names")
	case t.names:
		return trainNames(cmd, t.out)
	}
	return trainField(cmd, t.field, t.out)
}

func trainNames(cmd *cobra.Command, out string) error {
	var examples []names.Example
	err := eachExample("standard input", cmd.InOrStdin(), func(line []byte) error {
		e, err := readNamesExample(line)
		examples = append(examples, e)
		return err
	})
	if err != nil {
		return err
	}
	model, err := names.Train(examples, names.TrainOptions{Log: logTo(cmd.ErrOrStderr())})
	if err != nil {
		return wrap("training", err)
	}
	return writeFile(out, model.Write)
}

func readNamesExample(line []byte) (names.Example, error) {
	var in struct {
		Text  *string    `json:"text"`
		Names []nameLine `json:"names"`
	}
	if err := decodeLine(line, &in); err != nil {
		return names.Example{}, err
	}
	if in.Text == nil {
		return names.Example{}, errors.New(`there is no "text"`)
	}
	e := names.Example{Text: *in.Text}
	last := 0
	for _, n := range in.Names {
		name, err := n.in(e.Text)
		if err != nil {
			return names.Example{}, err
		}
		if name.Start < last {
			return names.Example{}, errNamePlace
		}
		last, e.Names = name.End, append(e.Names, name)
	}
	return e, nil
}

// nameLine is one name of the input of train --names.
type nameLine struct {
	Start int    `json:"start"`
	End   int    `json:"end"`
	Type  string `json:"type"`
}

var errNamePlace = errors.New(`"names" must lie inside the text, in order and without overlap`)

// in turns code points of a text into bytes.
func (n *nameLine) in(text string) (nlp.Name, error) {
	start, ok1 := byteOffset(text, n.Start)
	end, ok2 := byteOffset(text, n.End)
	switch {
	case !ok1 || !ok2 || end <= start:
		return nlp.Name{}, errNamePlace
	case n.Type == "":
		return nlp.Name{}, errors.New(`a name without "type"`)
	}
	return nlp.Name{Span: nlp.Span{Start: start, End: end}, Type: n.Type}, nil
}

func logTo(w io.Writer) func(string, ...any) {
	return func(format string, args ...any) { fmt.Fprintf(w, format+"\n", args...) }
}

func trainField(cmd *cobra.Command, field, out string) error {
	examples, multi, err := readExamples("standard input", cmd.InOrStdin(), field)
	if err != nil {
		return err
	}
	hints, err := newDutchHints()
	if err != nil {
		return err
	}
	model, err := learn.Train(examples, learn.Options{Field: field, Multi: multi, Hints: hints,
		Log: logTo(cmd.ErrOrStderr())})
	if err != nil {
		return wrap("training", err)
	}
	return writeFile(out, model.Write)
}

// dutchHints hands lemmas and what the built-in coding scheme makes of a text to
// models of labels.
type dutchHints struct {
	layers *annotate.Annotator
	coder  *code.Coder
}

func newDutchHints() (dutchHints, error) {
	layers, err := annotate.New(annotate.Options{})
	if err != nil {
		return dutchHints{}, wrap("the language layers", err)
	}
	coder, err := code.New(code.Options{})
	return dutchHints{layers, coder}, wrap("the coding scheme", err)
}

func (h dutchHints) Hints(item learn.Item, give func(name string, value float64)) (*nlp.Document, bool) {
	doc := &nlp.Document{Text: item.Text}
	h.layers.Annotate(doc)
	return doc, h.coder.Hints(doc, item.Span, give)
}

// writeFile writes a whole file beside path and then renames it: a reader of
// path never sees half of it.
func writeFile(path string, write func(io.Writer) error) error {
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+"-*")
	if err != nil {
		return wrap("writing "+path, err)
	}
	defer os.Remove(f.Name())
	err = errors.Join(f.Chmod(0o644), write(f), f.Sync(), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	return wrap("writing "+path, err)
}

// readExamples reads all lines; the first bad one stops it, with its number and
// the name of what is read.
func readExamples(name string, r io.Reader, field string) (examples []learn.Example, multi bool, err error) {
	err = eachExample(name, r, func(line []byte) error {
		example, list, err := readExample(line, field)
		examples = append(examples, example)
		multi = multi || list
		return err
	})
	return examples, multi, err
}

// eachExample calls do for each line that is not empty.
func eachExample(name string, r io.Reader, do func(line []byte) error) error {
	in := bufio.NewReaderSize(r, streamBuffer)
	for number := 1; ; number++ {
		line, err := readLine(in)
		if err != nil && err != io.EOF {
			return wrap("reading "+name, err)
		}
		if len(bytes.TrimSpace(line)) > 0 {
			if badLine := do(line); badLine != nil {
				return fmt.Errorf("line %d of %s: %w", number, name, badLine)
			}
		}
		if err == io.EOF {
			return nil
		}
	}
}

func readExample(line []byte, field string) (learn.Example, bool, error) {
	var in itemLine
	if err := decodeLine(line, &in); err != nil {
		return learn.Example{}, false, err
	}
	item, err := in.item()
	if err != nil {
		return learn.Example{}, false, err
	}
	var fields map[string]json.RawMessage
	if err := decodeLine(line, &fields); err != nil {
		return learn.Example{}, false, err
	}
	labels, list, err := readLabels(fields[field])
	if err != nil {
		return learn.Example{}, false, fmt.Errorf("field %q: %w", field, err)
	}
	return learn.Example{Item: item, Labels: labels}, list, nil
}

// readLabels reads a label or a list of labels; a number or a boolean is taken
// as it is written.
func readLabels(raw json.RawMessage) (labels []string, list bool, err error) {
	if len(raw) == 0 || string(raw) == "null" {
		return nil, false, errors.New("there is no value")
	}
	if raw[0] != '[' {
		label, err := readLabel(raw)
		return []string{label}, false, err
	}
	var values []json.RawMessage
	if err := json.Unmarshal(raw, &values); err != nil {
		return nil, true, err
	}
	for _, v := range values {
		label, err := readLabel(v)
		if err != nil {
			return nil, true, err
		}
		labels = append(labels, label)
	}
	return labels, true, nil
}

func readLabel(raw json.RawMessage) (string, error) {
	switch raw[0] {
	case '"':
		var s string
		if err := json.Unmarshal(raw, &s); err != nil {
			return "", err
		}
		if s == "" {
			return "", errors.New("a label is empty")
		}
		return s, nil
	case '{', '[', 'n':
		return "", errors.New("a label is a string, a number or a boolean")
	}
	return string(raw), nil
}

// itemLine is the input of classify, and of train beside its field.
type itemLine struct {
	ID      json.RawMessage `json:"id"`
	Text    *string         `json:"text"`
	Span    []int           `json:"span"`
	Context any             `json:"context"`
}

// item checks the line and turns code points into bytes.
func (l *itemLine) item() (learn.Item, error) {
	if l.Text == nil {
		return learn.Item{}, errors.New(`there is no "text"`)
	}
	item := learn.Item{Text: *l.Text}
	if l.Context != nil {
		item.Context = fmt.Sprint(l.Context)
	}
	if l.Span == nil {
		return item, nil
	}
	if len(l.Span) != 2 || l.Span[0] < 0 || l.Span[1] < l.Span[0] {
		return learn.Item{}, errors.New(`"span" is not [start, end]`)
	}
	start, ok1 := byteOffset(item.Text, l.Span[0])
	end, ok2 := byteOffset(item.Text, l.Span[1])
	if !ok1 || !ok2 {
		return learn.Item{}, fmt.Errorf(`"span" lies outside the text of %d code points`, utf8.RuneCountInString(item.Text))
	}
	item.Span = &nlp.Span{Start: start, End: end}
	return item, nil
}

// byteOffset gives the byte at which code point n starts; the end counts.
func byteOffset(text string, n int) (int, bool) {
	for i := range text {
		if n == 0 {
			return i, true
		}
		n--
	}
	return len(text), n == 0
}
