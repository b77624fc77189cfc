package cluster

import (
	"slices"
	"testing"
)

// TestWholePhrases draws which phrases a sentence has, and which would break
// something off.
func TestWholePhrases(t *testing.T) {
	for _, tt := range []struct {
		text      string
		has, lack []string
	}{
		{"Halverwege mijn verhaal werd er gewoon opgehangen.",
			[]string{"Halverwege mijn verhaal werd er gewoon opgehangen"}, []string{"verhaal werd er gewoon opgehangen"}},
		{"Ik word van het kastje naar de muur gestuurd.",
			[]string{"van het kastje naar de muur gestuurd"}, []string{"kastje naar de muur gestuurd"}},
		{"Op mijn verzoek om inzage is niet gereageerd.",
			[]string{"Op mijn verzoek om inzage is niet gereageerd"}, []string{"verzoek om inzage is niet gereageerd", "inzage is niet gereageerd"}},
		{"De dame aan de telefoon was onbeleefd.",
			[]string{"dame aan de telefoon was onbeleefd"}, []string{"telefoon was onbeleefd", "aan de telefoon was onbeleefd"}},
		{"Is het mogelijk om de factuur op papier te ontvangen?",
			nil, []string{"mogelijk om de factuur", "mogelijk om de factuur op papier"}},
		{"Ik heb in mei een klacht over ingediend.", nil, []string{"klacht over ingediend"}},
		{"De buurman heeft dezelfde en die doet het.", nil, []string{"buurman heeft dezelfde"}},
		{"De verkoper zei destijds dat het kosteloos was.", nil, []string{"verkoper zei destijds"}},
		{"Bij dezen dien ik een bezwaarschrift in tegen de naheffing.", nil, []string{"bezwaarschrift in tegen de naheffing"}},
		{"Bij dezen dien ik een bezwaarschrift in tegen de opgelegde naheffing.", nil, []string{"bezwaarschrift in tegen de opgelegde naheffing"}},
		{"Geen antwoord op mijn vraag gehad.", nil, []string{"antwoord op mijn vraag gehad"}},
		{"Dit is de derde storing in onze straat in een maand tijd.",
			[]string{"storing in onze straat"}, []string{"straat in een maand tijd"}},
		{"nooit teruggebeld", []string{"nooit teruggebeld"}, nil},
		{"De app geeft geen standen door", []string{"app geeft geen standen door"}, nil},
		{"Niemand verschenen op de afspraak.", []string{"Niemand verschenen op de afspraak"}, nil},
		{"Ik kan niet inloggen.", nil, []string{"Ik kan niet inloggen", "kan niet inloggen"}},
		{"Ik bleef de hele tijd beleefd.", nil, []string{"tijd beleefd"}},
		{"Doorverwezen naar de netbeheerder.", []string{"Doorverwezen naar de netbeheerder"}, nil},
		{"De warmtepomp maakt een vreselijk kabaal.", []string{"warmtepomp maakt een vreselijk kabaal", "vreselijk kabaal"}, nil},
	} {
		var got []string
		for _, p := range item(t, tt.text).Phrases {
			got = append(got, p.Text)
		}
		for _, want := range tt.has {
			if !slices.Contains(got, want) {
				t.Errorf("%q is missing in %q", want, got)
			}
		}
		for _, no := range tt.lack {
			if slices.Contains(got, no) {
				t.Errorf("%q breaks off", no)
			}
		}
	}
}
