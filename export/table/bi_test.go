package table

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestBIViews runs docs/bi/views.sql as it is delivered, in a workspace, and
// asks every view.
func TestBIViews(t *testing.T) {
	script, err := os.ReadFile(filepath.Join("..", "..", "docs", "bi", "views.sql"))
	must(t, err)
	rows := someFeedback(300)
	monday := time.Date(2026, 1, 5, 0, 0, 0, 0, time.UTC)
	count := func(n int64) *int64 { return &n }
	tables := build(t, nil, "r1", func(w *Writer) {
		putAll(t, w, rows)
		must(t, Put(w, "", Driver{ID: "D1", Name: "Niet teruggebeld"}, Driver{ID: "D2", Name: "Te duur"}))
		for i := range rows[:100] {
			must(t, Put(w, rows[i].ReceivedMonth, FeedbackDriver{FeedbackID: rows[i].ID, DriverID: []string{"D1", "D2"}[i%2], Rank: 1}))
		}
		must(t, Put(w, "", DriverRank{DriverID: "D1", Place: 2}, DriverRank{DriverID: "D2", Place: 1, Due: true, Why: []string{"stijgt", "geen eigenaar"}}))
		must(t, Put(w, "", DriverImpact{DriverID: "D2", Score: "nps", Impact: 2.5}, DriverImpact{DriverID: "D2", Score: "csat", Impact: 9}))
		for day := range 7 {
			must(t, Put(w, "", DriverDay{DriverID: "D1", Day: monday.AddDate(0, 0, day), Count: 2, Expected: float(1.5), Alarm: day == 3}))
		}
		must(t, Put(w, "", DriverTrend{First: someDay, Last: someDay}, DriverTrend{DriverID: "D1", First: someDay, Last: someDay, Recent: 9, State: "opkomend"}))
		must(t, Put(w, "", DriverRepeat{}, DriverRepeat{DriverID: "D1", Episodes: 40, Within90: float(0.25)}))
		must(t, Put(w, "", DriverSegment{DriverID: "D2", Dimension: "region", Value: "Noord", Feedback: 7, Ratio: 2}))
		must(t, Put(w, "", Topic{Topic: "factuur.onjuist", Name: "Onjuiste factuur", Main: "factuur", MainName: "Factuur", Level: 2}))
		must(t, Put(w, "", Segment{Dimension: "region", Value: "Noord", Feedback: 7}))
		must(t, Put(w, "", Date{Day: monday.AddDate(0, 0, 3), Week: 3, WeekdayName: "donderdag"}))
		must(t, Put(w, "", Overview{Year: 2025, Level: "jaar"}, Overview{Year: 2025, Level: "wijze", Form: "klacht", Department: "Balie", Outcome: "gegrond", Received: count(8)}))
		must(t, Put(w, "", Indicator{Indicator: "klachten", Figure: float(3)}, Indicator{Indicator: "klachten", Month: "2026-01", Figure: float(0.5)}))
		must(t, Put(w, "", Target{TargetID: "T1", RunID: "r0", Date: someDay}, Target{TargetID: "T1", RunID: "r1", Date: someDay, Standing: "op koers"}))
		must(t, Put(w, "", Run{RunID: "r0", Started: someDay}, Run{RunID: "r1", Started: someDay}))
		must(t, Put(w, "", RunQuality{RunID: "r1", Source: "mail", RowsRead: 5, RowsUsed: 3, RowsApart: 2}))
	})
	ws := filepath.Dir(tables.Dir())
	must(t, os.Rename(tables.Dir(), filepath.Join(ws, "tables")))
	pointer := filepath.Join(ws, "current.json")
	must(t, os.WriteFile(pointer, fmt.Appendf(nil, `{"format":1,"snapshot":%q,"run":"r1"}`, ws), 0o644))

	statements := []string{strings.ReplaceAll(string(script), "'current.json'", "'"+pointer+"'")}
	cases := []struct{ sql, want string }{
		{"select sum(aantal) from per_maand", "300"},
		{"select plaats, driver, waarom, nps_punten from drivers_op_volgorde", "1|Te duur|stijgt; geen eigenaar|2.5;2|Niet teruggebeld||NULL"},
		{"select driver_id, aantal, verwacht, alarm from driver_per_week", "D1|14|10.5|true"},
		{"select driver, recent, stand from verloop", "Niet teruggebeld|9|opkomend"},
		{"select onderwerp, hoofdgroep, naam, aantal, waarvan_hoofdonderwerp from onderwerpen where sentiment = 'negatief'", "factuur.onjuist|Factuur|Onjuiste factuur|300|300"},
		{"select week, weekday_name from \"date\" join driver_day using (day) where alarm", "3|donderdag"},
		{"select feedback from segment where value = 'Noord'", "7"},
		{"select met_nps, nps from scores_per_onderwerp where onderwerp = 'factuur.onjuist'", "75|-100"},
		{"select soort, wijze, ontvangen, afgehandeld from jaaroverzicht", "klacht|gegrond|8|NULL"},
		{"select driver, eerste_klachten, binnen_90_dagen from herhaling", "Niet teruggebeld|40|0.25"},
		{"select driver, waarde, verhouding from waar", "Te duur|Noord|2"},
		{"select count(*) from maatregelen", "0"}, // a table without rows
		{"select doel, stand from doelen", "T1|op koers"},
		{"select maand, cijfer from indicatoren", "2026-01|0.5"},
		{"select gelezen, verschil from leveringen", "5|0"},
		{"select sum(totaal), sum(zonder) from zonder_driver", "300|200"},
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
