package label

import (
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"luister/ingest/sheet"
	"luister/nlp/code"
	"luister/nlp/taught"
)

// Columns of the file beside those of the fields.
const (
	columnID      = "feedback_id"
	columnPart    = "deel"
	columnWho     = "codeur"
	columnWhy     = "toelichting"
	proposed      = "voorstel_" // before the name of a field
	markAccepted  = "="         // the proposal is right
	valuesSheet   = "waarden"
	explanation   = "uitleg"
	codesTogether = "; "
)

// Sheet is the sheet of a workbook that people fill in.
const Sheet = "coderen"

// columnOf is what people call a field.
var columnOf = map[string]string{taught.Form: "vorm", taught.Sentiment: "sentiment", taught.Topic: "onderwerp", taught.Experience: "beleving",
	taught.Flag: "signaal", taught.Line: "lijn", taught.Severity: "ernst"}

// Column gives the name of a field in files and reports.
func Column(field string) string { return columnOf[field] }

// Field gives the field that people or programs call name, "" if there is none.
func Field(name string) string {
	for _, field := range taught.Fields() {
		if name == field || name == columnOf[field] || name == field+"s" || name == "severity" && field == taught.Severity {
			return field
		}
	}
	return ""
}

// A File is a batch as people get it.
type File struct {
	Scheme *code.Scheme
	Fields []string // to code; none means all
	Rows   []Row
}

func (f *File) fields() []string {
	if len(f.Fields) == 0 {
		return taught.Fields()
	}
	return f.Fields
}

// table gives the batch as text. The random part shows no proposal: who reads
// one agrees with it more easily.
func (f *File) table() (header []string, rows [][]string) {
	header = []string{columnID, columnPart, "ontvangen", "bron", "vraag", "tekst"}
	for _, field := range f.fields() {
		header = append(header, proposed+columnOf[field], columnOf[field])
	}
	header = append(header, columnWhy, columnWho)
	for i := range f.Rows {
		r := &f.Rows[i]
		received := ""
		if !r.Received.IsZero() {
			received = r.Received.Format(time.DateOnly)
		}
		row := []string{r.ID, r.Part, received, r.Source, r.Context, r.Text}
		for _, field := range f.fields() {
			proposal := ""
			if r.Part != Measured {
				proposal = strings.Join(taught.Codes(&r.Coding, field), codesTogether)
			}
			row = append(row, proposal, "")
		}
		rows = append(rows, append(row, "", ""))
	}
	return header, rows
}

// Values lists what can be filled in: field, code, name, description.
func (f *File) Values() (header []string, rows [][]string) {
	for _, field := range f.fields() {
		for _, c := range classes(f.Scheme, field) {
			rows = append(rows, []string{columnOf[field], c.ID, c.Label, c.Description})
		}
	}
	return []string{"veld", "code", "naam", "omschrijving"}, rows
}

func classes(s *code.Scheme, field string) []code.Class {
	return map[string][]code.Class{taught.Form: s.Forms, taught.Sentiment: s.Sentiments, taught.Topic: s.Topics, taught.Experience: s.Experiences,
		taught.Flag: s.Flags, taught.Line: s.Lines, taught.Severity: s.Severities}[field]
}

// WriteCSV writes the batch with a byte order mark and semicolons, as Dutch
// spreadsheets expect.
func (f *File) WriteCSV(w io.Writer) error { return writeCSV(w, f.table) }

// WriteValuesCSV writes what can be filled in, in the same way.
func (f *File) WriteValuesCSV(w io.Writer) error { return writeCSV(w, f.Values) }

func writeCSV(w io.Writer, table func() ([]string, [][]string)) error {
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return err
	}
	header, rows := table()
	out := csv.NewWriter(w)
	out.Comma, out.UseCRLF = ';', true
	if err := out.Write(header); err != nil {
		return err
	}
	for i := range rows {
		for j, cell := range rows[i] {
			rows[i][j] = harmless(cell)
		}
		if err := out.Write(rows[i]); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// harmless keeps a spreadsheet from taking a text for a formula.
func harmless(cell string) string {
	if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
		return "'" + cell
	}
	return cell
}

// WriteXLSX writes the batch as a workbook with the values to choose from.
func (f *File) WriteXLSX(w io.Writer) error {
	header, rows := f.table()
	valuesHeader, values := f.Values()
	widths := make([]float64, len(header))
	widths[0], widths[4], widths[5] = 18, 24, 80
	batch := sheet.Sheet{Name: Sheet, Header: header, Rows: rows, Widths: widths, Choices: map[int]sheet.Choice{}}
	for i, name := range header {
		if from, to := rangeOf(values, name); to > 0 {
			batch.Widths[i] = 22
			batch.Choices[i] = sheet.Choice{Sheet: valuesSheet, Column: 1, From: from + 2, To: to + 1}
		}
	}
	return sheet.Write(w, batch,
		sheet.Sheet{Name: valuesSheet, Header: valuesHeader, Rows: values, Widths: []float64{12, 32, 32, 80}},
		sheet.Sheet{Name: explanation, Header: []string{"Zo vult u dit in"}, Rows: Instructions(), Widths: []float64{120}})
}

