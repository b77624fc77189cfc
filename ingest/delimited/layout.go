package delimited

import (
	"fmt"
	"strings"
)

// A layout is what detection found out about the table in the file.
type layout struct {
	sep     bool // a sep= line stands in front
	wrapped bool // every line stands in quotes as a whole
	ragged  bool // many rows leave out their last cells
	partial bool // the sample is not the whole text
	surplus bool // every row has an empty cell more than the header
	width   int
	columns []column
	sample  []row // rows of the sample, from the header on
}

const maxHeaderRows = 6

// findTable finds where the table starts, how wide it is, and its header rows.
func (d *Dialect) findTable(text []byte, stated Dialect) {
	part := sample{text: text, partial: d.layout.partial}
	rows := part.rows(*d, 0, 5000)
	width := tableWidth(rows)
	rows = part.rows(*d, width, 5000) // again, now that the width helps to mend quotes
	start := 0
	switch {
	case stated.SkipRows > 0:
		start = rowAtLine(rows, stated.SkipRows+1)
		width = tableWidth(rows[start:])
	case stated.SkipRows == 0:
		start = headerBefore(rows, tableStart(rows, width), width, *d)
		start = dataBefore(rows, start, width)
	}
	if stated.SkipRows <= 0 {
		d.SkipRows = 0
		if start < len(rows) {
			d.SkipRows = rows[start].line - 1
		}
		if d.layout.sep {
			d.SkipRows++
		}
	}
	rows = withoutFooter(rows[start:], width, d.layout.partial)
	width = d.dropTrailing(rows, width)
	d.layout.width = width
	d.layout.sample = rows
	if stated.HeaderRows == 0 && !stated.NoHeader {
		d.HeaderRows = headerRows(rows, width)
		d.NoHeader = d.HeaderRows == 0
	}
	d.layout.columns = profile(rows[min(d.HeaderRows, len(rows)):], width)
	d.layout.ragged = shorter(rows[min(d.HeaderRows, len(rows)):], width)
	if d.SkipRows > 0 {
		d.see("%d lines in front of the table", d.SkipRows)
	}
	d.see("%s", headerWords(d.HeaderRows))
}

// withoutFooter leaves out the lines under the table, so that they do not tell what
// its columns hold; of a text that goes on the end is not known.
func withoutFooter(rows []row, width int, partial bool) []row {
	if partial || width < 3 {
		return rows
	}
	n := len(rows)
	for n > 2 && (rows[n-1].blank() || filledCells(rows[n-1].fields) == 1 && footnote(rows[n-1].fields[0])) {
		n--
	}
	return rows[:n]
}

// shorter is true if a fifth of the rows, or more, are shorter than the table.
func shorter(rows []row, width int) bool {
	short, filled := 0, 0
	for i := range rows {
		if rows[i].blank() {
			continue
		}
		filled++
		if n := len(rows[i].fields); n > 1 && n < width {
			short++
		}
	}
	return short > 1 && short*5 >= filled
}

func headerWords(n int) string {
	switch n {
	case 0:
		return "no header: the first row is data"
	case 1:
		return "one header row"
	}
	return fmt.Sprintf("%d header rows", n)
}

func rowAtLine(rows []row, line int) int {
	for i := range rows {
		if rows[i].line >= line {
			return i
		}
	}
	return len(rows)
}

// tableWidth is the number of columns of the first table among the rows: the
// usual width, unless a block that is large enough comes before it.
func tableWidth(rows []row) int {
	count := map[int]int{}
	for _, r := range withoutComments(rows) {
		count[len(r.fields)]++
	}
	usual, most := 1, 0
	for w, n := range count {
		if n*min(w, 3) > most*min(usual, 3) || n*min(w, 3) == most*min(usual, 3) && w > usual {
			usual, most = w, n
		}
	}
	if first := firstBlock(rows, most); first > 1 {
		usual = first
	}
	return namesWidth(rows, usual)
}

// namesWidth widens the table to its header: rows that leave out their last empty
// cells are shorter, and none is longer.
func namesWidth(rows []row, usual int) int {
	for i := range min(len(rows), 20) {
		r := &rows[i]
		if len(r.fields) == usual && filledCells(r.fields)*2 > usual {
			return usual // the table has begun
		}
		if len(r.fields) <= usual || trimmedWidth(r.fields) == usual || !looksNames(r.fields) || apartFrom(rows[i:], usual) {
			continue
		}
		longest, as := 0, 0
		for k := range rows[i+1:] {
			n := len(rows[i+1+k].fields)
			longest = max(longest, n)
			if n == len(r.fields) {
				as++
			}
		}
		if longest == len(r.fields) && as*10 >= len(rows)-i || longest < len(r.fields) && usual*2 >= len(r.fields) {
			return len(r.fields)
		}
	}
	return usual
}

// apartFrom is true if the first row is no header of the rows of the usual width:
// a blank line stands between them, or it is a sentence with blanks behind its
// delimiters, which theirs have not.
func apartFrom(rows []row, usual int) bool {
	sentence := usual > 1 && spaced(rows[0].fields)
	for i := range rows[1:] {
		if r := &rows[1+i]; r.blank() {
			return true
		} else if len(r.fields) == usual && !(sentence && spaced(r.fields)) {
			return sentence
		}
	}
	return false
}

