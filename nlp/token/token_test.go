package token

import (
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"luister/nlp"
)

// drawn writes the tokens with a middle dot between them and a bar after each
// sentence, as the tables below have it.
func drawn(doc *nlp.Document) string {
	var b strings.Builder
	for i, t := range doc.Tokens {
		if i > 0 {
			b.WriteString(map[bool]string{true: "·", false: " | "}[t.Sentence == doc.Tokens[i-1].Sentence])
		}
		b.WriteString(t.Of(doc.Text))
	}
	return b.String()
}

func TestSplit(t *testing.T) {
	for _, want := range []string{
		"De·factuur·klopt·niet·.",
		"'s·avonds·is·z'n·telefoon·uit·,·foto's·ook",
		"Dat·kost·€·12,50·,·dus·geen·€·12,-·of·5%·!!!!",
		"Op·21-11-2026·om·10:30·belde·ik·06-12345678·.",
		"Geachte·dhr.·Jansen·,·ik·belde·o.a.·uw·collega·.",
		"Zie·https://voorbeeld.nl/a?b=c·(·of·mail·info@voorbeeld.nl·)·.",
		"Bedankt·:-)·😀·👍🏽·!·?!",
		"Ik·,·[NAAM-K7QX2M4NPR]·,·bel·[TELEFOON-AAAAAAAAAA]·.",
		"in-·en·verkoop·en/of·t/m·24-jarige·medewerk(st)er",
		"Rob·z'n·auto's·uit·'98·en·'t·huis",
		"Dit·is·een·zin·. | Dit·ook·! | En·deze·?",
		"Ik·heb·gebeld·. | Niemand·nam·op·.",
		"Hij·zei·:·\"·Kom·maar·.·\" | Ik·ging·.",
		"Dat·is·bol.com·van·F.·de·Boer·.",
		"Wat·een·service·... | Nooit·meer·!",
		"Beste·klantenservice | Ik·wacht·al·weken·.",
		"Wat·Het·Nieuwsblad·schrijft·is·eng·.",
		"Dus·a+b·is·a(b+c)·of·e^(-2x)·,·prijs·(·50%·)",
		"Al·in·330·v.·Chr·. | Bijna·duizend·jaar·later",
	} {
		doc := nlp.Document{Text: plain(want)}
		Split(&doc)
		if got := drawn(&doc); got != want {
			t.Errorf("%q\n got %s\nwant %s", doc.Text, got, want)
		}
	}
}

// plain makes a text out of a drawing: marks stand against the word before them.
func plain(drawing string) string {
	text := strings.NewReplacer(" | ", " ", "·", " ").Replace(drawing)
	for _, mark := range []string{".", ",", "!!!!", "!", "?", ")", ":", "..."} {
		text = strings.ReplaceAll(text, " "+mark+" ", mark+" ")
		if rest, ok := strings.CutSuffix(text, " "+mark); ok {
			text = rest + mark
		}
	}
	return strings.ReplaceAll(text, "( ", "(")
}

func TestSentencesByLayout(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"lines without full stops", "ik bel al weken\nniemand neemt op\nde factuur is fout", "ik bel al weken|niemand neemt op|de factuur is fout"},
		{"after a comma it goes on", "ik bel,\nmaar niemand neemt op", "ik bel,\nmaar niemand neemt op"},
		{"bullets", "Klachten:\n- te laat\n- te duur", "Klachten:|- te laat|- te duur"},
		{"blank line", "Beste klant\n\nhallo", "Beste klant|hallo"},
		{"forgotten blank", "Ik heb gebeld.Niemand nam op.", "Ik heb gebeld.|Niemand nam op."},
		{"forgotten blank, lower case", "Goed gebruikt.ik kom van bol.com en stuur factuur.pdf", "Goed gebruikt.|ik kom van bol.com en stuur factuur.pdf"},
		{"lower case", "ik heb gebeld. niemand nam op. raar!", "ik heb gebeld.|niemand nam op.|raar!"},
		{"wrapped by a program",
			"Vorige week heb ik bij u een bestelling geplaatst die tot op de dag van\nvandaag niet is geleverd, hoewel mij was verzekerd dat het pakket binnen\ntwee dagen zou komen. Graag hoor ik van u wat hiervan de reden is en ook\nwanneer het komt.",
			"Vorige week heb ik bij u een bestelling geplaatst die tot op de dag van\nvandaag niet is geleverd, hoewel mij was verzekerd dat het pakket binnen\ntwee dagen zou komen.|Graag hoor ik van u wat hiervan de reden is en ook\nwanneer het komt."},
	} {
		doc := nlp.Document{Text: c.text}
		Split(&doc)
		var got []string
		for _, s := range doc.Sentences {
			got = append(got, s.Of(c.text))
		}
		if strings.Join(got, "|") != c.want {
			t.Errorf("%s:\n got %q\nwant %q", c.name, strings.Join(got, "|"), c.want)
		}
	}
}

