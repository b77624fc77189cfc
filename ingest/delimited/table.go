package delimited

import (
	"fmt"
	"strings"
)

// A table follows the rows behind the header and decides which belong to the
// table. Rows that may be a footer or the start of another table are held until
// what follows settles it.
type table struct {
	*Reader
	yield    func(Record, error) bool
	held     []row
	comments int
	ahead    *row // looked at, not yet taken
	mended   int  // rows tried in every possible way
	typed    int  // the first column of values; -1 if there is none
	gap      bool // a blank line is among the held
	all      bool // rows that are not of the table are given too
	stopped  bool
}

const maxHeld = 64

// mark is the byte order mark, which stands in front of a text.
const mark = "\ufeff"

func (t *table) run() {
	t.typed = firstTyped(t.columns)
	for !t.stopped {
		r, ok := t.next()
		if !ok {
			t.finish()
			return
		}
		if !t.take(r) {
			return
		}
	}
}

// next gives the row that was looked at ahead, else the next of the file.
func (t *table) next() (row, bool) {
	if t.ahead != nil {
		r := *t.ahead
		t.ahead = nil
		return r, true
	}
	return t.scan.next()
}

// broken gives a short row together with the line behind it, if they are one row.
func (t *table) broken(r *row) []string {
	if len(r.fields) >= t.width || t.dialect.layout.ragged {
		return nil
	}
	next, ok := t.scan.next()
	if !ok {
		return nil
	}
	if fields := t.joined(r, &next); fields != nil && t.otherwise(r) == nil {
		return fields
	}
	t.ahead = &next
	return nil
}

// take decides about one row; false ends the reading.
func (t *table) take(r row) bool {
	if t.dialect.layout.surplus && len(r.fields) == t.width+1 && r.fields[t.width] == "" {
		r.fields = r.fields[:t.width:t.width]
	}
	if first := r.fields; len(first) > 0 && strings.HasPrefix(first[0], mark) { // files were put one behind the other
		r.fields[0] = strings.TrimPrefix(first[0], mark)
	}
	if len(r.fields) == t.width && !r.tooLong && len(t.held) == 0 && !t.doubtful(&r) {
		return t.emit(r.record())
	}
	switch {
	case r.tooLong:
		return t.flush() && t.emit(Record{
			Line: r.line, Fields: make([]string, t.width),
			Reject: fmt.Sprintf("the row is longer than %d bytes", t.scan.limit),
		})
	case r.blank():
		t.gap = true
		return t.hold(r)
	case len(t.rows) > 0 && equalFields(r.fields, t.rows[0]) && !(t.gap && t.dialect.FirstTable):
		t.remark(r.line, "the header is repeated")
		return t.flush() && t.apart(&r, apartHeader)
	case len(r.fields) != t.width && remarkLine(&r):
		t.comments++
		return t.apart(&r, apartComment)
	case t.otherTable(&r):
		t.leave(&r)
		return false
	case len(r.fields) == t.width && t.otherQuotes(&r):
		return t.flush() && t.emitMended(&r)
	case len(t.held) == 0 && len(r.fields) == t.width && t.misplaced(&r):
		return t.hold(r)
	case len(r.fields) == t.width && !t.firstOnly(&r):
		return t.flush() && t.emit(r.record())
	case len(t.held) == 0 && len(r.fields) != t.width && len(r.fields) > 1 && !looksNames(r.fields):
		if fields := t.broken(&r); fields != nil {
			return t.emit(Record{Line: r.line, Fields: fields, Note: "the row was broken over two lines"})
		}
		return t.emitMended(&r)
	}
	return t.hold(r)
}

// doubtful is true for a row of the right width that may not be of the table.
func (t *table) doubtful(r *row) bool {
	if first := r.fields[0]; len(first) > 1 && first[0] == '\'' && first[len(first)-1] == '\'' && t.otherQuotes(r) {
		return true
	}
	if r.fields[0] != "" && (t.width < 2 || r.fields[1] != "" || r.fields[t.width-1] != "") {
		return t.misplaced(r) || len(t.rows) > 0 && r.fields[0] == t.rows[0][0] && equalFields(r.fields, t.rows[0])
	}
	return r.blank() || t.firstOnly(r)
}

// misplaced is true if a row has a word where the first column of values has none
// but values; it is a cheap test that few rows pass.
func (t *table) misplaced(r *row) bool {
	return t.typed >= 0 && !shapeOf(r.fields[t.typed]).typed() && r.fields[t.typed] != "" && t.namesInside(r)
}

// firstOnly is true for a row with nothing but its first cell: a footer, if few
// rows of the table look like that.
func (t *table) firstOnly(r *row) bool {
	if t.width < 2 || r.fields[0] == "" || filledCells(r.fields) != 1 {
		return false
	}
	return len(r.fields) == 1 || t.width > 2
}

// firstTyped is the first column that nearly always holds a number or a date.
func firstTyped(columns []column) int {
	for j := range columns {
		if k := columns[j].kind(); k.figure() && columns[j].shapes[shapeEmpty]*10 < columns[j].cells {
			return j
		}
	}
	return -1
}

