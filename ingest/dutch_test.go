package ingest

import (
	"strings"
	"testing"
)

func TestDutch(t *testing.T) {
	for english, dutch := range map[string]string{
		"3 cells where the table has 4 columns; which is missing is not certain": "3 cellen waar de tabel 4 kolommen heeft; welke ontbreekt is niet zeker",
		"the row is longer than 100 bytes":                                       "de rij is langer dan 100 bytes",
		"the last cells are left out":                                            "de laatste cellen ontbreken; ze zijn leeg",
		"geen maand":                                                             "geen maand",
		"":                                                                       "",
		"none of the 3 files in the archive can be read; the first: the file is empty: ask for the delivery again":  "geen van de 3 bestanden in het archief is te lezen; het eerste: het bestand is leeg: vraag de levering opnieuw",
		"the file is a PDF: ask for the export as CSV or Excel":                                                     "het bestand is een PDF: vraag de export als CSV of Excel",
		"na 12 rijen niet verder te lezen: object 3: not valid JSON at byte 9":                                      "na 12 rijen niet verder te lezen: object 3: geen geldige JSON bij byte 9",
		"the file holds a header of 3 columns and no rows: ask for the delivery again":                              "het bestand heeft een kopregel van 3 kolommen en geen rijen: vraag de levering opnieuw",
		"the file holds a header of 3 columns and no rows":                                                          "the file holds a header of 3 columns and no rows",
		`no column with the words of the customer was recognised; the columns are: "a", "b". Write in luister.yaml`: `er is geen kolom met woorden van de klant herkend; de kolommen zijn: "a", "b". Schrijf in luister.yaml bij deze bron: “columns: {text: NAAM}” met een van deze namen`,
	} {
		if got := Dutch(english); got != dutch {
			t.Errorf("Dutch(%q)\n got %q\nwant %q", english, got, dutch)
		}
	}
}

// TestDutchTable holds the table to its form: no Dutch asks for more than the
// English gives, and no line is hidden by one before it.
func TestDutchTable(t *testing.T) {
	for i, s := range sayings() {
		english := strings.Join(s.english, "1")
		if len(s.dutch) > len(s.english) {
			t.Errorf("%q has fewer wildcards than its Dutch", english)
		}
		for _, before := range sayings()[:i] {
			if _, ok := before.fits(english); ok {
				t.Errorf("%q is hidden by %q", english, strings.Join(before.english, "*"))
			}
		}
	}
}

func FuzzDutch(f *testing.F) {
	f.Add("the row is longer than 5 bytes")
	f.Add("object 1: object 2: ")
	f.Fuzz(func(t *testing.T, text string) {
		if text != "" && Dutch(text) == "" {
			t.Errorf("Dutch(%q) is empty", text)
		}
	})
}