func TestKinds(t *testing.T) {
	for text, want := range map[string]nlp.Kind{
		"factuur": nlp.Word, "12,50": nlp.Number, "21-11-2026": nlp.Number, "5%": nlp.Number, "!!": nlp.Punct, "€": nlp.Symbol,
		"www.voorbeeld.nl": nlp.URL, "a.b@voorbeeld.nl": nlp.Email, ":)": nlp.Emoticon, "🇳🇱": nlp.Emoticon, "👨‍👩‍👧": nlp.Emoticon,
		"[IBAN-ABCDEFGH23]": nlp.Placeholder, "'t": nlp.Word, "’k": nlp.Word, "'s": nlp.Word, "'70": nlp.Number,
	} {
		doc := nlp.Document{Text: text}
		Split(&doc)
		if len(doc.Tokens) != 1 || doc.Tokens[0].Kind != want {
			t.Errorf("%q: %v tokens, kind %v, want one of kind %v", text, len(doc.Tokens), doc.Tokens[0].Kind, want)
		}
	}
}

// check fails unless the tokens and sentences of doc lose nothing.
func check(t *testing.T, doc *nlp.Document) {
	t.Helper()
	at, sentence := 0, 0
	for _, tok := range doc.Tokens {
		if tok.Start < at || tok.End <= tok.Start || tok.End > len(doc.Text) {
			t.Fatalf("token %v after byte %d of %d", tok.Span, at, len(doc.Text))
		}
		if gap := doc.Text[at:tok.Start]; strings.TrimFunc(gap, unicode.IsSpace) != "" {
			t.Fatalf("%q lies in no token", gap)
		}
		s := doc.Sentences[tok.Sentence]
		if int(tok.Sentence) < sentence || tok.Start < s.Start || tok.End > s.End {
			t.Fatalf("token %v is not in sentence %v", tok.Span, s)
		}
		at, sentence = tok.End, int(tok.Sentence)
	}
	if rest := doc.Text[at:]; strings.TrimFunc(rest, unicode.IsSpace) != "" {
		t.Fatalf("%q lies in no token", rest)
	}
	for i := 1; i < len(doc.Sentences); i++ {
		if doc.Sentences[i].Start < doc.Sentences[i-1].End {
			t.Fatalf("sentences %d and %d overlap", i-1, i)
		}
	}
}

func FuzzSplit(f *testing.F) {
	for _, text := range []string{"", "'s avonds: foto's (o.a. 3).", "a.B.c..", "http://x.y/(z))", "[NAAM-K7QX2M4NPR]", "👍🏽\u200d\xff:-)", "1.\n- a\n\n\"b.\" c", "' '' ,, ``"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		doc := nlp.Document{Text: text}
		Split(&doc)
		check(t, &doc)
		if utf8.ValidString(text) {
			for _, tok := range doc.Tokens {
				if !utf8.ValidString(tok.Of(text)) {
					t.Fatalf("token %q cuts a character", tok.Of(text))
				}
			}
		}
	})
}

// TestLinear holds texts that catch a tokeniser which looks back or ahead too far.
func TestLinear(t *testing.T) {
	for name, text := range map[string]string{
		"exclamation marks": strings.Repeat("!", 100_000),
		"one long word":     strings.Repeat("a", 200_000),
		"a long message":    strings.Repeat("Ik heb gebeld, maar niemand nam op. ", 5_000_000/36),
		"no blanks":         strings.Repeat("ja,nee.", 700_000),
		"quotes":            strings.Repeat("'", 1_000_000),
		"brackets":          strings.Repeat("(", 1_000_000),
		"closing brackets":  strings.Repeat(")", 1_000_000),
		"at signs":          strings.Repeat("a@", 500_000),
		"dots":              strings.Repeat("a.b.", 500_000),
		"addresses":         strings.Repeat("www.", 500_000),
		"new lines":         strings.Repeat("\n", 2_000_000),
		"short lines":       strings.Repeat("a\n", 1_000_000),
		"emoji":             strings.Repeat("👍", 200_000),
		"joined emoji":      strings.Repeat("👍\u200d", 200_000),
		"opened brackets":   strings.Repeat("a(b", 500_000),
		"colons":            strings.Repeat(":", 1_000_000),
	} {
		doc := nlp.Document{Text: text}
		start := time.Now()
		Split(&doc)
		if took := time.Since(start); took > 30*time.Second {
			t.Errorf("%s: %v", name, took)
		}
		check(t, &doc)
	}
}

func BenchmarkSplit(b *testing.B) {
	text := strings.Repeat("Vorige week heb ik 's avonds gebeld met uw klantenservice, maar niemand nam op! De factuur van € 12,50 klopt niet. ", 50)
	doc := nlp.Document{Text: text}
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		Split(&doc)
	}
	b.ReportMetric(float64(len(doc.Tokens)*b.N)/b.Elapsed().Seconds(), "tokens/s")
}
