package code

import "testing"

// TestTrust holds who trusts the organisation, and who does not.
func TestTrust(t *testing.T) {
	c := newCoder(t)
	for _, tt := range []struct {
		text string
		want int
	}{
		{"Ik heb er alle vertrouwen in dat het goed komt.", 1},
		{"Een betrouwbaar bedrijf, je kunt op ze rekenen.", 1},
		{"De afspraken worden altijd keurig nagekomen.", 1},
		{"Ik heb geen enkel vertrouwen meer in jullie.", -1},
		{"Mijn vertrouwen is totaal weg.", -1},
		{"Ik vertrouw jullie niet meer.", -1},
		{"Dit bedrijf is niet te vertrouwen, het zijn oplichters.", -1},
		{"Beloftes worden nooit nagekomen.", -1},
		{"Wat een onbetrouwbare club.", -1},
		{"Ze zijn niet betrouwbaar.", -1},
		{"De monteur was betrouwbaar, maar over de factuur is gelogen.", 0},
		{"Mijn vertrouwen in jullie is verloren.", -1},
		{"Ik heb er geen fiducie meer in.", -1},
		{"Jullie komen je beloftes niet na.", -1},
		{"Wij voelen ons voor de gek gehouden.", -1},
		{"Het werd anders dan beloofd.", -1},
		{"Ik twijfel aan de eerlijkheid van deze firma.", -1},
		{"Belangrijke kosten zijn voor ons verzwegen.", -1},
		{"Ze houden nooit hun woord.", -1},
		{"Je wordt hier in de maling genomen.", -1},
		{"We kregen een eerlijk advies over de zonnepanelen.", 1},
		{"De medewerkers zijn open en eerlijk.", 1},
		{"Ik laat het met een gerust hart aan jullie over.", 1},
		{"Ze komen hun afspraken na.", 1},
		{"Fijn bedrijf, ze doen wat ze beloven.", 1},
		{"De communicatie is open en transparant.", 1},
		{"Ik heb er het volste vertrouwen in.", 1},
		{"De factuur klopt niet.", 0},
		{"Er is een afspraak gemaakt voor dinsdag.", 0},
		{"De afspraak is verzet naar vrijdag.", 0},
		{"Ik vertrouw erop dat u snel reageert.", 0},
		{"Kunt u eerlijk zeggen hoe lang het duurt?", 0},
		{"Wat was de belofte van de verkoper precies?", 0},
		{"De tegel ligt los en dat is gevaarlijk.", 0},
		{"Voor het vertrouwelijke gesprek kwam ik op tijd.", 0},
		{"Eerlijk gezegd viel het tegen.", 0},
	} {
		if got := read(c, tt.text).Coding.Trust; got != tt.want {
			t.Errorf("%q: %d, want %d", tt.text, got, tt.want)
		}
	}
}
