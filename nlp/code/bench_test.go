package code

import (
	"strings"
	"testing"

	"luister/nlp"
	"luister/nlp/token"
)

const complaint = `Onvriendelijke medewerkster aan de telefoon. Ik heb nu al drie keer gebeld over mijn factuur en krijg nog steeds geen antwoord.
Er was beloofd dat ik binnen een week teruggebeld zou worden, maar dat is niet gebeurd. De app werkt ook niet en de website is traag.
De monteur was wel heel vriendelijk en heeft ons goed geholpen. Als dit zo doorgaat stap ik over naar een andere leverancier. `

// BenchmarkCoder measures coding alone, on tokens that are there.
func BenchmarkCoder(b *testing.B) {
	c := newCoder(b)
	doc := &nlp.Document{Text: strings.Repeat(complaint, 3)}
	token.Split(doc)
	for b.Loop() {
		c.Annotate(doc)
	}
	b.ReportMetric(float64(len(doc.Tokens)*b.N)/b.Elapsed().Seconds(), "words/s")
}
