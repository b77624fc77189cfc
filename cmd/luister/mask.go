package main

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"luister/nlp/mask"
)

// maskFlags are the flags of mask.
type maskFlags struct {
	policy, workspace, key, report, allow, block string
}

func newMaskCmd() *cobra.Command {
	var f maskFlags
	cmd := &cobra.Command{
		Use:   "mask",
		Short: "Replace personal data by pseudonyms",
		Long: `Mask reads JSON Lines {"id","text"} on standard input and writes, in the same order,
{"id","text","spans":[{"start","end","type","replacement"}]}: the masked text, and what was replaced, counted in
Unicode code points of the given text.

The policy normaal masks what names a person: names, e-mail, telephone, addresses, numbers, dates of birth. It leaves
organisations, products and dates of events. The policy streng also masks every date, place, URL, age and institution of care.

Equal values get equal pseudonyms under one key: that of the workspace (-w), or of --key FILE. Without either,
the key is random and pseudonyms can be compared within this one call only.

The files of --allow and --block hold one word or phrase per line: never masked, always masked. With --report FILE
the numbers per type, and per source where lines have a "source", and a sample of masked fragments are written for an
audit: a page to print if FILE ends in .html, else tab-separated lines.`,
		Example: `  echo '{"id":"1","text":"Bel mevrouw De Vries op 06-12345678"}' | luister mask
  luister mask -w klachten --policy streng --report audit.tsv < brieven.jsonl > gemaskeerd.jsonl`,
		Args: usageArgs(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error { return runMask(cmd, f) },
	}
	cmd.Flags().StringVar(&f.policy, "policy", string(mask.Normal), "what to mask: normaal or streng")
	cmd.Flags().StringVarP(&f.workspace, "workspace", "w", "", "use the key of this workspace")
	cmd.Flags().StringVar(&f.key, "key", "", "use the key in this file")
	cmd.Flags().StringVar(&f.report, "report", "", "write counts and a masked sample to this file")
	cmd.Flags().StringVar(&f.allow, "allow", "", "file of words and phrases that are never masked")
	cmd.Flags().StringVar(&f.block, "block", "", "file of words and phrases that are always masked")
	cmd.MarkFlagsMutuallyExclusive("workspace", "key")
	return cmd
}

func runMask(cmd *cobra.Command, f maskFlags) error {
	o := mask.Options{Policy: mask.Policy(f.policy)}
	if o.Policy != mask.Normal && o.Policy != mask.Strict {
		return usageError("--policy is %s or %s, not %q", mask.Normal, mask.Strict, f.policy)
	}
	key, err := maskKey(f.workspace, f.key)
	if err != nil {
		return err
	}
	if o.Allow, err = readPhrases(f.allow); err != nil {
		return err
	}
	if o.Block, err = readPhrases(f.block); err != nil {
		return err
	}
	masker := mask.New(key, o)
	var report *mask.Report
	if f.report != "" {
		report = mask.NewReport()
	}
	err = streamLines(cmd.InOrStdin(), cmd.OutOrStdout(), func() func([]byte) (any, error) {
		return func(line []byte) (any, error) { return maskLine(masker, report, line) }
	})
	if err != nil || report == nil {
		return err
	}
	out, err := os.Create(f.report)
	if err != nil {
		return wrap("writing the report", err)
	}
	write := report.Write
	if strings.HasSuffix(strings.ToLower(f.report), ".html") {
		write = report.HTML
	}
	return wrap("writing the report", errors.Join(write(out), out.Close()))
}

// readPhrases reads one word or phrase per line; no name gives none.
func readPhrases(path string) ([]string, error) {
	if path == "" {
		return nil, nil
	}
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, wrap("reading a list of words", err)
	}
	return strings.Split(string(b), "\n"), nil
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

func maskLine(m *mask.Masker, report *mask.Report, line []byte) (any, error) {
	var in struct {
		ID     json.RawMessage `json:"id"`
		Text   string          `json:"text"`
		Source string          `json:"source"`
	}
	if err := decodeLine(line, &in); err != nil {
		return nil, err
	}
	r := m.Mask(in.Text, nil)
	if report != nil {
		report.Add(m.Mask(in.Source, nil).Text, r)
	}
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
