package norm

import (
	"strings"
	"testing"
	"unicode/utf8"

	"luister/nlp"
	"luister/nlp/token"
)

func TestNorm(t *testing.T) {
	n, err := New()
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{
		"Zooooo slecht":                          "zo slecht",
		"heeeel goeeeed":                         "heel goed",
		"Factuur klopt idd nie":                  "factuur klopt inderdaad niet",
		"een goeie servise":                      "een goede service",
		"de betalling is geannuleerd":            "de betaling is geannuleerd",
		"gisteren gebelt met klantenserivce":     "gisteren gebeld met klantenservice",
		"de clienten":                            "de cliënten",
		"Vrijdag belde Jansssen naar Vodafon":    "vrijdag belde jansen naar vodafon",
		"een iphone15 van Coolbleu":              "een iphone15 van coolbleu",
		"slechte klantenservicemedewerker":       "slechte klantenservicemedewerker",
		"ik heb onmiddelijk gereageerd":          "ik heb onmiddellijk gereageerd",
		"geen interese":                          "geen interesse",
		"foto’s":                                 "foto's",
		"Kheb da pakske nie gekregen":            "heb dat pakje niet gekregen",
		"tis altijd tzelfde met mijne gsm":       "is altijd hetzelfde met mijn gsm",
		"'t Is nimeer te doen, 'k ben weg":       "het is niet te doen , ik ben weg",
		"Marieke en hanneke hebben ne factuurke": "marieke en hanneke hebben een factuurtje",
		"een moeilijke briefke":                  "een moeilijke briefje",
	} {
		doc := nlp.Document{Text: text}
		token.Split(&doc)
		n.Annotate(&doc)
		var got []string
		for _, tok := range doc.Tokens {
			got = append(got, tok.Norm)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%q: got %q, want %q", text, strings.Join(got, " "), want)
		}
	}
}

func FuzzNorm(f *testing.F) {
	n, err := New()
	if err != nil {
		f.Fatal(err)
	}
	for _, w := range []string{"zooo", "é", "ﬀ", "\xff", "İİİ", strings.Repeat("a", 300)} {
		f.Add(w, true)
	}
	f.Fuzz(func(t *testing.T, word string, inside bool) {
		got := n.Norm(word, inside)
		if utf8.ValidString(word) && !utf8.ValidString(got) || word != "" && got == "" {
			t.Errorf("%q became %q", word, got)
		}
	})
}

func BenchmarkMend(b *testing.B) {
	n, err := New()
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		n.Norm("klantenserivce", true)
	}
}
