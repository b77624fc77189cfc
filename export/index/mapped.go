package index

import (
	"bufio"
	"errors"
	"io"
	"os"

	"github.com/blevesearch/mmap-go"
)

// mapped is a file of a shard that is read where it lies.
type mapped struct {
	file *os.File
	data mmap.MMap
}

func openMapped(path string) (*mapped, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	data, err := mmap.Map(f, mmap.RDONLY, 0)
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return &mapped{f, data}, nil
}

func (m *mapped) close() error { return errors.Join(m.data.Unmap(), m.file.Close()) }

// writeFile makes a file anew. It may be the same file as in the old directory,
// which is never written into.
func writeFile(path string, write func(io.Writer)) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	out := bufio.NewWriterSize(f, 1<<16)
	write(out) // bufio keeps the first error for Flush
	return errors.Join(out.Flush(), f.Close())
}
