package delimited

import (
	"fmt"
	"strings"
)

// A way of fitting a row to the columns, with its cost: how badly the cells suit
// their columns.
type way struct {
	fields []string
	cost   int
	worst  int
}

// margin is by how much a way must be better than any other to be certain.
const margin = 3

// fit measures a way.
func (t *table) fit(fields []string) way {
	w := way{fields: fields}
	for j, cell := range fields {
		m := t.columns[j].misfit(cell, shapeOf(cell))
		w.cost += m
		w.worst = max(w.worst, m)
	}
	return w
}

// choose gives the best way and whether it is certain.
func choose(ways []way) (best way, sure bool) {
	at := 0
	for i := range ways {
		if ways[i].cost < ways[at].cost {
			at = i
		}
	}
	best = ways[at]
	next := 1 << 30
	for i := range ways {
		if i != at && !equalFields(ways[i].fields, best.fields) {
			next = min(next, ways[i].cost)
		}
	}
	return best, best.worst < 8 && next-best.cost >= margin
}

// shorten fits a row with too many cells: empty cells too many are dropped, or
// cells are put together again where a delimiter stood inside unquoted text.
func (t *table) shorten(rec Record) Record {
	surplus := len(rec.Fields) - t.width
	reason := fmt.Sprintf("%d cells where the table has %d columns", len(rec.Fields), t.width)
	if trimmedWidth(rec.Fields) <= t.width {
		if w := t.fit(rec.Fields[:t.width:t.width]); w.worst < 8 {
			rec.Fields, rec.Note = w.fields, "empty cells too many are dropped"
			return rec
		}
	}
	var ways []way
	empties := false
	for j := range t.width {
		run := rec.Fields[j : j+surplus+1]
		joined, onlyEmpty := join(run, t.dialect.Delimiter)
		if !onlyEmpty && t.columns[j].kind().typed() {
			continue
		}
		fields := make([]string, 0, t.width)
		fields = append(append(append(fields, rec.Fields[:j]...), joined), rec.Fields[j+surplus+1:]...)
		w := t.fit(fields)
		if onlyEmpty {
			empties = true
		} else {
			w.cost += 4
		}
		ways = append(ways, w)
	}
	if len(ways) > 0 {
		best, sure := choose(ways)
		switch {
		case sure:
			rec.Fields, rec.Note = best.fields, reason+"; repaired"
			return rec
		case empties && filledCells(best.fields) == filledCells(rec.Fields):
			rec.Fields = best.fields
		}
	}
	rec.Reject = reason + "; which belongs where is not certain"
	return rec
}

// join puts cells together: the only filled one, or all with the delimiter.
func join(cells []string, delim string) (joined string, onlyEmpty bool) {
	filled := ""
	n := 0
	for _, c := range cells {
		if c != "" {
			filled = c
			n++
		}
	}
	if n <= 1 {
		return filled, true
	}
	return strings.Join(cells, delim), false
}

// lengthen fits a row with too few cells: empty cells are put in where the rest
// then suits its columns.
func (t *table) lengthen(rec Record) Record {
	missing := t.width - len(rec.Fields)
	reason := fmt.Sprintf("%d cells where the table has %d columns", len(rec.Fields), t.width)
	ways := make([]way, 0, len(rec.Fields)+1)
	for j := range len(rec.Fields) + 1 {
		fields := make([]string, t.width)
		copy(fields, rec.Fields[:j])
		copy(fields[j+missing:], rec.Fields[j:])
		w := t.fit(fields)
		if j < len(rec.Fields) {
			w.cost++ // left off at the end is the usual case
		}
		ways = append(ways, w)
	}
	best, sure := choose(ways)
	end := ways[len(ways)-1]
	switch {
	case sure:
		rec.Fields, rec.Note = best.fields, reason+"; empty cells are put in"
	case end.worst < 8 && end.cost <= best.cost+1 && missing == 1:
		rec.Fields, rec.Reject = end.fields, reason+"; which is missing is not certain"
	default:
		rec.Fields, rec.Reject = end.fields, reason+"; which are missing is not certain"
		if end.worst >= 8 && best.worst < 8 {
			rec.Fields = best.fields
		}
	}
	return rec
}
