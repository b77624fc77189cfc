package index

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode"

	"luister/nlp"
)

// analyse is a plain stand-in for the Dutch layers: words, a few lemmas and
// compounds.
func analyse(text string) *nlp.Document {
	doc := &nlp.Document{Text: text, Sentences: []nlp.Span{{Start: 0, End: len(text)}}}
	lemmas := map[string]string{"facturen": "factuur", "energiefactuur": "energiefactuur", "klopte": "kloppen", "klopt": "kloppen"}
	parts := map[string][]string{"energiefactuur": {"energie", "factuur"}}
	start := -1
	for i, r := range text + " " {
		inside := unicode.IsLetter(r) || unicode.IsDigit(r) || r == '\'' || r == '[' || r == ']' || r == '-'
		if inside && start < 0 {
			start = i
		}
		if !inside && start >= 0 {
			t := nlp.Token{Span: nlp.Span{Start: start, End: i}}
			word := text[start:i]
			if strings.HasPrefix(word, "[") {
				t.Kind = nlp.Placeholder
			}
			t.Lemma, t.Parts = lemmas[strings.ToLower(word)], parts[word]
			doc.Tokens = append(doc.Tokens, t)
			start = -1
		}
	}
	return doc
}

type small struct {
	id, month, text, form string
}

var letters = []small{
	{"F1", "2026-01", "De factuur klopt niet en niemand belt terug", "klacht"},
	{"F2", "2026-01", "Mijn energiefactuur klopte niet", "klacht"},
	{"F3", "2026-02", "Facturen komen te laat aan", "klacht"},
	{"F4", "2026-02", "Vriendelijke medewerker aan de telefoon, café was fijn", "compliment"},
	{"F5", "2026-03", "Wanneer belt u mij terug over de monteur?", "vraag"},
	{"F6", "2026-03", "Geachte [NAAM-1] de monteur kwam niet", "klacht"},
}

func entry(s small) Entry {
	return Entry{ID: s.id, Day: s.month + "-15", Terms: TermsOf(analyse(s.text)), Values: map[Facet][]string{Form: {s.form}, Topic: {"factuur.onjuist"}}}
}

func build(t testing.TB, old string, fill func(*Writer)) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "index")
	w, err := NewWriter(dir, old)
	must(t, err)
	fill(w)
	must(t, w.Close())
	return dir
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func open(t testing.TB, dir string, o Options) *Index {
	t.Helper()
	if o.Analyse == nil {
		o.Analyse = analyse
	}
	x, err := Open(dir, o)
	must(t, err)
	t.Cleanup(func() { must(t, x.Close()) })
	return x
}

func addAll(w *Writer) {
	for _, s := range letters {
		w.Add(s.month, entry(s))
	}
}

func ids(r *Result) string {
	var all []string
	for _, h := range r.Hits {
		all = append(all, h.ID)
	}
	slices.Sort(all)
	return strings.Join(all, " ")
}

// TestSynonyms holds that what people call the same is found as the same.
func TestSynonyms(t *testing.T) {
	synonyms, err := ParseSynonyms(strings.NewReader("nota, factuur\ninstallateur, monteur\nte laat, niet op tijd\n"))
	must(t, err)
	x := open(t, build(t, "", addAll), Options{Synonyms: synonyms})
	for _, tc := range []struct{ query, want string }{
		{"nota", "F1 F2 F3"}, {"nota niet", "F1 F2"}, {"installateur", "F5 F6"}, {"niet op tijd", "F3"}, {`"niet op tijd"`, "F3"}, {"-nota", "F1 F2 F3 F4 F5 F6"},
	} {
		r, err := x.Search(context.Background(), Query{Text: tc.query})
		must(t, err)
		if got := ids(r); got != tc.want {
			t.Errorf("%s: %s, want %s", tc.query, got, tc.want)
		}
	}
}