// hold keeps a row until it is clear what it is.
func (t *table) hold(r row) bool {
	if last := len(t.held) - 1; last >= 0 && r.blank() && t.held[last].blank() && len(r.fields) == len(t.held[last].fields) {
		t.held[last].times++
		return true
	}
	r.times = 1
	t.held = append(t.held, r)
	if len(t.held) > maxHeld {
		return t.flush()
	}
	return true
}

// otherTable is true if a row, with those held, starts or continues a table of
// another form: a run of rows of another width behind a blank line or under names
// of their own, or names that do not suit the columns behind a blank line.
func (t *table) otherTable(r *row) bool {
	w := len(r.fields)
	if w == t.width {
		last := len(t.held) - 1
		return t.gap && (t.namesInside(r) || len(t.rows) > 0 && equalFields(r.fields, t.rows[0])) ||
			last >= 0 && t.namesInside(&t.held[last]) && !t.suits(r.fields)
	}
	if w < 2 {
		return false
	}
	first := t.heldOf(w)
	run := append(t.held[first:len(t.held):len(t.held)], *r)
	if t.gap {
		return len(run) >= 2
	}
	return len(run) >= 3 && headed(run, w) || len(run) >= manyOther && looksNames(run[0].fields)
}

// manyOther is how many rows of another width are another table though nothing
// but words stands under their names: fewer may be rows that were broken.
const manyOther = 8

// heldOf is where the run of rows of a width starts that ends the held ones.
func (t *table) heldOf(width int) int {
	first := len(t.held)
	for first > 0 && len(t.held[first-1].fields) == width && !t.held[first-1].blank() {
		first--
	}
	return first
}

// namesInside is true if a row holds words where the columns hold values.
func (t *table) namesInside(r *row) bool {
	if len(r.fields) != t.width || !looksNames(r.fields) {
		return false
	}
	typed := 0
	for j := range r.fields {
		if t.columns[j].kind().typed() {
			typed++
		}
	}
	return typed > 0
}

// flush gives the held rows as records of the table.
func (t *table) flush() bool {
	for i := range t.held {
		h := &t.held[i]
		if len(h.fields) == 1 && h.fields[0] == "" && (t.width > 1 || h.quoted == 0) {
			continue // a blank line is no row
		}
		for range h.times {
			if !t.emitMended(h) {
				return false
			}
			h.line++
		}
	}
	t.held, t.gap = t.held[:0], false
	return true
}

// finish settles what is held at the end of the file: lines that are no rows are
// left out.
func (t *table) finish() {
	if t.comments > 0 {
		t.remark(t.scan.line, fmt.Sprintf("%d lines of comment between the rows are left out", t.comments))
	}
	last := len(t.held)
	for last > 0 && t.trailing(&t.held[last-1]) {
		last--
	}
	tail := t.held[last:]
	t.held = t.held[:last]
	if t.flush() {
		t.leaveOutTail(tail)
	}
}

// trailing is true for a held row that is no row of the table if nothing follows.
func (t *table) trailing(r *row) bool {
	switch {
	case r.blank():
		return true
	case !t.gap && len(r.fields) != t.width && t.otherwise(r) != nil:
		return false
	case t.firstOnly(r) && !t.gap && t.columns[0].kind().typed() && shapeOf(r.fields[0]).typed():
		return false // the start of a row that breaks off
	case t.firstOnly(r) && !t.gap && len(r.fields) == t.width && !t.columns[0].kind().typed() && t.lone() && !footnote(r.fields[0]):
		return false // a text of which nothing else is known
	case t.firstOnly(r):
		return t.gap || t.width > 2 && t.doubt*20 <= t.count
	}
	return t.gap && len(r.fields) != t.width
}

// lone is true if just one of the held rows is filled.
func (t *table) lone() bool {
	n := 0
	for i := range t.held {
		if !t.held[i].blank() {
			n++
		}
	}
	return n == 1
}

// remarkLine is true for a line of comment between the rows.
func remarkLine(r *row) bool {
	first := strings.TrimLeft(r.fields[0], " ")
	return strings.HasPrefix(first, "# ") || len(r.fields) == 1 && strings.HasPrefix(first, "#")
}

// footnote is true for a cell that begins as the lines under a table do.
func footnote(cell string) bool {
	cell = strings.ToLower(strings.TrimLeft(cell, " *("))
	for _, word := range [...]string{
		"bron", "source", "noot", "note", "totaal", "total", "grand total", "copyright", "©", "toelichting",
		"aantal", "einde", "end of", "gegenereerd", "generated", "pagina", "page", "confidential", "vertrouwelijk", "footnote", "voetnoot",
	} {
		if strings.HasPrefix(cell, word) {
			return true
		}
	}
	return false
}

