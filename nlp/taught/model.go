package taught

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"slices"
	"sync"

	"luister/nlp"
	"luister/nlp/code"
	"luister/nlp/learn"
)

// A Model says what the codes of one field are, from what people coded and from
// what the built-in coding makes of a text: its score of a code is a logistic
// mix of both, fitted on texts that neither was fitted on. It may be used by
// several goroutines.
type Model struct {
	Card
	words *learn.Model
	coder *code.Coder
	free  sync.Pool // of *reader
}

// A Card says what a model is.
type Card struct {
	Field    string   `json:"field"`
	Run      string   `json:"run"`              // made on the feedback of this run
	Examples int      `json:"examples"`         // that it was fitted to
	Labels   []string `json:"labels"`           // codes that it can give beside those of the built-in coding
	Untold   []string `json:"untold,omitempty"` // codes of which the examples say neither yes nor no
	Mix      Mix      `json:"mix"`
	Model    string   `json:"sha256"` // of the file with the weights
}

// A Mix is how much the words and the built-in coding count, on the log-odds
// scale, and from which score a code is given.
type Mix struct {
	Words     float64 `json:"words"`
	Known     float64 `json:"known"`
	Offset    float64 `json:"offset"`
	Threshold float64 `json:"threshold"` // of fields with any number of codes
}

func (m Mix) score(words, known float64) float64 {
	return sigmoid(m.Words*logit(words) + m.Known*logit(known) + m.Offset)
}

func sigmoid(x float64) float64 { return 1 / (1 + math.Exp(-x)) }

// logit gives log-odds; nothing is more certain than 99 %.
func logit(p float64) float64 {
	p = min(max(p, 0.01), 0.99)
	return math.Log(p / (1 - p))
}

// An Example is a document that the built-in coding has read, with the codes
// that people gave it.
type Example struct {
	Doc   *nlp.Document
	Codes []string
	// Partial says that other codes may hold too, except those Denied. A code that
	// the built-in coding or a model sees there is then not known; what nobody sees
	// is taken to be absent.
	Partial bool
	Denied  []string
}

// open tells whether nothing is known of a code that people did not give, when
// something speaks for it.
func (e *Example) open(code string) bool {
	return e.Partial && !slices.Contains(e.Codes, code) && !slices.Contains(e.Denied, code)
}

// mostCodes is how many codes of a field a document gets at most.
const mostCodes = 3

// unsureLeast is the score from which on a code that is not given is named as unsure.
const unsureLeast = 0.15

// A reader is the scratch space of one goroutine.
type reader struct {
	hints *docHints
	words *learn.Classifier
}

// docHints hands the lemmas of the document at hand, and what the scheme makes of
// it, to the model.
type docHints struct {
	coder *code.Coder
	doc   *nlp.Document            // if set, items are this one or parts of it
	docs  map[string]*nlp.Document // by text
}

func (h *docHints) Hints(item learn.Item, give func(name string, value float64)) (*nlp.Document, bool) {
	doc := h.doc
	if h.docs != nil {
		doc = h.docs[item.Text]
	}
	if doc == nil || doc.Text != item.Text {
		return nil, false
	}
	return doc, h.coder.Hints(doc, nil, give)
}

func newModel(card Card, words *learn.Model, coder *code.Coder) *Model {
	m := &Model{Card: card, words: words, coder: coder}
	m.free.New = func() any {
		h := &docHints{coder: coder}
		return &reader{hints: h, words: words.ClassifierWith(h)}
	}
	return m
}

// A scored is a code with its score.
type scored struct {
	id    string
	score float64
}

// scores gives all codes that m or the built-in coding thinks of, best first.
func (m *Model) scores(r *reader, doc *nlp.Document) ([]scored, error) {
	r.hints.doc = doc
	words, err := r.words.All(learn.Item{Text: doc.Text})
	if err != nil {
		return nil, fmt.Errorf("the model of %s: %w", m.Field, err)
	}
	before := known(&doc.Coding, m.Field)
	for _, code := range m.Untold {
		words = append(words, learn.Score{Label: code, Score: before[code]})
	}
	return m.Mix.all(words, before), nil
}

