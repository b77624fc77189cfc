package source

import (
	"bufio"
	"cmp"
	"errors"
	"fmt"
	"io"
	"iter"

	"luister/ingest"
	"luister/ingest/columnar"
	"luister/ingest/sheet"
	"luister/ingest/spss"
	"luister/ingest/unpack"
)

// A plainFile is the plain content of a delivered file, or of one file of an
// archive: unpacked, and a workbook, an SPSS file or a Parquet file as text.
type plainFile struct {
	io.Reader
	name  string
	close []func() error
}

// Close closes the delivered file.
func (f *plainFile) Close() error {
	var errs []error
	for i := len(f.close) - 1; i >= 0; i-- {
		errs = append(errs, f.close[i]())
	}
	return errors.Join(errs...)
}

// open gives the plain content of the delivery.
func (d *Delivery) open() (*plainFile, error) {
	all, err := unpack.Open(d.Path)
	if err != nil {
		return nil, err
	}
	f := &plainFile{close: []func() error{func() error { return unpack.Close(all) }}}
	if d.member >= len(all) {
		f.Close()
		return nil, errors.New("the archive changed while it was read")
	}
	f.name = all[d.member].Name
	in := bufio.NewReaderSize(all[d.member], 1<<16)
	f.Reader = in
	text, form, err := AsText(in, d.sheet)
	if err != nil {
		f.Close()
		return nil, err
	}
	if form.Name != "" {
		f.Reader, f.close, d.form = text, append(f.close, text.Close), form
	}
	return f, nil
}

// A Form is what a table is kept in that is no text. The zero value is text.
type Form struct {
	Name string       // a workbook, an SPSS file, a Parquet file
	Said string       // what was read of it, as a sentence
	Left []sheet.Left // of a workbook: the sheets with texts that are not read

	Sheet  string         // of a workbook: the sheet that is read
	Sheets []sheet.Listed // of a workbook: all of them
}

// AsText gives the text of a file that holds a table in another form; of a workbook
// the text of the sheet with this name, or of its data sheet if name is empty. Form
// is zero, and there is nothing to close, where the file is text already.
func AsText(in *bufio.Reader, name string) (text io.ReadCloser, form Form, err error) {
	start, _ := in.Peek(1 << 16)
	switch {
	case sheet.Looks(start):
		return sheetText(in, name)
	case spss.Looks(start):
		file, err := spss.Open(in)
		if err != nil {
			return nil, Form{}, err
		}
		return file.Text(), Form{Name: "an SPSS file", Said: "The file is an SPSS file; a column has the name and the label of its variable."}, nil
	case columnar.Looks(start):
		file, err := columnar.Open(in)
		if err != nil {
			return nil, Form{}, err
		}
		return file.Text(), Form{Name: "a Parquet file", Said: "The file is a Parquet file; lists are joined with commas."}, nil
	}
	return io.NopCloser(in), Form{}, nil
}

// sheetText gives the text of one sheet of a workbook.
func sheetText(in io.Reader, name string) (io.ReadCloser, Form, error) {
	book, err := sheet.Open(in)
	if err != nil {
		return nil, Form{}, err
	}
	form := Form{Name: "a workbook", Sheets: book.Sheets()}
	if name != "" && !book.Use(name) {
		err := fmt.Errorf("the workbook has no such sheet as the configuration states (“sheet:”); 'luister inspect' names the %d it has", len(form.Sheets))
		return nil, Form{}, errors.Join(err, book.Close())
	}
	form.Sheet, form.Left = book.Data, book.Left()
	form.Said = fmt.Sprintf("The data sheet of the workbook is “%s”: %s.", book.Data, book.Why)
	return closing{book.Text(), book.Close}, form, nil
}

// Sheets gives the sheets of a workbook, and the one that is read.
func (d *Delivery) Sheets() (all []sheet.Listed, read string) { return d.form.Sheets, d.form.Sheet }

// Left gives the sheets of a workbook that hold texts and are not read.
func (d *Delivery) Left() []sheet.Left {
	if len(d.parts) == 0 {
		return d.form.Left
	}
	var left []sheet.Left
	for _, part := range d.parts {
		left = append(left, part.Left()...)
	}
	return left
}

// closing is a text with something to close after it.
type closing struct {
	io.ReadCloser
	after func() error
}

func (c closing) Close() error { return errors.Join(c.ReadCloser.Close(), c.after()) }

// packed says how many files a delivered file holds.
func packed(path string) (int, error) {
	all, err := unpack.Open(path)
	if err != nil {
		return 0, err
	}
	return len(all), unpack.Close(all)
}

// recogniseAll reads an archive of several files as one delivery: its kind,
// layout and mapping are those of its first file that can be read. A file in it
// that cannot be read is one rejected row.
func (d *Delivery) recogniseAll(inside int, src Source) error {
	parts := make([]*Delivery, inside)
	wrong := make([]error, inside)
	first := -1
	for i := range parts {
		parts[i] = &Delivery{Path: d.Path, member: i, now: src.Now, sheet: src.Sheet}
		if wrong[i] = parts[i].recognise(src); wrong[i] == nil && (first < 0 || parts[first].empty && !parts[i].empty) {
			first = i
			src.KnownKey = cmp.Or(src.KnownKey, parts[i].Key)
		}
	}
	if first < 0 {
		return fmt.Errorf("none of the %d files in the archive can be read; the first: %w", inside, wrong[0])
	}
	hash, size := d.Hash, d.Size
	*d = *parts[first]
	d.Hash, d.Size, d.parts = hash, size, parts
	d.Assumed = append([]string{fmt.Sprintf("The file is an archive of %d files, read one after the other; this is said of number %d.", inside, first+1)}, d.Assumed...)
	d.rows = func() iter.Seq2[ingest.Row, error] { return concat(parts, wrong) }
	return nil
}

// concat gives the rows of all parts in their order.
func concat(parts []*Delivery, wrong []error) iter.Seq2[ingest.Row, error] {
	return func(yield func(ingest.Row, error) bool) {
		for i, part := range parts {
			if wrong[i] != nil {
				if !yield(ingest.Row{Line: 1, Part: i + 1, Reject: fmt.Sprintf("bestand %d van het archief is niet leesbaar", i+1)}, nil) {
					return
				}
				continue
			}
			for row, err := range part.Rows() {
				row.Part = i + 1
				if !yield(row, err) {
					return
				}
			}
		}
	}
}
