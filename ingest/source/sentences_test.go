package source

import (
	"fmt"
	"strings"
	"testing"
)

func TestSentencesOnly(t *testing.T) {
	for _, header := range []string{"", "Toelichting\n"} {
		var text strings.Builder
		text.WriteString(header)
		for i := range 24 {
			fmt.Fprintf(&text, "De bus van rit %d kwam weer niet opdagen, en geheim%d belde mij terug.\n", i, i)
		}
		d, err := Open(write(t, "x.csv", text.String()), Source{})
		if err != nil {
			t.Fatalf("%q: %v", header, err)
		}
		if got, want := tell(t, d), "delimited answers=24 empty=0 apart=0 rejected=0"; got != want {
			t.Errorf("%q: %s, want %s", header, got, want)
		}
		if shown := strings.Join(d.Assumed, " ") + strings.Join(d.Layout.Columns, " "); strings.Contains(shown, "geheim") {
			t.Errorf("text of a record is shown: %s", shown)
		}
	}
}
