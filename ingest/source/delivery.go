package source

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"luister/ingest"
	"luister/ingest/delimited"
	"luister/ingest/mail"
	"luister/ingest/mapping"
	"luister/ingest/survey"
)

// A Delivery is one delivered file (an archive with all that is in it, or a
// maildir) and how it is read.
type Delivery struct {
	Path    string
	Hash    string // SHA-256 of the delivered bytes, in hexadecimal
	Size    int64  // delivered bytes
	Kind    Kind   // never Auto
	Title   string // the kind of export in words: "Qualtrics, three header rows", "mbox"
	Layout  Layout
	Assumed []string // what was assumed, as English sentences
	Mapping mapping.Mapping
	Dialect delimited.Dialect // of a table, as it is read
	Sampled int               // rows looked at to find all this out

	member int               // which file of an archive
	stated delimited.Dialect // by which Dialect was found
	rows   func() iter.Seq2[ingest.Row, error]
}

// sampleRows is how many rows are looked at before reading: enough to tell a
// column of text from one of choices.
const sampleRows = 300

// Rows reads the delivery. Every call reads it anew from the start; memory does
// not grow with it. An error ends the sequence and means that the file itself
// can no longer be read; a record at fault is a Row with Reject.
func (d *Delivery) Rows() iter.Seq2[ingest.Row, error] { return d.rows() }

// Open finds out how a delivery is read, as far as src does not state it, and
// that it can give feedback. The errors say what to do.
func Open(path string, src Source) (*Delivery, error) {
	d, err := Look(path, src)
	if err != nil {
		return nil, err
	}
	if d.Kind != Mail {
		if err := d.Mapping.Check(); err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
	}
	return d, nil
}

// Look is Open for people: it does not ask that there is a column of text.
func Look(path string, src Source) (*Delivery, error) {
	d, err := look(path, src)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return d, nil
}

func look(path string, src Source) (*Delivery, error) {
	if err := src.Check(); err != nil && src.Name != "" {
		return nil, err
	}
	info, err := os.Stat(path)
	if err != nil {
		return nil, unreadable(err)
	}
	if info.IsDir() {
		return lookMaildir(path, src)
	}
	d := &Delivery{Path: path}
	if err := d.identify(); err != nil {
		return nil, unreadable(err)
	}
	inside, err := packed(path)
	if err != nil {
		return nil, fmt.Errorf("the file is packed and cannot be unpacked (%w): ask for the delivery again", err)
	}
	if inside > 1 {
		return d, d.recogniseAll(inside, src)
	}
	return d, d.recognise(src)
}

// unreadable says what to do about an error of the file system.
func unreadable(err error) error {
	switch {
	case errors.Is(err, os.ErrPermission):
		return errors.New("the file may not be read: give the user that runs luister permission to read it")
	case errors.Is(err, os.ErrNotExist):
		return errors.New("there is no such file")
	}
	return err
}

// identify hashes the delivered bytes.
func (d *Delivery) identify() error {
	file, err := os.Open(d.Path)
	if err != nil {
		return err
	}
	defer file.Close()
	sum := sha256.New()
	d.Size, err = io.Copy(sum, file)
	d.Hash = hex.EncodeToString(sum.Sum(nil))
	return err
}

// recognise tells the kind of one file by its first bytes and finds out the rest.
func (d *Delivery) recognise(src Source) error {
	sample, name, err := d.start()
	if err != nil {
		return err
	}
	if len(sample) == 0 {
		return errors.New("the file is empty: ask for the delivery again")
	}
	kind := mail.Sniff(sample, name)
	if src.Kind == Mail && kind == mail.None {
		kind = mail.EML
	}
	if kind != mail.None && (src.Kind == "" || src.Kind == Auto || src.Kind == Mail) {
		return d.asMail(kind, src)
	}
	if what := binary(sample); what != "" {
		return fmt.Errorf("the file is %s", what)
	}
	return d.asTable(src)
}

// start gives the first plain bytes and the name of the file without packing.
func (d *Delivery) start() ([]byte, string, error) {
	file, err := d.open()
	if err != nil {
		return nil, "", unreadable(err)
	}
	defer file.Close()
	sample := make([]byte, 1<<16)
	n, err := io.ReadFull(file, sample)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return nil, "", err
	}
	return sample[:n], filepath.Base(file.Name), nil
}

// binary says what a file is that holds no text, and what to do; "" if it may
// be text.
func binary(sample []byte) string {
	for _, known := range []struct{ start, what string }{
		{"%PDF", "a PDF: ask for the export as CSV or Excel"},
		{"\xd0\xcf\x11\xe0", "an old Office document: save an .xls as .xlsx or CSV first"},
		{"PK\x03\x04", "an Office document or an archive in an archive: save a sheet as CSV, or unpack it first"},
		{"\x1f\x8b", "packed twice: unpack it first"},
		{"\x28\xb5\x2f\xfd", "packed twice: unpack it first"},
		{"PAR1", "a Parquet file: export it as CSV first"},
		{"\x89PNG", "a picture: it holds no rows"},
		{"\xff\xd8\xff", "a picture: it holds no rows"},
		{"$FL2", "an SPSS file: save it as CSV first"},
		{"$FL3", "an SPSS file: save it as CSV first"},
		{"SQLite format 3", "a database: export the table as CSV first"},
	} {
		if bytes.HasPrefix(sample, []byte(known.start)) {
			return known.what
		}
	}
	if control(sample)*20 > len(sample) && !wide(sample) {
		return "no text: it holds binary data, whatever its name says; ask for the export as CSV or Excel"
	}
	return ""
}

