package lang

import (
	"strings"
	"testing"

	"luister/nlp"
	"luister/nlp/token"
)

func identify(t *testing.T, text string) (document string, sentences []string) {
	t.Helper()
	id, err := New()
	if err != nil {
		t.Fatal(err)
	}
	doc := &nlp.Document{Text: text}
	token.Split(doc)
	sentences = id.Annotate(doc, nil)
	return doc.Lang, sentences
}

func TestLanguages(t *testing.T) {
	for _, c := range []struct{ lang, text string }{
		{"nl", "Mijn factuur klopt niet."},
		{"nl", "Slechte service"},
		{"nl", "top"},
		{"nl", "Geen reactie op mail"},
		{"nl", "De app crasht steeds, customer service is waardeloos"},
		{"nl", "Ik heb een account aangemaakt maar de login werkt niet."},
		{"nl", "Vriendelijk personeel, snelle levering"},
		{"nl", "Goede communicatie"},
		{"nl", "Wasmachine defect"},
		{"nl", "Ne goeie service, merci"},
		{"en", "My bill is wrong and nobody answers the phone."},
		{"en", "Great service, thank you"},
		{"en", "Very bad experience"},
		{"en", "The delivery was late"},
		{"de", "Meine Rechnung stimmt nicht."},
		{"de", "Sehr schlechter Service, nie wieder"},
		{"de", "Die Lieferung kam zu spät"},
		{"fr", "Ma facture n'est pas correcte."},
		{"fr", "Très mauvais service"},
		{"fr", "Bonjour, je n'ai pas reçu mon colis"},
		{"tr", "Faturam yanlış, kimse telefona cevap vermiyor"},
		{"tr", "Çok kötü hizmet"},
		{"pl", "Moja faktura jest nieprawidłowa"},
		{"pl", "Bardzo zła obsługa"},
		{"ar", "فاتورتي غير صحيحة"},
		{"", "12345"},
		{"", "!!! :-)"},
		{"", ""},
	} {
		if got, _ := identify(t, c.text); got != c.lang {
			t.Errorf("%q: got %q, want %q", c.text, got, c.lang)
		}
	}
}

func TestMixed(t *testing.T) {
	_, sentences := identify(t, "Hello, my name is Tom and I have a question about my bill. Ik heb vorige week een factuur gekregen die niet klopt. Could you please send me a new one?")
	if got := strings.Join(sentences, " "); got != "en nl en" {
		t.Errorf("got %s", got)
	}
}

func BenchmarkAnnotate(b *testing.B) {
	id, err := New()
	if err != nil {
		b.Fatal(err)
	}
	doc := nlp.Document{Text: strings.Repeat("Vorige week heb ik gebeld met uw klantenservice, maar niemand nam op. ", 5)}
	token.Split(&doc)
	b.ReportAllocs()
	for b.Loop() {
		id.Annotate(&doc, nil)
	}
	b.ReportMetric(float64(len(doc.Tokens)*b.N)/b.Elapsed().Seconds(), "tokens/s")
}
