package source

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
)

// TestNothingIsLost reads files with lines that are no rows of their table: each
// filled line is given, on its line and with a reason.
func TestNothingIsLost(t *testing.T) {
	var long strings.Builder // the second table starts far behind the rows that are sampled
	long.WriteString("Nummer;Datum;Klacht\n")
	for i := range 2000 {
		fmt.Fprintf(&long, "%d;2-1-2026;De factuur klopt niet en niemand belt terug, keer %d\n", i, i)
	}
	table := "Nummer;Datum;Klacht\n1;2-1-2026;De factuur klopt weer niet deze maand\n2;3-1-2026;De monteur kwam niet opdagen bij ons\n3;3-1-2026;Niemand belt ons ooit terug hierover\n"
	const behind, header, comment, other = "regel onder de tabel, zoals een totaal of een bron", "de kopregel staat er nog eens", "commentaarregel tussen de rijen", "rij van een volgende tabel in het bestand"
	for _, tt := range []struct {
		name, content string
		used          int
		apart         map[string][]int
	}{
		{"footers", table + "\n\"Grand Totals (3 records)\"\n\n\"Copyright (c) salesforce.com\"\n", 3, map[string][]int{behind: {6, 8}}},
		{"two tables", table + "\nAfdeling;Aantal\nTechniek;4\nFacturatie;9\n\nPlaats;5\n", 3, map[string][]int{other: {6, 7, 8, 10}}},
		{"footer and two tables", table + "\nTotaal 3 klachten\n\nAfdeling;Aantal\nTechniek;4\n", 3, map[string][]int{behind: {6}, other: {8, 9}}},
		{"a second table far away", long.String() + "\nAfdeling;Aantal\nTechniek;4\n", 2000, map[string][]int{other: {2003, 2004}}},
		{"header and comment", table + "# met de hand aangevuld\n" + table, 6, map[string][]int{comment: {5}, header: {6}}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d, err := Open(write(t, "klachten.csv", tt.content), Source{})
			if err != nil {
				t.Fatal(err)
			}
			used, apart := rowsOf(t, d)
			if used != tt.used || !maps.EqualFunc(apart, tt.apart, slices.Equal) {
				t.Errorf("used %d, set apart %v\nwant %d, %v", used, apart, tt.used, tt.apart)
			}
		})
	}
}

// rowsOf gives the number of rows used, and by reason the lines that are set apart.
func rowsOf(t *testing.T, d *Delivery) (used int, apart map[string][]int) {
	t.Helper()
	apart = map[string][]int{}
	for row, err := range d.Rows() {
		switch {
		case err != nil:
			t.Fatal(err)
		case row.Apart != "":
			apart[row.Apart] = append(apart[row.Apart], row.Line)
		case row.Reject == "":
			used++
		}
	}
	return used, apart
}

// TestStopEarly stops reading at every row: nothing goes on behind it.
func TestStopEarly(t *testing.T) {
	d, err := Open(write(t, "klachten.csv", complaints+"\nAfdeling;Aantal\nTechniek;4\nFacturatie;9\n"), Source{})
	if err != nil {
		t.Fatal(err)
	}
	all := 0
	for range d.Rows() {
		all++
	}
	for stop := range all {
		n := 0
		for _, err := range d.Rows() {
			if err != nil {
				t.Fatal(err)
			}
			if n++; n > stop {
				break
			}
		}
	}
}
