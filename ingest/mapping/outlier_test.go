package mapping

import (
	"fmt"
	"strings"
	"testing"
)

func TestScoreOutsideItsScale(t *testing.T) {
	var rows [][]string
	for i := range 40 {
		rows = append(rows, []string{fmt.Sprintf("De bus van rit %d was weer te laat", i), fmt.Sprint(i % 11)})
	}
	rows[7][1] = "77"
	m := Propose([]string{"Klacht", "NPS"}, rows)
	if got := meanings(m); got != "text nps(0-10)" {
		t.Fatalf("got %s", got)
	}
	row := m.Apply(9, rows[7])
	if !strings.Contains(row.Note, "geen cijfer van 0-10") || strings.Contains(row.Note, "77") || len(row.Answers[0].Scores) != 0 {
		t.Errorf("note %q, scores %v", row.Note, row.Answers[0].Scores)
	}
}
