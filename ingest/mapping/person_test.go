package mapping

import (
	"strings"
	"testing"

	"luister/ingest"
)

func TestPerson(t *testing.T) {
	for cell, want := range map[string]bool{
		"J. Bakker": true, "A.B. van der Meer": true, "Anna de Vries": true, "Bakker, J.": true, "Vries, Anna de": true,
		"dhr. Bakker": true, "Jeroen": true, "Henk Smit": true, "De bus kwam": false, "Zakelijk Internet": false,
		"Utrecht": false, "Jan heeft gebeld over de bus": false, "Anna 12": false, "": false, "Den Haag": false,
	} {
		if person(cell) != want {
			t.Errorf("%q: %v", cell, !want)
		}
	}
}

func TestNamesAreNoAttributes(t *testing.T) {
	text := "De factuur klopt niet met wat er is afgesproken"
	for _, header := range []string{"Relatie", "Verzekerde", "Werknemer", "Partner", "User", "Contactpersoon", "Aanvrager", "Melder",
		"Behandelaar", "Gemachtigde", "Bewoner", "Patiënt", "Cliënt", "Medewerker", "Agent", "Owner", "Author", "Reviewer", "kolom 2", "Extra", "Regio"} {
		rows := [][]string{{text, "Anna de Vries"}, {text + " hoor", "J. Bakker"}, {"Niemand belt mij terug over de rekening", "Henk Smit"}}
		m := Propose([]string{"Klacht", header}, rows)
		f := m.Apply(1, rows[0]).Answers[0]
		if len(f.Attributes) > 0 || !containsKnown(f.Known, ingest.Known{Type: ingest.KnownName, Value: "Anna de Vries"}) {
			t.Errorf("%s: %s, known %v", header, meanings(m), f.Known)
		}
	}
}

func TestFullName(t *testing.T) {
	header, rows := table(`
Klacht|Voornaam|Tussenvoegsel|Achternaam
De factuur klopt niet met wat er is afgesproken|Anna|van der|Meer
Niemand belt mij terug over de rekening van mei|Henk||Smit`)
	m := Propose(header, rows)
	var known []string
	for _, k := range m.Apply(1, rows[0]).Answers[0].Known {
		known = append(known, k.Value)
	}
	if got := strings.Join(known, "|"); got != "Anna|Meer|Anna van der Meer" {
		t.Errorf("known %s", got)
	}
}

func TestDateColumnWithDamage(t *testing.T) {
	header, rows := table("Datum|Klacht\n1-1-2026|De bus was weer te laat\nonbekend|De trein was weer te laat\nweet niet|De tram was weer te laat\n4-1-2026|De metro was weer te laat\nmaandag|De boot was weer te laat")
	m := Propose(header, rows)
	if got := meanings(m); got != "date text" {
		t.Fatalf("got %s", got)
	}
	if note := m.Apply(2, rows[1]).Note; !strings.Contains(note, "geen leesbare datum") || strings.Contains(note, "onbekend") {
		t.Errorf("note %q", note)
	}
}
