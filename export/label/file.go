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
	markNone      = "-"         // no code; after others: no other code
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
		header = append(append(header, proposed+columnOf[field]), columnsOf(field)...)
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
			row = append(append(row, proposal), make([]string, len(columnsOf(field)))...)
		}
		rows = append(rows, append(row, "", ""))
	}
	return header, rows
}

// columnsPerField is how many columns a field with any number of codes has: what
// can be chosen from a list is one code per cell.
const columnsPerField = 3

// columnsOf names the columns of a field, of which the first says whether it was
// coded.
func columnsOf(field string) []string {
	columns := []string{columnOf[field]}
	if taught.Multi(field) {
		for n := 2; n <= columnsPerField; n++ {
			columns = append(columns, fmt.Sprintf("%s_%d", columnOf[field], n))
		}
	}
	return columns
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
	header, rows := table()
	for i := range rows {
		for j, cell := range rows[i] {
			rows[i][j] = harmless(cell)
		}
	}
	return writeRows(w, header, rows)
}

func writeRows(w io.Writer, header []string, rows [][]string) error {
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return err
	}
	out := csv.NewWriter(w)
	out.Comma, out.UseCRLF = ';', true
	if err := out.Write(header); err != nil {
		return err
	}
	if err := out.WriteAll(rows); err != nil {
		return err
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
func (f *File) WriteXLSX(w io.Writer) error { return writeBook(w, f.table, f.Values) }

func writeBook(w io.Writer, table, listed func() ([]string, [][]string), others ...sheet.Sheet) error {
	header, rows := table()
	valuesHeader, values := listed()
	widths := append([]float64{18, 0, 0, 0, 24, 80}, make([]float64, len(header))...)
	batch := sheet.Sheet{Name: Sheet, Header: header, Rows: rows, Widths: widths, Choices: map[int]sheet.Choice{}}
	for i, name := range header {
		if from, to := rangeOf(values, name); to > 0 {
			batch.Widths[i] = 22
			batch.Choices[i] = sheet.Choice{Sheet: valuesSheet, Column: 1, From: from + 2, To: to + 1}
		}
	}
	all := []sheet.Sheet{batch,
		{Name: valuesSheet, Header: valuesHeader, Rows: values, Widths: []float64{12, 32, 32, 80}},
		{Name: explanation, Header: []string{"Zo vult u dit in"}, Rows: Instructions(), Widths: []float64{120}}}
	return sheet.Write(w, append(all, others...)...)
}

// rangeOf gives the rows of values that are about a column, half-open.
func rangeOf(values [][]string, column string) (from, to int) {
	field, _, _ := strings.Cut(column, "_")
	from = slices.IndexFunc(values, func(v []string) bool { return v[0] == field })
	if from < 0 {
		return 0, 0
	}
	for to = from; to < len(values) && values[to][0] == field; to++ {
	}
	return from, to
}

// Instructions says how the file is filled in.
func Instructions() [][]string {
	return [][]string{
		{"Vul achter elke tekst per veld de code in; een leeg vak betekent: niet gecodeerd."},
		{"= betekent: het voorstel klopt. - betekent: geen enkele code."},
		{"Onderwerp, beleving en signaal hebben elk drie vakken, de belangrijkste code eerst; in één vak mogen ook meer codes staan, met een puntkomma ertussen."},
		{"Een - na de laatste code betekent: verder niets. Zonder - leert het model niet dat een code die u niet noemt ontbreekt."},
		{"Rijen met deel 'toets' zijn willekeurig getrokken en tonen geen voorstel: daarmee wordt gemeten, en daarvan leert het model niet."},
		{"Vul uw naam of initialen in bij codeur. De kolom feedback_id en deel blijven zoals ze zijn."},
	}
}

// Filled is what a coder filled in for one feedback.
type Filled struct {
	ID, Part, Who, Why string
	Codes              map[string][]string // by field; empty: there is none
	Whole              map[string]bool     // fields of which there is nothing beside Codes
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
		f, wrong := readFilled(names, func(column string) string {
			if i, ok := at[column]; ok && i < len(row) {
				return written(row[i])
			}
			return ""
		})
		for _, p := range wrong {
			p.Row = n + 1
			problems = append(problems, p)
		}
		if len(f.Codes)+len(f.Accepted) > 0 {
			filled = append(filled, f)
		}
	}
	return filled, problems, nil
}

// written is what somebody wrote in a cell.
func written(cell string) string { return strings.TrimPrefix(strings.TrimSpace(cell), "'") }

// readFilled reads one row by the names of its columns.
func readFilled(names map[string]map[string]string, cell func(column string) string) (f Filled, wrong []Problem) {
	f = Filled{ID: cell(columnID), Part: cell(columnPart), Who: cell(columnWho), Why: cell(columnWhy), Codes: map[string][]string{}, Whole: map[string]bool{}}
	for _, field := range taught.Fields() {
		var cells []string
		for _, column := range columnsOf(field) {
			if text := cell(column); text != "" {
				cells = append(cells, text)
			}
		}
		switch text := strings.Join(cells, codesTogether); text {
		case "":
		case markAccepted:
			f.Accepted = append(f.Accepted, field)
		default:
			codes, whole, problem := parseCodes(text, field, names[field])
			if problem != "" {
				wrong = append(wrong, Problem{Column: columnOf[field], What: problem})
				continue
			}
			f.Codes[field], f.Whole[field] = codes, whole || f.Part == Measured
		}
	}
	return f, wrong
}

// parseCodes reads the cells of a field, and whether they say that there is
// nothing else: by a mark at the end, or by being full.
func parseCodes(text, field string, names map[string]string) (codes []string, whole bool, wrong string) {
	for _, part := range strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return strings.ContainsRune(";,|\n", r) }) {
		part = strings.TrimSpace(part)
		switch id, known := names[part]; {
		case part == "":
		case part == markNone || part == "geen":
			whole = true
		case !known:
			return nil, false, "geen code van het schema; zie de waarden"
		case whole:
			return nil, false, "na een - kan geen code meer staan"
		case !slices.Contains(codes, id):
			codes = append(codes, id)
		}
	}
	switch {
	case taught.Multi(field):
		if len(codes) == 0 && !whole {
			return nil, false, "hier staat geen code"
		}
		return codes, whole || len(codes) >= columnsPerField, ""
	case len(codes) == 0:
		return nil, false, "dit veld kan niet leeg zijn"
	case len(codes) > 1:
		return nil, false, "hier past één code"
	}
	return codes, true, ""
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
		if codes := taught.Codes(&r.Coding, field); !slices.Contains(codes, "") { // a line that is not known cannot be right
			f.Codes[field], f.Whole[field] = codes, true
		}
	}
	return blind
}
