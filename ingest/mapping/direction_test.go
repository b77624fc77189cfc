package mapping

import (
	"fmt"
	"strings"
	"testing"

	"luister/ingest"
)

// TestDirection reads the effort scores of several questions: whatever the high
// end of the scale says, a high score is much effort.
func TestDirection(t *testing.T) {
	for _, tt := range []struct {
		header, high string // as stated; "" if not
		cells        []string
		want         string
	}{
		{"Hoeveel moeite kostte het u? (1-5)", "", []string{"1", "5", "2"}, "[1 5 2] effort"},
		{"Hoe gemakkelijk was het? (1-7)", "", []string{"7", "1", "6"}, "[1 7 2] easy"},
		{"Hoe makkelijk kon u ons bereiken?", "", []string{"5", "1", "4"}, "[1 5 2] easy"},
		{"CES", "", []string{"7", "6", "1"}, "[1 2 7] easy"},
		{"CES", "", []string{"5", "4", "1"}, "[5 4 1] effort"},
		{"CES", "easy", []string{"5", "4", "1"}, "[1 2 5] easy"},
		{"CES", "effort", []string{"7", "6", "1"}, "[7 6 1] effort"},
		{"Customer effort score", "", []string{"zeer makkelijk", "moeilijk", "makkelijk"}, "[1 4 2] easy"},
	} {
		var rows [][]string
		for i, cell := range tt.cells {
			rows = append(rows, []string{cell, fmt.Sprintf("De monteur kwam weer niet opdagen, keer %d", i)})
		}
		m := Propose([]string{tt.header, "Toelichting"}, rows)
		if tt.high != "" {
			var err error
			c := m.Columns[0]
			if m, err = m.State(Stated{}, []StatedScore{{Column: tt.header, Kind: ingest.CES, Min: c.Scale.Min, Max: c.Scale.Max, High: tt.high}}, Kept{}); err != nil {
				t.Fatal(err)
			}
		}
		var got []float64
		for _, row := range rows {
			for _, s := range m.Apply(1, row).Answers[0].Scores {
				got = append(got, s.Value)
			}
		}
		if said := fmt.Sprint(got, " ", m.Columns[0].Scale.High()); said != tt.want {
			t.Errorf("%s %q: %s, want %s", tt.header, tt.high, said, tt.want)
		}
		if said := m.Columns[0].Scale.String(); !strings.Contains(said, "high is") {
			t.Errorf("the scale does not say its direction: %s", said)
		}
	}
}

func TestHigh(t *testing.T) {
	for _, wrong := range []StatedScore{{Column: "a", Kind: ingest.CES, High: "good"}, {Column: "a", Kind: ingest.NPS, High: "easy"}} {
		if err := wrong.Check(); err == nil || !strings.Contains(err.Error(), "high") {
			t.Errorf("%+v: %v", wrong, err)
		}
	}
}

// TestScoresOnly reads a table without words of customers for its scores.
func TestScoresOnly(t *testing.T) {
	m := Propose([]string{"Respondent", "NPS", "CES"}, [][]string{{"r1", "9", "2"}, {"r2", "6", "5"}, {"r3", "", "3"}})
	if err := m.Check(); err != nil {
		t.Fatal(err)
	}
	row := m.Apply(2, []string{"r1", "9", "2"})
	if len(row.Answers) != 0 || row.Empty != 1 || len(row.Scored) != 2 || row.Scored[0].Value != 9 {
		t.Errorf("%+v", row)
	}
}

// TestScaleOfKind finds the scale of a column of which only the kind is stated.
func TestScaleOfKind(t *testing.T) {
	header := []string{"Waardering", "Toelichting"}
	for _, tt := range []struct {
		cells []string
		kind  ingest.ScoreKind
		want  string
	}{
		{[]string{"8", "7", "10"}, ingest.CSAT, "csat 1-10"},
		{[]string{"3", "4", "5"}, ingest.CSAT, "csat 1-5"},
		{[]string{"8", "7", "10"}, ingest.NPS, "nps 0-10"},
		{[]string{"tevreden", "zeer tevreden", "ontevreden"}, ingest.CSAT, "csat 1-5"},
		{[]string{"", "", ""}, ingest.Stars, "sterren 1-5"},
	} {
		var rows [][]string
		for i, cell := range tt.cells {
			rows = append(rows, []string{cell, fmt.Sprintf("De monteur kwam weer niet opdagen, keer %d", i)})
		}
		m, err := Propose(header, rows).State(Stated{}, []StatedScore{{Column: "Waardering", Kind: tt.kind}}, Kept{})
		if err != nil {
			t.Fatal(err)
		}
		if got := m.Columns[0].Scale.String(); got != tt.want {
			t.Errorf("%v as %s: %s, want %s", tt.cells, tt.kind, got, tt.want)
		}
		for _, row := range rows {
			if got := m.Apply(1, row).Answers[0].Scores; (len(got) == 1) != (row[0] != "") {
				t.Errorf("%v as %s: %q scores %v", tt.cells, tt.kind, row[0], got)
			}
		}
	}
}

// TestColumnByName prefers a header to the number of a column.
func TestColumnByName(t *testing.T) {
	m := Mapping{Columns: []Column{{Header: "id"}, {Header: "#1"}, {Header: "Wat vond u?"}, {Header: "#3 reden"}}}
	for name, want := range map[string]int{"#1": 1, "#3": 2, "#3 reden": 3, "WAT VOND U": 2, "#4": 3, "#5": -1, "#3 rede": -1} {
		got, err := m.column(name, "")
		if err != nil {
			got = -1
		}
		if got != want {
			t.Errorf("%q is column %d, want %d", name, got, want)
		}
	}
}
