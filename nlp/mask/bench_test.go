package mask_test

import (
	"strings"
	"testing"

	"luister/nlp/mask"
)

// complaints is a plain text with a little personal data, as customers write.
var complaints = strings.Repeat(`Goedemorgen, ik wacht al drie weken op antwoord over mijn factuur van maart en niemand belt mij terug.
Vorige week heb ik met mevrouw De Vries van de klantenservice gesproken, zij beloofde dat het bedrag gecorrigeerd zou worden.
Helaas heb ik nog niets gezien en is er weer 45,90 euro afgeschreven van rekening NL20INGB0001234567.
U kunt mij bereiken op 06-12345678 of per mail, j.jansen@voorbeeld.nl. Ik vind dit heel vervelend, want ik ben al jaren klant.
De monteur kwam te laat, de meter werkt nog steeds niet en de website geeft alleen een foutmelding als ik wil inloggen.
Met vriendelijke groet,
Jan Jansen
Kerkstraat 12, 1234 AB Utrecht
`, 40)

func BenchmarkMask(b *testing.B) {
	m := mask.New(make([]byte, 32), mask.Options{})
	b.SetBytes(int64(len(complaints) / 40))
	for b.Loop() {
		m.Mask(complaints[:len(complaints)/40], nil)
	}
}

func BenchmarkMaskStrict(b *testing.B) {
	m := mask.New(make([]byte, 32), mask.Options{Policy: mask.Strict})
	b.SetBytes(int64(len(complaints)))
	for b.Loop() {
		m.Mask(complaints, nil)
	}
}

func BenchmarkPlain(b *testing.B) {
	m := mask.New(make([]byte, 32), mask.Options{})
	text := strings.Repeat("ik wacht al drie weken op antwoord over mijn factuur en niemand belt mij terug. De monteur kwam te laat. ", 100)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		m.Mask(text, nil)
	}
}
