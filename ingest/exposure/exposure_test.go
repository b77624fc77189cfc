package exposure

import (
	"fmt"
	"strings"
	"testing"
)

func TestRead(t *testing.T) {
	for _, tt := range []struct{ what, table, want string }{
		{"the whole only", "Maand;Klanten|2026-01;1.200|feb 2026;1300", "2026-01//1200klanten 2026-02//1300klanten"},
		{"a segment", "maand,product,aantal klanten|01-2026,Gas,100|01-2026,Stroom,200|01-2026,Totaal,250",
			"2026-01//250klanten 2026-01/product/Gas100klanten 2026-01/product/Stroom200klanten"},
		{"the whole is the sum", "maand,regio,contacten|2026-01,Oost,3|2026-01,West,4", "2026-01//7contacten 2026-01/region/Oost3contacten 2026-01/region/West4contacten"},
		{"two dimensions crossed", "maand,regio,product,klanten|2026-01,Oost,Gas,1|2026-01,Oost,Stroom,2|2026-01,West,Gas,4",
			"2026-01//7klanten 2026-01/product/Gas5klanten 2026-01/product/Stroom2klanten 2026-01/region/Oost3klanten 2026-01/region/West4klanten"},
		{"dimension and value in columns", "maand;dimensie;waarde;klanten|2026-01;Regio;Oost;5|2026-01;;;9", "2026-01//9klanten 2026-01/region/Oost5klanten"},
		{"both units", "month,customers,contacts|2026-01,10,20", "2026-01//20contacten 2026-01//10klanten"},
		{"a column of their own", "maand,Polissoort,klanten|2026-01,Basis,6", "2026-01//6klanten 2026-01/Polissoort/Basis6klanten"},
	} {
		lines := strings.Split(tt.table, "|")
		split := func(s string) []string {
			if strings.Contains(s, ";") {
				return strings.Split(s, ";")
			}
			return strings.Split(s, ",")
		}
		layout, ok := Recognise(split(lines[0]))
		if !ok {
			t.Errorf("%s: not recognised", tt.what)
			continue
		}
		all, got := Sum(nil), []string{}
		for _, line := range lines[1:] {
			counts, wrong := layout.Read(split(line))
			if wrong != "" {
				t.Errorf("%s: %s", tt.what, wrong)
			}
			all = append(all, counts...)
		}
		for _, e := range Sum(all) {
			got = append(got, fmt.Sprintf("%s/%s/%s%d%s", e.Month, e.Dimension, e.Value, e.Count, e.Unit))
		}
		if text := strings.Join(got, " "); text != tt.want {
			t.Errorf("%s:\n got %s\nwant %s", tt.what, text, tt.want)
		}
	}
	for _, header := range []string{"Nummer;Datum;Omschrijving", "maand;omschrijving", "klanten;regio", "maand;dimensie;klanten", "maand;klanten;a;b;c;d;e"} {
		if _, ok := Recognise(strings.Split(header, ";")); ok {
			t.Errorf("%s is taken for a table of customers", header)
		}
	}
	layout, _ := Recognise([]string{"maand", "klanten"})
	for _, record := range [][]string{{"2026-13", "5"}, {"", "5"}, {"2026-01", "veel"}, {"2026-01"}, {"2026-01", "-5"}, {"2026-01", "1,5"}} {
		if _, wrong := layout.Read(record); wrong == "" {
			t.Errorf("%v is read", record)
		}
	}
}

func TestMonth(t *testing.T) {
	for text, want := range map[string]string{"2026-01": "2026-01", "202601": "2026-01", "1-2026": "2026-01", "31-01-2026": "2026-01", "2026-01-31": "2026-01",
		"januari 2026": "2026-01", "mrt 2026": "2026-03", "Mei 2026": "2026-05", "dec-2026": "2026-12", "": "", "2026": "", "13-2026": "", "januari": ""} {
		if got, _ := monthOf(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add("2026-01", "1.000")
	layout, _ := Recognise([]string{"maand", "klanten"})
	f.Fuzz(func(t *testing.T, month, count string) {
		counts, wrong := layout.Read([]string{month, count})
		if (wrong == "") != (len(counts) > 0) {
			t.Errorf("%q %q: %v and %q", month, count, counts, wrong)
		}
		for _, c := range counts {
			if c.Count < 0 || len(c.Month) != 7 {
				t.Errorf("%q %q: %+v", month, count, c)
			}
		}
	})
}
