package indicator

import (
	"cmp"
	"slices"
	"time"

	"luister/cluster/infer"
	"luister/cluster/voice"
)

// A Value is one indicator of one month and group.
type Value struct {
	Indicator string
	Month     string // 2026-01; "" for the last year of the data together
	Dimension string // channel, stance, source; "" for all
	Group     string
	infer.Estimate
}

// Monthly gives every indicator by month: over all feedback, by channel and by
// stance; indicators on the scale of a source only by source. The year before
// the end of the data is there as month "". zone says when a month begins.
func (m *Maker) Monthly(zone *time.Location) []Value {
	calendar := m.calendar(zone)
	var all []Value
	for _, g := range m.groups() {
		byMonth := calendar.split(g.rows)
		for _, d := range Definitions() {
			if d.BySource != (g.dimension == "source") {
				continue
			}
			for i, rows := range byMonth {
				if e := d.of(m, rows); e.N > 0 {
					all = append(all, Value{d.ID, calendar.names[i], g.dimension, g.value, e})
				}
			}
		}
	}
	return all
}

// A group is some of the rows that count.
type group struct {
	dimension, value string
	rows             []int32
}

// groups gives all feedback, and that of every channel, stance and source.
func (m *Maker) groups() []group {
	all := m.counting(m.f.All())
	groups := []group{{"", "", all}}
	for _, d := range []struct {
		name   string
		column []string
	}{{"channel", m.f.Channel}, {"stance", m.f.Stance}, {"source", m.f.Source}} {
		rows := map[string][]int32{}
		for _, row := range all {
			if v := voice.Text(d.column, int(row)); v != "" {
				rows[v] = append(rows[v], row)
			}
		}
		var these []group
		for value := range rows {
			these = append(these, group{d.name, value, rows[value]})
		}
		slices.SortFunc(these, func(a, b group) int { return cmp.Compare(a.value, b.value) })
		groups = append(groups, these...)
	}
	return groups
}

// longest is how many years of months are shown; what is older counts in the first.
const longest = 20

// A calendar says in which month every row that counts was received.
type calendar struct {
	names []string // of the months, after "" for the last year
	at    []int32  // of each row: index into names
	last  []bool   // received in the year before the end of the data
}

func (m *Maker) calendar(zone *time.Location) calendar {
	rows := m.counting(m.f.All())
	oldest := time.UnixMicro(m.f.Until).In(zone)
	least := (oldest.Year()-longest)*12 + int(oldest.Month()) - 1
	c := calendar{names: []string{""}, at: make([]int32, m.f.Len()), last: make([]bool, m.f.Len())}
	first, end := 1<<30, 0
	for _, row := range rows {
		t := time.UnixMicro(m.f.Received[row]).In(zone)
		n := max(t.Year()*12+int(t.Month())-1, least) // a stray date does not make centuries of months
		first, end = min(first, n), max(end, n)
		c.at[row] = int32(n)
		c.last[row] = m.f.Received[row] > m.f.Until-365*voice.Day
	}
	for _, row := range rows {
		c.at[row] += 1 - int32(first)
	}
	for n := first; n <= end; n++ {
		c.names = append(c.names, time.Date(n/12, time.Month(n%12+1), 1, 0, 0, 0, 0, time.UTC).Format("2006-01"))
	}
	return c
}

// split gives the rows of every name.
func (c *calendar) split(rows []int32) [][]int32 {
	out := make([][]int32, len(c.names))
	for _, row := range rows {
		out[c.at[row]] = append(out[c.at[row]], row)
		if c.last[row] {
			out[0] = append(out[0], row)
		}
	}
	return out
}