// rangeOf gives the rows of values that are about a column, half-open.
func rangeOf(values [][]string, column string) (from, to int) {
	from = slices.IndexFunc(values, func(v []string) bool { return v[0] == column })
	if from < 0 {
		return 0, 0
	}
	for to = from; to < len(values) && values[to][0] == column; to++ {
	}
	return from, to
}

// Instructions says how the file is filled in.
func Instructions() [][]string {
	return [][]string{
		{"Vul achter elke tekst per veld de code in; een leeg vak betekent: niet gecodeerd."},
		{"= betekent: het voorstel klopt. - betekent: geen enkele code."},
		{"Meer codes bij onderwerp, beleving en signaal: scheid ze met een puntkomma, de belangrijkste eerst."},
		{"Rijen met deel 'toets' zijn willekeurig getrokken en tonen geen voorstel: daarmee wordt gemeten, en daarvan leert het model niet."},
		{"Vul uw naam of initialen in bij codeur. De kolom feedback_id en deel blijven zoals ze zijn."},
	}
}

// Filled is what a coder filled in for one feedback.
type Filled struct {
	ID, Part, Who, Why string
	Codes              map[string][]string // by field; empty: there is none
	Accepted           []string            // fields of which the proposal is right
}

// A Problem is a cell that cannot be read. It holds nothing of a text.
type Problem struct {
	Row    int // 1 is the first row below the header
	Column string
	What   string
}

func (p Problem) String() string { return fmt.Sprintf("rij %d, %s: %s", p.Row, p.Column, p.What) }

// Read reads a file back. Rows in which no field is filled in are left out; a
// cell that is no code of the scheme is a Problem and counts as not filled in.
func Read(header []string, rows [][]string, scheme *code.Scheme) (filled []Filled, problems []Problem, err error) {
	at := map[string]int{}
	for i, name := range header {
		at[strings.ToLower(strings.TrimSpace(name))] = i
	}
	if _, ok := at[columnID]; !ok {
		return nil, nil, errColumn(columnID)
	}
	names := codeNames(scheme)
	for n, row := range rows {
		cell := func(column string) string {
			if i, ok := at[column]; ok && i < len(row) {
				return strings.TrimPrefix(strings.TrimSpace(row[i]), "'")
			}
			return ""
		}
		f := Filled{ID: cell(columnID), Part: cell(columnPart), Who: cell(columnWho), Why: cell(columnWhy), Codes: map[string][]string{}}
		for _, field := range taught.Fields() {
			text := cell(columnOf[field])
			if text == "" {
				continue
			}
			if text == markAccepted {
				f.Accepted = append(f.Accepted, field)
				continue
			}
			codes, wrong := parseCodes(text, field, names[field])
			if wrong != "" {
				problems = append(problems, Problem{n + 1, columnOf[field], wrong})
				continue
			}
			f.Codes[field] = codes
		}
		if len(f.Codes)+len(f.Accepted) > 0 {
			filled = append(filled, f)
		}
	}
	return filled, problems, nil
}

// parseCodes reads a cell.
func parseCodes(text, field string, names map[string]string) (codes []string, wrong string) {
	if none := strings.ToLower(text); none == "-" || none == "geen" {
		if !taught.Multi(field) {
			return nil, "dit veld kan niet leeg zijn"
		}
		return nil, ""
	}
	for _, part := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(";,|\n", r) }) {
		if part = strings.ToLower(strings.TrimSpace(part)); part == "" {
			continue
		}
		id, known := names[part]
		if !known {
			return nil, "geen code van het schema; zie de waarden"
		}
		if !slices.Contains(codes, id) {
			codes = append(codes, id)
		}
	}
	if len(codes) == 0 || len(codes) > 1 && !taught.Multi(field) {
		return nil, "hier past één code"
	}
	return codes, ""
}

// codeNames gives for each field what its codes can be called: by id, and by
// label where no two share it.
func codeNames(s *code.Scheme) map[string]map[string]string {
	out := map[string]map[string]string{}
	for _, field := range taught.Fields() {
		names, shared := map[string]string{}, map[string]bool{}
		for _, c := range classes(s, field) {
			label := strings.ToLower(c.Label)
			if other, twice := names[label]; twice && other != c.ID {
				shared[label] = true
			}
			names[label] = c.ID
		}
		for label := range shared {
			delete(names, label)
		}
		for _, c := range classes(s, field) {
			names[strings.ToLower(c.ID)] = c.ID
		}
		out[field] = names
	}
	return out
}

// Accept fills in the proposals that the coder found right, and gives the names
// of fields of which none was shown.
func (f *Filled) Accept(r *Row) (blind []string) {
	for _, field := range f.Accepted {
		if f.Part == Measured {
			blind = append(blind, columnOf[field])
			continue
		}
		f.Codes[field] = taught.Codes(&r.Coding, field)
	}
	return blind
}
