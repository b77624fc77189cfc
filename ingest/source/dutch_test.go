package source

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"luister/ingest/mapping"
)

func TestAccount(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.csv")
	content := "Zaaknummer;Datum ontvangst;Omschrijving;Rapportcijfer\nZ-1;1-3-2026;De container wordt steeds niet geleegd en het stinkt enorm.;3,5\nZ-2;2-3-2026;Heel vriendelijk geholpen aan de balie, dank daarvoor.;9,0\n"
	if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
	d, err := Open(path, Source{})
	if err != nil {
		t.Fatal(err)
	}
	account := strings.Join(d.Account(), "\n")
	for _, want := range []string{
		"Het bestand is een tabel: codering utf-8, scheidingsteken puntkomma, 4 kolommen.",
		"Kolom “Omschrijving” is gelezen als tekst van de klant.",
		"Kolom “Datum ontvangst” is gelezen als datum van ontvangst.",
		"1 tot 10).", "Een rij is bekend aan: kolom Zaaknummer.",
	} {
		if !strings.Contains(account, want) {
			t.Errorf("the account lacks %q:\n%s", want, account)
		}
	}
}

// TestMeanings holds that every meaning has a Dutch name.
func TestMeanings(t *testing.T) {
	for _, m := range []mapping.Meaning{mapping.Text, mapping.Subject, mapping.Context, mapping.Date, mapping.Answered, mapping.Closed, mapping.Updated,
		mapping.Key, mapping.Customer, mapping.Case, mapping.Respondent, mapping.Name, mapping.Email, mapping.Phone, mapping.Personal, mapping.Product,
		mapping.Department, mapping.Region, mapping.Location, mapping.Channel, mapping.Outcome, mapping.Reopened, mapping.Consent, mapping.Reply, mapping.Staff} {
		if meanings[m] == "" {
			t.Errorf("%s has no Dutch name", m)
		}
	}
}
