package source

import (
	"errors"
	"fmt"
	"io"
	"iter"
	"path/filepath"
	"slices"
	"strings"

	"luister/ingest"
	"luister/ingest/delimited"
	"luister/ingest/mapping"
	"luister/ingest/objects"
	"luister/ingest/survey"
)

// A table is a header with the records under it, whatever the file is.
type table struct {
	header  []string
	dialect delimited.Dialect
	records iter.Seq2[delimited.Record, error] // rows of the table
	all     iter.Seq2[delimited.Record, error] // and those that are set apart
}

// openTable starts reading a table.
func (d *Delivery) openTable(r io.Reader, dialect delimited.Dialect) (table, error) {
	if d.Kind == JSON {
		o, err := objects.Open(r)
		if err != nil {
			return table{}, err
		}
		records := numbered(o.Records())
		return table{o.Header(), dialect, records, records}, nil
	}
	t, err := delimited.Open(r, dialect)
	if errors.Is(err, delimited.ErrEmpty) {
		return table{}, errors.New("the file holds no row that can be read: it has blank lines only, or one line that is longer than the limit (“dialect: {cell_limit: BYTES}” raises it)")
	}
	if err != nil {
		return table{}, err
	}
	return table{t.Header(), t.Dialect(), t.Records(), t.All()}, nil
}

// numbered gives objects as records; their number stands for the line.
func numbered(all iter.Seq2[objects.Record, error]) iter.Seq2[delimited.Record, error] {
	return func(yield func(delimited.Record, error) bool) {
		for o, err := range all {
			if !yield(delimited.Record{Line: o.Number, Fields: o.Fields, Reject: o.Reject}, err) {
				return
			}
		}
	}
}

// asObjects reads the delivery as JSON.
func (d *Delivery) asObjects(src Source) error {
	times, err := src.times()
	if err != nil {
		return err
	}
	d.Kind, d.Title = JSON, "JSON"
	header, sample, err := d.sample(src.Dialect)
	if err != nil {
		return err
	}
	d.name(header)
	d.Assumed = append(d.Assumed, fmt.Sprintf("The file is JSON with %d names of fields; Line is the number of the line, or of the object where objects are not one per line.", len(header)))
	if err := d.settle(mapping.Propose(header, sample), sample, src, times); err != nil {
		return err
	}
	d.rows = func() iter.Seq2[ingest.Row, error] { return d.read(0) }
	return nil
}

// name puts the tool in the title whose columns the delivery has.
func (d *Delivery) name(header []string) {
	if tool := toolOf(header); tool != "" {
		d.Title += ": " + tool
		d.Assumed = append(d.Assumed, fmt.Sprintf("By its columns this is an export of %s.", tool))
	}
}

// asTable reads the delivery as a delimited file: a survey export if its first
// rows show that, else by header and content.
func (d *Delivery) asTable(src Source) error {
	times, err := src.times()
	if err != nil {
		return err
	}
	if src.Kind != Delimited && src.Dialect.HeaderRows == 0 && !src.Dialect.NoHeader {
		if ok, err := d.asSurvey(src, times); ok || err != nil {
			return err
		}
	}
	if src.Kind == Survey {
		return errors.New("the file is not a survey export that is known: leave “kind: survey” out and name the columns under “columns:”")
	}
	header, sample, err := d.firstRows(src)
	if err != nil {
		return err
	}
	d.Kind, d.Title = Delimited, "a table"
	if d.form.Name != "" {
		d.Title = "a table in " + d.form.Name
	}
	if len(sample) == 0 {
		d.asEmpty(mapping.Propose(header, nil).Columns)
		return nil
	}
	if ok, err := d.asExposure(header, sample, src); ok || err != nil {
		return err
	}
	d.name(header)
	m := mapping.Propose(header, sample)
	if err := d.settle(m, sample, src, times); err != nil {
		return err
	}
	d.rows = func() iter.Seq2[ingest.Row, error] { return d.read(0) }
	return nil
}

