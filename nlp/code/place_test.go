package code

import (
	"slices"
	"strings"
	"testing"

	"luister/nlp"
)

// TestAspects holds what a topic is said of in its place. A topic with "-" must not
// be given with that sentiment.
func TestAspects(t *testing.T) {
	read := whole(t)
	for _, tt := range []struct {
		why, text, topic string
		want             nlp.Sentiment
	}{
		{"two negations", "De monteur was niet onbeleefd.", "medewerker.bejegening", nlp.Positive},
		{"two negations", "Ik kan niet zeggen dat de medewerkster onvriendelijk was.", "medewerker.bejegening", nlp.Positive},
		{"two negations", "De uitleg was allerminst onduidelijk.", "informatie.onduidelijk", nlp.Positive},
		{"neither", "De chauffeur was onvriendelijk noch onbeleefd.", "medewerker.bejegening", nlp.Positive},
		{"negation", "Niemand was vriendelijk tegen ons.", "medewerker.bejegening", nlp.Negative},
		{"negation in a gap", "De helpdesk was allesbehalve behulpzaam.", "medewerker.bejegening", nlp.Negative},
		{"negation behind", "Vriendelijk kun je het personeel bepaald niet noemen.", "medewerker.bejegening", nlp.Negative},
		{"negation behind", "Van een snelle afhandeling was geen sprake.", "afhandeling.doorlooptijd", nlp.Negative},
		{"a negation of something else", "Geen antwoord op klachten.", "afhandeling.klacht", nlp.Negative},
		{"not only", "Niet alleen de monteur was vriendelijk, ook de planning was top.", "medewerker.bejegening", nlp.Positive},
		{"nothing but", "Niets dan lof voor de chauffeur.", "medewerker.bejegening", nlp.Positive},
		{"not because of", "Het ligt niet aan de medewerkers. Het systeem deugt gewoon niet.", "medewerker.bejegening", nlp.Positive},
		{"fixed negation in the words", "Nooit te laat, die postbode. Weinig keuze, maar vriendelijk personeel.", "medewerker.bejegening", nlp.Positive},
		{"a noun between", "Zonder bericht afgescheept door een onbeschofte medewerker.", "medewerker.bejegening", nlp.Negative},
		{"rivals", "De concurrent is goedkoper.", "prijs.hoogte", nlp.Negative},
		{"rivals", "De factuur klopt niet, maar bij Ziggo krijg je wel binnen een dag antwoord.", "contact.terugkoppeling", nlp.Negative},
		{"better than rivals", "Anders dan bij mijn vorige verzekeraar word ik hier vriendelijk geholpen.", "medewerker.bejegening", nlp.Positive},
		{"mockery", "Gefeliciteerd met jullie geweldige klantenservice, ik wacht nu vier weken op antwoord.", "-medewerker.bejegening", nlp.Positive},
		{"irony", "Het pakket is kapot. Nou, lekker dan!", "-product.kwaliteit", nlp.Positive},
		{"words of others", "Op de site staat 'gratis retour' maar ik moet 8 euro betalen.", "-prijs.hoogte", nlp.Positive},
		{"a person is named", "De monteur op tijd zou komen.", "-medewerker.bejegening", nlp.Negative},
	} {
		id, not := strings.CutPrefix(tt.topic, "-")
		topics := read(tt.text).Coding.Topics
		found := slices.ContainsFunc(topics, func(c nlp.Code) bool { return c.ID == id && c.Sentiment == tt.want })
		if found == not {
			t.Errorf("%s: %q has %v, want %s %s", tt.why, tt.text, explained(topics, tt.text), tt.topic, tt.want)
		}
	}
}

func TestMockery(t *testing.T) {
	read := whole(t)
	for text, want := range map[string]nlp.Sentiment{
		"Knap werk! Jullie hebben het voor elkaar gekregen om mijn kast kapot te maken.": nlp.Negative,
		"Goed bezig jongens, factuur alweer fout.":                                       nlp.Negative,
		"Heel fijn dat de helpdesk om vijf uur al dicht is.":                             nlp.Negative,
		"Bedankt hè, nu zit ik zonder verwarming in januari.":                            nlp.Negative,
		"Fantastisch hoor 🙄 pakket bij de buren van drie straten verder":                 nlp.Negative,
		"'Klantvriendelijk' noemen ze dat dan. Laat me niet lachen.":                     nlp.Negative,
		"Geweldig, voor de derde keer deze maand geen water.":                            nlp.Negative,
		"Wat fijn dat ik voor de vijfde keer mijn klantnummer mag opgeven.":              nlp.Negative,
		"Kwas gisteren bij de balie, de dame was superlief.":                             nlp.Positive,
		"Mooie boel, drie keer dezelfde rekening in de bus.":                             nlp.Negative,
		"Topservice: na vier weken nog niets gehoord.":                                   nlp.Negative,
		"Geweldige klantenservice. NOT.":                                                 nlp.Negative,
		"Wat een luxe, een lift die één dag per week werkt.":                             nlp.Negative,
		"Heel handig, een balie die om drie uur sluit 👏":                                 nlp.Negative,
		"Mijn 'snelle' internet doet er een uur over.":                                   nlp.Negative,
		"Alsof ik niets beters te doen heb.":                                             nlp.Negative,
		"Wat een feest om hier zo ontvangen te worden!":                                  nlp.Positive,
		"Zo blij met deze provider, al tien jaar geen storing.":                          nlp.Positive,
		"Topservice: zelfde dag nog een nieuw toestel gekregen.":                         nlp.Positive,
		"Applaus voor de mensen van de thuiszorg 👏👏":                                     nlp.Positive,
		"Alweer heerlijk gegeten, eindelijk een zaak die het snapt.":                     nlp.Positive,
		"Prima service als je van wachten houdt.":                                        nlp.Negative,
		"Duidelijk is anders.":                                                           nlp.Negative,
		"Schitterend boek, als je van dit genre houdt.":                                  nlp.Positive,
		"Top hoor, zo vriendelijk geholpen aan de balie.":                                nlp.Positive,
		"Fijn dat ik niet lang hoefde te wachten.":                                       nlp.Positive,
		"Wat een service! De monteur stond binnen het uur voor de deur.":                 nlp.Positive,
		"Jullie zijn stukken beter dan Telenet, daar was het een ramp.":                  nlp.Positive,
		"Ik wil graag mijn geld terug.":                                                  nlp.Neutral,
	} {
		if got := read(text).Coding.Sentiment; got != want {
			t.Errorf("%q is %s, want %s", text, got, want)
		}
	}
}
