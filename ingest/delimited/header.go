package delimited

import (
	"fmt"
	"strings"
)

// dropTrailing narrows a table whose rows, but not its header, all end with an
// empty cell: a delimiter is written behind the last cell.
func (d *Dialect) dropTrailing(rows []row, width int) int {
	if len(rows) < 2 || width < 3 {
		return width
	}
	if len(rows[0].fields) == width && rows[0].fields[width-1] == "" && narrower(rows[1:], width) {
		return width - 1 // it is the header that has it
	}
	if len(rows[0].fields) != width-1 {
		return width
	}
	for i := range rows[1:] {
		if f := rows[1+i].fields; len(f) == width && f[width-1] != "" {
			return width
		}
	}
	d.layout.surplus = true
	return width - 1
}

// narrower is true if all rows have fewer cells than width.
func narrower(rows []row, width int) bool {
	for i := range rows {
		if len(rows[i].fields) >= width {
			return false
		}
	}
	return true
}

// headerBefore looks for a damaged header in front of the first sound row: a line
// that gives as many names as the table has columns once it is mended.
func headerBefore(rows []row, start, width int, d Dialect) int {
	if start == 0 || start >= len(rows) || width < 2 {
		return start
	}
	above := &rows[start-1]
	cells := fitNames(above, width, d)
	if cells == nil || len(above.fields) == 1 && strings.Join(cells, " ") == above.text {
		return start // words of a sentence are no names
	}
	columns := profile(rows[start+min(len(rows)-start-1, 1):], width)
	named := namesColumns(rows[start:], columns, width)
	if named && hasTyped(columns) || !named && !looksNames(cells) && !(len(above.fields) == width) {
		return start
	}
	if named && (len(above.fields) == width || len(cells) != width) {
		return start
	}
	above.fields = cells
	return start - 1
}

// dataBefore takes rows of another width in front of a table without header into
// it: lines of values are no preamble.
func dataBefore(rows []row, start, width int) int {
	if width < 2 || start == 0 || start >= len(rows) || headerRows(rows[start:], width) > 0 {
		return start
	}
	first := start
	for i := start - 1; i >= 0 && !rows[i].blank() && len(rows[i].fields) > 1 && !looksNames(rows[i].fields); i-- {
		for _, f := range rows[i].fields {
			if shapeOf(f).figure() {
				first = i
			}
		}
	}
	return first
}

func hasTyped(columns []column) bool {
	for j := range columns {
		if columns[j].kind().typed() {
			return true
		}
	}
	return false
}

// fitNames mends a header row: it may have another delimiter or other quotes
// than the table, an empty cell too many, or a delimiter too few. It gives nil if
// the row is no header.
func fitNames(r *row, width int, d Dialect) []string {
	if len(r.fields) == width && (d.Quote == "'" || !allQuoted(r.fields)) {
		return r.fields
	}
	if other := otherWay(r.text, width, d); other != nil && looksNames(other) {
		return other
	}
	if surplus := len(r.fields) - width; surplus > 0 {
		out := make([]string, 0, width)
		for _, c := range r.fields {
			if c == "" && surplus > 0 {
				surplus--
				continue
			}
			out = append(out, c)
		}
		if len(out) == width && looksNames(out) {
			return out
		}
		return nil
	}
	if len(r.fields) == width-1 && width > 2 && looksNames(r.fields) {
		return r.fields
	}
	return nil
}

// looksNames is true if the cells could be column names: filled, text, each one
// different.
func looksNames(fields []string) bool {
	seen := map[string]bool{}
	for _, f := range fields {
		if f == "" || seen[f] || shapeOf(f).typed() && (len(f) > 1 || shapeOf(f) != shapeBoolean) {
			return false // a single letter is a name, though it may mean yes or no
		}
		seen[f] = true
	}
	return true
}

// headerRows counts the rows of names in front of the data.
func headerRows(rows []row, width int) int {
	if len(rows) == 0 {
		return 0
	}
	body := rows[bodyFrom(rows):]
	columns := profile(body, width)
	if n := describedBy(rows); n > 0 {
		return n + 1
	}
	n := 1
	switch {
	case namesBelow(rows, columns):
		n = 2
	case !namesColumns(rows, columns, width):
		return 0
	}
	for n < min(maxHeaderRows, len(rows)-1) && alsoNames(rows, n, columns) {
		n++
	}
	return n
}

// namesBelow is true if the second row has words in every column of values: then
// the first, whatever it holds (years, periods), is a header too.
func namesBelow(rows []row, columns []column) bool {
	if len(rows) < 4 || len(rows[1].fields) != len(columns) || len(rows[0].fields) != len(columns) || allQuoted(rows[1].fields) {
		return false
	}
	text := 0
	for j, cell := range rows[1].fields {
		if !columns[j].kind().typed() {
			continue
		}
		if cell == "" || shapeOf(cell).typed() {
			return false
		}
		text++
	}
	return text >= 2
}

