// Package sheet reads Excel workbooks (.xlsx) as tables.
//
// It owns the choice of the data sheet and how a cell is written as text: dates
// as 2026-03-31 14:05:06, numbers and booleans as they are stored. It reads
// bytes and gives the sheet as RFC 4180 text, so that whatever reads delimited
// files (headers, preambles, footers) reads workbooks too. It tells which other sheets hold texts. It is the only door
// to excelize. It never writes to disk: unpacked sheets stay in memory.
package sheet

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"luister/ingest/unpack"
	"luister/ingest/value"
)

// maxUnpacked is how large a workbook may be when unpacked.
const maxUnpacked = 1 << 30

// formsSheet is the hidden sheet by which Microsoft Forms marks its exports; its
// cell A2 names the sheet with the answers.
const formsSheet = "_56F9DC9755BA473782653E2940F9"

// learned is how many rows tell which columns hold dates.
const learned = 300

// Looks says whether the first bytes of a file are those of an Office document.
func Looks(start []byte) bool { return unpack.Office(start) }

// A Workbook is an open workbook; Close frees it.
type Workbook struct {
	file *excelize.File
	Data string // name of the data sheet
	Why  string // why it is the data sheet
	base bool   // dates count from 1904
}

// Open reads a workbook and chooses its data sheet. Errors say what to do.
func Open(r io.Reader) (book *Workbook, err error) {
	defer func() {
		if recover() != nil { // excelize on damaged parts
			book, err = nil, refuse(errors.New("unreadable parts"))
		}
	}()
	file, err := excelize.OpenReader(r, excelize.Options{UnzipSizeLimit: maxUnpacked, UnzipXMLSizeLimit: maxUnpacked})
	if err != nil {
		return nil, refuse(err)
	}
	w := &Workbook{file: file}
	if props, err := file.GetWorkbookProps(); err == nil && props.Date1904 != nil {
		w.base = *props.Date1904
	}
	if err := w.choose(); err != nil {
		file.Close()
		return nil, err
	}
	return w, nil
}

// refuse says what to do about a workbook that cannot be read.
func refuse(err error) error {
	switch {
	case errors.Is(err, excelize.ErrWorkbookFileFormat):
		return errors.New("the file is an Office document, but no workbook that can be read: save it as .xlsx without a password, or as CSV")
	case errors.Is(err, excelize.ErrWorkbookPassword):
		return errors.New("the workbook has a password: save it without")
	}
	return fmt.Errorf("the workbook is damaged (%w): open it in Excel and save it again, or as CSV", err)
}

// A Listed is a sheet as people see it.
type Listed struct {
	Name   string
	Hidden bool
}

// Sheets lists the sheets in their order.
func (w *Workbook) Sheets() (all []Listed) {
	for _, name := range w.file.GetSheetList() {
		visible, err := w.file.GetSheetVisible(name)
		all = append(all, Listed{name, err != nil || !visible})
	}
	return all
}

// Close frees the workbook.
func (w *Workbook) Close() error { return w.file.Close() }

// choose finds the data sheet: the one that Microsoft Forms names, else the
// visible sheet with the most filled cells in its first rows.
func (w *Workbook) choose() error {
	if name, err := w.file.GetCellValue(formsSheet, "A2"); err == nil && name != "" {
		if i, err := w.file.GetSheetIndex(name); err == nil && i >= 0 {
			w.Data, w.Why = name, "Microsoft Forms names it"
			return nil
		}
	}
	most, sheets := 0, 0
	for _, name := range w.file.GetSheetList() {
		if visible, err := w.file.GetSheetVisible(name); err != nil || !visible {
			continue
		}
		sheets++
		if n := w.filled(name); n > most {
			most, w.Data = n, name
		}
	}
	if w.Data == "" {
		return errors.New("the workbook has no sheet with cells: ask for the delivery again")
	}
	w.Why = "it has the most cells"
	if sheets == 1 {
		w.Why = "it is the only one"
	}
	return nil
}

// Use makes a sheet the data sheet, by its name in whatever case, or by #1 for the
// first; false if there is none.
func (w *Workbook) Use(name string) bool {
	names := w.file.GetSheetList()
	i, err := w.file.GetSheetIndex(strings.TrimSpace(name))
	if nth, ok := strings.CutPrefix(name, "#"); ok && i < 0 {
		if i, err = strconv.Atoi(nth); err == nil {
			i--
		}
	}
	if err != nil || i < 0 || i >= len(names) {
		return false
	}
	w.Data, w.Why = names[i], "it was asked for"
	return true
}

