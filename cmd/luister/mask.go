package main

import (
	"encoding/json"
	"path/filepath"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"luister/nlp/mask"
)

func newMaskCmd() *cobra.Command {
	var policy, workspace, keyPath string
	cmd := &cobra.Command{
		Use:   "mask",
		Short: "Replace personal data by pseudonyms",
		Long: `Mask reads JSON Lines {"id","text"} on standard input and writes, in the same order,
{"id","text","spans":[{"start","end","type","replacement"}]}: the masked text, and what was replaced, counted in
Unicode code points of the given text.

The policy normaal masks what names a person: names, e-mail, telephone, addresses, numbers, dates of birth. It leaves
organisations, products and dates of events. The policy streng also masks every date, place, URL, age and institution of care.

Equal values get equal pseudonyms under one key: that of the workspace (-w), or of --key FILE. Without either,
the key is random and pseudonyms can be compared within this one call only.`,
		Example: `  echo '{"id":"1","text":"Bel mevrouw De Vries op 06-12345678"}' | luister mask
  luister mask -w klachten --policy streng < brieven.jsonl > gemaskeerd.jsonl`,
		Args: usageArgs(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			p := mask.Policy(policy)
			if p != mask.Normal && p != mask.Strict {
				return usageError("--policy is %s or %s, not %q", mask.Normal, mask.Strict, policy)
			}
			key, err := maskKey(workspace, keyPath)
			if err != nil {
				return err
			}
			masker := mask.New(key, mask.Options{Policy: p})
			return streamLines(cmd.InOrStdin(), cmd.OutOrStdout(), func() func([]byte) (any, error) {
				return func(line []byte) (any, error) { return maskLine(masker, line) }
			})
		},
	}
	cmd.Flags().StringVar(&policy, "policy", string(mask.Normal), "what to mask: normaal or streng")
	cmd.Flags().StringVarP(&workspace, "workspace", "w", "", "use the key of this workspace")
	cmd.Flags().StringVar(&keyPath, "key", "", "use the key in this file")
	cmd.MarkFlagsMutuallyExclusive("workspace", "key")
	return cmd
}

// maskKey reads the key that the flags name; without any, it is random.
func maskKey(workspace, keyPath string) ([]byte, error) {
	if workspace != "" {
		keyPath = filepath.Join(workspace, keyFile)
	}
	if keyPath == "" {
		return mask.NewKey(), nil
	}
	return mask.ReadKey(keyPath)
}

// maskedLine is what mask answers for one line.
type maskedLine struct {
	ID    json.RawMessage `json:"id"`
	Text  string          `json:"text"`
	Spans []maskedSpan    `json:"spans"`
}

type maskedSpan struct {
	Start       int       `json:"start"`
	End         int       `json:"end"`
	Type        mask.Type `json:"type"`
	Replacement string    `json:"replacement"`
}

func maskLine(m *mask.Masker, line []byte) (any, error) {
	var in struct {
		ID   json.RawMessage `json:"id"`
		Text string          `json:"text"`
	}
	if err := decodeLine(line, &in); err != nil {
		return nil, err
	}
	r := m.Mask(in.Text, nil)
	out := maskedLine{ID: in.ID, Text: r.Text, Spans: make([]maskedSpan, 0, len(r.Spans))}
	points, at := 0, 0
	pointsTo := func(offset int) int {
		points += utf8.RuneCountInString(in.Text[at:offset])
		at = offset
		return points
	}
	for _, s := range r.Spans {
		start := pointsTo(s.Start)
		out.Spans = append(out.Spans, maskedSpan{start, pointsTo(s.End), s.Type, s.Replacement})
	}
	return out, nil
}
