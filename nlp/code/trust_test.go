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
		{"De factuur klopt niet.", 0},
		{"Eerlijk gezegd viel het tegen.", 0},
	} {
		if got := read(c, tt.text).Coding.Trust; got != tt.want {
			t.Errorf("%q: %d, want %d", tt.text, got, tt.want)
		}
	}
}
