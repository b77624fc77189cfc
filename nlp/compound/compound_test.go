package compound

import (
	"luister/nlp"
	"strings"
	"testing"
)

func TestSplit(t *testing.T) {
	s, err := New()
	if err != nil {
		t.Fatal(err)
	}
	for word, want := range map[string]string{
		"factuurcorrectie":         "factuur+correctie",
		"klantenservice":           "klant+service",
		"regeringsvorming":         "regering+vorming",
		"wachttijd":                "wacht+tijd",
		"storingsmelding":          "storing+melding",
		"bestelling":               "",
		"klacht":                   "",
		"medewerker":               "",
		"vriendelijk":              "",
		"verrassing":               "",
		"dienst":                   "",
		"levering":                 "",
		"afspraak":                 "",
		"betaling":                 "",
		"rekening":                 "",
		"moeilijk":                 "",
		"":                         "",
		"FARC-rebel":               "FARC+rebel",
		"e-mail":                   "",
		"Kuifje-album":             "Kuifje+album",
		"N-VA-programma":           "N-VA+programma",
		"verzekering":              "",
		"ontvangst":                "",
		"aanvraag":                 "",
		"bezorging":                "",
		"overeenkomst":             "",
		"vergoeding":               "",
		"terugbetaling":            "",
		"aanmaning":                "",
		"herinnering":              "",
		"opzegging":                "",
		"annulering":               "",
		"uitkering":                "",
		"vertraging":               "",
		"gemeente":                 "",
		"toeslag":                  "",
		"onderhoud":                "",
		"telefoonnummer":           "telefoon+nummer",
		"pakketbezorger":           "pakket+bezorger",
		"geluidsoverlast":          "geluid+overlast",
		"klachtenformulier":        "klacht+formulier",
		"klantenservicemedewerker": "klant+service+medewerker",
	} {
		if got := strings.Join(s.Split(Word{Text: word, UPOS: nlp.NOUN}), "+"); got != want {
			t.Errorf("%s: got %q, want %q", word, got, want)
		}
	}
}

// TestVerbs gives the particle, noun or on- that a verb starts with, wherever it stands.
func TestVerbs(t *testing.T) {
	s, err := New()
	if err != nil {
		t.Fatal(err)
	}
	for verb, want := range map[string]string{
		"terugbellen":     "terug+bellen",
		"doorverbinden":   "door+verbinden",
		"gebruikmaken":    "gebruik+maken",
		"honklopen":       "honk+lopen",
		"onopmerken":      "on+op+merken",
		"pijnstillen":     "pijn+stillen",
		"jeukverminderen": "jeuk+verminderen",
		"voorkomen":       "",
		"ondertekenen":    "",
		"omgeven":         "",
		"waarschuwen":     "",
		"vervangen":       "",
		"stofzuigen":      "",
	} {
		doc := nlp.Document{Tokens: []nlp.Token{{Kind: nlp.Word, UPOS: nlp.VERB, Lemma: verb}}}
		s.Annotate(&doc)
		if got := strings.Join(doc.Tokens[0].Parts, "+"); got != want {
			t.Errorf("%s: got %q, want %q", verb, got, want)
		}
	}
}

// TestAdjectives keeps the capital of a country or language.
func TestAdjectives(t *testing.T) {
	s, err := New()
	if err != nil {
		t.Fatal(err)
	}
	for lemma, want := range map[string]string{
		"Franstalig":          "Frans+talig",
		"klantvriendelijk":    "klant+vriendelijk",
		"Vlaams":              "",
		"gebruiksvriendelijk": "gebruik+vriendelijk",
	} {
		doc := nlp.Document{Tokens: []nlp.Token{{Kind: nlp.Word, UPOS: nlp.ADJ, Lemma: lemma}}}
		s.Annotate(&doc)
		if got := strings.Join(doc.Tokens[0].Parts, "+"); got != want {
			t.Errorf("%s: got %q, want %q", lemma, got, want)
		}
	}
}

// TestNames splits a name only if it looks like a noun that opens a sentence.
func TestNames(t *testing.T) {
	s, err := New()
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		"Gemeenteraadslid": "gemeente+raad+lid",
		"Amersfoort":       "",
		"Zuidwijk":         "",
		"N-VA-programma":   "N-VA+programma",
	} {
		doc := nlp.Document{Tokens: []nlp.Token{{Kind: nlp.Word, UPOS: nlp.PROPN, Lemma: name}}}
		s.Annotate(&doc)
		if got := strings.Join(doc.Tokens[0].Parts, "+"); got != want {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
	}
}

func FuzzSplit(f *testing.F) {
	s, err := New()
	if err != nil {
		f.Fatal(err)
	}
	for _, w := range []string{"factuurcorrectie", "-", "a-b-c", "éénoudergezin", "\xff\xfe", strings.Repeat("huis", 30)} {
		f.Add(w)
	}
	f.Fuzz(func(t *testing.T, word string) {
		if parts := s.Split(Word{Text: word, UPOS: nlp.NOUN}); len(parts) == 1 {
			t.Errorf("%q has one part", word)
		}
	})
}
