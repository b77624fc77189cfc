package main

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"luister/nlp"
)

// annotated mirrors the documented output.
type annotated struct {
	ID        json.RawMessage
	Lang      string
	Sentences [][2]int
	Tokens    []struct {
		Start, End        int
		Text, Lemma, UPOS string
		Parts             []string
		Particle          string
	}
	Names, Onderwerp, Beleving, Flags []json.RawMessage
}

func TestAnnotateLines(t *testing.T) {
	in := `{"id":1,"text":"Één café, \"'s avonds\" 😀 open."}` + "\n" + `{"id":` + "\n" + `{"id":"x","text":""}`
	cmd := newAnnotateCmd()
	var out bytes.Buffer
	cmd.SetIn(strings.NewReader(in))
	cmd.SetOut(&out)
	cmd.SetArgs(nil)
	if err := cmd.Execute(); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	if len(lines) != 3 || !strings.Contains(lines[1], `"error"`) {
		t.Fatalf("got %q", lines)
	}
	var got annotated
	if err := json.Unmarshal([]byte(lines[0]), &got); err != nil {
		t.Fatal(err)
	}
	text := []rune("Één café, \"'s avonds\" 😀 open.")
	for _, tok := range got.Tokens {
		if string(text[tok.Start:tok.End]) != tok.Text {
			t.Errorf("%q is said to stand at %d..%d", tok.Text, tok.Start, tok.End)
		}
	}
	for _, list := range []string{`"sentences":[]`, `"tokens":[]`, `"names":[]`, `"degree":[]`, `"terms":[]`, `"onderwerp":[]`, `"beleving":[]`, `"flags":[]`, `"unsure":[]`, `"expected":[]`, `"causes":[]`} {
		if !strings.Contains(lines[2], list) {
			t.Errorf("no %s in the answer for an empty text", list)
		}
	}
}

func TestAppendStringIsJSON(t *testing.T) {
	for _, s := range []string{"", "a", `"`, `\`, "\n", "é", "\xff", "\u2028"} {
		var back string
		if err := json.Unmarshal(appendString(nil, s), &back); err != nil {
			t.Errorf("%q: %v", s, err)
		}
	}
}

func TestAppendAnnotatedCodes(t *testing.T) {
	doc := nlp.Document{Text: "ab", Coding: nlp.Coding{Topics: []nlp.Code{{ID: "x", Score: 0.5, Evidence: []nlp.Span{{Start: 0, End: 1}}}}, Flags: []nlp.Code{{ID: "y"}}}}
	got := string(appendAnnotated(nil, nil, &doc, func(string) bool { return true }))
	for _, want := range []string{`"onderwerp":[{"id":"x","score":0.5,"sentiment":"","evidence":[[0,1]]}]`, `"flags":[{"id":"y","evidence":[]}]`, `{"id":null,`} {
		if !strings.Contains(got, want) {
			t.Errorf("no %s in %s", want, got)
		}
	}
}

func TestAppendAnnotatedTokens(t *testing.T) {
	doc := nlp.Document{Text: "niet heel fctuur", Tokens: []nlp.Token{{Span: nlp.Span{Start: 0, End: 4}, Norm: "niet"}, {Span: nlp.Span{Start: 10, End: 16}, Norm: "factuur", Negated: true, Degree: 1}}}
	got := string(appendAnnotated(nil, nil, &doc, func(string) bool { return true }))
	for _, want := range []string{`"text":"niet","lemma":"","upos":"X"}`, `"norm":"factuur","negated":true}`, `"degree":[{"start":10,"end":16,"by":1}]`} {
		if !strings.Contains(got, want) {
			t.Errorf("no %s in %s", want, got)
		}
	}
}

// BenchmarkAnnotateLines is the whole command, with names and coding.
func BenchmarkAnnotateLines(b *testing.B) {
	const text = "Vorige week heb ik drie keer gebeld met uw klantenservice, maar niemand nam op! De factuur van € 12,50 klopt niet en de monteur kwam niet opdagen. Ik was de hele dag thuis gebleven en werd niet teruggebeld door mevrouw Jansen uit Utrecht."
	annotator, err := newAnnotator("")
	if err != nil {
		b.Fatal(err)
	}
	line, err := json.Marshal(map[string]any{"id": 1, "text": text})
	if err != nil {
		b.Fatal(err)
	}
	each := annotateLine(annotator)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := each(line); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(len(strings.Fields(text))*b.N)/b.Elapsed().Seconds(), "words/s")
}