// firstRows gives header and first rows of a table in general, and refuses what is
// none.
func (d *Delivery) firstRows(src Source) (header []string, sample [][]string, err error) {
	if header, sample, err = d.sample(src.Dialect); err != nil {
		return nil, nil, err
	}
	if slices.ContainsFunc(header, mapping.IsData) && src.Dialect.HeaderRows == 0 && !d.Dialect.NoHeader {
		headless := src.Dialect
		headless.NoHeader = true
		if header, sample, err = d.sample(headless); err != nil {
			return nil, nil, err
		}
		d.Assumed = append(d.Assumed, "The first row holds addresses or dates, so it is no header. “dialect: {header_rows: 1}” says otherwise.")
	}
	if len(sample) == 1 && d.Dialect.NoHeader && !src.Dialect.NoHeader && names(sample[0]) {
		header, sample = sample[0], nil
	}
	switch {
	case len(sample) == 0 && !tellsColumns(header, src):
		return nil, nil, fmt.Errorf("the file holds a header of %d columns and no rows: ask for the delivery again", len(header))
	case len(sample) > 0 && len(header) == 1 && src.Kind != Delimited && len(src.Columns.Text) == 0 && !mapping.TellsText(header[0]) && !named(d.Path, ".csv"):
		return nil, nil, errors.New("the file is running text, not a table. If every line of it is a feedback, write a source with “kind: delimited” " +
			"and “columns: {text: \"#1\"}”; a mail needs its headers (save it as .eml)")
	}
	return header, sample, nil
}

// named says whether a file, packed or not, has the ending.
func named(path, ending string) bool {
	name := strings.ToLower(filepath.Base(path))
	for _, packing := range []string{".gz", ".zst", ".zip"} {
		name = strings.TrimSuffix(name, packing)
	}
	return strings.HasSuffix(name, ending)
}

// asSurvey reads the delivery as a survey export, if it is one. Its header rows
// are counted by its own layout, so no row is taken for a preamble.
func (d *Delivery) asSurvey(src Source, times mapping.Times) (bool, error) {
	dialect := src.Dialect
	dialect.HeaderRows = 1
	if dialect.SkipRows == 0 {
		dialect.SkipRows = -1
	}
	header, sample, err := d.sample(dialect)
	if err != nil {
		return false, nil // the general reading says what is wrong
	}
	rows := append([][]string{header}, sample...)
	layouts, err := src.layouts()
	if err != nil {
		return false, err
	}
	plan, ok := survey.Recognise(rows, layouts)
	if !ok {
		return false, nil
	}
	d.Kind, d.Title, d.Layout.Tool = Survey, plan.Title, plan.Layout
	if len(rows) <= plan.HeaderRows {
		d.asEmpty(plan.Mapping.Columns)
		return true, nil
	}
	d.Assumed = slices.DeleteFunc(d.Assumed, func(said string) bool { return strings.Contains(said, "header row") })
	d.Assumed = append([]string{fmt.Sprintf("The file is a survey export: %s.", plan.Title)}, append(d.Assumed, plan.Assumed...)...)
	if err := d.settle(plan.Mapping, rows[plan.HeaderRows:], src, times); err != nil {
		return true, err
	}
	d.rows = func() iter.Seq2[ingest.Row, error] { return d.read(plan.HeaderRows - 1) }
	return true, nil
}

// sample reads the header and the first rows, and remembers the dialect.
func (d *Delivery) sample(dialect delimited.Dialect) ([]string, [][]string, error) {
	file, err := d.open()
	if err != nil {
		return nil, nil, err
	}
	defer file.Close()
	t, err := d.openTable(file, dialect)
	if err != nil {
		return nil, nil, err
	}
	var sample [][]string
	for rec, err := range t.records {
		if err != nil {
			return nil, nil, err
		}
		if rec.Reject == "" {
			sample = append(sample, rec.Fields)
		}
		if len(sample) == sampleRows {
			break
		}
	}
	d.stated, d.Dialect, d.Sampled, d.Assumed = dialect, t.dialect, len(sample), nil
	if d.form.Name != "" {
		d.Assumed, d.Dialect = []string{d.form.Said}, delimited.Dialect{}
	}
	for _, seen := range d.Dialect.Seen {
		d.Assumed = append(d.Assumed, sentence(seen))
	}
	return t.header, sample, nil
}

// settle puts the configuration over the proposed mapping and tells the rest.
func (d *Delivery) settle(m mapping.Mapping, sample [][]string, src Source, times mapping.Times) error {
	m, err := m.State(src.Columns, src.Scores, src.Attributes)
	if err != nil {
		return err
	}
	if times.Zone != nil {
		m.Times.Zone = times.Zone
	}
	if times.Order != "" {
		m.Times.Order = times.Order
	}
	if src.Channel != "" {
		m.Channel = src.Channel
	}
	m.Employee = src.Employee || d.fromEmployees(m)
	if d.Kind != Survey && asked(m) {
		m.Proactive = true
		d.Assumed = append(d.Assumed, "The organisation asked for this feedback (proactive): the table holds an NPS or respondents. “proactive: false” says otherwise.")
	}
	if src.Proactive != nil {
		m.Proactive = *src.Proactive
	}
	m.SettleKey(sample)
	if note := m.KeepKey(src.KnownKey); note != "" {
		d.Assumed = append(d.Assumed, note)
	}
	d.Mapping, d.Key = m, m.KeyRule()
	d.Layout.Kind = d.Kind
	for _, c := range m.Columns {
		name := c.Header
		if d.Dialect.NoHeader { // numbers alone would make all tables alike
			name += " " + string(c.Meaning)
		}
		d.Layout.Columns = append(d.Layout.Columns, name)
	}
	d.Assumed = append(d.Assumed, assumptions(m)...)
	return nil
}

