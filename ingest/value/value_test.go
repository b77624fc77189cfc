package value

import (
	"testing"
	"time"
)

func TestParseNumber(t *testing.T) {
	for _, c := range []struct {
		in   string
		mark byte
		want float64
		ok   bool
	}{
		{"1.234,56", 0, 1234.56, true},
		{"1,234.56", 0, 1234.56, true},
		{"12,5", 0, 12.5, true},
		{"12.5", 0, 12.5, true},
		{"1.234", ',', 1234, true},
		{"1.234", '.', 1.234, true},
		{"1.234", 0, 1.234, true},
		{"1.234.567", 0, 1234567, true},
		{"€ 12,50", 0, 12.5, true},
		{"€ 1.250,-", 0, 1250, true},
		{"-€ 3,00", 0, -3, true},
		{"12,50 EUR", 0, 12.5, true},
		{"(12,50)", 0, -12.5, true},
		{"12,50-", 0, -12.5, true},
		{"1 234 567,8", 0, 1234567.8, true},
		{"1e3", 0, 1000, true},
		{"1.5E-3", 0, 0.0015, true},
		{"12%", 0, 12, true},
		{"007", 0, 7, true},
		{".5", 0, 0.5, true},
		{"", 0, 0, false},
		{"-", 0, 0, false},
		{"12a", 0, 0, false},
		{"1,2,3", 0, 0, false},
		{"1.2.3", 0, 0, false},
		{"12-13", 0, 0, false},
		{"--1", 0, 0, false},
	} {
		got, ok := ParseNumber(c.in, c.mark)
		if got != c.want || ok != c.ok {
			t.Errorf("ParseNumber(%q, %q) = %v, %v; want %v, %v", c.in, c.mark, got, ok, c.want, c.ok)
		}
	}
}

func TestDecimalMark(t *testing.T) {
	for _, c := range []struct {
		in   []string
		want byte
	}{
		{[]string{"1.234", "12,5"}, ','},
		{[]string{"1,234", "12.5"}, '.'},
		{[]string{"1.234", "2.000"}, 0},
		{[]string{"1.234.567"}, ','},
		{[]string{"€ 12,50", "x"}, ','},
		{nil, 0},
	} {
		if got := DecimalMark(c.in); got != c.want {
			t.Errorf("DecimalMark(%q) = %q, want %q", c.in, got, c.want)
		}
	}
}

func TestParseDate(t *testing.T) {
	ams := Amsterdam()
	day := func(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 0, 0, 0, 0, ams) }
	at := time.Date(2025, 3, 31, 14, 5, 0, 0, ams)
	for _, c := range []struct {
		in, hint string
		want     time.Time
	}{
		{"31-3-2025", "", day(2025, 3, 31)},
		{"31/03/25", "", day(2025, 3, 31)},
		{"31.3.2025 14:05", "", at},
		{"3/4/2025", "", day(2025, 4, 3)},
		{"3/4/2025", "m-d-y", day(2025, 3, 4)},
		{"3/31/2025", "", day(2025, 3, 31)},
		{"31/3/2025", "m-d-y", day(2025, 3, 31)},
		{"2025-03-31", "", day(2025, 3, 31)},
		{"20250331", "", day(2025, 3, 31)},
		{"2025-03-31 14:05:00", "", at},
		{"2025-03-31T12:05:00Z", "", at},
		{"2025-03-31T14:05:00.000+02:00", "", at},
		{"2025-03-31 12:05:00 UTC", "", at},
		{"31 maart 2025", "", day(2025, 3, 31)},
		{"31 mrt. 2025 om 14:05", "", at},
		{"ma 31 mrt 2025", "", day(2025, 3, 31)},
		{"maandag 31 maart 2025 14:05 uur", "", at},
		{"2 feb. 2015", "", day(2015, 2, 2)},
		{"17-feb.-2015", "", day(2015, 2, 17)},
		{"March 31, 2025 2:05 PM", "", at},
		{"31 March 2025", "", day(2025, 3, 31)},
		{"3/31/2025 2:05:00 PM", "", at},
		{"05:14 31|03|2025", "15:04 02|01|2006", time.Date(2025, 3, 31, 5, 14, 0, 0, ams)},
	} {
		got, ok := ParseDate(c.in, c.hint)
		if !ok || !got.Equal(c.want) {
			t.Errorf("ParseDate(%q, %q) = %v, %v; want %v", c.in, c.hint, got, ok, c.want)
		}
	}
	for _, bad := range []string{"", "31-2-2025", "2025-13-01", "12", "12-13", "1.234,56", "31-3-2025x", "tekst", "99-99-9999", "may"} {
		if got, ok := ParseDate(bad, ""); ok {
			t.Errorf("ParseDate(%q) = %v, want no date", bad, got)
		}
	}
}