// leave ends the table because another one starts, with r or with the held rows
// of that width just in front of it.
func (t *table) leave(r *row) {
	first := t.heldOf(len(r.fields))
	t.leaveOutTail(t.held[:first])
	other := append(t.held[first:], *r)
	t.held = nil
	t.remark(other[0].line, "another table starts here; only the first is read")
	for i := range other {
		if !t.apart(&other[i], apartTable) {
			return
		}
	}
	for t.all {
		row, ok := t.next()
		if !ok || (row.tooLong || !row.blank()) && !t.apart(&row, apartTable) {
			return
		}
	}
}

// leaveOutTail leaves out what is filled of some rows at the end of the table.
func (t *table) leaveOutTail(rows []row) {
	filled := 0
	for i := range rows {
		if rows[i].blank() {
			continue
		}
		filled++
		if !t.apart(&rows[i], apartBehind) {
			return
		}
	}
	if filled > 0 {
		t.remark(rows[0].line, fmt.Sprintf("%d lines behind the table are left out", filled))
	}
}

// apart gives a row that is not of the table, if such rows are asked for.
func (t *table) apart(r *row, reason string) bool {
	if !t.all || t.stopped {
		return !t.stopped
	}
	t.stopped = !t.yield(Record{Line: r.line, Apart: reason}, nil)
	return !t.stopped
}

// remark keeps what is said about rows that are left out. All gives those rows,
// so that nothing has to be kept.
func (t *table) remark(line int, text string) {
	if !t.all {
		t.remarks = append(t.remarks, Remark{line, text})
	}
}

func (t *table) emit(r Record) bool {
	t.count++
	if len(r.Fields) > 1 && r.Fields[1] == "" && filledCells(r.Fields) == 1 {
		t.doubt++
	}
	if !t.yield(r, nil) {
		t.stopped = true
		return false
	}
	return true
}

// emitMended gives a damaged row, or the two rows that it is when the line end
// between them is gone.
func (t *table) emitMended(r *row) bool {
	if first, second := t.parted(r); first != nil {
		const note = "two rows stood on one line"
		return t.emit(Record{Line: r.line, Fields: first, Note: note}) && t.emit(Record{Line: r.line, Fields: second, Note: note})
	}
	return t.emit(t.mend(r))
}

// mend makes a row as wide as the table. Where only one way is plausible the row
// is repaired and noted; otherwise it is rejected, with its cells as they stand.
func (t *table) mend(r *row) Record {
	rec := t.mendWidth(r)
	if r.unclosed && rec.Note != unclosed {
		rec.Note = strings.TrimSuffix(unclosed+"; "+rec.Note, "; ")
	}
	return rec
}

func (t *table) mendWidth(r *row) Record {
	rec := r.record()
	if len(r.fields) == t.width && !t.otherQuotes(r) {
		return rec
	}
	if other := t.otherwise(r); other != nil {
		rec.Fields, rec.Note = other, "the row has another delimiter or other quotes"
		return rec
	}
	if len(r.fields) == t.width {
		return rec
	}
	if len(r.fields) > t.width {
		return t.shorten(rec)
	}
	return t.lengthen(rec)
}

// otherwise is the row read in another way, if its cells then suit the columns.
func (t *table) otherwise(r *row) []string {
	if other := otherWay(r.text, t.width, t.dialect); other != nil && t.suits(other) {
		return other
	}
	return nil
}

// otherQuotes is true if all filled cells stand in single quotes, which the file
// does not use.
func (t *table) otherQuotes(r *row) bool {
	if t.dialect.Quote == "'" || filledCells(r.fields) < 2 {
		return false
	}
	return allQuoted(r.fields)
}

func allQuoted(fields []string) bool {
	for _, f := range fields {
		if f != "" && (len(f) < 2 || f[0] != '\'' || f[len(f)-1] != '\'') {
			return false
		}
	}
	return true
}

// otherWay cuts a line that is written in another way than the file: with another
// delimiter or in single quotes. It gives nil if that does not fit the width.
func otherWay(text string, width int, d Dialect) []string {
	if text == "" || width < 2 {
		return nil
	}
	if d.Quote != "'" && text[0] == '\'' && text[len(text)-1] == '\'' {
		other := d
		other.Quote = "'"
		if fields := cutLineAs(text, other); len(fields) == width {
			return fields
		}
	}
	for _, delim := range []string{";", ",", "\t", "|", ":", " "} {
		if delim == d.Delimiter || strings.Count(text, delim) < width-1 {
			continue
		}
		other := d
		other.Delimiter = delim
		if fields := cutLineAs(text, other); len(fields) == width {
			return fields
		}
	}
	return nil
}

// cutLineAs cuts a single line under another dialect.
func cutLineAs(text string, d Dialect) []string {
	if rows := (sample{text: []byte(text)}).rows(d, 0, 2); len(rows) == 1 {
		return rows[0].fields
	}
	return nil
}

// suits is true if every cell is of a shape that its column knows.
func (t *table) suits(fields []string) bool {
	for j, cell := range fields {
		if t.columns[j].misfit(cell, shapeOf(cell)) >= 8 {
			return false
		}
	}
	return true
}
