package table

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestBIViews runs docs/bi/views.sql as it is delivered, in a workspace, and
// asks every view.
func TestBIViews(t *testing.T) {
	script, err := os.ReadFile(filepath.Join("..", "..", "docs", "bi", "views.sql"))
	must(t, err)
	rows := someFeedback(300)
	rows[1].CustomerID, rows[1].Closed = rows[0].CustomerID, rows[1].Received.AddDate(0, 0, 3)
	tables := build(t, nil, "r1", func(w *Writer) {
		putAll(t, w, rows)
		must(t, Put(w, "", Driver{ID: "D1", Name: "Niet teruggebeld"}, Driver{ID: "D2", Name: "Te duur"}))
		for i := range rows[:100] {
			must(t, Put(w, rows[i].ReceivedMonth, FeedbackDriver{FeedbackID: rows[i].ID, DriverID: []string{"D1", "D2"}[i%2], Rank: 1}))
		}
		must(t, Put(w, "", File{FileID: "x", RunID: "r1", RowsRead: 5, RowsUsed: 3, RowsApart: 2}))
	})
	ws := filepath.Dir(tables.Dir())
	must(t, os.Rename(tables.Dir(), filepath.Join(ws, "tables")))
	pointer := filepath.Join(ws, "current.json")
	must(t, os.WriteFile(pointer, fmt.Appendf(nil, `{"format":1,"snapshot":%q,"run":"r1"}`, ws), 0o644))

	statements := []string{strings.ReplaceAll(string(script), "'current.json'", "'"+pointer+"'")}
	cases := []struct{ sql, want string }{
		{"select sum(aantal) from per_maand", "300"},
		{"select driver, aantal, complimenten from drivers_naar_ernst order by driver", "Niet teruggebeld|50|0;Te duur|50|0"},
		{"select sum(aantal), max(aandeel) <= 1 from driver_per_maand", "100|true"},
		{"select onderwerp, aantal, waarvan_hoofdonderwerp from onderwerpen where sentiment = 'negatief'", "factuur.onjuist|300|300"},
		{"select met_nps, nps from scores_per_onderwerp where onderwerp = 'factuur.onjuist'", "75|-100"},
		{"select afgehandeld, dagen_mediaan from doorlooptijd", "1|3"},
		{"select count(*) from herhaling", "2"},
		{"select count(*) from regio_per_driver", "0"},
		{"select sum(totaal), sum(zonder) from zonder_driver", "300|200"},
		{"select gelezen, verschil from leveringen", "5|0"},
	}
	for _, tc := range cases {
		statements = append(statements, tc.sql)
	}
	results := duckDB(t, statements...)[1:]
	for i, tc := range cases {
		var lines []string
		for _, row := range results[i] {
			lines = append(lines, strings.Join(row, "|"))
		}
		if got := strings.Join(lines, ";"); got != tc.want {
			t.Errorf("%s: got %s, want %s", tc.sql, got, tc.want)
		}
	}
}