func TestSearch(t *testing.T) {
	x := open(t, build(t, "", addAll), Options{DriverNames: map[string]string{"D1": "Monteur komt niet"}, Drivers: func(id string) []string {
		if id == "F5" || id == "F6" {
			return []string{"D1"}
		}
		return nil
	}})
	for _, tc := range []struct{ query, want string }{
		{"factuur", "F1 F2 F3"},
		{"facturen", "F1 F2 F3"},
		{"FACTUUR", "F1 F2 F3"},
		{"energie", "F2"},
		{"energiefactuur", "F2"},
		{"factuur niet", "F1 F2"},
		{"cafe", "F4"},
		{`"belt terug"`, "F1"},
		{`"terug belt"`, ""},
		{`"geachte de"`, ""}, // a name stood between
		{"monteur -kwam", "F5"},
		{`monteur -"kwam niet"`, "F5"},
		{"-factuur", "F4 F5 F6"},
		{"vorm:klacht", "F1 F2 F3 F6"},
		{"vorm:Klacht monteur", "F6"},
		{"-vorm:klacht", "F4 F5"},
		{"onderwerp:factuur", "F1 F2 F3 F4 F5 F6"},
		{"onderwerp:fact", ""},
		{"van:2026-02 tot:2026-02", "F3 F4"},
		{"tot:15-01-2026", "F1 F2"},
		{"maand:2026-03", "F5 F6"},
		{"driver:D1", "F5 F6"},
		{"driver:D1 vorm:vraag", "F5"},
		{"driver:\"monteur komt niet\"", "F5 F6"},
		{"-driver:D1 niet", "F1 F2"},
		{"driver:D1 driver:D2", ""},
		{"maand:2026 -maand:2026-03", "F1 F2 F3 F4"},
		{"maand:2026-01 maand:2026-02", ""},
		{"vriendelijk", "F4"},
		{"monteurr", "F5 F6"},
		{"factuur monteur", "F1 F2 F3 F5 F6"},
		{"de", "F1 F4 F5 F6"},
		{"", "F1 F2 F3 F4 F5 F6"},
		{"kleur:rood", ""},
	} {
		r, err := x.Search(context.Background(), Query{Text: tc.query})
		must(t, err)
		if got := ids(r); got != tc.want || r.Total != len(strings.Fields(tc.want)) {
			t.Errorf("%s: found %q (total %d), want %q; notes %v", tc.query, got, r.Total, tc.want, r.Notes)
		}
	}
}

func TestQueryIsReadAsDutch(t *testing.T) {
	x := open(t, build(t, "", addAll), Options{Analyse: func(text string) *nlp.Document {
		doc := analyse(text)
		if doc.Lang = "nl"; !strings.Contains(text, " ") {
			doc.Lang = "fr"
			doc.Tokens[0].Lemma = ""
		}
		return doc
	}})
	r, err := x.Search(context.Background(), Query{Text: "energiefactuur"})
	must(t, err)
	if ids(r) != "F2" {
		t.Errorf("found %q", ids(r))
	}
	if r, _ = x.Search(context.Background(), Query{Text: "facturen"}); ids(r) != "F1 F2 F3" {
		t.Errorf("found %q", ids(r))
	}
}

func TestFacets(t *testing.T) {
	x := open(t, build(t, "", addAll), Options{Drivers: func(id string) []string { return []string{"D" + id} }})
	r, err := x.Search(context.Background(), Query{Text: "niet", Facets: []Facet{Form, Month, Driver, Region}, Values: map[Facet][]string{Form: {"klacht", "vraag"}}})
	must(t, err)
	got := fmt.Sprint(r.Facets[Form], r.Facets[Month], r.Facets[Driver], r.Facets[Region])
	if want := "[{klacht 3}] [{2026-01 2} {2026-03 1}] [{DF1 1} {DF2 1} {DF6 1}] []"; got != want {
		t.Errorf("facets %s, want %s", got, want)
	}
}

func TestNightSharesAndReplaces(t *testing.T) {
	first := build(t, "", addAll)
	reader := open(t, first, Options{})
	second := build(t, first, func(w *Writer) {
		w.Add("2026-03", entry(small{"F5", "2026-03", "Alles is nu goed geregeld", "compliment"}))
		w.Add("2026-04", entry(small{"F7", "2026-04", "De monteur kwam te laat", "klacht"}))
		w.Drop("2026-03", "F6")
	})
	x := open(t, second, Options{})
	for query, want := range map[string]string{"monteur": "F7", "geregeld": "F5", "factuur": "F1 F2 F3", "": "F1 F2 F3 F4 F5 F7"} {
		r, err := x.Search(context.Background(), Query{Text: query})
		must(t, err)
		if ids(r) != want {
			t.Errorf("after the night %q finds %q, want %q", query, ids(r), want)
		}
	}
	r, err := reader.Search(context.Background(), Query{Text: "monteur"})
	must(t, err)
	if ids(r) != "F5 F6" {
		t.Errorf("the reader of the old snapshot now finds %q", ids(r))
	}
	reopened := open(t, first, Options{})
	r, err = reopened.Search(context.Background(), Query{Text: "monteur"})
	must(t, err)
	if ids(r) != "F5 F6" {
		t.Errorf("the old snapshot now holds %q", ids(r))
	}
}

func TestEmptyShardDisappears(t *testing.T) {
	first := build(t, "", addAll)
	second := build(t, first, func(w *Writer) { w.Drop("2026-02", "F3", "F4", "unknown") })
	x := open(t, second, Options{})
	if got := x.Months(); slices.Contains(got, "2026-02") || x.Documents() != 4 {
		t.Errorf("months %v with %d documents", got, x.Documents())
	}
}

func TestMarksOfSeparableVerb(t *testing.T) {
	text := "Ze bellen mij niet terug"
	doc := analyse(text)
	doc.Tokens[1].Lemma, doc.Tokens[1].Particle = "terugbellen", "terug"
	var m Marks
	m.addTerm("terugbellen")
	var got []string
	for _, span := range m.Spans(doc) {
		got = append(got, span.Of(text))
	}
	if fmt.Sprint(got) != "[bellen terug]" {
		t.Errorf("marks %v", got)
	}
}

