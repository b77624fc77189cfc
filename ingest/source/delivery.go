package source

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"time"

	"luister/ingest"
	"luister/ingest/delimited"
	"luister/ingest/mail"
	"luister/ingest/mapping"
	"luister/ingest/objects"
	"luister/ingest/unpack"
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
	Dialect delimited.Dialect // of a delimited file, as it is read; zero for anything else
	Sampled int               // rows looked at to find all this out

	// Key says by what feedback is known: “kolom Zaaknummer”, “kolom Zaaknummer +
	// inhoud”, “inhoud” or “message-id”. Handed back as Source.KnownKey, it holds
	// for later deliveries.
	Key string

	now    time.Time         // as Source.Now
	parts  []*Delivery       // of an archive
	member int               // which file of an archive
	sheet  string            // as Source.Sheet
	form   Form              // of a workbook, an SPSS or a Parquet file
	stated delimited.Dialect // by which Dialect was found
	empty  bool              // a header and no rows

	maildir bool // Path is a folder of messages
	rows    func() iter.Seq2[ingest.Row, error]
}

// sampleRows is how many rows are looked at before reading: enough to tell a
// column of text from one of choices.
const sampleRows = 300

// Open finds out how a delivery is read, as far as src does not state it, and
// that it can give feedback. The errors say what to do.
func Open(path string, src Source) (*Delivery, error) {
	d, err := Look(path, src)
	if err != nil {
		return nil, err
	}
	if err := d.Check(); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return d, nil
}

// Check says whether the delivery can give anything.
func (d *Delivery) Check() error {
	if d.Kind == Mail || d.Kind == Exposure || d.empty {
		return nil
	}
	return d.Mapping.Check()
}

// Look is Open for people: it does not ask that Check finds nothing.
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
	d := &Delivery{Path: path, now: src.Now, sheet: src.Sheet}
	if err := d.identify(); err != nil {
		return nil, unreadable(err)
	}
	inside, err := packed(path)
	if errors.Is(err, unpack.ErrCut) {
		return nil, err
	}
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
	if what := delimited.Binary(sample); what != "" {
		return fmt.Errorf("the file is %s", what)
	}
	if src.Kind == JSON || (src.Kind == "" || src.Kind == Auto) && objects.Looks(sample) {
		return d.asObjects(src)
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
	return sample[:n], filepath.Base(file.name), nil
}
