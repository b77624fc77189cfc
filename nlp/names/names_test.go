package names_test

import (
	"bytes"
	"strings"
	"testing"

	"luister/nlp"
	"luister/nlp/names"
	"luister/nlp/token"
)

// drawn writes every name as <PER:text>.
func drawn(text string, found []nlp.Name) string {
	var out strings.Builder
	last := 0
	for _, n := range found {
		out.WriteString(text[last:n.Start] + "<" + n.Type + ":" + n.Of(text) + ">")
		last = n.End
	}
	return out.String() + text[last:]
}

// example reads a drawing: the text and its names.
func example(drawing string) names.Example {
	var e names.Example
	for {
		before, rest, found := strings.Cut(drawing, "<")
		e.Text += before
		if !found {
			return e
		}
		inner, after, _ := strings.Cut(rest, ">")
		kind, value, _ := strings.Cut(inner, ":")
		start := len(e.Text)
		e.Text += value
		e.Names = append(e.Names, nlp.Name{Span: nlp.Span{Start: start, End: len(e.Text)}, Type: kind})
		drawing = after
	}
}

func TestRules(t *testing.T) {
	r := names.NewRules()
	for _, want := range []string{
		"Gisteren belde <PER:Marieke Smit> van <ORG:Ziggo> uit <LOC:Utrecht>.",
		"<PER:Jan de Boer> woont in <LOC:Den Haag>.",
		"Het <ORG:Rode Kruis> in <LOC:New York>",
		"De monteur kwam in Mei.",
		"'s Avonds belde er iemand terug. ’s Winters was het koud.",
		"Gisteren belde <PER:Kees Jansen>. 'S Middags mevrouw <PER:Zomers>.",
		"hallo, mijn naam is <PER:jorrik> en ik heet <PER:quinta>, mijn naam is verkeerd gespeld",
		"<PER:Roos> van de balie was top! Antwoord van de klantenservice kwam niet.",
		"<PER:Valerie>'s appartement ligt in <LOC:Brussel>",
	} {
		doc := nlp.Document{Text: example(want).Text}
		token.Split(&doc)
		r.Annotate(&doc)
		if got := drawn(doc.Text, doc.Names); got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
}

func trained(t *testing.T) *names.Model {
	t.Helper()
	var examples []names.Example
	for range 5 {
		for _, d := range []string{
			"Ik sprak met <PER:Anna Visser> van <ORG:Zonnekracht> .", "<ORG:Zonnekracht> belde <PER:Piet> niet terug .",
			"In <LOC:Zwolle> is het mooi .", "<PER:Anna> woont in <LOC:Meppel> .", "De meter is kapot .",
		} {
			examples = append(examples, example(d))
		}
	}
	m, err := names.Train(examples, names.TrainOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestTrainedModel(t *testing.T) {
	m := trained(t)
	var first, second bytes.Buffer
	if err := m.Write(&first); err != nil {
		t.Fatal(err)
	}
	if trained(t).Write(&second); !bytes.Equal(first.Bytes(), second.Bytes()) {
		t.Error("the same examples gave two models")
	}
	read, err := names.Read(&first)
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range []*names.Model{m, read} {
		doc := nlp.Document{Text: "Gisteren sprak Anna met Zonnekracht in Zwolle over [NAAM-ABCDEFGHIJ]"}
		token.Split(&doc)
		m.Annotate(&doc)
		if got, want := drawn(doc.Text, doc.Names), "Gisteren sprak <PER:Anna> met <ORG:Zonnekracht> in <LOC:Zwolle> over [NAAM-ABCDEFGHIJ]"; got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
}

func TestTrainNothing(t *testing.T) {
	if _, err := names.Train([]names.Example{{Text: "geen namen"}}, names.TrainOptions{}); err == nil {
		t.Error("a model was trained on no names")
	}
}

func TestWordSet(t *testing.T) {
	s := names.NewWordSet([]string{"fiets", "huis", "huis"})
	again, err := names.ReadWordSet(s.Bytes())
	if err != nil || !again.Has("fiets") || !again.Has("huis") || again.Has("auto") {
		t.Errorf("%v: fiets %v huis %v auto %v", err, again.Has("fiets"), again.Has("huis"), again.Has("auto"))
	}
}

// FuzzRead holds that a damaged model is an error, or one that can be used.
func FuzzRead(f *testing.F) {
	m, err := names.Train([]names.Example{example("Ik ben <PER:Jan> ."), example("Jij bent <PER:Piet> .")}, names.TrainOptions{})
	if err != nil {
		f.Fatal(err)
	}
	var b bytes.Buffer
	if err := m.Write(&b); err != nil {
		f.Fatal(err)
	}
	f.Add(b.Bytes())
	f.Add(b.Bytes()[:20])
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := names.Read(bytes.NewReader(data))
		if err != nil {
			return
		}
		doc := nlp.Document{Text: "Jan is hier."}
		token.Split(&doc)
		m.Annotate(&doc)
	})
}

// FuzzRules holds for any text: names lie inside, in order, and do not overlap.
func FuzzRules(f *testing.F) {
	for _, text := range []string{"", "Jan en Piet", "mevrouw De Vries-van den Berg", "A.B. v/d Berg's", "\xff Jan\xc3", "’s-Hertogenbosch"} {
		f.Add(text, true)
	}
	r := names.NewRules()
	f.Fuzz(func(t *testing.T, text string, strict bool) {
		last := 0
		for _, n := range r.Find(text, names.Options{Strict: strict, Places: true}) {
			if n.Start < last || n.End <= n.Start || n.End > len(text) {
				t.Fatalf("name %v after %d in a text of %d bytes", n, last, len(text))
			}
			last = n.End
		}
	})
}

func BenchmarkRules(b *testing.B) {
	r := names.NewRules()
	text := strings.Repeat("Gisteren belde Marieke Smit van de klantenservice mij terug over de factuur van maart, maar het bedrag klopte niet. ", 50)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		r.Find(text, names.Options{})
	}
}

func BenchmarkModel(b *testing.B) {
	m, err := names.Train([]names.Example{example("Ik ben <PER:Jan> ."), example("Jij bent <PER:Jan> .")}, names.TrainOptions{})
	if err != nil {
		b.Fatal(err)
	}
	doc := nlp.Document{Text: strings.Repeat("Gisteren belde Marieke Smit van de klantenservice mij terug over de factuur van maart. ", 50)}
	token.Split(&doc)
	b.SetBytes(int64(len(doc.Text)))
	for b.Loop() {
		m.Annotate(&doc)
	}
}