// control counts the bytes that no text holds.
func control(sample []byte) int {
	n := 0
	for _, b := range sample {
		if b < ' ' && b != '\t' && b != '\n' && b != '\r' && b != '\f' && b != 0x1b || b == 0x7f {
			n++
		}
	}
	return n
}

// wide says whether zeros stand where UTF-16 or UTF-32 has them.
func wide(sample []byte) bool {
	if bytes.HasPrefix(sample, []byte("\xff\xfe")) || bytes.HasPrefix(sample, []byte("\xfe\xff")) || bytes.HasPrefix(sample, []byte("\x00\x00\xfe\xff")) {
		return true
	}
	zeros := [4]int{}
	for i, b := range sample {
		if b == 0 {
			zeros[i%4]++
		}
	}
	quarter := len(sample) / 4
	even, odd := zeros[0]+zeros[2], zeros[1]+zeros[3]
	return quarter > 0 && (even > 9*quarter/5 && odd < quarter/5 || odd > 9*quarter/5 && even < quarter/5 ||
		zeros[1] > 9*quarter/10 && zeros[2] > 9*quarter/10)
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
	header, sample, err := d.sample(src.Dialect)
	if err != nil {
		return err
	}
	if len(sample) == 1 && d.Dialect.NoHeader && !src.Dialect.NoHeader && names(sample[0]) {
		header, sample = sample[0], nil
	}
	if len(sample) == 0 {
		return fmt.Errorf("the file holds a header of %d columns and no rows: ask for the delivery again", len(header))
	}
	d.Kind, d.Title = Delimited, "a table"
	m := mapping.Propose(header, sample)
	if err := d.settle(m, src, times); err != nil {
		return err
	}
	d.rows = func() iter.Seq2[ingest.Row, error] { return d.read(0) }
	return nil
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
	plan, ok := survey.Recognise(rows, survey.Layouts())
	if !ok {
		return false, nil
	}
	if len(rows) <= plan.HeaderRows {
		return true, fmt.Errorf("a %s export without responses: ask for the delivery again", plan.Title)
	}
	d.Kind, d.Title, d.Layout.Tool = Survey, plan.Title, plan.Layout
	d.Assumed = slices.DeleteFunc(d.Assumed, func(said string) bool { return strings.Contains(said, "header row") })
	d.Assumed = append([]string{fmt.Sprintf("The file is a survey export: %s.", plan.Title)}, append(d.Assumed, plan.Assumed...)...)
	if err := d.settle(plan.Mapping, src, times); err != nil {
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
	t, err := openTable(file, dialect)
	if err != nil {
		return nil, nil, err
	}
	var sample [][]string
	for rec, err := range t.Records() {
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
	d.stated, d.Dialect, d.Sampled, d.Assumed = dialect, t.Dialect(), len(sample), nil
	for _, seen := range d.Dialect.Seen {
		d.Assumed = append(d.Assumed, sentence(seen))
	}
	return t.Header(), sample, nil
}

// settle puts the configuration over the proposed mapping and tells the rest.
func (d *Delivery) settle(m mapping.Mapping, src Source, times mapping.Times) error {
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
	m.Employee = src.Employee
	if d.Kind == Delimited && asked(m) {
		m.Proactive = true
		d.Assumed = append(d.Assumed, "The organisation asked for this feedback (proactive): the table holds an NPS or respondents. “proactive: false” says otherwise.")
	}
	if src.Proactive != nil {
		m.Proactive = *src.Proactive
	}
	d.Mapping = m
	d.Layout.Kind = d.Kind
	for _, c := range m.Columns {
		d.Layout.Columns = append(d.Layout.Columns, c.Header)
	}
	d.Assumed = append(d.Assumed, assumptions(m)...)
	return nil
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
			meaning = fmt.Sprintf("a score (%s, %g-%g)", c.Scale.Kind, c.Scale.Min, c.Scale.Max)
		}
		said = append(said, fmt.Sprintf("Column “%s” is read as %s: %s.", c.Header, meaning, c.Reason))
	}
	if len(m.With(mapping.Key)) == 0 && len(m.With(mapping.Case)) == 0 {
		said = append(said, "No column is a lasting key: a row is known by its content.")
	}
	return said
}

// read gives the rows of the table, without the first ones, which are header.
func (d *Delivery) read(skip int) iter.Seq2[ingest.Row, error] {
	return func(yield func(ingest.Row, error) bool) {
		file, err := d.open()
		if err != nil {
			yield(ingest.Row{}, fmt.Errorf("reading %s: %w", d.Path, unreadable(err)))
			return
		}
		defer file.Close()
		t, err := openTable(file, d.stated)
		if err != nil {
			yield(ingest.Row{}, fmt.Errorf("reading %s: %w", d.Path, err))
			return
		}
		n := 0
		for rec, err := range t.Records() {
			if err != nil {
				yield(ingest.Row{}, fmt.Errorf("reading %s: %w", d.Path, err))
				return
			}
			if n++; n <= skip {
				continue
			}
			if !yield(d.row(rec), nil) {
				return
			}
		}
	}
}

// row maps one record.
func (d *Delivery) row(rec delimited.Record) ingest.Row {
	if rec.Reject != "" {
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
