package figures

import (
	"fmt"
	"strings"
	"time"

	"luister/export/facts"
	"luister/export/page"
	"luister/export/report"
	"luister/export/table"
)

// atOnce is the share of drivers above which alarms of one night are one alarm:
// then something came in that concerns them all.
const atOnce = 0.1

// tell says which alarms are new: the night before did not know of that rise.
// A first run has no night before, so what it finds is no news but history.
func tell(f *facts.Facts, h *history, trends []trendOf, before []table.DriverTrend) Outcome {
	known := map[string]time.Time{}
	for _, b := range before {
		known[b.DriverID] = b.AlarmFound
	}
	var lines, names []string
	for i := range trends {
		t := &trends[i]
		a, ok := h.alarm(t)
		if !ok || t.id == "" || !known[t.id].Before(h.calendar.Date(a.Since)) {
			continue
		}
		name := fmt.Sprintf("“%s” (%s)", f.Driver(t.id).Name, t.id)
		names = append(names, name)
		lines = append(lines, fmt.Sprintf("driver %s stijgt: %s keer van %s tot en met %s, verwacht waren er %.0f", name,
			report.Number(int64(a.Count)), page.Day(h.calendar.Date(a.Since)), page.Day(h.calendar.Date(a.Found)), a.Expected))
	}
	if most := max(5, atOnce*float64(len(f.Drivers))); float64(len(lines)) > most {
		lines = []string{fmt.Sprintf("%d drivers stijgen tegelijk; misschien kwam er een bron of een achterstand bij: %s", len(names), strings.Join(names[:5], ", ")+", …")}
	}
	if len(before) == 0 {
		return Outcome{Notices: lines}
	}
	return Outcome{Alarms: lines}
}
