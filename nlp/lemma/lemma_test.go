package lemma

import (
	"strings"
	"testing"
	"unicode/utf8"

	"luister/nlp"
)

func TestLemma(t *testing.T) {
	l, err := New()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		form, lemma string
		upos        nlp.UPOS
	}{
		{"facturen", "factuur", nlp.NOUN}, {"foto's", "foto", nlp.NOUN}, {"klachten", "klacht", nlp.NOUN}, {"medewerkers", "medewerker", nlp.NOUN}, {"bestellingen", "bestelling", nlp.NOUN},
		{"gebeld", "bellen", nlp.VERB}, {"teruggebeld", "terugbellen", nlp.VERB}, {"nam", "nemen", nlp.VERB}, {"betaalde", "betalen", nlp.VERB}, {"is", "zijn", nlp.AUX}, {"geannuleerd", "annuleren", nlp.VERB},
		{"slechte", "slecht", nlp.ADJ}, {"vriendelijkste", "vriendelijk", nlp.ADJ}, {"betere", "goed", nlp.ADJ},
		{"betaling", "betaling", nlp.NOUN}, {"klantenservicemedewerkers", "klantenservicemedewerker", nlp.NOUN},
	} {
		if got := l.Lemma(c.form, c.upos); got != c.lemma {
			t.Errorf("%s (%v): got %s, want %s", c.form, c.upos, got, c.lemma)
		}
	}
}

func TestCased(t *testing.T) {
	l, err := New()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		word, norm, lemma string
		upos              nlp.UPOS
	}{
		{"Facturen", "facturen", "factuur", nlp.NOUN},
		{"Nederlandse", "nederlandse", "Nederlands", nlp.ADJ},
		{"Grote", "grote", "groot", nlp.ADJ},
		{"FARC-rebellen", "farc-rebellen", "FARC-rebel", nlp.NOUN},
		{"B-elementen", "b-elementen", "B-element", nlp.NOUN},
		{"Utrecht", "utrecht", "Utrecht", nlp.PROPN},
		{"Records", "records", "Records", nlp.X},
		{"gemanipuleerde", "gemanipuleerde", "manipuleren", nlp.VERB},
		{"bezegeld", "bezegeld", "bezegelen", nlp.VERB},
		{"gebeurde", "gebeurde", "gebeuren", nlp.VERB},
	} {
		if got := l.Cased(c.word, c.norm, c.upos); got != c.lemma {
			t.Errorf("%s: got %s, want %s", c.word, got, c.lemma)
		}
	}
}

func FuzzLemma(f *testing.F) {
	l, err := New()
	if err != nil {
		f.Fatal(err)
	}
	f.Add("geïsoleerd", uint8(nlp.VERB))
	f.Add("ë", uint8(nlp.NOUN))
	f.Add("ge", uint8(nlp.VERB))
	f.Fuzz(func(t *testing.T, form string, upos uint8) {
		got := l.Lemma(form, nlp.UPOS(upos%17))
		if utf8.ValidString(form) && !utf8.ValidString(got) || form != "" && got == "" {
			t.Errorf("%q became %q", form, got)
		}
	})
}

// TestParticles draws a sentence with the part of speech of its words where it
// matters and expects the lemmas of its verbs.
func TestParticles(t *testing.T) {
	l, err := New()
	if err != nil {
		t.Fatal(err)
	}
	for drawing, want := range map[string]string{
		"ze/PRON belden/VERB mij/PRON niet/ADV terug/ADV ./PUNCT":                                    "terugbellen",
		"ik/PRON probeer/VERB u/PRON terug/ADV te/ADP bellen/VERB ./PUNCT":                           "proberen terugbellen",
		"hij/PRON ging/VERB in/ADP op/ADP mijn/PRON klacht/NOUN":                                     "ingaan",
		"ze/PRON leggen/VERB de/DET schuld/NOUN op/ADP de/DET bezorger/NOUN":                         "leggen",
		"u/PRON stuurde/VERB mij/PRON door/ADP naar/ADP een/DET collega/NOUN":                        "doorsturen",
		"de/DET levering/NOUN valt/VERB tegen/ADP en/CCONJ niemand/PRON neemt/VERB op/ADP ./PUNCT":   "tegenvallen opnemen",
		"ik/PRON wacht/VERB al/ADV weken/NOUN op/ADP een/DET antwoord/NOUN ./PUNCT":                  "wachten",
		"hij/PRON zegt/VERB dat/SCONJ het/PRON product/NOUN niet/ADV bekend/ADJ is/AUX gemaakt/VERB": "zeggen zijn bekendmaken",
	} {
		if got := verbs(l, drawing); got != want {
			t.Errorf("%s:\n got %q\nwant %q", drawing, got, want)
		}
	}
}

func verbs(l *Lemmatiser, drawing string) string {
	var doc nlp.Document
	for w := range strings.FieldsSeq(drawing) {
		form, tag, _ := strings.Cut(w, "/")
		kind := nlp.Word
		if tag == "PUNCT" {
			kind = nlp.Punct
		}
		start := len(doc.Text)
		doc.Text += form + " "
		doc.Tokens = append(doc.Tokens, nlp.Token{Span: nlp.Span{Start: start, End: start + len(form)}, Kind: kind, Norm: form, UPOS: nlp.ParseUPOS(tag)})
	}
	l.Annotate(&doc)
	var lemmas []string
	for _, tok := range doc.Tokens {
		if tok.UPOS == nlp.VERB || tok.UPOS == nlp.AUX {
			lemmas = append(lemmas, tok.Lemma)
		}
	}
	return strings.Join(lemmas, " ")
}
