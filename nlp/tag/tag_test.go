package tag

import (
	"bytes"
	"strings"
	"testing"

	"luister/nlp"
	"luister/nlp/table"
	"luister/nlp/token"
)

func tagged(t testing.TB, text string) string {
	t.Helper()
	tagger, err := New()
	if err != nil {
		t.Fatal(err)
	}
	doc := nlp.Document{Text: text}
	token.Split(&doc)
	for i := range doc.Tokens {
		doc.Tokens[i].Norm = strings.ToLower(doc.Tokens[i].Of(text))
	}
	tagger.Annotate(&doc)
	var out []string
	for _, tok := range doc.Tokens {
		out = append(out, tok.Of(text)+"/"+tok.UPOS.String())
	}
	return strings.Join(out, " ")
}

func TestTags(t *testing.T) {
	for _, want := range []string{
		"De/DET factuur/NOUN klopt/VERB niet/ADV ./PUNCT",
		"Ik/PRON heb/AUX gisteren/ADV gebeld/VERB ./PUNCT",
		"Ik/PRON heb/VERB een/DET klacht/NOUN over/ADP de/DET levering/NOUN ./PUNCT",
		"Zij/PRON wonen/VERB in/ADP Utrecht/PROPN en/CCONJ Gent/PROPN ./PUNCT",
		"[NAAM-K7QX2M4NPR]/PROPN is/AUX erg/ADJ vriendelijk/ADJ :-)/SYM",
		"De/DET monteur/NOUN die/PRON kwam/VERB ,/PUNCT was/AUX te/ADV laat/ADJ ./PUNCT",
	} {
		var words []string
		for w := range strings.FieldsSeq(want) {
			words = append(words, w[:strings.LastIndexByte(w, '/')])
		}
		if got := tagged(t, strings.Join(words, " ")); got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
}

// TestTrain learns that "de" is followed by a noun, twice with the same bytes.
func TestTrain(t *testing.T) {
	sentence := func(words string) (s []Example) {
		for w := range strings.FieldsSeq(words) {
			form, tag, _ := strings.Cut(w, "/")
			s = append(s, Example{Text: form, Norm: form, Allowed: 1 << nlp.ParseUPOS(tag)})
		}
		return s
	}
	training := Training{Epochs: 5, MinCount: 1, Seed: 1, Sources: []Source{
		{Sentences: [][]Example{sentence("de/DET kat/NOUN slaapt/VERB"), sentence("de/DET hond/NOUN eet/VERB"), sentence("de/DET muis/NOUN loopt/VERB")}},
		{Sentences: [][]Example{sentence("een/DET vis/NOUN zwemt/VERB")}, Every: 2},
	}}
	model := Train(training)
	if !bytes.Equal(model, Train(training)) {
		t.Fatal("the same training gave other bytes")
	}
	tagger, err := Open(string(model))
	if err != nil {
		t.Fatal(err)
	}
	doc := nlp.Document{Text: "de koe eet"}
	token.Split(&doc)
	for i := range doc.Tokens {
		doc.Tokens[i].Norm = doc.Tokens[i].Of(doc.Text)
	}
	tagger.Annotate(&doc)
	for i, want := range []nlp.UPOS{nlp.DET, nlp.NOUN, nlp.VERB} {
		if doc.Tokens[i].UPOS != want {
			t.Errorf("token %d is %v, want %v", i, doc.Tokens[i].UPOS, want)
		}
	}
}

func TestOpenBroken(t *testing.T) {
	model, err := table.Unpack(embedded)
	if err != nil {
		t.Fatal(err)
	}
	for n := 0; n < len(model); n += 1 + len(model)/50 {
		if _, err := Open(model[:n]); err == nil {
			t.Errorf("a model of %d bytes was opened", n)
		}
	}
}

// TestDamaged has files of which a byte is another: they open or do not, and tag with
// tags that there are.
func TestDamaged(t *testing.T) {
	model, err := table.Unpack(embedded)
	if err != nil {
		t.Fatal(err)
	}
	doc := nlp.Document{Text: "De monteur heeft de ketel niet gemaakt, zei Jan de Vries."}
	token.Split(&doc)
	for i := range doc.Tokens {
		doc.Tokens[i].Norm = strings.ToLower(doc.Tokens[i].Of(doc.Text))
	}
	damaged := []byte(model)
	for n := 0; n < len(damaged); n += 1 + len(damaged)/40 {
		whole := damaged[n]
		damaged[n] ^= 0x5a
		if tagger, err := Open(string(damaged)); err == nil {
			tagger.Annotate(&doc)
			for _, tok := range doc.Tokens {
				if int(tok.UPOS) >= Tags {
					t.Fatalf("byte %d: tag %d", n, tok.UPOS)
				}
			}
		}
		damaged[n] = whole
	}
}

func FuzzTags(f *testing.F) {
	f.Add("Ik belde niet terug.")
	f.Add("- -ge geë \xff '")
	f.Fuzz(func(t *testing.T, text string) { tagged(t, text) })
}

func BenchmarkAnnotate(b *testing.B) {
	tagger, err := New()
	if err != nil {
		b.Fatal(err)
	}
	doc := nlp.Document{Text: "Vorige week heb ik drie keer gebeld met uw klantenservice, maar niemand nam op en de monteur kwam niet opdagen."}
	token.Split(&doc)
	for i := range doc.Tokens {
		doc.Tokens[i].Norm = strings.ToLower(doc.Tokens[i].Of(doc.Text))
	}
	b.ReportAllocs()
	for b.Loop() {
		tagger.Annotate(&doc)
	}
	b.ReportMetric(float64(len(doc.Tokens)*b.N)/b.Elapsed().Seconds(), "tokens/s")
}