// fromEmployees says whether a table asks employees: it holds an eNPS.
func (d *Delivery) fromEmployees(m mapping.Mapping) bool {
	enps := slices.ContainsFunc(m.Columns, func(c mapping.Column) bool {
		return c.Meaning == mapping.Score && strings.Contains(strings.ToLower(c.Header), "enps")
	})
	if enps {
		d.Assumed = append(d.Assumed, "The feedback is of employees: the table holds an eNPS.")
	}
	return enps
}

// asked says whether a table can only come from asking: nobody gives an NPS by
// himself.
func asked(m mapping.Mapping) bool {
	nps := func(c mapping.Column) bool {
		return c.Meaning == mapping.Score && c.Scale.Kind == ingest.NPS
	}
	return len(m.With(mapping.Respondent)) > 0 || slices.ContainsFunc(m.Columns, nps)
}

// assumptions says which columns were given a meaning that nobody stated.
func assumptions(m mapping.Mapping) []string {
	var said []string
	for _, c := range m.Columns {
		if c.Stated || c.Meaning == mapping.Attribute || c.Meaning == mapping.Ignore {
			continue
		}
		meaning := string(c.Meaning)
		if c.Meaning == mapping.Score {
			meaning = fmt.Sprintf("a score (%s)", c.Scale)
		}
		said = append(said, fmt.Sprintf("Column “%s” is read as %s: %s.", c.Header, meaning, c.Reason))
	}
	if len(m.With(mapping.Text)) == 0 {
		said = append(said, "No column holds words of the customer: the scores are counted, and no row gives feedback. “columns: {text: NAME}” says otherwise.")
		return said
	}
	switch {
	case m.KeyAndText:
		said = append(said, "Many cases hold several texts: a row is known by its case and its text together.")
	case m.CaseIsKey:
		said = append(said, "The case number is taken for the key: a case delivered again is a new version.")
	case len(m.With(mapping.Key)) == 0:
		said = append(said, "No column is a lasting key: a row is known by its content.")
	}
	return said
}

// records gives all rows of the table, also those that are set apart. An error is
// the last of them.
func (d *Delivery) records() iter.Seq2[delimited.Record, error] {
	return func(yield func(delimited.Record, error) bool) {
		fail := func(err error) { yield(delimited.Record{}, fmt.Errorf("reading %s: %w", d.Path, err)) }
		file, err := d.open()
		if err != nil {
			fail(unreadable(err))
			return
		}
		defer file.Close()
		t, err := d.openTable(file, d.stated)
		if err != nil {
			fail(err)
			return
		}
		for rec, err := range t.all {
			if err != nil {
				fail(err)
				return
			}
			if !yield(rec, nil) {
				return
			}
		}
	}
}

// read gives the rows of the table, without the first ones, which are header.
func (d *Delivery) read(skip int) iter.Seq2[ingest.Row, error] {
	return func(yield func(ingest.Row, error) bool) {
		n := 0
		for rec, err := range d.records() {
			if err != nil {
				yield(ingest.Row{}, err)
				return
			}
			if rec.Apart == "" {
				n++
			}
			if n > skip && !yield(d.row(rec), nil) {
				return
			}
		}
	}
}

// row maps one record.
func (d *Delivery) row(rec delimited.Record) ingest.Row {
	switch {
	case rec.Apart != "":
		return ingest.Row{Line: rec.Line, Apart: rec.Apart}
	case rec.Reject != "":
		return ingest.Row{Line: rec.Line, Reject: rec.Reject, Note: rec.Note}
	}
	row := d.Mapping.Apply(rec.Line, rec.Fields)
	if rec.Note != "" {
		row.Note = join(rec.Note, row.Note)
	}
	return row
}

func join(a, b string) string {
	if b == "" {
		return a
	}
	return a + "; " + b
}

// sentence gives text a capital and a full stop.
func sentence(text string) string {
	if text == "" {
		return ""
	}
	return strings.ToUpper(text[:1]) + strings.TrimSuffix(text[1:], ".") + "."
}

// names says whether a row can only be column names: short and without digits.
func names(row []string) bool {
	for _, cell := range row {
		if len(strings.Fields(cell)) > 4 || strings.ContainsAny(cell, "0123456789") {
			return false
		}
	}
	return true
}
