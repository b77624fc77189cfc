package source

import (
	"slices"
	"strings"
	"testing"
	"time"

	"luister/ingest"
)

// TestImplausible reads rows with dates that cannot be: they keep their text and
// lose the date, and say so.
func TestImplausible(t *testing.T) {
	now := time.Date(2026, 3, 10, 2, 0, 0, 0, time.UTC)
	for date, want := range map[string]string{
		"9-3-2026":   "",
		"11-3-2026":  "", // a zone or a clock that is ahead
		"14-3-2026":  "datum van ontvangst ligt in de toekomst: niet overgenomen",
		"10-3-2062":  "datum van ontvangst ligt in de toekomst: niet overgenomen",
		"1-1-1900":   "datum van ontvangst ligt voor 1990: niet overgenomen",
		"01-01-1970": "datum van ontvangst ligt voor 1990: niet overgenomen",
	} {
		text := strings.Replace(complaints, "\n", "\nK-099;"+date+";Dirk Voorbeeld;De monteur is niet gekomen en niemand belt ons terug;4;Techniek\n", 1)
		d, err := Open(write(t, "klachten.csv", text), Source{Now: now})
		if err != nil {
			t.Fatal(err)
		}
		for row, err := range d.Rows() {
			if err != nil {
				t.Fatal(err)
			}
			if row.Line != 2 {
				continue
			}
			if row.Reject != "" || len(row.Answers) != 1 {
				t.Fatalf("%s: rejected: %s", date, row.Reject)
			}
			if row.Note != want || row.Answers[0].Received.IsZero() != (want != "") {
				t.Errorf("%s: note %q, received %v", date, row.Note, row.Answers[0].Received)
			}
		}
	}
}

// TestAgain reads a row with a date in the future again when that has come: by
// the moment of its first reading nothing changed, and what was delivered is kept.
func TestAgain(t *testing.T) {
	text := strings.Replace(complaints, "\n", "\nK-099;14-3-2026;Dirk Voorbeeld;De monteur is niet gekomen en niemand belt ons terug;4;Techniek\n", 1)
	d, err := Open(write(t, "klachten.csv", text), Source{Now: time.Date(2027, 3, 10, 2, 0, 0, 0, time.UTC)})
	if err != nil {
		t.Fatal(err)
	}
	received := func() (f ingest.Feedback) {
		for row := range d.Rows() {
			if row.Line == 2 {
				f = row.Answers[0]
			}
		}
		return f
	}
	later := received()
	d.ReadAt(time.Date(2026, 3, 10, 2, 0, 0, 0, time.UTC))
	f := received()
	if later.Received.IsZero() || !f.Received.IsZero() || f.Delivered == nil || !f.Delivered.Received.Equal(later.Received) {
		t.Errorf("received %v, then %v; delivered %v", later.Received, f.Received, f.Delivered)
	}
}

// TestSharedContact leaves the address of a shared mailbox out: it would make one
// customer of all for whom somebody filled it in.
func TestSharedContact(t *testing.T) {
	text := "zaaknummer;ontvangen;klantnummer;e-mailadres;klacht\n" +
		"Z1;1-2-2026;K1;info@voorbeeld.nl;De monteur is niet gekomen en niemand belt ons terug\n" +
		"Z2;2-2-2026;K2;an.visser@voorbeeld.nl;De rekening klopt niet en wordt maar niet hersteld\n" +
		"Z3;3-2-2026;K3;an.bakker@voorbeeld.nl;Ik wacht nu al weken op antwoord van jullie afdeling\n"
	d, err := Open(write(t, "klachten.csv", text), Source{})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for row := range d.Rows() {
		got = append(got, row.Answers[0].Contact)
	}
	if want := []string{"", "an.visser@voorbeeld.nl", "an.bakker@voorbeeld.nl"}; !slices.Equal(got, want) {
		t.Errorf("contacts %q, want %q", got, want)
	}
}
