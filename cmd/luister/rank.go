package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"luister/nlp"
	"luister/nlp/annotate"
	"luister/nlp/vector"
)

// rankedTexts is how many texts an answer of rank holds at most.
const rankedTexts = 100

func newRankCmd() *cobra.Command {
	var file string
	cmd := &cobra.Command{
		Use:   "rank --corpus FILE",
		Short: "Rank the texts of a corpus by likeness to each query (JSON Lines in and out)",
		Long: `Rank reads a corpus of JSON Lines with "id" and "text" from FILE, then queries of
the same form from standard input, and answers each with
{"id","ranked":[{"id","score"}]}: the 100 most alike texts at most, best first. A
line of the corpus that cannot be used is named on standard error and left out.`,
		Example: `  echo '{"id":1,"text":"niemand verschenen op de afspraak"}' | luister rank --corpus feedback.jsonl`,
		Args:    usageArgs(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if file == "" {
				return usageError("--corpus FILE is needed")
			}
			annotator, err := languageLayers()
			if err != nil {
				return err
			}
			corpus, err := readCorpus(file, annotator, cmd.ErrOrStderr())
			if err != nil {
				return err
			}
			return streamLines(cmd.InOrStdin(), cmd.OutOrStdout(), func() func([]byte) (any, error) {
				return corpus.rankLine(annotator)
			})
		},
	}
	cmd.Flags().StringVar(&file, "corpus", "", "file of JSON Lines with the texts to rank")
	return cmd
}

// rankCorpus is a corpus with the ids of its texts.
type rankCorpus struct {
	*vector.Corpus
	ids []json.RawMessage
}

// readCorpus reads and analyses a corpus; a line that cannot be used is named on
// log and left out.
func readCorpus(path string, annotator *annotate.Annotator, log io.Writer) (*rankCorpus, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, wrap("reading the corpus", err)
	}
	defer f.Close()
	c, n := &rankCorpus{}, 0
	var docs []*nlp.Document
	err = eachText(bufio.NewReaderSize(f, streamBuffer), func(doc *nlp.Document) *nlp.Document {
		annotator.Annotate(doc)
		return doc
	}, func(line textLine, doc *nlp.Document, err error) error {
		if n++; err != nil {
			fmt.Fprintf(log, "%s:%d: left out: %v\n", path, n, err)
			return nil
		}
		c.ids, docs = append(c.ids, line.ID), append(docs, doc)
		return nil
	})
	if err != nil {
		return nil, wrap("reading the corpus", err)
	}
	c.Corpus = vector.Load().NewCorpus(docs)
	return c, nil
}

type rankedLine struct {
	ID    json.RawMessage `json:"id"`
	Score float64         `json:"score"`
}

func (c *rankCorpus) rankLine(annotator *annotate.Annotator) func([]byte) (any, error) {
	return func(line []byte) (any, error) {
		var in textLine
		if err := decodeLine(line, &in); err != nil {
			return nil, err
		}
		doc := nlp.Document{Text: in.Text}
		annotator.Annotate(&doc)
		ranked := []rankedLine{}
		for _, r := range c.Rank(&doc, rankedTexts) {
			ranked = append(ranked, rankedLine{c.ids[r.Index], r.Score})
		}
		return struct {
			ID     json.RawMessage `json:"id"`
			Ranked []rankedLine    `json:"ranked"`
		}{in.ID, ranked}, nil
	}
}
