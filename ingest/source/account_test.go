package source

import (
	"strings"
	"testing"
)

// TestAccount says in Dutch what was really read of files of every form.
func TestAccountOfForms(t *testing.T) {
	exposure := write(t, "klanten.csv", "Maand;Product;Aantal klanten\n2026-01;Gas;1000\n2026-02;Gas;1100\n")
	scores := write(t, "nps.csv", "Respondent;NPS\nr1;9\nr2;6\nr3;10\n")
	for path, want := range map[string]string{
		"testdata/klachten.xlsx":        "Het gegevensblad van de werkmap is “",
		"testdata/microsoft-forms.xlsx": "Microsoft Forms noemt het zo.",
		"testdata/zendesk-tickets.json": "Het bestand bevat JSON, met ",
		"testdata/google-reviews.jsonl": "Het bestand bevat JSON, met ",
		"testdata/klantonderzoek.csv":   "scheidingsteken puntkomma",
		exposure:                        "telt klanten of contacten per maand",
		scores:                          "Geen kolom bevat tekst van de klant: alleen de cijfers zijn geteld.",
	} {
		d, err := Open(path, Source{})
		if err != nil {
			t.Logf("%s: %v", path, err)
			continue
		}
		said := strings.Join(d.Account(), " ")
		if !strings.Contains(said, want) || strings.Contains(said, "codering ,") || strings.Contains(said, "“”") {
			t.Errorf("%s: %s\nwant %s", path, said, want)
		}
	}
}

// TestExposureColumns explains the columns of a table of customers.
func TestExposureColumns(t *testing.T) {
	d, err := Open(write(t, "klanten.csv", "Maand;Product;Aantal klanten\n2026-01;Gas;1000\n2026-02;Gas;1100\n"), Source{})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, c := range d.Mapping.Columns {
		got = append(got, string(c.Meaning))
	}
	if strings.Join(got, " ") != "month segment count" {
		t.Errorf("columns %v", got)
	}
}

// TestExposureFooter sets the lines under a table of customers apart.
func TestExposureFooter(t *testing.T) {
	d, err := Open(write(t, "klanten.csv", "Maand;Product;Aantal klanten\n2026-01;Gas;1000\n2026-02;Gas;1100\n2026-03;Gas;1200\n\nBron: eigen administratie\n"), Source{})
	if err != nil {
		t.Fatal(err)
	}
	used, apart := rowsOf(t, d)
	if used != 3 || len(apart) != 1 {
		t.Errorf("used %d, apart %v", used, apart)
	}
}
