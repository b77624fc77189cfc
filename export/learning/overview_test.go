package learning

import (
	"bytes"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"luister/cluster/decision"
	"luister/export/table"
)

// TestOverview holds that a year is counted in the time of the Netherlands, that
// duplicates and employees do not count, and that small numbers stay empty.
func TestOverview(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "tables")
	w, err := table.NewWriter(dir, "R1", nil)
	must(t, err)
	at := time.Date(2025, 12, 31, 23, 30, 0, 0, time.UTC) // 2026 in the Netherlands
	last := 0
	put := func(n int, f table.Feedback, days int) {
		for range n {
			last++
			f.ID = fmt.Sprintf("F%03d", last)
			f.Received, f.ReceivedMonth, f.Form = at, "2025-12", "klacht"
			if days >= 0 {
				f.Closed = at.AddDate(0, 0, days)
			}
			must(t, table.Put(w, f.ReceivedMonth, f))
		}
	}
	put(12, table.Feedback{Department: "Balie", Outcome: "gegrond"}, 4)
	put(6, table.Feedback{Department: "Zorg", Outcome: "ongegrond"}, 9)
	put(2, table.Feedback{Department: "Zorg", Outcome: "met Jansen in der minne geschikt"}, 9)
	put(7, table.Feedback{Department: "Zorg"}, -1)
	put(5, table.Feedback{Department: "Zorg", Employee: true}, 1)
	put(5, table.Feedback{Department: "Zorg", DuplicateOf: "F1"}, 1)
	must(t, w.Close())
	tables := open(t, dir)
	learn(t, tables, Input{RunID: "R1", Now: time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC), Decided: decision.Fold(nil, decision.Declared{})})
	var out bytes.Buffer
	must(t, open(t, dir).Cat(&out, "overview", table.CSV))
	want := `year,level,form,department,outcome,received,closed,days,whole
2026,afdeling,klacht,Balie,,12,12,4,false
2026,afdeling,klacht,Zorg,,15,8,,false
2026,jaar,,,,27,20,4,false
2026,vorm,klacht,,,27,20,4,false
2026,wijze,klacht,Balie,gegrond,12,12,4,false
2026,wijze,klacht,Zorg,,7,0,,false
2026,wijze,klacht,Zorg,ongegrond,,,,false
2026,wijze,klacht,Zorg,overig,,,,false
`
	if got := strings.ReplaceAll(out.String(), "\r", ""); got != want {
		t.Errorf("got\n%s", got)
	}
}
