package mapping

import (
	"fmt"
	"strings"
	"testing"
)

// cases writes a table of n rows over the given number of cases.
func cases(header string, n, over int) ([]string, [][]string) {
	rows := make([][]string, n)
	for i := range rows {
		rows[i] = []string{fmt.Sprintf("Z%03d", i%over), fmt.Sprintf("De bus van rit %d was weer eens veel te laat", i)}
	}
	return []string{header, "Klacht"}, rows
}

func TestKeyRule(t *testing.T) {
	counting := make([][]string, 50)
	for i := range counting {
		counting[i] = []string{fmt.Sprint(i + 1), fmt.Sprintf("De bus van rit %d was weer eens veel te laat", i)}
	}
	for _, tt := range []struct {
		name, header string
		n, over      int
		want         string
	}{
		{"every case once", "Zaaknummer", 50, 50, "kolom Zaaknummer"},
		{"two of eight cases again", "Zaaknummer", 10, 8, "kolom Zaaknummer"},
		{"a fifth of the cases again", "Zaaknummer", 60, 50, "kolom Zaaknummer"},
		{"a key that comes again", "Klachtnummer", 60, 50, "kolom Klachtnummer"},
		{"a table of contacts", "Zaaknummer", 60, 20, "kolom Zaaknummer + inhoud"},
		{"a survey", "Responsnummer", 50, 50, "kolom Responsnummer"},
		{"a running number of cases", "Zaaknummer", 0, 0, "kolom Zaaknummer"},
		{"a running number of rows", "Nr", 0, 0, ByContent},
		{"an unnamed counter", "", 0, 0, ByContent},
	} {
		header, rows := cases(tt.header, tt.n, max(tt.over, 1))
		if tt.n == 0 {
			rows = counting
		}
		m := Propose(header, rows)
		if got := m.KeyRule(); got != tt.want {
			t.Errorf("%s: %s, want %s (%s)", tt.name, got, tt.want, meanings(m))
		}
		key := m.Apply(1, rows[0]).Answers[0].Key
		if tt.want == ByContent != (key == "") || strings.HasSuffix(tt.want, withText) != strings.Contains(key, "/") {
			t.Errorf("%s: key %q", tt.name, key)
		}
	}
}

func TestKeepKey(t *testing.T) {
	once, contacts := "kolom Zaaknummer", "kolom Zaaknummer + inhoud"
	for _, tt := range []struct {
		n, over     int
		rule        string
		want, noted string
	}{
		{60, 20, once, once, "looks like"},
		{50, 50, contacts, contacts, "looks like"},
		{50, 50, once, once, ""},
		{50, 50, "", once, ""},
		{50, 50, ByContent, ByContent, "by its content"},
		{50, 50, "kolom Dossier", once, "does not have"},
	} {
		header, rows := cases("Zaaknummer", tt.n, tt.over)
		m := Propose(header, rows)
		note := m.KeepKey(tt.rule)
		if got := m.KeyRule(); got != tt.want || !strings.Contains(note, tt.noted) || tt.noted == "" && note != "" {
			t.Errorf("%s: %s, want %s; noted %q", tt.rule, got, tt.want, note)
		}
	}
}

func TestStatedKeyWins(t *testing.T) {
	header, rows := cases("Zaaknummer", 60, 20)
	m, err := Propose(header, rows).State(Stated{Key: Names{"Zaaknummer"}}, nil, Kept{})
	if err != nil {
		t.Fatal(err)
	}
	m.SettleKey(rows)
	if note := m.KeepKey("kolom Zaaknummer + inhoud"); m.KeyRule() != "kolom Zaaknummer" || note != "" {
		t.Errorf("%s, noted %q", m.KeyRule(), note)
	}
}
