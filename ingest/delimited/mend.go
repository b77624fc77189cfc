package delimited

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// A way of fitting a row to the columns, with its cost: how badly the cells suit
// their columns.
type way struct {
	fields []string
	cost   int
	worst  int
	how    string
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
		} else if spaced(run) {
			w.cost++ // a delimiter with a blank beside it, as in running text
		} else {
			w.cost += 4
		}
		ways = append(ways, w)
	}
	if len(ways) > 0 {
		best, sure := choose(ways)
		switch {
		case sure:
			rec.Fields, rec.Note = best.fields, reason+": repaired"
			return rec
		case empties && filledCells(best.fields) == filledCells(rec.Fields):
			rec.Fields = best.fields
		}
	}
	rec.Reject = reason + "; which belongs where is not certain"
	return rec
}

// spaced is true if a blank stands beside every delimiter between the cells.
func spaced(cells []string) bool {
	for i := range cells[1:] {
		if !strings.HasSuffix(cells[i], " ") && !strings.HasPrefix(cells[i+1], " ") {
			return false
		}
	}
	return true
}

// joined puts a row together that was broken over two lines, where the line end
// took the place of a delimiter or stands inside a cell; nil if that does not suit
// the columns.
func (t *table) joined(r, next *row) []string {
	a, b := len(r.fields), len(next.fields)
	if b >= t.width || next.blank() {
		return nil
	}
	var fields []string
	switch a + b {
	case t.width:
		fields = append(slices.Clone(r.fields), next.fields...)
	case t.width + 1:
		fields = append(slices.Clone(r.fields[:a-1]), r.fields[a-1]+"\n"+next.fields[0])
		fields = append(fields, next.fields[1:]...)
	default:
		return nil
	}
	if t.typed < 0 || !t.suits(fields) || t.fit(fields).cost > t.width {
		return nil
	}
	return fields
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
	if t.dialect.layout.ragged && len(rec.Fields) > 1 && t.suits(rec.Fields) {
		rec.Fields = append(slices.Clone(rec.Fields), make([]string, missing)...)
		rec.Note = "the last cells are left out"
		return rec
	}
	ways := make([]way, 0, len(rec.Fields)+1)
	for j := range len(rec.Fields) + 1 {
		fields := make([]string, t.width)
		copy(fields, rec.Fields[:j])
		copy(fields[j+missing:], rec.Fields[j:])
		w := t.fit(fields)
		w.how = "empty cells are put in"
		if j < len(rec.Fields) {
			w.cost++ // left off at the end is the usual case
		}
		ways = append(ways, w)
	}
	end := ways[len(ways)-1]
	if best, _ := choose(ways); best.cost >= 5 && missing == 1 && t.mended < maxUnglued {
		t.mended++
		ways = append(ways, t.unglued(rec.Fields)...)
	}
	best, sure := choose(ways)
	switch {
	case sure && len(rec.Fields) > 1:
		rec.Fields, rec.Note = best.fields, reason+": "+best.how
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

// maxUnglued bounds the rows of one file that are tried in every possible way.
const maxUnglued = 2000

// unglued lists the ways in which one cell may be two that lost the delimiter
// between them: 31-12-202414:05 is a date and a time.
func (t *table) unglued(fields []string) []way {
	var ways []way
	for j, cell := range fields {
		if len(cell) < 2 || len(cell) > 400 {
			continue
		}
		base := t.fit(append(append(slices.Clone(fields[:j]), "", ""), fields[j+1:]...))
		rest := base.cost - t.columns[j].misfit("", shapeEmpty) - t.columns[j+1].misfit("", shapeEmpty)
		for p := 1; p < len(cell); p++ {
			if !utf8.RuneStart(cell[p]) {
				continue
			}
			left, right := cell[:p], cell[p:]
			if cell[p] == '"' { // of two quoted cells
				right = cell[p+1:]
			}
			a, b := t.columns[j].misfit(left, shapeOf(left)), t.columns[j+1].misfit(right, shapeOf(right))
			if a < 8 && b < 8 {
				f := append(append(slices.Clone(fields[:j]), left, right), fields[j+1:]...)
				ways = append(ways, way{fields: f, cost: rest + a + b + 1, worst: t.fit(f).worst, how: "a cell is cut in two"})
			}
		}
	}
	return ways
}

// parted cuts a row that is two rows, when both then suit the columns: their line
// end is gone or was replaced by a delimiter.
func (t *table) parted(r *row) (first, second []string) {
	n := len(r.fields)
	switch {
	case t.width < 2 || n < 2*t.width-1 || n > 2*t.width || t.typed < 0:
		return nil, nil
	case n == 2*t.width:
		first, second = r.fields[:t.width:t.width], r.fields[t.width:]
		if t.suits(first) && t.suits(second) {
			return first, second
		}
		return nil, nil
	}
	seam := r.fields[t.width-1]
	best, next := 1<<30, 1<<30
	for p := range len(seam) + 1 {
		if p < len(seam) && !utf8.RuneStart(seam[p]) {
			continue
		}
		a := append(slices.Clone(r.fields[:t.width-1]), strings.TrimRight(seam[:p], " ;|\t"))
		b := append([]string{seam[p:]}, r.fields[t.width:]...)
		if !t.suits(a) || !t.suits(b) {
			continue
		}
		cost := t.fit(a).cost + t.fit(b).cost
		if cost < best {
			best, next, first, second = cost, best, a, b
		} else {
			next = min(next, cost)
		}
	}
	if next-best < 1 {
		return nil, nil
	}
	return first, second
}