func TestDamagedIsBuiltAnew(t *testing.T) {
	scribble := func(path string) error { // the file stays as large as it was
		f, err := os.OpenFile(path, os.O_WRONLY, 0)
		if err != nil {
			return err
		}
		_, err = f.WriteAt([]byte("damaged"), 0)
		return errors.Join(err, f.Close())
	}
	for damage, do := range map[string]func(dir string) error{
		"a shorter file": func(dir string) error { return os.Truncate(filepath.Join(dir, orderName), 3) },
		"other pairs":    func(dir string) error { return scribble(filepath.Join(dir, pairsName)) },
		"another order":  func(dir string) error { return scribble(filepath.Join(dir, orderName)) },
		"nothing":        func(string) error { return nil },
	} {
		first := build(t, "", addAll)
		must(t, do(filepath.Join(first, "2026-01")))
		w, err := NewWriter(filepath.Join(t.TempDir(), "index"), first)
		must(t, err)
		if err := Check(first); w.Fresh() != (damage != "nothing") || (err != nil) != w.Fresh() || err != nil && !errors.Is(err, ErrDamaged) {
			t.Errorf("%s: taken over %v, %v", damage, !w.Fresh(), err)
		}
	}
}

func TestMarks(t *testing.T) {
	x := open(t, build(t, "", addAll), Options{})
	for _, tc := range []struct{ query, text, want string }{
		{"factuur", "Mijn energiefactuur klopte niet", "energiefactuur"},
		{`"klopte niet"`, "Mijn energiefactuur klopte niet, niet klopte", "klopte|niet"},
		{"cafe -factuur", "Café factuur", "Café"},
	} {
		r, err := x.Search(context.Background(), Query{Text: tc.query})
		must(t, err)
		doc := analyse(tc.text)
		var got []string
		for _, span := range r.Marks.Spans(doc) {
			got = append(got, span.Of(tc.text))
		}
		if strings.Join(got, "|") != tc.want {
			t.Errorf("%s marks %q, want %s", tc.query, got, tc.want)
		}
	}
}

func TestSimilar(t *testing.T) {
	texts := map[string]string{}
	all := append(slices.Clone(letters), small{"F8", "2026-03", "de factuur klopt niet en niemand belt terug", "klacht"})
	dir := build(t, "", func(w *Writer) {
		for _, s := range all {
			w.Add(s.month, entry(s))
			texts[s.id] = s.text
		}
	})
	x := open(t, dir, Options{
		Texts:   func(...string) (map[string]string, error) { return texts, nil },
		Vectors: &Vectors{IDs: []string{"F2", "F4"}, Flat: []float32{1, 0, 0, 1}, Dim: 2, Of: func(*nlp.Document) []float32 { return []float32{1, 0.1} }},
	})
	matches, err := x.Similar(context.Background(), SimilarTo{Text: "mijn factuur klopt niet"})
	must(t, err)
	if len(matches) == 0 || matches[0].ID != "F2" || matches[0].Meaning < 0.99 {
		t.Fatalf("best match %+v", matches)
	}
	i := slices.IndexFunc(matches, func(m Match) bool { return m.ID == "F8" })
	if i < 0 || !slices.Equal(matches[i].Again, []string{"F1"}) || !slices.Equal(matches[i].Shared, []string{"klopt", "factuur", "niet"}) {
		t.Errorf("near duplicates were not folded, or not explained: %+v", matches)
	}
	matches, err = x.Similar(context.Background(), SimilarTo{ID: "F1", Query: Query{Text: "vorm:klacht maand:2026-03"}})
	must(t, err)
	if len(matches) == 0 || matches[0].ID != "F8" || slices.ContainsFunc(matches, func(m Match) bool { return m.Month != "2026-03" }) {
		t.Errorf("matches %+v", matches)
	}
}

// TestPrepareFacets holds that what is counted does not depend on whether it was
// made ready.
func TestPrepareFacets(t *testing.T) {
	dir := build(t, "", addAll)
	facets := []Facet{Form, Month, Driver}
	drivers := Options{Drivers: func(id string) []string { return []string{"D" + id[len(id)-1:]} }}
	ready := open(t, dir, drivers)
	must(t, ready.PrepareFacets(facets...))
	for _, text := range []string{"factuur", ""} {
		want, err := open(t, dir, drivers).Search(t.Context(), Query{Text: text, Facets: facets})
		must(t, err)
		got, err := ready.Search(t.Context(), Query{Text: text, Facets: facets})
		must(t, err)
		if got.Total == 0 || len(got.Facets[Driver]) == 0 || !reflect.DeepEqual(got.Facets, want.Facets) {
			t.Errorf("%q: %d found, facets %v, want %v", text, got.Total, got.Facets, want.Facets)
		}
	}
}
