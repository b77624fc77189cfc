package delimited

import (
	"fmt"
	"strings"
	"testing"
)

// complaint gives the n-th of some sentences with a number of clauses.
func complaint(n, clauses int) string {
	who := []string{"De bus", "Mijn trein", "De monteur", "Een medewerker", "De chauffeur"}
	what := []string{"kwam weer niet opdagen", "was veel te laat vandaag", "is al weken kapot", "gaf mij geen antwoord"}
	tail := []string{"en niemand belde mij terug", "dus ik ben erg ontevreden", "terwijl ik op tijd was", "hoe kan dat nou"}
	said := who[n%5] + " " + what[n%4]
	for i := range clauses {
		said += ", " + tail[(n+i)%4]
	}
	return said + "."
}

func TestRunningText(t *testing.T) {
	for name, each := range map[string]func(i int) string{
		"without a comma":     func(i int) string { return complaint(i, 0) },
		"with one":            func(i int) string { return complaint(i, 1) },
		"with some":           func(i int) string { return complaint(i, i%3) },
		"with one or more":    func(i int) string { return complaint(i, 1+i%7/5) },
		"with a semicolon":    func(i int) string { return strings.ReplaceAll(complaint(i, 1), ",", ";") },
		"with a colon":        func(i int) string { return "Klacht: " + complaint(i, i%2) },
		"of as many words":    func(i int) string { return fmt.Sprintf("Ik wacht al %d dagen nu", i) },
		"with some numbers":   func(i int) string { return fmt.Sprintf("Bus %d: %s Om 10:30 uur.", i%4, complaint(i, i%2)) },
		"beginning in digits": func(i int) string { return fmt.Sprintf("%d keer gebeld, %s", i%4, complaint(i, i%2)) },
	} {
		for _, header := range []string{"", "Toelichting\n"} {
			text := header
			for i := range 24 {
				text += each(i) + "\n"
			}
			r, err := Open(strings.NewReader(text), Dialect{})
			if err != nil {
				t.Fatal(err)
			}
			rows := 0
			for rec := range r.Records() {
				if rows++; len(rec.Fields) != 1 || rec.Reject+rec.Note != "" || rec.Fields[0] != each(rows-1) {
					t.Errorf("%s: row %d is %q (%s%s)", name, rows, rec.Fields, rec.Reject, rec.Note)
					break
				}
			}
			want := "kolom 1"
			if header != "" {
				want = "Toelichting"
			}
			if got := r.Header(); rows != 24 || len(got) != 1 || got[0] != want {
				t.Errorf("%s: header %q and %d rows, want %s", name, got, rows, want)
			}
		}
	}
}

func TestTextIsStillCut(t *testing.T) {
	for _, tt := range []struct{ name, head, row string }{
		{"names over text", "Klacht, Oorzaak\n", "De bus was te laat vandaag, er was geen chauffeur meer\n"},
		{"a column of values", "Klacht, Cijfer\n", "De bus was weer te laat, 3\n"},
		{"values before text", "", "3, De bus was weer te laat\n"},
	} {
		r, err := Open(strings.NewReader(tt.head+strings.Repeat(tt.row, 12)), Dialect{})
		if err != nil || len(r.Header()) != 2 {
			t.Errorf("%s: %v", tt.name, err)
		}
	}
}

func TestTitleBlock(t *testing.T) {
	rows := func(cells string) (text string) {
		for i := range 12 {
			text += fmt.Sprintf("K%d;%d-1-2026;De bus van rit %d was te laat%s\n", i, i+1, i, cells)
		}
		return text
	}
	for name, text := range map[string]string{
		"padded":      "Rapport klachten;;\nGemaakt op;1-1-2026;\n;;\nNummer;Datum;Klacht\n" + rows(""),
		"not padded":  "Rapport klachten\nGemaakt op;1-1-2026\n\nNummer;Datum;Klacht\n" + rows(""),
		"wider":       "Rapport klachten;;;;\nGemaakt op;1-1-2026;;;\nDoor;afdeling klanten;;;\n;;;;\nNummer;Datum;Klacht;Status;Kanaal\n" + rows(";open;mail"),
		"two fillers": "Rapport klachten;;\n;;\nGemaakt op;1-1-2026;\n;;\nNummer;Datum;Klacht\n" + rows(""),
	} {
		r, err := Open(strings.NewReader(text), Dialect{FirstTable: true})
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for rec := range r.Records() {
			if n++; rec.Reject+rec.Note != "" {
				t.Errorf("%s: %s%s", name, rec.Reject, rec.Note)
			}
		}
		if n != 12 || r.Header()[0] != "Nummer" {
			t.Errorf("%s: header %q, %d rows", name, r.Header(), n)
		}
	}
}

func TestTwoSmallTables(t *testing.T) {
	r, err := Open(strings.NewReader("a,b\n1,2\n\n\nc,d,e\n3,4,5\n"), Dialect{FirstTable: true})
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for range r.Records() {
		n++
	}
	if fmt.Sprint(r.Header(), n) != "[a b] 1" || len(r.Remarks()) == 0 || !strings.Contains(r.Remarks()[0].Text, "another table") {
		t.Errorf("header %q, %d rows, remarks %v", r.Header(), n, r.Remarks())
	}
}