// firstBlock is the width of the first run of rows of one width that is large
// enough to be a table, or is one by its header; most is the number of rows of the
// usual width.
func firstBlock(rows []row, most int) int {
	width, n, from := 0, 0, 0
	for i := range rows {
		w := len(rows[i].fields)
		if rows[i].blank() {
			if (n == 3 || n == 2 && most <= 3) && headed(rows[from:i], width) {
				return width
			}
			continue
		}
		if w != width {
			width, n, from = w, 0, i
		}
		n++
		if width > 1 && n >= 4 && n*4 >= most {
			return width
		}
	}
	return 0
}

// headed is true for a few rows with names over values.
func headed(rows []row, width int) bool {
	if width < 2 || !looksNames(rows[0].fields) {
		return false
	}
	columns := profile(rows[1:], width)
	return hasTyped(columns) && namesColumns(rows, columns, width)
}

// tableStart is the first row of the table: it has the table's width, is filled
// as a header is, and most of the next rows have the width too.
func tableStart(rows []row, width int) int {
	sparse := -1
	for i := range rows {
		r := &rows[i]
		if width == 1 {
			if !r.blank() && !(strings.HasPrefix(r.fields[0], "#") && i+1 < len(rows)) {
				return i
			}
			continue
		}
		if len(r.fields) != width || r.blank() || comment(r, rows[i+1:]) || !steady(rows[i+1:], width) && !(looksNames(r.fields) && within(rows[i+1:], width)) {
			continue
		}
		if followed(rows[i:], width) {
			continue
		}
		if titled(rows[i:], width) {
			if sparse < 0 {
				sparse = i
			}
			continue
		}
		return i
	}
	return max(sparse, 0)
}

// followed is true for a sentence of as many parts as the table has columns, with
// a blank line and names behind it.
func followed(rows []row, width int) bool {
	if width < 2 || len(rows) < 3 || !rows[1].blank() || !spaced(rows[0].fields) {
		return false
	}
	for i := range rows[1:] {
		if r := &rows[1+i]; !r.blank() {
			return len(r.fields) == width && looksNames(r.fields) && !spaced(r.fields)
		}
	}
	return false
}

// titled is true if the first row is a title or a labelled value above the table
// rather than part of its header: only few cells are filled, from the left on, and
// the next row does not fill the gaps.
func titled(rows []row, width int) bool {
	filled := filledCells(rows[0].fields)
	if filled < 2 && !spanning(rows, width) || padded(rows, width) {
		return true
	}
	for i := 1; i < min(len(rows), 4); i++ {
		r := &rows[i]
		if len(r.fields) != width || r.blank() {
			continue
		}
		return filled*2 < filledCells(r.fields) && rows[0].fields[0] != "" && !fillsGaps(r.fields, rows[:1])
	}
	return false
}

// padded is true if the first row is one of a few that leave their last cells
// empty, up to a blank one, with names and rows that fill them behind it.
func padded(rows []row, width int) bool {
	gap := false
	for k := range min(len(rows), 10) {
		r := &rows[k]
		switch {
		case r.blank():
			gap = true
		case len(r.fields) != width || trimmedWidth(r.fields) == width:
			return gap && len(r.fields) == width && looksNames(r.fields) && fills(rows[k+1:], width)
		}
	}
	return false
}

// fills is true if at least three of the next rows are as wide as the table, and
// most of them fill half of it.
func fills(rows []row, width int) bool {
	full, seen := 0, 0
	for i := range min(len(rows), 10) {
		if len(rows[i].fields) == width && !rows[i].blank() {
			seen++
			if filledCells(rows[i].fields)*2 > width {
				full++
			}
		}
	}
	return seen >= 3 && full*2 > seen
}

// comment is true for a line that starts with # when the next line does not look
// like the data below a header.
func comment(r *row, below []row) bool {
	return strings.HasPrefix(r.fields[0], "# ") && len(below) > 1 && strings.HasPrefix(below[0].fields[0], "#")
}

// spanning is true if the first row holds a single name that spans columns of the
// next row: it stands over them, not at the left.
func spanning(rows []row, width int) bool {
	return rows[0].fields[0] == "" && filledCells(rows[0].fields) == 1 && len(rows) > 1 &&
		len(rows[1].fields) == width && filledCells(rows[1].fields)*2 > width
}

// steady is true if most of the next rows have the width.
func steady(rows []row, width int) bool {
	fit, seen := 0, 0
	for i := 0; i < len(rows) && seen < 8; i++ {
		if rows[i].blank() {
			if seen > 1 {
				break // the table may end here
			}
			continue
		}
		seen++
		if len(rows[i].fields) == width {
			fit++
		}
	}
	return fit*2 >= seen
}

// within is true if the next rows have several cells, but none more than width:
// rows under a header may leave out their last cells.
func within(rows []row, width int) bool {
	seen := 0
	for i := 0; i < len(rows) && seen < 8; i++ {
		if rows[i].blank() {
			continue
		}
		if n := len(rows[i].fields); n < 2 || n > width {
			return false
		}
		seen++
	}
	return seen > 0
}

func filledCells(fields []string) int {
	n := 0
	for _, f := range fields {
		if strings.TrimSpace(f) != "" {
			n++
		}
	}
	return n
}

// trimmedWidth is the width without empty cells at the end.
func trimmedWidth(fields []string) int {
	n := len(fields)
	for n > 0 && fields[n-1] == "" {
		n--
	}
	return n
}
