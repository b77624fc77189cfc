package annotate

import (
	"strings"
	"sync"
	"testing"
	"time"
	"unicode"

	"luister/nlp"
)

func annotated(t testing.TB, text string) *nlp.Document {
	t.Helper()
	a, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	doc := &nlp.Document{Text: text}
	a.Annotate(doc)
	return doc
}

func TestLemmas(t *testing.T) {
	for text, want := range map[string]string{
		"Ze belden mij niet terug.":                          "ze terugbellen mij niet terug .",
		"Zij zeiden het contract op.":                        "zij opzeggen het contract op .",
		"De facturen klopten niet.":                          "de factuur kloppen niet .",
		"Ik heb al drie keer gebeld.":                        "ik hebben al drie keer bellen .",
		"Jullie medewerkers waren erg vriendelijk.":          "jullie medewerker zijn erg vriendelijk .",
		"Wij zijn op tijd opgehaald en teruggebracht.":       "wij zijn op tijd ophalen en terugbrengen .",
		"Het duurt veel te lang. Hij vindt dat zo goed.":     "het duren veel te lang . hij vinden dat zo goed .",
		"Zij keurden het niet goed.":                         "zij goedkeuren het niet goed .",
		"[NAAM-K7QX2M4NPR] stuurde foto's van 21-11-2026.":   "[NAAM-K7QX2M4NPR] sturen foto van 21-11-2026 .",
		"The bill is wrong and nobody answers. Ik ben boos.": "the bill is wrong and nobody answers . ik zijn boos .",
	} {
		doc := annotated(t, text)
		var got []string
		for _, tok := range doc.Tokens {
			got = append(got, tok.Lemma)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s\n got %s\nwant %s", text, strings.Join(got, " "), want)
		}
	}
}

func TestPartsAndParticle(t *testing.T) {
	doc := annotated(t, "Ze belden mij niet terug over de factuurcorrectie.")
	verb, noun := doc.Tokens[1], doc.Tokens[7]
	if verb.Particle != "terug" || strings.Join(verb.Parts, "+") != "terug+bellen" {
		t.Errorf("verb: particle %q, parts %v", verb.Particle, verb.Parts)
	}
	if strings.Join(noun.Parts, "+") != "factuur+correctie" {
		t.Errorf("noun: parts %v", noun.Parts)
	}
}

func TestOtherLanguages(t *testing.T) {
	for text, lang := range map[string]string{"Meine Rechnung ist nicht richtig.": "de", "فاتورتي غير صحيحة": "ar", "": "", "😀": ""} {
		doc := annotated(t, text)
		if doc.Lang != lang {
			t.Errorf("%q: language %q, want %q", text, doc.Lang, lang)
		}
		for _, tok := range doc.Tokens {
			if lang == "de" && tok.UPOS == nlp.VERB {
				t.Errorf("%q is analysed as Dutch", text)
			}
		}
	}
}

// TestCodedInDutch holds that words of other languages are not coded as Dutch.
func TestCodedInDutch(t *testing.T) {
	var seen string
	a, err := New(Options{Code: layerFunc(func(doc *nlp.Document) {
		for _, tok := range doc.Tokens {
			seen += tok.Of(doc.Text) + " "
		}
		doc.Coding.Form = "vraag"
	})})
	if err != nil {
		t.Fatal(err)
	}
	doc := &nlp.Document{Text: "Bonjour, je n'ai pas reçu ma facture. Ik wil graag mijn geld terug. The engineer never showed up."}
	a.Annotate(doc)
	if want := "Ik wil graag mijn geld terug . "; seen != want || doc.Coding.Form != "vraag" {
		t.Errorf("coded %q as %s, want %q", seen, doc.Coding.Form, want)
	}
}

// TestDutchFrame holds that a Dutch greeting around another language is no empty text.
func TestDutchFrame(t *testing.T) {
	a, err := New(Options{Code: layerFunc(func(doc *nlp.Document) { doc.Coding.Form = "leeg" })})
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{
		"Beste klantenservice,\nMy order never arrived and nobody answers my emails. I want a refund.\nMet vriendelijke groet,\nJan": "opmerking",
		"Beste klantenservice,\nniets te melden.\nMet vriendelijke groet,\nJan":                                                      "leeg",
	} {
		doc := &nlp.Document{Text: text}
		a.Annotate(doc)
		if doc.Coding.Form != want {
			t.Errorf("%q is %s, want %s", text, doc.Coding.Form, want)
		}
	}
}

type layerFunc func(doc *nlp.Document)