// describedBy finds a row among the first that describes each column in braces,
// as survey tools write it below the names; 0 if there is none.
func describedBy(rows []row) int {
	for i := 1; i < min(len(rows), maxHeaderRows); i++ {
		described := 0
		for _, f := range rows[i].fields {
			if len(f) > 2 && f[0] == '{' && f[len(f)-1] == '}' {
				described++
			}
		}
		if described > 1 && described*10 >= filledCells(rows[i].fields)*9 && rows[0].fields[0] != "" && rows[0].fields[0][0] != '{' {
			return i
		}
	}
	return 0
}

// namesColumns judges the first row.
func namesColumns(rows []row, columns []column, width int) bool {
	first := rows[0].fields
	typed, text, same := 0, 0, 0
	for j := range min(len(first), width) {
		kind := columns[j].kind()
		sh := shapeOf(first[j])
		if !kind.typed() {
			if repeats(rows, bodyFrom(rows), j) {
				same++
			}
			continue
		}
		switch {
		case sh == shapeEmpty:
		case sh.typed():
			typed++
		default:
			text++
		}
	}
	if typed+text > 0 {
		return text >= typed && text > 0 || serial(first) && !(len(rows) > 1 && serial(rows[1].fields))
	}
	for j, f := range first {
		if sh := shapeOf(f); sh.typed() && sh != shapeBoolean || isText(f, rows[1:], j) {
			return false
		}
	}
	return same == 0 || same*4 < len(first) // one value that is also a name proves nothing
}

// repeats is true if the first row's cell in column j comes again in the rows from
// body on: values do that, names do not, except in a header that is repeated.
func repeats(rows []row, body, j int) bool {
	first := rows[0].fields
	same, whole, filled := 0, 0, 0
	for i := range rows[body:] {
		f := rows[body+i].fields
		if !rows[body+i].blank() {
			filled++
		}
		if j >= len(f) || f[j] != first[j] || first[j] == "" {
			continue
		}
		same++
		if equalFields(f, first) {
			whole++
		} else if alike(f, first) && looksNames(first) {
			same-- // the header of another table
		}
	}
	return same > whole || same > 0 && (len(first) == 1 || whole == filled)
}

// alike is true if half of the cells of a row, and more than one, are those of
// the other.
func alike(f, first []string) bool {
	n := 0
	for j := range min(len(f), len(first)) {
		if f[j] == first[j] && f[j] != "" {
			n++
		}
	}
	return n > 1 && 2*n >= len(f)
}

// bodyFrom is the row from which on there are surely no header rows.
func bodyFrom(rows []row) int { return min(len(rows)-len(rows)/2, maxHeaderRows) }

// serial is true for names that are years or numbers counting up: 2019, 2020.
func serial(fields []string) bool {
	last, n := 0, 0
	for _, f := range fields {
		v := 0
		if _, err := fmt.Sscanf(f, "%d", &v); err != nil || fmt.Sprint(v) != f {
			continue
		}
		if n > 0 && v != last+1 {
			return false
		}
		last = v
		n++
	}
	return n >= 3
}

// alsoNames judges the row behind n header rows.
func alsoNames(rows []row, n int, columns []column) bool {
	r, first := rows[n].fields, rows[0].fields
	if rows[n].blank() || len(r) != len(columns) || allQuoted(r) && !allQuoted(first) {
		return false
	}
	if equalFields(r, first) {
		return true
	}
	if len(rows)-n <= 2 && len(columns) < 5 {
		return false // too little below it to tell values from names
	}
	typed, text, kinds := 0, 0, 0
	for j, cell := range r {
		if !columns[j].kind().typed() {
			continue
		}
		kinds++
		switch sh := shapeOf(cell); {
		case sh == shapeEmpty:
		case sh.typed():
			typed++
		default:
			text++
		}
	}
	if typed > 0 {
		return false
	}
	if text >= 2 && text*2 >= kinds || text == 1 && kinds == 1 && len(columns) <= 3 {
		return true
	}
	return fillsGaps(r, rows[:n])
}

func equalFields(a, b []string) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

// fillsGaps is true if a row has names where the rows above have none: the
// choices of a question under its text.
func fillsGaps(r []string, above []row) bool {
	gaps, filled := 0, 0
	for j, cell := range r {
		empty := true
		for i := range above {
			if j < len(above[i].fields) && above[i].fields[j] != "" {
				empty = false
			}
		}
		if empty {
			gaps++
			if cell != "" {
				filled++
			}
		}
	}
	return gaps >= 2 && filled*10 >= gaps*6
}