// TestParseDay holds that a day is taken with and without dashes.
func TestParseDay(t *testing.T) {
	for text, want := range map[string]string{"2026-11-21": "2026-11-21", "20261121": "2026-11-21", "21-11-2026": "", "2026-02-30": "", "202611": "", "": ""} {
		day, err := ParseDay(text)
		if (err == nil) != (want != "") || err == nil && day.Format(time.DateOnly) != want {
			t.Errorf("%q: %v, %v, want %q", text, day, err, want)
		}
	}
}

func TestDateOrder(t *testing.T) {
	for _, c := range []struct {
		in   []string
		want Order
		sure bool
	}{
		{[]string{"1/2/2020", "13/2/2020"}, DMY, true},
		{[]string{"1/2/2020", "2/13/2020 10:00"}, MDY, true},
		{[]string{"1/2/2020"}, DMY, false},
		{[]string{"2020-01-31"}, DMY, false},
		{nil, DMY, false},
	} {
		if got, sure := DateOrder(c.in); got != c.want || sure != c.sure {
			t.Errorf("DateOrder(%q) = %v, %v; want %v, %v", c.in, got, sure, c.want, c.sure)
		}
	}
}

func TestParseClock(t *testing.T) {
	for in, want := range map[string]time.Duration{
		"14:05":      14*time.Hour + 5*time.Minute,
		"14.05 uur":  14*time.Hour + 5*time.Minute,
		"2:05:06 PM": 14*time.Hour + 5*time.Minute + 6*time.Second,
		"0:00":       0,
		"12:30 am":   30 * time.Minute,
	} {
		if got, ok := ParseClock(in); !ok || got != want {
			t.Errorf("ParseClock(%q) = %v, %v; want %v", in, got, ok, want)
		}
	}
}

func TestOf(t *testing.T) {
	for in, want := range map[string]Kind{
		"": Empty, " ": Empty, "NULL": Empty, "NA": Empty,
		"12": Number, "-1.234,5": Number, "+3": Number, "1e5": Number,
		"€ 12": Money, "$3.50": Money, "12 EUR": Money, "12%": Percent,
		"31-3-2025": Date, "2025-03-31T10:00": Date, "31 maart 2025": Date, "ma 31 mrt 2025": Date,
		"14:05": Clock, "WAAR": Boolean, "nee": Boolean,
		"a@b.nl": Email, "https://x.nl/a": URL, "klant": Text, "ma": Text, "0612-345": Text, "1.2.3.4": Text,
	} {
		if got := Of(in); got != want {
			t.Errorf("Of(%q) = %v, want %v", in, got, want)
		}
	}
}

func TestBool(t *testing.T) {
	for in, want := range map[string]bool{"WAAR": true, "onwaar": false, "Ja": true, " nee ": false, "TRUE": true} {
		if got, ok := Bool(in); !ok || got != want {
			t.Errorf("Bool(%q) = %v, %v", in, got, ok)
		}
	}
	if _, ok := Bool("1"); ok {
		t.Error("1 is a number, not a boolean")
	}
}

func FuzzOf(f *testing.F) {
	for _, s := range []string{"1.234,56", "31 mrt. 2025 om 14:05", "(12,50)", "2:05 PM", "€", "-", "1e", "4E740", "MA 3"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		k := Of(s)
		if _, ok := ParseNumber(s, 0); k == Number && !ok && len(s) < 40 {
			t.Errorf("Of(%q) is a number that does not parse", s)
		}
		ParseDate(s, "m-d-y")
		ParseClock(s)
		DecimalMark([]string{s})
		DateOrder([]string{s})
	})
}
