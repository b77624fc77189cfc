package main

import (
	"encoding/json"
	"fmt"
	"math"
	"os"

	"github.com/spf13/cobra"

	"luister/nlp/learn"
)

// classified is one line of output of classify.
type classified struct {
	ID     json.RawMessage `json:"id"`
	Label  string          `json:"label"`
	Score  float64         `json:"score"`
	Labels []labelScore    `json:"labels"`
}

type labelScore struct {
	Label string  `json:"label"`
	Score float64 `json:"score"`
}

func newClassifyCmd() *cobra.Command {
	var file string
	cmd := &cobra.Command{
		Use:   "classify --model FILE",
		Short: "Label texts with a model that 'luister train' made (JSON Lines in and out)",
		Long: `Classify reads JSON Lines with "id" and "text", and the optional "span" and
"context" of train, and answers each with a line
{"id","label","score","labels":[{"label","score"}]}, in the same order.

Of a multi-label model "labels" are those decided yes, best first, and "label"
is the best of them or "". A score is a probability: of all answers with a score
of 0.8 about 80 % are right.`,
		Example: `  luister classify --model onderwerp.model < nieuw.jsonl > gelabeld.jsonl`,
		Args:    usageArgs(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if file == "" {
				return usageError("say with --model FILE which model to use")
			}
			model, err := readModel(file)
			if err != nil {
				return err
			}
			return streamLines(cmd.InOrStdin(), cmd.OutOrStdout(), func() func([]byte) (any, error) {
				return classifyLine(model.Classifier())
			})
		},
	}
	cmd.Flags().StringVar(&file, "model", "", "model file made by 'luister train --field'")
	return cmd
}

func readModel(file string) (*learn.Model, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, wrap("opening the model", err)
	}
	defer f.Close()
	hints, err := newDutchHints()
	if err != nil {
		return nil, err
	}
	model, err := learn.Read(f, hints)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return model, nil
}

func classifyLine(c *learn.Classifier) func([]byte) (any, error) {
	return func(line []byte) (any, error) {
		var in itemLine
		if err := decodeLine(line, &in); err != nil {
			return nil, err
		}
		item, err := in.item()
		if err != nil {
			return nil, err
		}
		result, err := c.Classify(item)
		if err != nil {
			return nil, err
		}
		out := classified{ID: in.ID, Label: result.Label, Score: fourDecimals(result.Score), Labels: []labelScore{}}
		for _, s := range result.Labels {
			out.Labels = append(out.Labels, labelScore{s.Label, fourDecimals(s.Score)})
		}
		return out, nil
	}
}

func fourDecimals(x float64) float64 { return math.Round(x*1e4) / 1e4 }
