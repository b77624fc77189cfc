package term

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"luister/nlp"
	"luister/nlp/treebank"
)

// plain is a document of words that are their own lemma but for "word/lemma"; a
// full stop ends a sentence.
func plain(text string) *nlp.Document {
	doc := &nlp.Document{Text: text}
	at, sentence := 0, int32(0)
	for w := range strings.FieldsSeq(text) {
		start := at + strings.Index(text[at:], w)
		at = start + len(w)
		norm, lemma, _ := strings.Cut(w, "/")
		t := nlp.Token{Span: nlp.Span{Start: start, End: at}, Norm: norm, Lemma: lemma, Sentence: sentence}
		if lemma == "" {
			t.Lemma = norm
		}
		if w == "." {
			t.Kind = nlp.Punct
			sentence++
		}
		doc.Tokens = append(doc.Tokens, t)
	}
	return doc
}

func TestTerms(t *testing.T) {
	for text, want := range map[string]string{
		"ik werd niet op de hoogte gehouden":                            "op de hoogte",
		"jullie zouden contact opgenomen/opnemen hebben":                "contact opnemen",
		"ik heb last van de bouw en ter plaatse is niemand":             "last van, ter plaatse",
		"van het kastje naar de muur":                                   "van het kastje naar de muur",
		"ik stond in de wacht . de automatische incasso ten onrechte .": "in de wacht, automatische incasso, ten onrechte",
		"ik sta op . de hoogte klopt niet":                              "",
		"":                                                              "",
	} {
		doc := plain(text)
		New().Annotate(doc)
		var got []string
		for _, term := range doc.Terms {
			got = append(got, term.Name)
		}
		if strings.Join(got, ", ") != want {
			t.Errorf("%s: got %q, want %q", text, got, want)
		}
	}
}

func TestListsAreTerms(t *testing.T) {
	for line := range strings.Lines(made + own) {
		name, source, _ := strings.Cut(strings.TrimSpace(line), "\t")
		if !strings.HasPrefix(name, "#") && (len(strings.Fields(name)) < 2 || source == "" || name != strings.ToLower(name)) {
			t.Errorf("%q is no term with a source", line)
		}
	}
}

// TestEvalTerms finds the fixed expressions of each treebank with the lists
// without what comes from it alone.
func TestEvalTerms(t *testing.T) {
	if os.Getenv("LUISTER_EVAL") == "" {
		t.Skip("set LUISTER_EVAL=1 to measure")
	}
	dir, ok := treebank.Shared(".")
	if !ok {
		t.Skip("the data sets are not here")
	}
	for _, set := range []struct {
		source, name string
		floor        float64
	}{{"alpino", "ud-alpino/nl_alpino-ud-dev.conllu", 0.45}, {"lassy", "ud-lassysmall/nl_lassysmall-ud-dev.conllu", 0.52}} {
		sentences, err := treebank.ReadFile(filepath.Join(dir, "data", set.name))
		if err != nil {
			t.Fatal(err)
		}
		f := newFinder(made+own, func(source string) bool { return source != set.source })
		var score treebank.Score
		for _, s := range sentences {
			score.Spans(found(f, s), gold(s))
		}
		fmt.Printf("EVAL term/%s F1 %.4f n=%d (precision %.3f, recall %.3f)\n", filepath.Dir(set.name), score.F1(), score.Gold,
			float64(score.Right)/float64(score.Found), float64(score.Right)/float64(score.Gold))
		if score.F1() < set.floor {
			t.Errorf("%s: %.4f, below %.2f", set.name, score.F1(), set.floor)
		}
	}
}

// gold gives the fixed expressions of words; results of matches ("3 - 0") are none.
func gold(s treebank.Sentence) []nlp.Span {
	return slices.DeleteFunc(s.Fixed(), func(at nlp.Span) bool {
		return slices.ContainsFunc(s.Words[at.Start:at.End], func(w treebank.Word) bool { return w.UPOS == nlp.NUM || w.UPOS == nlp.PUNCT || w.UPOS == nlp.SYM })
	})
}

// found gives the terms of a sentence as ranges of words.
func found(f *Finder, s treebank.Sentence) (list []nlp.Span) {
	var doc nlp.Document
	for i, w := range s.Words {
		t := nlp.Token{Span: nlp.Span{Start: i, End: i + 1}, Norm: strings.ToLower(w.Form), Lemma: strings.ReplaceAll(w.Lemma, "_", "")}
		if w.UPOS == nlp.PUNCT {
			t.Kind = nlp.Punct
		}
		doc.Tokens = append(doc.Tokens, t)
	}
	f.Annotate(&doc)
	for _, term := range doc.Terms {
		list = append(list, term.Span)
	}
	return list
}

func BenchmarkAnnotate(b *testing.B) {
	doc := plain("ik werd niet op de hoogte gehouden van de automatische incasso en er werd geen contact opgenomen/opnemen . ")
	f := New()
	for b.Loop() {
		f.Annotate(doc)
	}
	b.ReportMetric(float64(len(doc.Tokens)*b.N)/b.Elapsed().Seconds(), "tokens/s")
}
