package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"luister/export/index"
	"luister/nlp"
)

func newSimilarCmd() *cobra.Command {
	var from reading
	var format string
	var praised bool
	to := index.SimilarTo{Query: index.Query{Size: 10}}
	cmd := &cobra.Command{
		Use:   "similar (--id ID | TEXT)",
		Short: "Find feedback about the same, by words and by meaning, with why",
		Long: `Similar finds feedback in the published snapshot that is about the same as a
feedback (--id) or as a text. It says which words they share, and folds copies of
one text into one. --where chooses among them, in the query language of search.
With a driver stands how often it was told, and what was done about it. --praised
gives compliments about the same problem: where does it go well? The score in JSON
only orders one answer: it is no share, and is not to be compared with another.`,
		Example: `  luister similar "ze zouden terugbellen maar ik hoor niets"
  luister similar --id F0123456789 --where "afdeling:Planning"
  luister similar --praised "de monteur kwam niet opdagen"`,
		RunE: func(cmd *cobra.Command, args []string) error {
			to.Text = strings.Join(args, " ")
			if (to.ID == "") == (to.Text == "") {
				return usageError("similar needs either --id or a text")
			}
			if err := checkFormat(format, "text", "json"); err != nil {
				return err
			}
			if praised {
				to.Values = map[index.Facet][]string{index.Form: {"compliment"}}
			}
			return runSimilar(cmd, from, to, format == "json")
		},
	}
	from.flags(cmd)
	cmd.Flags().StringVar(&to.ID, "id", "", "the feedback to find others like")
	cmd.Flags().StringVar(&to.Query.Text, "where", "", "query that all must answer to")
	cmd.Flags().BoolVar(&praised, "praised", false, "only compliments: the same problem, praised elsewhere")
	cmd.Flags().StringVar(&format, "format", "text", "text or json")
	cmd.Flags().IntVarP(&to.Size, "number", "n", to.Size, "how many to show")
	return cmd
}

func runSimilar(cmd *cobra.Command, from reading, to index.SimilarTo, asJSON bool) error {
	found, err := openFound(from, true)
	if err != nil {
		return err
	}
	defer found.close()
	matches, err := found.index.Similar(cmd.Context(), to)
	if err != nil {
		return err
	}
	return found.printSimilar(cmd.OutOrStdout(), matches, asJSON)
}

func (f *found) printSimilar(w io.Writer, matches []index.Match, asJSON bool) error {
	var ids []string
	for _, m := range matches {
		ids = append(ids, m.ID)
	}
	rows, err := f.describe(ids, func(*nlp.Document) []nlp.Span { return nil })
	if err != nil {
		return err
	}
	hits := []*foundJSON{}
	for _, m := range matches {
		row := rows[m.ID]
		if row == nil {
			continue
		}
		row.Score, row.Shared, row.Again = m.Score, m.Shared, m.Again
		if m.Sentence.End > 0 {
			row.Marks = [][2]int{{m.Sentence.Start, m.Sentence.End}}
		}
		hits = append(hits, row)
	}
	if asJSON {
		return printJSON(w, map[string]any{"hits": hits})
	}
	if len(hits) == 0 {
		_, err := fmt.Fprintln(w, "Niets gevonden dat hierop lijkt.")
		return err
	}
	fmt.Fprintf(w, "%d gevonden, wat er het meest op lijkt eerst.\n", len(hits))
	return printFound(w, hits)
}
