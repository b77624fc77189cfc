package main

import (
	"encoding/json"

	"github.com/spf13/cobra"

	"luister/nlp"
	"luister/nlp/annotate"
	"luister/nlp/vector"
)

func newCompareCmd() *cobra.Command {
	return &cobra.Command{
		Use:   "compare",
		Short: "Judge how alike two texts are (JSON Lines in and out)",
		Long: `Compare reads JSON Lines with "id", "a" and "b" (two texts) and answers each with
{"id","score"} in the same order: 0 for texts that have nothing in common, 1 for
texts that say the same.`,
		Example: `  echo '{"id":1,"a":"De monteur kwam niet.","b":"Er is geen monteur verschenen."}' | luister compare`,
		Args:    usageArgs(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			annotator, err := languageLayers()
			if err != nil {
				return err
			}
			return streamLines(cmd.InOrStdin(), cmd.OutOrStdout(), func() func([]byte) (any, error) {
				return compareLine(annotator)
			})
		},
	}
}

func compareLine(annotator *annotate.Annotator) func([]byte) (any, error) {
	model := vector.Load()
	read := func(text string) *vector.Text {
		doc := nlp.Document{Text: text}
		annotator.Annotate(&doc)
		return model.Text(&doc)
	}
	return func(line []byte) (any, error) {
		var in struct {
			ID   json.RawMessage `json:"id"`
			A, B string
		}
		if err := decodeLine(line, &in); err != nil {
			return nil, err
		}
		return struct {
			ID    json.RawMessage `json:"id"`
			Score float64         `json:"score"`
		}{in.ID, vector.Compare(read(in.A), read(in.B))}, nil
	}
}
