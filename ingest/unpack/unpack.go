// Package unpack opens files that may be compressed: gzip, zstd and zip around
// any file, recognised by content.
//
// It owns compression and archives and nothing else. It gives the files inside,
// as readers of their plain bytes. It never writes to disk, and it does not look
// into formats that only happen to be zip files (xlsx).
package unpack

import (
	"archive/zip"
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

// A Member is one file, unpacked while it is read. Name is its name inside the
// archive, or the name of the file itself without .gz or .zst.
type Member struct {
	io.Reader
	Name string
	open func() (io.Reader, error) // set until the first Read
	done []func() error
}

// ErrEmptyArchive is returned for a zip file without any file in it.
var ErrEmptyArchive = errors.New("the archive holds no file")

// ErrCut is returned where a packed file ends too early.
var ErrCut = errors.New("the packed file is cut off: its end is missing, ask for the delivery again")

// Open opens a file. A file that is not packed is its only member. Members of a
// zip are given in the order of the archive, without folders and hidden files;
// they are read one after the other. Close must be called when err is nil.
func Open(name string) ([]*Member, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	info, err := f.Stat()
	if err == nil && info.IsDir() {
		err = fmt.Errorf("%s is a folder", name)
	}
	if err != nil {
		f.Close()
		return nil, err
	}
	members, err := members(f, info.Size(), filepath.Base(name))
	if err != nil {
		f.Close()
		return nil, err
	}
	members[0].done = append(members[0].done, f.Close)
	return members, nil
}

// Close closes all members and the file they come from.
func Close(members []*Member) error {
	var errs []error
	for i := len(members) - 1; i >= 0; i-- {
		for _, done := range members[i].done {
			errs = append(errs, done())
		}
	}
	return errors.Join(errs...)
}

func members(f *os.File, size int64, name string) ([]*Member, error) {
	in := bufio.NewReaderSize(f, 64<<10)
	head, err := in.Peek(8 << 10)
	if err != nil && err != io.EOF {
		return nil, err
	}
	switch {
	case bytes.HasPrefix(head, []byte{0x1f, 0x8b}):
		r, err := gzip.NewReader(in)
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			return nil, ErrCut
		}
		if err != nil {
			return nil, fmt.Errorf("gzip: %w", err)
		}
		return []*Member{{Reader: r, Name: trimSuffix(name, ".gz"), done: []func() error{r.Close}}}, nil
	case bytes.HasPrefix(head, []byte{0x28, 0xb5, 0x2f, 0xfd}):
		r, err := zstd.NewReader(in, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(256<<20))
		if err != nil {
			return nil, fmt.Errorf("zstd: %w", err)
		}
		return []*Member{{Reader: r, Name: trimSuffix(name, ".zst"), done: []func() error{func() error { r.Close(); return nil }}}}, nil
	case bytes.HasPrefix(head, []byte("PK\x03\x04")) && !Office(head):
		return zipped(f, size)
	}
	return []*Member{{Reader: in, Name: name}}, nil
}

// Office says whether the first bytes of a file are those of a zip file that an
// office program wrote: by its first entry, for the list of parts may stand last,
// and an archive of workbooks holds such lists too.
func Office(head []byte) bool {
	if len(head) < 30 || !bytes.HasPrefix(head, []byte("PK\x03\x04")) {
		return false
	}
	name := string(head[30:min(len(head), 30+int(binary.LittleEndian.Uint16(head[26:])))])
	for _, part := range []string{"[Content_Types].xml", "mimetype", "_rels/", "docProps/", "customXml/", "xl/", "word/"} {
		if strings.HasPrefix(name, part) {
			return true
		}
	}
	return false
}

func zipped(f *os.File, size int64) ([]*Member, error) {
	archive, err := zip.NewReader(f, size)
	if errors.Is(err, zip.ErrFormat) {
		return nil, ErrCut // it begins as a zip and has no end
	}
	if err != nil {
		return nil, fmt.Errorf("zip: %w", err)
	}
	var out []*Member
	for _, file := range archive.File {
		base := path.Base(file.Name)
		if file.FileInfo().IsDir() || strings.HasPrefix(base, ".") || strings.HasPrefix(file.Name, "__MACOSX/") {
			continue
		}
		if file.Flags&1 != 0 {
			return nil, errors.New("zip: the archive is protected with a password")
		}
		m := &Member{Name: file.Name}
		m.open = func() (io.Reader, error) {
			r, err := file.Open()
			if err != nil {
				return nil, fmt.Errorf("zip: %w", err)
			}
			m.done = append(m.done, r.Close)
			return r, nil
		}
		out = append(out, m)
	}
	if len(out) == 0 {
		return nil, ErrEmptyArchive
	}
	return out, nil
}

// Read reads the plain bytes.
func (m *Member) Read(p []byte) (int, error) {
	if m.open != nil {
		r, err := m.open()
		if err != nil {
			return 0, err
		}
		m.Reader, m.open = r, nil
	}
	n, err := m.Reader.Read(p)
	return n, m.torn(err)
}

// torn says what an error of unpacking means to who delivered the file.
func (m *Member) torn(err error) error {
	switch {
	case err == nil || err == io.EOF || len(m.done) == 0:
		return err
	case errors.Is(err, io.ErrUnexpectedEOF):
		return ErrCut
	}
	return fmt.Errorf("the packed file is damaged: ask for the delivery again (%w)", err)
}

func trimSuffix(name, suffix string) string {
	if n := len(name) - len(suffix); n > 0 && strings.EqualFold(name[n:], suffix) {
		return name[:n]
	}
	return name
}