// filled counts the filled cells in the first rows of a sheet.
func (w *Workbook) filled(name string) int {
	rows, err := w.file.Rows(name)
	if err != nil {
		return 0
	}
	defer rows.Close()
	n := 0
	for i := 0; i < learned && rows.Next(); i++ {
		cells, err := rows.Columns()
		if err != nil {
			break
		}
		for _, cell := range cells {
			if strings.TrimSpace(cell) != "" {
				n++
			}
		}
	}
	return n
}

// WriteTo writes the data sheet as RFC 4180 text, UTF-8, every row as wide as
// the widest of the first rows; empty rows are left out.
func (w *Workbook) WriteTo(to io.Writer) (int64, error) {
	counted := &counter{w: to}
	dates, width, err := w.learn()
	if err != nil {
		return 0, err
	}
	rows, err := w.file.Rows(w.Data)
	if err != nil {
		return 0, refuse(err)
	}
	defer rows.Close()
	out := csv.NewWriter(counted)
	for i := 0; rows.Next(); i++ {
		cells, err := rows.Columns(excelize.Options{RawCellValue: true})
		if err != nil {
			return counted.n, refuse(err)
		}
		if !w.write(out, cells, dates, width) {
			break
		}
	}
	out.Flush()
	return counted.n, errors.Join(out.Error(), rows.Error())
}

// write writes one row; false means that nobody reads on.
func (w *Workbook) write(out *csv.Writer, cells []string, dates map[int]bool, width int) bool {
	filled := false
	for i, cell := range cells {
		filled = filled || strings.TrimSpace(cell) != ""
		if dates[i] {
			cells[i] = w.date(cell)
		}
	}
	if !filled {
		return true
	}
	for len(cells) < width {
		cells = append(cells, "")
	}
	return out.Write(cells) == nil
}

// learn compares the first rows as stored with the same rows as shown: a number
// that is shown with two separators is a date.
func (w *Workbook) learn() (dates map[int]bool, width int, err error) {
	stored, err := w.file.Rows(w.Data)
	if err != nil {
		return nil, 0, refuse(err)
	}
	defer stored.Close()
	shown, err := w.file.Rows(w.Data)
	if err != nil {
		return nil, 0, refuse(err)
	}
	defer shown.Close()
	votes := map[int]int{}
	for i := 0; i < learned && stored.Next() && shown.Next(); i++ {
		raw, err := stored.Columns(excelize.Options{RawCellValue: true})
		if err != nil {
			return nil, 0, refuse(err)
		}
		seen, err := shown.Columns()
		if err != nil {
			return nil, 0, refuse(err)
		}
		width = max(width, len(raw))
		vote(votes, raw, seen)
	}
	dates = map[int]bool{}
	for column, n := range votes {
		dates[column] = n > 0
	}
	return dates, width, nil
}

// vote counts per column cells that are dates against other numbers.
func vote(votes map[int]int, raw, seen []string) {
	for i := range min(len(raw), len(seen)) {
		if _, err := strconv.ParseFloat(raw[i], 64); err != nil {
			continue
		}
		marks := strings.Count(seen[i], "-") + strings.Count(seen[i], "/") + strings.Count(seen[i], ":")
		_, reads := value.ParseDate(seen[i], "")
		if raw[i] != seen[i] && (marks >= 2 || reads) {
			votes[i]++
		} else {
			votes[i]--
		}
	}
}

// date writes a stored date as text; anything else stays.
func (w *Workbook) date(cell string) string {
	serial, err := strconv.ParseFloat(cell, 64)
	if err != nil {
		return cell
	}
	at, err := excelize.ExcelDateToTime(serial, w.base)
	if err != nil {
		return cell
	}
	at = at.Round(time.Second)
	if serial == float64(int64(serial)) {
		return at.Format("2006-01-02")
	}
	return at.Format("2006-01-02 15:04:05")
}

// Text gives the data sheet as it is written. It must be closed before the
// workbook is.
func (w *Workbook) Text() io.ReadCloser {
	return unpack.Pipe(func(to io.Writer) (err error) {
		defer func() {
			if recover() != nil { // excelize on damaged parts
				err = refuse(errors.New("unreadable parts"))
			}
		}()
		_, err = w.WriteTo(to)
		return err
	})
}

// A counter counts what is written.
type counter struct {
	w io.Writer
	n int64
}

func (c *counter) Write(p []byte) (int, error) {
	n, err := c.w.Write(p)
	c.n += int64(n)
	return n, err
}
