package main

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"luister/nlp"
	"luister/nlp/annotate"
)

func newAnnotateCmd() *cobra.Command {
	var file, last string
	cmd := &cobra.Command{
		Use:   "annotate [--model FILE] [--to LAYER]",
		Short: "Analyse Dutch texts: tokens, lemmas, names, form, topics, sentiment (JSON Lines in and out)",
		Long: `Annotate reads JSON Lines with "id" and "text" and answers each with a line

  {"id","lang","sentences":[[s,e]],
   "tokens":[{"start","end","text","lemma","upos","parts","particle","norm","negated"}],
   "names":[{"start","end","type"}],"degree":[{"start","end","by"}],
   "terms":[{"start","end","name"}],
   "form","form_score","stance","line","severity","sentiment","sentiment_score",
   "onderwerp":[{"id","score","sentiment","evidence":[[s,e]]}],"beleving":[...],
   "flags":[{"id","evidence":[[s,e]]}],"unsure":[...],"expected":[[s,e]],"causes":[[s,e]]}

in the same order. Offsets count Unicode code points of the given text and are
half-open. "parts" are the parts of a compound as lemmas, "particle" is the part
of a separable verb that stands elsewhere in the sentence, "norm" is how the word
is read where it is written otherwise, "negated" says that it is denied; each is
left out where there is none. "degree" are the words that others strengthen ("by"
above 0) or weaken (below 0), "terms" those of several words ("op de hoogte"). "unsure" are topics with some evidence, but too little to be
given: without any in "onderwerp" the topic is overig/onzeker. "expected" is what the customer says he expected or was
promised, "causes" the causes he names himself. A text in another language than Dutch has no parts of
speech of Dutch and no coding.

With --to the layers stop there, which is faster, and what later layers make is
left out: ` + strings.Join(annotate.Layers(), ", ") + `.`,
		Example: `  echo '{"id":1,"text":"Ze belden mij niet terug over de factuurcorrectie."}' | luister annotate
  luister annotate --to lemma <teksten.jsonl`,
		Args: usageArgs(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if last != "" && !slices.Contains(annotate.Layers(), last) {
				return usageError("--to: there is no layer %q; the layers are %s", last, strings.Join(annotate.Layers(), ", "))
			}
			annotator, err := newAnnotatorTo(last, file)
			if err != nil {
				return err
			}
			return streamLines(cmd.InOrStdin(), cmd.OutOrStdout(), func() func([]byte) (any, error) {
				return annotateLine(annotator)
			})
		},
	}
	cmd.Flags().StringVar(&file, "model", "", "names model made by 'luister train --names', used for names only")
	cmd.Flags().StringVar(&last, "to", "", "the last layer that runs (default all)")
	return cmd
}

// annotateLine answers lines of JSON; an answer is good until the next one, since
// its bytes are reused, as is the Document.
func annotateLine(annotator *annotate.Annotator) func([]byte) (any, error) {
	var doc nlp.Document
	var answer []byte
	return func(line []byte) (any, error) {
		var in struct {
			ID   json.RawMessage `json:"id"`
			Text string          `json:"text"`
		}
		if err := decodeLine(line, &in); err != nil {
			return nil, err
		}
		doc = nlp.Document{Text: in.Text, Sentences: doc.Sentences, Tokens: doc.Tokens, Terms: doc.Terms}
		annotator.Annotate(&doc)
		answer = appendAnnotated(answer[:0], in.ID, &doc, annotator.Runs)
		return json.RawMessage(answer), nil
	}
}
