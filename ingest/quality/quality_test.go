package quality

import (
	"fmt"
	"slices"
	"testing"
	"time"
)

func day(text string) time.Time {
	t, err := time.Parse(time.DateOnly, text)
	if err != nil {
		panic(err)
	}
	return t
}

func TestLearn(t *testing.T) {
	series := func(rows int64, days ...string) (out []Delivery) {
		for i, d := range days {
			out = append(out, Delivery{day(d), rows + int64(i)})
		}
		return out
	}
	for _, tt := range []struct {
		what    string
		earlier []Delivery
		every   Every
	}{
		{"four are too few", series(100, "2026-01-01", "2026-02-01", "2026-03-01", "2026-04-01"), ""},
		{"monthly", series(100, "2026-01-01", "2026-02-02", "2026-03-01", "2026-04-01", "2026-05-04"), Month},
		{"weekly, one day off", series(100, "2026-01-05", "2026-01-12", "2026-01-20", "2026-01-26", "2026-02-02"), Week},
		{"working days", series(100, "2026-01-05", "2026-01-06", "2026-01-07", "2026-01-08", "2026-01-09", "2026-01-12"), Day},
		{"no rhythm", series(100, "2026-01-05", "2026-01-30", "2026-02-03", "2026-06-01", "2026-06-03"), ""},
		{"several files of one day are one delivery", series(100, "2026-01-01", "2026-01-01", "2026-01-01", "2026-01-01", "2026-02-01"), ""},
	} {
		if got := Learn(tt.earlier); got.Every != tt.every {
			t.Errorf("%s: %q, want %q", tt.what, got.Every, tt.every)
		}
	}
	learned := Learn(series(100, "2026-01-01", "2026-02-02", "2026-03-01", "2026-04-01", "2026-05-04"))
	for rows, want := range map[int64]string{102: Normal, 60: Normal, 190: Normal, 40: Few, 300: Many} {
		if got := learned.Size(rows); got != want {
			t.Errorf("%d rows are %q, want %q (%+v)", rows, got, want, learned.Rows)
		}
	}
}

func TestDue(t *testing.T) {
	for _, tt := range []struct {
		every           Every
		last, now, want string
	}{
		{Day, "2026-01-09", "2026-01-12", OnTime}, // Friday to Monday
		{Day, "2026-01-09", "2026-01-14", Late},
		{Week, "2026-01-05", "2026-01-14", OnTime},
		{Week, "2026-01-05", "2026-01-15", Late},
		{Month, "2026-01-31", "2026-03-05", OnTime},
		{Month, "2026-01-31", "2026-03-12", Late},
		{"", "2026-01-31", "2027-01-31", ""},
	} {
		if got := (Expected{Every: tt.every}).Came(day(tt.last), day(tt.now)); got != tt.want {
			t.Errorf("every %q, %s after %s: %q, want %q", tt.every, tt.now, tt.last, got, tt.want)
		}
	}
}

func TestRange(t *testing.T) {
	for text, want := range map[string]Range{"100..300": {100, 300}, "5..": {5, 0}, "..7": {0, 7}, "1 .. 2": {1, 2}} {
		var r Range
		if err := r.UnmarshalText([]byte(text)); err != nil || r != want {
			t.Errorf("%q: %v, %v", text, r, err)
		}
	}
	for _, text := range []string{"", "100", "300..100", "a..b", "-1..5"} {
		if err := new(Range).UnmarshalText([]byte(text)); err == nil {
			t.Errorf("%q is accepted", text)
		}
	}
}

func TestChanges(t *testing.T) {
	before := []string{"Zaaknummer", "Datum", "Omschrijving", "Klant", "Product"}
	for _, tt := range []struct {
		after []string
		want  []Change
	}{
		{[]string{"zaak-nummer", "DATUM", "Omschrijving", "Klant", "Product"}, nil},
		{[]string{"Omschrijving", "Klant", "Zaaknummer", "Product", "Datum"}, nil},
		{[]string{"Zaaknummer", "Datum", "Omschrijving", "Klant"}, []Change{{Kind: Gone, Column: "Product"}}},
		{append(slices.Clone(before), "Kanaal"), []Change{{Kind: New, Column: "Kanaal"}}},
		{[]string{"Zaaknummer", "Datum", "Omschrijving klacht", "Klant", "Product"}, []Change{{Renamed, "Omschrijving klacht", "Omschrijving"}}},
		{[]string{"Zaaknummer", "Datum", "Tekst", "Klant", "Product"}, []Change{{Renamed, "Tekst", "Omschrijving"}}},
		{[]string{"Zaaknummer", "Datum", "Klant", "Product", "Toelichting"}, []Change{{Kind: Gone, Column: "Omschrijving"}, {Kind: New, Column: "Toelichting"}}},
	} {
		if got := Changes(before, tt.after); !slices.Equal(got, tt.want) {
			t.Errorf("%v:\n got %v\nwant %v", tt.after, got, tt.want)
		}
	}
}

func TestMeaningless(t *testing.T) {
	for text, want := range map[string]bool{
		"": true, "-": true, "...": true, "n.v.t.": true, "Geen opmerkingen.": true, "xxxx": true, "12": true, "Nee, bedankt": true, "OK!": true,
		"Geen water uit de kraan": false, "Goed": false, "Slecht": false, "te duur": false, "Nee, niemand belde terug": false, "[NAAM-ABC]": false,
	} {
		if got := Meaningless(text); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}

func FuzzChanges(f *testing.F) {
	f.Add("a,b,c", "a,c,d")
	f.Fuzz(func(t *testing.T, a, b string) {
		split := func(s string) (out []string) {
			for _, r := range s {
				out = append(out, fmt.Sprintf("kolom%c", r))
			}
			return out
		}
		before, after := split(a), split(b)
		for _, c := range Changes(before, after) {
			if c.Kind == Gone && slices.Contains(after, c.Column) || c.Kind == New && slices.Contains(before, c.Column) {
				t.Errorf("%+v of %v and %v", c, before, after)
			}
		}
		Meaningless(a)
	})
}