func (f layerFunc) Annotate(doc *nlp.Document) { f(doc) }

// TestLong holds what must take time in proportion to its length.
func TestLong(t *testing.T) {
	a, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"a long message":    strings.Repeat("Ik heb gisteren gebeld, maar niemand nam op en ze belden niet terug. ", 5_000_000/70),
		"exclamation marks": strings.Repeat("!", 100_000),
		"one long word":     strings.Repeat("a", 200_000),
		"one sentence":      strings.Repeat("en ik bel terug ", 50_000),
		"particles":         strings.Repeat("op ", 100_000),
		"joined words":      strings.Repeat("a-", 100_000),
	} {
		start := time.Now()
		doc := nlp.Document{Text: text}
		a.Annotate(&doc)
		if took := time.Since(start); took > 30*time.Second {
			t.Errorf("%s: %v", name, took)
		}
	}
}

func TestConcurrentUse(t *testing.T) {
	a, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			var doc nlp.Document
			for range 20 {
				doc.Text = "Ze belden mij niet terug over de factuurcorrectie. Nobody called me back."
				a.Annotate(&doc)
				if doc.Tokens[1].Lemma != "terugbellen" {
					t.Errorf("lemma %q", doc.Tokens[1].Lemma)
					return
				}
			}
		})
	}
	all.Wait()
}

func FuzzAnnotate(f *testing.F) {
	a, err := New(Options{})
	if err != nil {
		f.Fatal(err)
	}
	for _, text := range []string{"Ze belden niet terug.", "I don't know. Ik ook niet.", "ge-", "geë", "\xff", "op te bellen op", "'s avonds 👍🏽"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		doc := nlp.Document{Text: text}
		a.Annotate(&doc)
		at := 0
		for _, tok := range doc.Tokens {
			if tok.Start < at || tok.End <= tok.Start || tok.End > len(text) {
				t.Fatalf("token %v after %d", tok.Span, at)
			}
			if strings.TrimFunc(text[at:tok.Start], unicode.IsSpace) != "" {
				t.Fatalf("%q is lost", text[at:tok.Start])
			}
			if tok.Lemma == "" || tok.Norm == "" {
				t.Fatalf("token %q has lemma %q, norm %q", tok.Of(text), tok.Lemma, tok.Norm)
			}
			if int(tok.Sentence) >= len(doc.Sentences) || len(tok.Parts) == 1 {
				t.Fatalf("token %+v", tok)
			}
			at = tok.End
		}
	})
}

const sample = "Vorige week heb ik drie keer gebeld met uw klantenservice, maar niemand nam op! De factuur van € 12,50 klopt niet en de monteur kwam niet opdagen. " +
	"Ik was de hele dag thuis gebleven en werd zelfs niet teruggebeld. Dat vind ik geen manier van werken voor een bedrijf als het uwe. "

func BenchmarkAnnotate(b *testing.B) {
	a, err := New(Options{})
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	words := 0
	b.RunParallel(func(pb *testing.PB) {
		var doc nlp.Document
		for pb.Next() {
			doc.Text = sample
			a.Annotate(&doc)
		}
		words = len(doc.Tokens)
	})
	b.ReportMetric(float64(words*b.N)/b.Elapsed().Seconds(), "tokens/s")
}

func BenchmarkNew(b *testing.B) {
	for b.Loop() {
		if _, err := New(Options{}); err != nil {
			b.Fatal(err)
		}
	}
}

// TestLast holds that the layers stop where they are told to.
func TestLast(t *testing.T) {
	for _, last := range Layers() {
		a, err := New(Options{Last: last})
		if err != nil {
			t.Fatal(err)
		}
		doc := &nlp.Document{Text: "Ze belden mij niet terug over de factuurcorrectie."}
		a.Annotate(doc)
		verb, noun := doc.Tokens[1], doc.Tokens[7]
		got := map[string]bool{"token": len(doc.Sentences) == 1, "lang": doc.Lang == "nl", "norm": verb.Norm == "belden", "tag": verb.UPOS == nlp.VERB,
			"lemma": verb.Lemma == "terugbellen", "compound": len(noun.Parts) == 2, "negation": verb.Negated}
		for layer, made := range got {
			if made != a.Runs(layer) {
				t.Errorf("up to %s: %s is made: %v, runs: %v", last, layer, made, a.Runs(layer))
			}
		}
	}
	if _, err := New(Options{Last: "lemmas"}); err == nil {
		t.Error("a layer that is not there is taken")
	}
}
