package main

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"luister/nlp"
)

// appendAnnotated appends the answer of annotate for doc. It is written by hand
// because tokens are many: reflection took more time than the analysis. What no
// layer made is left out.
func appendAnnotated(b []byte, id json.RawMessage, doc *nlp.Document, made func(layer string) bool) []byte {
	b = slices.Grow(b, 512+80*len(doc.Tokens))
	if len(id) == 0 {
		id = json.RawMessage("null")
	}
	w := annotatedWriter{b: append(append(b, `{"id":`...), id...), at: points{text: doc.Text}}
	w.lemmas, w.tags = made("lemma"), made("tag")
	if made("lang") {
		w.text(`,"lang":`, doc.Lang)
	}
	w.raw(`,"sentences":`)
	w.spans(doc.Sentences)
	w.tokens(doc)
	if made("names") {
		w.names(doc.Names)
	}
	if made("degree") {
		w.degree(doc)
	}
	if made("term") {
		w.terms(doc.Terms)
	}
	if made("code") {
		w.coding(&doc.Coding)
	}
	return append(w.b, '}')
}

// An annotatedWriter appends JSON.
type annotatedWriter struct {
	b            []byte
	at           points
	lemmas, tags bool
}

func (w *annotatedWriter) raw(s string) { w.b = append(w.b, s...) }

func (w *annotatedWriter) number(key string, n int) {
	w.raw(key)
	w.b = strconv.AppendInt(w.b, int64(n), 10)
}

func (w *annotatedWriter) float(key string, f float64) {
	w.raw(key)
	w.b = strconv.AppendFloat(w.b, f, 'g', 6, 64)
}

func (w *annotatedWriter) text(key, s string) {
	w.raw(key)
	w.b = appendString(w.b, s)
}

func (w *annotatedWriter) spans(list []nlp.Span) {
	w.raw("[")
	for i, s := range list {
		if i > 0 {
			w.raw(",")
		}
		w.number("[", w.at.of(s.Start))
		w.number(",", w.at.of(s.End))
		w.raw("]")
	}
	w.raw("]")
}

func (w *annotatedWriter) tokens(doc *nlp.Document) {
	w.raw(`,"tokens":[`)
	for i := range doc.Tokens {
		t := &doc.Tokens[i]
		if i > 0 {
			w.raw(",")
		}
		w.number(`{"start":`, w.at.of(t.Start))
		w.number(`,"end":`, w.at.of(t.End))
		w.text(`,"text":`, t.Of(doc.Text))
		if w.lemmas {
			w.text(`,"lemma":`, t.Lemma)
		}
		if w.tags {
			w.text(`,"upos":`, t.UPOS.String())
		}
		for k, part := range t.Parts {
			w.text([]string{`,"parts":[`, ","}[min(k, 1)], part)
		}
		if len(t.Parts) > 0 {
			w.raw("]")
		}
		if t.Particle != "" {
			w.text(`,"particle":`, t.Particle)
		}
		if t.Norm != "" && !strings.EqualFold(t.Norm, t.Of(doc.Text)) {
			w.text(`,"norm":`, t.Norm)
		}
		if t.Negated {
			w.raw(`,"negated":true`)
		}
		w.raw("}")
	}
	w.raw("]")
}

// degree writes the words that are strengthened or weakened.
func (w *annotatedWriter) degree(doc *nlp.Document) {
	w.raw(`,"degree":[`)
	between := ""
	for i := range doc.Tokens {
		if t := &doc.Tokens[i]; t.Degree != 0 {
			w.raw(between)
			w.number(`{"start":`, w.at.of(t.Start))
			w.number(`,"end":`, w.at.of(t.End))
			w.number(`,"by":`, int(t.Degree))
			w.raw("}")
			between = ","
		}
	}
	w.raw("]")
}

func (w *annotatedWriter) names(list []nlp.Name) {
	w.raw(`,"names":[`)
	for i, n := range list {
		if i > 0 {
			w.raw(",")
		}
		w.number(`{"start":`, w.at.of(n.Start))
		w.number(`,"end":`, w.at.of(n.End))
		w.text(`,"type":`, n.Type)
		w.raw("}")
	}
	w.raw("]")
}

func (w *annotatedWriter) terms(list []nlp.Term) {
	w.raw(`,"terms":[`)
	for i, t := range list {
		if i > 0 {
			w.raw(",")
		}
		w.number(`{"start":`, w.at.of(t.Start))
		w.number(`,"end":`, w.at.of(t.End))
		w.text(`,"name":`, t.Name)
		w.raw("}")
	}
	w.raw("]")
}

func (w *annotatedWriter) coding(c *nlp.Coding) {
	w.text(`,"form":`, c.Form)
	w.float(`,"form_score":`, c.FormScore)
	w.text(`,"stance":`, c.Stance)
	w.text(`,"line":`, c.Line)
	w.number(`,"severity":`, c.Severity)
	w.text(`,"sentiment":`, string(c.Sentiment))
	w.float(`,"sentiment_score":`, c.SentimentScore)
	w.codes(`,"onderwerp":[`, c.Topics, true)
	w.codes(`,"beleving":[`, c.Experience, true)
	w.codes(`,"flags":[`, c.Flags, false)
	w.codes(`,"unsure":[`, c.Unsure, true)
	w.raw(`,"expected":`)
	w.spans(c.Expected)
	w.raw(`,"causes":`)
	w.spans(c.Causes)
}

// codes writes a list of codes; flags have no score and no sentiment.
func (w *annotatedWriter) codes(key string, list []nlp.Code, scored bool) {
	w.raw(key)
	for i, c := range list {
		if i > 0 {
			w.raw(",")
		}
		w.text(`{"id":`, c.ID)
		if scored {
			w.float(`,"score":`, c.Score)
			w.text(`,"sentiment":`, string(c.Sentiment))
		}
		w.raw(`,"evidence":`)
		w.spans(c.Evidence)
		w.raw("}")
	}
	w.raw("]")
}

// appendString appends s as a JSON string.
func appendString(b []byte, s string) []byte {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c == '"' || c == '\\' || c >= utf8.RuneSelf {
			quoted, err := json.Marshal(s)
			if err != nil {
				quoted = []byte(`""`)
			}
			return append(b, quoted...)
		}
	}
	return append(append(append(b, '"'), s...), '"')
}

// points turns byte offsets of text into code points. Offsets that come in
// order cost one pass over the text; one further back starts again.
type points struct {
	text        string
	byte, point int
}

func (p *points) of(offset int) int {
	if offset < p.byte {
		p.byte, p.point = 0, 0
	}
	p.point += utf8.RuneCountInString(p.text[p.byte:offset])
	p.byte = offset
	return p.point
}
