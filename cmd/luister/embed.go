package main

import (
	"encoding/json"

	"github.com/spf13/cobra"

	"luister/nlp"
	"luister/nlp/annotate"
	"luister/nlp/vector"
)

func newEmbedCmd() *cobra.Command {
	return &cobra.Command{
		Use:   "embed",
		Short: "Turn texts into vectors (JSON Lines in and out)",
		Long: `Embed reads JSON Lines with "id" and "text" and answers each with {"id","vector":[…]}
in the same order. Vectors have length 1, so that their inner product is the
cosine of their angle; a text without any word has a vector of zeros.`,
		Example: `  echo '{"id":1,"text":"De monteur kwam niet opdagen."}' | luister embed`,
		Args:    usageArgs(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			annotator, err := languageLayers()
			if err != nil {
				return err
			}
			return streamLines(cmd.InOrStdin(), cmd.OutOrStdout(), func() func([]byte) (any, error) {
				return embedLine(annotator)
			})
		},
	}
}

// textLine is the input of most streaming commands.
type textLine struct {
	ID   json.RawMessage `json:"id"`
	Text string          `json:"text"`
}

// languageLayers loads the layers that vectors and terms are made of.
func languageLayers() (*annotate.Annotator, error) {
	a, err := annotate.New(annotate.Options{})
	return a, wrap("loading the language layers", err)
}

func embedLine(annotator *annotate.Annotator) func([]byte) (any, error) {
	model := vector.Load()
	var doc nlp.Document
	return func(line []byte) (any, error) {
		var in textLine
		if err := decodeLine(line, &in); err != nil {
			return nil, err
		}
		doc = nlp.Document{Text: in.Text, Sentences: doc.Sentences, Tokens: doc.Tokens}
		annotator.Annotate(&doc)
		v := model.Document(&doc)
		if v == nil {
			v = make([]float32, model.Dim())
		}
		return struct {
			ID     json.RawMessage `json:"id"`
			Vector []float32       `json:"vector"`
		}{in.ID, v}, nil
	}
}
