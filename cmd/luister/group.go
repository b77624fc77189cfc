package main

import (
	"bufio"
	"encoding/json"
	"io"

	"github.com/spf13/cobra"

	"luister/cluster"
	"luister/cluster/group"
	"luister/cluster/registry"
	"luister/nlp"
	"luister/nlp/annotate"
)

func newGroupCmd() *cobra.Command {
	var most int
	var state string
	cmd := &cobra.Command{
		Use:   "group [--groups N] [--state DIR]",
		Short: "Find the drivers that texts share (JSON Lines in and out)",
		Long: `Group reads JSON Lines with "id" and "text", all of which are one corpus, and
answers each with {"id","driver","name","score"} in the same order; driver and
name are empty for a text without driver.

A driver is what at least three different texts share. With --state the drivers
are kept in DIR, and a later call assigns texts to them first; texts that fit none
wait there until there are enough of them. The outcome does not depend on the order
of the lines.`,
		Example: `  luister group --groups 40 <feedback.jsonl
  luister group --state drivers/ <tonight.jsonl`,
		Args: usageArgs(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if most < 0 {
				return usageError("--groups cannot be negative")
			}
			reg := &registry.Registry{}
			if state != "" {
				var err error
				if reg, err = registry.Load(state); err != nil {
					return err
				}
			}
			if err := groupLines(cmd.InOrStdin(), cmd.OutOrStdout(), reg, group.Options{Groups: most, Documents: groupTexts}); err != nil {
				return err
			}
			if state == "" {
				return nil
			}
			return reg.Save(state)
		},
	}
	cmd.Flags().IntVar(&most, "groups", 0, "at most so many drivers on a first grouping (default: as many as the texts want)")
	cmd.Flags().StringVar(&state, "state", "", "directory that keeps the drivers from call to call")
	return cmd
}

// groupTexts is how many different texts make a driver of one corpus: all of it is
// there at once, and nothing comes that would make a small group larger.
const groupTexts = 3

// groupLines answers all lines of in on out, in order.
func groupLines(in io.Reader, out io.Writer, reg *registry.Registry, opts group.Options) error {
	annotator, err := newAnnotator("")
	if err != nil {
		return err
	}
	var lines []groupLine
	items, err := readItems(bufio.NewReaderSize(in, streamBuffer), annotator, &lines)
	if err != nil {
		return wrap("reading standard input", err)
	}
	result := group.Run(items, reg, opts)
	names := map[string]string{}
	for _, d := range result.Drivers {
		names[d.ID] = d.Name
	}
	w := bufio.NewWriterSize(out, streamBuffer)
	next := 0
	for _, l := range lines {
		var answer any = lineError{l.err}
		if l.err == "" {
			answer = l.answer(result.Assignments[next], names)
			next++
		}
		if err := json.NewEncoder(w).Encode(answer); err != nil {
			return wrap("writing standard output", err)
		}
	}
	return wrap("writing standard output", w.Flush())
}

// groupLine is one line of input: its id, or why it cannot be used.
type groupLine struct {
	id  json.RawMessage
	err string
}

type groupedLine struct {
	ID     json.RawMessage `json:"id"`
	Driver string          `json:"driver"`
	Name   string          `json:"name"`
	Score  float64         `json:"score"`
}

func (l groupLine) answer(a cluster.Assignment, names map[string]string) groupedLine {
	out := groupedLine{ID: l.id}
	if len(a.Drivers) > 0 {
		best := a.Drivers[0]
		out.Driver, out.Name, out.Score = best.Driver, names[best.Driver], best.Score
	}
	return out
}

// readItems makes the items of the lines that can be used, and one groupLine
// for each line.
func readItems(in *bufio.Reader, annotator *annotate.Annotator, lines *[]groupLine) ([]cluster.Item, error) {
	var items []cluster.Item
	err := eachText(in, func(doc *nlp.Document) cluster.Item {
		annotator.Annotate(doc)
		return cluster.NewBareItem(doc)
	}, func(line textLine, item cluster.Item, err error) error {
		if err != nil {
			*lines = append(*lines, groupLine{err: err.Error()})
			return nil
		}
		*lines = append(*lines, groupLine{id: line.ID})
		items = append(items, item)
		return nil
	})
	return items, err
}

// readText is what became of one line of a corpus.
type readText[T any] struct {
	line textLine
	made T
	err  error
}

// eachText reads a whole corpus of lines with id and text: it makes something of
// every document, on all processors, and hands it to use in the order of the
// lines, until use gives an error.
func eachText[T any](in *bufio.Reader, make func(doc *nlp.Document) T, use func(line textLine, made T, err error) error) error {
	var readErr error
	lines := func(yield func([]byte) bool) {
		for {
			line, err := readLine(in)
			if (err == nil || len(line) > 0) && !yield(line) {
				return
			}
			if err != nil {
				readErr = err
				return
			}
		}
	}
	each := func() func([]byte) readText[T] {
		return func(line []byte) (out readText[T]) {
			if out.err = decodeLine(line, &out.line); out.err == nil {
				out.made = make(&nlp.Document{ID: idText(out.line.ID), Text: out.line.Text})
			}
			return out
		}
	}
	for r := range fanOut(lines, each) {
		if err := use(r.line, r.made, r.err); err != nil {
			return err
		}
	}
	if readErr == io.EOF {
		return nil
	}
	return readErr
}

// idText is an id as text: a string without its quotes, anything else as it is.
func idText(id json.RawMessage) string {
	var s string
	if json.Unmarshal(id, &s) == nil {
		return s
	}
	return string(id)
}
