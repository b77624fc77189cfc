package source

import (
	"strings"
	"testing"
	"time"
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
