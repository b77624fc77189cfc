package main

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"luister/nlp"
	"luister/testdata/sample"
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

// TestAnnotateAnyOrder holds that what a text is read as does not depend on the
// texts before it: what is remembered of a word must be true of it everywhere.
func TestAnnotateAnyOrder(t *testing.T) {
	texts := []string{"De maat is vol. Juullie hebben het contract.", "Of dat niet genoeg is: Juullie innen razendsnel."} // one a typo, one perhaps a name
	for _, truth := range sample.Generate(sample.Options{Feedback: 1000, Seed: 7}).Truth {
		texts = append(texts, truth.Text)
	}
	var lines []string
	for i, text := range texts {
		line, err := json.Marshal(map[string]any{"id": i, "text": text})
		if err != nil {
			t.Fatal(err)
		}
		lines = append(lines, string(line))
	}
	read := func(lines []string) []string {
		cmd := luister("annotate")
		cmd.Env = append(cmd.Env, "GOMAXPROCS=1")
		cmd.Stdin = strings.NewReader(strings.Join(lines, "\n"))
		out, err := cmd.Output()
		if err != nil {
			t.Fatal(err)
		}
		return strings.Split(strings.TrimSpace(string(out)), "\n")
	}
	forward := read(lines)
	slices.Reverse(lines)
	backward := read(lines)
	slices.Reverse(backward)
	if len(forward) != len(lines) || len(backward) != len(lines) {
		t.Fatalf("%d and %d answers to %d lines", len(forward), len(backward), len(lines))
	}
	different := 0
	for i := range forward {
		if forward[i] != backward[i] {
			if different++; different <= 3 {
				t.Errorf("read forward: %s\nbackward: %s", forward[i], backward[i])
			}
		}
	}
	if different > 0 {
		t.Errorf("%d of %d texts are read otherwise", different, len(lines))
	}
}