// all mixes the two sources for every code that one of them knows.
func (m Mix) all(words []learn.Score, known map[string]float64) []scored {
	byWords := map[string]float64{}
	for _, s := range words {
		byWords[s.Label] = s.Score
	}
	ids := maps.Clone(byWords)
	maps.Copy(ids, known)
	var list []scored
	for id := range ids {
		list = append(list, scored{id, m.score(byWords[id], known[id])})
	}
	slices.SortFunc(list, func(a, b scored) int { return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.id, b.id)) })
	return list
}

// known gives what the built-in coding says about the codes of a field.
func known(c *nlp.Coding, field string) map[string]float64 {
	out := map[string]float64{}
	switch field {
	case Form:
		out[c.Form] = c.FormScore
	case Sentiment, Line, Severity:
		out[Codes(c, field)[0]] = valueScore
	default:
		for _, x := range *list(c, field) {
			out[x.ID] = x.Score
		}
		if field == Topic {
			for _, x := range c.Unsure {
				out[x.ID] = unsureShare * x.Score
			}
		}
	}
	return out
}

const (
	valueScore  = 0.85 // how sure the built-in coding is of a value that has no score of its own
	unsureShare = 0.5  // what it says of a code that it did not give
)

// Annotate codes the field of m.
func (m *Model) Annotate(doc *nlp.Document) {
	r := m.free.Get().(*reader)
	defer m.free.Put(r)
	all, err := m.scores(r, doc)
	if err != nil || len(all) == 0 || doc.Coding.Form == "leeg" {
		return
	}
	if !Multi(m.Field) {
		setValue(&doc.Coding, m.Field, all[0].id)
		if m.Field == Form {
			doc.Coding.FormScore = all[0].score
		}
		return
	}
	codes := list(&doc.Coding, m.Field)
	before := slices.Concat(*codes, doc.Coding.Unsure)
	var given, unsure []nlp.Code
	for _, s := range all {
		switch {
		case s.score >= m.Mix.Threshold && len(given) < mostCodes:
			given = append(given, m.code(r, doc, s, before))
		case s.score >= unsureLeast && len(unsure) < mostCodes:
			unsure = append(unsure, m.code(r, doc, s, before))
		}
	}
	*codes = given
	if m.Field == Topic {
		doc.Coding.Unsure = unsure
	}
}

// code makes a code, with the words that the built-in coding saw, else the
// sentence that speaks most for it.
func (m *Model) code(r *reader, doc *nlp.Document, s scored, before []nlp.Code) nlp.Code {
	if i := slices.IndexFunc(before, func(c nlp.Code) bool { return c.ID == s.id }); i >= 0 {
		c := before[i]
		c.Score = s.score
		return c
	}
	c := nlp.Code{ID: s.id, Score: s.score, Sentiment: doc.Coding.Sentiment}
	best := 0.0
	for _, sentence := range doc.Sentences {
		scores, err := r.words.All(learn.Item{Text: sentence.Of(doc.Text)})
		if err != nil {
			continue
		}
		for _, x := range scores {
			if x.Label == s.id && x.Score > best {
				best, c.Evidence = x.Score, []nlp.Span{sentence}
			}
		}
	}
	return c
}

// A Layer is the built-in coding with what people taught it.
type Layer struct {
	Base interface{ Annotate(*nlp.Document) }
	// Models are asked in turn; each sees the built-in coding of its own field.
	Models []*Model
}

// Annotate writes doc.Coding.
func (l *Layer) Annotate(doc *nlp.Document) {
	l.Base.Annotate(doc)
	for _, m := range l.Models {
		m.Annotate(doc)
	}
}
