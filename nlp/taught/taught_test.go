package taught

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"luister/nlp"
	"luister/nlp/code"
	"luister/nlp/learn"
	"luister/nlp/token"
)

func TestCorrect(t *testing.T) {
	base := func() nlp.Coding {
		return nlp.Coding{Form: "klacht", FormScore: 0.7, Sentiment: nlp.Negative, SentimentScore: -0.6, Line: "eerste", Severity: 1,
			Topics: []nlp.Code{{ID: "a", Score: 0.8, Evidence: []nlp.Span{{Start: 0, End: 3}}}, {ID: "b", Score: 0.6}}, Unsure: []nlp.Code{{ID: "c", Score: 0.4}}}
	}
	for _, tt := range []struct {
		why   string
		say   []Correction
		field string
		want  []string
	}{
		{"another form", []Correction{{Field: Form, From: "klacht", To: "vraag"}}, Form, []string{"vraag"}},
		{"a form that was coded otherwise by now", []Correction{{Field: Form, From: "melding", To: "vraag"}}, Form, []string{"vraag"}},
		{"another topic", []Correction{{Field: Topic, From: "a", To: "d"}}, Topic, []string{"d", "b"}},
		{"one more topic", []Correction{{Field: Topic, From: "", To: "c"}}, Topic, []string{"a", "b", "c"}},
		{"one topic less", []Correction{{Field: Topic, From: "b", To: ""}}, Topic, []string{"a"}},
		{"a topic into one that is there", []Correction{{Field: Topic, From: "a", To: "b"}}, Topic, []string{"b"}},
		{"a topic that is not there goes", []Correction{{Field: Topic, From: "x", To: ""}}, Topic, []string{"a", "b"}},
		{"a topic that is not there becomes another", []Correction{{Field: Topic, From: "x", To: "d"}}, Topic, []string{"a", "b", "d"}},
		{"the later one counts", []Correction{{Field: Topic, From: "", To: "d"}, {Field: Topic, From: "d", To: ""}}, Topic, []string{"a", "b"}},
		{"all topics", []Correction{{Field: Topic, Whole: true, All: []string{"c", "a"}}}, Topic, []string{"c", "a"}},
		{"no topic", []Correction{{Field: Topic, Whole: true}}, Topic, nil},
		{"all of a value", []Correction{{Field: Form, Whole: true, All: []string{"vraag"}}}, Form, []string{"vraag"}},
		{"severity", []Correction{{Field: Severity, From: "1", To: "4"}}, Severity, []string{"4"}},
		{"a severity that is none", []Correction{{Field: Severity, From: "1", To: "9"}}, Severity, []string{"1"}},
		{"a value cannot go", []Correction{{Field: Line, From: "eerste", To: ""}}, Line, []string{"eerste"}},
	} {
		c := base()
		Correct(&c, tt.say)
		if got := Codes(&c, tt.field); !slices.Equal(got, tt.want) {
			t.Errorf("%s: %v, want %v", tt.why, got, tt.want)
		}
	}
	c := base()
	Correct(&c, []Correction{{Field: Sentiment, From: "negatief", To: "positief"}, {Field: Topic, From: "a", To: "d"}, {Field: Topic, From: "", To: "c"}})
	if c.Sentiment != nlp.Positive || c.SentimentScore <= 0 {
		t.Errorf("sentiment %s with score %v", c.Sentiment, c.SentimentScore)
	}
	if c.Topics[0].Score != 1 || len(c.Topics[0].Evidence) == 0 {
		t.Errorf("a corrected topic %+v", c.Topics[0])
	}
	if len(c.Unsure) != 0 {
		t.Errorf("a topic that was given is still unsure: %v", c.Unsure)
	}
}

// taughtExamples are made-up texts about a subject that the built-in coding does not know.
func taughtExamples(t testing.TB, coder *code.Coder) []Example {
	t.Helper()
	var list []Example
	for i := range 40 {
		for _, x := range []struct{ text, label string }{
			{"Het zwembad was vandaag te koud voor mijn dochter, les %d", "zwembad"},
			{"De bibliotheek had boek %d niet meer staan", "bibliotheek"},
			{"In het zwembad en de bibliotheek was het te druk, keer %d", ""},
		} {
			doc := &nlp.Document{Text: fmt.Sprintf(x.text, i)}
			token.Split(doc)
			coder.Annotate(doc)
			codes := []string{x.label}
			if x.label == "" {
				codes = []string{"bibliotheek", "zwembad"}
			}
			list = append(list, Example{Doc: doc, Codes: codes})
		}
	}
	return list
}

func TestTrainSaveLoad(t *testing.T) {
	coder, err := code.New(code.Options{})
	if err != nil {
		t.Fatal(err)
	}
	examples := taughtExamples(t, coder)
	m, err := Train(Topic, examples, Options{Coder: coder, Run: "r1"})
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(t.TempDir(), "models")
	if models, err := Load(dir, coder); err != nil || len(models) != 0 {
		t.Fatalf("no folder gives %v, %v", models, err)
	}
	if err := m.Save(dir); err != nil {
		t.Fatal(err)
	}
	models, err := Load(dir, coder)
	if err != nil || len(models) != 1 || models[0].Examples != len(examples) {
		t.Fatalf("loaded %v, %v", models, err)
	}
	layer := &Layer{Base: coder, Models: models}
	for text, want := range map[string][]string{
		"Mijn zoon vond het zwembad koud":        {"zwembad"},
		"De bibliotheek had het boek niet staan": {"bibliotheek"},
	} {
		doc := &nlp.Document{Text: text}
		token.Split(doc)
		layer.Annotate(doc)
		if got := Codes(&doc.Coding, Topic); !slices.Equal(got, want) {
			t.Errorf("%q is %v, want %v", text, got, want)
		}
		for _, c := range doc.Coding.Topics {
			if len(c.Evidence) == 0 || c.Score < 0.2 || c.Score > 1 {
				t.Errorf("%q: %+v", text, c)
			}
		}
	}
	again, err := Train(Topic, examples, Options{Coder: coder, Run: "r1"})
	if err != nil {
		t.Fatal(err)
	}
	if again.Save(dir) != nil || again.Model != models[0].Model || again.Mix != m.Mix {
		t.Error("the same examples gave another model")
	}
	damaged := filepath.Join(dir, Topic+".model")
	b, _ := os.ReadFile(damaged)
	if err := os.WriteFile(damaged, b[:len(b)-1], 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := Load(dir, coder); err == nil {
		t.Error("a model that was cut off is read")
	}
	if _, err := LoadField(dir, Form, coder); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a model that is not there: %v", err)
	}
}

func TestTooFew(t *testing.T) {
	coder, err := code.New(code.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Train(Topic, nil, Options{Coder: coder}); !errors.Is(err, learn.ErrTooFew) {
		t.Errorf("no examples: %v", err)
	}
}

// The mix trusts the side that was right.
func TestFitMix(t *testing.T) {
	var all []judged
	for i := range 400 {
		yes := i%4 == 0
		known, words := 0.1, 0.3
		if yes {
			known = 0.9
		}
		if i%2 == 0 {
			words = 0.6
		}
		all = append(all, judged{words: words, known: known, yes: yes})
	}
	m := fitMix(all)
	if m.Known < 2*m.Words {
		t.Errorf("the built-in coding was always right, the words never told: %+v", m)
	}
	if m.score(0.5, 0.9) < m.Threshold || m.score(0.5, 0.1) >= m.Threshold {
		t.Errorf("the threshold does not part yes from no: %+v", m)
	}
}
