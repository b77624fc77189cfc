package lemma

import (
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
		initial           bool
	}{
		{"Facturen", "facturen", "factuur", nlp.NOUN, true},
		{"Nederlandse", "nederlandse", "Nederlands", nlp.ADJ, false},
		{"FARC-rebellen", "farc-rebellen", "FARC-rebel", nlp.NOUN, false},
		{"Utrecht", "utrecht", "Utrecht", nlp.PROPN, false},
	} {
		if got := l.Cased(c.word, c.norm, c.upos, c.initial); got != c.lemma {
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
