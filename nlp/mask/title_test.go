package mask_test

import (
	"regexp"
	"testing"
)

func TestTitle(t *testing.T) {
	pseudonym := regexp.MustCompile(`\[([A-Z]+)-[A-Z2-7]{10}\]`)
	for in, want := range map[string]string{
		"inbox/klachten Jan de Vries.xlsx":             "inbox/klachten [NAAM].xlsx",
		"inbox/Klachten_Mieke_van_Dijk-2026-03.csv":    "inbox/Klachten_[NAAM]-2026-03.csv",
		"Klachten Tjeerdina Wolkenkrabber":             "Klachten [NAAM]",
		"Van Tjeerdina Wolkenkrabber":                  "Van [NAAM]",
		"inbox/klachten_2026-05.csv":                   "inbox/klachten_2026-05.csv",
		"inbox/Export Vattenfall Zakelijk Q3.xlsx":     "inbox/Export Vattenfall Zakelijk Q3.xlsx",
		"inbox/enquete-klanttevredenheid.csv":          "inbox/enquete-klanttevredenheid.csv",
		"inbox/Klanttevredenheidsonderzoek Noord.xlsx": "inbox/Klanttevredenheidsonderzoek Noord.xlsx",
		"Meldingen Waterschap Rivierenland":            "Meldingen Waterschap Rivierenland",
		"Datum Ontvangst":                              "Datum Ontvangst",
		"Hoe Tevreden Bent U":                          "Hoe Tevreden Bent U",
		"inbox/brief jan@voorbeeld.nl.eml":             "inbox/brief [EMAIL]",
		"":                                             "",
	} {
		if got := pseudonym.ReplaceAllString(normal().Title(in), "[$1]"); got != want {
			t.Errorf("%q became %q, want %q", in, got, want)
		}
	}
}

func FuzzTitle(f *testing.F) {
	f.Add("inbox/Klachten_Mieke_van_Dijk-2026-03.csv")
	m := normal()
	f.Fuzz(func(t *testing.T, in string) {
		once := m.Title(in)
		if in == "" && once != "" {
			t.Error("a title out of nothing")
		}
	})
}
